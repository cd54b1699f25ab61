"""Judges what was measured of the picture."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found, number
from mediaq.analyzers.findings.ranges import Range, runs, without
from mediaq.analyzers.findings.rules_video import (
    BRIGHTNESS_SECONDS,
    EDGE_BLACK_SECONDS,
    FREEZE_ERROR_SECONDS,
)
from mediaq.analyzers.video import findings_frame, findings_look, findings_time
from mediaq.analyzers.video.samples import Sample
from mediaq.analyzers.video.track import PictureMeasures

EDGE = 0.1
# Of the picture, on one level; camera pictures stay below. And the least that stands on it.
EVEN_GROUND, LEAST_VARIANCE = 0.6, 1.0
# Of luma, in a picture that is black or white but for a line of writing.
WRITING_VARIANCE = 20.0
# Luma that 2 % of a picture reach where a light, or something on black, is shown.
LIT, SHOWN = 100.0, 60.0
# Sharpness of what is drawn, and of writing and lines; a dim camera picture is less sharp.
EDGED, HARD = 0.3, 0.8
_STANDS = "The picture stands still for {} s, as titles and slides do."
_MEANT = "Nothing needs to be done if it is meant."
WINDOW_SECONDS = 60.0
LEAST_WINDOW_SECONDS = 10.0


def judge(picture: PictureMeasures) -> Iterator[Finding]:
    """All findings about a picture stream."""
    yield from _black(picture)
    yield from _frozen(picture)
    yield from _brightness(picture, "video.dark", _is_dark)
    yield from _brightness(picture, "video.bright", _is_bright)
    yield from _takes(picture)
    yield from _rapid(picture)
    yield from findings_time.judge(picture)
    yield from findings_look.judge(picture)
    yield from findings_frame.judge(picture)


def _black(picture: PictureMeasures) -> Iterator[Finding]:
    for black in without(picture.motion.black, _titles(picture)):
        at_start = black.start <= picture.start + EDGE
        at_end = black.end >= picture.end - EDGE
        finding = found("video.black", black, black.length)
        if at_start and at_end:
            yield finding.but(message="The picture is black from start to end.")
        elif at_start or at_end:
            if black.length >= EDGE_BLACK_SECONDS:
                yield _edge(finding, "start" if at_start else "end")
        elif black.length >= threshold("video.black"):
            yield finding


def _titles(picture: PictureMeasures) -> list[Range]:
    """Where something bright stands on black, however little of the picture it takes."""
    samples, black = picture.samples, picture.motion.black
    flags = [
        sample.look.variance >= WRITING_VARIANCE
        and any(dark.start <= sample.time < dark.end for dark in black)
        for sample in samples
    ]
    return runs([sample.time for sample in samples], flags, picture.end)


def _edge(finding: Finding, place: str) -> Finding:
    """Black at the start or end is worth knowing; up to a second of it is usual."""
    normal = (finding.measurement or 0.0) <= 1.0
    advice = "Up to 1 s is normal; nothing needs to be done." if normal else finding.suggestion
    return finding.but(severity="info", threshold=1.0, suggestion=advice, details={"place": place})


def _frozen(picture: PictureMeasures) -> Iterator[Finding]:
    for still in without(picture.motion.frozen, picture.motion.black):
        if still.length >= threshold("video.freeze"):
            finding = found("video.freeze", still, still.length)
            grave = still.length >= FREEZE_ERROR_SECONDS
            if _drawn_within(picture, still):
                words = _STANDS.format(number(still.length))
                yield finding.but(severity="info", message=words, suggestion=_MEANT)
            else:
                yield finding.but(severity="error") if grave else finding


def _drawn_within(picture: PictureMeasures, still: Range) -> bool:
    """Whether what stands still are titles, slides, plots: they are there to be read."""
    inside = [s for s in picture.samples if still.start <= s.time < still.end]
    return bool(inside) and all(_is_drawn(sample) for sample in inside)


def _is_drawn(sample: Sample) -> bool:
    """Whether something stands on an even ground."""
    look = sample.look
    return look.even >= EVEN_GROUND and look.variance >= LEAST_VARIANCE and look.sharpness >= EDGED


def _is_dark(sample: Sample) -> bool:
    """Whether there is no light in it: not a lamp at night, and nothing that stands on black."""
    lit = sample.look.highlights
    shown = lit >= LIT or (lit >= SHOWN and _is_drawn(sample))
    return percent(sample) < threshold("video.dark") and not shown


def _is_bright(sample: Sample) -> bool:
    """Whether it is all light, and no slide or plot on white, whose edges are hard and dark."""
    look = sample.look
    page = _is_drawn(sample) and look.sharpness >= HARD and look.variance >= WRITING_VARIANCE
    return percent(sample) > threshold("video.bright") and not page


def _brightness(
    picture: PictureMeasures, code: str, beyond: Callable[[Sample], bool]
) -> Iterator[Finding]:
    samples = picture.samples
    flags = [beyond(sample) for sample in samples]
    stretches = runs([sample.time for sample in samples], flags, picture.end)
    for stretch in without(stretches, picture.motion.black):
        inside = [percent(s) for s in samples if stretch.start <= s.time < stretch.end]
        if stretch.length >= BRIGHTNESS_SECONDS and inside:
            mean = sum(inside) / len(inside)
            yield found(code, stretch, mean, length=stretch.length)


def percent(sample: Sample) -> float:
    """Mean luma of the limited range 16 to 235 in percent of white, black bars left out."""
    top, bottom, left, right = sample.look.bars
    shown = (1.0 - top - bottom) * (1.0 - left - right) if top < 1.0 else 1.0
    return min(max((sample.look.luma - 16) / 219 / max(shown, 0.1) * 100, 0.0), 100.0)


def _takes(picture: PictureMeasures) -> Iterator[Finding]:
    bounds = [picture.start, *picture.motion.cuts, picture.end]
    for start, end in pairwise(bounds):
        if end - start > threshold("video.long_take"):
            yield found("video.long_take", Range(start, end), end - start).but(confidence=0.8)


def _rapid(picture: PictureMeasures) -> Iterator[Finding]:
    """Counts cuts minute by minute; a last window of less than 10 s says too little."""
    start, end = picture.start, picture.end
    while end - start >= LEAST_WINDOW_SECONDS:
        until = min(start + WINDOW_SECONDS, end)
        cuts = sum(start <= cut < until for cut in picture.motion.cuts)
        rate = cuts * 60.0 / (until - start)
        if rate > threshold("video.rapid_cuts"):
            yield found("video.rapid_cuts", Range(start, until), rate).but(confidence=0.8)
        start = until
