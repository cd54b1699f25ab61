"""Refusals that only exist over HTTP; the rest of the tree is `mediaq.errors`."""

from mediaq.errors import MediaqError


class Refused(MediaqError):
    """The request cannot be answered."""

    code, status, permanent = "bad_request", 400, True


class InvalidId(Refused):
    """The id is malformed."""

    code = "invalid_id"


class InvalidQuery(Refused):
    """The query string is malformed."""

    code = "invalid_query"


class MissingField(Refused):
    """A required field is missing."""

    code = "missing_field"


class InvalidJson(Refused):
    """The body is not valid JSON in UTF-8."""

    code = "invalid_json"


class InvalidMultipart(Refused):
    """The body is not valid multipart/form-data."""

    code = "invalid_multipart"


class UploadIncomplete(Refused):
    """The body ended early."""

    code = "upload_incomplete"


class MethodNotAllowed(Refused):
    """This path does not take the method; `Allow` names those that it takes."""

    code, status = "method_not_allowed", 405


class TooSlow(Refused):
    """The request arrives too slowly."""

    code, status, permanent = "too_slow", 408, False


class HeadersTooLarge(Refused):
    """The head of the request is larger than 16 kB or has more than 100 fields."""

    code, status = "headers_too_large", 431


class InvalidIdempotencyKey(Refused):
    """The Idempotency-Key is empty, repeated or too long."""

    code = "invalid_idempotency_key"


class IdempotencyMismatch(Refused):
    """The Idempotency-Key was used for another request."""

    code, status = "idempotency_mismatch", 422


class InProgress(Refused):
    """The first request with this Idempotency-Key is still being answered."""

    code, status, permanent = "in_progress", 409, False


class InvalidDigest(Refused):
    """The Content-Digest or Repr-Digest is malformed."""

    code = "invalid_digest"


class DigestMismatch(Refused):
    """The body is not what its digest says."""

    code, status = "digest_mismatch", 422


class UnsupportedContentType(Refused):
    """This route takes another Content-Type."""

    code, status = "unsupported_content_type", 415


class RangeNotSatisfiable(Refused):
    """The range lies outside the file."""

    code, status = "range_not_satisfiable", 416


class StoredFileMissing(Refused):
    """The record is there but its stored file is missing or unreadable."""

    code, status = "blob_corrupt", 404


class NoTranscript(Refused):
    """The analysis has no transcript."""

    code, status = "no_transcript", 404


class NoWordTimes(Refused):
    """The transcript does not say when its words are said; ask for `txt` or `json`."""

    code, status = "no_word_times", 404


class Unauthenticated(Refused):
    """A valid API key is needed: `Authorization: Bearer mq_…`."""

    code, status = "unauthenticated", 401


class Forbidden(Refused):
    """The API key does not allow this."""

    code, status = "forbidden", 403


class CrossSite(Refused):
    """Without an API key, pages of other sites get no answer."""

    code, status = "cross_site", 403


class Misdirected(Refused):
    """Without an API key, this server answers only to the names of its own machine."""

    code, status = "misdirected", 421


class PreflightRefused(Refused):
    """Pages of this origin may not send such a request."""

    code, status = "preflight_refused", 403


class RateLimited(Refused):
    """There were too many requests; Retry-After says when to send the next."""

    code, status, permanent = "rate_limited", 429, False


class QueueFull(Refused):
    """Too many analyses of this owner are waiting; try again when some have ended."""

    code, status, permanent = "queue_full", 429, False


class RowSecurityOff(Refused):
    """The database cannot keep owners apart; `mediaq doctor` says why."""

    code, status = "row_security_off", 503


class NotProtected(MediaqError):
    """The API could be reached from outside without a key."""

    code, permanent = "not_protected", True


class BodyTooLarge(Refused):
    """The body is larger than this route takes."""

    code, status = "body_too_large", 413


class NotUploaded(Refused):
    """The asset's upload is not complete."""

    code, status = "not_uploaded", 409


class AlreadyFinished(Refused):
    """The analysis has ended already."""

    code, status = "already_finished", 409


class NotRetryable(Refused):
    """Only a failed or canceled analysis can be tried again."""

    code, status = "not_retryable", 409


class StreamsFull(Refused):
    """This process has as many open event streams as it takes."""

    code, status, permanent = "streams_full", 503, False


class TooManyStreams(Refused):
    """This API key has as many open event streams as it may."""

    code, status = "too_many_streams", 429


class Stopping(Refused):
    """mediaq is stopping; another process, or the next one, will answer."""

    code, status, permanent = "stopping", 503, False


class InvalidHeader(Refused):
    """A header of the request is malformed."""

    code = "invalid_header"


class UnsupportedTusVersion(Refused):
    """The Tus-Resumable header is missing or names another version of the protocol."""

    code, status = "unsupported_tus_version", 412


class WrongOffset(Refused):
    """The upload goes on at another offset."""

    code, status = "wrong_offset", 409


class UploadLocked(Refused):
    """Another request is receiving this upload."""

    code, status, permanent = "upload_locked", 423, False


class ChecksumMismatch(Refused):
    """The bytes are not what the Upload-Checksum says; none of them were kept."""

    code, status = "checksum_mismatch", 460
