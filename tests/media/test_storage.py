"""Storage: nothing is read outside the roots, nothing half-written is visible."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mediaq.errors import BlobMissing, PathOutsideStorage, StorageFull, ToolFailed
from mediaq.media.disk import full_disk
from mediaq.media.storage import LocalStorage


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    root, extra = tmp_path / "root", tmp_path / "extra"
    root.mkdir()
    extra.mkdir()
    (tmp_path / "secret").write_text("secret")
    (root / "film").write_text("film")
    (extra / "tape").write_text("tape")
    return LocalStorage(root, (extra,))


def test_keys_and_paths_below_the_roots_are_opened(storage: LocalStorage, tmp_path: Path) -> None:
    (storage.root / "link").symlink_to(tmp_path / "extra" / "tape")
    assert storage.open_path("film").read_text() == "film"
    assert storage.open_path(str(storage.root / "film")).read_text() == "film"
    assert storage.open_path(str(tmp_path / "extra" / "tape")).read_text() == "tape"
    assert storage.open_path("link") == tmp_path / "extra" / "tape"


def test_a_root_may_itself_be_a_link(storage: LocalStorage, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(storage.root)
    assert LocalStorage(tmp_path / "alias").open_path("film").read_text() == "film"


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "a/../../secret",
        "out",
        "outside/secret",
        "{tmp}/secret",
        "{tmp}/root/../secret",
        "{tmp}/rootless",
        "/etc/passwd",
        "/etc/no-such-file",
    ],
)
def test_paths_outside_are_refused_with_advice(
    storage: LocalStorage, tmp_path: Path, path: str
) -> None:
    (storage.root / "out").symlink_to(tmp_path / "secret")
    (storage.root / "outside").symlink_to(tmp_path)
    (tmp_path / "rootless").write_text("a name that begins like the root's")
    with pytest.raises(PathOutsideStorage, match="MEDIAQ_MEDIA_ROOTS"):
        storage.open_path(path.format(tmp=tmp_path))


@pytest.mark.parametrize(
    "path", ["none", "", ".", "a\0b", "\ud800", "x" * 5000, "y/" * 3000, "loop", "pipe", "film/x"]
)
def test_what_is_no_file_is_missing(storage: LocalStorage, path: str) -> None:
    (storage.root / "loop").symlink_to(storage.root / "loop")
    os.mkfifo(storage.root / "pipe")
    with pytest.raises(BlobMissing):
        storage.open_path(path)


def test_scratch_is_private_and_removed_whatever_happens(storage: LocalStorage) -> None:
    def fail() -> None:
        with storage.scratch() as scratch:
            assert scratch.stat().st_mode & 0o777 == 0o700
            (scratch / "deep").mkdir()
            (scratch / "deep" / "file").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(storage.tmp().iterdir()) == []


def test_publish_makes_a_tree_visible(storage: LocalStorage) -> None:
    for text in ("first", "second"):
        with storage.scratch() as scratch:
            (scratch / "deep").mkdir()
            (scratch / "deep" / "frame.jpg").write_text(text)
            storage.publish(scratch, "derivatives/7/frames")
        assert storage.open_path("derivatives/7/frames/deep/frame.jpg").read_text() == text
    assert list(storage.tmp().iterdir()) == []


def test_publish_refuses_what_a_hostile_tool_may_leave(storage: LocalStorage) -> None:
    for name in ("link", "pipe"):
        with storage.scratch() as scratch:
            if name == "link":
                (scratch / name).symlink_to("/etc/passwd")
            else:
                os.mkfifo(scratch / name)
            with pytest.raises(ToolFailed, match="neither file nor directory"):
                storage.publish(scratch, "derived")
    assert not (storage.root / "derived").exists()


@pytest.mark.parametrize(
    "key", ["", "..", "a/../b", "/a", "a//b", "a/", ".hidden", "tmp", "tmp/x", "a b", "a\n", "ä"]
)
def test_keys_are_checked(storage: LocalStorage, key: str) -> None:
    with pytest.raises(PathOutsideStorage):
        storage.remove(key)
    with storage.scratch() as scratch, pytest.raises(PathOutsideStorage):
        storage.publish(scratch, key)


KILLED_WHILE_PUBLISHING = """
import os, signal, sys
from pathlib import Path
from mediaq.media import disk
from mediaq.media.storage import LocalStorage

synced = []
def sync_then_die(path):
    synced.append(path)
    if len(synced) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
disk.sync = sync_then_die
storage = LocalStorage(Path(sys.argv[1]))
with storage.scratch() as scratch:
    for name in ("a", "b"):
        (scratch / name).write_text(name)
    storage.publish(scratch, "derived/9")
"""


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_killed_publish_leaves_nothing_visible(storage: LocalStorage, step: int) -> None:
    command = [sys.executable, "-c", KILLED_WHILE_PUBLISHING, str(storage.root), str(step)]
    assert subprocess.run(command).returncode == -9
    assert not (storage.root / "derived").exists()
    assert storage.sweep(3600) == 0
    assert storage.sweep(-1) == 1
    assert list(storage.tmp().iterdir()) == []


def test_sweep_spares_what_changed_lately_at_any_depth(storage: LocalStorage) -> None:
    old = time.time() - 1000
    for name in ("stale", "busy"):
        (storage.tmp() / name).mkdir()
        (storage.tmp() / name / "file").write_text(name)
    for path in (storage.tmp() / "stale" / "file", storage.tmp() / "stale", storage.tmp() / "busy"):
        os.utime(path, (old, old))
    assert storage.sweep(500) == 1
    assert [path.name for path in storage.tmp().iterdir()] == ["busy"]


def test_remove_takes_files_and_trees_and_tolerates_nothing(storage: LocalStorage) -> None:
    (storage.root / "tree" / "deep").mkdir(parents=True)
    (storage.root / "tree" / "deep" / "file").touch()
    for key in ("film", "tree", "tree", "never/was"):
        storage.remove(key)
    assert [path.name for path in storage.root.iterdir()] == ["tmp"]
    assert list(storage.tmp().iterdir()) == []


def test_a_full_disk_has_one_meaning() -> None:
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(StorageFull), full_disk():
        full.write(b"x")
    with pytest.raises(FileNotFoundError), full_disk():
        Path("/no/such/file").read_bytes()


def test_free_space_is_told(storage: LocalStorage) -> None:
    assert storage.free_bytes() > 0


def test_sweep_spares_uploads_in_pieces(storage: LocalStorage) -> None:
    """How long they may wait is said in their rows, not by the age of their files."""
    part = storage.parts() / "0199c0de-0000-7000-8000-000000000004"
    part.write_bytes(b"first piece")
    assert storage.sweep(-1) == 0
    assert part.exists()
