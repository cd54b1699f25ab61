"""What a producer may write into a job: refused with words, by whatever statement it comes."""

from typing import Any, LiteralString

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.kit.connections import Connect, Connection, column, value
from tests.kit.queues import Queue
from tests.kit.rows import insert, insert_analysis, insert_asset, insert_uploaded

pytestmark = pytest.mark.sql

GOOD: dict[str, Any] = {
    "config": {"model": "gpt-4o", "max_tokens": 500, "temperature": 0},
    "options": {"fps": 0.5, "frame_format": "png", "profile": "ebu", "extract_frames": None},
    "parameters": {"anything": [1, {"goes": "here"}], "": None},
}
BAD = [
    ("options", {"fps": 31}, "fps: must be at most 30"),
    ("options", {"fps": True}, "fps: must be a number"),
    ("options", {"frame_format": "gif"}, "frame_format: must be one of jpg, png"),
    ("options", {"contact_sheet_grid": "2x3\n"}, "contact_sheet_grid: must match"),
    ("options", {"max_duration": 0}, "max_duration: must be greater than 0"),
    ("options", {"colour": 1}, "colour: is not known"),
    ("config", {"max_tokens": 7.0}, "max_tokens: must be a whole number"),
    ("config", {"temperature": None}, "temperature: must be a number"),
    ("parameters", {"a": "a" * 65536}, "must not be larger than 65536 bytes"),
]


def test_a_row_that_asks_for_nothing_still_works(connection: Connection) -> None:
    asset = insert_asset(connection)
    connection.execute("insert into mediaq.analysis (asset_id) values (%s)", [asset])
    insert_uploaded(connection)
    assert value(connection, "select count(*) from mediaq.analysis") == 2


def test_what_the_models_accept_is_accepted(connection: Connection) -> None:
    insert_analysis(connection, **GOOD)


@pytest.mark.parametrize(("field", "given", "problem"), BAD, ids=[problem for *_, problem in BAD])
def test_a_refusal_says_what_is_wrong(
    connection: Connection, field: str, given: dict[str, Any], problem: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        insert(connection, "analysis", asset_id=insert_asset(connection), **{field: given})
    told = caught.value.diag
    assert told.constraint_name == f"analysis_{field}_are_valid"
    assert (told.schema_name, told.table_name, told.column_name) == ("mediaq", "analysis", field)
    assert f"analysis.{field} is not valid: {problem}" in (told.message_primary or "")
    assert problem in (told.message_detail or "")


def test_every_problem_is_told_and_no_value(connection: Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        insert_analysis(connection, options={"fps": 99, "profile": "s3cret", "x" * 100: 1})
    assert (caught.value.diag.message_detail or "").split("\n") == [
        "fps: must be at most 30",
        "profile: must be one of web, podcast, ebu, atsc, netflix, audiobook",
        f"{'x' * 60}: is not known",
    ]


def test_one_bad_row_refuses_its_statement(connection: Connection) -> None:
    asset = insert_asset(connection)
    with pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(
            "insert into mediaq.analysis (asset_id, options)"
            " select %s, jsonb_build_object('fps', n) from generate_series(1, 31) n",
            [asset],
        )
    assert value(connection, "select count(*) from mediaq.analysis") == 0


def test_copy_and_update_are_held_to_it(connection: Connection) -> None:
    analysis = insert_analysis(connection)
    with pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(
            "update mediaq.analysis set options = %s where id = %s",
            [Jsonb({"fps": 0}), analysis],
        )
    copy = "copy mediaq.analysis (asset_id, options) from stdin"
    row = (insert_asset(connection), '{"fps": 0}')
    with pytest.raises(psycopg.errors.CheckViolation), connection.cursor().copy(copy) as stream:
        stream.write_row(row)


def test_a_row_from_before_a_contract_was_tightened_goes_on(connection: Connection) -> None:
    connection.execute("alter table mediaq.analysis disable trigger keep_contracts")
    insert_analysis(connection, options={"old": 1})
    connection.execute("alter table mediaq.analysis enable trigger keep_contracts")
    queue = Queue(connection, "analysis")
    assert len(queue.claim()) == 1


def test_the_api_may_insert_and_ask(connect: Connect, connection: Connection) -> None:
    asset = insert_asset(connection)
    api = connect("mediaq_api")
    api.execute("select set_config('mediaq.owner', 'local', false)")
    insert = "insert into mediaq.analysis (asset_id, options) values (%s, %s)"
    api.execute(insert, [asset, Jsonb(GOOD["options"])])
    with pytest.raises(psycopg.errors.CheckViolation):
        api.execute(insert, [asset, Jsonb({"fps": 0})])
    asked: LiteralString = "select mediaq.contract_errors('analysis_options', %s)"
    assert column(api, asked, Jsonb({"fps": 0})) == ["fps: must be at least 0.1"]
    assert column(api, asked, Jsonb([])) == ["must be an object"]


def test_an_unknown_contract_is_said_so(connection: Connection) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="no contract nothing"):
        connection.execute("select mediaq.contract_errors('nothing', '{}')")


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("priority", [-1000, 1000], [-1001, 1001, 32767]),
        ("max_attempts", [1, 1000, None], [0, -1, 1001]),
        (
            "run_at",
            ["1970-01-01 00:00:00+00", "9999-12-30 23:59:59+00"],
            ["1969-12-31 23:59:59+00", "9999-12-31 00:00:00+00", "infinity", "-infinity"],
        ),
    ],
)
def test_columns_of_a_job_are_within_bounds(
    queue: Queue, connection: Connection, field: str, good: list[Any], bad: list[Any]
) -> None:
    for each in good:
        queue.add(1, **{field: each})
    for each in bad:
        with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.DataError)):
            queue.add(1, **{field: each})
