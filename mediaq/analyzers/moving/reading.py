"""Reads a container once: every packet is decoded as it comes, its frames go to the tracks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from mediaq.analyzers.audio.track import SoundTrack
from mediaq.analyzers.ffmpeg.opening import decoder, prepare
from mediaq.analyzers.moving.facts import declared_seconds, is_cover
from mediaq.analyzers.request import Request
from mediaq.analyzers.video.track import PictureTrack
from mediaq.errors import MediaTooLarge
from mediaq.media.child import Progress


@dataclass(slots=True)
class Damage:
    """Packets that a decoder refused, and the second of the first of them."""

    packets: int = 0
    first: float = 0.0

    def add(self, seconds: float) -> None:
        """Counts one."""
        if self.packets == 0:
            self.first = max(seconds, 0.0)
        self.packets += 1


class Reading:
    """One pass over a file; `cut` says whether it stopped at the longest duration allowed."""

    def __init__(
        self, container: InputContainer, request: Request, pictures: PictureTrack | None
    ) -> None:
        self._container, self._request = container, request
        self.pictures = pictures
        self.sound = SoundTrack()
        self.picture_damage, self.sound_damage = Damage(), Damage()
        self.cut = False
        # A picture over the pixel limit has no size to look at: its decoder just refuses the
        # argument, where other damage is invalid data.
        self.oversized = False
        self._origin = (container.start_time or 0) / 1_000_000

    def run(self, streams: Sequence[Stream], progress: Progress) -> None:
        """Decodes the streams to their end. Errors inside packets are counted, not raised."""
        for stream in streams:
            prepare(stream, max_pixels=self._request.max_pixels)
        total = min(declared_seconds(self._container) or float("inf"), self._request.max_duration)
        for packet in _packets(self._container, streams):
            self._packet(packet)
            progress(min(99.0, 100.0 * self.end / total))
            if self.cut:
                return

    @property
    def end(self) -> float:
        """Seconds decoded so far."""
        return max(self.sound.end, self.pictures.end if self.pictures else 0.0)

    def _packet(self, packet: "Packet[Stream]") -> None:
        if decoder(packet.stream) is None:
            self._note(packet)
            return
        # In Ogg and AVI: the picture before once more, or nothing. No decoder takes it.
        if packet.size == 0 and packet.dts is not None:
            return
        if self.pictures is not None and packet.stream.type == "video":
            self.pictures.coded_bytes += packet.size
        try:
            frames = packet.decode()
        except (MemoryError, av.error.MemoryError) as error:
            raise MediaTooLarge("The media needs more memory than is allowed.") from error
        except av.EOFError:
            return
        except av.FFmpegError as error:
            self._damaged(packet, error)
            return
        whole = not packet.is_corrupt
        for frame in frames:
            if isinstance(frame, VideoFrame | AudioFrame):
                self._frame(frame)
                whole = whole and not frame.is_corrupt
        if not whole:
            self._note(packet)

    def _damaged(self, packet: "Packet[Stream]", error: av.FFmpegError) -> None:
        if packet.stream.type == "video" and self.pictures and self.pictures.frames == 0:
            self.oversized |= isinstance(error, av.ArgumentError)
        self._note(packet)

    def _note(self, packet: "Packet[Stream]") -> None:
        """Counts a packet that is cut off, or whose content is in part made up or missing."""
        damage = self.picture_damage if packet.stream.type == "video" else self.sound_damage
        known = None if packet.pts is None else float(packet.pts * packet.time_base)
        damage.add(self.end if known is None else known - self._origin)

    def _frame(self, frame: VideoFrame | AudioFrame) -> None:
        seconds = None if frame.time is None else frame.time - self._origin
        if seconds is not None and seconds >= self._request.max_duration:
            self.cut = True
        elif isinstance(frame, AudioFrame):
            self.sound.add(frame, seconds)
        elif self.pictures is not None:
            self.pictures.add(frame, seconds)


def _packets(container: InputContainer, streams: Sequence[Stream]) -> "Iterator[Packet[Stream]]":
    """All packets, then an empty one for each stream, which makes its decoder give up the rest.

    A container that breaks in the middle ends there.
    """
    try:
        yield from container.demux(*streams)
    except (MemoryError, av.error.MemoryError):
        raise
    except av.FFmpegError:
        for stream in streams:
            last = Packet()
            last.stream = stream
            yield last


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The first video stream that is more than a cover picture."""
    return next((stream for stream in container.streams.video if not is_cover(stream)), None)


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The first audio stream."""
    return next(iter(container.streams.audio), None)
