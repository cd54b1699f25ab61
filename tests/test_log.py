"""The log: where its lines go, and what they do not tell."""

import io
import json

import pytest

from mediaq import log


def test_lines_follow_a_replaced_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stderr", first)
    log.configure("info")
    logger = log.get("here")
    monkeypatch.setattr("sys.stderr", second)
    first.close()
    logger.info("said", count=1)
    assert json.loads(second.getvalue())["event"] == "said"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://me:s3cret@db/x", "postgresql://me:***@db/x"),
        ("https://host:8443/path", "https://host:8443/path"),
        ("GET /x?token=abc&b=1", "GET /x?token=***&b=1"),
    ],
)
def test_secrets_are_masked(text: str, shown: str) -> None:
    assert log.redact(None, "info", {"url": text}) == {"url": shown}


def test_lines_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("warning")
    log.get("here").info("quiet")
    assert capsys.readouterr().err == ""
