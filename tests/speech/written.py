"""SSML from outside as mediaq understands it, written down again."""

from xml.etree import ElementTree as ET

from mediaq.speech.sanitise import parse


def written(ssml: str) -> str:
    """Raises InvalidSsml."""
    return ET.tostring(parse(ssml), encoding="unicode")
