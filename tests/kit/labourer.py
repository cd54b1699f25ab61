"""A worker process with a test's own handler: `python -m tests.kit.labourer` (see `labour`).

It runs the product's runner, under its supervisor if wanted. Its handler takes a while, then leaves
the history checker's effect.
"""

import argparse
import asyncio
import ctypes
import faulthandler
import os
import re
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import uvloop

from mediaq import log
from mediaq.db import connect
from mediaq.db.pool import Database
from mediaq.queue.job import Done, Job
from tests.kit import history
from tests.kit.processes import WorkerProcess, environment, started
from workers import pulse
from workers.death import report
from workers.runner import Plan, Report, Runner
from workers.supervisor import Program, Supervisor

COMMAND = [sys.executable, "-m", "tests.kit.labourer"]
# Makes the event loop stand still.
HALT = signal.SIGUSR1
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
logger = log.get(__name__)


class Labour:
    """The handler. `how` says what befalls the first attempt: crash is a segmentation fault,
    block an event loop that stands still; poison is a crash of every second job at every attempt;
    else it just works."""

    def __init__(self, seconds: float, gate: Path | None, how: str) -> None:
        self.seconds, self.gate, self.how = seconds, gate, how

    async def __call__(self, job: Job, report: Report) -> Done:
        logger.info("started", job=str(job.id), lease=job.lease)
        if job.attempt == 1 and self.how == "block":
            stand_still()
        await asyncio.sleep(self.seconds)
        if (job.attempt == 1 and self.how == "crash") or (self.how == "poison" and poison(job)):
            ctypes.string_at(0)
        # A thread that waits would keep the process from ending.
        while self.gate is not None and not self.gate.exists():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return history.effect(job)


def stand_still() -> None:
    """A catastrophic regular expression: it ends after the universe, and keeps the interpreter."""
    re.match(r"(a+)+$", "a" * 200 + "b")


def poison(job: Job) -> bool:
    """Every second job."""
    return bool(job.payload["feedback_id"] % 2)


async def work(options: argparse.Namespace, watched: int | None) -> None:
    """Works until told to stop."""
    history.register()
    access = connect.resolve(os.environ["MEDIAQ_DATABASE_URL"], "mediaq_worker", "labourer")
    plan = Plan(history.QUEUE, options.concurrency, options.poll, options.grace)
    labour = Labour(options.seconds, options.gate, options.how)
    async with Database(access, max_size=2) as database:
        runner = Runner(access, database, plan, labour, pulse=watched)
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(HALT, stand_still)
        for number in SIGNALS:
            loop.add_signal_handler(number, runner.stop)
        await runner.run()


async def supervise(arguments: list[str]) -> None:
    """The same in a process below this one."""
    program = Program("labourer", [*COMMAND, *arguments], dict(os.environ), pulse=True)
    url = os.environ["MEDIAQ_DATABASE_URL"]
    supervisor = Supervisor([program], grace=5.0, report=partial(report, url))
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, supervisor.stop)
    await supervisor.run()


@contextmanager
def labour(
    url: str,
    data: Path,
    *,
    concurrency: int = 4,
    seconds: float = 0.0,
    gate: Path | None = None,
    how: str = "work",
    grace: float = 2.0,
    lock_timeout: str = "10s",
    supervised: bool = False,
    prefix: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
) -> Iterator[WorkerProcess]:
    """A ready labourer; killed at the end if it still runs. `prefix` is a command that runs it."""
    given = [f"--concurrency={concurrency}", f"--seconds={seconds}", f"--how={how}"]
    given += [f"--grace={grace}", f"--lock-timeout={lock_timeout}"]
    given += [f"--gate={gate}"] if gate else []
    given += ["--supervised"] if supervised else []
    with started([*prefix, *COMMAND, *given], data, environment(url, data, **(env or {}))) as made:
        yield made


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--concurrency", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--poll", type=float, default=0.5)
    parser.add_argument("--grace", type=float, default=2.0)
    parser.add_argument("--lock-timeout", default="10s")
    parser.add_argument("--gate", type=Path)
    parser.add_argument("--how", default="work")
    parser.add_argument("--supervised", action="store_true")
    options = parser.parse_args()
    log.configure()
    faulthandler.enable()
    connect.TIMEOUTS["lock_timeout"] = options.lock_timeout
    watched = pulse.descriptor()
    if options.supervised and watched is None:
        asyncio.run(supervise(sys.argv[1:]))
    else:
        uvloop.run(work(options, watched))


if __name__ == "__main__":
    main()
