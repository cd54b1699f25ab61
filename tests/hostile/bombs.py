"""Small files that want to become large: pixels, frames, samples, text."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

from tests.hostile.broken import ANY, Broken, only
from tests.hostile.bytewise import MIB, chunk, png, zeros
from tests.hostile.whole import flat, whole

_TOO_LARGE = only("media_too_large")


def cases(seed: int) -> Iterator[Broken]:
    """The same for every seed."""
    yield Broken("png: 256 megapixels in 40 kB", _png_of_many_pixels, "x.png", _TOO_LARGE)
    yield Broken("png: 49 megapixels", _png_that_fits, "x.png", ANY)
    yield Broken("png: 1 GB of text", lambda: _png_with(_text_chunk), "x.png", ANY)
    yield Broken("png: a colour profile of 1 GB", lambda: _png_with(_profile_chunk), "x.png", ANY)
    yield Broken("png: 5000 texts", lambda: _png_with(_many_texts), "x.png", ANY)
    yield Broken("jpg: 300 scans", _jpeg_of_many_scans, "x.jpg", ANY)
    yield Broken("gif: 65535 x 65535 x 1000", _gif_of_many_pixels, "x.gif", _TOO_LARGE)
    yield Broken("gif: 20000 frames", _gif_of_many_frames, "x.gif", ANY)
    yield Broken(
        "aac: an hour of silence in 300 kB", _long_silence, "x.aac", only("video.too_long")
    )
    yield Broken("zip: a zip of zips", _nested_zips, "x.zip", only("unsupported_media"))


def _png_of_many_pixels() -> bytes:
    return png(16_000, 16_000, rows=bytes(16_000 * 2001), depth=1)


def _png_that_fits() -> bytes:
    return png(7_000, 7_000, rows=bytes(7_000 * 7_001))


def _png_with(more: Callable[[], bytes]) -> bytes:
    return png(64, 64, rows=bytes(64 * 65), more=more())


def _text_chunk() -> bytes:
    return chunk(b"zTXt", b"Comment\0\0" + zeros(1024 * MIB))


def _profile_chunk() -> bytes:
    return chunk(b"iCCP", b"profile\0\0" + zeros(1024 * MIB))


def _many_texts() -> bytes:
    return chunk(b"zTXt", b"Comment\0\0" + zeros(MIB)) * 5000


def _jpeg_of_many_scans() -> bytes:
    """A progressive picture whose last scan comes again and again; each costs a whole pass."""
    data = flat((4000, 4000), "jpeg", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scan * 300 + data[-2:]


def _gif_frames(size: int, count: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", size, size, 0x80, 0, 0) + bytes(6)
    one = b"\x2c" + struct.pack("<HHHHB", 0, 0, size, size, 0) + b"\x02\x02\x4c\x01\0"
    return head + one * count + b"\x3b"


def _gif_of_many_pixels() -> bytes:
    return _gif_frames(65_535, 1000)


def _gif_of_many_frames() -> bytes:
    return _gif_frames(16, 20_000)


def _long_silence() -> bytes:
    """One frame of silence, again and again, at 8 kHz: 7.8 frames a second."""
    data = whole("sound.aac")
    content = b"\x01\x18\x20\x07"
    length = 7 + len(content)
    head = bytearray(data[:7])
    head[2] = (head[2] & 0xC3) | 11 << 2
    head[3] = (0x40 | length >> 11) & 0xFF
    head[4], head[5], head[6] = length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC
    return (bytes(head) + content) * 28_125


def _nested_zips() -> bytes:
    data = bytes(MIB)
    for depth in range(20):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(3):
                archive.writestr(f"{depth}-{n}", data)
        data = out.getvalue()
    return data
