"""`mediaq keys` against a database, and what the other commands do with a key."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from api.app import create_app
from mediaq import keys
from mediaq.cli import checks_access
from mediaq.cli.app import run
from mediaq.db.connect import Access
from mediaq.settings import Settings
from tests.api.keys import make
from tests.api.process import running
from tests.cli.running import call, call_json
from tests.kit.connections import Connection, value


@pytest.fixture(autouse=True)
def configured(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIAQ_DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An API over the test's database that answers the test client."""
    return Settings(
        _env_file=None,
        database_url=database_url,
        storage_dir=tmp_path / "storage",
        port=0,
        hosts=("testserver",),
    )


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def status(settings: Settings, key: str) -> int:
    """What the API answers to the key."""
    with TestClient(create_app(settings)) as client:
        answer = client.get("/api/media/status", headers={"X-API-Key": key})
        return int(answer.status_code)


def test_a_key_from_birth_to_revocation(
    connection: Connection, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(capsys, "keys", "create")
    scopes = ("--scope", "read", "--scope", "admin")
    flags = ("--owner", "ann", *scopes, "--expires", "90d", "--rate", "60")
    made = answered(capsys, "keys", "create", "the front end", *flags)
    assert status(settings, made["key"]) == 200
    other, listed = answered(capsys, "keys", "list")["keys"]
    assert (other["owner"], other["scopes"], other["expires_at"]) == (
        "local",
        ["read", "write"],
        None,
    )
    assert {name: listed[name] for name in ("id", "name", "owner", "scopes", "rate_limit")} == {
        "id": made["key"][3:11],
        "name": "the front end",
        "owner": "ann",
        "scopes": ["admin", "read"],
        "rate_limit": 60,
    }
    assert listed["state"] == "valid"
    assert listed["last_used_at"]
    expires = "select expires_at - created_at from mediaq.api_keys where name <> ''"
    assert value(connection, expires).days == 90
    assert answered(capsys, "keys", "revoke", made["key"])["revoked"] == [listed["id"]]
    assert answered(capsys, "keys", "revoke", listed["id"])["revoked"] == [listed["id"]]
    assert answered(capsys, "keys", "list")["keys"][1]["state"] == "revoked"
    assert status(settings, made["key"]) == 401


def test_what_is_shown_once_is_stored_nowhere(
    connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["keys", "create", "x"]) == 0
    key = keys.parse(capsys.readouterr().out.strip())
    assert key
    assert value(connection, "select k::text from mediaq.api_keys k").count(key.text[12:]) == 0
    assert run(["keys", "list"]) == 0
    assert key.text[12:] not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (["--expires", "soon"], "90d"),
        (["--expires", "0d"], "90d"),
        (["--expires", "99999d"], "90d"),
        (["--scope", "all"], "scope"),
        (["--rate", "-1"], "rate"),
        (["--owner", "a\nb"], "--owner"),
        (["--owner", "x" * 201], "--owner"),
    ],
)
def test_a_key_that_cannot_be(
    flags: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["keys", "create", *flags]) == 2
    err = capsys.readouterr().err
    assert word in err
    assert err.count("\n") == 1


def test_revoking_what_is_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "revoke", "nonsense"]) == 1
    assert "no such key: nonsense" in capsys.readouterr().err


def test_the_embedded_database_is_started_for_a_first_key(tmp_path: Path) -> None:
    here = ("--data", str(tmp_path / "data"))
    made = call_json("keys", "create", *here)
    assert keys.parse(made["key"])
    done = call("keys", "list", *here)
    assert (done.returncode, "not running" in done.stderr) == (1, True)


def test_commands_send_the_key(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(100))
    with running(settings.model_copy(update={"api_key": SecretStr("sesame")})) as api:
        command = ("upload", str(tmp_path / "clip.mp4"), "--url", api.url)
        refused = call(*command)
        assert (refused.returncode, "401" in refused.stderr) == (1, True)
        assert call_json(*command, MEDIAQ_API_KEY="sesame")["asset_id"]


def test_doctor_says_who_may_use_the_api(settings: Settings, connection: Connection) -> None:
    def access(**changes: Any) -> tuple[str, bool, int]:
        changed = settings.model_copy(update=changes)
        found = asyncio.run(checks_access.look(changed, Access(settings.database_url or "")))
        return found.status, found.facts["key_needed"], found.facts["valid_keys"]

    assert access() == ("ok", False, 0)
    assert access(host="0.0.0.0") == ("warn", True, 0)
    assert access(host="0.0.0.0", open=True) == ("warn", False, 0)
    assert access(host="0.0.0.0", api_key=SecretStr("sesame")) == ("ok", True, 1)
    make(connection)
    assert access() == ("ok", True, 1)
    connection.execute("update mediaq.api_keys set expires_at = mediaq.now()")
    assert access() == ("warn", True, 0)
