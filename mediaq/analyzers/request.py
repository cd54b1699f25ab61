"""What the parent asks of the analyzer: one file, where to write, and the limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

MediaType = Literal["video", "audio", "image", "document", "unknown"]
Depth = Literal["quick", "full"]
FrameFormat = Literal["jpg", "png"]


@dataclass(frozen=True, slots=True)
class Request:
    """One analysis: `fps` in frames per second, `grid` in columns x rows, durations in seconds,
    `depth` full for every check, quick for those that cost little;
    `form` is the name of the file's format in `mediaq.media.formats`, if it is known. `speech_only`
    leaves out all but where somebody speaks."""

    source: str
    output: Path
    media_type: MediaType = "unknown"
    fps: float = 3.0
    grid: tuple[int, int] = (2, 3)
    frame_format: FrameFormat = "jpg"
    profile: str = "web"
    depth: Depth = "quick"
    form: str | None = None
    max_duration: float = 3600.0
    max_pixels: int = 50_000_000
    speech_only: bool = False

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> "Request":
        """Builds a request from JSON; unknown keys are ignored, absent ones take the default."""
        known = {name: raw[name] for name in cls.__slots__ if raw.get(name) is not None}
        known["output"] = Path(known["output"])
        if "grid" in known:
            columns, rows = known["grid"]
            known["grid"] = (int(columns), int(rows))
        return cls(**known)
