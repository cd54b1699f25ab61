"""The database's disk is full, then has room again: nothing is lost, and work goes on by itself."""

from pathlib import Path

import psycopg

from mediaq.db.migrate import migrate
from tests.faults.conftest import Recovery
from tests.kit.disk import fill, small_disk
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.postmaster import Postmaster
from tests.kit.wait import wait_for

SIZE = "260m"


def test_30_the_database_s_disk_is_full(tmp_path: Path, recovery: Recovery) -> None:
    with small_disk(tmp_path / "disk", SIZE) as disk:
        server = Postmaster(disk / "pg")
        try:
            migrate(server.url)
            with (
                psycopg.connect(server.url, autocommit=True) as connection,
                labour(server.url, tmp_path) as worker,
            ):
                past = History(connection)
                ballast = fill(disk)
                refused = False
                while not refused:
                    refused = past.enqueue(connection, 200) == "fail"
                wait_for(lambda: worker.logged("database_away") or past.ended())
                ballast.unlink()
                with recovery(30, "database disk full, then freed") as clock:
                    past.enqueue(connection, 10)
                    clock.until(past.ended, 10.0)
                assert worker.process.poll() is None
                past.assert_kept()
        finally:
            server.close()
