"""`mediaq migrate`: the schema, forwards and back."""

from contextlib import ExitStack
from dataclasses import asdict
from typing import Annotated, Any

import typer

from mediaq.cli.database import database, locked, url_in_use
from mediaq.cli.options import AsJson, Data, settings
from mediaq.cli.output import emit, say
from mediaq.db.migrate import migrate, rollback
from mediaq.errors import DatabaseUnavailable
from mediaq.settings import Settings


def command(
    database_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Database, instead of DATABASE_URL; a password is safer in the environment.",
        ),
    ] = None,
    back: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Undo the newest N migrations.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Bring the database to this release's schema.

    Without a configured database it is the embedded one, started for the moment if need be.
    """
    chosen = settings(data, database_url=database_url)
    with ExitStack() as stack:
        url = _url(chosen, stack)
        report = {"undone": rollback(url, back)} if back else asdict(migrate(url))
    if as_json:
        emit(report)
    else:
        _tell(report)


def _url(chosen: Settings, stack: ExitStack) -> str:
    try:
        return url_in_use(chosen)
    except DatabaseUnavailable:
        stack.enter_context(locked(chosen))
        return stack.enter_context(database(chosen))


def _tell(report: dict[str, Any]) -> None:
    if "undone" in report:
        say(f"undone: {', '.join(report['undone']) or 'nothing'}")
        return
    count = len(report["migrations"]), len(report["functions"])
    say(
        f"applied {count[0]} migrations and {count[1]} functions"
        if any(count)
        else "the schema is up to date"
    )
    if not report["roles"]:
        say("the roles could not be made: row security is off; see `mediaq doctor`")
