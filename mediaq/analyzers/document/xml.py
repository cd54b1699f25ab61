"""XML inside a document, as a stream of events: no tree, no document type, nothing resolved."""

import time
from typing import IO, NoReturn, Protocol
from xml.parsers import expat

from mediaq.errors import MediaInvalid

CHUNK = 64 * 1024
# Unpacked, of one part: a text of a million characters takes some ten megabytes.
MOST_BYTES = 64 * 1024 * 1024


class Reader(Protocol):
    """Takes the events; names are those of the elements and attributes without their namespaces.
    `full`: it wants no more."""

    full: bool

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


def feed(file: IO[bytes], reader: Reader, *, end: float) -> bool:
    """Gives the reader the events of `file`; false if that stopped early, because it was full, the
    file is too large, or `end` of the monotonic clock has come. Raises MediaInvalid, ExpatError."""
    parser = _parser(reader)
    for _ in range(MOST_BYTES // CHUNK):
        chunk = file.read(CHUNK)
        parser.Parse(chunk, not chunk)
        if not chunk:
            return True
        if reader.full or time.monotonic() > end:
            return False
    return False


def _parser(reader: Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = lambda name, found: reader.start(
        _local(name), {_local(key): value for key, value in found.items()}
    )
    parser.EndElementHandler = lambda name: reader.end(_local(name))
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    return parser


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> NoReturn:
    raise MediaInvalid("The document holds XML with a document type.")
