"""Reads the numbers that filters attach to frames."""

import math
from collections.abc import Mapping

_PREFIX = "lavfi."


def numbers(metadata: Mapping[str, str]) -> dict[str, float]:
    """The finite numbers among a frame's metadata, by key without `lavfi.`.

    Filters write `nan` and `inf` for flat pictures and silence; they are dropped here, once.
    """
    found: dict[str, float] = {}
    for key, text in metadata.items():
        try:
            value = float(text)
        except ValueError:
            continue
        if math.isfinite(value):
            found[key.removeprefix(_PREFIX)] = value
    return found
