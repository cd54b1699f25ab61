"""Fixtures of the database layer's tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediaq.db import files
from tests.kit.cluster import Cluster
from tests.kit.server import throwaway


@pytest.fixture
def sql_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `sql/` that the migrator reads instead, to be changed at will."""
    copy = tmp_path / "sql"
    shutil.copytree(files.sql_dir(), copy)
    monkeypatch.setattr("mediaq.db.migrate.sql_dir", lambda: copy)
    return copy


@pytest.fixture
def embedded_url(cluster: Cluster) -> Iterator[str]:
    """An empty database on the embedded server, whatever server the run is on."""
    if cluster.kind == "embedded":
        with cluster.database(migrated=False) as url:
            yield url
    else:
        with throwaway() as url:
            yield url
