"""SSML that came from outside: checked against an allow-list, parsed with nothing resolved, and
written anew by us. The caller's own bytes never go on to an engine."""

from typing import NoReturn
from xml.etree import ElementTree as ET
from xml.parsers import expat

from mediaq.errors import InvalidSsml
from mediaq.speech.allowed import CONTENT, IGNORED, REQUIRED, TEXT, attribute
from mediaq.speech.ssml import ENGLISH, NAMESPACE, document

MAX_BYTES = 64 * 1024
MAX_DEPTH = 32
_XML = "http://www.w3.org/XML/1998/namespace"


def parse(ssml: str) -> ET.Element:
    """The checked document as a tree of plain tag names, valid SSML 1.1; raises InvalidSsml."""
    try:
        data = ssml.encode()
    except UnicodeEncodeError as error:
        raise InvalidSsml("The SSML is not valid Unicode.") from error
    if len(data) > MAX_BYTES:
        raise InvalidSsml(f"The SSML is larger than {MAX_BYTES} bytes.")
    if "<!DOCTYPE" in ssml or "<!ENTITY" in ssml:
        raise InvalidSsml("The SSML has a document type or entities.")
    reader = _Reader()
    try:
        _expat(reader).Parse(data, True)
    except expat.ExpatError as error:
        raise InvalidSsml(f"The SSML is not well-formed: {error}.") from error
    return reader.root


def _expat(reader: "_Reader") -> expat.XMLParserType:
    # The encoding is ours: a declaration inside the document must not choose another.
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.SkippedEntityHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    return parser


def _refuse(*_: object) -> NoReturn:
    raise InvalidSsml("The SSML has a document type, entities or processing instructions.")


class _Reader:
    """Builds the tree from expat's events and refuses whatever is not allowed."""

    def __init__(self) -> None:
        self.root = document(ENGLISH)
        self._open: list[ET.Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise InvalidSsml(f"The SSML is nested deeper than {MAX_DEPTH}.")
        tag = name.removeprefix(f"{NAMESPACE} ")
        inside = self._open[-1].tag if self._open else ""
        if tag not in CONTENT[inside]:
            raise InvalidSsml(f"The element {tag[:60]!r} is not allowed in {inside or 'SSML'!r}.")
        element = ET.SubElement(self._open[-1], tag) if self._open else self.root
        for key, value in attributes.items():
            self._set(element, key.replace(f"{_XML} ", "xml:"), value)
        if any(element.get(key) is None for key in REQUIRED.get(tag, ())):
            raise InvalidSsml(f"The element {tag!r} lacks an attribute.")
        self._open.append(element)

    def end(self, name: str) -> None:
        del name
        self._open.pop()

    def text(self, data: str) -> None:
        element = self._open[-1]
        if element.tag not in TEXT:
            if data.strip():
                raise InvalidSsml(f"The element {element.tag!r} holds no text.")
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + data
        else:
            element.text = (element.text or "") + data

    def _set(self, element: ET.Element, key: str, value: str) -> None:
        if key in IGNORED:
            return
        element.set(key, attribute(element.tag, key, value))
