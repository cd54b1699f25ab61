"""While no key is needed: who may ask. Every page that a browser on this machine shows can send
requests to loopback, so a request must name loopback as its host (no DNS name that somebody points
here) and must not come from a page of another site."""

import re
from collections.abc import Collection
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request

from api.errors import CrossSite, Misdirected
from mediaq.settings import Settings

ANY = "*"
_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")


@lru_cache(1024)
def is_loopback(host: str) -> bool:
    """Whether a host name or address as written means this machine, whatever DNS says."""
    name = host.lower().strip("[]")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def open_without_keys(settings: Settings) -> bool:
    """Whether requests are answered while there is no key at all."""
    return settings.open or is_loopback(settings.host)


def check(request: Request, settings: Settings) -> None:
    """Raises Misdirected for another host's name, CrossSite for a page of another site."""
    host = request.headers.get("host", "")
    found = _HOST.fullmatch(host)
    if not found or not _named(found[1], settings.hosts):
        raise Misdirected
    origin = request.headers.get("origin")
    if origin is None or origin in settings.cors_origins or _netloc(origin) == host:
        return
    if not is_loopback(_hostname(origin)):
        raise CrossSite


def _netloc(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _hostname(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _named(name: str, hosts: Collection[str]) -> bool:
    return is_loopback(name) or name in hosts or ANY in hosts
