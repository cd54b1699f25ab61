"""Follows one analysis until it and the speech of its findings have ended."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from mediaq.cli.client import Api, ApiUnreachable
from mediaq.cli.output import clean, say, table

ENDED = ("completed", "failed", "canceled")
LOOK_SECONDS = 0.2
# An API that is started again is gone for so long at most.
PATIENCE_SECONDS = 15.0
Analysis = dict[str, Any]


@dataclass(frozen=True)
class State:
    """How far an analysis is: its status and progress, spoken findings, those that never will be,
    and how many are to be spoken in all."""

    status: str
    progress: int
    spoken: int
    unspoken: int
    speech: int

    @classmethod
    def of(cls, analysis: Analysis) -> "State":
        """The state that the API's answer shows."""
        statuses = [f["audio_status"] for f in analysis["feedback"] if f["ssml_status"]]
        return cls(
            analysis["status"],
            analysis["progress"],
            statuses.count("completed"),
            statuses.count("failed") + statuses.count("canceled"),
            len(statuses),
        )

    @property
    def ended(self) -> bool:
        """Whether nothing of it will change any more by itself."""
        return self.status in ENDED and self.spoken + self.unspoken >= self.speech


def analysis_id(api: Api, given: str) -> str:
    """The id of an analysis, given it or its asset's; ApiError when there is no such thing."""
    return str(api.get(f"/api/media/status/{given}")["analysis_id"])


def follow(api: Api, id: str, changed: Callable[[State], None]) -> Analysis:
    """Looks until it has ended; `changed` gets every new state. The whole analysis."""
    last = None
    for analysis in _looks(api, id):
        state = State.of(analysis)
        if state != last:
            changed(state)
        last = state
        if state.ended:
            return analysis
    raise AssertionError("unreachable")


def _looks(api: Api, id: str) -> Iterator[Analysis]:
    answered = time.monotonic()
    while True:
        try:
            analysis = api.get(f"/api/v1/analyses/{id}")
        except ApiUnreachable:
            if time.monotonic() - answered > PATIENCE_SECONDS:
                raise
        else:
            answered = time.monotonic()
            yield analysis
        time.sleep(LOOK_SECONDS)


def follow_visibly(api: Api, id: str) -> Analysis:
    """The same with two bars on stderr, if that is a terminal."""
    columns = TextColumn("{task.description:9}"), BarColumn(), TaskProgressColumn()
    console = Console(stderr=True)
    with Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bars:
        analysing = bars.add_task("analysing", total=100)
        speaking = bars.add_task("speaking", total=None, visible=False)

        def show(state: State) -> None:
            done = 100 if state.status == "completed" else state.progress
            bars.update(analysing, completed=done)
            bars.update(
                speaking,
                total=state.speech or None,
                completed=state.spoken + state.unspoken,
                visible=state.speech > 0,
            )

        return follow(api, id, show)


def trouble(analysis: Analysis) -> str | None:
    """Why the analysis did not end as it should; None when it did."""
    state = State.of(analysis)
    if state.status != "completed":
        error = analysis["error"] or {}
        why = f": {error['message']} ({error['code']})" if error else ""
        return (
            f"the analysis {state.status}{why}"
            if state.status == "failed"
            else (f"the analysis was {state.status}{why}")
        )
    if state.unspoken:
        return f"{state.unspoken} of {state.speech} findings could not be spoken"
    return None


def print_findings(analysis: Analysis, base: str) -> None:
    """The findings as a table, most severe first."""
    findings = analysis["feedback"]
    if not findings:
        say("nothing was found")
        return
    columns = ["severity", "code", "place", "message", "length", "audio"]
    table(columns, [_line(finding, base) for finding in findings])


def _line(finding: dict[str, Any], base: str) -> list[str]:
    audio = finding["audio"]
    seconds = sum(part["duration_ms"] for part in audio) / 1000
    return [
        finding["severity"],
        finding["code"],
        place(finding),
        clean(finding["message"]),
        f"{seconds:.1f} s" if audio else "-",
        " ".join(base + part["url"] for part in audio) or finding["audio_status"] or "-",
    ]


def place(finding: dict[str, Any]) -> str:
    """Where in the media a finding is."""
    if finding["page"] is not None:
        return f"page {finding['page']}"
    if finding["start_ms"] is None:
        return "whole"
    start, end = finding["start_ms"], finding["end_ms"]
    return _clock(start) if end in (None, start) else f"{_clock(start)}-{_clock(end)}"


def _clock(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"
