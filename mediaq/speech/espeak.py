"""espeak-ng through ctypes: SSML in, samples with the times of marks and words out.

The library keeps its state in globals: one engine to a process, and that process is a child.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import espeakng_loader

from mediaq.errors import InvalidInput, InvalidSsml, ToolFailed
from mediaq.speech import espeak_abi as abi
from mediaq.speech.rendition import render
from mediaq.speech.sanitise import parse

MAX_SECONDS = 600
# Words a minute, the engine's own.
USUAL_RATE = 175
_UNCLAIMED = re.compile(r".*\w", re.DOTALL)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~‐-⁞]*")


@dataclass(frozen=True)
class Mark:
    """A `<mark>` and when it is reached."""

    name: str
    time_ms: int


@dataclass(frozen=True)
class Word:
    """A word as written, its place in the document's text content, and when it is spoken."""

    text: str
    start: int
    time_ms: int


@dataclass(frozen=True)
class Speech:
    """Mono samples of 16 bits, native byte order."""

    samples: bytes
    rate: int
    marks: tuple[Mark, ...]
    words: tuple[Word, ...]


@dataclass(frozen=True)
class _Event:
    type: int
    position: int
    length: int
    time_ms: int
    name: str


class Espeak:
    """The engine with one voice, at `words` a minute."""

    def __init__(self, voice: str, words: int = USUAL_RATE) -> None:
        self._library = abi.load(espeakng_loader.get_library_path())
        self._samples = bytearray()
        self._events: list[_Event] = []
        # espeak keeps bare pointers to these: they live as long as the engine.
        self._callbacks = (abi.SynthCallback(self._receive), abi.UriCallback(lambda *_: 1))
        data = Path(espeakng_loader.get_data_path())
        self.rate = self._library.espeak_Initialize(
            abi.SYNCHRONOUS, 0, str(data).encode(), abi.DONT_EXIT
        )
        if self.rate <= 0:
            raise ToolFailed("espeak-ng did not start.")
        self._library.espeak_SetSynthCallback(self._callbacks[0])
        self._library.espeak_SetUriCallback(self._callbacks[1])
        self._voice, self._language = self._find(voice, data)
        self._library.espeak_SetParameter(abi.RATE, words, 0)
        # The first text after the start gets half a second of silence in front.
        self._synthesise("<speak>.</speak>")

    def speak(self, ssml: str) -> Speech:
        """Speaks a document; raises InvalidSsml. Nothing reaches the engine unchecked."""
        rendition = render(parse(ssml), self._language)
        self._synthesise(rendition.source)
        words: dict[int, Word] = {}
        for event in self._events:
            span = rendition.span(event.position, event.length) if event.type == abi.WORD else None
            text = rendition.plain[slice(*span)].strip() if span else ""
            if span and span[0] not in words and not _PUNCTUATION.fullmatch(text):
                words[span[0]] = Word(text, span[0], event.time_ms)
        marks = tuple(Mark(e.name, e.time_ms) for e in self._events if e.type == abi.MARK)
        said = tuple(_joined(list(words.values()), rendition.plain))
        return Speech(bytes(self._samples), self.rate, marks, said)

    def _synthesise(self, source: str) -> None:
        self._samples.clear()
        self._events.clear()
        self._library.espeak_SetVoiceByName(self._voice)
        data = source.encode()
        status = self._library.espeak_Synth(
            data, len(data) + 1, 0, abi.BY_CHARACTER, 0, abi.UTF8_SSML, None, None
        )
        if len(self._samples) > 2 * self.rate * MAX_SECONDS:
            raise InvalidSsml(f"The SSML speaks for longer than {MAX_SECONDS} seconds.")
        if status != 0:
            raise ToolFailed(f"espeak-ng answered with status {status}.")

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        """The engine's callback; anything but zero stops it."""
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, 2 * count)
        index = 0
        while (event := events[index]).type != abi.LIST_END:
            name = event.id.name if event.type == abi.MARK else b""
            self._events.append(
                _Event(
                    *(event.type, event.text_position - 1, event.length),
                    *(event.audio_position, (name or b"").decode(errors="replace")),
                )
            )
            index += 1
        return int(len(self._samples) > 2 * self.rate * MAX_SECONDS)

    def _find(self, voice: str, data: Path) -> tuple[bytes, str]:
        """The engine's own name of the voice, and its language."""
        code, _, variant = voice.partition("+")
        found = dict(sorted(self._listed(), reverse=True)).get(code.lower())
        if found is None or (variant and not (data / "voices" / "!v" / variant).is_file()):
            raise InvalidInput(f"There is no voice {voice!r}.")
        return found[1] + (f"+{variant}".encode() if variant else b""), code

    def _listed(self) -> Iterator[tuple[str, tuple[int, bytes]]]:
        """(language code, (priority, identifier)) of every voice; low priorities come first."""
        voices = self._library.espeak_ListVoices(None)
        index = 0
        while voices[index]:
            voice = voices[index].contents
            address = voice.languages
            while priority := ctypes.string_at(address, 1)[0]:
                code = ctypes.string_at(address + 1)
                yield code.decode().lower(), (priority, bytes(voice.identifier))
                address += len(code) + 2
            index += 1


def _joined(words: list[Word], plain: str) -> Iterator[Word]:
    """The engine says some pairs, like "there are", as one word with one event: what no event
    stands for belongs to the word before it."""
    ends = [*(word.start for word in words[1:]), len(plain)][: len(words)]
    for word, end in zip(words, ends, strict=True):
        gap = plain[word.start + len(word.text) : end]
        unclaimed = _UNCLAIMED.match(gap)
        yield replace(word, text=word.text + unclaimed[0]) if unclaimed else word
