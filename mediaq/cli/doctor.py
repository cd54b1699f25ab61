"""`mediaq doctor`: looks at everything in reach and says what to do."""

import asyncio
from dataclasses import asdict

import typer

from mediaq.cli import checks_access, checks_database, checks_local
from mediaq.cli.checks import Check
from mediaq.cli.database import postgres_dir
from mediaq.cli.options import AsJson, Data, Url, api_url, settings
from mediaq.cli.output import emit, mask, table
from mediaq.db import embedded
from mediaq.db.connect import Access, resolve
from mediaq.errors import DatabaseUnavailable
from mediaq.settings import Settings

FAILED = 1


def command(data: Data = None, url: Url = None, as_json: AsJson = False) -> None:
    """Check everything in reach and say what to do.

    Database, workers, queues, storage, sandbox, engines, API. The exit code is 1 when a check
    failed; warnings are allowed.
    """
    chosen = settings(data)
    checks = asyncio.run(_look(chosen, api_url(url)))
    failed = any(check.status == "fail" for check in checks)
    if as_json:
        emit(
            {
                "ok": not failed,
                "database_url": mask(_database_url(chosen)),
                "data": str(chosen.data),
                "storage": str(chosen.storage),
                "checks": [asdict(check) for check in checks],
            }
        )
    else:
        table(
            ["", "check", "finding", "what to do"],
            [[check.status, check.name, check.message, check.do] for check in checks],
        )
    if failed:
        raise typer.Exit(FAILED)


async def _look(chosen: Settings, url: str) -> list[Check]:
    database = await _database(chosen)
    return [*database, *await checks_local.look(chosen, url)]


async def _database(chosen: Settings) -> list[Check]:
    url = _database_url(chosen)
    shown = mask(url)
    try:
        await asyncio.to_thread(resolve, url, "mediaq_api", "mediaq doctor")
    except DatabaseUnavailable as error:
        if chosen.database_url:
            do = "Start the server, or correct DATABASE_URL."
            return [Check("database", "fail", f"{shown}: {error.detail}", do)]
        text = f"the embedded server is not running; it would be {shown}"
        return [Check("database", "warn", text, "Start it with `mediaq up`.")]
    # As the login itself: a role sees nothing of other sessions.
    access = Access(url, application="mediaq doctor")
    checks = await checks_database.look(access)
    if not any(check.name == "schema" and check.status == "fail" for check in checks):
        checks.append(await checks_access.look(chosen, access))
    return [Check("database", "ok", f"answers at {shown}"), *checks]


def _database_url(chosen: Settings) -> str:
    return chosen.database_url or embedded.url(postgres_dir(chosen))
