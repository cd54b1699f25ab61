"""No file that SSML names is opened: neither by our reader nor, were it let through, by espeak."""

import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mediaq.errors import InvalidSsml
from mediaq.speech import espeak_abi as abi
from mediaq.speech.espeak import Espeak
from tests.kit.watching import watching

XINCLUDE = "http://www.w3.org/2001/XInclude"
NAMING = {
    "audio": '<speak>Hi <audio src="{file}"/> there.</speak>',
    "audio url": '<speak>Hi <audio src="file://{file}"/> there.</speak>',
    "base": '<speak xml:base="{directory}/">Hi <audio src="{name}"/> there.</speak>',
    "lexicon": '<speak><lexicon uri="{file}" xml:id="l"/><lookup ref="l">Hi.</lookup></speak>',
    "stylesheet": '<?xml-stylesheet href="{file}"?><speak>Hi.</speak>',
    "dtd": '<!DOCTYPE speak SYSTEM "{file}"><speak>Hi.</speak>',
    "entity": '<!DOCTYPE s [<!ENTITY e SYSTEM "file://{file}">]><speak>&e;</speak>',
    "parameter entity": '<!DOCTYPE s [<!ENTITY % e SYSTEM "{file}"> %e;]><speak>Hi.</speak>',
    "xinclude": f'<speak xmlns:x="{XINCLUDE}"><x:include href="{{file}}"/></speak>',
    "voice": '<speak><voice name="{file}">Hi.</voice></speak>',
    "voice elsewhere": '<speak><voice name="' + "../" * 20 + '{file}">Hi.</voice></speak>',
    "voice variant": '<speak><voice name="en+' + "../" * 20 + '{file}">Hi.</voice></speak>',
    "language": '<speak xml:lang="{file}">Hi.</speak>',
    "language inside": '<speak><lang xml:lang="' + "../" * 20 + '{file}">Hi.</lang></speak>',
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("named") / "minute.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(b"\0\0" * 22_050 * 60)
    return path


@pytest.fixture
def opened(sound: Path) -> Iterator[Callable[[], bool]]:
    with watching(sound.parent) as opened:
        yield opened


@pytest.fixture(scope="module")
def engine() -> Espeak:
    return Espeak("en-us")


@pytest.mark.parametrize("template", NAMING.values(), ids=NAMING)
def test_refused_without_a_look(
    template: str, sound: Path, opened: Callable[[], bool], engine: Espeak
) -> None:
    ssml = template.format(file=sound, directory=sound.parent, name=sound.name)
    with pytest.raises(InvalidSsml):
        engine.speak(ssml)
    engine._synthesise(ssml)
    assert len(engine._samples) < 2 * engine.rate * 5
    assert not opened()


def test_it_would_be_seen(sound: Path, opened: Callable[[], bool], engine: Espeak) -> None:
    engine._library.espeak_SetUriCallback(abi.UriCallback(0))
    try:
        engine._synthesise(NAMING["audio"].format(file=sound))
    finally:
        engine._library.espeak_SetUriCallback(engine._callbacks[1])
    assert opened()
