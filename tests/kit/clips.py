"""Renders small media for tests: pictures and sound as functions of time, encoded with PyAV.

The same call gives the same media; nothing is read from disk and nothing is random.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Sound = NDArray[np.float32]
Size = tuple[int, int]
SMALL: Size = (160, 90)
RATE = 48_000


def lively(seconds: float, size: Size = SMALL) -> Picture:
    """A mid-grey gradient that drifts: never black, frozen, dark, bright or cut. RGB."""
    width, height = size
    x, y = np.arange(width)[None, :], np.arange(height)[:, None]
    wave = 120 + 60 * np.sin((x + y) * (12 / width) + 4 * seconds)
    return np.repeat(wave[:, :, None], 3, axis=2).astype(np.uint8)


def plain(level: int, size: Size = SMALL) -> Picture:
    """A picture of one grey level."""
    return np.full((size[1], size[0], 3), level, dtype=np.uint8)


def tone(seconds: float, *, level: float = 0.2, channels: int = 2, hertz: float = 997.0) -> Sound:
    """A sine of amplitude `level`, shape (channels, samples); no two channels are the same."""
    time = np.arange(round(seconds * RATE)) / RATE
    shifts = 0.5 * np.arange(channels)[:, None]
    return (level * np.sin(2 * np.pi * hertz * time + shifts)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Clip:
    """What to render; `picture` maps a time in seconds to RGB (or what `pixels` names), `times` are
    the frames' times, `options` go to the container, `coding` to the picture's encoder; `rate` is
    the file's rate of sound, whose samples are given at 48 kHz."""

    seconds: float = 4.0
    size: Size = SMALL
    fps: int = 12
    picture: Callable[[float], Picture] | None = lively
    sound: Sound | None = None
    times: tuple[float, ...] | None = None
    video_codec: str = "libx264"
    audio_codec: str = "aac"
    layout: str = "stereo"
    rate: int = RATE
    options: tuple[tuple[str, str], ...] = ()
    coding: tuple[tuple[str, str], ...] = ()
    pixels: str = "rgb24"


def render(clip: Clip, path: Path) -> Path:
    """Writes the clip; the suffix of `path` chooses the container."""
    with av.open(str(path), "w", options=dict(clip.options)) as out:
        video: Any = None
        audio: Any = None
        if clip.picture is not None:
            video = out.add_stream(clip.video_codec, rate=clip.fps)
            video.width, video.height, video.pix_fmt = *clip.size, "yuv420p"
            video.codec_context.time_base = video.time_base = Fraction(1, 12_000)
            video.codec_context.thread_count = 1
            video.options = dict(clip.coding)
        if clip.sound is not None:
            audio = out.add_stream(clip.audio_codec, rate=clip.rate, layout=clip.layout)
        packets = [*_picture_packets(clip, video), *_sound_packets(clip, audio)]
        for packet in sorted(packets, key=lambda item: float(item.dts * item.time_base)):
            out.mux(packet)
    return path


def _picture_packets(clip: Clip, stream: Any) -> Iterable[Any]:
    if stream is None or clip.picture is None:
        return
    times = clip.times or tuple(n / clip.fps for n in range(round(clip.seconds * clip.fps)))
    for time in times:
        frame = av.VideoFrame.from_ndarray(clip.picture(time), format=clip.pixels)
        frame.pts, frame.time_base = round(time * 12_000), Fraction(1, 12_000)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _sound_packets(clip: Clip, stream: Any) -> Iterable[Any]:
    if stream is None or clip.sound is None:
        return
    sizes = stream.codec_context.frame_size or 1024
    name = stream.codec_context.format.name
    resampler = av.AudioResampler(format=name, layout=clip.layout, rate=clip.rate, frame_size=sizes)
    whole = np.ascontiguousarray(clip.sound.T.reshape(1, -1))
    frame = av.AudioFrame.from_ndarray(whole, format="flt", layout=clip.layout)
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        yield from stream.encode(piece)
    yield from stream.encode(None)
