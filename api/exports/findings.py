"""Findings as cues, as text to read, and as a playlist of what is spoken."""

from collections.abc import Callable, Iterator, Sequence

from api.exports.cues import Cue, clock, reading_ms
from api.exports.lines import one_line
from api.schemas.analyses import AudioSegment, Feedback
from api.schemas.exports import FindingsExport

Findings = Sequence[Feedback]


def cues(findings: Findings) -> Iterator[Cue]:
    """One for each finding. Those of the whole file follow one another from the beginning; one of a
    moment stays as long as it takes to read."""
    next_ms = 0
    for finding in findings:
        text = _said(finding)
        if finding.start_ms is None:
            start, end = next_ms, next_ms + reading_ms(text)
            next_ms = end
        else:
            start = finding.start_ms
            end = max(finding.end_ms or 0, start + reading_ms(text))
        yield Cue(start, end, text)


def text(export: FindingsExport) -> str:
    """A paragraph for each finding."""
    count = len(export.findings)
    head = f"{one_line(export.filename)}\n{count} finding{'' if count == 1 else 's'}\n"
    return "\n".join([head, *map(_paragraph, export.findings)])


def playlist(export: FindingsExport, locate: Callable[[AudioSegment], str]) -> str:
    """Extended M3U of everything that is spoken, in the order in which it is; `locate` says where a
    segment's sound is."""
    entries = [
        f"#EXTINF:{segment.duration_ms / 1000:.3f},{_said(finding)}\n{locate(segment)}\n"
        for finding in export.findings
        for segment in finding.audio
    ]
    return "".join(["#EXTM3U\n", f"#PLAYLIST:{one_line(export.filename)}\n", *entries])


def _said(finding: Feedback) -> str:
    page = f"Page {finding.page}: " if finding.page is not None else ""
    return f"[{finding.severity}] {page}{_message(finding)}"


def _message(finding: Feedback) -> str:
    return one_line(finding.message or "") or one_line(finding.code)


def _paragraph(finding: Feedback) -> str:
    lines = [f"{finding.severity}  {_where(finding)}{one_line(finding.code)}"]
    lines.append(f"  {_message(finding)}")
    if suggestion := one_line(finding.suggestion or ""):
        lines.append(f"  {suggestion}")
    return "\n".join(lines) + "\n"


def _where(finding: Feedback) -> str:
    if finding.page is not None:
        return f"page {finding.page}  "
    if finding.start_ms is None:
        return ""
    end = f"–{clock(finding.end_ms)}" if finding.end_ms is not None else ""
    return f"{clock(finding.start_ms)}{end}  "
