"""From a spoken file to its transcript in the database and in the storage."""

import json
from pathlib import Path
from typing import Any

from tests.kit.clips import Clip, tone
from tests.kit.connections import Connection, value
from tests.kit.pipeline import stored as clip_in
from tests.kit.pipeline import upload, wait_until_analysed
from tests.kit.processes import worker
from tests.kit.rows import insert_analysis, insert_asset
from tests.kit.voice import SENTENCE, model, say
from tests.kit.wait import wait_for

RESULT = "select result from mediaq.analysis_results r join mediaq.analysis n on n.id = analysis_id"
# What repeats itself the model takes for a fault of its own, and rolls dice.
MORE = (
    "After that we walked to the old station, where my sister was waiting with two tickets for the"
    " evening train. It was late again, so we bought some bread and read the news."
)
FAST = f'<prosody rate="140%">{SENTENCE} {MORE}</prosody>'


def stored(data: Path, text: str = SENTENCE) -> str:
    """A spoken file in the storage."""
    (data / "storage" / "inbox").mkdir(parents=True)
    say(data / "storage" / "inbox" / "a.wav", text)
    return "inbox/a.wav"


def test_speech_is_written_down_and_not_where_nobody_asks(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    asset = upload(connection, stored(tmp_path, FAST), "a.wav")
    insert_analysis(connection, asset, options={"transcribe_audio": False})
    with worker("analysis", database_url, tmp_path, MEDIAQ_WHISPER_MODEL=str(model())):
        ended = "select count(*) from mediaq.analysis where status = 'completed'"
        wait_for(lambda: value(connection, ended) == 2, 60)
    row = connection.execute(
        "select text_content, provider, language, confidence_score, word_timestamps, metadata"
        " from mediaq.transcriptions"
    ).fetchall()
    ((text, provider, language, confidence, words, metadata),) = row
    assert "window" in text
    assert (provider, language) == ("whisper", "en")
    assert 0.5 < confidence <= 1
    assert words[0].keys() == {"word", "start_ms", "end_ms", "confidence"}
    assert metadata["segments"][0]["start_ms"] < 500
    at = " where analysis_type = 'transcription' and kickoff = %s"
    assert value(connection, RESULT + at, "auto")["status"] == "completed"
    assert value(connection, RESULT + at, "asked") == {
        "status": "skipped", "reason": "not_asked", "detail": None,
    }  # fmt: skip
    path = value(connection, "select file_path from mediaq.asset_files where kind = 'transcript'")
    assert (tmp_path / "storage" / path).read_text().startswith("WEBVTT\n\n00:00:00")
    pace = (
        "select measurement, ssml_status from mediaq.analysis_feedback where code = 'speech.pace'"
    )
    ((measured, speaking),) = connection.execute(pace).fetchall()
    assert (measured > 180, speaking) == (True, "queued")


def test_a_transcription_alone_makes_nothing_else(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    path = clip_in(tmp_path, Clip(seconds=2.0, sound=tone(2.0)))
    asset = insert_asset(connection, storage_path=path, metadata={"kept": 1})
    insert_analysis(connection, asset, analyzer_type="transcription")
    with worker("analysis", database_url, tmp_path):
        assert wait_until_analysed(connection, asset) == "completed"
    rows = "select analysis_type, result from mediaq.analysis_results"
    results: dict[str, Any] = dict(connection.execute(rows).fetchall())
    assert results.keys() == {"segments", "transcription"}
    assert results["transcription"]["reason"] == "no_provider"
    assert [one["kind"] for one in results["segments"]["segments"]] == ["sound"]
    others = (
        "select (select count(*) from mediaq.analysis_feedback)"
        " + (select count(*) from mediaq.asset_files)"
    )
    assert value(connection, others) == 0
    assert value(connection, "select metadata from mediaq.media_assets") == {"kept": 1}


def test_a_broken_model_fails_no_analysis(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    asset = upload(connection, stored(tmp_path), "a.wav")
    with worker("analysis", database_url, tmp_path, MEDIAQ_WHISPER_MODEL="/nonexistent"):
        assert wait_until_analysed(connection, asset) == "completed"
    kinds: dict[str, Any] = dict(
        connection.execute("select analysis_type, result from mediaq.analysis_results").fetchall()
    )
    assert kinds["transcription"]["reason"] == "provider_failed"
    assert "provider_not_ready" in json.dumps(kinds["transcription"])
    assert kinds["segments"]["speech_ms"] > 3000
