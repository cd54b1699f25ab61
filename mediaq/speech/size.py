"""Sizes and ratios as words: "854x480", "1080p", "16:9", "4:2:0", "3/4 of"; names of codecs."""

import re

from mediaq.speech.numbers import cardinal, decimal, digits, ordinal, year_style
from mediaq.speech.quantity import LEFT, RIGHT
from mediaq.speech.units import UNITS

DIMENSIONS = (
    rf"{LEFT}(?P<width>\d{{1,6}})\s?[x×]\s?(?P<height>\d{{1,6}})"
    rf"(?:\s?[x×]\s?(?P<depth>\d{{1,6}}))?(?:\s?(?P<length>px|mm|cm|pt)(?!\w))?{RIGHT}"
)
LINES = rf"{LEFT}(?P<lines>\d{{3,4}})(?P<scan>[pi])(?!\w)"
RATIO = rf"{LEFT}(?P<left>\d{{1,5}}(?:\.\d{{1,4}})?):(?P<right>\d){RIGHT}"
SAMPLING = r"(?<![\w:])4:[0-4]:[0-4](?![\w:])"
# "1/2" alone may be a page of a book, "24/7" is neither; rates of film have large denominators.
FRACTION = (
    rf"{LEFT}(?P<top>[1-9])/(?P<bottom>[2-9]|10)(?= of )"
    rf"|{LEFT}(?P<over>\d{{1,6}})/(?P<under>1001){RIGHT}"
)
CODEC = r"(?<!\w)[Hh]\.(?P<codec>26[1-6])(?!\w)"

_ASPECTS = ("16:9", "4:3", "3:2", "5:4", "21:9", "1:1")


def dimensions(match: re.Match[str]) -> str:
    """ "1920x1080 px" → "nineteen twenty by ten eighty pixels"."""
    sides = [match["width"], match["height"], match["depth"]]
    words = " by ".join(year_style(int(side)) for side in sides if side)
    return f"{words} {UNITS[match['length']][1]}" if match["length"] else words


def lines(match: re.Match[str]) -> str:
    """ "1080p" → "ten eighty p"."""
    return f"{_resolution(int(match['lines']))} {match['scan']}"


def ratio(match: re.Match[str]) -> str:
    """Shapes of pictures with "by", everything else with "to"."""
    between = "by" if match[0] in _ASPECTS else "to"
    return f"{decimal(match['left'])} {between} {decimal(match['right'])}"


def sampling(match: re.Match[str]) -> str:
    """ "4:2:0" → "four two zero"."""
    return digits(match[0].replace(":", ""))


def fraction(match: re.Match[str]) -> str:
    """ "3/4 of" → "three quarters of"; "24000/1001" → "twenty-four thousand over …"."""
    if match["over"]:
        return f"{cardinal(int(match['over']))} over {cardinal(int(match['under']))}"
    top, bottom = int(match["top"]), int(match["bottom"])
    part = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    plural = "halves" if bottom == 2 else f"{part}s"
    return f"{cardinal(top)} {part if top == 1 else plural}"


def codec(match: re.Match[str]) -> str:
    """ "H.264" → "H two sixty-four"."""
    return f"H {_resolution(int(match['codec']))}"


def _resolution(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if number < 1000 and rest >= 10:
        return f"{cardinal(hundreds)} {cardinal(rest)}"
    return year_style(number)
