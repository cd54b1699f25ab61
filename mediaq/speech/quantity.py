"""Numbers in running text, with sign, range and unit: "-9.3 LUFS", "3-5 s", "≤ 1,200 kbit/s"."""

import re

from mediaq.speech.durations import duration
from mediaq.speech.numbers import decimal
from mediaq.speech.units import ANY_UNIT, UNITS

# A number stands free: no part of a name, a version, an address or a path.
LEFT = r"(?<![^\s(\[{\"'“‘«=—–])"
RIGHT = r"(?!\w|[.,:/–-]\d)"
# Longer than this and it is no number that anybody listens to: it stays as it is.
NUMBER = r"(?:(?:\d{1,3}(?:,\d{3}){1,12}(?!\d)|\d{1,40})(?:\.\d{1,40})?|\.\d{1,40})"

# From here on nobody counts seconds.
LONG_SECONDS, MOST_SECONDS = 120, 1_000_000
SECONDS = ("s", "sec", "seconds")
_PER = {"s": "second", "sec": "second", "min": "minute", "h": "hour"}
QUANTITY = (
    rf"{LEFT}(?P<relation>(?:[~≈≤≥#]|[<>]=?)\s?)?(?P<sign>[-−+±])?(?P<low>{NUMBER})"
    rf"(?:(?:-|\s?(?:–|…|\.\.\.?)\s?)(?P<high_sign>[-−+])?(?P<high>{NUMBER}))?"
    rf"(?:\s?(?P<unit>{ANY_UNIT})(?P<per>/(?:{'|'.join(_PER)}))?(?![\w/]))?{RIGHT}"
)

_RELATIONS = {
    "~": "about ",
    "≈": "about ",
    "<": "less than ",
    ">": "more than ",
    "<=": "at most ",
    "≤": "at most ",
    ">=": "at least ",
    "≥": "at least ",
    "#": "number ",
}
_SIGNS = {"-": "minus ", "−": "minus ", "+": "plus ", "±": "plus or minus "}


def quantity(match: re.Match[str]) -> str | None:
    """What was matched, in words; None for what only looks like a range: "ISO 32000-1"."""
    low, high, unit = match["low"], match["high"], match["unit"]
    if high and not unit and _falls(low, high) and not (match["sign"] or match["high_sign"]):
        return None
    words = _RELATIONS.get((match["relation"] or "").strip(), "")
    words += _SIGNS.get(match["sign"], "") + decimal(low)
    if high:
        words += f" to {_SIGNS.get(match['high_sign'], '')}{decimal(high)}"
    if unit in SECONDS and not (high or match["per"] or match["sign"]) and _is_long(low):
        return _RELATIONS.get((match["relation"] or "").strip(), "") + _of_seconds(low)
    if unit:
        words += f" {UNITS[unit][0 if low == '1' and not high else 1]}"
    if match["per"]:
        words += f" per {_PER[match['per'][1:]]}"
    return words


def _is_long(seconds: str) -> bool:
    return LONG_SECONDS <= float(seconds.replace(",", "")) < MOST_SECONDS


def _of_seconds(text: str) -> str:
    """ "3,661 s" → "one hour one minute and one second"; fractions of so many are not said."""
    minutes, second = divmod(round(float(text.replace(",", ""))), 60)
    hours, minutes = divmod(minutes, 60)
    words = duration(hours, minutes, second)
    return f"{words} seconds" if minutes and second >= 10 else words


def _falls(low: str, high: str) -> bool:
    return low.isdecimal() and high.isdecimal() and int(low) > int(high)
