"""Stored files as answers: ranges, and headers under which a browser runs nothing."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.types import Message, Receive, Scope, Send

from api.errors import StoredFileMissing
from mediaq.errors import BlobMissing, PathOutsideStorage
from mediaq.media.storage import LocalStorage

# What we render ourselves and a browser shows without running anything.
INLINE = {"image/jpeg": "jpg", "image/png": "png", "audio/ogg": "ogg", "audio/mpeg": "mp3"}


def locate(storage: LocalStorage, storage_path: str) -> Path:
    """The file behind a row; a missing one is 404 with `blob_corrupt`, for no repeated request
    helps and the answer is not a defect of this process."""
    try:
        return storage.open_path(storage_path)
    except (BlobMissing, PathOutsideStorage) as error:
        raise StoredFileMissing from error


class Blob(FileResponse):
    """A file's bytes. `derived` says that we made it, so that it may be shown in place."""

    def __init__(
        self, path: Path, *, name: str, mime_type: str, derived: bool, sha256: str | None = None
    ) -> None:
        inline = derived and mime_type in INLINE
        super().__init__(
            path,
            headers={"ETag": f'"{sha256}"'} if sha256 else None,
            media_type=mime_type,
            filename=f"{name}.{INLINE[mime_type]}" if inline else name,
            content_disposition_type="inline" if inline else "attachment",
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A malformed Range counts as none (RFC 9110 §14.2), one outside the file is 416."""

        async def problems(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 400:
                raise _MalformedRange
            if message["type"] == "http.response.start" and message["status"] == 416:
                size = self.headers["content-length"]
                raise HTTPException(416, headers={"Content-Range": f"bytes */{size}"})
            await send(message)

        try:
            await super().__call__(scope, receive, problems)
        except _MalformedRange:
            whole = [(name, value) for name, value in scope["headers"] if name != b"range"]
            await super().__call__({**scope, "headers": whole}, receive, send)


class _MalformedRange(Exception):
    """The answer would be 400 and has not been sent."""
