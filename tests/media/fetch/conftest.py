"""Fetching in a test: an origin on one loopback address, a canary on the other."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from mediaq.media.fetch.addresses import Address
from mediaq.media.fetch.download import Download, Fetched
from mediaq.media.fetch.outbound import Outbound, Pace
from mediaq.media.fetch.rules import Places, Rules
from mediaq.media.storage import LocalStorage
from tests.kit.origin import HOST, Origin

LIMIT = 3_000_000
GIF = b"GIF89a" + bytes(range(256)) * 40
PATIENT = Pace(connect=10.0, head=10.0, total=30.0)


@dataclass
class Names:
    """A resolver: for each name its answers, one after the other; the last one stays."""

    known: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        answers = self.known[host]
        found = answers[min(self.asked.count(host), len(answers) - 1)]
        self.asked.append(host)
        return [ip_address(text) for text in found.split()]


@dataclass(frozen=True)
class Fetching:
    """Fetches into a storage of its own."""

    storage: LocalStorage
    names: Names = field(default_factory=Names)
    pace: Pace = PATIENT

    def outbound(self, *origins: Origin, **more: Any) -> Outbound:
        """Admits the public internet and the origins' address, at the origins' ports."""
        ports = (80, 443, *(origin.port for origin in origins))
        rules = Rules(Places.parse(["*", HOST]), Places(), ports)
        return Outbound(rules, self.pace, self.names, **more)

    def __call__(self, origin: Origin, url: str = "", **more: Any) -> Fetched:
        """What `url`, or the origin's clip, leads to."""
        download = Download(self.outbound(origin), self.storage, LIMIT, **more)
        return asyncio.run(download.fetch(url or origin.url()))

    def knowing(self, **names: str | Sequence[str]) -> "Fetching":
        """With names to resolve, all below example.org."""
        known = {
            f"{name}.example.org": [given] if isinstance(given, str) else given
            for name, given in names.items()
        }
        return replace(self, names=Names(known))

    def at(self, **pace: float) -> "Fetching":
        """With other patience."""
        return replace(self, pace=replace(self.pace, **pace))

    def left_behind(self) -> list[str]:
        """Files in the storage."""
        root = self.storage.root
        return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    return Fetching(LocalStorage(tmp_path / "storage"))
