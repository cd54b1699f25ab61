"""Ogg files whose packets are not all sound."""

import struct
from pathlib import Path

import av
import numpy as np

from tests.kit.clips import RATE, tone
from tests.truth.case import Case
from tests.truth.sounds import ASIDE

_PAGE = struct.Struct("<4sBBqIIIB")
_LAST = 4


def _checksum(page: bytes) -> int:
    """The sum of RFC 3533: the polynomial 0x04c11db7 over the page whose own sum is zero."""
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ (0x04C11DB7 if total & 0x80000000 else 0)) & 0xFFFFFFFF
    return total


def _end(position: int, serial: int, number: int) -> bytes:
    """The last page of a stream: one packet of no bytes."""

    def page(checksum: int) -> bytes:
        segments = b"\0"
        head = _PAGE.pack(b"OggS", 0, _LAST, position, serial, number, checksum, len(segments))
        return head + segments

    return page(_checksum(page(0)))


def _empty_end(directory: Path) -> Path:
    """Vorbis, and after it a page with one packet of no bytes, as some writers end a file."""
    path = directory / "sound.ogg"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("vorbis", rate=RATE, options={"strict": "experimental"})
        stream.layout = "stereo"
        sound = tone(3)
        for first in range(0, sound.shape[1], 1024):
            part = np.ascontiguousarray(sound[:, first : first + 1024])
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE, first
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    data = path.read_bytes()
    _, _, _, position, serial, number, _, _ = _PAGE.unpack_from(data, data.rindex(b"OggS"))
    path.write_bytes(data + _end(position, serial, number + 1))
    return path


CASES: tuple[Case, ...] = (
    Case("sound: an Ogg that ends with an empty packet", _empty_end, aside=ASIDE | {"audio.mono"},
         about=("audio.undecodable",)),
)  # fmt: skip
