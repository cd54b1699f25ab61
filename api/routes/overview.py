"""Finished results, how well engines do, and what is configured."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import mediaq
from api import query
from api.access import owner
from api.describe import describe
from api.errors import InvalidId, InvalidQuery
from api.schemas import answer
from api.schemas.asking import ANALYZERS
from api.schemas.media import Pagination
from api.schemas.overview import (
    ArchiveItem,
    ArchiveRequest,
    ArchiveResponse,
    Benchmark,
    BenchmarkRow,
    ConfigAnswer,
    ProviderConfig,
)
from api.services import services, transaction
from mediaq.db.pool import Row
from mediaq.media.formats import FORMATS
from mediaq.settings import Settings

DEFAULTS = ("fps", "contact_sheet_grid", "frame_format", "profile", "audio_format", "voice")
LIMITS = ("max_upload_bytes", "max_duration", "max_pixels", "tool_seconds", "tool_memory_bytes")


@describe(
    tags=("media",),
    query=ArchiveRequest,
    answers={200: ArchiveResponse},
    errors=(InvalidQuery, InvalidId),
)
async def archive(request: Request) -> Response:
    """Lists finished results, the newest first.

    One of them whole, as JSON or zip: `GET /api/v1/analyses/{id}/export`.
    """
    asked = query.read(request, ArchiveRequest)
    params = {
        **asked.window(),
        "owner": owner(request),
        "analysis_id": asked.analysis_id,
        "media_type": asked.media_type,
        "since": asked.date_from,
        "until": asked.date_to,
    }
    async with transaction(request) as session:
        rows = await session.filtered("overview.archive", params)
        (count,) = await session.filtered("overview.archived", params)
    pages = Pagination.of(asked.page, asked.per_page, count["total"])
    return answer(ArchiveResponse(data=[_result(row) for row in rows], pagination=pages))


def _result(row: Row) -> ArchiveItem:
    sheet = row["contact_sheet_id"]
    return ArchiveItem.model_validate(
        {**row, "contact_sheet_path": f"/api/v1/files/{sheet}" if sheet else None}
    )


@describe(tags=("media",), answers={200: Benchmark})
async def benchmark(request: Request) -> Response:
    """Compares models and analyzers by what they did.

    Latency, success and cost from the records; nothing is called.
    """
    async with transaction(request) as session:
        rows = await session.all("overview.benchmark", {"owner": owner(request)})
    return answer(Benchmark(data=[BenchmarkRow.model_validate(row) for row in rows]))


@describe(tags=("media",), answers={200: ConfigAnswer})
async def config(request: Request) -> Response:
    """Tells what is configured.

    Defaults, limits, formats, and which providers have a key.
    """
    return answer(_config(services(request).settings))


def _config(settings: Settings) -> ConfigAnswer:
    formats: dict[str, list[str]] = {}
    for name, found in FORMATS.items():
        formats.setdefault(found.media_type, []).append(name)
    providers = settings.configured_providers().items()
    return ConfigAnswer(
        version=mediaq.__version__,
        analyzers=list(ANALYZERS),
        formats=formats,
        defaults={name: getattr(settings, name) for name in DEFAULTS},
        limits={name: getattr(settings, name) for name in LIMITS},
        providers=[ProviderConfig(name=name, configured=is_set) for name, is_set in providers],
    )


ROUTES = [
    Route("/api/media/archive", archive),
    Route("/api/media/benchmark", benchmark),
    Route("/api/media/config", config),
]
