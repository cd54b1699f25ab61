"""What SSML from outside may hold: elements, what stands in what, attributes and their values."""

import re

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
_AMOUNT = r"[+-]?\d{1,4}(\.\d{1,3})?(%|Hz|st|dB)?"
_TOKEN = r"[A-Za-z0-9][A-Za-z0-9:_.-]{0,31}"
_LEVELS = r"default|x-low|low|medium|high|x-high"
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "speak": {"version": r"1\.[01]", "xml:lang": _LANGUAGE},
    "p": {"xml:lang": _LANGUAGE},
    "s": {"xml:lang": _LANGUAGE},
    "lang": {"xml:lang": _LANGUAGE},
    "break": {
        # At most ten seconds: a file of silence is no speech.
        "time": r"(0*\d(\.\d{1,3})?|0*10)s|0*(\d{1,4}|10000)ms",
        "strength": r"none|x-weak|weak|medium|strong|x-strong",
    },
    "emphasis": {"level": r"strong|moderate|none|reduced"},
    "prosody": {
        "rate": rf"default|x-slow|slow|medium|fast|x-fast|{_AMOUNT}",
        "pitch": f"{_LEVELS}|{_AMOUNT}",
        "range": f"{_LEVELS}|{_AMOUNT}",
        "volume": rf"default|silent|x-soft|soft|medium|loud|x-loud|{_AMOUNT}",
    },
    "say-as": {"interpret-as": _TOKEN, "format": _TOKEN, "detail": _TOKEN},
    "sub": {"alias": r"(?s:.{1,1000})"},
    "mark": {"name": r"[\w][\w.:-]{0,63}"},
}


def attribute(tag: str, key: str, value: str) -> str:
    """The attribute's value as we write it; raises InvalidSsml where it is not allowed."""
    pattern = _ATTRIBUTES[tag].get(key)
    if pattern is None:
        raise InvalidSsml(f"The attribute {key[:60]!r} is not allowed on {tag!r}.")
    if not re.fullmatch(pattern, value):
        raise InvalidSsml(f"The value of {key!r} on {tag!r} is not allowed.")
    return "1.1" if key == "version" else value
