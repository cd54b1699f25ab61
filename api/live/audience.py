"""What the streams of one owner watch, and the reads that keep it right.

Owners are read apart, each in transactions that name the owner, so that row security decides what
their streams can see.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from uuid import UUID

from api.live.state import State
from api.live.topics import Listing, Selection, Single
from api.live.watch import Watch
from mediaq.db.pool import Database, Row, Session
from mediaq.errors import MediaqError

# Streams that are told of news in one go.
AT_ONCE = 50

# A statement: by the analyses' own rows, which is cheap; or by everything that is shown.
Look = Literal["live.advanced", "live.moved"]
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

    async def read(self, database: Database, look: Look | None) -> None:
        """Reads what is to be read, all of it at once, and tells whoever watches; `look` is how to
        find what changed without being told, if at all."""
        self._reads += 1
        number, ids, lists = self._reads, self._ids, self._selections
        self._ids, self._selections = set(), set()
        try:
            async with database.transaction(self._owner) as session:
                found = await self._states(session, ids, look)
                asked = [(one, one.selection.params(self._owner)) for one in lists]
                selected = [
                    (one, await session.filtered("live.selection", params)) for one, params in asked
                ]
        except MediaqError as error:
            self._ids |= ids
            self._selections |= lists
            for watch in self.watches():
                watch.fail(error)
            return
        await _tell([*self._take(found, number), *self._take_selections(selected, number)])

    async def _states(
        self, session: Session, ids: set[UUID], look: Look | None
    ) -> dict[UUID, State | None]:
        if look:
            ids |= await self._changed(session, look)
        found: dict[UUID, State | None] = dict.fromkeys(ids)
        if ids:
            rows = await session.all("live.states", {"ids": list(ids)})
            found |= {row["analysis_id"]: State(row) for row in rows}
        return found

    async def _changed(self, session: Session, look: Look) -> set[UUID]:
        topics: list[Single | Listing] = [*self._singles.values(), *self._lists.values()]
        known = {state.analysis_id: state for topic in topics for state in topic.moving()}
        if not known:
            return set()
        params = {
            "ids": list(known),
            "versions": [state.version for state in known.values()],
            "statuses": [state.status for state in known.values()],
            "progress": [state.progress for state in known.values()],
        }
        return {row["id"] for row in await session.all(look, params)}

    def _take(self, found: Mapping[UUID, State | None], number: int) -> Iterator[AnyWatch]:
        """Whoever is to be told."""
        for id, state in found.items():
            if single := self._singles.get(id):
                yield from _informed(single, single.offer(state), number)
            for listing in self._lists.values():
                changed = listing.offer(state) if state else listing.forget(id)
                yield from _informed(listing, changed)
                if changed and (state is None or state.gone):
                    self._selections.add(listing)  # an older one may stand for the asset now

    def _take_selections(
        self, selected: Iterable[tuple[Listing, list[Row]]], number: int
    ) -> Iterator[AnyWatch]:
        for listing, rows in selected:
            changed, missing = listing.replace([State(row) for row in rows])
            self._ids.update(missing)
            yield from _informed(listing, changed, number)

    def _leave_single(self, watch: Watch[Single]) -> None:
        watch.topic.watches.discard(watch)
        if not watch.topic.watches:
            self._singles.pop(watch.topic.analysis_id, None)

    def _leave_list(self, watch: Watch[Listing]) -> None:
        watch.topic.watches.discard(watch)
        if not watch.topic.watches:
            self._lists.pop(watch.topic.selection, None)
            self._selections.discard(watch.topic)


def _informed(topic: Single | Listing, changed: bool, number: int = 0) -> Iterator[AnyWatch]:
    """A topic's watches, of which the first read is noted: all of them when it changed."""
    for watch in topic.watches:
        if watch.was_read(number) or changed:
            yield watch


async def _tell(watches: list[AnyWatch]) -> None:
    """A few at a time, so that other requests are served between."""
    for number, watch in enumerate(watches, 1):
        watch.tell()
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
