"""The API as the commands use it, with its errors in one line."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from mediaq.cli.output import clean
from mediaq.errors import MediaqError

Progress = Callable[[int], None]


class ApiError(MediaqError):
    """The API refused, or did not answer."""

    code = "api_error"


class ApiUnreachable(ApiError):
    """Nobody answers at the API's address."""

    code = "api_unreachable"


class Api:
    """One API, by its address, and the key that is sent to it."""

    def __init__(self, url: str, key: str | None = None, timeout: float = 30.0) -> None:
        self.url = url
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._timeout = timeout

    def __enter__(self) -> "Api":
        try:
            self._client = httpx2.Client(
                base_url=self.url,
                headers=self._headers,
                trust_env=False,
                timeout=self._timeout,
            )
        except (httpx2.InvalidURL, ValueError) as error:
            raise ApiError(f"{self.url} is not a URL: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON at a path; raises ApiError with what the API says."""
        with self._reached():
            return _answer(self._client.get(path, params=asked))

    @contextmanager
    def download(self, path: str, asked: Mapping[str, str]) -> Iterator[Iterator[bytes]]:
        """The bytes at a path, as they come; raises ApiError with what the API says."""
        with self._reached(), self._client.stream("GET", path, params=asked) as response:
            if not response.is_success:
                response.read()
                _answer(response)
            yield response.iter_bytes()

    def upload(self, path: Path, progress: Progress, asked: Mapping[str, str]) -> dict[str, Any]:
        """Sends a file piece by piece; `progress` gets the bytes sent so far."""
        with _Counted(path, progress) as file, self._reached():
            files = {"file": (path.name, file)}
            # The size is no measure of how long the last byte takes to be answered: it is synced.
            timeout = httpx2.Timeout(self._timeout, read=600.0)
            return _answer(
                self._client.post("/api/upload", params=asked, files=files, timeout=timeout)
            )

    def analyze(self, url: str, options: Mapping[str, str]) -> dict[str, Any]:
        """Has the media at a URL analysed; raises ApiError with what the API says."""
        asked = {"media_url": url, "options": options}
        with self._reached():
            return _answer(self._client.post("/api/media/analyze", json=asked))

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except httpx2.ConnectError as error:
            raise ApiUnreachable(
                f"no API answers at {self.url}; start one with `mediaq up` or name it with --url"
            ) from error
        except httpx2.HTTPError as error:
            raise ApiUnreachable(f"{self.url}: {type(error).__name__} {error}".strip()) from error


class _Counted(io.FileIO):
    """A file that tells how far it was read."""

    def __init__(self, path: Path, progress: Progress) -> None:
        super().__init__(path)
        self._progress = progress

    def read(self, size: int | None = -1) -> Any:
        piece = super().read(-1 if size is None else size)
        self._progress(self.tell())
        return piece


def _answer(response: httpx2.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        body = None
    if response.is_success and isinstance(body, dict):
        return body
    said = body if isinstance(body, dict) else {}
    words = said.get("detail") or said.get("title") or response.reason_phrase
    raise ApiError(
        f"the API says {response.status_code}: {clean(words)}", status=response.status_code
    )
