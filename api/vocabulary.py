"""The words that the contract repeats: kinds of id, and headers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_UUID = {"type": "string", "format": "uuid"}
_BIGINT = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1, "format": "int64"}


@dataclass(frozen=True)
class Id:
    """A kind of id: answers hold it under its name, and paths take it as `{id}`."""

    schema: Mapping[str, Any]
    says: str
    example: str | int


@dataclass(frozen=True)
class Header:
    """A header of a request or of an answer."""

    name: str
    says: str
    schema: Mapping[str, Any]
    required: bool = False


def _text(name: str, says: str, *, required: bool = False, **schema: Any) -> Header:
    return Header(name, says, {"type": "string", **schema}, required)


def _bytes(name: str, says: str, *, required: bool = False) -> Header:
    return Header(name, says, {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}, required)


IDS = {
    "id": Id(_UUID, "The id.", "0199c0de-0000-7000-8000-000000000000"),
    "asset_id": Id(_UUID, "The asset's id.", "0199c0de-0000-7000-8000-000000000001"),
    "analysis_id": Id(_UUID, "The analysis' id.", "0199c0de-0000-7000-8000-000000000002"),
    "file_id": Id(_UUID, "The file's id.", "0199c0de-0000-7000-8000-000000000003"),
    "upload_id": Id(_UUID, "The resumable upload's id.", "0199c0de-0000-7000-8000-000000000004"),
    "webhook_id": Id(_UUID, "The webhook's id.", "0199c0de-0000-7000-8000-000000000009"),
    "segment_id": Id(_BIGINT, "The audio segment's id.", 7),
}

# of answers
REQUEST_ID = _text("X-Request-Id", "The request's id, the client's own if it sent a sane one.")
CHALLENGE = _text("WWW-Authenticate", "How to say who asks: `Bearer`.")
LOCATION = _text("Location", "Where the new thing is.", format="uri-reference")
ENTITY_TAG = _text("ETag", "Changes whenever the answer does.")
CACHE_CONTROL = _text("Cache-Control", "Whether and for how long the answer may be kept.")
RETRY_AFTER = Header("Retry-After", "Seconds to wait.", {"type": "integer", "minimum": 0})
PREFERENCE_APPLIED = _text("Preference-Applied", "For how long the answer might be held back.")
CONTENT_RANGE = _text("Content-Range", "The part that is sent, of how many bytes.")
ACCEPT_RANGES = _text("Accept-Ranges", "Ranges of bytes may be asked for.", const="bytes")
DISPOSITION = _text("Content-Disposition", "Whether to show or to save, and the name to save as.")

REPLAYED = _text("Idempotent-Replayed", "The answer is that of an earlier request.", const="true")

# of requests
IDEMPOTENCY_KEY = _text(
    "Idempotency-Key",
    "Printable ASCII. The same request with the same key is answered as before.",
    minLength=1,
    maxLength=255,
    pattern="^[!-~]([ -~]*[!-~])?$",
)
PREFER = _text("Prefer", "`wait=n`: answer when there is news, or after n seconds (at most 60).")
LAST_EVENT_ID = _text("Last-Event-ID", "The id of the last event seen, when connecting again.")
IF_NONE_MATCH = _text("If-None-Match", "The ETag of the answer at hand; unchanged answers 304.")
RANGE = _text("Range", "Which bytes are wanted: `bytes=0-1023`. A malformed one counts as none.")
SESSION_ID = _text(
    "X-Session-Id",
    "Names the client's session; an empty one counts as none.",
    maxLength=200,
    pattern="^([!-~]([ -~]*[!-~])?)?$",
)
CONTENT_DISPOSITION = _text("Content-Disposition", "The name of a file that is the whole body.")
CONTENT_DIGEST = _text(
    "Content-Digest",
    "A digest that the body must have (RFC 9530).",
    pattern="^(sha-256=:[A-Za-z0-9+/]{43}=:|sha-512=:[A-Za-z0-9+/]{86}==:)?$",
)

# of tus, https://tus.io/protocols/resumable-upload
TUS_RESUMABLE = _text("Tus-Resumable", "The protocol's version.", required=True, const="1.0.0")
TUS_VERSION = _text("Tus-Version", "Versions that are spoken.")
TUS_EXTENSION = _text("Tus-Extension", "Extensions that are spoken.")
TUS_MAX_SIZE = _bytes("Tus-Max-Size", "The largest upload accepted.")
TUS_CHECKSUMS = _text("Tus-Checksum-Algorithm", "What an Upload-Checksum may be.")
UPLOAD_LENGTH = _bytes("Upload-Length", "How many bytes the upload has.")
UPLOAD_DEFER_LENGTH = _text("Upload-Defer-Length", "The length comes later.", const="1")
UPLOAD_METADATA = _text(
    "Upload-Metadata", "Keys, each with a value in base64: `filename YS5tcDQ=`."
)
METHOD = _text(
    "X-HTTP-Method-Override",
    "The method meant.",
    required=True,
    enum=["PATCH", "DELETE", "HEAD"],
)
UPLOAD_CHECKSUM = _text("Upload-Checksum", "An algorithm and the body's sum in base64.")
AT_OFFSET = _bytes("Upload-Offset", "Where the body goes on.", required=True)
UPLOAD_OFFSET = _bytes("Upload-Offset", "How many bytes are safe.")
UPLOAD_EXPIRES = _text("Upload-Expires", "Until when the upload can go on.")
ASSET_ID = _text("Mediaq-Asset-Id", "The asset that was made.", format="uuid")
ANALYSIS_ID = _text("Mediaq-Analysis-Id", "The asset's analysis.", format="uuid")
