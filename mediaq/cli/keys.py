"""`mediaq keys`: makes, lists and revokes API keys, straight in the database."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from mediaq import keys
from mediaq.cli.database import database, locked, postgres_dir, url_in_use
from mediaq.cli.options import AsJson, Data, settings
from mediaq.cli.output import ago, emit, say, table
from mediaq.db import embedded
from mediaq.db.connect import resolve
from mediaq.db.migrate import migrate
from mediaq.db.pool import Database, Row, Session
from mediaq.errors import MediaqError, NotFound
from mediaq.settings import Settings

app = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)

T = TypeVar("T")
SECONDS = {"m": 60, "h": 3600, "d": 86400}
MOST_DAYS = 36500
DEFAULT_SCOPES = ("read", "write")


class Scope(StrEnum):
    """What a key may do; none contains another."""

    read = "read"
    write = "write"
    admin = "admin"


class NotAllowed(MediaqError):
    """Only the owner of the schema makes keys: connect as a login that may become mediaq_owner."""

    code, permanent = "not_the_owner", True


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What it is for, to recognise it in the list.")] = "",
    owner: Annotated[
        str, typer.Option(metavar="NAME", help="Whose rows it sees and makes; * sees all.")
    ] = "local",
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it may do; read and write unless named.")
    ] = None,
    expires: Annotated[
        str | None, typer.Option(metavar="AGE", help="Until when, like 90d or 12h; else for ever.")
    ] = None,
    rate: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, max=1_000_000, help="Requests per minute; 0 for no limit."
        ),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it: it is shown this once and never again."""
    chosen = settings(data)
    pepper = chosen.key_pepper.get_secret_value() if chosen.key_pepper else None
    key = keys.generate()
    params = {
        "id": key.id,
        "name": _text("NAME", name),
        "owner": _text("--owner", owner) or "local",
        "secret_sha256": key.digest(pepper),
        "scopes": sorted(set(scope or DEFAULT_SCOPES)),
        "expires_in": _seconds(expires),
        "rate_limit": rate,
    }
    with _started(chosen) as url:
        row = _run(url, lambda session: session.one("keys.add", params))
    if as_json:
        emit({"key": key.text, **(row or {})})
    else:
        say(key.text)


@app.command("list")
def show(data: Data = None, as_json: AsJson = False) -> None:
    """All keys that were ever made; what they are is not known, only what they may."""
    rows = _run(url_in_use(settings(data)), lambda session: session.all("keys.all"))
    if as_json:
        emit({"keys": rows})
        return
    columns = ["id", "name", "owner", "scopes", "state", "expires", "last used", "per minute"]
    table(columns, [_line(row) for row in rows])


def _line(row: Row) -> list[str]:
    return [
        row["id"],
        row["name"],
        row["owner"],
        " ".join(row["scopes"]),
        row["state"],
        f"{row['expires_at']:%Y-%m-%d %H:%M}" if row["expires_at"] else "-",
        ago(row["unused_seconds"]),
        "-" if row["rate_limit"] is None else str(row["rate_limit"]),
    ]


@app.command()
def revoke(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The first part of the key.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Revoke keys, at once and for good; a second time changes nothing."""
    wanted = [key.id if (key := keys.parse(id)) else id.removeprefix("mq_") for id in ids]
    url = url_in_use(settings(data))
    rows = _run(url, lambda session: session.all("keys.revoke", {"ids": wanted}))
    done = [row["id"] for row in rows]
    if as_json:
        emit({"revoked": done})
    else:
        say(f"revoked: {len(done)}")
    if missing := [id for id in wanted if id not in done]:
        raise NotFound(f"there is no such key: {', '.join(missing)}")


@contextmanager
def _started(chosen: Settings) -> Iterator[str]:
    """The database; the embedded one is started if it does not run, for an API that listens
    publicly does not start without a key."""
    if chosen.database_url or embedded.running(postgres_dir(chosen)):
        yield url_in_use(chosen)
        return
    with locked(chosen), database(chosen) as url:
        migrate(url)
        yield url


def _run(url: str, work: Callable[[Session], Awaitable[T]]) -> T:
    async def connected() -> T:
        access = await asyncio.to_thread(resolve, url, "mediaq_owner", "mediaq keys")
        async with Database(access, max_size=1) as opened, opened.transaction() as session:
            return await work(session)

    try:
        return asyncio.run(connected())
    except MediaqError as error:
        if error.detail.startswith("42501"):
            raise NotAllowed from None
        raise


def _text(name: str, value: str) -> str:
    if len(value) > 200 or not value.isprintable():
        raise typer.BadParameter(f"{name} must be at most 200 printable characters")
    return value.strip()


def _seconds(text: str | None) -> float | None:
    """The age in seconds; without one None, which makes no date in the database either."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,9})([mhd])", text.strip())
    seconds = int(found[1]) * SECONDS[found[2]] if found else 0
    if not 0 < seconds <= MOST_DAYS * SECONDS["d"]:
        raise typer.BadParameter(f"not an age: {text!r}; say 90d, 12h or 30m")
    return float(seconds)
