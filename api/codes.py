"""Every code that a refusal may bear: those of the error tree that a request can meet."""

from collections.abc import Iterator
from dataclasses import dataclass

from api import app
from mediaq.errors import MediaqError

# Loaded with every route, so that the whole tree is known.
assert app


@dataclass(frozen=True, order=True)
class Code:
    """`again` says whether the same request may succeed later."""

    status: int
    code: str
    meaning: str
    again: bool


def codes() -> list[Code]:
    """By status, then by code. What only jobs and commands raise has no status of its own."""
    return sorted({_code(error) for error in _tree(MediaqError) if _over_http(error)})


def _tree(error: type[MediaqError]) -> Iterator[type[MediaqError]]:
    yield error
    for child in error.__subclasses__():
        yield from _tree(child)


def _over_http(error: type[MediaqError]) -> bool:
    known = error.__module__ == MediaqError.__module__ or error.__module__.startswith("api.")
    return error is MediaqError or (known and error.status != MediaqError.status)


def _code(error: type[MediaqError]) -> Code:
    meaning = " ".join((error.__doc__ or "").split())
    return Code(error.status, error.code, meaning, not error.permanent)
