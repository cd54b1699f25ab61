"""Nothing but what the rules admit is ever connected to: a canary on loopback stays untouched."""

import pytest

from mediaq.errors import FetchFailed, MediaqError, TooManyRedirects, UrlNotAllowed
from tests.kit.origin import CANARY, HOST, answer, redirect, serving, untouched
from tests.media.fetch.conftest import GIF, Fetching

CLIP = answer("200 OK", GIF)
NOT_ADMITTED = [
    CANARY,
    "::1",
    "::ffff:127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "64:ff9b::7f00:1",
    "fe80::1%lo",
    f"93.184.216.34 {CANARY}",
    f"{CANARY} 93.184.216.34",
    f"{HOST} {CANARY}",
    f"{HOST} ::1",
    "2606:4700::1111 fd00::1",
]


@pytest.mark.parametrize("addresses", NOT_ADMITTED)
def test_one_address_that_is_not_admitted_spoils_a_name(fetching: Fetching, addresses: str) -> None:
    with serving({"/clip.mp4": CLIP}) as origin, untouched(origin.port):
        known = fetching.knowing(it=addresses)
        with pytest.raises(UrlNotAllowed) as caught:
            known(origin, origin.url(host="it.example.org"))
    assert origin.heads == []
    assert not any(address in caught.value.detail for address in addresses.split())
    assert known.left_behind() == []


def test_the_address_that_was_checked_is_the_one_connected_to(fetching: Fetching) -> None:
    """Rebinding: the name changes its address after the first look, which is the only one."""
    with serving({"/clip.mp4": CLIP}) as origin, untouched(origin.port):
        known = fetching.knowing(it=[HOST, CANARY])
        known(origin, origin.url(host="it.example.org"))
        assert known.names.asked == ["it.example.org"]
        with pytest.raises(UrlNotAllowed):
            known(origin, origin.url(host="it.example.org"))
    assert f"Host: it.example.org:{origin.port}\r\n" in origin.heads[0]


def test_every_hop_is_judged_anew(fetching: Fetching) -> None:
    known = fetching.knowing(it=[HOST, CANARY])
    with (
        serving({"/clip.mp4": redirect("/other.mp4")}) as origin,
        untouched(origin.port),
        pytest.raises(UrlNotAllowed),
    ):
        known(origin, origin.url(host="it.example.org"))
    assert len(origin.heads) == 1


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://in.example.org:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://user:secret@127.0.0.2:{port}/",
        "http://127.0.0.2:25/",
        "file:///etc/passwd",
        "gopher://127.0.0.2:{port}/",
        "data:image/gif,GIF89a",
        "http://[::1",
        "http://a b/",
    ],
)
def test_redirects_lead_nowhere_else(fetching: Fetching, location: str) -> None:
    routes: dict[str, bytes] = {}
    with serving(routes) as origin, untouched(origin.port):
        routes["/clip.mp4"] = redirect(location.format(port=origin.port))
        with pytest.raises((UrlNotAllowed, FetchFailed)) as caught:
            fetching.knowing(**{"in": CANARY})(origin)
        assert caught.value.code == "url_not_allowed" or location == "http://[::1"
    assert "secret" not in caught.value.detail
    assert fetching.left_behind() == []


def test_redirects_are_followed_five_times(fetching: Fetching) -> None:
    routes = {f"/{n}": redirect(f"{n + 1}") for n in range(10)}
    routes["/5"] = answer("200 OK", GIF, Set_Cookie="a=b")
    with serving(routes) as origin:
        assert fetching(origin, origin.url("/0")).file.size_bytes == len(GIF)
        del routes["/5"]
        routes["/5"] = redirect("6")
        with pytest.raises(TooManyRedirects):
            fetching(origin, origin.url("/0"))
    assert len(origin.heads) == 12


def test_a_redirect_to_itself_ends(fetching: Fetching) -> None:
    loop = answer("307 Temporary Redirect", Location="/clip.mp4", Set_Cookie="session=1")
    with serving({"/clip.mp4": loop}) as origin, pytest.raises(TooManyRedirects):
        fetching(origin)
    assert len(origin.heads) == 6
    assert not any("cookie" in head.lower() for head in origin.heads)


def test_proxies_of_the_environment_are_not_asked(
    fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving({"/clip.mp4": CLIP}) as origin, untouched(origin.port):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://{CANARY}:{origin.port}")
        fetching(origin)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0", "[::1]", "[::ffff:127.0.0.1]"])
def test_literals_are_refused_before_anything_is_done(fetching: Fetching, host: str) -> None:
    with serving({}) as origin, untouched(origin.port):
        known = fetching.knowing()
        known.names.known = {"localhost": [CANARY]}
        with pytest.raises(MediaqError) as caught:
            known(origin, origin.url(host=host))
    assert caught.value.code == "url_not_allowed"
