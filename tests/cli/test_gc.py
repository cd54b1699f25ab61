"""`mediaq gc`: what it takes, what it leaves, and what happens meanwhile."""

import asyncio
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest

from mediaq.cli import collecting
from mediaq.cli.app import run
from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.media.incoming import IncomingFile
from mediaq.media.orphans import Removal, old_ones
from mediaq.media.storage import LocalStorage
from tests.kit.connections import Connect, Connection
from tests.kit.rows import insert, insert_analysis, insert_asset, insert_uploaded

OLD = 3 * 86400.0
LIMIT = 86400.0


@pytest.fixture
def storage(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> LocalStorage:
    """The storage of a command that speaks to the test's database."""
    for name in list(os.environ):
        if name.startswith("MEDIAQ_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("MEDIAQ_STORAGE", str(tmp_path / "storage"))
    return LocalStorage(tmp_path / "storage")


def uploaded(storage: LocalStorage, content: bytes) -> str:
    """Stores it as an upload does; its key."""
    with IncomingFile(storage, limit=1000) as file:
        file.write(content)
        return file.store().storage_path


def original(storage: LocalStorage, content: bytes, *, age: float = OLD) -> str:
    """Stores it as an upload did so long ago; its key."""
    return aged(storage, uploaded(storage, content), age)


def products(storage: LocalStorage, middle: str = "", *, age: float = OLD) -> str:
    """What an attempt publishes; its key."""
    key = f"processed/{uuid4()}/{middle or uuid4()}/7"
    with storage.scratch() as scratch:
        (scratch / "frame-0001.jpg").write_bytes(b"frame")
        (scratch / "poster.jpg").write_bytes(b"poster")
        storage.publish(scratch, key)
    return aged(storage, key, age)


def aged(storage: LocalStorage, key: str, seconds: float) -> str:
    """As if nothing had happened to it for so long."""
    then = time.time() - seconds
    for path in (*(storage.root / key).rglob("*"), storage.root / key):
        os.utime(path, (then, then))
    return key


def collected(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["gc", "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def named(connection: Connection, key: str, **columns: Any) -> UUID:
    """A row of an asset with this file."""
    return insert_uploaded(connection, storage_path=key, **columns)


def name_products(connection: Connection, key: str) -> None:
    asset = insert_asset(connection)
    insert(
        connection,
        "asset_files",
        asset_id=asset,
        analysis_id=insert_analysis(connection, asset),
        kind="poster",
        file_path=f"{key}/poster.jpg",
        file_size_bytes=6,
        mime_type="image/jpeg",
    )


@pytest.fixture
def kept(storage: LocalStorage, connection: Connection) -> Iterator[list[str]]:
    """What must be there at the end, whatever is collected."""
    by_key, by_path, deleted = (original(storage, word) for word in (b"key", b"path", b"deleted"))
    named(connection, by_key)
    named(connection, f"{storage.root}/{by_path}")
    gone = named(connection, deleted)
    connection.execute("update mediaq.media_assets set deleted_at = now() where id = %s", [gone])
    with_rows = products(storage)
    name_products(connection, with_rows)
    young = [original(storage, b"young", age=60.0), products(storage, age=60.0)]
    own = storage.root / "inbox" / "film.mp4"
    own.parent.mkdir()
    own.write_bytes(b"somebody put it there")
    stranger = storage.root / "originals" / "ab" / "notes.txt"
    stranger.parent.mkdir(parents=True, exist_ok=True)
    stranger.write_bytes(b"not ours")
    others = [aged(storage, str(path.relative_to(storage.root)), OLD) for path in (own, stranger)]
    keys = [by_key, by_path, deleted, with_rows, *young, *others]
    yield keys
    assert [key for key in keys if not (storage.root / key).exists()] == []


def test_only_what_is_old_and_has_no_row_is_removed(
    storage: LocalStorage, kept: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    orphans = {original(storage, b"lost"), products(storage), products(storage, "speech/12")}
    aged(storage, str(unfinished(storage).relative_to(storage.root)), OLD)
    seen = collected(capsys)
    assert set(seen.pop("orphan_keys")) == orphans
    assert (seen["orphans"], seen["orphan_bytes"], seen["unfinished"]) == (3, 4 + 11 + 11, 1)
    assert not seen["applied"]
    assert all((storage.root / key).exists() for key in orphans)
    assert collected(capsys, "--apply")["orphans"] == 3
    assert not any((storage.root / key).exists() for key in orphans)
    assert list(storage.tmp().iterdir()) == []
    again = collected(capsys, "--apply")
    assert (again["orphans"], again["unfinished"], again["missing"]) == (0, 0, 0)


def unfinished(storage: LocalStorage) -> Path:
    """What a killed worker leaves."""
    path = storage.tmp() / "scratch-x"
    path.mkdir()
    return path


def test_rows_without_their_file_are_reported(
    storage: LocalStorage, connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = original(storage, b"whole")
    named(connection, whole, size_bytes=5)
    lost = named(connection, "originals/00/" + "0" * 64)
    short = named(connection, whole, size_bytes=9)
    outside = named(connection, "/etc/passwd")
    deleted = named(connection, "inbox/deleted")
    connection.execute("update mediaq.media_assets set deleted_at = now() where id = %s", [deleted])
    name_products(connection, "processed/nowhere")
    seen = collected(capsys, "--apply")
    assert seen["missing"] == 4
    rows = {(row["table"], row["id"]) for row in seen["missing_rows"]}
    assert {("media_assets", str(id)) for id in (lost, short, outside)} < rows
    assert {table for table, _ in rows} == {"media_assets", "asset_files"}


def test_another_databases_storage_is_left_alone(
    storage: LocalStorage, capsys: pytest.CaptureFixture[str]
) -> None:
    key = original(storage, b"of another")
    assert run(["gc", "--apply"]) == 1
    assert "another database" in capsys.readouterr().err
    assert (storage.root / key).exists()
    assert collected(capsys, "--apply", "--force")["orphans"] == 1


def test_what_a_running_job_may_still_need_cannot_be_asked_for(
    storage: LocalStorage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEDIAQ_TOOL_SECONDS", "7200")
    assert run(["gc", "--older-than", "1"]) == 2
    assert "a job may take" in capsys.readouterr().err


def test_what_is_renewed_meanwhile_stays(storage: LocalStorage) -> None:
    key = original(storage, b"again")
    (thing,) = old_ones(storage, LIMIT)
    os.utime(storage.root / key)  # as an upload of the same content does
    with Removal(storage, [thing]) as removal:
        assert (storage.root / key).exists()
    assert removal.removed == []


def test_what_a_row_came_to_name_meanwhile_stays(storage: LocalStorage) -> None:
    keys = [original(storage, b"named"), products(storage)]
    with Removal(storage, list(old_ones(storage, LIMIT))) as removal:
        assert not any((storage.root / key).exists() for key in keys)
        for key in keys:
            removal.spare(key)
    assert removal.removed == []
    assert all((storage.root / key).exists() for key in keys)


def test_what_is_stored_anew_meanwhile_stays(storage: LocalStorage) -> None:
    key = original(storage, b"anew")
    (thing,) = old_ones(storage, LIMIT)
    with Removal(storage, [thing]) as removal:
        uploaded(storage, b"anew")
    assert removal.removed == [thing]
    assert (storage.root / key).read_bytes() == b"anew"


def test_an_interruption_puts_everything_back(storage: LocalStorage) -> None:
    keys = [original(storage, b"first"), products(storage)]
    with pytest.raises(KeyboardInterrupt), Removal(storage, list(old_ones(storage, LIMIT))):
        raise KeyboardInterrupt
    assert all((storage.root / key).exists() for key in keys)
    assert list(storage.tmp().iterdir()) == []


def test_uploads_of_what_is_being_collected_keep_their_files(
    storage: LocalStorage, connection: Connection, connect: Connect, database_url: str
) -> None:
    """Every content is an old orphan at first; uploads of it and collecting race."""
    contents = [f"content {n}".encode() for n in range(60)]
    for content in contents:
        original(storage, content)

    def upload_all() -> None:
        with connect() as own:
            for content in contents:
                named(own, uploaded(storage, content))

    async def collect_all(uploads: Thread) -> None:
        access = resolve(database_url, "mediaq_worker", "test")
        async with Database(access, max_size=1) as opened:
            uploads.start()
            while uploads.is_alive():
                await collecting.collect(opened, storage, LIMIT, apply=True, force=True)
            report = await collecting.collect(opened, storage, LIMIT, apply=True, force=True)
            assert report.missing == []

    asyncio.run(collect_all(Thread(target=upload_all)))
    rows = connection.execute("select storage_path from mediaq.media_assets").fetchall()
    assert len(rows) == len(contents)
    assert all((storage.root / key).exists() for (key,) in rows)
