"""`mediaq search`: where something is said, written, found or named."""

import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from mediaq.cli.client import Api
from mediaq.cli.options import AsJson, Url, api_key, api_url
from mediaq.cli.output import emit, table


class Kind(StrEnum):
    """What the API tells apart."""

    FINDING = "finding"
    TRANSCRIPT = "transcript"
    PAGE = "page"
    NAME = "name"


class MediaType(StrEnum):
    """What media is."""

    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    IMAGE = "image"
    UNKNOWN = "unknown"


def command(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="All match; `or`, -not, 'begin*', '\"a phrase\"'."),
    ],
    kind: Annotated[
        list[Kind] | None, typer.Option(help="Only passages of this kind; may be repeated.")
    ] = None,
    media_type: Annotated[
        list[MediaType] | None,
        typer.Option("--type", help="Only in media of this type; may be repeated."),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="Hits at most.")] = 20,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """Search findings, transcripts, pages of text and file names."""
    asked: dict[str, Any] = {"q": " ".join(words), "limit": limit}
    for name, chosen in (("kind", kind), ("media_type", media_type)):
        if chosen:
            asked[name] = ",".join(chosen)
    with Api(api_url(url), api_key()) as api:
        found = api.get("/api/v1/search", asked)
    if as_json:
        emit(found)
        return
    table(
        ["file", "where", "kind", "text", "asset"],
        [
            [hit["filename"], _where(hit), hit["code"] or hit["kind"], _text(hit), hit["asset_id"]]
            for hit in found["data"]
        ],
    )
    if found["next_cursor"]:
        print(f"There is more: these are the best {limit}.", file=sys.stderr)


def _where(hit: dict[str, Any]) -> str:
    if hit["page"] is not None:
        return f"page {hit['page']}"
    if hit["start_ms"] is None:
        return ""
    seconds, ms = divmod(hit["start_ms"], 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms // 100}"


def _text(hit: dict[str, Any]) -> str:
    return "".join(piece["text"] for piece in hit["snippet"])
