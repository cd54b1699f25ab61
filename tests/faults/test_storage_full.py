"""The storage is full: what fails for it is tried again later, and nothing new is claimed."""

from pathlib import Path

from tests.faults.conftest import Recovery
from tests.kit.connections import Connection, value
from tests.kit.disk import fill, small_disk
from tests.kit.pipeline import faulty_clip, stored, upload, wait_until_analysed
from tests.kit.processes import worker
from tests.kit.wait import wait_for

FLOOR, LITTLE = 16_384, 65_536
ENDED_FULL = (
    "select status = 'queued' and error_code = 'storage_full' and attempts = 1"
    " and run_at > mediaq.now() + interval '30 s' from mediaq.analysis"
)


def test_12_the_storage_is_full(
    database_url: str, connection: Connection, tmp_path: Path, recovery: Recovery
) -> None:
    media = tmp_path / "media"
    clip = str(media / "storage" / stored(media, faulty_clip()))
    with (
        small_disk(tmp_path / "disk", "8m") as disk,
        worker(
            "analysis",
            database_url,
            tmp_path,
            MEDIAQ_STORAGE=str(disk),
            MEDIAQ_MEDIA_ROOTS=str(media),
            MEDIAQ_STORAGE_FLOOR_BYTES=str(FLOOR),
        ) as full,
    ):
        most = fill(disk, leave=LITTLE)
        first = upload(connection, clip)  # enough room to begin with, too little to end
        wait_for(lambda: value(connection, ENDED_FULL))
        rest = fill(disk)
        wait_for(lambda: full.logged("storage_full"))
        second = upload(connection, clip)
        connection.execute("update mediaq.analysis set run_at = mediaq.now()")
        freed = value(connection, "select mediaq.now()")
        with recovery(12, "storage full, then freed"):
            most.unlink()
            rest.unlink()
            assert wait_until_analysed(connection, first) == "completed"
            assert wait_until_analysed(connection, second) == "completed"
        assert full.logged("storage_has_room")
        claimed = "select started_at > %s from mediaq.analysis where asset_id = %s"
        assert value(connection, claimed, freed, second)
        assert not list((disk / "tmp").iterdir())
