"""`mediaq worker`: processes that work on one queue."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer
import uvloop

from mediaq import log
from mediaq.cli.database import url_in_use
from mediaq.cli.options import AsJson, Data, settings
from mediaq.db.connect import resolve
from mediaq.settings import Settings
from workers.death import report
from workers.kinds import KINDS
from workers.process import same_release, work
from workers.pulse import descriptor
from workers.supervisor import Program, Supervisor

# What a worker needs after its grace to settle and to say goodbye.
SETTLING_SECONDS = 5.0


def command(
    kind: Annotated[str, typer.Argument(metavar=" | ".join(KINDS), help="What to work on.")],
    concurrency: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Jobs at once in each process.")
    ] = None,
    processes: Annotated[int, typer.Option(metavar="N", min=1, help="Processes that work.")] = 1,
    drain: Annotated[bool, typer.Option("--drain", help="End when nothing is due.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Work on one queue until SIGTERM or Ctrl-C.

    The work is done in processes of its own: one that dies or stands still is replaced. A second
    signal ends them at once: their jobs go back to the queue.

    Logs go to stderr: JSON lines, or readable ones on a terminal. With --json they are JSON lines
    on stdout.
    """
    if kind not in KINDS:
        raise typer.BadParameter(f"there is no worker {kind!r}; choose from {', '.join(KINDS)}")
    chosen = settings(data)
    log.configure(chosen.log_level, to_stdout=as_json)
    url = url_in_use(chosen)
    if (pulse := descriptor()) is not None:
        uvloop.run(work(chosen, url, kind, concurrency=concurrency, drain=drain, pulse=pulse))
        return
    # Here rather than in each process, which would be started again and again.
    same_release(resolve(url, "mediaq_worker", f"mediaq {kind}"))
    programs = [
        program(
            chosen,
            url,
            kind,
            number=number if processes > 1 else None,
            flags=[
                *(["--concurrency", str(concurrency)] if concurrency else []),
                *(["--drain"] if drain else []),
                *(["--json"] if as_json else []),
            ],
            ends=drain,
        )
        for number in range(1, processes + 1)
    ]
    asyncio.run(_supervise(programs, url, grace(chosen)))


def program(
    chosen: Settings,
    url: str,
    kind: str,
    *,
    number: int | None = None,
    flags: Sequence[str] = (),
    ends: bool = False,
) -> Program:
    """A worker process; the database's URL may hold a password, so it goes by environment."""
    command = [sys.executable, "-m", "mediaq.cli", "worker", kind, *flags]
    name = kind if number is None else f"{kind}-{number}"
    return Program(name, command, environment(chosen, url), ends=ends, pulse=True)


def environment(chosen: Settings, url: str) -> dict[str, str]:
    """Ours, with the settings in it that the command line may have changed."""
    return {
        **os.environ,
        "MEDIAQ_DATABASE_URL": url,
        "MEDIAQ_DATA": str(chosen.data),
        "MEDIAQ_STORAGE": str(chosen.storage),
        "MEDIAQ_HOST": chosen.host,
        "MEDIAQ_PORT": str(chosen.port),
    }


def grace(chosen: Settings) -> float:
    """Seconds after which a child that was asked to end is killed."""
    return chosen.shutdown_grace + SETTLING_SECONDS


async def _supervise(programs: list[Program], url: str, seconds: float) -> None:
    def pass_on(_: Program, line: str) -> None:
        typer.echo(line)

    supervisor = Supervisor(programs, grace=seconds, on_line=pass_on, report=partial(report, url))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, supervisor.stop)
    await supervisor.run()
