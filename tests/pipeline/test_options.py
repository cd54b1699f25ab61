"""Options that a SQL client wrote, down to the stored pictures."""

from pathlib import Path

from tests.kit.connections import Connection, column, value
from tests.kit.pipeline import faulty_clip, stored
from tests.kit.processes import worker
from tests.kit.rows import insert_analysis, insert_asset
from tests.kit.wait import wait_for


def test_the_worker_does_what_the_row_asks_for(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    asset = insert_asset(connection, storage_path=stored(tmp_path, faulty_clip()))
    options = {"fps": 0.5, "frame_format": "png", "profile": "ebu", "generate_contact_sheet": False}
    analysis = insert_analysis(connection, asset, options=options)
    with worker("analysis", database_url, tmp_path):
        ended = "select status not in ('queued', 'processing') from mediaq.analysis where id = %s"
        wait_for(lambda: value(connection, ended, analysis), 60)
    paths = column(connection, "select file_path from mediaq.asset_files where kind = 'frame'")
    assert (len(paths), {Path(path).suffix for path in paths}) == (4, {".png"})
    sheets = "select count(*) from mediaq.asset_files where kind = 'contact_sheet'"
    assert value(connection, sheets) == 0
    assert not list((tmp_path / "storage" / "processed").rglob("*sheet*.*"))
    source = "select source from mediaq.analysis_feedback where code = 'audio.loudness'"
    assert value(connection, source) == "EBU R 128 v5.0"
