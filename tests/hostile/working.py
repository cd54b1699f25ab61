"""Broken inputs as rows and stored files, through a real worker and a real database."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from mediaq.media.names import safe_filename
from tests.hostile.broken import GAVE_UP, REFUSALS, Broken
from tests.hostile.children import trap
from tests.kit.connections import Connection, value
from tests.kit.pipeline import upload
from tests.kit.processes import WorkerProcess, alive, worker
from tests.kit.wait import wait_for

ENV: dict[str, Any] = {"MEDIAQ_TOOL_SECONDS": "40", "MEDIAQ_MAX_DURATION": "60"}


@dataclass(frozen=True)
class Ended:
    """How an analysis ended."""

    name: str
    status: str
    code: str | None
    attempts: int

    @property
    def wrong(self) -> bool:
        """Neither an answer nor a permanent failure at the first attempt."""
        if self.status == "completed":
            return self.attempts != 1
        return self.status != "failed" or self.attempts != 1 or self.code not in ACCEPTED


ACCEPTED = REFUSALS | {GAVE_UP, "blob_corrupt", "path_outside_storage"}


def work_off(
    connection: Connection, url: str, data: Path, cases: Sequence[Broken], seconds: float
) -> list[Ended]:
    """Has one worker analyse them all. Fails when it, or its process, was not the same to the end,
    left a tool behind, or touched what it must not."""
    inbox = data / "storage" / "inbox"
    inbox.mkdir(parents=True)
    with ExitStack() as stack:
        caught = stack.enter_context(trap(data))
        names: dict[UUID, str] = {}
        for number, case in enumerate(cases):
            (inbox / str(number)).write_bytes(case.bytes(caught.neighbour, caught.port))
            asset = upload(connection, f"inbox/{number}", safe_filename(case.filename))
            names[asset] = case.name
        for name, path in _odd_paths(inbox).items():
            names[upload(connection, path)] = name
        process = stack.enter_context(worker("analysis", url, data, processes=1, **ENV))
        _wait(connection, process, seconds)
        assert caught.touched() == ""
    rows = connection.execute("select asset_id, status, error_code, attempts from mediaq.analysis")
    return [Ended(names[asset], *row) for asset, *row in rows.fetchall()]


def _wait(connection: Connection, process: WorkerProcess, seconds: float) -> None:
    pid = process.pid
    open_ones = "select count(*) from mediaq.analysis where status in ('queued', 'processing')"
    wait_for(lambda: value(connection, open_ones) == 0, seconds)
    assert alive(pid)
    assert process.count("worker_ready") == 1
    assert process.tools() == []
    assert value(connection, "select count(*) from mediaq.job_errors where error ~ 'lost'") == 0


def _odd_paths(inbox: Path) -> dict[str, str]:
    """Storage paths of rows that lead to something else than a stored file, by what they are."""
    (inbox / "device").symlink_to("/dev/zero")
    (inbox / "outside").symlink_to("/etc/passwd")
    (inbox / "loop").symlink_to("loop")
    (inbox / "directory").mkdir()
    os.mkfifo(inbox / "pipe")
    names = ("device", "outside", "loop", "directory", "pipe", "missing")
    odd = {f"a {name}": f"inbox/{name}" for name in names}
    return odd | {"a device by its path": "/dev/zero", "a parent": "../../../../etc/passwd"}
