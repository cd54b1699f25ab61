"""Where deliveries may go: what names resolve to, redirects, TLS."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from uuid import UUID

import pytest

from mediaq.errors import FetchFailed
from mediaq.media.fetch.addresses import Address
from mediaq.media.fetch.outbound import Outbound
from mediaq.media.fetch.rules import Rules
from mediaq.settings import Settings
from mediaq.webhooks.message import headers
from tests.kit.connections import Connection
from tests.kit.origin import CANARY, untouched
from tests.kit.receiver import Answer, receiving
from tests.kit.tls import identity_of, needs_openssl
from tests.workers.webhooks.delivering import Work, attempts_at_once, end, job, secret
from workers import delivery


@contextmanager
def canary() -> Iterator[int]:
    """A port of this machine that nobody may connect to."""
    with socket.create_server((CANARY, 0)) as free:
        port = free.getsockname()[1]
    with untouched(port):
        yield port


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "http://169.254.169.254/latest",
        "https://10.0.0.1/hook",
        "https://127.0.0.1/hook",
        "file:///etc/passwd",
        "nonsense",
    ],
)
def test_what_a_sql_client_names_is_judged_before_it_is_sent_to(
    connection: Connection, work: Work, url: str
) -> None:
    end(connection, url)
    work()
    assert job(connection) == ("failed", 1, None, "url_not_allowed")


def test_a_name_that_now_means_another_machine(connection: Connection, work: Work) -> None:
    async def rebound(host: str, port: int) -> list[Address]:
        return [ip_address("127.0.0.1")]

    with canary() as port:
        end(connection, f"https://hook.example:{port}/")
        work(names=rebound, fetch_ports=(port,))
    assert job(connection) == ("failed", 1, None, "url_not_allowed")


@needs_openssl
def test_over_tls(settings: Settings, tmp_path: Path) -> None:
    async def here(host: str, port: int) -> list[Address]:
        return [ip_address("127.0.0.1")]

    async def send(name: str) -> delivery.Attempt:
        url, body = f"https://{name}:{receiver.port}/", b"{}"
        signed = headers(UUID(int=1), body, [secret()], datetime.now(UTC))
        return await courier.send(url, signed, body)

    identity = identity_of("hook.example", tmp_path)
    with receiving(tls=identity.server) as receiver:
        admitted = {"fetch_allow": ("127.0.0.1",), "fetch_ports": (receiver.port,)}
        chosen = settings.model_copy(update=admitted)
        outbound = Outbound(Rules.of(chosen), resolve=here, tls=identity.client)
        courier = delivery.Courier(chosen, outbound)
        taken, refused = (asyncio.run(send(name)) for name in ("hook.example", "other.example"))
    assert (taken.reply.status, taken.error, identity.hellos[0]) == (204, None, "hook.example")
    assert [got.verified(secret()) for got in receiver.got] == [{}]
    assert (refused.reply.status, type(refused.error)) == (None, FetchFailed)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_lead_nowhere(connection: Connection, work: Work, status: int) -> None:
    attempts_at_once(connection, 2)
    with receiving() as canary:
        places = ["http://169.254.169.254/latest/meta-data/", canary.url()]
        answers = [Answer(status, {"Location": place}) for place in places]
        with receiving(*answers) as receiver:
            end(connection, receiver.url())
            work()
    assert (len(receiver.got), canary.got) == (2, [])
    assert job(connection) == ("failed", 2, status, "webhook_refused")
