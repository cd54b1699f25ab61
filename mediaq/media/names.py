"""File names from outside: kept as display text, never used as a path or an argument."""

import re
import unicodedata

LONGEST = 255
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")


def safe_filename(text: str) -> str:
    """`text` as a name to show: last path component, no controls, bidi marks or lone surrogates,
    at most 255 characters with the extension kept, never empty."""
    base = re.split(r"[/\\]", text)[-1]
    shown = "".join(
        c for c in base if c not in _BIDI and unicodedata.category(c) not in _UNPRINTABLE
    ).strip()
    if len(shown) > LONGEST:
        dot = "." + suffix if (suffix := extension(shown)) else ""
        shown = shown[: LONGEST - len(dot)].rstrip() + dot
    return "upload" if shown.strip(". ") == "" else shown


def extension(filename: str) -> str:
    """The extension in lower case, without its dot; empty where there is none."""
    found = _EXTENSION.search(filename)
    return found[1].lower() if found else ""
