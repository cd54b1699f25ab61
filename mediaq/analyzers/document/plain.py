"""Reads plain text and Markdown, which are UTF-8 or were refused at upload."""

from mediaq.analyzers.document.facts import MOST_CHARACTERS, Document, Page
from mediaq.analyzers.document.page import cleaned
from mediaq.analyzers.request import Request
from mediaq.errors import EmptyMedia

# Of one character in UTF-8.
MOST_BYTES = 4


def read(form: str, request: Request) -> Document:
    """The file at `request.source` as one stretch of text. Raises EmptyMedia."""
    with open(request.source, "rb") as file:
        data = file.read(MOST_BYTES * MOST_CHARACTERS + 1)
    if not data:
        raise EmptyMedia
    text = data.decode("utf-8-sig", "replace")
    return Document(
        form,
        pages=(Page(1, cleaned(text[:MOST_CHARACTERS])),),
        truncated=len(text) > MOST_CHARACTERS,
    )
