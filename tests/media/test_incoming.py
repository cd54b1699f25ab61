"""Receiving: counted, hashed, capped, stored once, and gone when it was not stored."""

import hashlib
import os
import tempfile
from pathlib import Path

import pytest

from mediaq.errors import MediaTooLarge, StorageFull
from mediaq.media.formats import HEAD_BYTES
from mediaq.media.incoming import IncomingFile, StoredFile
from mediaq.media.storage import LocalStorage


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "root")


def receive(storage: LocalStorage, *chunks: bytes, limit: int = 1 << 20) -> StoredFile:
    with IncomingFile(storage, limit=limit) as incoming:
        for chunk in chunks:
            incoming.write(chunk)
        return incoming.store()


def test_a_file_is_stored_under_its_hash(storage: LocalStorage) -> None:
    data = bytes(range(256)) * 40
    with IncomingFile(storage, limit=len(data)) as incoming:
        for at in range(0, len(data), 1000):
            incoming.write(data[at : at + 1000])
        assert incoming.head == data[:HEAD_BYTES]
        stored = incoming.store()
    digest = hashlib.sha256(data).hexdigest()
    assert stored == StoredFile(f"originals/{digest[:2]}/{digest}", digest, len(data))
    assert storage.open_path(stored.storage_path).read_bytes() == data
    assert list(storage.tmp().iterdir()) == []


def test_the_same_content_is_stored_once(storage: LocalStorage) -> None:
    first = receive(storage, b"same", b" bytes")
    inode = storage.open_path(first.storage_path).stat().st_ino
    assert receive(storage, b"same bytes") == first
    assert storage.open_path(first.storage_path).stat().st_ino == inode
    assert list(storage.tmp().iterdir()) == []


def test_reused_content_counts_as_new_and_truncated_content_is_replaced(
    storage: LocalStorage,
) -> None:
    stored = receive(storage, b"content")
    path = storage.open_path(stored.storage_path)
    os.utime(path, (0, 0))
    receive(storage, b"content")
    assert path.stat().st_mtime > 0
    path.write_bytes(b"con")
    receive(storage, b"content")
    assert path.read_bytes() == b"content"


def test_the_limit_holds_at_the_byte(storage: LocalStorage) -> None:
    assert receive(storage, b"1234", b"5", limit=5).size_bytes == 5
    with pytest.raises(MediaTooLarge):
        receive(storage, b"1234", b"56", limit=5)
    assert list(storage.tmp().iterdir()) == []


def test_what_is_not_stored_is_removed(storage: LocalStorage) -> None:
    with IncomingFile(storage, limit=10) as incoming:
        incoming.write(b"abc")
        assert len(list(storage.tmp().iterdir())) == 1
    assert list(storage.tmp().iterdir()) == []
    with pytest.raises(ValueError, match="already"):
        incoming.store()


def test_a_full_disk_is_told_and_leaves_nothing(
    storage: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = storage.tmp() / "incoming-full"

    def on_a_full_disk(**_: object) -> tuple[int, str]:
        left.touch()
        return os.open("/dev/full", os.O_WRONLY), str(left)

    monkeypatch.setattr(tempfile, "mkstemp", on_a_full_disk)
    with pytest.raises(StorageFull):
        receive(storage, b"abc")
    assert not left.exists()
