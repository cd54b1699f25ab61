"""One database for a module of these tests: they only call functions."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.kit.cluster import Cluster
from tests.kit.connections import Connection


@pytest.fixture(scope="module")
def functions(cluster: Cluster) -> Iterator[Connection]:
    """A connection to a migrated database that the module's tests share."""
    with cluster.database() as url, psycopg.connect(url, autocommit=True) as connection:
        yield connection
