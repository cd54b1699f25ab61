"""All broken inputs, by family."""

from collections.abc import Callable, Iterator, Mapping

from tests.hostile import bombs, cuts, disguises, headers, papers, playlists
from tests.hostile.broken import Broken

FAMILIES: Mapping[str, Callable[[int], Iterator[Broken]]] = {
    "cuts": cuts.cases,
    "headers": headers.cases,
    "bombs": bombs.cases,
    "papers": papers.cases,
    "playlists": playlists.cases,
    "disguises": disguises.cases,
}
