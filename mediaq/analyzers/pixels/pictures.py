"""Pictures from decoded frames: scaled, turned upright, written as JPEG or PNG, and listed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter
from PIL import Image

from mediaq.analyzers.pixels.geometry import Size
from mediaq.analyzers.request import FrameFormat

JPEG_QUALITY = 82
MIME_TYPES = {".jpg": "image/jpeg", ".png": "image/png"}
_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


class Converter:
    """Scales frames to one size and format; keeps its tables, which cost more than a scaling."""

    def __init__(self, size: Size, pixel_format: str, *, scaling: str = "AREA") -> None:
        self._size, self._format = size, pixel_format
        self._scaling = int(Interpolation[scaling])  # a name would be looked up for every frame
        # libswscale always fills the full range of gray; a limited tag would mislead the filters.
        self._range = int(ColorRange["MPEG" if pixel_format.startswith("yuv") else "JPEG"])
        self._reformatter = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        """The frame scaled; yuv comes in the limited range 16 to 235, gray and rgb in the full."""
        return self._reformatter.reformat(
            frame,
            width=self._size[0],
            height=self._size[1],
            format=self._format,
            interpolation=self._scaling,
            dst_color_range=self._range,
            threads=1,
        )


def image(frame: VideoFrame, rotation: int = 0) -> Image.Image:
    """The upright image of an rgb0 frame, without a copy: four bytes a pixel are Pillow's own."""
    plane = frame.planes[0]
    size = (frame.width, frame.height)
    pixels = cast("bytes", plane)  # a plane is a buffer, which its stub does not say
    picture = Image.frombuffer("RGBX", size, pixels, "raw", "RGBX", plane.line_size, 1)
    return picture.transpose(_TURNS[rotation]) if rotation else picture


@dataclass(slots=True)
class Gallery:
    """Writes pictures below `output` and keeps one small entry for each."""

    output: Path
    picture_format: FrameFormat
    files: list[dict[str, Any]] = field(default_factory=list)

    def save(self, picture: Image.Image, *, kind: str, stem: str, ms: int, position: int) -> None:
        """Writes a picture as `stem` plus the suffix of the format asked for."""
        path = self._path(f"{stem}.{self.picture_format}")
        if self.picture_format == "jpg":
            picture.save(path, "JPEG", quality=JPEG_QUALITY)
        else:
            picture.convert("RGB").save(path, "PNG", compress_level=1)
        self._list(path, kind=kind, size=picture.size, ms=ms, position=position)

    def save_drawing(self, picture: Image.Image, *, kind: str, stem: str) -> None:
        """Writes a drawing, which is always a PNG."""
        path = self._path(f"{stem}.png")
        picture.save(path, "PNG")
        self._list(path, kind=kind, size=picture.size, ms=0, position=1)

    def copy(self, original: dict[str, Any], *, kind: str, stem: str) -> None:
        """Adds a file of the same content as one already listed."""
        source = self.output / original["name"]
        path = self._path(f"{stem}{source.suffix}")
        path.write_bytes(source.read_bytes())
        self.files.append({**original, "kind": kind, "name": path.name, "position": 1})

    def _path(self, name: str) -> Path:
        path = self.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _list(self, path: Path, *, kind: str, size: Size, ms: int, position: int) -> None:
        self.files.append(
            {
                "kind": kind,
                "name": path.relative_to(self.output).as_posix(),
                "mime_type": MIME_TYPES[path.suffix],
                "size_bytes": path.stat().st_size,
                "width": size[0],
                "height": size[1],
                "time_ms": ms,
                "position": position,
            }
        )
