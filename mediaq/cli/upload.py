"""`mediaq upload`: one file or URL to the API, and what is found in it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from mediaq.cli.client import Api
from mediaq.cli.follow import Analysis, follow, follow_visibly, print_findings, trouble
from mediaq.cli.options import AsJson, Url, api_key, api_url
from mediaq.cli.output import emit, say
from mediaq.contracts.analysis import Depth, Profile
from mediaq.errors import MediaqError


def command(
    media: Annotated[
        str, typer.Argument(metavar="FILE|URL", help="The file to upload, or the URL to fetch.")
    ],
    wait: Annotated[
        bool, typer.Option("--wait", help="Follow the analysis and print its findings.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Analyse again what was analysed before.")
    ] = False,
    profile: Annotated[
        Profile | None, typer.Option(help="What its loudness is held against.")
    ] = None,
    depth: Annotated[
        Depth | None, typer.Option(help="full: every check, also the slow ones.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Spoken or written in it, as `de` or `pt-BR`.")
    ] = None,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """Upload a file for analysis, or have a worker fetch one.

    With --wait the exit code is 1 when the analysis failed or a finding could not be spoken.
    """
    file = Path(media)
    if "://" not in media and not file.is_file():
        raise MediaqError(f"{file}: there is no such file")
    with Api(api_url(url), api_key()) as api:
        said = {"profile": profile, "depth": depth, "language": language}
        options = {name: value for name, value in said.items() if value is not None}
        if "://" in media:
            uploaded = api.analyze(media, options)
        else:
            uploaded = _upload(api, file, {**options, **({"force": "true"} if force else {})})
        if not as_json:
            for name in ("asset", "analysis"):
                if id := uploaded.get(f"{name}_id"):
                    say(f"{name:9} {id}")
            if uploaded.get("duplicate"):
                say("known     --force analyses it again")
        analysis = _follow(api, uploaded["analysis_id"], as_json) if wait else None
        report(api, uploaded, analysis, as_json)


def _follow(api: Api, id: str, as_json: bool) -> Analysis:
    return follow(api, id, lambda _: None) if as_json else follow_visibly(api, id)


def report(api: Api, uploaded: dict[str, Any], analysis: Analysis | None, as_json: bool) -> None:
    """Prints how it ended; raises MediaqError when that was not well."""
    if as_json:
        emit({**uploaded, "url": api.url, **({"analysis": analysis} if analysis else {})})
    elif analysis and analysis["status"] == "completed":
        print_findings(analysis, api.url)
    if analysis and (why := trouble(analysis)):
        raise MediaqError(why)


def _upload(api: Api, file: Path, asked: Mapping[str, str]) -> dict[str, Any]:
    with Progress(
        TextColumn("uploading"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bars:
        sending = bars.add_task("uploading", total=file.stat().st_size)
        return api.upload(file, lambda sent: bars.update(sending, completed=sent), asked)
