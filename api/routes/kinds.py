"""Analyses by kind of media: each is a request to analyze with some of its options decided."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import body
from api.describe import describe
from api.routes.analyze import HEADERS, REFUSALS, answers, order_media
from api.schemas.kinds import (
    AudioRequest,
    ContactSheetRequest,
    DocumentRequest,
    FramesRequest,
    KindOrder,
    TranscribeRequest,
    VideoRequest,
)
from api.schemas.media import AudioResponse, DocumentResponse, VideoResponse


async def _order(request: Request, model: type[KindOrder]) -> Response:
    asked = await body.read(request, model)
    return await order_media(request, asked, asked.analyze())


@describe(
    tags=("media",),
    body=VideoRequest,
    headers=HEADERS,
    answers=answers(VideoResponse),
    errors=REFUSALS,
)
async def video(request: Request) -> Response:
    """Analyses a video."""
    return await _order(request, VideoRequest)


@describe(
    tags=("media",),
    body=FramesRequest,
    headers=HEADERS,
    answers=answers(VideoResponse),
    errors=REFUSALS,
)
async def extract_frames(request: Request) -> Response:
    """Extracts the frames of a video.

    At 3 frames a second unless `fps` says otherwise; the result lists their files.
    """
    return await _order(request, FramesRequest)


@describe(
    tags=("media",),
    body=ContactSheetRequest,
    headers=HEADERS,
    answers=answers(VideoResponse),
    errors=REFUSALS,
)
async def contact_sheet(request: Request) -> Response:
    """Makes the contact sheets of a video.

    The result lists their files.
    """
    return await _order(request, ContactSheetRequest)


@describe(
    tags=("media",),
    body=AudioRequest,
    headers=HEADERS,
    answers=answers(AudioResponse),
    errors=REFUSALS,
)
async def audio(request: Request) -> Response:
    """Analyses a sound."""
    return await _order(request, AudioRequest)


@describe(
    tags=("media",),
    body=TranscribeRequest,
    headers=HEADERS,
    answers=answers(AudioResponse),
    errors=REFUSALS,
)
async def transcribe(request: Request) -> Response:
    """Writes down what is said in a sound or a video, and does nothing else.

    The named provider is asked before all others.
    """
    return await _order(request, TranscribeRequest)


@describe(
    tags=("media",),
    body=DocumentRequest,
    headers=HEADERS,
    answers=answers(DocumentResponse),
    errors=REFUSALS,
)
async def documents(request: Request) -> Response:
    """Analyses a document."""
    return await _order(request, DocumentRequest)


ROUTES = [
    Route("/api/media/video", video, methods=["POST"]),
    Route("/api/media/video/extract-frames", extract_frames, methods=["POST"]),
    Route("/api/media/video/contact-sheet", contact_sheet, methods=["POST"]),
    Route("/api/media/audio", audio, methods=["POST"]),
    Route("/api/media/audio/transcribe", transcribe, methods=["POST"]),
    Route("/api/media/documents", documents, methods=["POST"]),
]
