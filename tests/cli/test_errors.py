"""Mistakes are one line on stderr and an exit code; help is everywhere."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import mediaq
from mediaq.cli.app import run
from mediaq.db import embedded

NOWHERE = "postgresql://nobody:hunter2@127.0.0.1:1/none"
NO_API = ("--url", "http://127.0.0.1:1")
ID = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "MEDIAQ_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MEDIAQ_DATA", str(tmp_path / "data"))
    (tmp_path / "clip.mp4").write_bytes(b"not much")


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["upload", "missing.mp4"], 1, "no such file"),
        (["upload", ".", *NO_API], 1, "no such file"),
        (["upload", "clip.mp4", *NO_API], 1, "no API answers"),
        (["upload", "https://example.org/clip.mp4", *NO_API], 1, "no API answers"),
        (["upload", "clip.mp4", "--url", "nonsense"], 1, "nonsense"),
        (["watch", ID, *NO_API], 1, "no API answers"),
        (["export", ID, *NO_API], 1, "no API answers"),
        (["export", ID, "--format", "exe"], 2, "exe"),
        (["queue"], 1, "not running"),
        (["queue", "retry", "ssml_jobs"], 1, "not running"),
        (["keys", "list"], 1, "not running"),
        (["keys", "revoke", "x"], 1, "not running"),
        (["queue", "cancel", "ssml_jobs", "7"], 2, "UUID"),
        (["worker", "analysis"], 1, "not running"),
        (["worker", "nonsense"], 2, "nonsense"),
        (["worker", "ssml", "--processes", "0"], 2, "--processes"),
        (["up", "--port", "99999"], 2, "--port"),
        (["nonsense"], 2, "nonsense"),
        (["upload"], 2, "FILE|URL"),
        (["upload", "clip.mp4", "--profile", "loud"], 2, "audiobook"),
    ],
)
def test_a_mistake_is_one_line(
    arguments: Sequence[str], code: int, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert word in err
    assert err.startswith("mediaq: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["queue"], ["worker", "ssml"], ["migrate"], ["up"]])
def test_a_database_that_does_not_answer(
    arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", NOWHERE)
    assert run(arguments) == 1
    err = capsys.readouterr().err
    assert "refused" in err
    assert "hunter2" not in err
    assert err.count("\n") == 1


def test_a_setting_that_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEDIAQ_PORT", "many")
    assert run(["queue"]) == 2
    assert "MEDIAQ_PORT" in capsys.readouterr().err


def test_a_database_without_schema(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    for arguments in (["worker", "ssml"], ["worker", "ssml", "--processes", "2"], ["queue"]):
        assert run(arguments) == 1
        assert "migrate" in capsys.readouterr().err


COMMANDS = [
    "up",
    "migrate",
    "worker",
    "upload",
    "watch",
    "doctor",
    "version",
    "queue",
    "keys",
    "webhooks",
]
VERBS = ["failures", "workers", "retry", "cancel", "pause", "resume"]
KEY_VERBS = ["create", "list", "revoke"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        *([name] for name in COMMANDS),
        *(["queue", verb] for verb in VERBS),
        *(["keys", verb] for verb in KEY_VERBS),
    ],
)
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*arguments, "--help"]) == 0
    assert "Usage: mediaq" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == run(["version"]) == 0
    assert capsys.readouterr().out.split() == [mediaq.__version__] * 2


def test_doctor_names_what_is_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", NOWHERE)
    monkeypatch.setenv("MEDIAQ_FETCH_DENY", "https://example.org")
    assert run(["doctor", "--json", *NO_API]) == 1
    out, err = capsys.readouterr()
    assert "hunter2" not in out + err
    found = {check["name"]: check for check in json.loads(out)["checks"]}
    assert found["database"]["status"] == "fail"
    assert (found["fetch"]["status"], found["api"]["status"]) == ("fail", "warn")
    assert found["fetch"]["facts"]["deny"] == ["https://example.org"]
    assert found["voice"]["status"] == found["media"]["status"] == "ok"


def test_doctor_names_the_embedded_database_that_does_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor", "--json", *NO_API]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["database_url"] == embedded.url(tmp_path / "data" / "postgres")
    assert [c["status"] for c in said["checks"] if c["name"] == "database"] == ["warn"]
