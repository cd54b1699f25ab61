"""Opens many event streams on one API process and measures: how soon updates arrive, what a stream
costs in memory, and whether other requests are still served."""

import argparse
import asyncio
import json
import os
import re
import resource
import secrets
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx2
import psycopg

from mediaq.db import embedded
from mediaq.db.migrate import migrate

Connection = psycopg.AsyncConnection[tuple[Any, ...]]
# Streams that connect at the same time.
AT_ONCE = 50
SECONDS = 20


@dataclass
class Seen:
    """What the streams have received: when each state of each analysis came in."""

    arrivals: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    pid: int = 0
    busy: float = 0.0
    streams: int = 0
    listed: int = 0
    ended: int = 0

    def take(self, event: str, data: dict[str, Any]) -> None:
        """One event."""
        if event == "analyses":
            self.streams += 1
            self.listed += 1
        elif event == "analysis":
            state = f"{data['status']} {data['progress']}"
            self.arrivals.setdefault((data["analysis_id"], state), []).append(monotonic())
            self.streams += self.listed == 0 and state == "queued 0"


async def follow(url: str, seen: Seen) -> None:
    """Reads one stream to its end, as cheaply as can be."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        path = address.path + (f"?{address.query}" if address.query else "")
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
        event = ""
        while line := (await reader.readline()).decode():
            if line.startswith("event: "):
                event = line[7:].strip()
            elif line.startswith("data: "):
                seen.take(event, json.loads(line[6:]))
            elif line.startswith("HTTP/1.1 ") and " 200 " not in line:
                raise RuntimeError(line)
    finally:
        seen.ended += 1
        writer.close()


@asynccontextmanager
async def followers(urls: list[str], seen: Seen) -> AsyncIterator[None]:
    """Streams of all of them, once each has its first event."""
    tasks = []
    try:
        for start in range(0, len(urls), AT_ONCE):
            tasks += [asyncio.create_task(follow(url, seen)) for url in urls[start:][:AT_ONCE]]
            await until(lambda: seen.streams == len(tasks), tasks)  # noqa: B023
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def until(done: Any, tasks: Any = ()) -> None:
    """Waits for it; raises what a stream raised, and after a while."""
    async with asyncio.timeout(SECONDS):
        while not done():
            for task in tasks:
                if task.done() and not task.cancelled() and task.exception():
                    raise task.exception()
            await asyncio.sleep(0.005)


async def served(url: str, ids: list[str], times: list[float]) -> None:
    """Status requests, twenty a second, until cancelled: how long each took."""
    async with httpx2.AsyncClient(timeout=10, trust_env=False) as client:
        while True:
            began = monotonic()
            answer = await client.get(f"{url}/api/media/status/{secrets.choice(ids)}")
            answer.raise_for_status()
            times.append(monotonic() - began)
            await asyncio.sleep(max(0.0, 0.05 - times[-1]))


async def singles(url: str, ids: list[str], session: Connection, seen: Seen) -> None:
    """Statuses one by one, progress of all running ones, then the end of all."""
    committed: dict[tuple[str, str], float] = {}
    for _ in range(len(ids) // 10):
        cursor = await session.execute(
            "select id from mediaq.claim('mediaq.analysis', mediaq.new_id(), 1)"
        )
        for (id,) in await cursor.fetchall():
            committed[str(id), "processing 0"] = monotonic()
        await asyncio.sleep(0.02)
    report("a status, one analysis after another", await latencies(committed, seen), seen)
    await session.execute("select mediaq.claim('mediaq.analysis', mediaq.new_id(), %s)", [len(ids)])
    now = monotonic()
    committed = {(id, "processing 0"): now for id in ids if (id, "processing 0") not in committed}
    report("a status, all the others in one statement", await latencies(committed, seen), seen)
    for progress in (20, 60):
        await session.execute(
            "select mediaq.heartbeat('mediaq.analysis', array_agg(id), array_agg(lease),"
            " array_agg(%s::int)) from mediaq.analysis where status = 'processing'",
            [progress],
        )
        now = monotonic()
        committed = {(id, f"processing {progress}"): now for id in ids}
        report(f"progress of all ({progress} %)", await latencies(committed, seen), seen)
    await session.execute(
        "select mediaq.complete('mediaq.analysis', array_agg(id), array_agg(lease))"
        " from mediaq.analysis where status = 'processing'"
    )
    now = monotonic()
    committed = {(id, "completed 100"): now for id in ids}
    report("the end of all, in one statement", await latencies(committed, seen), seen)
    await until(lambda: seen.ended == len(ids))


async def galleries(session: Connection, seen: Seen, count: int) -> None:
    """One upload after another, each told to every stream."""
    committed: dict[tuple[str, str], float] = {}
    for _ in range(5):
        [id] = await analyses(session, 1)
        committed[id, "queued 0"] = monotonic()
        await asyncio.sleep(0.5)
    report(f"an upload, to each of {count} streams", await latencies(committed, seen, count), seen)


async def latencies(
    committed: dict[tuple[str, str], float], seen: Seen, count: int = 1
) -> list[float]:
    """From the commit until each stream had it."""
    await until(lambda: all(len(seen.arrivals.get(key, [])) >= count for key in committed))
    return [at - began for key, began in committed.items() for at in seen.arrivals[key]]


def report(what: str, seconds: list[float], seen: Seen | None = None) -> None:
    """One line: median, 99th percentile, worst; processor time of the API since the last line."""
    ordered = sorted(seconds)
    p99 = ordered[int(len(ordered) * 0.99)]
    numbers = f"{median(ordered):6.3f} {p99:6.3f} {ordered[-1]:6.3f}"
    spent = ""
    if seen:
        now = processor(seen.pid)
        spent, seen.busy = f"  API {now - seen.busy:.2f} s", now
    print(f"{what:50} {numbers}  n={len(ordered):<5}{spent}", flush=True)


@contextmanager
def api(database_url: str, storage: str) -> Iterator[tuple[str, int]]:
    """The API in a process of its own: its address and pid."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "MEDIAQ_DATABASE_URL": database_url,
        "MEDIAQ_STORAGE": storage,
        "MEDIAQ_PORT": "0",
        "MEDIAQ_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "api"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().split()[1], process.pid
        finally:
            began = monotonic()
            process.terminate()
            process.wait(20)
            print(f"{'SIGTERM to the end of the process':50} {monotonic() - began:6.3f}")


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    assert found
    return int(found[1]) * 1024


