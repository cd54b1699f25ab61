"""The one error tree. Every class has a stable code, an HTTP status, and says whether trying
again can help; the docstring is the default message."""

from typing import Any


class MediaqError(Exception):
    """Something went wrong inside mediaq."""

    code = "internal"
    status = 500
    permanent = False

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        self.detail = detail or (type(self).__doc__ or "").strip()
        self.extra = extra
        super().__init__(self.detail)


class DatabaseUnavailable(MediaqError):
    """The database cannot be reached."""

    code, status = "unavailable", 503


class SchemaMismatch(MediaqError):
    """The database has another schema than this release; run `mediaq migrate`."""

    code, status, permanent = "schema_mismatch", 503, True


class MigrationEdited(MediaqError):
    """A migration was changed after it had been applied."""

    code, permanent = "migration_edited", True


class EmbeddedServerFailed(MediaqError):
    """The embedded Postgres did not start."""

    code, permanent = "embedded_server_failed", True


class LeaseLost(MediaqError):
    """The job's lease was lost; somebody else may be working on it."""

    code = "lease_lost"


class NotFound(MediaqError):
    """There is no such thing."""

    code, status, permanent = "not_found", 404, True


class Gone(MediaqError):
    """It was deleted."""

    code, status, permanent = "gone", 410, True


class InvalidInput(MediaqError):
    """The input is not valid."""

    code, status, permanent = "invalid_input", 422, True


class EmptyMedia(MediaqError):
    """The file is empty."""

    code, status, permanent = "empty_media", 422, True


class UnsupportedMedia(MediaqError):
    """This is not a media format that mediaq reads."""

    code, status, permanent = "unsupported_media", 422, True


class MediaInvalid(MediaqError):
    """The media cannot be decoded."""

    code, status, permanent = "media_invalid", 422, True


class MediaTooLarge(MediaqError):
    """The media is larger than allowed."""

    code, status, permanent = "media_too_large", 413, True


class ProviderNotReady(MediaqError):
    """The engine that was asked for is not set up."""

    code, status, permanent = "provider_not_ready", 503, True


class MediaTooLong(MediaqError):
    """The media runs longer than allowed."""

    code, status, permanent = "media_too_long", 422, True


class BlobMissing(MediaqError):
    """The stored file is missing or differs from its record."""

    code, permanent = "blob_corrupt", True


class PathOutsideStorage(MediaqError):
    """The path lies outside the storage root and the allowed media roots."""

    code, status, permanent = "path_outside_storage", 422, True


class UrlNotAllowed(MediaqError):
    """The URL is not one that may be fetched."""

    code, status, permanent = "url_not_allowed", 422, True


class TooManyRedirects(MediaqError):
    """The URL leads through too many redirects."""

    code, status, permanent = "too_many_redirects", 422, True


class SourceNotFound(MediaqError):
    """There is nothing at the URL."""

    code, status, permanent = "source_not_found", 422, True


class SourceRefused(MediaqError):
    """The host of the URL refuses to hand it out."""

    code, status, permanent = "source_refused", 422, True


class FetchFailed(MediaqError):
    """The URL could not be fetched; it may work later."""

    code, status = "fetch_failed", 502


class TooSlow(MediaqError):
    """The other side is too slow."""

    code, status = "too_slow", 408


class WebhookRefused(MediaqError):
    """The receiver did not take the webhook; it may do so later."""

    code, status = "webhook_refused", 502


class WebhookGone(MediaqError):
    """The receiver answers 410: it wants no more webhooks."""

    code, status, permanent = "webhook_gone", 502, True


class WebhookDisabled(MediaqError):
    """The receiver had said that it is gone; redelivering tries it again."""

    code, status, permanent = "webhook_disabled", 502, True


class StorageFull(MediaqError):
    """There is no space left for the file."""

    code, status = "storage_full", 507


class ToolFailed(MediaqError):
    """The tool process ended without an answer."""

    code = "tool_failed"


class ToolGaveUp(MediaqError):
    """The engine gave up on the file, as it does where that needs more memory than is allowed."""

    code, permanent = "tool_gave_up", True


class ToolTimeout(MediaqError):
    """The tool process ran past its deadline and was killed, as it would be again."""

    code, permanent = "tool_timeout", True


class ToolOutputTooLarge(MediaqError):
    """The tool process wrote more than it may."""

    code, permanent = "tool_output_too_large", True


class SandboxNeeded(MediaqError):
    """What comes from a URL is opened only in the full sandbox, which does not work here."""

    code, permanent = "sandbox_needed", True


class InvalidSsml(MediaqError):
    """The SSML is not valid."""

    code, status, permanent = "invalid_ssml", 422, True


class Busy(MediaqError):
    """All database connections are in use; try again shortly."""

    code, status = "busy", 503


class TryAgain(MediaqError):
    """Another transaction was in the way; the same request may succeed now."""

    code, status = "try_again", 503


class ConstraintViolated(MediaqError):
    """The database refused the row."""

    code, status = "constraint_violated", 409


class UnknownQueue(MediaqError):
    """There is no such queue."""

    code, status, permanent = "unknown_queue", 404, True
