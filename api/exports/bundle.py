"""A zip that is read while it is written: nothing of it is kept but the list of its entries.

zipfile writes to what cannot seek since 3.5: sizes and sums then follow each entry.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PIECE_BYTES = 256 * 1024
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Written:
    """What an entry became. `whole` is whether its content could be read to the end."""

    size_bytes: int
    sha256: str
    whole: bool = True


class Bundle:
    """One zip. Its methods are generators of its bytes, to be read one after the other, each to its
    end; entries bear the time `moment`."""

    def __init__(self, moment: datetime) -> None:
        self._out = _Out()
        self._zip = ZipFile(self._out, "w")  # type: ignore[call-overload]
        self._time = max(moment.astimezone(UTC), _EARLIEST).timetuple()[:6]
        self.entries: dict[str, Written] = {}

    def add(
        self, name: str, chunks: Iterable[bytes], *, size: int, packed: bool
    ) -> Generator[bytes]:
        """An entry. `size` is what it will have at most, for entries above 2 GiB look different;
        content that cannot be read further ends there."""
        info = ZipInfo(name, self._time)
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        info.external_attr = 0o644 << 16
        info.file_size = size
        digest, length, whole = sha256(), 0, True
        with self._zip.open(info, "w") as entry:
            try:
                for chunk in chunks:
                    digest.update(chunk)
                    length += len(chunk)
                    entry.write(chunk)
                    yield from self._out.full()
            except OSError:
                whole = False
        self.entries[name] = Written(length, digest.hexdigest(), whole)
        yield from self._out.full()

    def close(self) -> Generator[bytes]:
        """The directory, which makes it a zip."""
        self._zip.close()
        yield self._out.take()


class _Out:
    """A file that can only be written to."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        pass

    def full(self) -> Generator[bytes]:
        if len(self._held) >= PIECE_BYTES:
            yield self.take()

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken
