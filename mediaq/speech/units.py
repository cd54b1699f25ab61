"""Units of measurement and how professionals say them; LUFS rhymes with "buffs"."""

import re

# unit: (after exactly one, otherwise)
UNITS: dict[str, tuple[str, str]] = {
    "LUFS": ("luffs", "luffs"),
    "LKFS": ("L K F S", "L K F S"),
    "LU": ("loudness unit", "loudness units"),
    "dBTP": ("decibel true peak", "decibels true peak"),
    "dBFS": ("decibel full scale", "decibels full scale"),
    "dB RMS": ("decibel R M S", "decibels R M S"),
    "dB": ("decibel", "decibels"),
    "µs": ("microsecond", "microseconds"),
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
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "nits": ("nit", "nits"),
    "bpp": ("bit per pixel", "bits per pixel"),
    "B": ("byte", "bytes"),
    "kB": ("kilobyte", "kilobytes"),
    "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "KiB": ("kibibyte", "kibibytes"),
    "MiB": ("mebibyte", "mebibytes"),
    "GiB": ("gibibyte", "gibibytes"),
    "TiB": ("tebibyte", "tebibytes"),
    "kbps": ("kilobit per second", "kilobits per second"),
    "kb/s": ("kilobit per second", "kilobits per second"),
    "kbit/s": ("kilobit per second", "kilobits per second"),
    "Mbps": ("megabit per second", "megabits per second"),
    "Mb/s": ("megabit per second", "megabits per second"),
    "Mbit/s": ("megabit per second", "megabits per second"),
    "MB/s": ("megabyte per second", "megabytes per second"),
    "wpm": ("word per minute", "words per minute"),
    "x": ("time", "times"),
    "×": ("time", "times"),
    # Written out: "1 samples" is read "one sample"; what follows, as in "cuts a minute", stays.
    **{
        f"{noun}s": (noun, f"{noun}s")
        for noun in (
            *("sample", "packet", "frame", "cut", "pair", "bit", "byte", "pixel", "channel"),
            *("page", "word", "sentence", "picture", "file", "stop", "degree", "decibel"),
            *("second", "minute", "hour", "time", "character", "line", "cue", "track"),
        )
    },
}
# Those that a voice reads badly without a number in front.
_ALONE = (
    *("LUFS", "LKFS", "LU", "dBTP", "dBFS", "dB RMS", "dB", "Hz", "kHz", "MHz", "fps", "px"),
    *("dpi", "kbps"),
)
# Spelled out, so that no voice reads "ocker".
_LETTERS = (
    *("OCR", "GPS", "PDF", "RMS", "ACX", "EBU", "HDR", "SDR", "VFR", "DC"),
    *("AAC", "HEVC", "UHD", "ITU"),
)


def alternatives(units: tuple[str, ...]) -> str:
    """A pattern that matches any of the units, the longest first."""
    return "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))


ANY_UNIT = alternatives(tuple(UNITS))
UNIT_ALONE = rf"(?<![\w/])(?:{alternatives(_ALONE)})(?![\w/])"


INITIALS = rf"(?<![\w/.-])(?:{alternatives(_LETTERS)})(?![\w/])"


def unit_alone(match: re.Match[str]) -> str:
    """A unit that stands without a number: "measured in dBTP"."""
    return UNITS[match[0]][1]


def initials(match: re.Match[str]) -> str:
    """ "OCR" → "O C R"."""
    return " ".join(match[0])
