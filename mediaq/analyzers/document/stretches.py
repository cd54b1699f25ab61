"""Findings about pages that follow each other."""

from collections.abc import Callable, Iterable, Iterator

from mediaq.analyzers.document.facts import Page
from mediaq.analyzers.findings.finding import Finding, found


def stretches(pages: Iterable[Page], wanted: Callable[[Page], bool]) -> Iterator[list[Page]]:
    """The longest runs of consecutive pages that are `wanted`."""
    run: list[Page] = []
    for page in pages:
        if run and not (wanted(page) and page.number == run[-1].number + 1):
            yield run
            run = []
        if wanted(page):
            run.append(page)
    if run:
        yield run


def on_pages(code: str, pages: list[Page], measurement: float, **words: object) -> Finding:
    """One finding on the first of `pages`; `{rest}` becomes how many more follow."""
    more = len(pages) - 1
    rest = " and the one after it" if more == 1 else f" and the {more} after it" if more else ""
    finding = found(code, None, measurement, rest=rest, **words)
    return finding.but(
        page=pages[0].number,
        details={"first_page": pages[0].number, "last_page": pages[-1].number},
    )
