"""Judges what was measured of a picture that stands still."""

import math
from collections.abc import Iterator, Sequence

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found, number
from mediaq.analyzers.image.measures import Measures
from mediaq.analyzers.image.opening import Still
from mediaq.analyzers.image.page import STEPS_SHARE

# Brightness, encoded with about this gamma, that the brightest parts of a good picture reach.
GAMMA, WELL_LIT, MOST_STOPS = 2.2, 0.9, 5.0
# What is blurred has no hard edges, not even along the way of a shaken camera across it: of real
# pictures out of focus none had a share of 0.0001.
SHARP_EDGES = 0.001
# Panoramas and banners are up to five times as wide as tall.
STRIP = 0.2
# Sharpness up to which pictures were out of focus; from here on some were soft portraits.
SOFT = 0.01
_HARDLY = "Hardly anything in this picture is sharp."
# In megapixels: smaller photographs are noticed to be small.
TINY = 0.1


def judge(still: Still, measures: Measures) -> Iterator[Finding]:
    """All findings about one picture. Of one that is not whole, light and detail say nothing."""
    if still.missing is None:
        yield from _light(measures)
        yield from _detail(measures)
    else:
        part = f"{number(100 * still.missing)} %" if still.missing else "some"
        yield found("image.undecodable", None, 100 * still.missing, part=part)
    yield from _shape(still, measures)
    if still.taken.place:
        yield found("image.gps", None, 1)
    if still.taken.personal:
        personal = still.taken.personal
        yield found("image.personal_data", None, len(personal), what=_listed(personal))


def _listed(things: Sequence[str]) -> str:
    *most, last = things
    return f"{', '.join(most)} and {last}" if most else last


def _light(measures: Measures) -> Iterator[Finding]:
    """Of a picture that is dark or bright as a whole, it is not said again that parts are."""
    low, high = 100 * measures.brightness[1], 100 * measures.brightness[4]
    if high < threshold("image.dark"):
        yield found("image.dark", None, high, stops=_stops(high / 100))
    elif low > threshold("image.bright") and not measures.page:
        yield found("image.bright", None, low)
    elif not (measures.page or measures.drawn or _empty(measures)):
        yield from _clipped(measures)


def _empty(measures: Measures) -> bool:
    """Whether there is little in it. Few levels with hard edges are a drawing."""
    few = measures.bits < threshold("image.low_information")
    drawn = measures.page or measures.drawn or sum(measures.edges) >= STEPS_SHARE
    return few and not drawn


def _stops(brightness: float) -> str:
    stops = GAMMA * math.log2(WELL_LIT / max(brightness, 0.01))
    return f"{number(min(stops, MOST_STOPS))} stops"


def _clipped(measures: Measures) -> Iterator[Finding]:
    part, tone, advice = max(
        (measures.highlights, "burnt out to white", "Lower the exposure."),
        (measures.shadows, "solid black", "Raise the exposure or lift the shadows."),
        key=lambda choice: choice[0].share,
    )
    share = 100 * part.share
    if share > threshold("image.clipped"):
        finding = found("image.clipped", None, share, tone=tone, advice=advice).but(bbox=part.box)
        # Nights and dark clothes are black, and nobody misses anything there.
        yield finding.but(severity="info") if part is measures.shadows else finding


def _detail(measures: Measures) -> Iterator[Finding]:
    sharp = measures.sharpness
    if _empty(measures):
        yield found("image.low_information", None, measures.bits)
    elif sharp is None or measures.drawn or min(measures.edges) >= SHARP_EDGES:
        return
    elif sharp < threshold("image.blurry") and measures.bits >= threshold("image.low_information"):
        finding = found("image.blurry", None, sharp).but(confidence=0.8)
        yield finding if sharp < SOFT else finding.but(severity="info", message=_HARDLY)


def _shape(still: Still, measures: Measures) -> Iterator[Finding]:
    width, height = still.size
    ratio = min(width / height, height / width)
    if ratio < threshold("image.odd_aspect"):
        shape = "wide" if width > height else "tall"
        finding = found("image.odd_aspect", None, ratio, shape=shape, times=1 / ratio)
        yield finding if ratio < STRIP else finding.but(severity="info")
    megapixels = width * height / 1_000_000
    if megapixels < threshold("image.low_res"):
        finding = found("image.low_res", None, megapixels, width=width, height=height)
        noticed = megapixels < TINY and not (measures.page or measures.drawn)
        yield finding if noticed else finding.but(severity="info")
