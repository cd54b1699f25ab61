"""`mediaq gc`: stored files that no row names, and rows whose file is missing."""

import asyncio
from typing import Annotated

import typer

from mediaq.cli.collecting import Report, collect
from mediaq.cli.database import url_in_use
from mediaq.cli.options import AsJson, Data, settings
from mediaq.cli.output import emit, say, table
from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.media.storage import LocalStorage
from mediaq.settings import Settings

HOUR = 3600.0
MOST_SHOWN = 1000


def command(
    apply: Annotated[bool, typer.Option("--apply", help="Remove them; else only list.")] = False,
    hours: Annotated[
        int,
        typer.Option(
            "--older-than", metavar="HOURS", min=1, help="Leave what changed more recently."
        ),
    ] = 24,
    force: Annotated[
        bool, typer.Option("--force", help="Also where the database names no stored file at all.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List or remove stored files without a row; report rows without a file.

    Safe while workers and API run. Only originals, products of analyses and unfinished files are
    looked at; what else lies in the storage is not touched.
    """
    chosen = settings(data)
    least = chosen.tool_seconds + chosen.fetch_seconds
    if hours * HOUR < least:
        raise typer.BadParameter(f"a job may take {least / HOUR:.1f} hours: --older-than more")
    report = asyncio.run(_run(chosen, hours * HOUR, apply=apply, force=force))
    if as_json:
        emit(_document(report, applied=apply))
    else:
        _show(report, applied=apply)


async def _run(chosen: Settings, seconds: float, *, apply: bool, force: bool) -> Report:
    access = await asyncio.to_thread(resolve, url_in_use(chosen), "mediaq_worker", "mediaq gc")
    storage = LocalStorage(chosen.storage, chosen.media_roots)
    async with Database(access, max_size=1) as opened:
        return await collect(opened, storage, seconds, apply=apply, force=force)


def _document(report: Report, *, applied: bool) -> dict[str, object]:
    return {
        "applied": applied,
        "orphans": len(report.orphans),
        "orphan_bytes": sum(thing.size_bytes for thing in report.orphans),
        "orphan_keys": [thing.key for thing in report.orphans[:MOST_SHOWN]],
        "unfinished": report.unfinished,
        "missing": len(report.missing),
        "missing_rows": [
            {"table": row.table, "id": str(row.id), "path": row.path, "why": row.why}
            for row in report.missing[:MOST_SHOWN]
        ],
    }


def _show(report: Report, *, applied: bool) -> None:
    lines = [["orphan", thing.key, f"{thing.size_bytes} bytes"] for thing in report.orphans]
    lines += [["missing", row.path, f"{row.table} {row.id}: {row.why}"] for row in report.missing]
    table(["what", "path", ""], lines[:MOST_SHOWN])
    size = sum(thing.size_bytes for thing in report.orphans) / 1e6
    verb = "removed" if applied else "found (--apply removes them)"
    say(
        f"{len(report.orphans)} without a row, {size:.1f} MB, and {report.unfinished} unfinished:"
        f" {verb}; {len(report.missing)} rows without their file"
    )
