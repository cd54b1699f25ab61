"""The answer for what moves and sounds: one pass over the file, then the judgement."""

from typing import Any

from av.container import InputContainer

from mediaq.analyzers.audio import findings as audio_findings
from mediaq.analyzers.audio import voice
from mediaq.analyzers.audio.waveform import draw
from mediaq.analyzers.ffmpeg.opening import opened, readable
from mediaq.analyzers.findings.finding import worst
from mediaq.analyzers.findings.profiles import profile_named
from mediaq.analyzers.moving import captions, findings_captions, integrity, report
from mediaq.analyzers.moving.reading import Reading, picture_stream, sound_stream
from mediaq.analyzers.pixels.pictures import Gallery
from mediaq.analyzers.request import Request
from mediaq.analyzers.video import findings as video_findings
from mediaq.analyzers.video.track import PictureTrack
from mediaq.errors import MediaInvalid, MediaqError, MediaTooLarge
from mediaq.media.child import Progress


def analyse(request: Request, progress: Progress) -> dict[str, Any]:
    """The answer for a video or a sound. Raises EmptyMedia, MediaInvalid, MediaTooLarge."""
    with opened(request.source, max_pixels=request.max_pixels) as container, readable():
        return _answer(container, request, progress)


def _answer(container: InputContainer, request: Request, progress: Progress) -> dict[str, Any]:
    gallery = Gallery(request.output, request.frame_format)
    reading = _read(container, gallery, request=request, progress=progress)
    picture = reading.pictures.finish() if reading.pictures else None
    sound = reading.sound.finish()
    if picture is None and sound is None:
        raise _nothing(reading)
    if sound is not None:
        gallery.save_drawing(draw(sound.peaks), kind="waveform", stem="waveform")
    found = [*integrity.judge(container, reading, request)]
    if picture is not None:
        found += video_findings.judge(picture)
    if sound is not None:
        cut = any(finding.code == "audio.truncated" for finding in found)
        until = sound.end if cut else reading.end
        found += audio_findings.judge(sound, profile_named(request.profile), until)
    if container.streams.subtitles:
        found += findings_captions.judge(captions.read(request))
    findings, dropped = worst(found)
    heard = [] if sound is None else [voice.result(voice.segments(sound.peaks, sound.end))]
    technical = report.technical(
        picture, sound, findings=findings, dropped=dropped, end=reading.end
    )
    return {
        "media": report.media(container, reading, picture),
        "files": gallery.files,
        "findings": [finding.as_json() for finding in findings],
        "results": [technical, *heard],
    }


def _nothing(reading: Reading) -> MediaqError:
    if reading.oversized:
        return MediaTooLarge("The picture is larger than allowed.")
    return MediaInvalid("Nothing in the file can be decoded.")


def _read(
    container: InputContainer, gallery: Gallery, *, request: Request, progress: Progress
) -> Reading:
    picture, sound = picture_stream(container), sound_stream(container)
    streams = [stream for stream in (picture, sound) if stream is not None]
    if not streams:
        raise MediaInvalid("The file holds neither picture nor sound.")
    track = None if picture is None else PictureTrack(picture, gallery, request)
    reading = Reading(container, request, track)
    reading.run(streams, progress)
    return reading
