"""Requests over TLS: the connection goes to the judged address, the handshake to the name."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from mediaq.errors import FetchFailed, UrlNotAllowed
from mediaq.media.fetch.download import Download, Fetched
from mediaq.media.fetch.outbound import Outbound
from mediaq.media.fetch.url import allowed
from tests.kit.origin import HOST, Conduct, Origin, answer, redirect, serving
from tests.kit.tls import Identity, identity_of, needs_openssl
from tests.media.fetch.conftest import GIF, LIMIT, Fetching

NAME = "tls.example.org"

pytestmark = needs_openssl


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    return identity_of(NAME, tmp_path)


def fetch(fetching: Fetching, outbound: Outbound, url: str) -> Fetched:
    return asyncio.run(Download(outbound, fetching.storage, LIMIT).fetch(url))


def test_name_in_the_handshake_and_in_the_request(fetching: Fetching, identity: Identity) -> None:
    known = fetching.knowing(tls=[HOST])
    with serving({"/clip.mp4": answer("200 OK", GIF)}, identity.server) as origin:
        outbound = known.outbound(origin, tls=identity.client)
        fetch(known, outbound, origin.url(host=NAME))
    assert identity.hellos == [NAME]
    assert f"Host: {NAME}:{origin.port}\r\n" in origin.heads[0]


def test_a_certificate_of_another_name_or_of_nobody_will_not_do(
    fetching: Fetching, identity: Identity
) -> None:
    known = fetching.knowing(tls=[HOST], other=[HOST])
    with serving({}, identity.server) as origin:
        trusting, strict = known.outbound(origin, tls=identity.client), known.outbound(origin)
        for outbound, host in ((trusting, "other.example.org"), (trusting, HOST), (strict, NAME)):
            with pytest.raises(FetchFailed):
                fetch(known, outbound, origin.url(host=host))
    assert origin.heads == []


def test_no_way_back_from_https_to_http(fetching: Fetching, identity: Identity) -> None:
    known = fetching.knowing(tls=[HOST])
    routes: Mapping[str, bytes | Conduct] = {"/clip.mp4": answer("200 OK", GIF)}
    with (
        serving(routes) as bare,
        serving({"/": redirect(bare.url()), "/clip.mp4": b""}, identity.server) as origin,
    ):
        outbound = known.outbound(origin, bare, tls=identity.client)
        with pytest.raises(UrlNotAllowed, match="from https to http"):
            fetch(known, outbound, origin.url("/", NAME))
    assert bare.heads == []


def test_a_post_has_a_body_and_follows_nothing(fetching: Fetching, identity: Identity) -> None:
    known = fetching.knowing(tls=[HOST])

    async def post(origin: Origin) -> tuple[int, bytes]:
        outbound = known.outbound(origin, tls=identity.client)
        url = allowed(origin.url("/hook", NAME), outbound.rules, schemes=("https",))
        headers = {"Content-Type": "application/json"}
        async with outbound.send("POST", url, headers=headers, content=b"{}") as got:
            return got.status, b"".join([piece async for piece in got.body])

    moved = answer("307 Temporary Redirect", b"moved", Location="https://127.0.0.1/")
    with serving({"/hook": moved}, identity.server) as origin:
        assert asyncio.run(post(origin)) == (307, b"moved")
    assert origin.heads[0].startswith("POST /hook HTTP/1.1\r\n")
    assert "Content-Type: application/json\r\n" in origin.heads[0]
    assert "Content-Length: 2\r\n" in origin.heads[0]
