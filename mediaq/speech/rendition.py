"""Our SSML as espeak speaks it best: aliases written out, and for every character of that source
the place it stands for in the plain text, so that words can be highlighted where they are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree as ET

Span = tuple[int, int]
# More than espeak ever adds.
LOUDEST_DB = 20


@dataclass(frozen=True)
class Rendition:
    """`origins[i]` is the span of `plain` that character i of `source` stands for, if any."""

    source: str
    plain: str
    origins: tuple[Span | None, ...]

    def span(self, position: int, length: int) -> Span | None:
        """The span of the plain text behind `length` characters of the source."""
        # The engine reports the first word of an element at its tag now and then.
        behind = [span for span in self.origins[position : position + max(length, 1)] if span]
        return (behind[0][0], behind[-1][1]) if behind else None


def render(root: ET.Element, voice_language: str) -> Rendition:
    """The tree as source for espeak. The document's own language is left out where the voice
    speaks it, because espeak would put its default voice for that language in its place."""
    if _primary(root.get("xml:lang", "")) == _primary(voice_language):
        attributes = {key: value for key, value in root.items() if key != "xml:lang"}
        root = _with(root, attributes)
    source: list[str] = []
    origins: list[Span | None] = []
    for written, span in _element(root, [0]):
        source.append(written)
        origins.extend([span] * len(written))
    return Rendition("".join(source), "".join(root.itertext()), tuple(origins))


def _primary(language: str) -> str:
    return language.lower().split("-")[0]


def _with(root: ET.Element, attributes: dict[str, str]) -> ET.Element:
    copy = ET.Element(root.tag, attributes)
    copy.text = root.text
    copy.extend(root)
    return copy


def _element(element: ET.Element, at: list[int]) -> Iterator[tuple[str, Span | None]]:
    """The element's source in stretches; `at[0]` is the place reached in the plain text."""
    if element.tag == "sub":
        length = len(element.text or "")
        yield escape(element.get("alias", ""), quote=False), (at[0], at[0] + length)
        at[0] += length
        return
    attributes = "".join(f' {k}="{escape(_engines(k, v))}"' for k, v in element.items())
    yield f"<{element.tag}{attributes}>", None
    yield from _text(element.text, at)
    for child in element:
        yield from _element(child, at)
        yield from _text(child.tail, at)
    yield f"</{element.tag}>", None


def _engines(key: str, value: str) -> str:
    """espeak takes "+6dB" for 6 % and "0dB" for silence: it gets the ratio of the amplitudes."""
    if key != "volume" or not value.endswith("dB"):
        return value
    decibels = min(float(value.removesuffix("dB")), LOUDEST_DB)
    return f"{100 * 10 ** (decibels / 20):.0f}%"


def _text(text: str | None, at: list[int]) -> Iterator[tuple[str, Span | None]]:
    for character in text or "":
        yield escape(character, quote=False), (at[0], at[0] + 1)
        at[0] += 1
