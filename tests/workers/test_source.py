"""The first stage of an analysis of a URL, with the real database and an origin on loopback."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from mediaq.db.connect import resolve
from mediaq.db.pool import Database, Row
from mediaq.errors import DatabaseUnavailable
from mediaq.media.fetch.outbound import Outbound
from mediaq.media.fetch.rules import Places, Rules
from mediaq.media.sandbox import Limits, Tier
from mediaq.media.storage import LocalStorage
from mediaq.queue.job import Done, Job
from mediaq.settings import Settings
from tests.kit.connections import Connection, column, value
from tests.kit.origin import HOST, Origin, answer, serving
from tests.kit.rows import insert_analysis, insert_asset
from tests.kit.runners import drain
from workers.parts import Parts
from workers.runner import Handler, Report
from workers.source import Source, Sources

QUEUE = "mediaq.analysis"
GIF = b"GIF89a" + bytes(5000)


class Forgetful(Database):
    """Breaks off around the note of a fetch: once before it is written, once behind."""

    notes = 0

    async def one(self, name: str, params: Mapping[str, Any] | None = None) -> Row | None:
        if name != "pipeline.fetched":
            return await super().one(name, params)
        self.notes += 1
        found = await super().one(name, params) if self.notes > 1 else None
        if self.notes < 3:
            raise DatabaseUnavailable
        return found


@asynccontextmanager
async def finding(
    url: str, data: Path, origin: Origin, found: list[Source]
) -> AsyncIterator[Handler]:
    """A handler that finds the source of its job, and does nothing with it."""
    async with Forgetful(resolve(url, "mediaq_worker", "test")) as database:
        rules = Rules(Places.parse([HOST]), Places(), (origin.port,))
        storage = LocalStorage(data / "storage")
        parts = Parts(Settings(), database, storage, Tier("bubblewrap", ""), Limits())
        sources = Sources(parts, Outbound(rules))

        async def find(job: Job, report: Report) -> Done:
            found.append(await sources.find(job, report))
            return Done()

        yield find


def run(url: str, data: Path, origin: Origin) -> list[Source]:
    """Works the queue off; the sources in the order in which they were found."""

    async def work() -> None:
        async with finding(url, data, origin, found) as handler:
            await drain(url, handler, QUEUE)

    found: list[Source] = []
    asyncio.run(work())
    return found


@pytest.fixture
def lease_taken(connection: Connection) -> Any:
    """An origin's conduct: while it answers, somebody else gets the job's lease."""

    async def conduct(writer: asyncio.StreamWriter) -> None:
        take = "update mediaq.analysis set lease = nextval('mediaq.lease_seq')"
        await asyncio.to_thread(connection.execute, take)
        writer.write(answer("200 OK", GIF))
        await writer.drain()

    return conduct


def test_a_database_that_breaks_off_does_not_cost_the_download(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    with serving({"/clip.gif": answer("200 OK", GIF)}) as origin:
        insert_asset(connection, source_url=origin.url("/clip.gif"))
        (source,) = run(database_url, tmp_path, origin)
    assert source.path.read_bytes() == GIF
    assert (source.size_bytes, source.form.mime_type) == (len(GIF), "image/gif")
    assert len(origin.heads) == 1
    assert column(connection, "select attempts from mediaq.analysis") == [1]


def test_two_analyses_of_one_url_look_at_the_same_file(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    """Even when the origin gave each of them something else."""

    async def counting(writer: asyncio.StreamWriter) -> None:
        writer.write(answer("200 OK", GIF + bytes(len(origin.heads))))
        await writer.drain()

    with serving({"/clip.gif": counting}) as origin:
        insert_analysis(connection, insert_asset(connection, source_url=origin.url("/clip.gif")))
        one, other = run(database_url, tmp_path, origin)
    assert one == other
    assert column(connection, "select size_bytes from mediaq.media_assets") == [one.size_bytes]
    assert column(connection, "select status from mediaq.analysis") == ["completed"] * 2


def test_a_worker_that_lost_its_lease_notes_nothing(
    database_url: str, connection: Connection, tmp_path: Path, lease_taken: Any
) -> None:
    with serving({"/clip.gif": lease_taken}) as origin:
        insert_asset(connection, source_url=origin.url("/clip.gif"))
        assert run(database_url, tmp_path, origin) == []
    assert value(connection, "select storage_path from mediaq.media_assets") is None
    assert column(connection, "select status from mediaq.analysis") == ["processing"]
