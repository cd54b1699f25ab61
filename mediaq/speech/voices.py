"""Which voice speaks which language: "de=de+f2,pt=pt-br" as a mapping, and the choice by it."""

import re
from collections.abc import Mapping


def voices(text: str) -> dict[str, str]:
    """Voices by language tag in lower case."""
    pairs = re.findall(r"([^=,]+)=([^=,]+)", text)
    return {language.lower(): voice for language, voice in pairs}


def voice_for(language: str, chosen: Mapping[str, str], otherwise: str) -> str:
    """The voice of the language, else of the one it is a kind of ("pt" for "pt-BR"), else
    `otherwise`, which switches to the engine's own voice for a language that is not its own."""
    tag = language.lower()
    while tag:
        if tag in chosen:
            return chosen[tag]
        tag = tag.rpartition("-")[0]
    return otherwise
