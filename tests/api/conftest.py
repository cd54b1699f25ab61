"""The application over a database and a storage of the test's own, and its client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mediaq.settings import Settings
from tests.api.contract import check


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Small limits, so that tests reach them."""
    return Settings(
        _env_file=None,
        database_url=database_url,
        storage_dir=tmp_path / "storage",
        host="127.0.0.1",
        hosts=("testserver", "x"),
        port=0,
        pool_size=4,
        max_upload_bytes=4_000_000,
        shutdown_grace=1.0,
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """Answers of 500 are answers, not exceptions; those that the contract does not know are."""
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        client.event_hooks = {"response": [check]}
        yield client
