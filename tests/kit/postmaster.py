"""A server of a test's own, to be stopped in every way and started again on the same data."""

import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediaq.db import embedded
from tests.kit.server import _memory


class Postmaster:
    """The server; everything that makes it durable is on."""

    def __init__(self, pgdata: Path) -> None:
        self._pgdata = pgdata
        self._log = pgdata.with_suffix(".log")
        self.url = embedded.url(pgdata)
        embedded._prepare(pgdata)
        self.process: subprocess.Popen[bytes] | None = None
        self.start()
        embedded._ensure_database(pgdata)

    def start(self) -> None:
        """Returns when it answers."""
        self.process = embedded._start(self._pgdata, self._log, fsync=True)
        embedded._wait_until_ready(self._pgdata, self.process, self._log)

    def send(self, number: signal.Signals) -> None:
        """SIGTERM is a smart shutdown, SIGINT a fast one, SIGQUIT an immediate one."""
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Returns when it has ended."""
        self.send(number)
        assert self.process is not None
        self.process.wait(20)

    def restart_immediately(self) -> None:
        """What a crash does: no checkpoint, every connection gone."""
        self.stop(signal.SIGQUIT)
        self.start()

    def close(self) -> None:
        """Stops it if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.stop(signal.SIGQUIT)


@contextmanager
def postmaster() -> Iterator[Postmaster]:
    """A server with an empty database `mediaq`, in shared memory where there is room."""
    with tempfile.TemporaryDirectory(prefix="mediaq-own-", dir=_memory()) as directory:
        server = Postmaster(Path(directory) / "pg")
        try:
            yield server
        finally:
            server.close()
