"""The fixtures of every test: a database of its own on the run's one server."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

import pytest
import structlog

from tests.kit.cluster import Cluster
from tests.kit.cluster import cluster as start_cluster
from tests.kit.connections import Connect, Connection, opener

CLUSTER = pytest.StashKey[Cluster]()


def _cluster(config: pytest.Config) -> Cluster:
    """The run's server: xdist's controller starts it, else whoever asks first."""
    if CLUSTER not in config.stash:
        given = getattr(config, "workerinput", {}).get("cluster")
        if given:
            config.stash[CLUSTER] = Cluster(**given)
        else:
            stack = ExitStack()
            config.add_cleanup(stack.close)
            config.stash[CLUSTER] = stack.enter_context(start_cluster())
    return config.stash[CLUSTER]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["cluster"] = asdict(_cluster(node.config))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if CLUSTER in config.stash:
        terminalreporter.write_line(f"database server: {config.stash[CLUSTER].kind}")


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Some tests run code that sets up logging for its process; the next test's is not its own."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Cluster:
    """The run's server; `cluster.database()` makes further databases."""
    return _cluster(pytestconfig)


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """A database of this test's own, migrated; its login is the superuser."""
    with cluster.database() as url:
        yield url


@pytest.fixture
def empty_database_url(cluster: Cluster) -> Iterator[str]:
    """A database of this test's own without a schema."""
    with cluster.database(migrated=False) as url:
        yield url


@pytest.fixture
def connect(database_url: str) -> Iterator[Connect]:
    """Opens connections to the test's database: `connect()`, `connect("mediaq_api")`."""
    with opener(database_url) as connect:
        yield connect


@pytest.fixture
def connection(connect: Connect) -> Connection:
    """One autocommit connection to the test's database, as superuser, tuple rows."""
    return connect()
