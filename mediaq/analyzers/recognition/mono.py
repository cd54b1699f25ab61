"""The sound of a file as speech engines take it: one channel, 16,000 samples a second."""

from collections.abc import Iterator

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from numpy.typing import NDArray

from mediaq.analyzers.ffmpeg.opening import opened, prepare, readable
from mediaq.analyzers.moving.reading import sound_stream
from mediaq.errors import MediaInvalid

RATE = 16000
PIECE_SECONDS = 300
# A piece is cut at the quietest moment of its last seconds.
SEARCH_SECONDS = 30
_STEP = RATE // 10

Samples = NDArray[np.float32]


def mono(source: str, *, seconds: float, max_pixels: int) -> Samples:
    """The first sound stream from the file's first moment on, full scale 1.0; at most `seconds`.

    Gaps between packets are silence. Raises MediaInvalid without sound.
    """
    with opened(source, max_pixels=max_pixels) as container, readable():
        stream = sound_stream(container)
        if stream is None:
            raise MediaInvalid("The file holds no sound.")
        prepare(stream, max_pixels=max_pixels)
        origin = (container.start_time or 0) / 1_000_000
        return _gathered(_resampled(container, origin), int(seconds * RATE))


def _gathered(blocks: Iterator[tuple[float | None, Samples]], most: int) -> Samples:
    parts: list[Samples] = []
    size = 0
    for at, block in blocks:
        gap = 0 if at is None else min(round(at * RATE), most) - size
        # Time stamps are rounded; what is less than 50 ms off follows the block before.
        if gap > RATE // 20:
            parts.append(np.zeros(gap, np.float32))
            size += gap
        parts.append(np.nan_to_num(block, posinf=1.0, neginf=-1.0).clip(-1.0, 1.0))
        size += block.size
        if size >= most:
            break
    return np.concatenate(parts)[:most] if parts else np.zeros(0, np.float32)


def _resampled(container: InputContainer, origin: float) -> Iterator[tuple[float | None, Samples]]:
    """Blocks with the second at which they begin. Packets that cannot be decoded are left out."""
    resampler = AudioResampler(format="flt", layout="mono", rate=RATE)
    stream = container.streams.audio[0]
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.EOFError:
            return
        except av.FFmpegError:
            continue
        for frame in frames:
            if isinstance(frame, AudioFrame):
                at = None if frame.time is None else max(float(frame.time) - origin, 0.0)
                for block in resampler.resample(frame):
                    yield at, block.to_ndarray().reshape(-1).astype(np.float32, copy=False)
                    at = None


def pieces(sound: Samples) -> Iterator[tuple[int, Samples]]:
    """Pieces of at most `PIECE_SECONDS`, each with its first sample; cut where it is quiet."""
    first = 0
    while first < sound.size:
        last = min(first + PIECE_SECONDS * RATE, sound.size)
        if last < sound.size:
            search = sound[last - SEARCH_SECONDS * RATE : last].reshape(-1, _STEP)
            quietest = int(np.argmin(np.abs(search).max(axis=1)))
            last -= SEARCH_SECONDS * RATE - (quietest * _STEP + _STEP // 2)
        yield first, sound[first:last]
        first = last
