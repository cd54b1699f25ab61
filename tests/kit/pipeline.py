"""The whole pipeline as its users see it: a file in the storage, a row, and what comes of it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

import numpy as np

from tests.kit.clips import Clip, Picture, lively, plain, render, tone
from tests.kit.connections import Connection, value
from tests.kit.processes import worker
from tests.kit.rows import insert_asset
from tests.kit.wait import wait_for


def _black_then_lively(seconds: float) -> Picture:
    return plain(16) if seconds < 3 else lively(seconds)


def faulty_clip(seconds: float = 8.0) -> Clip:
    """Three black seconds, then lively ones; four loud seconds of sound, then silence."""
    sound = np.concatenate([tone(4.0, level=0.9), tone(seconds - 4.0, level=0.0)], axis=1)
    return Clip(seconds=seconds, picture=_black_then_lively, sound=sound)


def stored(data: Path, clip: Clip, name: str = "clip.mp4") -> str:
    """Renders a clip into the storage below `data`; its storage path."""
    folder = data / "storage" / "inbox"
    folder.mkdir(parents=True, exist_ok=True)
    render(clip, folder / name)
    return f"inbox/{name}"


def upload(connection: Connection, storage_path: str, filename: str = "clip.mp4") -> UUID:
    """What a SQL client does: a row, then its flip to completed. The asset's id."""
    asset = insert_asset(connection, filename=filename, storage_path=storage_path)
    connection.execute(
        "update mediaq.media_assets set upload_status = 'completed' where id = %s", [asset]
    )
    return asset


@contextmanager
def all_workers(url: str, data: Path) -> Iterator[None]:
    """One worker of each kind."""
    with ExitStack() as stack:
        for kind in ("analysis", "ssml", "audio"):
            stack.enter_context(worker(kind, url, data))
        yield


def wait_until_analysed(connection: Connection, asset: UUID, seconds: float = 60.0) -> str:
    """The status in which the asset's analysis ended."""
    query = "select analysis_status from mediaq.media_assets where id = %s"
    wait_for(
        lambda: value(connection, query, asset) in ("completed", "failed", "canceled"), seconds
    )
    return str(value(connection, query, asset))


def wait_until_spoken(connection: Connection, asset: UUID, seconds: float = 60.0) -> None:
    """Returns when no finding of the asset waits for SSML or audio any more."""
    query = (
        "select count(*) = 0 from mediaq.analysis_feedback f"
        " join mediaq.analysis a on a.id = f.analysis_id"
        " where a.asset_id = %s and f.audio_status in ('queued', 'processing')"
    )
    wait_for(lambda: value(connection, query, asset), seconds)
