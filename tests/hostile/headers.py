"""Headers that lie: durations, sizes, rates, counts of streams and samples."""

import struct
from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile.broken import ANY, Broken, only
from tests.hostile.bytewise import box, field, found, number, patched, png
from tests.hostile.whole import whole

HUGE, HALF = 0xFFFFFFFF, 0x7FFFFFFF
# What is written into a box of an MP4: tag, offset behind it, value, size in bytes.
_MP4: tuple[tuple[str, bytes, int, int, int], ...] = (
    ("a duration of 49 days", b"mvhd", 16, HUGE, 4),
    ("a duration of 49 days in each track", b"mdhd", 16, HUGE, 4),
    ("no duration", b"mvhd", 16, 0, 4),
    ("no time scale", b"mvhd", 12, 0, 4),
    ("a time scale of 0 in each track", b"mdhd", 12, 0, 4),
    ("a huge time scale in each track", b"mdhd", 12, HALF, 4),
    ("a time scale of 1 in each track", b"mdhd", 12, 1, 4),
    ("a track of 65535 x 65535", b"tkhd", 76, HUGE, 4),
    ("a picture 65535 wide", b"avc1", 24, 0xFFFF, 2),
    ("a picture of no width", b"avc1", 24, 0, 2),
    ("no samples", b"stsz", 8, 0, 4),
    ("four thousand million samples", b"stsz", 8, HUGE, 4),
    ("samples of 2 GB each", b"stsz", 4, HALF, 4),
    ("samples that last 49 days", b"stts", 12, HALF, 4),
    ("samples that last no time", b"stts", 12, 0, 4),
    ("a count of durations beyond the file", b"stts", 4, HUGE, 4),
    ("chunks beyond the file", b"stco", 8, HALF, 4),
    ("a count of chunks beyond the file", b"stco", 4, HUGE, 4),
    ("65535 channels", b"mp4a", 16, 0xFFFF, 2),
    ("no channels", b"mp4a", 16, 0, 2),
    ("a sample rate of 0", b"mp4a", 24, 0, 4),
    ("a sample rate of 65535", b"mp4a", 24, HUGE, 4),
    ("no version that exists", b"mvhd", 0, 0xFF, 1),
    ("a description of 2 GB", b"stsd", -8, HALF, 4),
    ("a movie of 4 GB", b"moov", -8, HUGE, 4),
    ("media of 4 GB", b"mdat", -8, HUGE, 4),
)
# The same for a WAV, little endian.
_WAV = (
    ("no channels", b"fmt ", 6, 0, 2),
    ("65535 channels", b"fmt ", 6, 0xFFFF, 2),
    ("a sample rate of 0", b"fmt ", 8, 0, 4),
    ("a sample rate of 4 GHz", b"fmt ", 8, HUGE, 4),
    ("a block of no bytes", b"fmt ", 16, 0, 2),
    ("samples of 0 bits", b"fmt ", 18, 0, 2),
    ("data of 4 GB", b"data", 0, HUGE, 4),
    ("a format nobody knows", b"fmt ", 4, 0xABCD, 2),
)


def cases(seed: int) -> Iterator[Broken]:
    """The same for every seed. A claim that is not believed may leave an answer that is right."""
    for name, tag, offset, value, size in _MP4:
        make = partial(_lying, "front.mp4", tag, offset, value, size)
        yield Broken(f"mp4: {name}", make, marks=ANY)
    for name, tag, offset, value, size in _WAV:
        make = partial(_lying, "sound.wav", tag, offset, value, size, little=True)
        yield Broken(f"wav: {name}", make, "sound.wav", ANY)
    yield Broken("mp4: 2000 streams", _many_tracks, marks=ANY)
    yield Broken("mp4: boxes 20000 deep", _deep_boxes, marks=only("media_invalid"))
    yield Broken("mp4: 50 MB of a tag", _long_tag, marks=ANY)
    yield Broken("mp4: 20000 chapters", _chapters, marks=ANY)
    for name, other in _OTHERS.items():
        yield Broken(name, other, name.partition(":")[0].join(("x.", "")), ANY)


