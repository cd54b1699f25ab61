"""`mediaq up`: everything on this machine, until Ctrl-C."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from mediaq import log
from mediaq.cli.database import database, locked, postgres_dir, server_pid
from mediaq.cli.fleet import Fleet
from mediaq.cli.options import AsJson, Data, settings
from mediaq.cli.output import emit, mask, say
from mediaq.db.migrate import migrate
from mediaq.settings import Settings

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def command(
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, metavar="N", help="Port of the API; 0 takes a free one."),
    ] = None,
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Address the API listens on.")
    ] = None,
    data: Data = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="All logs to stderr instead of to files.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run all of it here: database, API, workers.

    One API and a worker of each kind. Uses DATABASE_URL where it is set, else a Postgres of its own
    in the data directory. What dies is started again. Ctrl-C stops all in order, a second one at
    once; nothing stays behind.

    The processes log to logs/NAME.log in the data directory, Postgres to postgres.log; the screen
    shows only that all is ready, and restarts. With --json the ready line is
    {"event": "ready", "url": ..., "database_url": ..., "data": ...}.
    """
    chosen = settings(data, port=port, host=host)
    log.configure(chosen.log_level if verbose else "warning")
    for number in SIGNALS:  # until the children's supervisor listens
        signal.signal(number, signal.default_int_handler)
    try:
        with locked(chosen), database(chosen) as url:
            _run(chosen, url, None if verbose else chosen.data / "logs", as_json)
    except KeyboardInterrupt:
        return


def _run(chosen: Settings, url: str, logs: Path | None, as_json: bool) -> None:
    migrate(url)
    try:
        asyncio.run(_fleet(chosen, url, logs, as_json))
    finally:  # what remains is to stop Postgres, which takes a moment and must not be left
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)


async def _fleet(chosen: Settings, url: str, logs: Path | None, as_json: bool) -> None:
    def announce(address: str) -> None:
        place = {"url": address, "database_url": mask(url), "data": str(chosen.data)}
        if as_json:
            emit({"event": "ready", **place})
            return
        say(f"mediaq is ready at {address}")
        say(f"  data      {chosen.data}")
        say(f"  database  {place['database_url']}")
        if sys.stdout.isatty():
            say("  stop      Ctrl-C")

    server = None if chosen.database_url else server_pid(postgres_dir(chosen))
    await Fleet(chosen, url, logs).run(announce, server=server)
