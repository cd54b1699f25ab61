"""Numbers with sign and unit, and places, in other languages than English."""

import re

from mediaq.speech.quantity import LEFT, RIGHT
from mediaq.speech.tongues import TONGUES, Tongue
from mediaq.speech.units import alternatives

_UNITS = alternatives(tuple(next(iter(TONGUES.values())).units))
_NUMBER = r"\d{1,15}(?:[.,]\d{1,15}){0,5}"
QUANTITY = re.compile(
    rf"{LEFT}(?P<sign>[-−])?(?P<low>{_NUMBER})(?:\s?[-–…]\s?(?P<high>{_NUMBER}))?"
    rf"(?:\s?(?P<unit>{_UNITS})(?![\w/]))?{RIGHT}",
    re.ASCII,
)


def quantity(match: re.Match[str], tongue: Tongue) -> str | None:
    """ "-9,5 dB" → "minus 9,5 Dezibel"; None for a number that its voice reads as it is."""
    low, high, unit = match["low"], match["high"], match["unit"]
    if not (match["sign"] or unit):
        return None
    sign = f"{tongue.minus} " if match["sign"] else ""
    if unit and low == "1" and not high:
        return sign + tongue.units[unit][0]
    number = f"{low} {tongue.to} {high}" if high else low
    return f"{sign}{number} {tongue.units[unit][1]}" if unit else sign + number


def moment(milliseconds: int, tongue: Tongue) -> str:
    """A place in time: "2 Minuten 5 Sekunden"."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    said = [_count(number, unit, tongue) for number, unit in parts if number]
    return " ".join(said) or _count(0, "s", tongue)


def _count(number: int, unit: str, tongue: Tongue) -> str:
    one, many = tongue.units[unit]
    return one if number == 1 else f"{number} {many}"
