"""What is refused by the text of a URL alone."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaq.errors import InvalidInput, UrlNotAllowed
from mediaq.media.fetch.addresses import is_public
from mediaq.media.fetch.rules import Places, Rules
from mediaq.media.fetch.url import allowed

MALFORMED = [
    "",
    "clip.mp4",
    "//example.org/clip.mp4",
    "http:/example.org",
    "http:example.org",
    "http://",
    "http:///clip.mp4",
    "http://:80/",
    "http://?x",
    "file:///etc/passwd",
    "file://example.org/etc/passwd",
    "ftp://example.org/",
    "gopher://example.org/",
    "data:text/plain,hello",
    "javascript:alert(1)",
    "unix:///run/x.sock",
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://:secret@example.org/",
    "http://example.org:25/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://example.org:x/",
    "http://example.org:80:80/",
    "http://example.org\\@127.0.0.1/",
    "http://example.org\n/",
    "http://exa mple.org/",
    " http://example.org/",
    "http://example.org/\0",
    "http://example.org/\ud800",
    "http://exam%70le.org/",
    "http://-example.org/",
    "http://example..org/",
    "http://.../",
    f"http://{'a' * 64}.org/",
    f"http://{'a.' * 130}org/",
    f"http://example.org/{'a' * 2048}",
    "http://[::1/",
    "http://[example.org]/",
    "http://[]/",
    "http://999.1.1.1/",
    "http://1.2.3.4.5/",
    "http://0x/",
    "http://1.2.3.0x1g.9/",
    "http://☃\u0378.org/",
]
HOSTS = """
127.0.0.1 127.1 127.0.1 0 0.0.0.0 2130706433 0x7f.1 0x7f000001 0X7F.0.0.1 017700000001
0177.0.0.1 127.0.0.1. １２７.0.0.1 127。0。0。1 ①②⑦.0.0.1 10.0.0.1 10.1 100.64.0.1 168.63.129.16
169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 172.16.0.1 172.31.255.255 192.0.0.192
192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 255.255.255.255
[::] [::1] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:10.0.0.1]
[::ffff:0:127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::10.0.0.1] [64:ff9b:1::1] [64:ff9b:1::8.8.8.8]
[100::1] [2001::1] [2001:0:7f00:1::] [2001:db8::1] [2002:7f00:1::] [2002:a00:1::1] [3fff::1]
[5f00::1] [fc00::1] [fd00:ec2::254] [fe80::1] [fe80::1%lo] [fe80::1%25lo] [fec0::1] [ff02::1]
[2600::5efe:127.0.0.1] [2600::200:5efe:10.0.0.1] localhost LOCALHOST localhost. x.localhost
printer.local metadata.google.internal nas.home.arpa
"""
PUBLIC = {
    "http://example.org": "http://example.org/",
    "HTTP://Example.ORG:80/A?b=C#d": "http://example.org/A?b=C",
    "https://example.org:443": "https://example.org/",
    "https://example.org:80/": "https://example.org:80/",
    "http://example.org.": "http://example.org/",
    "http://example.org?q": "http://example.org/?q",
    "http://example.org/ü %7e".replace(" ", ""): "http://example.org/%C3%BC%7e",
    "http://bücher.example/": "http://xn--bcher-kva.example/",
    "http://under_score.example/": "http://under_score.example/",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "http://134744072/": "http://8.8.8.8/",
    "http://[2606:4700::1111]:443/": "http://[2606:4700::1111]:443/",
    "http://[::ffff:8.8.8.8]/": "http://[::ffff:808:808]/",
    "http://[64:ff9b::8.8.8.8]/": "http://[64:ff9b::808:808]/",
}


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_no_plain_web_address_is_refused(text: str) -> None:
    with pytest.raises(UrlNotAllowed) as caught:
        allowed(text)
    assert "secret" not in caught.value.detail


@pytest.mark.parametrize("host", HOSTS.split())
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_that_is_not_public_is_refused(scheme: str, host: str) -> None:
    with pytest.raises(UrlNotAllowed):
        allowed(f"{scheme}://{host}/clip.mp4")


@pytest.mark.parametrize(("text", "shown"), PUBLIC.items())
def test_the_rest_is_put_into_one_form(text: str, shown: str) -> None:
    url = allowed(text)
    assert str(url) == shown
    assert allowed(shown) == url


def test_only_the_schemes_asked_for() -> None:
    with pytest.raises(UrlNotAllowed, match="https://"):
        allowed("http://example.org/hook", schemes=("https",))


def rules(allow: str, deny: str = "", *ports: int) -> Rules:
    return Rules(Places.parse(allow.split()), Places.parse(deny.split()), ports or (80, 443))


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        (rules("127.0.0.0/8", "", 8081), "http://127.0.0.1:8081/"),
        (rules("127.0.0.1"), "http://2130706433/"),
        (rules("10.0.0.0/8"), "http://[::ffff:10.0.0.1]/"),
        (rules("10.0.0.0/8"), "http://localhost/"),
        (rules("fd00::/8 *"), "http://[fd00::1]/"),
        (rules(".example.org"), "http://a.b.example.org/"),
        (rules("*.example.org"), "http://example.org/"),
        (rules("example.org"), "http://EXAMPLE.org/"),
        (rules("* 10.0.0.0/8"), "http://8.8.8.8/"),
    ],
)
def test_what_the_lists_admit(chosen: Rules, text: str) -> None:
    assert allowed(text, chosen)


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        (rules("127.0.0.1/32", "", 8081), "http://127.0.0.2:8081/"),
        (rules("127.0.0.1/32"), "http://127.0.0.1:8081/"),
        (rules("10.0.0.0/8"), "http://8.8.8.8/"),
        (rules("example.org"), "http://www.example.org/"),
        (rules("example.org"), "http://notexample.org/"),
        (rules(".example.org"), "http://notexample.org/"),
        (rules(".example.org"), "http://8.8.8.8/"),
        (rules("*", "example.org"), "http://example.org./"),
        (rules("*", ".example.org"), "http://a.example.org/"),
        (rules("*", "8.8.8.0/24"), "http://0x08080808/"),
        (rules("*", "8.8.8.0/24"), "http://[64:ff9b::8.8.8.8]/"),
        (rules("*", "8.8.8.0/24"), "http://[2600::5efe:8.8.8.8]/"),
        (rules("10.0.0.0/8", "10.1.0.0/16"), "http://10.1.2.3/"),
        (rules(""), "http://example.org/"),
    ],
)
def test_what_the_lists_refuse(chosen: Rules, text: str) -> None:
    with pytest.raises(UrlNotAllowed):
        allowed(text, chosen)


@pytest.mark.parametrize("entry", ["http://example.org", "a b", "10.0.0.1/8", "exa*mple.org", "[x"])
def test_an_entry_that_says_nothing_is_an_error(entry: str) -> None:
    with pytest.raises(InvalidInput):
        Places.parse([entry])


def test_a_name_on_the_list_does_not_open_private_addresses() -> None:
    with pytest.raises(UrlNotAllowed):
        rules("nas.example.org").check_address("nas.example.org", ip_address("10.0.0.1"))
    rules("nas.example.org 10.0.0.0/8").check_address("nas.example.org", ip_address("10.0.0.1"))


def test_addresses_of_the_open_internet_are_public() -> None:
    for text in (
        "1.1.1.1",
        "93.184.216.34",
        "2606:4700:4700::1111",
        "2a00:1450::1",
        "2001:4860::1",
    ):
        assert is_public(ip_address(text)), text


PIECES = (
    "http https :// : / @ [ ] % . 127 0 1 0x7f ? # \\ a é ß 。 １ 😀 xn-- - _ \0 :80 :: ffff"
    " 64:ff9b:: localhost example.org"
)
URLS = st.lists(st.sampled_from(PIECES.split()) | st.text(max_size=2), max_size=12).map("".join)


@given(st.text() | URLS | URLS.map(lambda rest: f"http://{rest}"))
def test_whatever_comes_it_is_refused_or_put_into_a_stable_public_form(text: str) -> None:
    try:
        url = allowed(text)
    except UrlNotAllowed:
        return
    assert str(url).isascii()
    assert allowed(str(url)) == url
    assert url.address is None or is_public(url.address)
