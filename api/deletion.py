"""Soft deletion: rows are marked, what still waits or runs for them is canceled, and the files go
later. Jobs come before the asset that shows their status (sql/README.md, Lock order)."""

from uuid import UUID

from mediaq.db.pool import Session
from mediaq.errors import Gone

SPEECH = {"mediaq.ssml_jobs": "media.unspoken_ssml", "mediaq.audio_jobs": "media.unspoken_audio"}


async def delete_analyses(session: Session, ids: list[UUID]) -> list[UUID]:
    """Ends and hides analyses that row security has let be found; those it has hidden.

    An audio job that a finishing SSML job has just made is seen, because SSML jobs come first.
    """
    await session.run("queue.cancel", {"queue": "mediaq.analysis", "ids": ids})
    hidden = [row["id"] for row in await session.all("media.hide_analyses", {"ids": ids})]
    for queue, unspoken in SPEECH.items():
        jobs = [row["id"] for row in await session.all(unspoken, {"ids": hidden})]
        if jobs:
            await session.run("queue.cancel", {"queue": queue, "ids": jobs})
    return hidden


async def delete_analysis(session: Session, id: UUID, asset_id: UUID) -> None:
    """One analysis, and its asset if nothing else wants what was fetched for it. Raises Gone when
    somebody else deletes it in the same moment."""
    if not await delete_analyses(session, [id]):
        raise Gone
    if await session.one("media.fetched_only", {"id": asset_id}):
        await session.run("media.hide_asset", {"id": asset_id})


async def delete_asset(session: Session, id: UUID) -> None:
    """An asset with all its analyses. Raises Gone when somebody else has just deleted it."""
    rows = await session.all("media.analyses_of", {"id": id})
    if rows:
        await delete_analyses(session, [row["id"] for row in rows])
    if await session.one("media.hide_asset", {"id": id}) is None:
        raise Gone
