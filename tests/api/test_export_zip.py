"""Everything of an analysis as one zip."""

import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import httpx2
import pytest
from psycopg.types.json import Jsonb
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.exporting import HOSTILE, records
from tests.api.keys import bearer, make
from tests.api.process import Running, running
from tests.api.rows import JPEG, OPUS, insert_file, insert_spoken, stored, uploaded
from tests.kit.connections import Connection
from tests.kit.rows import insert

MP4 = b"\0\0\0\x18ftypisom" + b"film" * 1000
FRAMES = 10_000
MIB = 1024 * 1024


@pytest.fixture
def analysis(connection: Connection, settings: Settings) -> UUID:
    """One with all that one can have; its name and texts want to be more."""
    key = stored(settings, "originals/clip.mp4", MP4)
    digest = hashlib.sha256(MP4).hexdigest()
    id = uploaded(connection, filename="..\\a/..\n/e:il.mp4", storage_path=key, sha256=digest)[1]
    for number, text in enumerate(HOSTILE):
        insert_spoken(connection, id, text, stored(settings, f"speech/{number}.ogg", OPUS))
    picture = stored(settings, "picture.jpg", JPEG)
    for kind in ("poster", "contact_sheet", "frame"):
        for position in range(3 if kind == "frame" else 1):
            insert_file(connection, id, picture, kind=kind, position=position)
    insert(
        connection, "transcriptions", analysis_id=id, provider="test", text_content="Yes.",
        word_timestamps=Jsonb([{"word": "Yes.", "start_ms": 0, "end_ms": 400}]),
    )  # fmt: skip
    return id


