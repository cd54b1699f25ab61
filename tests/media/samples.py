"""Small real media, rendered by the engines themselves."""

import io
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image


def sound(path: Path, *, muxer: str, codec: str, rate: int = 48000) -> bytes:
    """Half a second of a tone."""
    with av.open(str(path), "w", format=muxer) as out:
        stream = out.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        layout = "stereo" if codec == "libopus" else "mono"
        stream.codec_context.layout = layout
        format_name = stream.codec_context.format.name if stream.codec_context.format else "s16"
        tone = (8000 * np.sin(np.arange(rate // 2) / 20)).astype(np.int16)
        planes = np.repeat(tone, 2) if layout == "stereo" else tone
        frame = av.AudioFrame.from_ndarray(planes.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = rate
        frame.pts = 0
        frame.time_base = Fraction(1, rate)
        resampler = av.AudioResampler(format_name, layout, rate, stream.codec_context.frame_size)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return path.read_bytes()


def video(path: Path, *, muxer: str, codec: str) -> bytes:
    """Five grey frames."""
    with av.open(str(path), "w", format=muxer) as out:
        stream = out.add_stream(codec, rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for level in range(5):
            picture = np.full((48, 64, 3), 40 * level, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return path.read_bytes()


def picture(kind: str) -> bytes:
    """A grey picture in the format that Pillow calls `kind`."""
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), (90, 90, 90)).save(buffer, kind)
    return buffer.getvalue()


def archive(*names: str) -> bytes:
    """A zip with entries of these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name in names:
            out.writestr(name, "<a/>")
    return buffer.getvalue()


WORD: Sequence[str] = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
