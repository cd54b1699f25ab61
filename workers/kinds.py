"""The kinds of worker: every job type on one list."""

from collections.abc import Callable
from dataclasses import dataclass

from workers.analysis import QUEUE as ANALYSIS
from workers.analysis import AnalysisHandler
from workers.audio import QUEUE as AUDIO
from workers.audio import AudioHandler
from workers.parts import Parts
from workers.runner import Handler
from workers.ssml import QUEUE as SSML
from workers.ssml import SsmlHandler
from workers.webhooks import QUEUE as WEBHOOKS
from workers.webhooks import WebhookHandler


@dataclass(frozen=True)
class Kind:
    """A job type: its queue, who handles it, how many at once unless told otherwise, and whether
    it writes files."""

    queue: str
    handler: Callable[[Parts], Handler]
    concurrency: int
    writes: bool


KINDS = {
    "analysis": Kind(ANALYSIS, AnalysisHandler.of, 2, writes=True),
    "ssml": Kind(SSML, SsmlHandler, 16, writes=False),
    "audio": Kind(AUDIO, AudioHandler, 2, writes=True),
    "webhooks": Kind(WEBHOOKS, WebhookHandler.of, 32, writes=False),
}
