"""The webhook job: one end of an analysis, told to the URL that its producer named."""

from dataclasses import dataclass
from datetime import UTC, datetime

from mediaq.errors import LeaseLost, WebhookDisabled
from mediaq.media.fetch.outbound import Outbound, Pace
from mediaq.media.fetch.rules import Rules
from mediaq.queue.job import Done, Job
from mediaq.webhooks.message import Webhook, headers
from mediaq.webhooks.secret import master_secret, signing_secret
from workers.delivery import SECONDS, Attempt, Courier
from workers.parts import Parts
from workers.runner import Report

QUEUE = "mediaq.webhook_jobs"


@dataclass(frozen=True)
class WebhookHandler:
    """Delivers webhooks. An attempt is noted before its job ends, for it was made whatever becomes
    of the job: after a crash in between, the receiver gets the same id again."""

    parts: Parts
    courier: Courier
    master: bytes

    @classmethod
    def of(cls, parts: Parts) -> "WebhookHandler":
        """Raises InvalidInput when the master secret or the lists of hosts cannot be read."""
        pace = Pace(connect=SECONDS, head=SECONDS, window=SECONDS, total=SECONDS)
        courier = Courier(parts.settings, Outbound(Rules.of(parts.settings), pace))
        return cls(parts, courier, master_secret(parts.settings))

    async def __call__(self, job: Job, report: Report) -> Done:
        """Raises WebhookDisabled, WebhookGone, UrlNotAllowed for good; WebhookRefused, FetchFailed
        and TooSlow for now."""
        secrets = await self._secrets(job)
        said = Webhook(
            type=job.payload["event"],
            timestamp=datetime.fromisoformat(job.payload["ended_at"]).astimezone(UTC),
            data=job.payload["data"],
        )
        body = said.model_dump_json().encode()
        signed = headers(job.id, body, secrets, datetime.now(UTC))
        attempt = await self.courier.send(job.payload["url"], signed, body)
        delay = await self._note(job, attempt)
        if attempt.error:
            attempt.error.extra["retry_after"] = delay
            raise attempt.error
        return Done()

    async def _secrets(self, job: Job) -> list[str]:
        owner = job.payload["owner"]
        params = {"owner": owner, "url": job.payload["url"]}
        row = await self.parts.database.one("webhooks.signing", params)
        assert row is not None
        if row["disabled"]:
            raise WebhookDisabled
        versions = [version for version in (row["version"], row["former"]) if version]
        return [signing_secret(self.master, owner, version) for version in versions]

    async def _note(self, job: Job, attempt: Attempt) -> float | None:
        """Seconds to wait where the receiver named some. Raises LeaseLost."""
        reply, error = attempt.reply, attempt.error
        params = {
            "id": job.id,
            "lease": job.lease,
            "response_status": reply.status,
            "error_code": error.code if error else None,
            "error": error.detail if error else None,
            "excerpt": reply.excerpt,
            "duration_ms": attempt.duration_ms,
            "retry_after": reply.retry_after if error else None,
        }
        row = await self.parts.database.one("webhooks.attempted", params)
        if row is None or row["outcome"] == "lost":
            raise LeaseLost
        delay: float | None = row["delay"]
        return delay
