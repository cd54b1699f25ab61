"""`mediaq export` against a running API."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from uuid import UUID
from zipfile import ZipFile

import pytest

from api.schemas import exports
from mediaq.cli.app import run
from mediaq.cli.export import Format
from mediaq.settings import Settings
from tests.api.process import running
from tests.api.rows import OPUS, insert_spoken, stored, uploaded
from tests.cli.running import MEDIAQ, environment
from tests.kit.connections import Connection
from tests.kit.wait import wait_for


@pytest.fixture
def analysis(connection: Connection, tmp_path: Path) -> UUID:
    id = uploaded(connection)[1]
    key = stored(Settings(_env_file=None, storage_dir=tmp_path / "storage"), "speech.ogg", OPUS)
    insert_spoken(connection, id, "Too loud.", key)
    return id


@pytest.fixture
def url(database_url: str, tmp_path: Path) -> Iterator[str]:
    storage = tmp_path / "storage"
    configured = Settings(_env_file=None, database_url=database_url, storage_dir=storage, port=0)
    with running(configured) as api:
        yield api.url


def test_formats_are_those_of_the_api() -> None:
    assert tuple(form.value for form in Format) == get_args(exports.Format)


def test_exports_go_to_stdout_and_into_files(
    url: str, analysis: UUID, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    target = tmp_path / "made"
    target.mkdir()
    assert run(["export", str(analysis), "--url", url]) == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert found["findings"][0]["message"] == "Too loud."
    for form in ("m3u", "zip"):
        file = str(target / form)
        assert run(["export", str(analysis), "--url", url, "-f", form, "-o", file]) == 0
    assert f"\n{url}/api/v1/audio/" in (target / "m3u").read_text()
    assert OPUS in [ZipFile(target / "zip").read(n) for n in ZipFile(target / "zip").namelist()]
    assert capfdbinary.readouterr() == (b"", b"")


def test_a_refusal_leaves_no_file(
    url: str, analysis: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "made"
    target.mkdir()
    file = str(target / "words.vtt")
    asked = ["export", str(analysis), "--transcript", "-f", "vtt", "--url", url, "-o", file]
    assert run(asked) == 1
    assert capsys.readouterr().err.endswith("404: The analysis has no transcript.\n")
    assert list(target.iterdir()) == []


def test_one_that_breaks_off_leaves_what_was_there(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    storage, target = tmp_path / "storage", tmp_path / "made"
    configured = Settings(_env_file=None, database_url=database_url, storage_dir=storage, port=0)
    stored(configured, "originals/clip.mp4", b"")
    with (storage / "originals/clip.mp4").open("wb") as original:
        original.truncate(4 * 1024**3)
    id = uploaded(connection)[1]
    target.mkdir()
    file = target / "all.zip"
    file.write_bytes(b"before")

    def receiving() -> bool:
        return any(path.stat().st_size for path in target.iterdir() if path != file)

    with running(configured) as api:
        asked = ["export", str(id), "-f", "zip", "--original", "--url", api.url, "-o", str(file)]
        with subprocess.Popen(
            [*MEDIAQ, *asked], env=environment(), stderr=subprocess.PIPE, text=True
        ) as command:
            wait_for(receiving, 30)
            api.process.kill()
            _, said = command.communicate(timeout=30)
    assert command.returncode == 1
    assert said.startswith("mediaq: ")
    assert said.count("\n") == 1
    assert list(target.iterdir()) == [file]
    assert file.read_bytes() == b"before"
