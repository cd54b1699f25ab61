"""Files whose sound tracks begin late, have gaps, end early, are several or empty."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.kit.clips import RATE, SMALL, Sound, lively

# When a piece begins, in seconds, and its samples.
Piece = tuple[float, Sound]
FPS = 12


def tracks(*sounds: Sequence[Piece], picture: float = 0.0) -> Callable[[Path], Path]:
    """Renders one stereo track of 16 bit for each of `sounds`, and `picture` seconds of picture."""
    return partial(_render, sounds, picture)


def _render(sounds: Sequence[Sequence[Piece]], picture: float, directory: Path) -> Path:
    path = directory / "tracks.mkv"
    with av.open(str(path), "w") as out:
        video: Any = out.add_stream("libx264", rate=FPS) if picture else None
        streams = [out.add_stream("pcm_s16le", rate=RATE, layout="stereo") for _ in sounds]
        packets = [*_pictures(video, picture)]
        for stream, pieces in zip(streams, sounds, strict=True):
            packets += _packets(stream, pieces)
        for packet in sorted(packets, key=lambda item: float(item.dts * item.time_base)):
            out.mux(packet)
    return path


def _pictures(stream: Any, seconds: float) -> Iterator[Any]:
    if stream is None:
        return
    stream.width, stream.height, stream.pix_fmt = *SMALL, "yuv420p"
    for number in range(round(seconds * FPS)):
        frame = av.VideoFrame.from_ndarray(lively(number / FPS), format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _packets(stream: Any, pieces: Sequence[Piece]) -> Iterator[Any]:
    """Packets of 1024 samples, as most codecs have."""
    for start, sound in pieces:
        whole = (sound.T * 32767).astype(np.int16)
        for at in range(0, len(whole), 1024):
            part = np.ascontiguousarray(whole[at : at + 1024].reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(part, format="s16", layout="stereo")
            frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
            frame.pts = round(start * RATE) + at
            yield from stream.encode(frame)
    yield from stream.encode(None)
