"""Every setting and limit, each with its reason. Read from the environment and `.env`."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from mediaq.own_secrets import OwnSecrets
from mediaq.provider_keys import ProviderKeys
from mediaq.tool_limits import ToolLimits

MIB = 1024 * 1024
_VOICE = r"[A-Za-z0-9-]{2,20}=[A-Za-z0-9+_-]{1,32}"


def _names(*aliases: str) -> AliasChoices:
    return AliasChoices(*aliases)


class Settings(ToolLimits, OwnSecrets, ProviderKeys):
    """Settings of one process; a field's aliases are the environment variables it is read from."""

    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        populate_by_name=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str | None = Field(
        None,
        validation_alias=_names("MEDIAQ_DATABASE_URL", "DATABASE_URL"),
        description="Postgres to use; unset means the embedded server in the data directory.",
    )
    data_dir: Path = Field(
        Path("~/.local/share/mediaq"),
        validation_alias=_names("MEDIAQ_DATA"),
        description="Holds the embedded database and, unless set otherwise, the stored files.",
    )
    storage_dir: Path | None = Field(
        None,
        validation_alias=_names("MEDIAQ_STORAGE", "MEDIA_ANALYSIS_UPLOAD_DIR"),
        description="Where files are stored; `storage` in the data directory unless set.",
    )
    media_roots: Annotated[tuple[Path, ...], NoDecode] = Field(
        (),
        validation_alias=_names("MEDIAQ_MEDIA_ROOTS"),
        description="Further directories, separated by `:`, in which rows may name files.",
    )
    host: str = Field(
        "127.0.0.1",
        validation_alias=_names("MEDIAQ_HOST", "MEDIA_ANALYSIS_API_HOST"),
        description="Address the API listens on; any but loopback needs an API key.",
    )
    port: int = Field(
        8000,
        ge=0,
        le=65535,
        validation_alias=_names("MEDIAQ_PORT", "MEDIA_ANALYSIS_API_PORT"),
        description="Port the API listens on; 0 takes a free one.",
    )
    open: bool = Field(
        False,
        validation_alias=_names("MEDIAQ_OPEN"),
        description="Answer without API keys on an address that can be reached from outside.",
    )
    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        validation_alias=_names("MEDIAQ_HOSTS"),
        description="Names beside loopback's that requests without a key may use; `*` means any.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        ("*",),
        validation_alias=_names("MEDIAQ_CORS_ORIGINS"),
        description="Sites whose pages may use the API, as `https://app.example`; `*` means any.",
    )
    rate_limit: int = Field(
        0,
        ge=0,
        validation_alias=_names("MEDIAQ_RATE_LIMIT"),
        description="Requests a minute of one key, or of one address where none is needed; 0: any.",
    )
    max_queued: int = Field(
        0,
        ge=0,
        validation_alias=_names("MEDIAQ_MAX_QUEUED"),
        description="Analyses of one owner that may wait before more are refused; 0: any number.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", validation_alias=_names("MEDIAQ_LOG_LEVEL"), description="Least level logged."
    )
    pool_size: int = Field(
        8,
        ge=1,
        validation_alias=_names("MEDIAQ_POOL_SIZE", "DATABASE_POOL_SIZE"),
        description="Database connections of an API process at most; small pools were faster.",
    )
    pool_timeout: float = Field(
        1.5,
        gt=0,
        validation_alias=_names("MEDIAQ_POOL_TIMEOUT", "DATABASE_POOL_TIMEOUT"),
        description="Seconds to wait for a connection before answering `busy`.",
    )
    slow_seconds: float = Field(
        10.0,
        gt=0,
        validation_alias=_names("MEDIAQ_SLOW_SECONDS"),
        description="Seconds within which the head of a request must arrive, and for which its body"
        " may fall behind 1 kB/s; six times as long an answer may be left unread.",
    )
    max_streams: int = Field(
        2000,
        ge=0,
        validation_alias=_names("MEDIAQ_MAX_STREAMS"),
        description="Open event streams and held requests of an API process at most.",
    )
    max_streams_per_key: int = Field(
        100,
        ge=0,
        validation_alias=_names("MEDIAQ_MAX_STREAMS_PER_KEY"),
        description="Those of one API key, in one process.",
    )
    max_upload_bytes: int = Field(
        5 * 1024 * MIB,
        ge=1,
        validation_alias=_names("MEDIAQ_MAX_UPLOAD_BYTES"),
        description="Largest upload accepted.",
    )
    upload_expiry: float = Field(
        86400.0,
        gt=0,
        le=365 * 86400,
        validation_alias=_names("MEDIAQ_UPLOAD_EXPIRY"),
        description="Seconds that a resumable upload is kept after its last byte.",
    )
    max_duration: float = Field(
        3600.0,
        gt=0,
        validation_alias=_names("MEDIAQ_MAX_DURATION", "MEDIA_ANALYSIS_MAX_VIDEO_DURATION"),
        description="Seconds of media analysed; what runs longer gets a finding and is cut there.",
    )
    max_pixels: int = Field(
        50_000_000,
        ge=1,
        validation_alias=_names("MEDIAQ_MAX_PIXELS"),
        description="Largest frame or picture opened, in pixels; guards against pixel bombs.",
    )
    fps: float = Field(
        3.0,
        ge=0.1,
        le=30,
        validation_alias=_names("MEDIAQ_FPS", "MEDIA_ANALYSIS_FPS"),
        description="Frames per second extracted from a video.",
    )
    contact_sheet_grid: str = Field(
        "2x3",
        pattern=r"^[1-9]\d?x[1-9]\d?$",
        validation_alias=_names("MEDIAQ_CONTACT_SHEET_GRID", "MEDIA_ANALYSIS_CONTACT_SHEET_GRID"),
        description="Columns x rows of a contact sheet.",
    )
    frame_format: Literal["jpg", "png"] = Field(
        "jpg",
        validation_alias=_names("MEDIAQ_FRAME_FORMAT", "MEDIA_ANALYSIS_FRAME_FORMAT"),
        description="Picture format of frames, contact sheets and poster.",
    )
    depth: Literal["quick", "full"] = Field(
        "quick",
        validation_alias=_names("MEDIAQ_DEPTH"),
        description="`full` makes every check of moving pictures, also the slow ones (specks and"
        " dropouts).",
    )
    profile: Literal["web", "podcast", "ebu", "atsc", "netflix", "audiobook"] = Field(
        "web",
        validation_alias=_names("MEDIAQ_PROFILE"),
        description="Delivery profile that loudness and peaks are held against.",
    )
    audio_format: Literal["opus", "mp3"] = Field(
        "opus", validation_alias=_names("MEDIAQ_AUDIO_FORMAT"), description="Format of the speech."
    )
    voice: str = Field(
        "en-us",
        pattern=r"^[A-Za-z0-9+_-]{1,32}$",
        validation_alias=_names("MEDIAQ_VOICE"),
        description="espeak-ng voice that speaks the findings.",
    )
    voices: str = Field(
        "",
        pattern=rf"^({_VOICE}(,{_VOICE})*)?$",
        validation_alias=_names("MEDIAQ_VOICES"),
        description="Voices of findings in other languages, as `de=de+f2,pt=pt-br`.",
    )
    speech_rate: int = Field(
        175,
        ge=80,
        le=450,
        validation_alias=_names("MEDIAQ_SPEECH_RATE"),
        description="Words a minute.",
    )
    storage_floor_bytes: int = Field(
        256 * MIB,
        ge=0,
        validation_alias=_names("MEDIAQ_STORAGE_FLOOR_BYTES"),
        description="Free space below which workers that write files claim nothing.",
    )
    fetch_allow: Annotated[tuple[str, ...], NoDecode] = Field(
        ("*",),
        validation_alias=_names("MEDIAQ_FETCH_ALLOW"),
        description="What may be fetched from, by commas: `*` (the public internet), hosts, "
        "`.example.org` with all below it, networks. Only networks open private addresses.",
    )
    fetch_deny: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        validation_alias=_names("MEDIAQ_FETCH_DENY"),
        description="What may not be fetched from, before all else; written like the former.",
    )
    fetch_ports: Annotated[tuple[Annotated[int, Field(ge=1, le=65535)], ...], NoDecode] = Field(
        (80, 443),
        validation_alias=_names("MEDIAQ_FETCH_PORTS"),
        description="Ports that URLs may name, separated by commas.",
    )
    fetch_seconds: float = Field(
        1800.0,
        gt=0,
        validation_alias=_names("MEDIAQ_FETCH_SECONDS"),
        description="Longest time that fetching one URL may take.",
    )
    fetch_unsandboxed: bool = Field(
        False,
        validation_alias=_names("MEDIAQ_FETCH_UNSANDBOXED"),
        description="Open what comes from URLs also where only limits hold tools back.",
    )
    callback_http: bool = Field(
        False,
        validation_alias=_names("MEDIAQ_CALLBACK_HTTP"),
        description="Callback URLs may be http:// to loopback addresses, for trials.",
    )
    poll_seconds: float = Field(
        5.0,
        gt=0,
        validation_alias=_names("MEDIAQ_POLL_SECONDS"),
        description="Longest time between two looks at a queue when no notification arrives.",
    )
    shutdown_grace: float = Field(
        5.0,
        ge=0,
        validation_alias=_names("MEDIAQ_SHUTDOWN_GRACE"),
        description="Seconds that running jobs get on SIGTERM before they are given back.",
    )

    @field_validator("database_url")
    @classmethod
    def _plain_scheme(cls, url: str | None) -> str | None:
        """Drops driver suffixes such as `postgresql+asyncpg://`."""
        if url and "://" in url:
            scheme, rest = url.split("://", 1)
            return scheme.split("+", 1)[0] + "://" + rest
        return url or None

    @field_validator("hosts", "cors_origins", mode="before")
    @classmethod
    def _split_names(cls, value: Any) -> Any:
        names = value.split(",") if isinstance(value, str) else value
        return tuple(name.strip() for name in names if name.strip())

    @field_validator("media_roots", mode="before")
    @classmethod
    def _split_roots(cls, value: Any) -> Any:
        return tuple(filter(None, value.split(":"))) if isinstance(value, str) else value

    @field_validator("fetch_allow", "fetch_deny", "fetch_ports", mode="before")
    @classmethod
    def _split_lists(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @cached_property
    def data(self) -> Path:
        """The data directory, absolute."""
        return self.data_dir.expanduser().resolve()

    @cached_property
    def storage(self) -> Path:
        """The storage root, absolute."""
        return (self.storage_dir or self.data / "storage").expanduser().resolve()

    @cached_property
    def grid(self) -> tuple[int, int]:
        """Columns and rows of a contact sheet."""
        columns, rows = self.contact_sheet_grid.split("x")
        return int(columns), int(rows)
