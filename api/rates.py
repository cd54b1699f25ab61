"""How many requests a minute: a token bucket for each key, or while no key is needed for each
address. They are this process's own, so several API processes let that many times as many pass;
one in the database would cost every request a write."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from time import monotonic

from starlette.requests import Request

from api.access import Principal
from api.errors import RateLimited

# A bucket that nobody has used for longest is forgotten; it has most likely filled up again.
MOST_BUCKETS = 10_000
MINUTE = 60.0


@dataclass
class Bucket:
    """Tokens left at a moment."""

    tokens: float
    at: float


class Buckets:
    """Token buckets by name; full, one holds as many requests as a minute allows."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, name: str, per_minute: int) -> dict[str, str]:
        """Takes a token: the headers that say how many are left. Raises RateLimited when there is
        none, with the seconds until there is."""
        now, rate = self._clock(), per_minute / MINUTE
        bucket = self._buckets.setdefault(name, Bucket(per_minute, now))
        self._buckets.move_to_end(name)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(per_minute, bucket.tokens + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.tokens < 1:
            wait = str(math.ceil((1 - bucket.tokens) / rate))
            raise RateLimited(headers={"Retry-After": wait, **_said(bucket, per_minute)})
        bucket.tokens -= 1
        return _said(bucket, per_minute)


def _said(bucket: Bucket, per_minute: int) -> dict[str, str]:
    """draft-ietf-httpapi-ratelimit-headers: the quota, what is left, seconds until all is back."""
    full = math.ceil((per_minute - bucket.tokens) * MINUTE / per_minute)
    return {
        "RateLimit-Policy": f'"minute";q={per_minute};w={MINUTE:.0f}',
        "RateLimit": f'"minute";r={int(bucket.tokens)};t={full}',
    }


def charge(request: Request, who: Principal, buckets: Buckets, limit: int) -> dict[str, str]:
    """The headers about the limit of whoever asks, none where there is none. `limit` is per minute,
    0 for no limit; a key's own comes first. Raises RateLimited."""
    per_minute = limit if who.rate_limit is None else who.rate_limit
    name = who.key or _address(request.client.host if request.client else "")
    return buckets.take(name, per_minute) if per_minute and name else {}


@lru_cache(4096)
def _address(host: str) -> str | None:
    """The client's network address; None for this machine's own. Of IPv6 a whole /64 counts."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    if address.is_loopback:
        return None
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))