def _lying(
    name: str, tag: bytes, offset: int, value: int, size: int, *, little: bool = False
) -> bytes:
    return field(whole(name), tag, offset, value, size, little=little)


def _with_movie(change: Callable[[bytes], bytes]) -> bytes:
    """A film whose moov box, at its end, is another."""
    data = whole("last.mp4")
    start = data.rindex(b"moov") - 4
    return data[:start] + box(b"moov", change(found(data, b"moov")))


def _many_tracks() -> bytes:
    def more(movie: bytes) -> bytes:
        return movie + box(b"trak", found(movie, b"trak")) * 2000

    return _with_movie(more)


def _deep_boxes() -> bytes:
    start = whole("last.mp4").index(b"mdat") - 4
    tags = b"".join(number(8 * (20_000 - n)) + b"moov" for n in range(20_000))
    return whole("last.mp4")[:start] + tags


def _long_tag() -> bytes:
    text = box(b"data", number(1) + number(0) + b"x" * 50_000_000)
    items = box(b"\xa9nam", text)
    handler = box(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    tags = box(b"udta", box(b"meta", bytes(4) + handler + box(b"ilst", items)))
    return _with_movie(lambda movie: movie + tags)


def _chapters() -> bytes:
    marks = b"".join(struct.pack(">QB", n, 5) + b"again" for n in range(255)) * 80
    return _with_movie(lambda movie: movie + box(b"udta", box(b"chpl", bytes(8) + b"\xff" + marks)))


def _flac(at: int, value: bytes) -> bytes:
    return patched(whole("sound.flac"), at, value)


_OTHERS: dict[str, Callable[[], bytes]] = {
    "flac: a sample rate of 0": lambda: _flac(18, b"\0\0\x02"),
    "flac: 64 thousand million samples": lambda: _flac(21, b"\xff" * 5),
    "flac: blocks of 65535": lambda: _flac(8, b"\xff" * 4),
    "flac: metadata of 16 MB": lambda: _flac(4, b"\0\xff\xff\xff"),
    "avi: no time between frames": lambda: field(whole("clip.avi"), b"avih", 4, 0, little=True),
    "avi: 4 thousand million frames": lambda: field(
        whole("clip.avi"), b"strh", 36, HUGE, little=True
    ),
    "avi: a rate of 4 GHz": lambda: field(whole("clip.avi"), b"strh", 28, HUGE, little=True),
    "avi: a rate of 0": lambda: field(whole("clip.avi"), b"strh", 28, 0, little=True),
    "avi: a picture of 2 GB": lambda: field(whole("clip.avi"), b"strf", 8, HALF, little=True),
    "mkv: a duration that is not a number": lambda: field(
        whole("clip.mkv"), b"\x44\x89\x88", 0, 0x7FF8000000000000, 8
    ),
    "mkv: an infinite duration": lambda: field(
        whole("clip.mkv"), b"\x44\x89\x88", 0, 0x7FF0000000000000, 8
    ),
    "mkv: a time scale of 0": lambda: field(whole("clip.mkv"), b"\x2a\xd7\xb1\x83", 0, 0, 3),
    "mkv: a cluster of 2^56 bytes": lambda: field(
        whole("clip.mkv"), b"\x1f\x43\xb6\x75", 0, 0x01FFFFFFFFFFFFFE, 8
    ),
    "png: 2147483647 x 2147483647": lambda: png(HALF, HALF),
    "png: 0 x 0": lambda: png(0, 0),
    "png: 60000 x 1": lambda: png(60_000, 1, rows=bytes(60_001)),
    "jpg: 65500 x 65500": lambda: field(whole("photo.jpg"), b"\xff\xc0", 3, 0xFFDCFFDC),
    "jpg: no lines": lambda: field(whole("photo.jpg"), b"\xff\xc0", 3, 0, 2),
    "gif: 65535 x 65535": lambda: patched(whole("photo.gif"), 6, b"\xff" * 4),
    "webp: 16384 x 16384": lambda: patched(whole("photo.webp"), 26, b"\xff\x3f\xff\x3f"),
}
