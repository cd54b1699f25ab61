"""Idempotency-Key: a request that is repeated with its key has its effect once.

The effect and the answer to it are one transaction, so a reply that was lost, a crash or a restart
leaves both or neither. The key is locked for as long as that transaction is open, by nothing that
outlives it. Only what was done is remembered: a refusal changes nothing and may be tried again.
"""

import json
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.access import owner
from api.errors import IdempotencyMismatch, InProgress, InvalidIdempotencyKey
from api.services import transaction
from mediaq.db.pool import Row, Session

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
MOST_BYTES = 255

Act = Callable[[Session], Awaitable[Response]]


async def once(request: Request, same: BaseModel | bytes, act: Act) -> Response:
    """The answer of `act`, which gets the session of a transaction and makes the rows; or, when
    the request bears a key that was used within a day, the answer of that time.

        async def analyze(request: Request) -> Response:
            asked = await body.read(request, Analyze)
            return await once(request, asked, partial(_add, asked))

    `same` is what must be equal for a request to be the same one, besides method, path and query:
    the body's model, or the digest of what was uploaded.

    Raises InvalidIdempotencyKey (400), IdempotencyMismatch (422), InProgress (409), and whatever
    `act` and `transaction` raise.
    """
    key = _key(request)
    async with transaction(request) as session:
        if key is None:
            return await act(session)
        named = {"owner": owner(request), "key": key}
        free = await session.one("idempotency.begin", named)
        if not free or not free["free"]:
            raise InProgress(headers={"Retry-After": "1"})
        digest = _digest(request, same)
        known = await session.one("idempotency.find", named)
        if known is not None:
            return _again(known, digest)
        answer = await act(session)
        await session.run("idempotency.keep", {**named, "request_sha256": digest, **_row(answer)})
        await session.run("idempotency.forget")
        return answer


def _key(request: Request) -> str | None:
    given = request.headers.getlist(HEADER)
    if not given:
        return None
    key = given[0].strip()
    if (
        len(given) > 1
        or not 0 < len(key) <= MOST_BYTES
        or not (key.isascii() and key.isprintable())
    ):
        raise InvalidIdempotencyKey(f"{HEADER} must be 1 to {MOST_BYTES} printable ASCII bytes.")
    return key


def _digest(request: Request, same: BaseModel | bytes) -> bytes:
    content = same if isinstance(same, bytes) else same.model_dump_json().encode()
    asked = [request.method, request.url.path, request.url.query]
    return sha256(json.dumps(asked).encode() + content).digest()


def _row(answer: Response) -> dict[str, Any]:
    """The body is kept as text: jsonb would not give it back byte for byte."""
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    body = bytes(answer.body).decode()
    return {
        "status": answer.status_code,
        "response": json.dumps({"headers": headers, "body": body}),
    }


def _again(known: Row, digest: bytes) -> Response:
    if bytes(known["request_sha256"]) != digest:
        raise IdempotencyMismatch
    kept = known["response"]
    return Response(kept["body"], known["status"], {**kept["headers"], REPLAYED: "true"})
