"""Renders the demo's clip, about ten seconds with known faults: a black opening, sound that clips
loudly, a frozen stretch, a silent stretch. `python scripts/demo_clip.py OUT.mp4`."""

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

SECONDS, FPS, RATE = 10, 24, 48_000
WIDTH, HEIGHT = 640, 360
BLACK_UNTIL = 1.5
LOUD = (1.5, 4.0)
FROZEN = (4.0, 7.0)
SILENT = (6.5, 9.0)


def picture(second: float) -> NDArray[np.uint8]:
    """A drifting gradient with a moving disc, RGB; black at first, frozen later."""
    if second < BLACK_UNTIL:
        return np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    if FROZEN[0] <= second < FROZEN[1]:
        second = FROZEN[0]
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    red = 128 + 80 * np.sin(x / 60 + second)
    green = 128 + 80 * np.sin(y / 50 - 2 * second)
    blue = 128 + 80 * np.sin((x + y) / 90 + 3 * second)
    frame = np.dstack([red, green, blue])
    centre = WIDTH * (0.5 + 0.35 * np.sin(second)), HEIGHT * (0.5 + 0.3 * np.cos(2 * second))
    frame[(x - centre[0]) ** 2 + (y - centre[1]) ** 2 < 1600] = 245
    return frame.astype(np.uint8)


def sound() -> NDArray[np.float32]:
    """Two tones, mono: driven far beyond full scale for a while, then gone for a while."""
    time = np.arange(SECONDS * RATE) / RATE
    wave = 0.15 * np.sin(2 * np.pi * 440 * time) + 0.1 * np.sin(2 * np.pi * 660 * time)
    wave[(time >= LOUD[0]) & (time < LOUD[1])] *= 12
    wave[(time >= SILENT[0]) & (time < SILENT[1])] = 0
    return np.clip(wave, -1, 1).astype(np.float32)[None, :]


def render(path: Path) -> None:
    """Writes the clip as H.264 and lossless sound: a lossy codec would round the clipping off."""
    with av.open(str(path), "w", format="matroska") as out:
        video: Any = out.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio: Any = out.add_stream("flac", rate=RATE, layout="mono")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE, frame_size=4096)
        whole = av.AudioFrame.from_ndarray(sound(), format="fltp", layout="mono")
        whole.sample_rate, whole.pts, whole.time_base = RATE, 0, Fraction(1, RATE)
        for piece in [*resampler.resample(whole), *resampler.resample(None)]:
            out.mux(audio.encode(piece))
        out.mux(audio.encode(None))
        for number in range(SECONDS * FPS):
            frame = av.VideoFrame.from_ndarray(picture(number / FPS), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))


if __name__ == "__main__":
    render(Path(sys.argv[1]))
