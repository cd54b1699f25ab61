"""Judges how the picture looks: levels, colours, sharpness, blocks, specks."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.findings.ranges import Range, joined, runs, without
from mediaq.analyzers.video.samples import Sample
from mediaq.analyzers.video.track import PictureMeasures

LEAST_SECONDS = 1.0
MERGE_SECONDS = 1.0
MOST = 20  # stretches of one code; the longest are kept
# Percent of the picture far out of range, and of colours that cannot be shown, that are noticed.
FAR, MUCH = 5.0, 10.0
BLUR_SECONDS = 2.0
# Least variance of luma for which sharpness means something.
STRUCTURE = 60.0
# What sharp recordings of 320 px have at least, and the least against which others are judged.
SHARP = 0.08
LEAST_SHARP = 0.02
COLOURED = 4.0  # mean saturation; grey pictures may be drawn, and a gradient is smooth too
Measure = Callable[[Sample], float]


def judge(picture: PictureMeasures) -> Iterator[Finding]:
    """All findings about looks."""
    far = [100.0 * sample.look.far for sample in picture.samples]
    for span, finding in _stretched(picture, "video.levels_illegal", _illegal):
        noticed = max(_inside(picture, far, span)) > FAR
        yield finding if noticed else finding.but(severity="info")
    for _, finding in _stretched(picture, "video.saturation", lambda s: 100.0 * s.look.gamut):
        yield finding if (finding.measurement or 0.0) > MUCH else finding.but(severity="info")
    yield from _worst(picture, "video.blocky", lambda s: s.blocks)
    yield from _worst(picture, "video.noise_outliers", lambda s: 100.0 * s.specks)
    yield from _blurry(picture)


def _stretches(picture: PictureMeasures, flags: Sequence[bool], least: float) -> list[Range]:
    """Flagged samples as stretches outside of black, near ones merged, in order of time."""
    times = [sample.time for sample in picture.samples]
    near = joined(runs(times, flags, picture.end), MERGE_SECONDS)
    rest = (span for span in without(near, picture.motion.black) if span.length >= least - 1e-6)
    # What black leaves of the time of one sample may hold none.
    left = [span for span in rest if any(span.start <= time < span.end for time in times)]
    return sorted(sorted(left, key=lambda span: -span.length)[:MOST])


def _illegal(sample: Sample) -> float:
    return 100.0 * sample.look.illegal


def _worst(picture: PictureMeasures, code: str, measure: Measure) -> Iterator[Finding]:
    return (finding for _, finding in _stretched(picture, code, measure))


def _stretched(
    picture: PictureMeasures, code: str, measure: Measure
) -> Iterator[tuple[Range, Finding]]:
    """Stretches above the threshold of `code`, with the highest value inside."""
    limit = threshold(code)
    values = [measure(sample) for sample in picture.samples]
    least = min(LEAST_SECONDS, picture.end - picture.start)
    for span in _stretches(picture, [value > limit for value in values], least):
        inside = _inside(picture, values, span)
        yield span, found(code, span, max(inside), length=span.length).but(confidence=0.8)


def _inside(picture: PictureMeasures, values: Sequence[float], span: Range) -> list[float]:
    pairs = zip(picture.samples, values, strict=True)
    return [value for sample, value in pairs if span.start <= sample.time < span.end]


def _blurry(picture: PictureMeasures) -> Iterator[Finding]:
    """Against the median of the file, or all of it against what any sharp picture has."""
    judged = [_structured(sample) for sample in picture.samples]
    sharpness = [sample.look.sharpness for sample in picture.samples]
    known = [value for value, clear in zip(sharpness, judged, strict=True) if clear]
    if not known:
        return
    usual = median(known)
    limit = threshold("video.blurry") / 100.0
    if usual >= LEAST_SHARP:
        flags = [
            clear and value < limit * usual for value, clear in zip(sharpness, judged, strict=True)
        ]
        yield from _softer(picture, sharpness, flags, usual)
    elif usual < limit * SHARP and _coloured(picture):
        whole = Range(picture.start, picture.end)
        share = 100.0 * usual / SHARP
        yield found("video.blurry", whole, share, than="a sharp one").but(confidence=0.6)


def _softer(
    picture: PictureMeasures, sharpness: Sequence[float], flags: Sequence[bool], usual: float
) -> Iterator[Finding]:
    for span in without(_stretches(picture, flags, BLUR_SECONDS), picture.motion.frozen):
        if span.length >= BLUR_SECONDS - 1e-6:
            share = 100.0 * median(_inside(picture, sharpness, span)) / usual
            yield found("video.blurry", span, share, than="the rest").but(confidence=0.7)


def _coloured(picture: PictureMeasures) -> bool:
    return median(sample.look.saturation for sample in picture.samples) >= COLOURED


def _structured(sample: Sample) -> bool:
    return sample.look.variance >= STRUCTURE
