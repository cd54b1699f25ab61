"""Flashes of animated pictures, counted as those of videos are."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.image.opening import Still, frames
from mediaq.analyzers.request import Request
from mediaq.analyzers.video.flashes import HEIGHT, WIDTH, Flashes

# What is looked at: animations are short, and decoding one is slow.
MOST_FRAMES, MOST_PIXELS = 600, 150_000_000
# Animations repeat; a loop of two frames flashes only when it is played again.
PLAYED_SECONDS = 2.0


def flashing(still: Still, request: Request) -> Iterator[Finding]:
    """What in an animation flashes more than three times in any second."""
    pixels = still.size[0] * still.size[1]
    shown = _small(request, min(MOST_FRAMES, MOST_PIXELS // pixels))
    length = sum(seconds for _, seconds in shown)
    if len(shown) < 2:
        return
    flashes, now = Flashes(), 0.0
    while now < length + PLAYED_SECONDS:
        for frame, seconds in shown:
            flashes.add(frame, now)
            now += seconds
    for code, times in zip(("image.flash", "image.red_flash"), flashes.finish(), strict=True):
        pairs = _most(times) / 2
        if pairs > threshold(code):
            yield found(code, None, pairs)


def _small(request: Request, most: int) -> list[tuple[VideoFrame, float]]:
    """The first frames, each with the seconds it is shown."""
    moving = frames(request.source, max_pixels=request.max_pixels, side=4 * WIDTH)
    return [(_frame(picture), seconds) for picture, seconds in islice(moving, most)]


def _frame(picture: Image.Image) -> VideoFrame:
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    return VideoFrame.from_ndarray(np.asarray(small), format="rgb24")


def _most(times: Sequence[float]) -> int:
    """The most changes in less than a second."""
    ends = (bisect_left(times, time + 1.0 - 1e-6) - n for n, time in enumerate(times))
    return max(ends, default=0)
