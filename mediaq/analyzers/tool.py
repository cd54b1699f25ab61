"""The analyzer as a tool: reads one file, writes pictures, answers with measured findings.

Run as `python -m mediaq.analyzers.tool` in a sandboxed child process.
"""

from collections.abc import Mapping
from typing import Any

from mediaq.analyzers import stills
from mediaq.analyzers.document.forms import is_document
from mediaq.analyzers.request import Request
from mediaq.media.child import Progress, serve


def analyse(raw: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Analyses the file that `raw` (see `Request`) names and writes its pictures.

    Answers with `media`, `files` (names relative to the output directory), `findings` worst first
    and `results`; every number in it is finite. Raises EmptyMedia, MediaInvalid, MediaTooLarge.
    """
    answer = _answer(Request.parse(raw), progress)
    progress(100.0)
    return answer


def _answer(request: Request, progress: Progress) -> dict[str, Any]:
    # Imported when met: the libraries of all kinds take longer to import than a clip to analyse.
    media_type = stills.kind(request)
    if request.speech_only:
        from mediaq.analyzers.recognition import speech_only

        return speech_only.analyse(request, media_type, progress)
    if media_type == "document" or (media_type == "unknown" and is_document(request.source)):
        from mediaq.analyzers.document import answer as document

        return document.analyse(request, progress)
    if media_type == "image":
        from mediaq.analyzers.image import answer as image

        return image.analyse(request)
    from mediaq.analyzers.moving import answer as moving

    return moving.analyse(request, progress)


def main() -> None:
    """Serves one request from stdin."""
    serve(analyse)


if __name__ == "__main__":
    main()
