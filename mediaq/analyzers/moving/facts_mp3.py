"""What only the bytes of an MP3 tell: whether its first frame counts the others."""

from mediaq.media.frames import after_id3

# The tags of Xing (variable rate), LAME (constant rate) and Fraunhofer, inside the first frame.
_TAGS = (b"Xing", b"Info", b"VBRI")
_FIRST_FRAME = 512


def counts_frames(source: str) -> bool:
    """Whether the duration is a count, and not a guess from the bit rate."""
    with open(source, "rb") as file:
        file.seek(after_id3(file.read(10)))
        head = file.read(_FIRST_FRAME)
    return any(tag in head for tag in _TAGS)
