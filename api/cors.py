"""Which pages may read answers (CORS). Never with credentials: a page sends a key it was given, not
one that the browser keeps."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import PreflightRefused
from api.problems import refusal
from mediaq.settings import Settings

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
REQUEST_HEADERS = (
    *("Authorization", "X-API-Key", "X-Request-Id", "X-Session-Id", "Idempotency-Key", "Prefer"),
    *("Cache-Control", "Content-Digest", "If-Match", "If-None-Match", "If-Range", "Range"),
    *("Last-Event-ID", "Traceparent", "Tus-Resumable", "Upload-Checksum", "Upload-Concat"),
    *("Upload-Defer-Length", "Upload-Length", "Upload-Metadata", "Upload-Offset"),
)
ANSWER_HEADERS = (
    *("Accept-Ranges", "Content-Disposition", "Content-Range", "ETag", "Link", "Location"),
    *("Idempotency-Replayed", "Preference-Applied", "RateLimit", "RateLimit-Policy"),
    *("Retry-After", "WWW-Authenticate", "X-Request-Id", "Tus-Checksum-Algorithm"),
    *("Tus-Extension", "Tus-Max-Size", "Tus-Resumable", "Tus-Version", "Upload-Concat"),
    *("Upload-Defer-Length", "Upload-Expires", "Upload-Length", "Upload-Metadata"),
    "Upload-Offset",
)


class Cors(CORSMiddleware):
    """Starlette's, with its refusals as problem documents."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        super().__init__(
            app,
            allow_origins=settings.cors_origins,
            allow_methods=METHODS,
            allow_headers=REQUEST_HEADERS,
            expose_headers=ANSWER_HEADERS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_preflight(scope):
            await super().__call__(scope, receive, send)
            return
        answer = self.preflight_response(Headers(scope=scope))
        if answer.status_code != 200:
            error = PreflightRefused(f"{bytes(answer.body).decode()}.")
            answer = refusal(error, scope["state"]["request_id"])
        await answer(scope, receive, send)


def _is_preflight(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return (
        scope["method"] == "OPTIONS"
        and "origin" in headers
        and "access-control-request-method" in headers
    )
