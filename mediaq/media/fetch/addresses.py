"""Which addresses are on the public internet: IANA's special-purpose registries as a table.

https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry. Not
`ipaddress.is_global`: it differs between Python releases and lets tunnels and translators through.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network; Linux connects 0.0.0.0 to itself
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by carriers
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # a cloud's host agent, reached from inside at a public address
            "169.254.0.0/16",  # link-local, metadata services
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT relays
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")  # nothing else is assigned as global unicast
_NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, ORCHID, AMT, benchmarks
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_COMPATIBLE = IPv6Network("::/96")
_6TO4 = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
_32_BITS = 0xFFFF_FFFF


def plain(address: Address) -> Address:
    """The address that answers: IPv4 where IPv6 only writes (mapped) or translates it (NAT64)."""
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _NAT64):
        return _low(address)
    return address


def tunnelled(address: Address) -> IPv4Address | None:
    """The IPv4 address to which an IPv6 address of a transition mechanism leads."""
    if isinstance(address, IPv4Address):
        return None
    number = int(address)
    if address in _6TO4:
        return IPv4Address(number >> 80 & _32_BITS)
    if address in _TEREDO:
        return IPv4Address(number & _32_BITS ^ _32_BITS)
    if address in _COMPATIBLE or address in _NAT64_LOCAL or number >> 32 & _32_BITS in _ISATAP:
        return _low(address)
    return None


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could be meant by it."""
    address = plain(address)
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id or address not in _GLOBAL_6:
        return False
    if any(address in network for network in _NOT_PUBLIC_6):
        return False
    inner = tunnelled(address)
    return inner is None or is_public(inner)


def _low(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & _32_BITS)
