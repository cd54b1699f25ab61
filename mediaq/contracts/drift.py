"""Whether the SQL files and the database still say what this release's models say."""

from collections.abc import Mapping
from pathlib import Path

from mediaq.contracts.compiler import files, sources

FOLDER = Path("functions/contracts")


def outdated(sql: Path) -> list[str]:
    """Compiled files below the SQL directory that are missing or not what the models compile to."""
    return [
        str(FOLDER / name)
        for name, text in files().items()
        if not (sql / FOLDER / name).is_file()
        or (sql / FOLDER / name).read_text(encoding="utf-8") != text
    ]


def differing(installed: Mapping[str, str | None]) -> set[str]:
    """Files whose functions, given as signature → body, are not what the models compile to."""
    return {
        str(FOLDER / file)
        for signature, (file, body) in sources().items()
        if installed.get(signature) != body
    }
