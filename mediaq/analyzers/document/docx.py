"""Reads a Word document (ISO/IEC 29500): a zip of XML parts. It has no pages until it is laid out,
so its text is one stretch."""

import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from mediaq.analyzers.cleaning import clean
from mediaq.analyzers.document.docx_parts import Body, Core, Relations, Styles
from mediaq.analyzers.document.facts import (
    ATTACHMENT,
    MOST_CHARACTERS,
    READ_SECONDS,
    SCRIPT,
    Document,
    Page,
    Properties,
)
from mediaq.analyzers.document.page import cleaned
from mediaq.analyzers.document.xml import Reader, feed
from mediaq.analyzers.request import Request
from mediaq.errors import MediaInvalid, MediaTooLarge

MOST_ENTRIES = 10_000
_NOTES = ("footnotes.xml", "endnotes.xml")


def read(request: Request) -> Document:
    """The document at `request.source`. Raises MediaInvalid, MediaTooLarge."""
    with _readable(), zipfile.ZipFile(request.source) as file:
        if len(file.namelist()) > MOST_ENTRIES:
            raise MediaTooLarge(f"The document has more than {MOST_ENTRIES:,} parts.")
        names = frozenset(name for name in file.namelist() if not name.endswith("/"))
        package = _Package(file, names, time.monotonic() + READ_SECONDS)
        text, whole = _text(package)
        return Document(
            "docx",
            pages=(Page(1, text),),
            truncated=not whole,
            pictures=package.has("/media/"),
            properties=_properties(package),
        )


@dataclass(frozen=True, slots=True)
class _Package:
    """The zip, what is in it besides folders, and until when it may be read."""

    file: zipfile.ZipFile
    names: frozenset[str]
    end: float

    def has(self, part: str) -> bool:
        """Whether the name of an entry contains `part`."""
        return any(part in name for name in self.names)

    def into(self, name: str, reader: Reader) -> bool:
        """Feeds the reader an entry, if it is there; false if it was not read to its end."""
        if name not in self.names:
            return True
        with self.file.open(name) as part:
            return feed(part, reader, end=self.end)

    def main(self) -> str:
        """The name of the part that holds the text."""
        relations = Relations()
        self.into("_rels/.rels", relations)
        name = relations.main or "word/document.xml"
        if name not in self.names:
            raise MediaInvalid("The document has no text part.")
        return name


def _text(package: _Package) -> tuple[str, bool]:
    """The text with its notes, and whether it is all."""
    main = package.main()
    folder = main.rpartition("/")[0]
    text, whole = "", True
    for name in (main, *(f"{folder}/{note}" for note in _NOTES)):
        body = Body(MOST_CHARACTERS - len(text))
        whole = package.into(name, body) and not body.full and whole
        text += str(body)
    return cleaned(text), whole


def _properties(package: _Package) -> Properties:
    core, styles, relations = Core(), Styles(), Relations()
    package.into("docProps/core.xml", core)
    package.into("word/styles.xml", styles)
    for name in package.names:
        if name.startswith("word/_rels/"):
            package.into(name, relations)
    active = set(relations.active)
    if package.has("vbaProject.bin") or package.has("/activeX/"):
        active.add(SCRIPT)
    if package.has("/embeddings/"):
        active.add(ATTACHMENT)
    return Properties(
        title=clean(core.found.get("title", "").strip()),
        author=clean(core.found.get("creator", "").strip()),
        language=clean(core.found.get("language", "").strip() or styles.language),
        active=frozenset(active),
    )


@contextmanager
def _readable() -> Iterator[None]:
    """What zip and XML raise on damaged files, and on such as only a password opens."""
    damage = (
        zipfile.BadZipFile,
        zlib.error,
        ExpatError,
        EOFError,
        LookupError,
        NotImplementedError,
    )
    try:
        yield
    except MemoryError as error:
        raise MediaTooLarge("The document needs more memory than is allowed.") from error
    except (*damage, OSError, RuntimeError, ValueError) as error:
        raise MediaInvalid("The document cannot be read.") from error