async def measure(database_url: str, url: str, pid: int, count: int) -> None:
    """Everything, in one database."""
    async with AsyncExitStack() as stack:
        session: Connection = await psycopg.AsyncConnection.connect(database_url, autocommit=True)
        await stack.enter_async_context(session)
        ids = await analyses(session, count)
        times: list[float] = []
        asking = asyncio.create_task(served(url, ids, times))
        stack.callback(asking.cancel)
        await until(lambda: len(times) >= 20)
        for name in ("singles", "galleries"):
            times.clear()
            seen, before, began = Seen(pid=pid), resident(pid), monotonic()
            single = name == "singles"
            urls = [f"{url}/api/v1/analyses/{id}/events" for id in ids]
            async with followers(urls if single else [f"{url}/api/v1/events"] * count, seen):
                print(f"\n{count} streams, {name}: open after {monotonic() - began:.1f} s")
                grown = (resident(pid) - before) / count / 1000
                print(f"{'memory of a stream, kB':50} {grown:6.1f}")
                print(f"{'seconds from commit to client':50} {'p50':>6} {'p99':>6} {'most':>6}")
                seen.busy = processor(pid)
                if single:
                    await singles(url, ids, session, seen)
                    ids = await analyses(session, count)
                else:
                    await galleries(session, seen, count)
            report("status requests meanwhile, seconds", times)
            if asking.done():
                asking.result()


async def analyses(session: Connection, count: int) -> list[str]:
    """New queued analyses, each of an asset of its own."""
    cursor = await session.execute(
        "with made as (insert into mediaq.media_assets (filename, upload_status, storage_path)"
        " select n || '.mp4', 'completed', 'originals/' || n from generate_series(1, %s) n"
        " returning id) select count(*) from made",
        [count],
    )
    await cursor.fetchall()
    cursor = await session.execute(
        "select id::text from mediaq.analysis where status = 'queued' order by id desc limit %s",
        [count],
    )
    return [id for (id,) in await cursor.fetchall()]


def main() -> int:
    """Prints the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=1000)
    count: int = parser.parse_args().streams
    with (
        tempfile.TemporaryDirectory(prefix="mediaq-streams-") as directory,
        embedded.server(Path(directory) / "pg", fsync=False) as database_url,
    ):
        migrate(database_url)
        with api(database_url, f"{directory}/storage") as (url, pid):
            _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            asyncio.run(measure(database_url, url, pid, count))
    return 0


if __name__ == "__main__":
    sys.exit(main())
