"""Patches in the structures of files: ISO boxes, PNG chunks, numbers at a place."""

import struct
import zlib

MIB = 1 << 20


def patched(data: bytes, at: int, value: bytes) -> bytes:
    """`data` with `value` written over what stands at `at`."""
    return data[:at] + value + data[at + len(value) :]


def number(value: int, size: int = 4, *, little: bool = False) -> bytes:
    """An unsigned integer of `size` bytes."""
    return value.to_bytes(size, "little" if little else "big")


def field(
    data: bytes, tag: bytes, offset: int, value: int, size: int = 4, *, little: bool = False
) -> bytes:
    """Every box or chunk `tag` with a number written `offset` bytes behind its tag."""
    at = data.find(tag)
    assert at >= 0, tag
    while at >= 0:
        data = patched(data, at + len(tag) + offset, number(value, size, little=little))
        at = data.find(tag, at + len(tag))
    return data


def box(tag: bytes, content: bytes) -> bytes:
    """An ISO box."""
    return number(len(content) + 8) + tag + content


def found(data: bytes, tag: bytes) -> bytes:
    """The content of the first box with this tag."""
    at = data.index(tag)
    size = int.from_bytes(data[at - 4 : at], "big")
    return data[at + 4 : at - 4 + size]


def chunk(tag: bytes, content: bytes) -> bytes:
    """A PNG chunk."""
    return number(len(content)) + tag + content + number(zlib.crc32(tag + content))


def png(width: int, height: int, *, rows: bytes = b"", depth: int = 8, more: bytes = b"") -> bytes:
    """A grey PNG; `rows` is what its compressed data holds, `more` are chunks before it."""
    head = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    data = chunk(b"IHDR", head) + more + chunk(b"IDAT", zlib.compress(rows, 1))
    return b"\x89PNG\r\n\x1a\n" + data + chunk(b"IEND", b"")


def zeros(size: int) -> bytes:
    """What zlib makes of so many zeros, without making them: full blocks of 1 MB repeat."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = b"\x03\x00" + struct.pack(">I", (size % 65521) << 16 | 1)
    return b"\x78\x9c" + block * (size // MIB) + end
