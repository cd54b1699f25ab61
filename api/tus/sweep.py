"""Expired uploads, and what killed processes left of others, taken away by every API process."""

import asyncio

from starlette.concurrency import run_in_threadpool

from api.services import Services
from mediaq import log
from mediaq.errors import MediaqError
from mediaq.media import leftovers

EVERY_SECONDS = 300.0
logger = log.get(__name__)


async def sweeping(services: Services) -> None:
    """Sweeps now and then until cancelled; an error only puts it off."""
    while True:
        try:
            await sweep(services)
        except (MediaqError, OSError) as error:
            logger.warning("sweep_failed", error=str(error))
        await asyncio.sleep(EVERY_SECONDS)


async def sweep(services: Services) -> None:
    """Rows first: a part file goes when no living row names it."""
    async with services.database.transaction("*") as session:
        await session.run("resumable.expire")
        await session.run("resumable.forget")
    ids = await run_in_threadpool(leftovers.old_parts, services.storage)
    async with services.database.transaction("*") as session:
        rows = await session.all("resumable.uploading", {"ids": list(ids)})
    dead = ids - {row["id"] for row in rows}
    parts = await run_in_threadpool(leftovers.sweep_parts, services.storage, dead)
    files = await run_in_threadpool(leftovers.sweep_incoming, services.storage)
    if parts or files:
        logger.info("leftovers_swept", parts=parts, files=files)
