"""`mediaq queue`: looks at the queues and moves their jobs, straight in the database."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from mediaq.cli.database import url_in_use
from mediaq.cli.options import AsJson, Data, settings
from mediaq.cli.output import ago, emit, say, table
from mediaq.db.connect import Role, resolve
from mediaq.db.pool import Database, Row, Session
from mediaq.errors import MediaqError, NotFound, UnknownQueue

app = typer.Typer(help="Look at the queues; retry, cancel, pause, resume, limit.")

Queue = Annotated[str, typer.Argument(metavar="QUEUE", help="For example ssml_jobs.")]
T = TypeVar("T")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
RATE = r"(\d+)\s*/\s*(\d*)\s*(?:([smhd])|(?:(s)ec(?:ond)?|(m)in(?:ute)?|(h)our|(d)ay)s?)"
LIFTS = "0 lifts it."
STATUSES = ("queued", "processing", "completed", "failed", "canceled")


class NotTheOwner(MediaqError):
    """The login may not change queues."""

    code, permanent = "not_the_owner", True


@app.callback(invoke_without_command=True)
def overview(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """Look at the queues; retry, cancel, pause, resume, limit. Without a command: all queues."""
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
    code: Annotated[str | None, typer.Option(help="Only those with this error code.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="Failed since: 2026-01-31T08:00, or 2h ago.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="Failed before.")] = None,
    key: Annotated[str | None, typer.Option(help="Only those of this key (owner).")] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="At most so many, the oldest first.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Put failed or canceled jobs back, with fresh attempts; failed ones also by a filter."""
    wanted = _uuids(ids) or None
    chosen = {
        "code": code,
        "since": _time(since),
        "until": _time(until),
        "key": key,
        "limit": limit,
    }
    filtered = any(value is not None for value in chosen.values())
    if wanted and filtered:
        raise typer.BadParameter("name jobs or a filter, not both")

    async def put_back(session: Session) -> list[Row]:
        table = await _known(session, queue)
        if filtered:
            return await session.all("queue.retry_where", {"queue": table, **chosen})
        return await session.all("queue.retry", {"queue": table, "ids": wanted})

    done = [row["id"] for row in _run(data, put_back)]
    if as_json:
        emit({"queue": _bare(queue), "retried": done})
    else:
        say(f"put back: {len(done)}")
    if missing := set(wanted or []) - set(done):
        raise NotFound(f"neither failed nor canceled: {_listed(missing)}")


@app.command()
def limit(
    queue: Queue,
    concurrency: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help=f"Jobs at once, over all workers. {LIFTS}"),
    ] = None,
    key_concurrency: Annotated[
        int | None, typer.Option(metavar="N", min=0, help=f"Jobs of one key at once. {LIFTS}")
    ] = None,
    rate: Annotated[
        str | None,
        typer.Option(metavar="N/PERIOD", help=f"Claims, like 100/minute or 5/30s. {LIFTS}"),
    ] = None,
    fair: Annotated[bool | None, typer.Option(help="Whether keys take turns.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Set what a queue may do at once and how often; what is not named stays."""
    count, seconds = _rate(rate)
    params = {
        "concurrency": concurrency,
        "key_concurrency": key_concurrency,
        "rate_limit": count,
        "rate_seconds": seconds,
        "fair": fair,
    }

    async def set_limits(session: Session) -> Row | None:
        return await session.one("queue.limit", {"queue": await _known(session, queue), **params})

    try:
        row = _run(data, set_limits, "mediaq_owner") or {}
    except MediaqError as error:
        if not error.detail.startswith("42501"):
            raise
        raise NotTheOwner(
            "only the owner sets limits; connect as a login that may become mediaq_owner"
        ) from None
    if as_json:
        emit({"queue": _bare(queue), "limits": row})
        return
    rate_set = f"{row['rate_limit']} in {row['rate_period']}" if row["rate_limit"] else "-"
    table(
        ["queue", "at once", "at once per key", "claims", "keys take turns"],
        [
            [
                _bare(queue),
                row["concurrency"] or "-",
                row["key_concurrency"] or "-",
                rate_set,
                "yes" if row["fair"] else "no",
            ]
        ],
    )


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


def _run(
    data: Path | None, work: Callable[[Session], Awaitable[T]], role: Role = "mediaq_api"
) -> T:
    url = url_in_use(settings(data))

    async def connected() -> T:
        access = await asyncio.to_thread(resolve, url, role, "mediaq queue")
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


def _time(text: str | None) -> datetime | None:
    """A moment: ISO 8601, or an age like 30m, 2h, 7d."""
    if text is None:
        return None
    if age := re.fullmatch(r"(\d+)([smhd])( ago)?", text.strip()):
        ago = timedelta(seconds=int(age[1]) * SECONDS[age[2]])
        return datetime.now(UTC) - ago
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise typer.BadParameter(f"not a time: {text!r}; say 2026-01-31T08:00 or 2h") from None


def _rate(text: str | None) -> tuple[int | None, float | None]:
    """Claims and seconds from 100/minute, 5/30s; 0 alone lifts the limit."""
    if text is None:
        return None, None
    if text.strip() == "0":
        return 0, None
    found = re.fullmatch(RATE, text.strip().lower())
    if not found or int(found[1]) == 0 or found[2] == "0":
        raise typer.BadParameter(f"not a rate: {text!r}; say 100/minute or 5/30s")
    return int(found[1]), float(found[2] or 1) * SECONDS[found[found.lastindex or 3]]


def _listed(ids: Iterable[UUID]) -> str:
    return ", ".join(map(str, ids))
