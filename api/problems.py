"""The one place where errors become `application/problem+json` documents (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ExceptionHandler

from api.errors import MethodNotAllowed, RangeNotSatisfiable, UploadIncomplete
from api.schemas.problem import FieldError, Problem
from mediaq import log
from mediaq.errors import MediaqError, NotFound

logger = log.get(__name__)
RETRY_AFTER_SECONDS = "2"
# The rest of the body was not read, and will not be.
CLOSING = {408, 413}
CODES = {error.status: error.code for error in (NotFound, MethodNotAllowed, RangeNotSatisfiable)}


def internal(request_id: str) -> Response:
    """The answer to a defect of ours; the log knows more under the same request id."""
    return _problem(500, "internal", "Something went wrong inside mediaq.", request_id)


def refusal(error: MediaqError, request_id: str) -> Response:
    """The answer to an error of ours, for middleware too, where no handler is called."""
    if error.status >= 500:
        logger.error("request_failed", code=error.code, detail=error.detail)
    headers = dict(error.extra.get("headers", {}))
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if error.status == 503 and not error.permanent:
        headers["Retry-After"] = RETRY_AFTER_SECONDS
    if error.status in CLOSING:
        headers["Connection"] = "close"
    return _problem(
        error.status,
        error.code,
        _public_detail(error),
        request_id,
        errors=error.extra.get("errors", ()),
        headers=headers,
    )


async def _from_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, MediaqError)
    return refusal(error, request.state.request_id)


def _public_detail(error: MediaqError) -> str:
    """Server errors, and errors made of somebody else's, may quote SQL or addresses: only the
    class's own sentence goes out."""
    if error.status >= 500 or error.__cause__ is not None:
        return (type(error).__doc__ or "").strip()
    return error.detail


async def _from_http(request: Request, error: Exception) -> Response:
    """The router's 404 and 405, and ranges outside a file."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(_allowed(request)))
    code = CODES.get(error.status_code, "bad_request")
    request_id = request.state.request_id
    return _problem(error.status_code, code, error.detail, request_id, headers=headers)


def _allowed(request: Request) -> set[str]:
    """The methods of every route of this path; the router names those of the first alone."""
    routes = (route for route in request.app.routes if isinstance(route, Route))
    fitting = (route for route in routes if route.matches(request.scope)[0] is not Match.NONE)
    return {method for route in fitting for method in route.methods or ()}


async def _from_disconnect(request: Request, _: Exception) -> Response:
    """The peer is most likely gone; the answer is for one that only stopped sending."""
    return await _from_error(request, UploadIncomplete())


def phrase(status: int) -> str:
    """A status in words; 460 is tus' own."""
    return "Checksum Mismatch" if status == 460 else HTTPStatus(status).phrase


def _problem(
    status: int,
    code: str,
    detail: str,
    request_id: str,
    *,
    errors: tuple[FieldError, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    document = Problem(
        type=f"urn:mediaq:problem:{code}",
        title=phrase(status),
        status=status,
        code=code,
        detail=detail,
        request_id=request_id,
        errors=list(errors) or None,
    )
    return Response(
        document.model_dump_json(exclude_none=True),
        status,
        headers,
        media_type="application/problem+json",
    )


HANDLERS: Mapping[Any, ExceptionHandler] = {
    MediaqError: _from_error,
    HTTPException: _from_http,
    ClientDisconnect: _from_disconnect,
}
