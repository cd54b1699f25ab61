"""Which database a command speaks to: the configured one, else the embedded one of the data
directory; and the only place that knows where in it that one is."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediaq.db import embedded
from mediaq.errors import DatabaseUnavailable, MediaqError
from mediaq.settings import Settings

ENDING_SECONDS = 20.0


class AlreadyRunning(MediaqError):
    """Another mediaq uses the data directory."""

    code, permanent = "already_running", True


def postgres_dir(settings: Settings) -> Path:
    """The embedded server's data directory."""
    return settings.data / "postgres"


def url_in_use(settings: Settings) -> str:
    """The configured database, else the embedded one if it is running."""
    if settings.database_url:
        return settings.database_url
    if embedded.running(postgres_dir(settings)):
        return embedded.url(postgres_dir(settings))
    raise DatabaseUnavailable(
        f"the embedded database in {settings.data} is not running; start it with `mediaq up`"
        " or set DATABASE_URL"
    )


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The configured database, else the embedded one, which is started for as long as needed.

    The caller holds `locked` when the embedded server may have to be started.
    """
    if settings.database_url:
        yield settings.database_url
        return
    _wait_until_ended(postgres_dir(settings))
    with embedded.server(postgres_dir(settings)) as url:
        yield url


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """The data directory for this process alone; AlreadyRunning when another has it."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.data / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise AlreadyRunning(
                f"mediaq already runs on {settings.data} (process {holder}); stop it first"
                " or choose another --data"
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def server_pid(pgdata: Path) -> int | None:
    """The process of a server on this data directory, answering or about to end; None: there is
    none."""
    try:
        pid = int((pgdata / "postmaster.pid").read_text().split()[0])
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except (OSError, ValueError, IndexError):
        return None
    return pid if name == "postgres" else None


def _wait_until_ended(pgdata: Path) -> None:
    """A killed `mediaq up` leaves its server a moment to write down what it has."""
    deadline = time.monotonic() + ENDING_SECONDS
    while server_pid(pgdata) and time.monotonic() < deadline:
        time.sleep(0.05)
