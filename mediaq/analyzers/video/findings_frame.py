"""Judges the frame itself: its size, turn, bars, fields and the bits spent on it."""

from collections.abc import Iterator
from statistics import median

import numpy as np

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.video.track import PictureMeasures

STANDARD = 480  # of standard television: smaller is noticed everywhere
LEAST_SAMPLES = 3
# Of a side, lit at some time along both bars: what stands on black has no straight edges.
STRAIGHT = 0.4
BARS_IN = 0.9  # of the samples
LEAST_BURSTS = 2
# Bits that newer codecs need for the picture that H.264 makes with one.
THRIFT = {"hevc": 0.6, "vp9": 0.6, "av1": 0.45, "vvc": 0.4}
MOVING = 0.3  # median change of the picture in percent: a still one needs few bits
DETAILED = 0.02  # median sharpness: so does a smooth one
LEAST_SECONDS = 2.0
# A larger picture needs fewer bits a pixel: bits grow with its pixels to the power of 0.75.
USUAL_PIXELS = 1280 * 720
SCARCE = 0.5  # of the limit: below that most pictures suffer, above it some


def judge(picture: PictureMeasures) -> Iterator[Finding]:
    """All findings about the frame."""
    whole = Range(picture.start, picture.end)
    side = min(picture.size)
    if side < threshold("video.low_res"):
        finding = found("video.low_res", whole, float(side))
        yield finding if side < STANDARD else finding.but(severity="info")
    if picture.rotation:
        yield found("video.rotated", whole, float(picture.rotation))
    yield from _bars(picture, whole)
    yield from _fields(picture, whole)
    yield from _bits(picture, whole)


def _bars(picture: PictureMeasures, whole: Range) -> Iterator[Finding]:
    """The bars that nearly all samples have in common; black samples say nothing."""
    bars = [sample.look.bars for sample in picture.samples if min(sample.look.bars) < 1.0]
    if len(bars) < LEAST_SAMPLES:
        return
    common = np.quantile(np.array(bars), 1.0 - BARS_IN, axis=0, method="lower") * 100.0
    top, bottom, left, right = (float(share) for share in common)
    turned = picture.rotation in (90, 270)
    broad = np.max([sample.look.broad for sample in picture.samples], axis=0)
    pairs = ((top, bottom, not turned), (left, right, turned))
    for (first, second, across), straight in zip(pairs, broad, strict=True):
        if min(first, second) >= threshold("video.letterbox") and straight >= STRAIGHT:
            place = "above and below" if across else "left and right of"
            yield found("video.letterbox", whole, first + second, place=place).but(
                details={"bars_percent": [round(share, 1) for share in (first, second)]}
            )


def _fields(picture: PictureMeasures, whole: Range) -> Iterator[Finding]:
    fields = picture.fields
    if fields.interlaced >= LEAST_BURSTS and fields.interlaced > fields.progressive:
        share = 100.0 * fields.interlaced / (fields.interlaced + fields.progressive)
        yield found("video.interlaced", whole, share).but(confidence=0.8)


def _bits(picture: PictureMeasures, whole: Range) -> Iterator[Finding]:
    width, height = picture.size
    if whole.length < LEAST_SECONDS or not picture.samples:
        return
    bits = 8.0 * picture.coded_bytes / (width * height * picture.frames)
    limit = threshold("video.low_bitrate") * THRIFT.get(picture.codec, 1.0)
    limit *= min(1.0, (USUAL_PIXELS / (width * height)) ** 0.25)
    moving = float(np.median(picture.motion.changes)) >= MOVING
    detailed = median(sample.look.sharpness for sample in picture.samples) >= DETAILED
    if 0 < bits < limit and moving and detailed:
        rate = 8.0 * picture.coded_bytes / whole.length / 1000.0
        finding = found("video.low_bitrate", whole, bits, rate=rate).but(
            threshold=round(limit, 4), confidence=0.8
        )
        yield finding if bits < SCARCE * limit else finding.but(severity="info", confidence=0.5)
