"""Any text as lines that break no format: the characters that end lines, cues and entries are gone,
and so are those that turn the direction of what follows."""

import re
import textwrap
import unicodedata

# Characters of a line, and lines of a cue: Netflix, Timed Text Style Guide, English template.
WIDTH, LINES = 42, 2
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """White space made single, controls left out; may be empty."""
    joined = " ".join(_TURNS.sub("", text).split())
    return "".join(c for c in joined if unicodedata.category(c) not in ("Cc", "Cs"))


def wrapped(line: str) -> list[str]:
    """Lines of at most `WIDTH` characters. The last is no number alone, for readers of SRT take
    that for the next cue's."""
    lines = textwrap.wrap(line, WIDTH, break_on_hyphens=False)
    if len(lines) > 1 and lines[-1].isdigit():
        before, _, word = lines[-2].rpartition(" ")
        if before:
            lines[-2:] = [before, f"{word} {lines[-1]}"]
    return lines


def fits(line: str) -> bool:
    """Whether it can be one cue."""
    if len(line) <= WIDTH:
        return True
    lines = wrapped(line) if len(line) <= (WIDTH + 1) * LINES else []
    return 0 < len(lines) <= LINES and max(map(len, lines)) <= WIDTH
