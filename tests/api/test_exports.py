"""Findings and transcripts as other programs read them."""

import html
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.exporting import HOSTILE, cues, exported, records
from tests.api.problem import refused
from tests.api.rows import OPUS, insert_spoken, stored, uploaded
from tests.kit.connections import Connection
from tests.kit.rows import insert, insert_feedback

FORMS = {
    "json": "application/json",
    "csv": "text/csv",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "txt": "text/plain",
    "m3u": "audio/mpegurl",
}


@pytest.fixture
def analysis(connection: Connection) -> UUID:
    """Findings of a span, of a moment, of the whole file, and of a page."""
    id = uploaded(connection, filename="clip.mp4", duration_ms=60_000)[1]
    insert_feedback(connection, "Frozen.", id, start_ms=20_000, end_ms=30_000, code="freeze")
    insert_feedback(connection, "A click.", id, start_ms=3_723_004, measurement=-1.5, unit="dB")
    insert_feedback(connection, "Too loud.", id, severity="critical")
    insert_feedback(connection, None, id, severity="error", code="audio.none")
    insert_feedback(connection, "A typo.", id, page=3)
    return id


@pytest.fixture
def hostile(connection: Connection) -> UUID:
    """A finding for each text, in their order, a second each; the first names itself so too."""
    id = uploaded(connection, filename='=x"\r\nSet-Cookie: a/../é.mp4')[1]
    for at, text in enumerate(HOSTILE):
        insert_feedback(
            connection, text, id, start_ms=at * 1000, suggestion=text, code=text, source=text
        )
    return id


def transcribed(connection: Connection, words: Any, **columns: Any) -> UUID:
    """An analysis with a transcript."""
    id = uploaded(connection, filename="talk.mp4")[1]
    given = {"provider": "test", "text_content": "Good evening.", **columns}
    insert(connection, "transcriptions", analysis_id=id, word_timestamps=Jsonb(words), **given)
    return id


def said(*words: tuple[str, int, int]) -> list[dict[str, Any]]:
    """Words as their column holds them."""
    return [{"word": word, "start_ms": start, "end_ms": end} for word, start, end in words]


@pytest.mark.parametrize("form", FORMS)
def test_each_format_is_a_file_that_can_be_asked_for_again(
    client: TestClient, analysis: UUID, form: str
) -> None:
    path = f"/api/v1/analyses/{analysis}/export?format={form}"
    answer = client.get(path)
    assert answer.headers["content-type"].split(";")[0] == FORMS[form]
    ending = "m3u8" if form == "m3u" else form
    name = f'attachment; filename="clip-findings.{ending}"'
    assert answer.headers["content-disposition"] == name
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(path).headers["content-length"] == str(len(answer.content))


def test_json_is_what_the_analysis_shows(client: TestClient, analysis: UUID) -> None:
    found = json.loads(exported(client, analysis, "json"))
    whole = client.get(f"/api/v1/analyses/{analysis}").json()
    assert found["findings"] == whole["feedback"]
    assert (found["filename"], found["duration_ms"]) == ("clip.mp4", 60_000)


def test_csv(client: TestClient, analysis: UUID) -> None:
    rows = records(exported(client, analysis, "csv"))
    assert [row["message"] for row in rows] == ["Too loud.", "", "A typo.", "Frozen.", "A click."]
    assert rows[4]["measurement"] == "-1.5", "a number stays one"
    assert (rows[3]["start_ms"], rows[3]["end_ms"], rows[0]["start_ms"]) == ("20000", "30000", "")


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_cues_show_each_finding_for_a_while(client: TestClient, analysis: UUID, form: str) -> None:
    found = cues(exported(client, analysis, form), form)
    assert found == [
        (0, 1176, "[critical] Too loud."),
        (1176, 2234, "[error] audio.none"),
        (2234, 3528, "[info] Page 3: A typo."),
        (20_000, 30_000, "[info] Frozen."),
        (3_723_004, 3_723_004 + 882, "[info] A click."),
    ]
    point = "." if form == "vtt" else ","
    assert f"01:02:03{point}004 --> " in exported(client, analysis, form)


def test_text(client: TestClient, analysis: UUID) -> None:
    text = exported(client, analysis, "txt")
    assert text.startswith("clip.mp4\n5 findings\n\ncritical")
    assert "info  00:00:20.000–00:00:30.000  freeze\n  Frozen.\n" in text
    assert "info  page 3  note\n  A typo.\n" in text


def test_csv_cannot_be_made_to_compute(client: TestClient, hostile: UUID) -> None:
    rows = records(exported(client, hostile, "csv"))
    assert len(rows) == len(HOSTILE)
    for row, text in zip(rows, HOSTILE, strict=True):
        formula = text[0] in "=+-@\t"
        expected = "'" + text if formula else text
        assert {row[name] for name in ("message", "suggestion", "code", "source")} == {expected}


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_no_text_breaks_out_of_its_cue(client: TestClient, hostile: UUID, form: str) -> None:
    text = exported(client, hostile, form)
    assert text.count("-->") == len(HOSTILE)
    found = cues(text, form)
    assert [start for start, _, _ in found] == [at * 1000 for at in range(len(HOSTILE))]
    for (_, _, shown), given in zip(found, HOSTILE, strict=True):
        words = html.unescape(shown) if form == "vtt" else shown
        if form == "vtt":
            assert "<" not in shown
            assert "[info]" + _letters(given) == _letters(words)
        else:
            assert "<b" not in shown
            assert "{\\an8" not in shown
    assert max(len(html.unescape(line)) for line in text.splitlines()) <= 42
    assert "مرحبا بالعالم" in text
    assert "\u202e" not in text


