"""Files that end too early, or have lost a stretch, or some bits."""

from collections.abc import Iterator
from functools import partial

from tests.hostile.broken import ANY, CLEAR, Broken, cast, only
from tests.hostile.whole import MOVING, STILL, whole

# What is left of these is as good a file as before, only shorter or with a click in it: nothing in
# the format tells. The others count their content, or check it.
_SILENT = ("sound.aac", "sound.ogg", "sound.flac", "sound.wav", "clip.webm", "clip.avi")
_PLACES = 40


def cases(seed: int) -> Iterator[Broken]:
    """One film cut at 40 places; every other format cut once; flips and runs of zeros in all."""
    for n in range(_PLACES):
        share = (n + cast(seed, f"place {n}").random()) / _PLACES
        yield _cut("front.mp4", share)
    for name in (*MOVING, *STILL, "paper.pdf"):
        if name != "front.mp4":
            yield _cut(name, cast(seed, f"{name} place").random())
        count = cast(seed, f"{name} count").choice((1, 10, 100, 1000))
        make = partial(_flipped, name, count, seed)
        yield Broken(f"{name}: {count} bits flipped", make, name, ANY)
        yield Broken(f"{name}: a run of zeros", partial(_zeroed, name, seed), name, ANY)


def _cut(name: str, share: float) -> Broken:
    # What is missing must be longer than a second before a film is said to end early.
    marks = CLEAR if name in MOVING and name not in _SILENT and share < 0.75 else ANY
    if name in ("last.mp4", "clip.mov", "sound.m4a"):
        marks = only("media_invalid", "unsupported_media")
    return Broken(f"{name}: cut at {share:.4f}", partial(_start, name, share), name, marks)


def _start(name: str, share: float) -> bytes:
    data = whole(name)
    return data[: max(1, int(len(data) * share))]


def _flipped(name: str, count: int, seed: int) -> bytes:
    dice, data = cast(seed, f"{name} flip {count}"), bytearray(whole(name))
    for _ in range(count):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def _zeroed(name: str, seed: int) -> bytes:
    data = bytearray(whole(name))
    length = len(data) // 10
    start = cast(seed, f"{name} zeros").randrange(len(data) // 4, len(data) - length)
    data[start : start + length] = bytes(length)
    return bytes(data)
