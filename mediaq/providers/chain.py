"""Which engines there are, and in which order they are asked."""

from collections.abc import Sequence

from mediaq.media.sandbox import Tier
from mediaq.providers.transcript import Transcriber
from mediaq.providers.whisper import LocalWhisper
from mediaq.settings import Settings


def transcribers(settings: Settings, tier: Tier) -> tuple[Transcriber, ...]:
    """Those that the settings configure, in their order."""
    return (*LocalWhisper.configured(settings, tier),)


def with_first(chain: Sequence[Transcriber], name: str | None) -> list[Transcriber]:
    """The chain with the engine of that name in front; a name that nobody has changes nothing."""
    return sorted(chain, key=lambda engine: engine.name != name)
