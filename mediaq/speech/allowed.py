"""What SSML from outside may hold: elements, what stands in what, attributes and their values."""

import re
from collections.abc import Callable
from decimal import Decimal

from mediaq.errors import InvalidSsml

_INLINE = frozenset({"break", "prosody", "emphasis", "say-as", "sub", "mark", "lang"})
_ANY = _INLINE | {"p", "s"}
_NOTHING: frozenset[str] = frozenset()

# element: the elements that may stand in it; "" is the document itself.
CONTENT: dict[str, frozenset[str]] = {
    "": frozenset({"speak"}),
    "speak": _ANY,
    "p": _INLINE | {"s"},
    "s": _INLINE,
    "prosody": _ANY,
    "lang": _ANY,
    "emphasis": _INLINE,
    "say-as": _NOTHING,
    "sub": _NOTHING,
    "break": _NOTHING,
    "mark": _NOTHING,
}
TEXT = frozenset(CONTENT) - {"", "break", "mark"}
REQUIRED = {
    "say-as": ("interpret-as",),
    "sub": ("alias",),
    "mark": ("name",),
    "lang": ("xml:lang",),
}
# Boilerplate of published examples; dropped.
IGNORED = ("http://www.w3.org/2001/XMLSchema-instance schemaLocation", "xml:space")

_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}"
# Not \d, which is a digit of any script.
_NUMBER = r"[0-9]{1,4}(\.[0-9]{1,3})?"
_TOKEN = r"[A-Za-z0-9][A-Za-z0-9:_.-]{0,31}"
_PITCH = rf"default|x-low|low|medium|high|x-high|[+-]?{_NUMBER}(Hz|%)|[+-]{_NUMBER}st"
ATTRIBUTES: dict[str, dict[str, str]] = {
    "speak": {"version": r"1\.[01]", "xml:lang": _LANGUAGE},
    "p": {"xml:lang": _LANGUAGE},
    "s": {"xml:lang": _LANGUAGE},
    "lang": {"xml:lang": _LANGUAGE},
    "break": {
        # At most ten seconds: a file of silence is no speech.
        "time": r"(0*[0-9](\.[0-9]{1,3})?|0*10)s|0*([0-9]{1,4}|10000)ms",
        "strength": r"none|x-weak|weak|medium|strong|x-strong",
    },
    "emphasis": {"level": r"strong|moderate|none|reduced"},
    "prosody": {
        "rate": rf"default|x-slow|slow|medium|fast|x-fast|{_NUMBER}|[+-]?{_NUMBER}%",
        "pitch": _PITCH,
        "range": _PITCH,
        "volume": rf"default|silent|x-soft|soft|medium|loud|x-loud|[+-]?{_NUMBER}dB",
    },
    "say-as": {"interpret-as": _TOKEN, "format": _TOKEN, "detail": _TOKEN},
    "sub": {"alias": r"(?s:.{1,1000})"},
    "mark": {"name": r"[\w][\w.:-]{0,63}"},
}


def attribute(tag: str, key: str, value: str) -> str:
    """The attribute's value as we write it; raises InvalidSsml where it is not allowed."""
    pattern = ATTRIBUTES[tag].get(key)
    if pattern is None:
        raise InvalidSsml(f"The attribute {key[:60]!r} is not allowed on {tag!r}.")
    if not re.fullmatch(pattern, value):
        raise InvalidSsml(f"The value of {key!r} on {tag!r} is not allowed.")
    return _WRITTEN[key](value) if key in _WRITTEN else value


def _rate(value: str) -> str:
    """SSML 1.1 knows percentages of the usual rate; 1.0 had factors and signed changes."""
    if value[0].isalpha():
        return value
    factor = 1 if value.endswith("%") else 100
    percentage = factor * Decimal(value.removesuffix("%")) + (100 if value[0] in "+-" else 0)
    if not 0 <= percentage <= 9999:
        raise InvalidSsml("The value of 'rate' on 'prosody' is out of range.")
    return f"{percentage.normalize():f}%"


def _volume(value: str) -> str:
    """Decibels always with a sign."""
    return f"+{value}" if value[0].isdigit() else value


_WRITTEN: dict[str, Callable[[str], str]] = {
    "version": lambda _: "1.1",
    "rate": _rate,
    "volume": _volume,
}
