"""Findings are spoken in their language, by the voice chosen for it."""

from functools import partial
from pathlib import Path

from tests.kit.connections import Connection, value
from tests.kit.processes import worker
from tests.kit.rows import insert_feedback
from tests.kit.wait import wait_for

ENDED = "select audio_status = %s from mediaq.analysis_feedback where id = %s"
TEXTS = {"en-US": "It is dark.", "de-AT": "Es ist dunkel.", "fr-FR": "Il fait noir."}


def test_the_voice_goes_by_the_language_of_the_finding(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    ids = {tag: insert_feedback(connection, text, language=tag) for tag, text in TEXTS.items()}
    voices = "de=no-such-voice,fr=fr-fr+f2"
    with (
        worker("ssml", database_url, tmp_path),
        worker("audio", database_url, tmp_path, MEDIAQ_VOICES=voices),
    ):
        for tag, status in (("en-US", "completed"), ("fr-FR", "completed"), ("de-AT", "failed")):
            wait_for(partial(value, connection, ENDED, status, ids[tag]), 30.0)
    query = "select last_error from mediaq.audio_jobs where feedback_id = %s"
    assert value(connection, query, ids["de-AT"]) == "There is no voice 'no-such-voice'."
