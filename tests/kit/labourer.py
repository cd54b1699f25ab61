"""A worker process with a test's own handler: `python -m tests.kit.labourer` (see `labour`).

It runs the product's runner. Its handler takes a while, then leaves the history checker's effect.
"""

import argparse
import asyncio
import ctypes
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mediaq import log
from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.queue.job import Done, Job
from tests.kit import history
from tests.kit.processes import WorkerProcess, environment
from tests.kit.wait import wait_for
from workers.runner import Plan, Report, Runner

ROOT = Path(__file__).resolve().parents[2]
logger = log.get(__name__)


class Labour:
    """The handler. `how` says what befalls the first attempt: crash is a segmentation fault,
    block an event loop that stands still; else it just works."""

    def __init__(self, seconds: float, gate: Path | None, how: str) -> None:
        self.seconds, self.gate, self.how = seconds, gate, how

    async def __call__(self, job: Job, report: Report) -> Done:
        logger.info("started", job=str(job.id), lease=job.lease)
        if job.attempt == 1 and self.how == "crash":
            ctypes.string_at(0)
        if job.attempt == 1 and self.how == "block":
            re.match(r"(a+)+$", "a" * 200 + "b")
        await asyncio.sleep(self.seconds)
        # A thread that waits would keep the process from ending.
        while self.gate is not None and not self.gate.exists():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return history.effect(job)


async def main(options: argparse.Namespace) -> None:
    """Works until told to stop."""
    log.configure()
    history.register()
    access = resolve(os.environ["MEDIAQ_DATABASE_URL"], "mediaq_worker", "labourer")
    plan = Plan(history.QUEUE, options.concurrency, options.poll, options.grace)
    async with Database(access) as database:
        runner = Runner(access, database, plan, Labour(options.seconds, options.gate, options.how))
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, runner.stop)
        await runner.run()


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
    env: Mapping[str, str] | None = None,
) -> Iterator[WorkerProcess]:
    """A ready labourer; killed at the end if it still runs."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / f"labourer-{len(list(data.glob('*.stderr')))}.stderr"
    given = [f"--concurrency={concurrency}", f"--seconds={seconds}", f"--how={how}"]
    given += [f"--grace={grace}", *([f"--gate={gate}"] if gate else [])]
    with path.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.labourer", *given],
            env=environment(url, data, **(env or {})),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stderr=out,
            start_new_session=True,
        )
    started = WorkerProcess(process, path)
    try:
        wait_for(lambda: started.logged("worker_ready") or process.poll() is not None, 30.0)
        assert process.poll() is None, path.read_text()
        yield started
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait(10)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--concurrency", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--poll", type=float, default=0.5)
    parser.add_argument("--grace", type=float, default=2.0)
    parser.add_argument("--gate", type=Path)
    parser.add_argument("--how", default="work")
    asyncio.run(main(parser.parse_args()))
