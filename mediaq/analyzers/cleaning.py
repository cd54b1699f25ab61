"""Text from files, made fit for the database."""

MOST_CHARACTERS = 256


def clean(text: object) -> str:
    """Text fit for the database: no NUL, no lone surrogates, at most 256 characters."""
    cut = str(text).replace("\0", "")[:MOST_CHARACTERS]
    return cut.encode("utf-8", "replace").decode("utf-8")
