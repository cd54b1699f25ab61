"""The API as a process of its own, and a client that can stop in mid-sentence."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from mediaq.settings import Settings


@dataclass(frozen=True)
class Running:
    """A process that listens at `url`."""

    process: "subprocess.Popen[str]"
    url: str

    def connect(self) -> socket.socket:
        """A plain connection."""
        address = urlsplit(self.url)
        assert address.hostname
        assert address.port
        return socket.create_connection((address.hostname, address.port), timeout=10)

    def refuses(self) -> bool:
        """Whether it listens no more."""
        try:
            self.connect().close()
        except ConnectionRefusedError:
            return True
        return False

    def peak_bytes(self) -> int:
        """The most memory it ever had resident."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read())
        assert found
        return int(found[1]) * 1024


def environment(settings: Settings) -> dict[str, str]:
    """The settings as the environment of a process that has no others."""
    return {
        "PATH": os.environ["PATH"],
        "MEDIAQ_DATABASE_URL": settings.database_url or "",
        "MEDIAQ_STORAGE": str(settings.storage),
        "MEDIAQ_HOST": settings.host,
        "MEDIAQ_HOSTS": ",".join(settings.hosts),
        "MEDIAQ_API_KEY": settings.api_key.get_secret_value() if settings.api_key else "",
        "MEDIAQ_PORT": str(settings.port),
        "MEDIAQ_LOG_LEVEL": settings.log_level,
        "MEDIAQ_MAX_UPLOAD_BYTES": str(settings.max_upload_bytes),
        "MEDIAQ_SLOW_SECONDS": str(settings.slow_seconds),
        "MEDIAQ_POOL_SIZE": str(settings.pool_size),
        "MEDIAQ_POOL_TIMEOUT": str(settings.pool_timeout),
        "MEDIAQ_MAX_STREAMS": str(settings.max_streams),
        "MEDIAQ_MAX_STREAMS_PER_KEY": str(settings.max_streams_per_key),
        "MEDIAQ_CALLBACK_HTTP": str(settings.callback_http),
        "MEDIAQ_FETCH_ALLOW": ",".join(settings.fetch_allow),
        "MEDIAQ_FETCH_PORTS": ",".join(map(str, settings.fetch_ports)),
        "MEDIAQ_SHUTDOWN_GRACE": str(settings.shutdown_grace),
    }


def start(settings: Settings) -> "subprocess.Popen[str]":
    """`python -m api` with these settings."""
    return subprocess.Popen(
        [sys.executable, "-m", "api"],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(settings: Settings) -> Iterator[Running]:
    """Started and listening; killed at the end if it still runs."""
    with start(settings) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert line.startswith("ready http://127.0.0.1:"), line
            yield Running(process, line.split()[1])
        finally:
            process.kill()
            process.communicate()
