"""What the streams of one owner watch, and the reads that keep it right.

Owners are read apart, each in transactions that name the owner, so that row security decides what
their streams can see.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from api.live.state import State
from api.live.topics import Listing, Selection, Single
from api.live.watch import Watch
from mediaq.db.pool import Database, Session
from mediaq.errors import MediaqError

AnyWatch = Watch[Single] | Watch[Listing]


class Audience:
    """The topics of one owner, and what of them is to be read."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._singles: dict[UUID, Single] = {}
        self._lists: dict[Selection, Listing] = {}
        self._ids: set[UUID] = set()
        self._selections: set[Listing] = set()
        self._reads = 0

    @property
    def empty(self) -> bool:
        """Nobody watches."""
        return not self._singles and not self._lists

    @property
    def due(self) -> bool:
        """Something is to be read."""
        return bool(self._ids or self._selections)

    def analysis(self, id: UUID) -> Watch[Single]:
        """A place at one analysis, which will be read."""
        topic = self._singles.setdefault(id, Single(id))
        self._ids.add(id)
        watch = Watch(topic, self._reads, self._leave_single)
        topic.watches.add(watch)
        return watch

    def selection(self, wanted: Selection) -> Watch[Listing]:
        """A place at a list, which will be read."""
        topic = self._lists.setdefault(wanted, Listing(wanted))
        self._selections.add(topic)
        watch = Watch(topic, self._reads, self._leave_list)
        topic.watches.add(watch)
        return watch

    def hear(self, ids: Iterable[UUID]) -> None:
        """These analyses have changed; lists may have to show what they did not."""
        self._ids.update(ids if self._lists else (id for id in ids if id in self._singles))

    def hear_all(self) -> None:
        """Anything may have changed."""
        self._ids.update(self._singles)
        self.hear_lists()

    def hear_lists(self) -> None:
        """What lists show may have changed."""
        self._selections.update(self._lists.values())

    def watches(self) -> list[AnyWatch]:
        """Everybody who watches."""
        topics: list[Single | Listing] = [*self._singles.values(), *self._lists.values()]
        return [watch for topic in topics for watch in topic.watches]

    async def read(self, database: Database, *, moving: bool) -> None:
        """Reads what is to be read, all of it at once, and tells whoever watches; `moving` looks
        for what changed without being told, too."""
        self._reads += 1
        number, ids, lists = self._reads, self._ids, self._selections
        self._ids, self._selections = set(), set()
        try:
            async with database.transaction(self._owner) as session:
                if moving:
                    ids |= await self._moved(session)
                rows = await session.all("live.states", {"ids": list(ids)}) if ids else []
                selected = [
                    (one, await session.all("live.selection", one.selection.params(self._owner)))
                    for one in lists
                ]
        except MediaqError as error:
            self._ids |= ids
            self._selections |= lists
            for watch in self.watches():
                watch.fail(error)
            return
        self._take(ids, {row["analysis_id"]: State(row) for row in rows}, number)
        for listing, found in selected:
            self._take_selection(listing, [State(row) for row in found], number)

    async def _moved(self, session: Session) -> set[UUID]:
        topics: list[Single | Listing] = [*self._singles.values(), *self._lists.values()]
        known = {state.analysis_id: state.version for t in topics for state in t.moving()}
        if not known:
            return set()
        params = {"ids": list(known), "versions": list(known.values())}
        return {row["id"] for row in await session.all("live.moved", params)}

    def _take(self, ids: set[UUID], found: Mapping[UUID, State], number: int) -> None:
        for id in ids:
            state = found.get(id)
            if single := self._singles.get(id):
                _tell(single, single.offer(state), number)
            for listing in self._lists.values():
                _tell(listing, listing.offer(state) if state else listing.forget(id))
                if state is None or state.gone:
                    self._selections.add(listing)  # an older one may stand for the asset now

    def _take_selection(self, listing: Listing, found: list[State], number: int) -> None:
        changed, missing = listing.replace(found)
        self._ids.update(missing)
        _tell(listing, changed, number)

    def _leave_single(self, watch: Watch[Single]) -> None:
        watch.topic.watches.discard(watch)
        if not watch.topic.watches:
            self._singles.pop(watch.topic.analysis_id, None)

    def _leave_list(self, watch: Watch[Listing]) -> None:
        watch.topic.watches.discard(watch)
        if not watch.topic.watches:
            self._lists.pop(watch.topic.selection, None)
            self._selections.discard(watch.topic)


def _tell(topic: Single | Listing, changed: bool, number: int = 0) -> None:
    for watch in topic.watches:
        if number:
            watch.was_read(number)
        if changed:
            watch.tell()
