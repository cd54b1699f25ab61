"""SSML that a SQL client wrote: spoken as it says, or refused for good with nothing lost."""

from functools import partial
from pathlib import Path

from tests.kit.connections import Connection, value
from tests.kit.processes import worker
from tests.kit.rows import insert, insert_feedback
from tests.kit.wait import wait_for

ENTITY = '<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><speak>&e;</speak>'
GOOD = '<speak version="1.0" xml:lang="en-US">Hi <prosody rate="+10%">there</prosody>.</speak>'
XINCLUDE = (
    '<speak xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="/etc/passwd"/></speak>'
)
REFUSED = (
    [ENTITY],
    [XINCLUDE],
    ['<speak>Hi <audio src="/etc/passwd"/></speak>'],
    ["<speak>" + "<lang xml:lang='en'>" * 10_000],
    # The first segment is sound and is not spoken alone.
    [GOOD, f"<speak>{'a' * 1_000_000}</speak>"],
)


def written_by_sql(connection: Connection, segments: list[str]) -> int:
    """A finding whose SSML is made by no worker of ours, ready to be spoken."""
    finding = insert_feedback(connection)
    connection.execute("delete from mediaq.ssml_jobs where feedback_id = %s", [finding])
    for index, ssml in enumerate(segments):
        given = {"feedback_id": finding, "segment_index": index, "ssml": ssml}
        insert(connection, "analysis_ssml_segments", **given)
    insert(connection, "audio_jobs", feedback_id=finding)
    return finding


def test_foreign_ssml_is_spoken_or_refused_for_good(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    refused = [written_by_sql(connection, segments) for segments in REFUSED]
    good = written_by_sql(connection, [GOOD])
    left = "select count(*) = 0 from mediaq.audio_jobs where status in ('queued', 'processing')"
    with worker("audio", database_url, tmp_path):
        wait_for(partial(value, connection, left), 30.0)
    ended = connection.execute(
        "select f.id, f.audio_status, j.status, j.error_code, j.attempts,"
        " (select array_agg(s.ssml order by s.segment_index)"
        "  from mediaq.analysis_ssml_segments s where s.feedback_id = f.id)"
        " from mediaq.analysis_feedback f join mediaq.audio_jobs j on j.feedback_id = f.id"
        " order by f.id"
    ).fetchall()
    assert ended == [
        *(
            (finding, "failed", "failed", "invalid_ssml", 1, segments)
            for finding, segments in zip(refused, REFUSED, strict=True)
        ),
        (good, "completed", "completed", None, 1, [GOOD]),
    ]
    spoken = connection.execute("select audio_url from mediaq.analysis_audio_segments").fetchall()
    files = [p for p in (tmp_path / "storage").rglob("*") if p.suffix == ".opus"]
    assert [str(p.relative_to(tmp_path / "storage")) for p in files] == [url for (url,) in spoken]
    assert len(files) == 1
