"""Sound without a container. A sync word is eleven bits and turns up by chance in other files, so
the fields of the header must be valid and a second frame must follow where the first one ends."""

from collections.abc import Callable

_MPEG1_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2_KBPS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_LAYER_3 = 1


def mp3(head: bytes) -> str | None:
    """mp3, with or without an ID3v2 tag (ID3v2.4, section 3.1; ISO 11172-3, section 2.4.1)."""
    at = after_id3(head)
    if at >= len(head):  # a cover picture fills the head: take the tag's word
        return "mp3"
    if at and head.startswith(b"fLaC", at):
        return "flac"
    if at and _two_frames(head, at, _adts_length):
        return "aac"
    return "mp3" if _two_frames(head, at, _mp3_length) else None


def adts(head: bytes) -> str | None:
    """AAC in ADTS frames (ISO 13818-7, section 6.2)."""
    return "aac" if _two_frames(head, 0, _adts_length) else None


def after_id3(head: bytes) -> int:
    """Where the sound starts: behind a valid ID3v2 tag, or at 0."""
    if head[:3] != b"ID3" or len(head) < 10 or head[3] not in (2, 3, 4) or head[5] & 0x0F:
        return 0
    if any(byte & 0x80 for byte in head[6:10]):
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    return 10 + size + (10 if head[5] & 0x10 else 0)


def _two_frames(head: bytes, at: int, length: Callable[[bytes], int]) -> bool:
    first = length(head[at : at + 7])
    return bool(first) and length(head[at + first : at + first + 7]) > 0


def _mp3_length(header: bytes) -> int:
    """Bytes of the layer III frame with this header; 0 where it is not one."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    kbps, rate, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if layer != _LAYER_3 or version not in _RATES or not 0 < kbps < 15 or rate == 3:
        return 0
    if header[3] & 3 == 2:
        return 0
    bits = _MPEG1_KBPS[kbps] if version == 3 else _MPEG2_KBPS[kbps]
    samples = 144 if version == 3 else 72
    return samples * bits * 1000 // _RATES[version][rate] + padding


def _adts_length(header: bytes) -> int:
    """Bytes of the ADTS frame with this header; 0 where it is not one."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return 0
    size = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return size if header[2] >> 2 & 15 <= 12 and size > 7 else 0
