"""Where somebody speaks in a file, and nothing else of it: what a transcription needs to know."""

from typing import Any

from mediaq.analyzers.audio import voice
from mediaq.analyzers.ffmpeg.opening import opened, readable
from mediaq.analyzers.moving.reading import Reading, sound_stream
from mediaq.analyzers.request import Request
from mediaq.errors import MediaInvalid
from mediaq.media.child import Progress


def analyse(request: Request, media_type: str, progress: Progress) -> dict[str, Any]:
    """The answer of the tool, with `segments` where there is sound and nothing else.

    Raises EmptyMedia, MediaInvalid, MediaTooLarge.
    """
    still = media_type in ("image", "document")
    return {
        "media": None,
        "files": [],
        "findings": [],
        "results": [] if still else _heard(request, progress),
    }


def _heard(request: Request, progress: Progress) -> list[dict[str, Any]]:
    with opened(request.source, max_pixels=request.max_pixels) as container, readable():
        stream = sound_stream(container)
        if stream is None:
            return []
        reading = Reading(container, request, None)
        reading.run([stream], progress)
        sound = reading.sound.finish()
    if sound is None:
        raise MediaInvalid("The sound cannot be decoded.")
    return [voice.result(voice.segments(sound.peaks, sound.end))]
