"""Which Postgres a test run uses.

`MEDIAQ_TEST_DATABASE_URL` names one, in which the tests make and drop databases (and leave the
cluster's three mediaq roles behind). Else a container of `MEDIAQ_TEST_POSTGRES_IMAGE`, where a
Docker engine can start one. Else the embedded server. `MEDIAQ_TEST_SERVER` = embedded |
testcontainers insists on one of the last two. The last line of a run names the choice.
"""

import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from docker.errors import DockerException  # type: ignore[import-untyped]

from mediaq.db import embedded

IMAGE = "postgres:18"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def open_server(stack: ExitStack) -> tuple[str, str]:
    """What kind of server it is, and the URL of its database `postgres`, as superuser."""
    given, wanted = (
        os.environ.get(f"MEDIAQ_TEST_{name}", "") for name in ("DATABASE_URL", "SERVER")
    )
    if wanted not in ("", "embedded", "testcontainers"):
        raise pytest.UsageError(f"MEDIAQ_TEST_SERVER={wanted}: embedded or testcontainers")
    if given:
        return "given", with_database(given, "postgres")
    if wanted != "embedded":
        try:
            return "testcontainers", stack.enter_context(_container())
        except DockerException as error:
            if wanted:
                raise pytest.UsageError(f"MEDIAQ_TEST_SERVER=testcontainers: {error}") from error
        _collect_sockets()
    return "embedded", stack.enter_context(throwaway())


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _collect_sockets() -> None:
    """Docker's client, when it fails, leaves its socket to the collector, which would warn later,
    in the middle of somebody's test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


@contextmanager
def throwaway() -> Iterator[str]:
    """An embedded server in a temporary directory: the URL of its database `postgres`."""
    with (
        tempfile.TemporaryDirectory(prefix="mediaq-test-", dir=_memory()) as directory,
        embedded.server(Path(directory) / "pg", fsync=False) as url,
    ):
        yield with_database(url, "postgres")


def _memory() -> str | None:
    """Shared memory, if there is room: a database is copied in 12 ms there, 300 on a busy disk."""
    shm = "/dev/shm"
    return shm if os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > 1 << 30 else None


@contextmanager
def _container() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from testcontainers.postgres import PostgresContainer

    image = os.environ.get("MEDIAQ_TEST_POSTGRES_IMAGE", IMAGE)
    command = " ".join(["postgres", *(f"-c {setting}" for setting in FAST)])
    container = PostgresContainer(image, driver=None).with_command(command)
    with container.with_tmpfs_mount("/var/lib/postgresql"):
        yield with_database(container.get_connection_url(), "postgres")
