"""The answer for a picture that stands still: what it is, a poster, findings."""

from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from mediaq.analyzers.findings.finding import Finding, tally, worst
from mediaq.analyzers.image.findings import judge
from mediaq.analyzers.image.flashing import flashing
from mediaq.analyzers.image.hash import perceptual_hash
from mediaq.analyzers.image.measures import Measures, measure
from mediaq.analyzers.image.opening import SIDE, Still, decode, frames
from mediaq.analyzers.pixels.pictures import Gallery
from mediaq.analyzers.request import Request

# Bits of entropy a pixel below which an animation has not begun yet, and the frames of which the
# fullest then stands for it.
BLANK_BITS, MOST_BLANK = 0.1, 100


def analyse(request: Request) -> dict[str, Any]:
    """Analyses a picture and writes its poster. Raises what `opening.decode` raises."""
    still = decode(request.source, max_pixels=request.max_pixels)
    measures = measure(still.small)
    if still.animated and measures.bits < BLANK_BITS:
        still = _begun(still, request)
        measures = measure(still.small)
    gallery = Gallery(request.output, request.frame_format)
    gallery.save(still.small, kind="poster", stem="poster", ms=0, position=1)
    moving = list(flashing(still, request)) if still.animated else []
    findings, _ = worst([*judge(still, measures), *moving])
    return {
        "media": _media(still),
        "files": gallery.files,
        "findings": [finding.as_json() for finding in findings],
        "results": [_technical(still, measures, findings)],
    }


def _begun(still: Still, request: Request) -> Still:
    """With the frame that shows most, of an animation that begins with nothing or fades in."""
    several = frames(request.source, max_pixels=request.max_pixels, side=SIDE)
    seen = (small for small, _ in islice(several, MOST_BLANK))
    fullest = max(seen, key=lambda small: small.convert("L").entropy(), default=still.small)
    return replace(still, small=still.taken.upright(fullest))


def _media(still: Still) -> dict[str, Any]:
    return {
        "media_type": "image",
        "format": still.format,
        "mime_type": still.mime_type,
        "width": still.size[0],
        "height": still.size[1],
        "duration_ms": None,
        "declared_duration_ms": None,
        "frame_rate": None,
        "streams": [],
        "tags": {},
        "picture_hash": perceptual_hash(still.small) if still.missing is None else None,
    }


def _technical(still: Still, measures: Measures, findings: list[Finding]) -> dict[str, Any]:
    return {
        "analysis_type": "technical",
        "summary": _summary(still, len(findings)),
        "result": {
            "image": {
                "format": still.format,
                "mode": still.mode,
                "animated": still.animated,
                "paged": still.paged,
                "orientation": still.taken.orientation,
                "camera": still.taken.camera,
                "taken": still.taken.time,
                **_rounded(measures),
            },
            "faces": {"skipped": "no_provider"},
            **tally(findings),
        },
        "confidence": 1.0,
    }


def _rounded(measures: Measures) -> dict[str, Any]:
    values = {**asdict(measures), "highlights": measures.highlights.share}
    values["shadows"] = measures.shadows.share
    values["edges"] = [round(share, 4) for share in measures.edges]
    names = ("p1", "p5", "p50", "p95", "p99")
    values["brightness"] = dict(zip(names, (round(x, 4) for x in measures.brightness), strict=True))
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in values.items()
    }


def _summary(still: Still, count: int) -> str:
    what = "First frame of an animation" if still.animated else "Image"
    what = "First of several pages" if still.paged else what
    plural = "" if count == 1 else "s"
    return f"{what}, {still.size[0]} x {still.size[1]} px: {count or 'no'} finding{plural}."
