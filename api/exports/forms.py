"""The formats, and what each makes of findings or of a transcript."""

from collections.abc import Iterator

from api.errors import NoWordTimes
from api.exports import findings, table, transcript
from api.exports.cues import srt, vtt
from api.schemas.exports import FindingsExport, TranscriptExport

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "m3u": "audio/mpegurl; charset=utf-8",
    "zip": "application/zip",
}
# An M3U in UTF-8 goes by that name.
ENDINGS = {"m3u": "m3u8"}


def of_findings(export: FindingsExport, form: str) -> str:
    """Findings in one of the formats, `zip` excepted."""
    match form:
        case "csv":
            return table.table(export.findings)
        case "srt":
            return srt(findings.cues(export.findings))
        case "vtt":
            return vtt(findings.cues(export.findings))
        case "txt":
            return findings.text(export)
        case "m3u":
            return findings.playlist(export, lambda segment: segment.url)
    return export.model_dump_json()


def of_transcript(export: TranscriptExport, form: str) -> str:
    """A transcript in one of its formats; raises NoWordTimes where it cannot be cues."""
    if form == "txt":
        return export.text + "\n"
    if form == "json":
        return export.model_dump_json()
    if not export.words:
        raise NoWordTimes
    cues = transcript.cues(export.words, export.language)
    return srt(cues) if form == "srt" else vtt(cues)


def transcript_forms(export: TranscriptExport) -> Iterator[tuple[str, str]]:
    """Every format that the transcript can have."""
    for form in ("json", "txt", *(("srt", "vtt") if export.words else ())):
        yield form, of_transcript(export, form)
