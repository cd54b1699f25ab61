"""One request that delivers a webhook, and what its receiver made of it."""

import asyncio
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass, replace
from time import monotonic

from mediaq.errors import (
    FetchFailed,
    MediaqError,
    TooSlow,
    UrlNotAllowed,
    WebhookGone,
    WebhookRefused,
)
from mediaq.media.fetch.callback import allowed_callback, callback_rules
from mediaq.media.fetch.outbound import Outbound
from mediaq.media.fetch.status import retry_after
from mediaq.settings import Settings

SECONDS = 15.0
MOST_BYTES = 64 * 1024
EXCERPT_LENGTH = 300


@dataclass
class Reply:
    """How far an attempt came: without a status, the receiver gave no answer."""

    status: int | None = None
    retry_after: float | None = None
    excerpt: str | None = None


@dataclass(frozen=True)
class Attempt:
    """A request that has ended; delivered unless there is an error."""

    reply: Reply
    error: MediaqError | None
    duration_ms: int


@dataclass(frozen=True)
class Courier:
    """Sends to receivers. Their URLs are judged anew each time, and so are their addresses."""

    settings: Settings
    outbound: Outbound

    async def send(self, text: str, headers: Mapping[str, str], body: bytes) -> Attempt:
        """Never raises for what the receiver does."""
        began, reply = monotonic(), Reply()
        error: MediaqError | None = None
        try:
            async with asyncio.timeout(SECONDS):
                await self._send(text, headers, body, reply)
        except TimeoutError:
            error = TooSlow(f"The receiver did not answer within {SECONDS:.0f} s.")
        except (UrlNotAllowed, FetchFailed, TooSlow) as raised:
            error = raised
        # An answer counts as soon as its status is there, whatever becomes of its body.
        judged = error if reply.status is None else judge(reply.status)
        return Attempt(reply, judged, round((monotonic() - began) * 1000))

    async def _send(self, text: str, headers: Mapping[str, str], body: bytes, reply: Reply) -> None:
        url = allowed_callback(text, self.settings)
        outbound = replace(self.outbound, rules=callback_rules(url, self.settings))
        async with outbound.send("POST", url, headers=headers, content=body) as answer:
            reply.retry_after = retry_after(answer.headers.get("retry-after", ""))
            reply.status = answer.status
            said = await _beginning(answer.body)
            if not 200 <= answer.status < 300:
                reply.excerpt = _printable(said)


def judge(status: int) -> MediaqError | None:
    """What an answer's status means; None for a delivery that was taken."""
    if 200 <= status < 300:
        return None
    if status == 410:
        return WebhookGone()
    if 300 <= status < 400:
        return WebhookRefused(f"The receiver answers {status}; redirects are not followed.")
    return WebhookRefused(f"The receiver answers {status}.")


async def _beginning(pieces: AsyncIterable[bytes]) -> bytes:
    """The rest is read and dropped up to a bound: a receiver should not see its answer cut off."""
    said, size = b"", 0
    async for piece in pieces:
        size += len(piece)
        said += piece[: EXCERPT_LENGTH * 4 - len(said)]
        if size >= MOST_BYTES:
            break
    return said


def _printable(said: bytes) -> str | None:
    text = "".join(c if c.isprintable() else " " for c in said.decode(errors="replace"))
    return text.strip()[:EXCERPT_LENGTH] or None
