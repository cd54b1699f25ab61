"""Files that are not what they claim: one attempt, a clear permanent failure, the worker lives."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.connections import Connection, value
from tests.kit.pipeline import faulty_clip, stored, upload, wait_until_analysed
from tests.kit.processes import worker

SECRET = "the secret of another file"


def _truncated(inbox: Path) -> None:
    data = inbox.parents[1]
    whole = (data / "storage" / stored(data, faulty_clip(), "whole.mp4")).read_bytes()
    (inbox / "bad.mp4").write_bytes(whole[: len(whole) // 2])


def _text(inbox: Path) -> None:
    (inbox / "bad.mp4").write_text("this is no film\n" * 100)


def _playlist(inbox: Path) -> None:
    (inbox / "secret.ts").write_text(SECRET)
    target = inbox / "secret.ts"
    (inbox / "bad.mp4").write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{target}\n#EXT-X-ENDLIST\n")


def _ffconcat(inbox: Path) -> None:
    (inbox / "secret.wav").write_text(SECRET)
    (inbox / "bad.mp4").write_text("ffconcat version 1.0\nfile secret.wav\n")


def _empty(inbox: Path) -> None:
    (inbox / "bad.mp4").touch()


CASES = [
    (_truncated, "media_invalid"),
    (_text, "unsupported_media"),
    (_playlist, "unsupported_media"),
    (_ffconcat, "unsupported_media"),
    (_empty, "empty_media"),
    (lambda inbox: None, "blob_corrupt"),
]


@pytest.mark.parametrize(("make", "code"), CASES, ids=[code for _, code in CASES])
def test_bad_files_fail_once_and_for_good(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    make: Callable[[Path], None],
    code: str,
) -> None:
    inbox = tmp_path / "storage" / "inbox"
    inbox.mkdir(parents=True)
    make(inbox)
    good = stored(tmp_path, faulty_clip(4.5), "good.mp4")
    with worker("analysis", database_url, tmp_path):
        asset = upload(connection, "inbox/bad.mp4", "bad.mp4")
        assert wait_until_analysed(connection, asset) == "failed"
        row = connection.execute(
            "select attempts, error_code, last_error from mediaq.analysis"
        ).fetchone()
        assert row is not None
        assert row[:2] == (1, code)
        assert SECRET not in row[2]
        assert wait_until_analysed(connection, upload(connection, good)) == "completed"
    assert (
        value(
            connection,
            "select count(*) from mediaq.analysis_feedback f join mediaq.analysis a"
            " on a.id = f.analysis_id where a.asset_id = %s",
            asset,
        )
        == 0
    )


def test_a_path_outside_the_storage_is_not_opened(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    with worker("analysis", database_url, tmp_path / "data"):
        outside = tmp_path / stored(tmp_path, faulty_clip(4.5), "clip.mp4")
        for path in (str(outside), "../clip.mp4", "/etc/passwd"):
            asset = upload(connection, path)
            assert wait_until_analysed(connection, asset) == "failed"
    codes = connection.execute("select distinct attempts, error_code from mediaq.analysis")
    assert codes.fetchall() == [(1, "path_outside_storage")]
