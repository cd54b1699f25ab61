"""Findings are spoken in their language, by the voice chosen for it."""

from functools import partial
from pathlib import Path

import pytest

from tests.kit.connections import Connection, value
from tests.kit.processes import worker
from tests.kit.rows import insert_feedback
from tests.kit.wait import wait_for

SPOKEN = "select audio_status = 'completed' from mediaq.analysis_feedback where id = %s"
NO_VOICE = (
    "select last_error like '%%no-such-voice%%' from mediaq.audio_jobs where feedback_id = %s"
)


def test_the_voice_goes_by_the_language_of_the_finding(
    database_url: str, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIAQ_VOICES", "de=no-such-voice,fr=fr-fr+f2")
    monkeypatch.setenv("MEDIAQ_SPEECH_RATE", "300")
    texts = {"en-US": "It is dark.", "de-AT": "Es ist dunkel.", "fr-FR": "Il fait noir."}
    ids = {
        language: insert_feedback(connection, text, language=language)
        for language, text in texts.items()
    }
    with worker("ssml", database_url, tmp_path), worker("audio", database_url, tmp_path):
        wait_for(partial(value, connection, SPOKEN, ids["en-US"]), 30.0)
        wait_for(partial(value, connection, SPOKEN, ids["fr-FR"]), 30.0)
        wait_for(partial(value, connection, NO_VOICE, ids["de-AT"]), 30.0)
