"""Where mediaq may tell that an analysis has ended."""

from ipaddress import ip_network

from mediaq.errors import UrlNotAllowed
from mediaq.media.fetch.rules import Places, Rules
from mediaq.media.fetch.url import Url, allowed
from mediaq.settings import Settings

_LOOPBACK = Rules(
    Places(networks=(ip_network("127.0.0.0/8"), ip_network("::1"))), ports=range(1, 65536)
)


def allowed_callback(text: str, settings: Settings) -> Url:
    """The URL, unless its text alone forbids it; then raises UrlNotAllowed.

    It must be https; with `callback_http` also http to an address of this machine, at any port.
    """
    if settings.callback_http and text[:5].lower() == "http:":
        url = allowed(text, _LOOPBACK)
        if url.address is None:
            raise UrlNotAllowed("A callback by http must name a loopback address.")
        return url
    return allowed(text, Rules.of(settings), schemes=("https",))


def callback_rules(url: Url, settings: Settings) -> Rules:
    """What may be connected to for a URL that `allowed_callback` returned."""
    return _LOOPBACK if url.scheme == "http" else Rules.of(settings)
