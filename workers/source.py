"""The file that an analysis is about: stored already, or fetched from its URL first."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from mediaq.errors import (
    BlobMissing,
    Busy,
    DatabaseUnavailable,
    Gone,
    LeaseLost,
    SandboxNeeded,
    TryAgain,
)
from mediaq.media import formats
from mediaq.media.fetch.download import Download, Fetched
from mediaq.media.fetch.outbound import Outbound, Pace
from mediaq.media.fetch.rules import Rules
from mediaq.media.storage import LocalStorage
from mediaq.queue.job import Job
from workers.parts import Parts
from workers.runner import Report

FETCHED_PERCENT = 10.0
ASK_AGAIN_SECONDS = 0.5


@dataclass(frozen=True)
class Source:
    """The file under analysis and what its first bytes say it is."""

    asset_id: UUID
    path: Path
    size_bytes: int
    form: formats.Format


@dataclass(frozen=True)
class Sources:
    """Finds the file of a job. What was fetched is noted at once, under the job's lease: should the
    analysis fail, it is not fetched again."""

    parts: Parts
    outbound: Outbound

    @classmethod
    def of(cls, parts: Parts) -> "Sources":
        """Raises InvalidInput when the lists of what may be fetched cannot be read."""
        pace = Pace(total=parts.settings.fetch_seconds)
        return cls(parts, Outbound(Rules.of(parts.settings), pace))

    async def find(self, job: Job, report: Report) -> Source:
        """Reports up to FETCHED_PERCENT. Raises Gone, BlobMissing, SandboxNeeded, LeaseLost, and
        what `Download.fetch` raises."""
        row = await self._row(job)
        if row["source_url"] is not None:
            self._check_sandbox()
            if row["storage_path"] is None:
                await self._fetch(job, row, report)
                row = await self._row(job)
        return await asyncio.to_thread(_opened, self.parts.storage, row)

    async def _row(self, job: Job) -> dict[str, Any]:
        asset_id = UUID(job.payload["asset_id"])
        row = await self.parts.database.one("pipeline.asset", {"asset_id": asset_id})
        if row is None:
            raise Gone("the asset was deleted")
        return row

    def _check_sandbox(self) -> None:
        if self.parts.tier.name == "rlimits" and not self.parts.settings.fetch_unsandboxed:
            raise SandboxNeeded

    async def _fetch(self, job: Job, row: dict[str, Any], report: Report) -> None:
        download = Download(
            self.outbound,
            self.parts.storage,
            self.parts.settings.max_upload_bytes,
            row["filename"],
            lambda percent: report(percent * FETCHED_PERCENT / 100),
        )
        await self._note(job, await download.fetch(row["source_url"]))

    async def _note(self, job: Job, found: Fetched) -> None:
        """Asks until the database answers; without one, the lease keeper ends this."""
        note = {"analysis_id": job.id, "lease": job.lease, **_facts(found)}
        while True:
            try:
                answer = await self.parts.database.one("pipeline.fetched", note)
            except (DatabaseUnavailable, Busy, TryAgain):
                await asyncio.sleep(ASK_AGAIN_SECONDS)
                continue
            if answer is None or answer["outcome"] == "lost":
                raise LeaseLost
            return


def _facts(found: Fetched) -> dict[str, Any]:
    return {
        "media_type": found.form.media_type,
        "mime_type": found.form.mime_type,
        "size_bytes": found.file.size_bytes,
        "sha256": found.file.sha256,
        "storage_path": found.file.storage_path,
    }


def _opened(storage: LocalStorage, row: dict[str, Any]) -> Source:
    if row["storage_path"] is None:
        raise BlobMissing("The asset has no file.")
    path = storage.open_path(row["storage_path"])
    size = path.stat().st_size
    if row["size_bytes"] not in (None, size):
        raise BlobMissing(f"the stored file has {size} bytes, its row says {row['size_bytes']}")
    with path.open("rb") as file:
        form = formats.detect(file.read(formats.HEAD_BYTES), row["filename"])
    return Source(row["id"], path, size, form)
