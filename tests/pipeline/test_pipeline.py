"""From a row that SQL alone wrote to audio that plays, with real worker processes."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from psycopg.rows import dict_row

from tests.kit.clips import Clip, tone
from tests.kit.connections import Connection, value
from tests.kit.pictures import PLACE, blurred, exif, saved, scene
from tests.kit.pipeline import (
    all_workers,
    faulty_clip,
    stored,
    upload,
    wait_until_analysed,
    wait_until_spoken,
)


def findings(connection: Connection, asset: Any) -> dict[str, dict[str, Any]]:
    """The asset's findings by code: of repeats the one that is spoken, which comes first."""
    cursor = connection.cursor(row_factory=dict_row)
    cursor.execute(
        "select f.* from mediaq.analysis_feedback f join mediaq.analysis a on a.id = f.analysis_id"
        " where a.asset_id = %s order by f.id desc",
        [asset],
    )
    return {row["code"]: row for row in cursor}


def heard(path: Path) -> float:
    """Seconds of sound that an audio file really decodes to."""
    with av.open(str(path)) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


def test_a_video_row_becomes_spoken_findings(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    path = stored(tmp_path, faulty_clip())
    with all_workers(database_url, tmp_path):
        asset = upload(connection, path)
        assert wait_until_analysed(connection, asset) == "completed"
        wait_until_spoken(connection, asset)
    found = findings(connection, asset)
    assert found["video.black"]["start_ms"] == 0
    assert found["video.black"]["end_ms"] == pytest.approx(3000, abs=340)
    assert found["audio.silence"]["start_ms"] == pytest.approx(4000, abs=50)
    assert "audio.loudness" in found
    assert {row["ssml_status"] for row in found.values()} == {"completed"}
    assert {row["audio_status"] for row in found.values()} == {"completed"}
    segments = connection.execute(
        "select audio_url, duration_ms from mediaq.analysis_audio_segments"
    ).fetchall()
    assert len(segments) >= len(found)
    for key, duration_ms in segments:
        assert heard(tmp_path / "storage" / key) * 1000 == pytest.approx(duration_ms, abs=30)


def test_a_video_leaves_frames_sheets_poster_and_waveform(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    path = stored(tmp_path, faulty_clip())
    with all_workers(database_url, tmp_path):
        asset = upload(connection, path)
        wait_until_analysed(connection, asset)
    rows = connection.execute(
        "select kind, file_path, file_size_bytes from mediaq.asset_files where asset_id = %s",
        [asset],
    ).fetchall()
    kinds = [row[0] for row in rows]
    assert (kinds.count("frame"), kinds.count("contact_sheet")) == (24, 4)
    assert (kinds.count("poster"), kinds.count("waveform")) == (1, 1)
    for _, key, size in rows:
        assert (tmp_path / "storage" / key).stat().st_size == size
    row = connection.execute(
        "select media_type, duration_ms, width, height from mediaq.media_assets"
    ).fetchone()
    assert row is not None
    assert row[0] == "video"
    assert row[1] == pytest.approx(8000, abs=100)
    assert row[2:] == (160, 90)


def test_an_audio_row_becomes_spoken_findings(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    clip = Clip(seconds=6.0, picture=None, sound=tone(6.0, level=0.9), audio_codec="pcm_s16le")
    path = stored(tmp_path, clip, "note.wav")
    with all_workers(database_url, tmp_path):
        asset = upload(connection, path, "note.wav")
        assert wait_until_analysed(connection, asset) == "completed"
        wait_until_spoken(connection, asset)
    found = findings(connection, asset)
    assert found["audio.loudness"]["severity"] == "warning"
    assert {row["audio_status"] for row in found.values()} == {"completed"}
    assert value(connection, "select count(*) from mediaq.asset_files where kind = 'waveform'") == 1


def test_repeats_are_rows_and_only_the_first_is_spoken(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    sound = np.concatenate([tone(1.0), tone(2.5, level=0.0)] * 4 + [tone(1.0)], axis=1)
    clip = Clip(seconds=15.0, picture=None, sound=sound, audio_codec="pcm_s16le")
    path = stored(tmp_path, clip, "gaps.wav")
    with all_workers(database_url, tmp_path):
        asset = upload(connection, path, "gaps.wav")
        assert wait_until_analysed(connection, asset) == "completed"
        wait_until_spoken(connection, asset)
    silences = connection.execute(
        "select f.start_ms, f.details, f.ssml_status, f.audio_status, s.ssml"
        " from mediaq.analysis_feedback f"
        " left join mediaq.analysis_ssml_segments s on s.feedback_id = f.id"
        " where f.code = 'audio.silence' order by f.start_ms"
    ).fetchall()
    start_ms, details, *statuses, ssml = silences[0]
    assert start_ms == pytest.approx(1000, abs=50)
    assert (details, statuses) == ({"more": 3}, ["completed", "completed"])
    assert '<sub alias="three">3</sub> more like this.' in ssml
    assert [row[1:] for row in silences[1:]] == [({"not_spoken": "repeat"}, None, None, None)] * 3


def test_a_picture_row_becomes_spoken_findings_and_a_poster(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    inbox = tmp_path / "storage" / "inbox"
    inbox.mkdir(parents=True)
    saved(blurred(scene(), 4), inbox / "p.jpg", exif=exif(base={274: 6}, gps=PLACE))
    with all_workers(database_url, tmp_path):
        asset = upload(connection, "inbox/p.jpg", "p.jpg")
        assert wait_until_analysed(connection, asset) == "completed"
        wait_until_spoken(connection, asset)
    found = findings(connection, asset)
    assert set(found) == {"image.blurry", "image.gps"}
    assert {row["audio_status"] for row in found.values()} == {"completed"}
    row = connection.execute(
        "select a.media_type, a.width, a.height, f.kind, f.file_path, r.analysis_type"
        " from mediaq.media_assets a join mediaq.asset_files f on f.asset_id = a.id"
        " join mediaq.analysis_results r on r.analysis_id = f.analysis_id"
    ).fetchone()
    assert row is not None
    assert row[:4] == ("image", 480, 720, "poster")
    assert row[5] == "technical"
    with Image.open(tmp_path / "storage" / row[4]) as poster:
        assert (poster.size, dict(poster.getexif())) == ((480, 720), {})
