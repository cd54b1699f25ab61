"""The storage's disk is full while an upload comes in: it is refused, leaves nothing behind, and a
resumable one goes on once there is room."""

from pathlib import Path

import httpx2

from mediaq.settings import Settings
from tests.api.media import MP4, stored_files
from tests.api.problem import refused
from tests.api.process import running
from tests.api.tus import PATH, PIECE, VERSION
from tests.kit.connections import Connection, column
from tests.kit.disk import fill, small_disk

MB = 1024 * 1024
CONTENT = MP4 + bytes(6 * MB)


def test_41_the_storage_s_disk_is_full_during_an_upload(
    database_url: str, tmp_path: Path, connection: Connection
) -> None:
    with small_disk(tmp_path / "disk", "16m") as disk:
        settings = Settings(
            _env_file=None, database_url=database_url, storage_dir=disk / "storage", port=0
        )
        with running(settings) as api, httpx2.Client(base_url=api.url) as client:
            tus = {**VERSION, "Upload-Defer-Length": "1"}
            path = client.post(PATH, headers=tus).headers["location"]
            ballast = fill(disk, leave=3 * MB)
            refused(client.post("/api/upload", content=CONTENT), 507, "storage_full")
            whole = {**VERSION, "Upload-Length": str(len(CONTENT))}
            refused(client.post(PATH, headers=whole), 507, "storage_full")
            piece = {**PIECE, "Upload-Offset": "0", "Upload-Length": str(len(CONTENT))}
            refused(client.patch(path, content=CONTENT, headers=piece), 507, "storage_full")
            assert [file.name for file in stored_files(settings.storage)] == [path.split("/")[-1]]
            assert column(connection, "select id from mediaq.media_assets") == []
            ballast.unlink()
            at = int(client.head(path, headers=VERSION).headers["upload-offset"])
            assert MB <= at < 4 * MB
            piece = {**PIECE, "Upload-Offset": str(at)}
            answer = client.patch(path, content=CONTENT[at:], headers=piece)
            assert answer.status_code == 204
            (stored,) = stored_files(settings.storage)
            assert stored.read_bytes() == CONTENT
