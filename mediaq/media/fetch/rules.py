"""Where mediaq may connect to: lists of hosts and networks, written by whoever runs it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from mediaq.errors import InvalidInput, UrlNotAllowed
from mediaq.media.fetch.addresses import Address, Network, is_public, plain, tunnelled
from mediaq.settings import Settings

EVERYTHING_PUBLIC = "*"
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]{1,63}")
# Names that a machine or its network answers for (RFC 6761, 6762, 8375; ICANN's `internal`).
_LOCAL = ("localhost", "local", "internal", "home.arpa", "localdomain", "lan")
_NOT_PUBLIC = "The host is not on the public internet."


@dataclass(frozen=True)
class Places:
    """Entries of a list: `*`, `example.org`, `.example.org` (with all below it), `10.0.0.0/8`."""

    names: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    networks: tuple[Network, ...] = ()
    everything_public: bool = False

    @classmethod
    def parse(cls, entries: Iterable[str]) -> "Places":
        """Raises InvalidInput for an entry that is none of these."""
        names, suffixes, networks, everything = set(), [], [], False
        for text in (entry.strip().lower().rstrip(".") for entry in entries):
            name = text.removeprefix("*").removeprefix(".")
            if text == EVERYTHING_PUBLIC:
                everything = True
            elif network := _network(text):
                networks.append(network)
            elif not _NAME.fullmatch(name):
                raise InvalidInput(f"{text[:100]!r} is neither a host nor a network.")
            elif name == text:
                names.add(name)
            else:
                suffixes.append(f".{name}")
        return cls(frozenset(names), tuple(suffixes), tuple(networks), everything)

    def has_name(self, host: str) -> bool:
        """Whether an entry names the host."""
        return host in self.names or f".{host}".endswith(self.suffixes)

    def has_address(self, address: Address) -> bool:
        """Whether an entry holds the address, which is also looked at without its wrapping."""
        return any(address in network for network in self.networks)


@dataclass(frozen=True)
class Rules:
    """What may be connected to. Names never open private addresses: only networks do."""

    allow: Places = field(default_factory=lambda: Places(everything_public=True))
    deny: Places = field(default_factory=Places)
    ports: Collection[int] = (80, 443)

    @classmethod
    def of(cls, settings: Settings) -> "Rules":
        """Raises InvalidInput where a list cannot be read."""
        return cls(
            Places.parse(settings.fetch_allow),
            Places.parse(settings.fetch_deny),
            settings.fetch_ports,
        )

    def check_name(self, host: str) -> None:
        """Raises UrlNotAllowed for a name that no address could make good."""
        if self.deny.has_name(host):
            raise UrlNotAllowed("The host is on the list of denied ones.")
        if self.allow.has_name(host) or self.allow.networks:
            return
        if not self.allow.everything_public:
            raise UrlNotAllowed("The host is not on the list of allowed ones.")
        if host.endswith(tuple(f".{name}" for name in _LOCAL)) or host in _LOCAL:
            raise UrlNotAllowed(_NOT_PUBLIC)

    def check_address(self, host: str, address: Address) -> None:
        """Raises UrlNotAllowed; its text does not say what the name resolved to."""
        answering = plain(address)
        seen = {address, answering, tunnelled(answering) or answering}
        if any(map(self.deny.has_address, seen)):
            raise UrlNotAllowed("The host is on the list of denied ones.")
        if self.allow.has_address(answering):
            return
        if not is_public(address):
            raise UrlNotAllowed(_NOT_PUBLIC)
        if not (self.allow.everything_public or self.allow.has_name(host)):
            raise UrlNotAllowed("The host is not on the list of allowed ones.")


def _network(text: str) -> Network | None:
    try:
        return ip_network(text.strip("[]"))
    except ValueError:
        return None


def address_of(text: str) -> Address | None:
    """The address that `text` writes in its standard form; None for anything else."""
    try:
        return ip_address(text)
    except ValueError:
        return None
