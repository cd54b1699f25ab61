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


def test_what_repeats_is_logged_seldom_and_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 1.0, 9.9, 10.0, 10.1])
    monkeypatch.setattr(log, "monotonic", lambda: next(clock))
    log.configure()
    logger = log.get("here")
    for number in range(4):
        logger.warning("away", number=number, every=10.0)
    logger.warning("another", every=10.0)
    logger.warning("away")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line.get("number"), line.get("omitted")) for line in lines] == [
        ("away", 0, None),
        ("away", 3, 2),
        ("another", None, None),
        ("away", None, None),
    ]
    assert "every" not in lines[0]