def fetched(client: TestClient, id: UUID, **more: str) -> ZipFile:
    """The zip, every entry of which has the sum that it says."""
    answer = client.get(f"/api/v1/analyses/{id}/export", params={"format": "zip", **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    archive = ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


def manifest(archive: ZipFile) -> dict[str, dict[str, Any]]:
    """Its files by name, those that are there held against what it says of them."""
    found = {file["name"]: file for file in json.loads(archive.read("manifest.json"))["files"]}
    there = {name for name, file in found.items() if file["state"] != "missing"}
    assert there == set(archive.namelist()) - {"manifest.json"}
    for name in there:
        content = archive.read(name)
        assert found[name]["size_bytes"] == len(content)
        assert found[name]["sha256"] == hashlib.sha256(content).hexdigest()
    return found


def test_it_holds_everything(client: TestClient, analysis: UUID) -> None:
    archive = fetched(client, analysis, frames="true", original="true")
    files = manifest(archive)
    assert {file["state"] for file in files.values()} == {"present"}
    texts = [f"findings.{form}" for form in ("json", "csv", "srt", "vtt", "txt")]
    texts += [f"transcript.{form}" for form in ("json", "srt", "vtt", "txt")]
    pictures = ["poster-0.jpg", "contact-sheets/000000.jpg"]
    pictures += [f"frames/{number:06d}.jpg" for number in range(3)]
    assert {*texts, *pictures, "playlist.m3u8", "original/e_il.mp4"} <= set(files)
    assert len([name for name in files if name.startswith("ssml/")]) == len(HOSTILE)
    assert archive.read("original/e_il.mp4") == MP4
    assert {archive.read(name) for name in pictures} == {JPEG}
    for form in ("json", "csv", "srt", "vtt", "txt"):
        alone = client.get(f"/api/v1/analyses/{analysis}/export?format={form}")
        shown = archive.read(f"findings.{form}")
        same = json.loads(shown) == alone.json() if form == "json" else shown == alone.content
        assert same, form
    assert len(records(archive.read("findings.csv").decode())) == len(HOSTILE)


def test_its_playlist_plays_what_is_in_it(client: TestClient, analysis: UUID) -> None:
    archive = fetched(client, analysis)
    lines = archive.read("playlist.m3u8").decode().splitlines()
    sounds = [line for line in lines if not line.startswith("#")]
    assert len(sounds) == len(HOSTILE)
    assert {archive.read(name) for name in sounds} == {OPUS}


def test_frames_and_original_are_asked_for(client: TestClient, analysis: UUID) -> None:
    names = manifest(fetched(client, analysis))
    assert [name for name in names if name.startswith(("frames/", "original/"))] == []
    frames = manifest(fetched(client, analysis, frames="true"))
    assert len(frames) == len(names) + 3


def test_what_is_not_stored_any_more_is_said_to_be_missing(
    client: TestClient, analysis: UUID, connection: Connection, settings: Settings
) -> None:
    (settings.storage / "speech/0.ogg").unlink()
    (settings.storage / "picture.jpg").unlink()
    (settings.storage / "originals/clip.mp4").write_bytes(b"other")
    secret = settings.storage.parent / "secret"
    secret.write_text("secret")
    connection.execute(
        "update mediaq.analysis_audio_segments set audio_url = %s where audio_url = %s",
        [str(secret), "speech/1.ogg"],
    )
    files = manifest(fetched(client, analysis, frames="true", original="true"))
    states = [(file["state"], name.partition("/")[0]) for name, file in files.items()]
    assert sorted(state for state in states if state[0] != "present") == [
        ("damaged", "original"),
        ("missing", "audio"),
        ("missing", "audio"),
        ("missing", "contact-sheets"),
        *[("missing", "frames")] * 3,
        ("missing", "poster-0.jpg"),
    ]


def test_head_of_a_zip_makes_none(client: TestClient, analysis: UUID) -> None:
    answer = client.head(f"/api/v1/analyses/{analysis}/export?format=zip")
    assert (answer.status_code, answer.content) == (200, b"")
    name = answer.headers["content-disposition"]
    assert name == 'attachment; filename="e_il.zip"'
    assert "content-length" not in answer.headers


@pytest.fixture
def api(settings: Settings) -> Iterator[Running]:
    with running(settings) as api:
        yield api


def test_a_large_one_takes_little_memory(
    api: Running, connection: Connection, settings: Settings
) -> None:
    """Ten thousand frames and an original, more than 140 MiB in all, mostly holes on the disk."""
    original = settings.storage / "originals/clip.mp4"
    stored(settings, "originals/clip.mp4", b"")
    with original.open("wb") as file:
        file.truncate(64 * MIB)
    id = uploaded(connection, storage_path="originals/clip.mp4")[1]
    with (settings.storage / "frame.jpg").open("wb") as file:
        file.truncate(8 * 1024)
    connection.execute(
        "insert into mediaq.asset_files (asset_id, analysis_id, kind, position, file_path,"
        " file_size_bytes, mime_type) select asset_id, id, 'frame', n, 'frame.jpg', 1,"
        " 'image/jpeg' from mediaq.analysis, generate_series(0, %s - 1) n where id = %s",
        [FRAMES, id],
    )
    path = f"{api.url}/api/v1/analyses/{id}/export"
    small = httpx2.get(path, params={"format": "zip"})
    before = api.peak_bytes()
    options = {"format": "zip", "frames": "true", "original": "true"}
    length, last = 0, b""
    with httpx2.stream("GET", path, params=options, timeout=60) as answer:
        for chunk in answer.iter_raw():
            length += len(chunk)
            last = (last + chunk)[-MIB * 4 :]
    assert small.status_code == answer.status_code == 200
    assert length > 140 * MIB
    assert last.count(b"frames/") >= FRAMES
    assert last[-22:-18] == b"PK\5\6"
    assert api.peak_bytes() - before < 32 * MIB


def test_who_leaves_early_harms_nobody(
    api: Running, connection: Connection, settings: Settings
) -> None:
    """The connection ends in the middle; the process goes on without a word of complaint."""
    original = settings.storage / "originals/clip.mp4"
    stored(settings, "originals/clip.mp4", b"")
    with original.open("wb") as file:
        file.truncate(400 * MIB)
    id = uploaded(connection, storage_path="originals/clip.mp4")[1]
    path = f"{api.url}/api/v1/analyses/{id}/export?format=zip&original=true"
    for _ in range(3):
        with httpx2.stream("GET", path) as answer:
            next(answer.iter_raw())
    assert httpx2.get(f"{api.url}/api/v1/analyses/{id}/export").status_code == 200
    api.process.terminate()
    said = api.process.communicate(timeout=20)[1]
    assert "Traceback" not in said, said


def test_one_that_cannot_be_finished_is_seen_not_to_be(
    api: Running, connection: Connection, settings: Settings
) -> None:
    """The database fails when frames are asked for, long after the status was sent."""
    stored(settings, "originals/clip.mp4", b"")
    with (settings.storage / "originals/clip.mp4").open("wb") as file:
        file.truncate(64 * MIB)
    id = uploaded(connection, storage_path="originals/clip.mp4")[1]
    path = f"{api.url}/api/v1/analyses/{id}/export?format=zip&original=true&frames=true"
    with httpx2.stream("GET", path) as answer:
        pieces = answer.iter_raw()
        next(pieces)
        connection.execute("alter table mediaq.asset_files rename to away")
        with pytest.raises(httpx2.RemoteProtocolError):
            list(pieces)
    assert httpx2.get(f"{api.url}/health").status_code == 200


def test_another_owner_gets_nothing(api: Running, connection: Connection) -> None:
    id = uploaded(connection, owner="bob")[1]
    path = f"{api.url}/api/v1/analyses/{id}/export?format=zip"
    assert httpx2.get(path, headers=bearer(make(connection, "ann"))).status_code == 404
    assert httpx2.get(path, headers=bearer(make(connection, "bob"))).status_code == 200
