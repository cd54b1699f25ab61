"""The only place that opens media with FFmpeg's libraries, and the only one that reads their
errors. Every open carries the allow-lists and the pixel limit."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import av
from av.codec.context import CodecContext
from av.container import InputContainer
from av.stream import Stream
from av.video.stream import VideoStream

from mediaq.errors import EmptyMedia, MediaInvalid, MediaTooLarge

# Demuxers of one self-contained file. Never one that opens others by name: hls, dash, concat,
# sdp, image2 and their like read any file the process can see.
DEMUXERS = (
    *("mov", "matroska", "avi", "flv", "mpegts", "mpeg", "asf"),
    *("mp3", "wav", "w64", "ogg", "flac", "aac", "aiff", "caf"),
)
MOST_THREADS = 4
MOST_STREAMS = 100


@contextmanager
def readable() -> Iterator[None]:
    """Turns errors of FFmpeg's libraries into MediaInvalid, or MediaTooLarge when memory ends."""
    try:
        yield
    except (MemoryError, av.error.MemoryError) as error:
        raise MediaTooLarge("The media needs more memory than is allowed.") from error
    except av.FFmpegError as error:
        reason = str(error.strerror or "unknown reason")
        raise MediaInvalid(f"The file cannot be read as media: {reason}.") from error


@contextmanager
def opened(source: str, *, max_pixels: int) -> Iterator[InputContainer]:
    """Opens a local file for decoding.

    Raises EmptyMedia for a file of no bytes, MediaInvalid for what is not media of a known
    container, MediaTooLarge for frames of more than `max_pixels`.
    """
    if os.path.getsize(source) == 0:
        raise EmptyMedia
    options = {
        "format_whitelist": ",".join(DEMUXERS),
        "protocol_whitelist": "file",
        "max_streams": str(MOST_STREAMS),
        "max_pixels": str(max_pixels),
    }
    with readable():
        try:
            container = av.open(f"file:{source}", options=options, metadata_errors="replace")
        except av.ArgumentError as error:
            raise MediaInvalid("This format cannot be read here.") from error
    with container:
        yield container


def decoder(stream: Stream) -> CodecContext | None:
    """What decodes the stream; None where its codec is unknown or damaged beyond telling."""
    found: CodecContext | None = stream.codec_context
    return found


def prepare(stream: Stream, *, max_pixels: int) -> None:
    """Bounds a stream's decoder before its first packet.

    The pixel limit given to `av.open` holds for probing only; decoding needs it again. One thread
    more than there are processors keeps decoding while this thread measures.
    """
    if (context := decoder(stream)) is None:
        return
    context.options = {**context.options, "max_pixels": str(max_pixels)}
    context.thread_type = "AUTO"
    context.thread_count = min((os.cpu_count() or 1) + 1, MOST_THREADS)
    if isinstance(stream, VideoStream) and stream.width * stream.height > max_pixels:
        raise MediaTooLarge(
            f"The picture measures {stream.width} x {stream.height} px, more than allowed."
        )
