"""Everything of an analysis as one zip, made while it is sent."""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.blobs import locate
from api.errors import StoredFileMissing
from api.exports import findings, naming, table
from api.exports.bundle import PIECE_BYTES, Bundle
from api.exports.cues import srt, vtt
from api.exports.forms import transcript_forms
from api.schemas.analyses import AudioSegment
from api.schemas.exports import FindingsExport, TranscriptExport
from mediaq.db.pool import Row
from mediaq.media.storage import LocalStorage

FOLDERS = {"frame": "frames", "contact_sheet": "contact-sheets"}


@dataclass(frozen=True)
class Contents:
    """What goes into the zip, single frames aside. `sounds` are stored paths by segment, `original`
    is the asset's row if the media itself goes in, `moment` the time of all entries."""

    moment: datetime
    export: FindingsExport
    transcript: TranscriptExport | None
    sounds: Mapping[int, str]
    pictures: Sequence[Row]
    original: Row | None


class Archive:
    """The zip in parts: `opening`, any number of `files`, `ending`, which are generators of bytes
    that read files, so for threads. What is not there any more is listed as missing."""

    def __init__(self, storage: LocalStorage, contents: Contents) -> None:
        self._storage, self._contents = storage, contents
        self._bundle = Bundle(contents.moment)
        self._states: dict[str, str] = {}

    def opening(self) -> Generator[bytes]:
        """Texts, speech, pictures, and the original."""
        for name, text in self._texts():
            yield from self._add_text(name, text)
        for finding in self._contents.export.findings:
            for part in finding.ssml:
                name = f"ssml/{finding.feedback_id}-{part.segment_index}.ssml"
                yield from self._add_text(name, part.ssml)
            for segment in finding.audio:
                path = self._contents.sounds.get(segment.segment_id)
                yield from self._add_file(_sound(segment), path, None)
        yield from self.files(self._contents.pictures)
        if row := self._contents.original:
            name = f"original/{naming.file_name(row['filename'])}"
            yield from self._add_file(name, row["storage_path"], row["sha256"])

    def files(self, rows: Iterable[Row]) -> Generator[bytes]:
        """Derived files, by their rows."""
        for row in rows:
            ending = naming.EXTENSIONS.get(row["mime_type"], ".bin")
            if folder := FOLDERS.get(row["kind"]):
                name = f"{folder}/{row['position']:06d}{ending}"
            else:
                name = f"{row['kind']}-{row['position']}{ending}"
            yield from self._add_file(name, row["storage_path"], row["sha256"])

    def ending(self) -> Generator[bytes]:
        """The manifest, and the directory of the zip."""
        yield from self._bundle.add("manifest.json", self._manifest(), size=0, packed=True)
        yield from self._bundle.close()

    def _texts(self) -> Iterator[tuple[str, str]]:
        export, transcript = self._contents.export, self._contents.transcript
        cues = list(findings.cues(export.findings))
        yield "findings.json", export.model_dump_json(indent=2)
        yield "findings.csv", table.table(export.findings)
        yield "findings.srt", srt(cues)
        yield "findings.vtt", vtt(cues)
        yield "findings.txt", findings.text(export)
        yield "playlist.m3u8", findings.playlist(export, _sound)
        if transcript:
            for form, text in transcript_forms(transcript):
                yield f"transcript.{form}", text

    def _add_text(self, name: str, text: str) -> Generator[bytes]:
        content = text.encode()
        yield from self._bundle.add(name, [content], size=len(content), packed=True)

    def _add_file(self, name: str, stored: str | None, sha256: str | None) -> Generator[bytes]:
        try:
            path = locate(self._storage, stored or "")
            file = path.open("rb")
        except (StoredFileMissing, OSError):
            self._states[name] = "missing"
            return
        with file:
            size = path.stat().st_size
            chunks = iter(lambda: file.read(PIECE_BYTES), b"")
            yield from self._bundle.add(name, chunks, size=size, packed=False)
        written = self._bundle.entries[name]
        if not written.whole or sha256 not in (None, written.sha256):
            self._states[name] = "damaged"

    def _manifest(self) -> Generator[bytes]:
        export = self._contents.export
        head = export.model_dump(mode="json", exclude={"findings"})
        yield (json.dumps(head)[:-1] + ', "files": [').encode()
        between = "\n"
        for name, written in list(self._bundle.entries.items()):
            state = self._states.get(name, "present")
            entry = {"name": name, "size_bytes": written.size_bytes, "sha256": written.sha256}
            yield (between + json.dumps({**entry, "state": state})).encode()
            between = ",\n"
        for name, state in self._states.items():
            if state == "missing":
                yield (between + json.dumps({"name": name, "state": state})).encode()
        yield b"\n]}\n"


def _sound(segment: AudioSegment) -> str:
    ending = naming.SOUNDS.get(segment.format, ".bin")
    return f"audio/{segment.segment_id}{ending}"
