"""Bodies of uploads: files that are what their first bytes say, and files that are not."""

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

MP4 = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0\0\0\x08mdat" + b"frames" * 1000
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" * 100
PDF = b"%PDF-1.7\n" + b"page " * 100


def upload(client: TestClient, content: bytes, filename: str = "clip.mp4") -> Any:
    """The answer to an upload."""
    return client.post("/api/upload", files={"file": (filename, content, "video/mp4")})


def accepted(client: TestClient, content: bytes = MP4, filename: str = "clip.mp4") -> Any:
    """The body of the answer to an upload that is taken."""
    answer = upload(client, content, filename)
    assert answer.status_code == 202, answer.text
    return answer.json()


def stored_files(storage: Path) -> list[Path]:
    """Every file below the storage, finished or not."""
    return [path for path in storage.rglob("*") if path.is_file()]
