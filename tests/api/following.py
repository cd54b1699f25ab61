"""A client of event streams."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.api.keys import bearer


@dataclass(frozen=True)
class Event:
    """An event; `id` is None where the stream says none."""

    name: str
    data: dict[str, Any]
    id: str | None


@dataclass
class Stream:
    """An open stream: its events one by one, each within ten seconds."""

    response: httpx2.Response
    retry: int = 0
    comments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines = self.response.iter_lines()

    def __iter__(self) -> Iterator[Event]:
        """Every event until the stream ends."""
        fields: dict[str, str] = {}
        for line in self._lines:
            name, _, value = line.partition(":")
            if name:
                fields[name] = value.removeprefix(" ")
                continue
            if not line and "data" in fields:
                yield Event(fields["event"], json.loads(fields["data"]), fields.get("id"))
            elif not line:
                self.retry = int(fields.get("retry", self.retry))
            else:
                self.comments.append(value.strip())
                continue
            fields = {}

    def next(self) -> Event:
        """The next event."""
        return next(iter(self))

    def until(self, **wanted: Any) -> Event:
        """The first event whose data has these values; those before it are skipped."""
        for event in self:
            if wanted.items() <= event.data.items():
                return event
        raise AssertionError(f"the stream ended before {wanted}")


@contextmanager
def follow(url: str, *, last: str = "", key: str = "") -> Iterator[Stream]:
    """Opens a stream that is answered by 200."""
    headers = {**({"Last-Event-ID": last} if last else {}), **(bearer(key) if key else {})}
    with httpx2.stream("GET", url, headers=headers, timeout=10) as response:
        assert response.status_code == 200, response.read()
        yield Stream(response)
