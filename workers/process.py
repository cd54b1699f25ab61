"""One worker process: settings in, signals handled, a runner until it ends."""

import asyncio
import faulthandler
import signal

from mediaq.contracts.drift import outdated
from mediaq.db.connect import Access, resolve
from mediaq.db.files import sql_dir
from mediaq.db.migrate import pending
from mediaq.db.pool import Database
from mediaq.errors import SchemaMismatch
from mediaq.media import leftovers
from mediaq.settings import Settings
from workers.kinds import KINDS
from workers.parts import Parts
from workers.runner import Plan, Runner

# Scratch files untouched for this long belong to processes that were killed.
ABANDONED_SECONDS = 24 * 3600.0


async def work(
    settings: Settings,
    url: str,
    kind: str,
    *,
    concurrency: int | None,
    drain: bool,
    pulse: int | None = None,
) -> None:
    """Runs one worker of a kind until SIGTERM or SIGINT (twice: at once), or until drained.

    `pulse` is the descriptor on which a supervisor wants to see that the event loop runs.

    Raises SchemaMismatch when the database is not of this release, DatabaseUnavailable when nobody
    answers at start.
    """
    # A crash, or the supervisor's SIGABRT, says where it was.
    faulthandler.enable()
    access = resolve(url, "mediaq_worker", f"mediaq {kind}")
    same_release(access)
    chosen = KINDS[kind]
    plan = Plan(
        chosen.queue,
        concurrency or chosen.concurrency,
        settings.poll_seconds,
        settings.shutdown_grace,
        drain,
    )
    async with Database(access, max_size=2) as database:
        parts = Parts.of(settings, database)
        parts.storage.sweep(ABANDONED_SECONDS)
        leftovers.sweep_incoming(parts.storage)
        runner = Runner(
            access,
            database,
            plan,
            chosen.handler(parts),
            pulse=pulse,
            enough_room=parts.enough_room if chosen.writes else lambda: True,
        )
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, runner.stop)
        await runner.run()


def same_release(access: Access) -> None:
    """Raises SchemaMismatch unless the database, the SQL files and the models say the same."""
    if stale := outdated(sql_dir()):
        raise SchemaMismatch(
            f"{', '.join(stale)}: not what the models compile to;"
            " run scripts/compile-contracts, then `mediaq migrate`"
        )
    if waiting := pending(access):
        raise SchemaMismatch(
            f"run `mediaq migrate` first: {len(waiting)} files are not in force,"
            f" {', '.join(waiting[:3])}{' …' if len(waiting) > 3 else ''}"
        )
