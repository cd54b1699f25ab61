"""Compares the storage with the rows that name its files."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from mediaq.db.pool import Database
from mediaq.errors import BlobMissing, MediaqError, PathOutsideStorage
from mediaq.media.orphans import Removal, Stored, old_ones
from mediaq.media.storage import LocalStorage

FILES_AT_ONCE = 20_000
HIDDEN_AT_ONCE = 1000
ROWS_AT_ONCE = 1000
TABLES = {
    "media_assets": "gc.assets",
    "asset_files": "gc.files",
    "analysis_audio_segments": "gc.audio",
}


class UnknownStorage(MediaqError):
    """No row names any stored file: this may be another database's storage. --force removes all."""

    code, permanent = "unknown_storage", True


@dataclass(frozen=True)
class Missing:
    """A row whose file is not there or has another size."""

    table: str
    id: Any
    path: str
    why: str


@dataclass
class Report:
    """What was found: orphans, how many unfinished files, rows without a file."""

    orphans: list[Stored] = field(default_factory=list)
    unfinished: int = 0
    missing: list[Missing] = field(default_factory=list)


async def collect(
    database: Database, storage: LocalStorage, seconds: float, *, apply: bool, force: bool
) -> Report:
    """Looks at what has not changed for `seconds`, and removes it with `apply`.

    Raises UnknownStorage where nothing that is stored has a row, unless `force`.
    """
    report, named = Report(), 0
    candidates: list[Stored] = []
    batches = _batches(old_ones(storage, seconds), FILES_AT_ONCE)
    while batch := await asyncio.to_thread(next, batches, None):
        known = await _named(database, storage, batch)
        candidates += [thing for thing in batch if thing.key not in known]
        named += len(known)
    if apply and candidates and not named and not force:
        raise UnknownStorage
    report.orphans = await _removed(database, storage, candidates) if apply else candidates
    work = storage.sweep if apply else lambda age: len(storage.stale(age))
    report.unfinished = await asyncio.to_thread(work, seconds)
    report.missing = [row async for row in _missing(database, storage)]
    return report


def _batches(things: Iterable[Stored], most: int) -> Iterator[list[Stored]]:
    """Of about so many files each; a single thing may have more."""
    batch: list[Stored] = []
    files = 0
    for thing in things:
        batch.append(thing)
        files += len(thing.files)
        if files >= most:
            yield batch
            batch, files = [], 0
    if batch:
        yield batch


async def _named(database: Database, storage: LocalStorage, things: Sequence[Stored]) -> set[str]:
    """The keys of those of which a row names a file, by its key or by its whole path."""
    roots = ("", f"{storage.root}/")
    owners = {root + file: thing.key for thing in things for file in thing.files for root in roots}
    async with database.transaction() as session:
        rows = await session.all("gc.named", {"paths": list(owners)})
    return {owners[row["path"]] for row in rows}


async def _removed(
    database: Database, storage: LocalStorage, things: Sequence[Stored]
) -> list[Stored]:
    """Asks the database again while they are out of sight: a row may just have come."""
    removed: list[Stored] = []
    for batch in _batches(things, HIDDEN_AT_ONCE):
        removal = Removal(storage, batch)
        with removal:
            for key in await _named(database, storage, batch):
                removal.spare(key)
        removed += removal.removed
    return removed


async def _missing(database: Database, storage: LocalStorage) -> AsyncIterator[Missing]:
    for table, name in TABLES.items():
        after = None
        while True:
            async with database.transaction() as session:
                rows = await session.all(name, {"after": after, "limit": ROWS_AT_ONCE})
            for row, why in await asyncio.to_thread(_looked_for, storage, rows):
                yield Missing(table, row["id"], row["path"], why)
            if len(rows) < ROWS_AT_ONCE:
                break
            after = rows[-1]["id"]


def _looked_for(
    storage: LocalStorage, rows: Sequence[dict[str, Any]]
) -> list[tuple[dict[str, Any], str]]:
    return [(row, why) for row in rows if not row["deleted"] and (why := _trouble(storage, row))]


def _trouble(storage: LocalStorage, row: dict[str, Any]) -> str:
    try:
        size = storage.open_path(row["path"]).stat().st_size
    except (BlobMissing, PathOutsideStorage, OSError) as error:
        return str(error)
    if row["size_bytes"] in (None, size):
        return ""
    return f"the file has {size} bytes, its row says {row['size_bytes']}"
