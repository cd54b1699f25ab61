"""`mediaq webhooks` against a database, in this process."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mediaq.cli.app import run
from mediaq.errors import InvalidInput
from mediaq.settings import Settings
from mediaq.webhooks.secret import FILE, master_secret, signing_secret
from tests.kit.connections import Connection
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis

MASTER = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def configured(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIAQ_DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("MEDIAQ_DATA", str(tmp_path))


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["webhooks", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_delivery_listed_and_repeated(
    connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    analysis = insert_analysis(connection, callback_url="https://example.org/", owner="ann")
    Queue(connection, "analysis").cancel(analysis)
    queue = Queue(connection, "webhook_jobs")
    queue.complete(job := queue.take())
    flags = ("--analysis", str(analysis), "--status", "completed")
    (found,) = answered(capsys, "list", *flags)["webhooks"]
    assert (found["webhook_id"], found["attempts"]) == (str(job.id), 1)
    assert answered(capsys, "redeliver", str(job.id)) == {"redelivered": [str(job.id)]}
    assert answered(capsys, "list", *flags)["webhooks"] == []
    assert queue.take().id == job.id
    assert run(["webhooks", "redeliver", str(job.id)]) == 1
    assert "being delivered" in capsys.readouterr().err


def test_a_secret_stays_until_it_is_rotated(
    connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    first = answered(capsys, "secret")
    assert (first["owner"], first["version"]) == ("local", 1)
    assert answered(capsys, "secret") == first
    second = answered(capsys, "secret", "--rotate")
    assert second["version"] == 2
    assert answered(capsys, "secret") == second
    others = [answered(capsys, "secret", "--owner", name)["secret"] for name in ("ann", "bob")]
    assert len({first["secret"], second["secret"], *others}) == 4
    assert run(["webhooks", "secret"]) == 0
    assert capsys.readouterr().out == second["secret"] + "\n"


def test_the_variable_comes_before_the_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIAQ_WEBHOOK_SECRET", MASTER)
    assert answered(capsys, "secret")["secret"] == signing_secret(MASTER.encode(), "local", 1)
    assert not (tmp_path / FILE).exists()
    monkeypatch.setenv("MEDIAQ_WEBHOOK_SECRET", MASTER[:-1])
    assert run(["webhooks", "secret"]) == 2
    shown = capsys.readouterr()
    assert "32 characters" in shown.err
    assert MASTER[:-1] not in shown.out + shown.err


def test_of_many_processes_one_makes_the_file(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "new")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: master_secret(settings), range(32)))
    assert len(found) == 1
    (file,) = settings.data.iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == (FILE, 0o600)
    file.write_bytes(b"\n")
    with pytest.raises(InvalidInput):
        master_secret(settings)
