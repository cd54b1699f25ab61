"""What streams watch. Streams that watch the same thing share a topic: its state is held once.

A topic is the latest state and nothing else. A stream that is behind finds the newest state when it
looks again, never a backlog: what is kept for it does not grow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING
from uuid import UUID

from api.live.state import State
from mediaq.db.pool import Params

if TYPE_CHECKING:
    from api.live.watch import Watch

# Analyses that have left a list are remembered so that every stream can tell of it.
MOST_LEFT = 1000


class Single:
    """One analysis; `state` is None until it was read, or when there is none to be seen."""

    def __init__(self, analysis_id: UUID) -> None:
        self.analysis_id = analysis_id
        self.watches: set[Watch[Single]] = set()
        self.state: State | None = None

    def moving(self) -> Iterable[State]:
        """What may change by itself."""
        return [] if self.state is None or self.state.ended else [self.state]

    def offer(self, state: State | None) -> bool:
        """Takes what was read; whether that is new. What was seen and is not any more is gone."""
        if state is None and self.state is not None:
            state = self.state.lost()
        changed = (self.state and self.state.version) != (state and state.version)
        self.state = state
        return changed


@dataclass(frozen=True)
class Selection:
    """The newest analysis of each asset, of these assets and in these statuses; none means all."""

    asset_ids: frozenset[UUID] = frozenset()
    statuses: frozenset[str] = frozenset()
    limit: int = 100

    def params(self, owner: str) -> Params:
        """Of the statement `live.selection`."""
        return {
            "owner": owner,
            "asset_ids": list(self.asset_ids) or None,
            "statuses": list(self.statuses) or None,
            "limit": self.limit,
        }

    def has(self, state: State) -> bool:
        """Whether an analysis belongs to it."""
        return (
            state.newest
            and not state.gone
            and (not self.asset_ids or state.asset_id in self.asset_ids)
            and (not self.statuses or state.status in self.statuses)
        )


class Listing:
    """The analyses of a selection, by asset: the newest `limit` of them."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.watches: set[Watch[Listing]] = set()
        self.shown: dict[UUID, State] = {}
        self.left: dict[UUID, State] = {}
        self._version: str | None = None
        self._whole: str | None = None

    def moving(self) -> Iterable[State]:
        """What may change by itself."""
        return [state for state in self.shown.values() if not state.ended]

    @property
    def version(self) -> str:
        """Names what is shown now."""
        if self._version is None:
            text = " ".join(sorted(f"{s.analysis_id}:{s.version}" for s in self.shown.values()))
            self._version = blake2b(text.encode(), digest_size=8).hexdigest()
        return self._version

    @property
    def whole(self) -> str:
        """JSON of what is shown now, newest first; made once for all streams."""
        if self._whole is None:
            states = sorted(self.shown.values(), key=lambda s: s.analysis_id, reverse=True)
            self._whole = f'{{"data":[{",".join(state.brief for state in states)}]}}'
        return self._whole

    def offer(self, state: State) -> bool:
        """Takes one analysis that was read; whether that changes what is shown."""
        known = self.shown.get(state.asset_id)
        same = known is not None and known.analysis_id == state.analysis_id
        if not same and (state.gone or not state.newest):
            return False  # another one stands for its asset
        if known and known.version == state.version and same:
            return False
        if self.selection.has(state):
            self.shown[state.asset_id] = state
            self.left.pop(state.asset_id, None)
        elif known:
            del self.shown[state.asset_id]
            self._leave(state)
        else:
            return False
        self._trim()
        return True

    def replace(self, states: Iterable[State]) -> tuple[bool, list[UUID]]:
        """Takes the selection as it was read: whether it is new, and the ids of what was shown and
        is not in it, to be looked at."""
        found = list(states)
        changed = any([self.offer(state) for state in found])
        selected = {state.analysis_id for state in found}
        missing = [s.analysis_id for s in self.shown.values() if s.analysis_id not in selected]
        return changed, missing

    def forget(self, analysis_id: UUID) -> bool:
        """Takes it that an analysis is not to be seen any more; whether it was shown."""
        for asset_id, state in self.shown.items():
            if state.analysis_id == analysis_id:
                del self.shown[asset_id]
                self._leave(state.lost())
                return True
        return False

    def _leave(self, state: State) -> None:
        self.left.pop(state.asset_id, None)
        self.left[state.asset_id] = state
        while len(self.left) > MOST_LEFT:
            del self.left[next(iter(self.left))]
        self._version = self._whole = None

    def _trim(self) -> None:
        self._version = self._whole = None
        while len(self.shown) > self.selection.limit:
            oldest = min(self.shown.values(), key=lambda state: state.analysis_id)
            del self.shown[oldest.asset_id]
