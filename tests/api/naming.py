"""Every request that can name somebody's id. The routes are those of the application: one that is
added later is in `GUARDED`, and must be listed in `OTHERS` if its path holds no id."""

from collections.abc import Callable
from typing import Any

from starlette.routing import Mount, Route

from api.access import OPEN_BELOW, OPEN_PATHS
from api.app import create_app
from mediaq.settings import Settings

PLAIN = Settings(_env_file=None, database_url="postgresql://nowhere")


def _operations() -> list[tuple[str, str]]:
    """Method and path of everything that is routed."""
    found = []
    for route in create_app(PLAIN).routes:
        if isinstance(route, Mount):
            assert f"{route.path}/" == OPEN_BELOW, "what is mounted must be asked here too"
            continue
        assert isinstance(route, Route)
        found += [(method, route.path) for method in sorted(route.methods or ())]
    return found


def _asset_in_query(id: str) -> dict[str, Any]:
    return {"params": {"asset_id": id}}


def _analysis_in_query(id: str) -> dict[str, Any]:
    return {"params": {"analysis_id": id}}


def _asset_in_body(id: str) -> dict[str, Any]:
    return {"json": {"asset_id": id}}


def _recording_in_body(id: str) -> dict[str, Any]:
    return {"json": {"video_recording_id": id}}


def _filtered(id: str) -> dict[str, Any]:
    return {"json": {"filter": {"asset_ids": [id]}, "tag": "same"}}


def _empty(_: str) -> dict[str, Any]:
    return {"json": {}}


def in_tus(_: str) -> dict[str, Any]:
    named = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    return {"headers": {**named, "Content-Type": "application/offset+octet-stream"}}


Requests = tuple[Callable[[str], dict[str, Any]], ...]
OPERATIONS = _operations()
GUARDED = [(m, path) for m, path in OPERATIONS if path not in OPEN_PATHS and m != "OPTIONS"]
IN_BODY = (_asset_in_body, _recording_in_body)
# Those without an id in their path, and how an id gets into a request otherwise, if it does.
OTHERS: dict[tuple[str, str], Requests] = {
    ("POST", "/api/upload"): (),
    ("POST", "/api/upload/tus"): (),
    ("GET", "/api/analysis/status"): (_asset_in_query,),
    ("HEAD", "/api/analysis/status"): (),
    ("GET", "/api/media/status"): (),
    ("HEAD", "/api/media/status"): (),
    ("GET", "/api/media/health"): (),
    ("HEAD", "/api/media/health"): (),
    ("GET", "/api/media/history"): (),
    ("HEAD", "/api/media/history"): (),
    ("GET", "/api/v1/events"): (_asset_in_query,),
    ("HEAD", "/api/v1/events"): (),
    ("GET", "/api/media/archive"): (),
    ("HEAD", "/api/media/archive"): (),
    ("GET", "/api/media/benchmark"): (),
    ("HEAD", "/api/media/benchmark"): (),
    ("GET", "/api/media/config"): (),
    ("HEAD", "/api/media/config"): (),
    ("GET", "/api/v1/assets"): (),
    ("HEAD", "/api/v1/assets"): (),
    ("GET", "/api/v1/analyses"): (_asset_in_query,),
    ("HEAD", "/api/v1/analyses"): (),
    ("GET", "/api/v1/search"): (),
    ("HEAD", "/api/v1/search"): (),
    ("GET", "/api/v1/webhooks"): (_analysis_in_query,),
    ("HEAD", "/api/v1/webhooks"): (),
    ("POST", "/api/v1/reprocess"): (_filtered,),
    ("POST", "/api/media/analyze"): IN_BODY,
    ("POST", "/api/media/video"): IN_BODY,
    ("POST", "/api/media/video/extract-frames"): IN_BODY,
    ("POST", "/api/media/video/contact-sheet"): IN_BODY,
    ("POST", "/api/media/audio"): IN_BODY,
    ("POST", "/api/media/audio/transcribe"): IN_BODY,
    ("POST", "/api/media/documents"): IN_BODY,
}
WITH_BODY = ("POST", "PUT", "PATCH")


def _requests(method: str, path: str) -> Requests:
    """How an id gets into a request, the path aside."""
    if "{" not in path:
        return OTHERS.get((method, path), ())
    if path.startswith("/api/upload/tus/"):
        return (in_tus,)
    return (_empty if method in WITH_BODY else lambda _: {},)


# Every request that can name an id; but for tus, HEAD is answered by the handler of GET.
NAMING = [
    (method, path, request)
    for method, path in dict.fromkeys(GUARDED)
    for request in _requests(method, path)
    if method != "HEAD" or request is in_tus
]
