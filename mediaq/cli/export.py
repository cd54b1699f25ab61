"""`mediaq export`: findings, a transcript, or everything, into a file or on stdout."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from mediaq.cli.client import Api
from mediaq.cli.follow import analysis_id
from mediaq.cli.options import Url, api_key, api_url
from mediaq.errors import MediaqError


class Format(StrEnum):
    """What the API exports."""

    JSON = "json"
    CSV = "csv"
    SRT = "srt"
    VTT = "vtt"
    TXT = "txt"
    M3U = "m3u"
    ZIP = "zip"


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="An analysis, or an asset.")],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="m3u plays what is spoken; zip is everything.")
    ] = Format.JSON,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Written whole or not at all."),
    ] = None,
    transcript: Annotated[
        bool, typer.Option("--transcript", help="What is said, not what was found.")
    ] = False,
    frames: Annotated[bool, typer.Option("--frames", help="Single frames too, in a zip.")] = False,
    original: Annotated[bool, typer.Option("--original", help="The media too, in a zip.")] = False,
    url: Url = None,
) -> None:
    """Export findings, a transcript, or everything as a zip."""
    if output is None and form is Format.ZIP and sys.stdout.isatty():
        raise MediaqError("a zip is not for the terminal; name a file with -o")
    asked = {"format": form.value}
    asked |= {"frames": "true"} if frames else {}
    asked |= {"original": "true"} if original else {}
    what = "transcript" if transcript else "export"
    with Api(api_url(url), api_key()) as api:
        path = f"/api/v1/analyses/{analysis_id(api, id)}/{what}"
        with api.download(path, asked) as pieces, _opened(output) as file:
            for piece in _playable(pieces, api.url) if form is Format.M3U else pieces:
                file.write(piece)


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """The file, which appears when all of it is written; or stdout."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    number, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with open(number, "wb") as file:
            yield file
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, output)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _playable(pieces: Iterator[bytes], base: str) -> Iterator[bytes]:
    """A playlist whose URLs say where the API is: a file has no address to start from."""
    for line in b"".join(pieces).splitlines(keepends=True):
        yield base.encode() + line if line.startswith(b"/") else line
