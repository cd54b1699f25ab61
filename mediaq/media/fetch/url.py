"""URLs from outside, parsed strictly and once: what is connected to is built from these parts."""

import re
import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

import idna

from mediaq.errors import UrlNotAllowed
from mediaq.media.fetch.addresses import Address
from mediaq.media.fetch.rules import Rules, address_of

LONGEST = 2048
HTTP = ("http", "https")
_PORTS = {"http": 80, "https": 443}
_PARTS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*):(?P<slashes>//)?(?P<authority>[^/?#]*)"
    r"(?P<target>[^#]*)(?:#.*)?",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]@]*\]|[^\[\]:@]*)(?::(?P<port>[0-9]{0,5}))?")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
# Everything that RFC 3986 lets stand in a path or query; the rest is percent-encoded.
_AS_IS = "!$%&'()*+,-./:;=?@_~[]"


@dataclass(frozen=True)
class Url:
    """An absolute URL without fragment. `host` is lower-case ASCII, an IPv6 address without
    brackets; `address` is set when the host is one; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str
    address: Address | None = None

    @property
    def authority(self) -> str:
        """What belongs into the Host header: the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS.get(self.scheme) else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def allowed(text: str, rules: Rules = Rules(), *, schemes: Collection[str] = HTTP) -> Url:
    """The URL, unless its text alone forbids it; then raises UrlNotAllowed.

    What its name resolves to is judged when it is connected to. No message repeats the text, which
    may hold credentials.
    """
    if len(text.encode(errors="replace")) > LONGEST:
        raise UrlNotAllowed(f"The URL is longer than {LONGEST} bytes.")
    found = _PARTS.fullmatch(text)
    if _FORBIDDEN.search(text) or not found:
        raise UrlNotAllowed("The URL is malformed.")
    scheme = found["scheme"].lower()
    if scheme not in schemes:
        raise UrlNotAllowed(f"The URL must begin with {' or '.join(f'{s}://' for s in schemes)}.")
    if "@" in found["authority"]:
        raise UrlNotAllowed("The URL must not hold a user name or password.")
    place = _AUTHORITY.fullmatch(found["authority"])
    if not (found["slashes"] and place and place["host"]):
        raise UrlNotAllowed("The URL names no host.")
    port = int(place["port"] or _PORTS[scheme])
    if port not in rules.ports:
        raise UrlNotAllowed(f"Port {port} is not allowed.")
    host, address = _host(place["host"])
    if address:
        rules.check_address(host, address)
    else:
        rules.check_name(host)
    return Url(scheme, host, port, _target(found["target"]), address)


def _target(text: str) -> str:
    target = quote(text, safe=_AS_IS)
    return target if target.startswith("/") else f"/{target}"


def _host(text: str) -> tuple[str, Address | None]:
    """Host and address; any notation that some resolver takes for an address counts as one."""
    if text.startswith("["):
        address = address_of(text[1:-1])
        if not isinstance(address, IPv6Address) or address.scope_id:
            raise UrlNotAllowed("The URL's IPv6 address is malformed.")
        return address.compressed, address
    host = _ascii(text).removesuffix(".")
    if _NUMBER.match(host.rpartition(".")[2]):
        number = _ipv4(host)
        return str(number), number
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise UrlNotAllowed("The URL's host is malformed.")
    return host, None


def _ascii(text: str) -> str:
    """IDNA 2008 after UTS 46, which also turns full-width digits and dots into plain ones."""
    if text.isascii():
        return text.lower()
    try:
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise UrlNotAllowed("The URL's host is malformed.") from error


def _ipv4(host: str) -> IPv4Address:
    """An IPv4 address with decimal, octal or hexadecimal parts, of which there may be few."""
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError as error:
        raise UrlNotAllowed("The URL's IPv4 address is malformed.") from error
