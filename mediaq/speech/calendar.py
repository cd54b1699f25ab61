"""Dates, decades and ordinals as words: "2026-11-21", "21 November 2026", "the 1990s", "100th"."""

import re

from mediaq.speech.numbers import cardinal, ordinal, year_style

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"

DATE = r"(?<!\w)(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?!\w)"
DAY_FIRST = rf"(?<![\w./-])(?P<day>{_DAY})(?P<between> {_MONTH} )(?P<year>\d{{4}})(?![\w-])"
MONTH_FIRST = rf"(?<!\w)(?P<named>{_MONTH} )(?P<nth>{_DAY}), (?P<of_year>\d{{4}})(?![\w-])"
DECADE = r"(?<=[Tt]he )(?P<century>1[5-9]|20)(?P<tens>\d0)s(?!\w)"
ORDINAL = r"(?<![\w.,/:-])(?P<nr>\d{1,9})(?:st|nd|rd|th)(?!\w)"


def date(match: re.Match[str]) -> str | None:
    """ "2026-11-21" → "November twenty-first, twenty twenty-six"; None where it is no date."""
    month, day = int(match["iso_month"]), int(match["iso_day"])
    if not (1 <= month <= len(_MONTHS) and 1 <= day <= 31):
        return None
    return f"{_MONTHS[month - 1]} {ordinal(day)}, {year(int(match['iso_year']))}"


def day_first(match: re.Match[str]) -> str:
    """ "21 November 2026" → "twenty-first November twenty twenty-six"."""
    return f"{ordinal(int(match['day']))}{match['between']}{year(int(match['year']))}"


def month_first(match: re.Match[str]) -> str:
    """ "November 21, 2026" → "November twenty-first, twenty twenty-six"."""
    return f"{match['named']}{ordinal(int(match['nth']))}, {year(int(match['of_year']))}"


def decade(match: re.Match[str]) -> str:
    """ "1990s" → "nineteen nineties"; "1800s" → "eighteen hundreds"."""
    century, tens = int(match["century"]), int(match["tens"])
    if tens == 0:
        return "two thousands" if century == 20 else f"{cardinal(century)} hundreds"
    if tens == 10:
        return f"{cardinal(century)} tens"
    return f"{cardinal(century)} {cardinal(tens).removesuffix('y')}ies"


def nth(match: re.Match[str]) -> str:
    """ "100th" → "one hundredth"."""
    return ordinal(int(match["nr"]))


def year(number: int) -> str:
    """A year as it is said: 2026 → "twenty twenty-six", 2005 → "two thousand five"."""
    return cardinal(number) if number // 10 == 200 else year_style(number)
