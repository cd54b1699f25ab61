"""Judges the file as a whole: are its streams there, complete, decodable and not too long."""

from collections.abc import Iterator

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Stream

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.moving.facts import declared_seconds, lost_seconds
from mediaq.analyzers.moving.facts_mp3 import counts_frames
from mediaq.analyzers.moving.reading import Damage, Reading, picture_stream, sound_stream
from mediaq.analyzers.request import Request

# Of the frames decoded: less damage than that is no reason to throw a file away.
LITTLE_DAMAGE = 0.01
# Containers whose duration is guessed from the bit rate or the last time stamp seen.
_GUESSED = ("aac", "mpegts", "mpeg")
# Containers whose duration counts from zero, not from the first picture or sound.
_FROM_ZERO = ("matroska,webm",)


def judge(container: InputContainer, reading: Reading, request: Request) -> Iterator[Finding]:
    """All findings about the file."""
    picture, sound = picture_stream(container), sound_stream(container)
    whole = Range(0.0, reading.end)
    if picture is None and request.media_type == "video":
        yield found("video.no_video", whole, 0)
    if picture is not None and reading.sound.frames == 0:
        yield _no_audio(sound, whole)
    yield from _more_tracks(container, whole)
    shown = reading.pictures.frames if reading.pictures else 0
    heard = reading.sound.frames
    yield from _damaged(
        "video.undecodable", picture, reading.picture_damage, decoded=shown, whole=whole
    )
    yield from _damaged(
        "audio.undecodable", sound, reading.sound_damage, decoded=heard, whole=whole
    )
    if reading.cut:
        yield _too_long(container, request)
    elif _counted(container, request.source):
        yield from _truncated(container, reading, request.source)


def _no_audio(sound: Stream | None, whole: Range) -> Finding:
    finding = found("video.no_audio", whole, 0)
    return finding if sound is None else finding.but(message="The sound track is empty.")


def _more_tracks(container: InputContainer, whole: Range) -> Iterator[Finding]:
    """Says that only the first sound track was listened to."""
    count = len(container.streams.audio)
    if count > 1:
        yield found("audio.more_tracks", whole, float(count))


def _damaged(
    code: str, stream: Stream | None, damage: Damage, *, decoded: int, whole: Range
) -> Iterator[Finding]:
    """Most of a file that lost a packet of hundreds can be seen or heard."""
    if stream is None or not damage.packets:
        return
    span = Range(min(damage.first, whole.end), whole.end)
    packets = "1 packet" if damage.packets == 1 else f"{damage.packets:,} packets"
    finding = found(code, span, float(damage.packets), packets=packets)
    little = damage.packets < LITTLE_DAMAGE * decoded
    yield finding.but(severity="warning") if little else finding


def _too_long(container: InputContainer, request: Request) -> Finding:
    limit = request.max_duration
    length = max(declared_seconds(container) or 0.0, limit)
    finding = found("video.too_long", Range(limit, length), length, limit=float(limit))
    return finding.but(threshold=float(limit))


def _counted(container: InputContainer, source: str) -> bool:
    """Whether the header says how long the file should be."""
    name = container.format.name
    return counts_frames(source) if name == "mp3" else name not in _GUESSED


def _truncated(container: InputContainer, reading: Reading, source: str) -> Iterator[Finding]:
    """Compares the decoded end of each stream with the header's claim; one finding is enough."""
    picture, sound = picture_stream(container), sound_stream(container)
    if picture is not None and reading.sound.frames == 0:
        sound = None
    ends = (
        ("video.truncated", picture, reading.pictures.end if reading.pictures else 0.0),
        ("audio.truncated", sound, reading.sound.end),
    )
    first = max(container.start_time or 0, 0) / 1_000_000
    before = first if container.format.name in _FROM_ZERO else 0.0
    for code, stream, end in ends:
        # Without a claim of its own, a second stream may well be shorter than the file.
        if stream is None or (code == "audio.truncated" and picture and not stream.duration):
            continue
        declared = (declared_seconds(container, stream) or 0.0) - before
        if isinstance(stream, AudioStream):
            declared += lost_seconds(source, stream)
        if (missing := declared - end) > threshold(code):
            yield found(code, Range(min(end, declared), declared), missing, declared=declared)
            return
