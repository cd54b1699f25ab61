"""Judges what was measured of the picture."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from mediaq.analyzers import picture_frame, picture_look, picture_time
from mediaq.analyzers.catalogue import RULES
from mediaq.analyzers.findings import Finding, found
from mediaq.analyzers.picture_track import PictureMeasures
from mediaq.analyzers.ranges import Range, runs, without
from mediaq.analyzers.rules_video import (
    BRIGHTNESS_SECONDS,
    EDGE_BLACK_SECONDS,
    FREEZE_ERROR_SECONDS,
)
from mediaq.analyzers.samples import Sample

EDGE = 0.1
WINDOW_SECONDS = 60.0
LEAST_WINDOW_SECONDS = 10.0


def judge(picture: PictureMeasures) -> Iterator[Finding]:
    """All findings about a picture stream."""
    yield from _black(picture)
    yield from _frozen(picture)
    yield from _brightness(picture, "video.dark", lambda sample, limit: sample < limit)
    yield from _brightness(picture, "video.bright", lambda sample, limit: sample > limit)
    yield from _takes(picture)
    yield from _rapid(picture)
    yield from picture_time.judge(picture)
    yield from picture_look.judge(picture)
    yield from picture_frame.judge(picture)


def _limit(code: str) -> float:
    return RULES[code].threshold or 0.0


def _black(picture: PictureMeasures) -> Iterator[Finding]:
    for black in picture.motion.black:
        at_start = black.start <= picture.start + EDGE
        at_end = black.end >= picture.end - EDGE
        finding = found("video.black", black, black.length)
        if at_start and at_end:
            yield finding.but(message="The picture is black from start to end.")
        elif at_start or at_end:
            if black.length >= EDGE_BLACK_SECONDS:
                yield _edge(finding, "start" if at_start else "end")
        elif black.length >= _limit("video.black"):
            yield finding


def _edge(finding: Finding, place: str) -> Finding:
    """Black at the start or end is worth knowing; up to a second of it is usual."""
    normal = (finding.measurement or 0.0) <= 1.0
    advice = "Up to 1 s is normal; nothing needs to be done." if normal else finding.suggestion
    return finding.but(severity="info", threshold=1.0, suggestion=advice, details={"place": place})


def _frozen(picture: PictureMeasures) -> Iterator[Finding]:
    for still in without(picture.motion.frozen, picture.motion.black):
        if still.length >= _limit("video.freeze"):
            finding = found("video.freeze", still, still.length)
            grave = still.length >= FREEZE_ERROR_SECONDS
            yield finding.but(severity="error") if grave else finding


def _brightness(
    picture: PictureMeasures, code: str, beyond: Callable[[float, float], bool]
) -> Iterator[Finding]:
    samples = picture.samples
    flags = [beyond(percent(sample), _limit(code)) for sample in samples]
    stretches = runs([sample.time for sample in samples], flags, picture.end)
    for stretch in without(stretches, picture.motion.black):
        inside = [percent(s) for s in samples if stretch.start <= s.time < stretch.end]
        if stretch.length >= BRIGHTNESS_SECONDS and inside:
            mean = sum(inside) / len(inside)
            yield found(code, stretch, mean, length=stretch.length)


def percent(sample: Sample) -> float:
    """Mean luma of the limited range 16 to 235 in percent of white."""
    return min(max((sample.look.luma - 16) / 219 * 100, 0.0), 100.0)


def _takes(picture: PictureMeasures) -> Iterator[Finding]:
    bounds = [picture.start, *picture.motion.cuts, picture.end]
    for start, end in pairwise(bounds):
        if end - start > _limit("video.long_take"):
            yield found("video.long_take", Range(start, end), end - start).but(confidence=0.8)


def _rapid(picture: PictureMeasures) -> Iterator[Finding]:
    """Counts cuts minute by minute; a last window of less than 10 s says too little."""
    start, end = picture.start, picture.end
    while end - start >= LEAST_WINDOW_SECONDS:
        until = min(start + WINDOW_SECONDS, end)
        cuts = sum(start <= cut < until for cut in picture.motion.cuts)
        rate = cuts * 60.0 / (until - start)
        if rate > _limit("video.rapid_cuts"):
            yield found("video.rapid_cuts", Range(start, until), rate).but(confidence=0.8)
        start = until
