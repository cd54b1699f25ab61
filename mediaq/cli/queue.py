"""`mediaq queue`: looks at the queues and moves their jobs, straight in the database."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from mediaq.cli.database import url_in_use
from mediaq.cli.options import AsJson, Data, settings
from mediaq.cli.output import ago, emit, say, table
from mediaq.db.connect import resolve
from mediaq.db.pool import Database, Row, Session
from mediaq.errors import NotFound, UnknownQueue

app = typer.Typer(help="Look at the queues; retry, cancel, pause, resume.")

Queue = Annotated[str, typer.Argument(metavar="QUEUE", help="For example ssml_jobs.")]
T = TypeVar("T")
STATUSES = ("queued", "processing", "completed", "failed", "canceled")


@app.callback(invoke_without_command=True)
def overview(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Look at the queues; retry, cancel, pause, resume. Without a command: all queues."""
    if context.invoked_subcommand:
        return
    rows = _run(data, lambda session: session.all("queue.stats"))
    if as_json:
        emit({"queues": rows})
        return
    columns = ["queue", *STATUSES, "oldest due", "paused"]
    table(
        columns,
        [
            [
                row["queue"],
                *(row[status] for status in STATUSES),
                ago(row["oldest_due_seconds"]),
                "paused" if row["paused"] else "",
            ]
            for row in rows
        ],
    )


@app.command()
def failures(
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="At most so many.")] = 20,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """The newest attempts that ended badly."""
    rows = _run(data, lambda session: session.all("queue.failures", {"limit": limit}))
    if as_json:
        emit({"failures": rows})
        return
    names = ["created_at", "queue", "job_id", "attempt", "kind", "code", "error"]
    table(
        ["when", "queue", "job", *names[3:]],
        [[row[name] for name in names] for row in rows],
    )


@app.command()
def workers(data: Data = None, as_json: AsJson = False) -> None:
    """The worker processes that were seen."""
    rows = _run(data, lambda session: session.all("queue.workers"))
    if as_json:
        emit({"workers": rows})
        return
    names = ["queue", "host", "pid", "version", "running", "concurrency"]
    table(
        [*names, "last seen"],
        [[*(row[name] for name in names), ago(row["silent_seconds"])] for row in rows],
    )


@app.command()
def retry(
    queue: Queue,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="All failed ones if none.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Put failed or canceled jobs back, with fresh attempts."""
    wanted = _uuids(ids) or None

    async def put_back(session: Session) -> list[Row]:
        params = {"queue": await _known(session, queue), "ids": wanted}
        return await session.all("queue.retry", params)

    done = [row["id"] for row in _run(data, put_back)]
    if as_json:
        emit({"queue": _bare(queue), "retried": done})
    else:
        say(f"put back: {len(done)}")
    if missing := set(wanted or []) - set(done):
        raise NotFound(f"neither failed nor canceled: {_listed(missing)}")


@app.command()
def cancel(
    queue: Queue,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Jobs to cancel.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Cancel jobs that have not ended; a running one is stopped."""
    wanted = _uuids(ids)

    async def cancel_them(session: Session) -> list[Row]:
        params = {"queue": await _known(session, queue), "ids": wanted}
        return await session.all("queue.cancel", params)

    rows = _run(data, cancel_them)
    if as_json:
        emit({"queue": _bare(queue), "jobs": rows})
    else:
        table(["job", "outcome"], [[row["id"], row["outcome"].replace("_", " ")] for row in rows])
    if missing := [row["id"] for row in rows if row["outcome"] == "not_found"]:
        raise NotFound(f"there is no such job: {_listed(missing)}")


@app.command()
def pause(queue: Queue, data: Data = None, as_json: AsJson = False) -> None:
    """Let no more jobs of a queue be claimed; what runs goes on."""
    _switch(queue, data, as_json, "pause")


@app.command()
def resume(queue: Queue, data: Data = None, as_json: AsJson = False) -> None:
    """End a pause."""
    _switch(queue, data, as_json, "resume")


def _switch(queue: str, data: Path | None, as_json: bool, verb: str) -> None:
    async def switch(session: Session) -> None:
        await session.run(f"queue.{verb}", {"queue": await _known(session, queue)})

    _run(data, switch)
    if as_json:
        emit({"queue": _bare(queue), "paused": verb == "pause"})
    else:
        say(f"{_bare(queue)} is {'paused' if verb == 'pause' else 'running'}")


def _run(data: Path | None, work: Callable[[Session], Awaitable[T]]) -> T:
    url = url_in_use(settings(data))

    async def connected() -> T:
        access = await asyncio.to_thread(resolve, url, "mediaq_api", "mediaq queue")
        async with Database(access, max_size=1) as opened, opened.transaction("*") as session:
            return await work(session)

    return asyncio.run(connected())


async def _known(session: Session, queue: str) -> str:
    """The queue's table, qualified; only a name on the list reaches a statement as one."""
    names = [row["queue"] for row in await session.all("queue.stats")]
    if _bare(queue) not in names:
        raise UnknownQueue(f"there is no queue {queue!r}; there are {', '.join(names)}")
    return f"mediaq.{_bare(queue)}"


def _bare(queue: str) -> str:
    return queue.removeprefix("mediaq.")


def _uuids(ids: list[str] | None) -> list[UUID]:
    try:
        return [UUID(id) for id in ids or []]
    except ValueError:
        raise typer.BadParameter("a job's id is a UUID") from None


def _listed(ids: Iterable[UUID]) -> str:
    return ", ".join(map(str, ids))
