"""`mediaq webhooks`: looks at deliveries, repeats them, and shows the signing secrets."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from mediaq.cli.database import url_in_use
from mediaq.cli.options import AsJson, Data, settings
from mediaq.cli.output import emit, say, table
from mediaq.db.connect import Role, resolve
from mediaq.db.pool import Database, Session
from mediaq.errors import NotFound
from mediaq.webhooks.secret import master_secret, signing_secret

app = typer.Typer(
    help="Look at webhooks, deliver them again; signing secrets.", no_args_is_help=True
)

T = TypeVar("T")


class Status(StrEnum):
    """How far a delivery is."""

    queued = "queued"
    processing = "processing"
    completed = "completed"
    failed = "failed"
    canceled = "canceled"


@app.command("list")
def show(
    status: Annotated[Status | None, typer.Option(help="Only those that are so far.")] = None,
    analysis: Annotated[UUID | None, typer.Option(metavar="ID", help="Of this analysis.")] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="At most so many.")] = 20,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """The newest deliveries, and what their receivers answered last."""
    params = {
        "owner": "*",
        "analysis_id": analysis,
        "status": status,
        "limit": limit,
        "at": None,
        "after": None,
    }
    rows = _run(data, "mediaq_api", lambda session: session.all("webhooks.list", params))
    if as_json:
        emit({"webhooks": rows})
        return
    names = ["created_at", "webhook_id", "event", "status", "attempts", "response_status", "url"]
    table(
        ["when", "webhook", "event", "status", "attempts", "answer", "url", "error"],
        [[*(row[name] for name in names), row["error_code"]] for row in rows],
    )


@app.command()
def redeliver(
    ids: Annotated[list[UUID], typer.Argument(metavar="ID...", help="Webhooks, by their ids.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Deliver webhooks once more, whatever became of them; ids and bodies stay the same."""
    params = {"ids": ids}
    rows = _run(data, "mediaq_api", lambda session: session.all("webhooks.redeliver", params))
    done = [row["id"] for row in rows]
    if as_json:
        emit({"redelivered": done})
    else:
        say(f"to be delivered again: {len(done)}")
    if missing := [str(id) for id in ids if id not in done]:
        raise NotFound(f"not there, or being delivered just now: {', '.join(missing)}")


@app.command()
def secret(
    owner: Annotated[
        str, typer.Option(metavar="NAME", help="Whose webhooks it signs: the owner of API keys.")
    ] = "local",
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Put a new one in force; for a day both sign.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Print the secret that receivers verify webhooks with.

    It is derived from MEDIAQ_WEBHOOK_SECRET, or from the file that the workers made in the data
    directory: run this where they run. Rotating twice in a day ends the first secret at once.
    """
    if not owner or len(owner) > 200 or not owner.isprintable():
        raise typer.BadParameter("--owner must be 1 to 200 printable characters")
    master = master_secret(settings(data))
    statement = "webhooks.rotate" if rotate else "webhooks.secret_version"
    role: Role = "mediaq_owner" if rotate else "mediaq_worker"
    row = _run(data, role, lambda session: session.one(statement, {"owner": owner}))
    version = row["version"] if row else 1
    text = signing_secret(master, owner, version)
    if as_json:
        emit({"owner": owner, "version": version, "secret": text})
    else:
        say(text)


def _run(data: Path | None, role: Role, work: Callable[[Session], Awaitable[T]]) -> T:
    url = url_in_use(settings(data))

    async def connected() -> T:
        access = await asyncio.to_thread(resolve, url, role, "mediaq webhooks")
        async with Database(access, max_size=1) as opened, opened.transaction("*") as session:
            return await work(session)

    return asyncio.run(connected())