def _letters(text: str) -> str:
    """What is neither white space, nor turns what follows, nor stands for a line's end."""
    return "".join(c for c in text.replace("\\N", "") if c.isprintable() and not c.isspace())


def test_a_playlist_has_an_entry_a_sound(
    client: TestClient, connection: Connection, settings: Settings
) -> None:
    id = uploaded(connection, filename="a\n#EXTINF:1,b.mp4")[1]
    for text in HOSTILE:
        key = stored(settings, "speech.ogg", OPUS)
        insert_spoken(connection, id, text, key)
    first = insert_spoken(connection, id, "First.", key, severity="critical")[1]
    lines = exported(client, id, "m3u").splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[2:4] == ["#EXTINF:1.200,[critical] First.", f"/api/v1/audio/{first}"]
    urls = [line for line in lines if not line.startswith("#")]
    assert len(urls) == len(HOSTILE) + 1
    assert {client.get(url).content for url in urls} == {OPUS}
    assert len(lines) == 2 + 2 * len(urls)


def test_a_file_name_is_no_header_and_no_path(client: TestClient, hostile: UUID) -> None:
    answer = client.get(f"/api/v1/analyses/{hostile}/export?format=csv")
    name = answer.headers["content-disposition"]
    assert name == ("attachment; filename=\"_-findings.csv\"; filename*=UTF-8''%C3%A9-findings.csv")
    assert "set-cookie" not in answer.headers


def test_a_transcript(client: TestClient, connection: Connection) -> None:
    words = said(("Good", 0, 310), ("evening.", 320, 800), ("Welcome", 900, 1300), ("back.", 0, 0))
    words[3].update(start_ms=1310, end_ms=1500)
    id = transcribed(connection, words, language="en", confidence_score=0.5)
    found = json.loads(exported(client, id, "json", "transcript"))
    assert [word["word"] for word in found["words"]] == ["Good", "evening.", "Welcome", "back."]
    assert (found["provider"], found["language"], found["confidence"]) == ("test", "en", 0.5)
    assert exported(client, id, "txt", "transcript") == "Good evening.\n"
    for form in ("srt", "vtt"):
        assert cues(exported(client, id, form, "transcript"), form) == [
            (0, 834, "Good evening."),
            (900, 1734, "Welcome back."),
        ]


def test_cues_of_speech_can_be_read(client: TestClient, connection: Connection) -> None:
    """An hour of words of all lengths, pauses and sentences."""
    words, at = [], 0
    for number in range(4000):
        text = "wo<i>rd"[: number % 7 + 1] * (number % 5 + 1) if number % 500 else "x" * 200
        at += 2000 if number % 97 == 0 else 40
        words += said((text + ("." if number % 11 == 0 else ""), at, at + 250))
        at += 250
    id = transcribed(connection, words)
    for form in ("srt", "vtt"):
        found = cues(exported(client, id, form, "transcript"), form)
        for (start, end, text), after in zip(found, [*found[1:], None], strict=True):
            lines = html.unescape(text).split("\\N")
            assert len(lines) <= 2
            assert max(map(len, lines)) <= 42
            assert end - start <= 7000
            assert after is None or start < end <= after[0]
        spoken = "".join(_letters(html.unescape(text)) for _, _, text in found)
        given = "".join(word["word"] for word in words)
        assert spoken.replace("‹", "<") == given


def test_what_a_transcript_does_not_have(client: TestClient, connection: Connection) -> None:
    without = uploaded(connection)[1]
    refused(client.get(f"/api/v1/analyses/{without}/transcript"), 404, "no_transcript")
    for words in ([], [1], [{"word": "a"}], said(("a", 5, 1)), said(("a", -1, 1))):
        id = transcribed(connection, words)
        assert json.loads(exported(client, id, "json", "transcript"))["words"] == []
        path = f"/api/v1/analyses/{id}/transcript?format=vtt"
        refused(client.get(path), 404, "no_word_times")


@pytest.mark.parametrize("what", ["export", "transcript"])
def test_refusals(client: TestClient, connection: Connection, what: str) -> None:
    id = uploaded(connection)[1]
    path = f"/api/v1/analyses/{id}/{what}"
    refused(client.get(path, params={"format": "exe"}), 400, "invalid_query", ["query", "format"])
    refused(client.get(f"/api/v1/analyses/{uuid4()}/{what}"), 404, "not_found")
    refused(client.get(f"/api/v1/analyses/7/{what}"), 400, "invalid_id")
    connection.execute("update mediaq.analysis set deleted_at = mediaq.now()")
    refused(client.get(path), 410, "gone")


def test_frames_are_for_zips(client: TestClient, analysis: UUID) -> None:
    path = f"/api/v1/analyses/{analysis}/export"
    refused(client.get(path, params={"frames": "true"}), 400, "invalid_query", ["query", "frames"])
