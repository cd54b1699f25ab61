"""What a picture says about how it was taken. Claims: capped, cleaned, and without the place."""

from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image

from mediaq.analyzers.facts import clean

MOST_CHARACTERS = 64
_LATITUDE, _LONGITUDE = ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude
_UPRIGHT = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """`orientation` is EXIF's, 1 to 8; `place` says whether a position is in the file."""

    orientation: int = 1
    place: bool = False
    camera: str | None = None
    time: str | None = None

    @property
    def sideways(self) -> bool:
        """Whether width and height change places when the picture is turned upright."""
        return self.orientation >= 5

    def upright(self, picture: Image.Image) -> Image.Image:
        """The picture as it is meant to be seen."""
        for turn in _UPRIGHT.get(self.orientation, ()):
            picture = picture.transpose(turn)
        return picture


def taken(picture: Image.Image) -> Taken:
    """What EXIF and XMP say; nothing when they are damaged."""
    placed = b"GPSLatitude" in _xmp(picture)
    try:
        exif = picture.getexif()
        gps, details = (exif.get_ifd(part) for part in (ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif))
        base = dict(exif)
    except Exception:  # a hostile directory provokes errors of every kind, and is only metadata
        return Taken(place=placed)
    orientation = base.get(ExifTags.Base.Orientation, 1)
    names = (_text(base.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    time = details.get(ExifTags.Base.DateTimeOriginal) or base.get(ExifTags.Base.DateTime)
    return Taken(
        orientation=orientation if orientation in _UPRIGHT else 1,
        place=placed or (_LATITUDE in gps and _LONGITUDE in gps),
        camera=" ".join(name for name in names if name) or None,
        time=_text(time),
    )


def _xmp(picture: Image.Image) -> bytes:
    """The packet of XMP, where there is one: cameras and phones write positions there too."""
    packet: Any = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return packet.encode("utf-8", "replace") if isinstance(packet, str) else bytes(packet)


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return clean(value.split("\0")[0]).strip()[:MOST_CHARACTERS] or None
