"""Units of measurement and how professionals say them; LUFS rhymes with "buffs"."""

import re

# unit: (after exactly one, otherwise)
UNITS: dict[str, tuple[str, str]] = {
    "LUFS": ("luffs", "luffs"),
    "LKFS": ("L K F S", "L K F S"),
    "LU": ("loudness unit", "loudness units"),
    "dBTP": ("decibel true peak", "decibels true peak"),
    "dBFS": ("decibel full scale", "decibels full scale"),
    "dB": ("decibel", "decibels"),
    "ms": ("millisecond", "milliseconds"),
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "fps": ("frame per second", "frames per second"),
    "px": ("pixel", "pixels"),
    "MP": ("megapixel", "megapixels"),
    "dpi": ("dot per inch", "dots per inch"),
    "ppi": ("pixel per inch", "pixels per inch"),
    "pt": ("point", "points"),
    "mm": ("millimeter", "millimeters"),
    "cm": ("centimeter", "centimeters"),
    "%": ("percent", "percent"),
    "°": ("degree", "degrees"),
    "nits": ("nits", "nits"),
    "B": ("byte", "bytes"),
    "kB": ("kilobyte", "kilobytes"),
    "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "KiB": ("kibibyte", "kibibytes"),
    "MiB": ("mebibyte", "mebibytes"),
    "GiB": ("gibibyte", "gibibytes"),
    "kbps": ("kilobit per second", "kilobits per second"),
    "kb/s": ("kilobit per second", "kilobits per second"),
    "kbit/s": ("kilobit per second", "kilobits per second"),
    "Mbps": ("megabit per second", "megabits per second"),
    "Mb/s": ("megabit per second", "megabits per second"),
    "Mbit/s": ("megabit per second", "megabits per second"),
    "MB/s": ("megabyte per second", "megabytes per second"),
    "x": ("time", "times"),
    "×": ("time", "times"),
}
# Those that a voice reads badly without a number in front.
_ALONE = ("LUFS", "LKFS", "LU", "dBTP", "dBFS", "dB", "Hz", "kHz", "MHz", "fps", "px", "kbps")


def alternatives(units: tuple[str, ...]) -> str:
    """A pattern that matches any of the units, the longest first."""
    return "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))


ANY_UNIT = alternatives(tuple(UNITS))
UNIT_ALONE = rf"(?<![\w/])(?:{alternatives(_ALONE)})(?![\w/])"


def unit_alone(match: re.Match[str]) -> str:
    """A unit that stands without a number: "measured in dBTP"."""
    return UNITS[match[0]][1]
