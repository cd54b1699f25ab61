"""Options that several commands take, and the settings that they give."""

from pathlib import Path
from typing import Annotated, Any

import typer

from mediaq.settings import Settings

AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON on stdout, and nothing else there.")
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Data directory, instead of MEDIAQ_DATA.",
        file_okay=False,
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        "--url", metavar="URL", help="Address of the API, instead of MEDIAQ_HOST and MEDIAQ_PORT."
    ),
]


def settings(data: Path | None = None, **given: Any) -> Settings:
    """The settings of this process, with what the command line says on top."""
    given = {name: value for name, value in given.items() if value is not None}
    return Settings(**given) if data is None else Settings(data_dir=data, **given)


def api_url(url: str | None) -> str:
    """The address of the API: as asked for, else where the settings put it."""
    if url:
        return url.rstrip("/")
    chosen = settings()
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    return f"http://{host}:{chosen.port}"


def api_key() -> str | None:
    """The key that commands send to the API."""
    key = settings().api_key
    return key.get_secret_value() if key else None
