"""What is found, by whom, and that it stays true when rows change or go."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.kit.connections import Connect, Connection, column, value
from tests.kit.rows import insert, insert_analysis, insert_asset, insert_feedback
from tests.sql.searching import SEARCH, found, said, texts, transcript

pytestmark = pytest.mark.sql


def test_a_finding_by_its_words_its_code_and_its_advice(connection: Connection) -> None:
    analysis = insert_analysis(connection)
    insert_feedback(
        connection,
        "The picture freezes for 3 seconds.",
        analysis,
        code="video.freeze",
        suggestion="Look for dropped frames.",
        start_ms=1500,
        end_ms=4500,
    )
    for asked in ("freezing pictures", '"picture freezes"', "video.freeze", "dropping", "FREEZE"):
        ((kind, _, of, start, end, page, *_),) = found(connection, asked)
        assert (kind, of, start, end, page) == ("finding", analysis, 1500, 4500, None), asked
    assert texts(connection, "frozen picture") == []
    assert texts(connection, "picture -freeze") == []
    assert texts(connection, "freezing or nothing") == [
        "The picture [freezes] for 3 seconds. Look for dropped frames."
    ]


def test_a_finding_that_changes_and_goes(connection: Connection) -> None:
    finding = insert_feedback(connection, "Too dark.")
    update = "update mediaq.analysis_feedback set message = %s where id = %s"
    connection.execute(update, ["Too bright.", finding])
    assert texts(connection, "dark") == []
    assert texts(connection, "bright") == ["Too [bright]."]
    connection.execute(update, [None, finding])
    assert value(connection, "select count(*) from mediaq.search_entries") == 0
    connection.execute(update, ["Too dark.", finding])
    connection.execute("delete from mediaq.analysis_feedback where id = %s", [finding])
    assert value(connection, "select count(*) from mediaq.search_entries") == 0


def test_a_change_of_status_writes_nothing(connection: Connection) -> None:
    insert_feedback(connection, "Too dark.")
    before = column(connection, "select id from mediaq.search_entries")
    connection.execute("update mediaq.analysis_feedback set ssml_status = 'processing'")
    connection.execute("update mediaq.analysis_feedback set audio_status = 'failed'")
    assert column(connection, "select id from mediaq.search_entries") == before != []


def test_spoken_sentences_with_their_times(connection: Connection) -> None:
    analysis = insert_analysis(connection)
    segments = said((0, 900, "Open the window."), (900, 2000, "Close the doors."))
    one = transcript(connection, analysis, metadata=segments)
    ((kind, _, of, start, end, *_),) = found(connection, "door")
    assert (kind, of, start, end) == ("transcript", analysis, 900, 2000)
    update = "update mediaq.transcriptions set metadata = %s where id = %s"
    connection.execute(update, [Jsonb(said((5, 6, "Silence."))), one])
    assert texts(connection, "door") == []
    assert texts(connection, "silence") == ["[Silence]."]
    connection.execute("delete from mediaq.transcriptions")
    assert texts(connection, "silence") == []


def test_words_without_sentences_and_text_without_words(connection: Connection) -> None:
    words = [{"word": f"w{n}", "start_ms": 100 * n, "end_ms": 100 * n + 90} for n in range(45)]
    transcript(connection, insert_analysis(connection), word_timestamps=Jsonb(words))
    assert [hit[3:5] for hit in found(connection, "w25")] == [(2000, 3990)]
    transcript(connection, insert_analysis(connection), text_content="Only this text.")
    assert [hit[3:5] for hit in found(connection, "text")] == [(None, None)]


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"segments": 7}, []),
        ({"segments": [None, {"text": {"a": 1}}, {"text": "door", "start_ms": "x"}]}, []),
        ({"segments": [{"text": "door", "start_ms": 1e300, "end_ms": -5}]}, []),
        ({}, [3, {"word": "door", "start_ms": []}, {"word": None}]),
    ],
)
def test_nothing_that_a_producer_writes_is_in_the_way(
    connection: Connection, metadata: dict[str, Any], words: list[Any]
) -> None:
    analysis = insert_analysis(connection)
    transcript(connection, analysis, metadata=metadata, word_timestamps=Jsonb(words))
    insert(connection, "analysis_results", analysis_id=analysis, analysis_type="ocr",
           result={"pages": [1, {"page": "x", "text": "door"}, {"text": ["door"]}]})  # fmt: skip
    assert "page" in {hit[0] for hit in found(connection, "door")}


def test_texts_longer_than_a_vector_can_be(connection: Connection) -> None:
    analysis = insert_analysis(connection)
    # A megabyte of different words is more than one vector holds.
    words = " ".join(f"word{number}" for number in range(110_000))
    pages = [{"page": 1, "text": "a" * 50_000}, {"page": 7, "text": words + " door"}]
    insert(
        connection, "analysis_results", analysis_id=analysis, analysis_type="text",
        result={"pages": pages},
    )  # fmt: skip
    ((kind, _, _, _, _, page, snippet, *_),) = found(connection, "doors")
    assert (kind, page) == ("page", 7)
    assert len(snippet) < 400
    insert_feedback(connection, words)
    transcript(connection, analysis, text_content=words)
    assert {hit[0] for hit in found(connection, "word77")} == {"page", "finding", "transcript"}


def test_words_of_their_language(connection: Connection) -> None:
    for language, text in (
        ("de-AT", "Die Häuser brennen."),
        ("pl", "Otworzyć okna."),
        (None, "He runs."),
    ):
        metadata = said((0, 1, text))
        transcript(connection, insert_analysis(connection), language=language, metadata=metadata)
    insert_feedback(connection, "La lumière manque.", language="fr-FR")
    assert texts(connection, "haus brennt") == []
    assert texts(connection, "häusern") == ["Die [Häuser] brennen."]
    assert texts(connection, "OKNA") == ["Otworzyć [okna]."]
    assert texts(connection, "running") == ["He [runs]."]
    assert texts(connection, "manquer lumières") == ["La [lumière] [manque]."]


def test_names_by_the_beginnings_of_their_words(connection: Connection) -> None:
    asset = insert_asset(connection, filename="Holiday_2024-final (1).mp4")
    assert texts(connection, "holiday") == []
    ended = "update mediaq.media_assets set analysis_status = 'failed'"
    connection.execute(ended)
    for asked in ("holi", "2024", "fin hol", "holiday_2024-final", "mp4", '"2024 final"'):
        ((kind, of, *_),) = found(connection, asked)
        assert (kind, of) == ("name", asset), asked
    assert texts(connection, "holi") == ["[Holiday] 2024 final  1  mp4"]
    assert texts(connection, "holi -final") == []
    connection.execute("update mediaq.media_assets set filename = 'party.mp4'")
    assert texts(connection, "holi") == []
    connection.execute("delete from mediaq.media_assets")
    assert texts(connection, "party") == []


@pytest.mark.parametrize(
    "asked",
    ["", " ", "the", "-dark", '"', "'", "((", "a & | !", "\\", ":*", "'':*", "%s", "dark" * 999],
)
def test_what_asks_for_nothing_finds_nothing(connection: Connection, asked: str) -> None:
    insert_asset(connection, filename="q ''.mp4")
    connection.execute("update mediaq.media_assets set analysis_status = 'completed'")
    insert_feedback(connection, "Too dark.")
    assert found(connection, asked) == []


def test_only_the_newest_analysis_that_says_anything(connection: Connection) -> None:
    asset = insert_asset(connection)
    first, second, third = (insert_analysis(connection, asset) for _ in range(3))
    insert_feedback(connection, "Too dark.", first)
    transcript(connection, first, text_content="Spoken.")
    insert_feedback(connection, "Still too dark.", second)
    assert [hit[2] for hit in found(connection, "dark")] == [second]
    assert [hit[2] for hit in found(connection, "spoken")] == [first]
    hide = "update mediaq.analysis set deleted_at = now() where id = any(%s)"
    connection.execute(hide, [[second, third]])
    assert [hit[2] for hit in found(connection, "dark")] == [first]
    connection.execute("update mediaq.media_assets set deleted_at = now()")
    assert found(connection, "dark") == []


def test_filters_and_pages(connection: Connection) -> None:
    for media_type in ("video", "audio") * 5:
        asset = insert_asset(connection, media_type=media_type, filename="dark.mp4")
        analysis = insert_analysis(connection, asset)
        insert_feedback(connection, "Dark, dark, very dark.", analysis)
        insert_feedback(connection, "A little dark here and there in this file.", analysis)
    connection.execute("update mediaq.media_assets set analysis_status = 'completed'")
    every = found(connection, "dark")
    assert len(every) == 30
    assert len(found(connection, "dark", ["name"])) == 10
    assert len(found(connection, "dark", ["name", "finding"], ["audio"])) == 15
    assert found(connection, "dark", ["page"]) == []
    listed: list[Any] = []
    while page := found(
        connection, "dark", after=listed[-1][7:] if listed else (None, None), most=7
    ):
        listed += page
    assert listed == every
    assert [hit[7] for hit in every] == sorted((hit[7] for hit in every), reverse=True)


def test_everybody_finds_what_is_theirs(connection: Connection, connect: Connect) -> None:
    for owner in ("ann", "bob"):
        asset = insert_asset(connection, owner=owner)
        insert_feedback(connection, "Dark.", insert_analysis(connection, asset, owner=owner))
    connection.execute("update mediaq.media_assets set analysis_status = 'completed'")
    api = connect("mediaq_api")
    count = "select count(*) from mediaq.search('dark or clip', null, null, null, null, 50)"
    for owner, seen in (("ann", 2), ("carl", 0), ("*", 4), ("", 0)):
        with api.transaction():
            api.execute("select set_config('mediaq.owner', %s, true)", [owner])
            assert value(api, count) == seen
    assert value(api, count) == 0
    assert not value(
        connection, "select has_table_privilege('mediaq_api', 'mediaq.search_entries', 'select')"
    )


def test_the_indexes_answer_and_the_table_is_not_read(
    connection: Connection, connect: Connect
) -> None:
    connection.execute(
        "with asset as (insert into mediaq.media_assets (filename)"
        "  select 'clip' || n from generate_series(1, 300) n returning id),"
        " analysis as (insert into mediaq.analysis (asset_id) select id from asset returning id)"
        " insert into mediaq.analysis_feedback (analysis_id, message)"
        " select id, 'word' || row_number() over () from analysis, generate_series(1, 2)"
    )
    connection.execute("update mediaq.media_assets set analysis_status = 'completed'")
    connection.execute("vacuum analyze mediaq.search_entries")
    connection.execute("vacuum analyze mediaq.analysis")
    fresh = connect()  # a session counts what its last transactions read, too, for a while
    with fresh.transaction():
        fresh.execute("select set_config('mediaq.owner', '*', true)")
        # So few rows are as cheaply read one by one; what no index can answer still would be.
        fresh.execute("set local enable_seqscan = off")
        params = ["word77", None, None, None, None, 50]
        assert len(fresh.execute(SEARCH, params).fetchall()) == 1
        scans = "select pg_stat_get_xact_numscans(('mediaq.search_entries' || %s)::regclass)"
        assert value(fresh, scans, "_words") == 1
        assert value(fresh, scans, "_names") == 1
        assert value(fresh, scans, "") == 0
