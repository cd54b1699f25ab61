"""From a stored file to its rows: the asset and its analysis, or those of the same content when the
owner has uploaded it before."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from api.schemas.uploads import Uploaded, UploadQuery
from mediaq.db import jsonb
from mediaq.db.pool import Session
from mediaq.media.formats import Format, safe_filename
from mediaq.media.incoming import StoredFile

_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
# What clients say when they do not know.
_NO_CLAIM = ("application/octet-stream", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Arrived:
    """A file that is stored: what its bytes say, and what its sender says."""

    stored: StoredFile
    format: Format
    filename: str
    claimed_type: str = ""


async def admit(session: Session, owner: str, file: Arrived, asked: UploadQuery) -> Uploaded:
    """Makes the rows in the transaction. Waits for another upload of the same content by the same
    owner, and then finds its rows."""
    row = _row(owner, file)
    options = jsonb.dump(asked.options)
    if not asked.force and asked.callback_url is None:
        await session.run("assets.lock", row)
        if same := await session.one("assets.same", {**row, "options": options}):
            return Uploaded(duplicate=True, **same)
    said = (asked.priority, asked.tag, asked.callback_url, asked.options)
    plain = said == (0, None, None, {})
    status = "completed" if plain else "uploading"
    asset = await session.one("assets.add", {**row, "upload_status": status})
    assert asset is not None
    if not plain:
        await session.run("assets.ask", {**asset, **asked.model_dump(), "options": options})
        await session.run("assets.complete", asset)
    analysis = await session.one("assets.kickoff", asset)
    assert analysis is not None
    return Uploaded(
        asset_id=asset["id"],
        analysis_id=analysis["id"],
        status="queued",
        duplicate=False,
        **row,
    )


def _row(owner: str, file: Arrived) -> dict[str, Any]:
    claimed = claim(file.claimed_type)
    return {
        **asdict(file.stored),
        "owner": owner,
        "filename": safe_filename(file.filename),
        "media_type": file.format.media_type,
        "mime_type": file.format.mime_type,
        "metadata": jsonb.dump({"claimed_type": claimed} if claimed else {}),
    }


def claim(content_type: str) -> str:
    """The declared type, kept for people to look at; empty when nothing sane was declared."""
    named = content_type.split(";")[0].strip().lower()
    return named if _TYPE.fullmatch(named) and named not in _NO_CLAIM else ""
