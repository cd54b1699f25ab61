"""Durations in words: "one minute twenty-three", "two hours and five seconds"."""

from mediaq.speech.numbers import cardinal, decimal


def duration(hours: int, minutes: int, second: int, fraction: str = "") -> str:
    """As a person says it; `fraction` are the digits after the point of the seconds."""
    large = " ".join(
        _count(number, noun) for number, noun in ((hours, "hour"), (minutes, "minute")) if number
    )
    if fraction:
        return f"{large} {decimal(f'{second}.{fraction}')} seconds".strip()
    if not large:
        return _count(second, "second")
    if not second:
        return large
    if minutes and second >= 10:
        return f"{large} {cardinal(second)}"
    return f"{large} and {_count(second, 'second')}"


def _count(number: int, noun: str) -> str:
    return f"{cardinal(number)} {noun}{'' if number == 1 else 's'}"
