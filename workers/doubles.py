"""Pictures that look the same: the database compares hashes, the rules have the words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import found
from mediaq.db import jsonb
from mediaq.queue.job import Effect

WITHIN_BITS = int(threshold("image.near_duplicate"))
# Filled in by the statement, which alone knows the other file.
OTHER = "{other}"


def doubles(analysis_id: UUID, asset_id: UUID, media: Mapping[str, Any]) -> list[Effect]:
    """Keeps the hash of a picture, and makes a finding if its owner has another one like it."""
    if media["media_type"] != "image":
        return []
    hash_ = media.get("picture_hash")
    return [
        Effect(
            "pipeline.record_double",
            {
                "analysis_id": analysis_id,
                "asset_id": asset_id,
                "hash": None if hash_ is None else int(hash_, 16),
                "within": WITHIN_BITS,
                "same": _finding("image.duplicate"),
                "like": _finding("image.near_duplicate"),
            },
        )
    ]


def _finding(code: str) -> str:
    return jsonb.dump(found(code, None, 0.0, other=OTHER).as_json())
