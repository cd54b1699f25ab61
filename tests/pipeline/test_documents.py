"""Documents on their way through real workers."""

from pathlib import Path
from typing import Any

from tests.kit.connections import Connection, value
from tests.kit.pdf import Leaf, prose, scan, write
from tests.kit.pipeline import all_workers, upload, wait_until_analysed, wait_until_spoken
from tests.kit.processes import worker
from tests.kit.writing import LINES, scanned, writing


def test_a_document_becomes_spoken_findings(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    inbox = tmp_path / "storage" / "inbox"
    inbox.mkdir(parents=True)
    write(inbox / "d.pdf", [Leaf(prose()), scan(100), scan(100)])
    with all_workers(database_url, tmp_path):
        asset = upload(connection, "inbox/d.pdf", "d.pdf")
        assert wait_until_analysed(connection, asset) == "completed"
        wait_until_spoken(connection, asset)
    found = connection.execute(
        "select f.code, f.page, f.audio_status, s.ssml from mediaq.analysis_feedback f"
        " join mediaq.analysis_ssml_segments s on s.feedback_id = f.id order by f.code"
    ).fetchall()
    assert [(code, page, status) for code, page, status, _ in found] == [
        ("doc.low_dpi", 2, "completed"),
        ("doc.mixed_scan", None, "completed"),
        ("doc.no_text", 2, "completed"),
        ("doc.readability", None, "completed"),
    ]
    assert 'On page <sub alias="two">2</sub>,' in found[2][3]
    kinds = connection.execute("select kind from mediaq.asset_files order by kind").fetchall()
    assert ("poster",) in kinds
    text = value(
        connection,
        "select result->'pages'->0->>'text' from mediaq.analysis_results"
        " where analysis_type = 'text'",
    )
    assert str(text).startswith("The harbour was quiet")


def test_a_scan_is_read(database_url: str, connection: Connection, tmp_path: Path) -> None:
    inbox = tmp_path / "storage" / "inbox"
    inbox.mkdir(parents=True)
    scanned(inbox / "d.pdf", [writing()])
    with worker("analysis", database_url, tmp_path, MEDIAQ_OCR_PAGES="1"):
        asset = upload(connection, "inbox/d.pdf", "d.pdf")
        assert wait_until_analysed(connection, asset) == "completed"
    query = "select result from mediaq.analysis_results where analysis_type = 'ocr'"
    result: Any = value(connection, query)
    assert result["status"] == "completed"
    assert result["pages"][0]["text"].splitlines() == list(LINES)


def test_an_old_word_file_is_skipped(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    inbox = tmp_path / "storage" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "d.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with all_workers(database_url, tmp_path):
        asset = upload(connection, "inbox/d.doc", "d.doc")
        assert wait_until_analysed(connection, asset) == "completed"
    query = "select result->>'skipped' from mediaq.analysis_results"
    assert value(connection, query) == "unsupported_format"
