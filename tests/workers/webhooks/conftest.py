"""Webhook workers in the test's own process."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.media.fetch.dialer import Resolver
from mediaq.media.fetch.dialer import resolve as resolve_names
from mediaq.media.sandbox import Limits, Tier
from mediaq.media.storage import LocalStorage
from mediaq.settings import Settings
from tests.kit.runners import drain, running, until
from tests.workers.webhooks.delivering import MASTER, Work
from workers.parts import Parts
from workers.webhooks import QUEUE, WebhookHandler


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=database_url,
        data_dir=tmp_path,
        callback_http=True,
        webhook_secret=MASTER,
    )


@pytest.fixture
def work(database_url: str, settings: Settings) -> Work:
    """Works the queue off, or until something is seen; `names` stands in for the resolver."""

    def work(
        until_seen: Callable[[], object] | None = None, names: Resolver = resolve_names, **more: Any
    ) -> None:
        async def run() -> None:
            async with Database(resolve(database_url, "mediaq_worker", "test")) as database:
                chosen = settings.model_copy(update=more)
                storage = LocalStorage(settings.storage)
                made = WebhookHandler.of(
                    Parts(chosen, database, storage, Tier("rlimits", ""), Limits())
                )
                outbound = replace(made.courier.outbound, resolve=names)
                handler = replace(made, courier=replace(made.courier, outbound=outbound))
                if until_seen is None:
                    await drain(database_url, handler, QUEUE)
                    return
                async with running(database_url, handler, QUEUE):
                    await until(until_seen)

        asyncio.run(run())

    return work
