"""Which kind of document a file is, where nobody said so."""

from pathlib import Path

from mediaq.errors import UnsupportedMedia
from mediaq.media import formats


def form_of(source: str) -> str:
    """`pdf`, `docx`, `txt` or `md`, as at upload. Raises EmptyMedia, UnsupportedMedia."""
    with open(source, "rb") as file:
        return formats.detect(file.read(formats.HEAD_BYTES), Path(source).name).name


def is_document(source: str) -> bool:
    """Whether it is any of them. Raises EmptyMedia."""
    try:
        return form_of(source) in ("pdf", "docx", "txt", "md")
    except UnsupportedMedia:
        return False
