"""The catalogue's findings as they would be spoken: every rule filled with plausible words."""

from collections.abc import Iterator
from string import Formatter

from mediaq.analyzers.findings.catalogue import RULES
from mediaq.analyzers.findings.rule import Rule
from mediaq.speech.finding import Finding

WORDS = {
    "direction": "quiet",
    "profile": "netflix",
    "turn": "down",
    "side": "left",
    "shape": "wide",
    "tone": "pure white",
    "other": "holiday.jpg",
    "stops": "2 stops",
    "unit": "dBTP",
    "rest": " and the 2 that follow",
    "hold": "hold",
    "why": "; they look scanned",
    "pages": "12",
    "length": "4.2",
    "how": "upside down",
    "what": "a script and an attached file",
    "words": "1,234 words",
    "time": "about 6 min",
    "ease": ". Its reading ease is 62 of 100: plain",
    "advice": "Take it again.",
    "share": "3 of 40 captions are",
    "much": "wide: 57 characters in a line",
    "long": "briefly",
    "width": "640",
    "height": "360",
}
# One of a unit, a fraction, less than one, thousands; but what cannot be is not said.
VALUES = ("1", "4.2", "23", "0.5", "12345.6")
LEVELS = ("1", "4.2", "-23", "-0.5", "-60.1")
COUNTS = ("3", "10", "21", "300", "12345")


def filled(text: str, value: str) -> str:
    """The text with its placeholders filled; a name that is not known is a measurement."""
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    words = WORDS | {"are": "is" if value == "1" else "are"}
    return text.format(**{name: words.get(name, value) for name in names})


def findings(rule: Rule) -> Iterator[Finding]:
    """The rule's finding with each of the values, in the places findings have."""
    level = "dB" in f"{rule.unit} {rule.suggestion}" or (rule.unit or "").startswith("LU")
    values = LEVELS if level else COUNTS if rule.unit == "samples" else VALUES
    for number, value in enumerate(values):
        document = rule.category in ("doc", "image")
        yield Finding(
            message=filled(rule.message, value),
            suggestion=filled(rule.suggestion, value),
            severity=rule.severity,
            start_ms=None if document else (0, 4_250, 83_456, 3_723_000, 600_000)[number],
            page=number + 1 if rule.category == "doc" else None,
            more=number,
        )


def all_rules() -> list[Rule]:
    """In the order of their codes."""
    return [RULES[code] for code in sorted(RULES)]
