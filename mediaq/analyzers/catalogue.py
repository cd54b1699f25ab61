"""The findings of this stage as data: code, grade, unit, threshold, source and wording.

Messages are shown and spoken: plain sentences, number and unit, no times of day or positions.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["critical", "error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding. `{value}` in the message is the measurement; other names are given
    by whoever raises the finding."""

    code: str
    severity: Severity
    unit: str | None
    threshold: float | None
    source: str
    message: str
    suggestion: str

    @property
    def category(self) -> str:
        """`video` or `audio`, the first half of the code."""
        return self.code.partition(".")[0]


SILENCE_DB = -60.0
CEILING_DB = -0.1
EDGE_BLACK_SECONDS = 0.2
FREEZE_ERROR_SECONDS = 5.0
BRIGHTNESS_SECONDS = 3.0

_FILTER = "filter default of FFmpeg"
_OWN = "mediaq"
_HEALTH = "stream health check"

_RULES = (
    Rule("video.black", "error", "s", 2.0, "Netflix delivery specification; blackdetect",
         "The picture is black for {value} s.", "Trim it or add a fade."),
    Rule("video.freeze", "warning", "s", 2.0, f"freezedetect, {_FILTER}",
         "The picture is frozen for {value} s.", "Trim it or replace the shot."),
    Rule("video.dark", "warning", "%", 11.0, f"{_OWN}, on the scale of QCTools",
         "The picture is very dark for {length} s: its mean brightness is {value} %.",
         "Raise the exposure or the gamma."),
    Rule("video.bright", "warning", "%", 91.0, f"{_OWN}, on the scale of QCTools",
         "The picture is very bright for {length} s: its mean brightness is {value} %.",
         "Lower the exposure."),
    Rule("video.no_video", "critical", None, None, _HEALTH,
         "There is no picture where a video is expected.", "Export the file with its video track."),
    Rule("video.no_audio", "critical", None, None, _HEALTH,
         "The video has no sound track.", "Export the file with its sound track."),
    Rule("video.undecodable", "critical", "packets", 0.0, _HEALTH,
         "Parts of the picture are damaged: {value} packets cannot be decoded.",
         "Export or copy the file again."),
    Rule("video.truncated", "critical", "s", 1.0, _HEALTH,
         "The video ends early: {value} s of {declared} s are missing.",
         "Upload the complete file again."),
    Rule("video.too_long", "error", "s", 3600.0, "duration limit of this installation",
         "The media runs for {value} s, longer than the {limit} s allowed; the rest is not "
         "checked.", "Split it into shorter parts."),
    Rule("video.low_res", "warning", "px", 720.0, _OWN,
         "The resolution is low: the shorter side measures {value} px.",
         "Export at 720 px or more."),
    Rule("video.long_take", "info", "s", 60.0, _OWN,
         "There is no cut for {value} s.", "Consider a change of shot."),
    Rule("video.rapid_cuts", "info", "cuts a minute", 60.0, _OWN,
         "The cuts are very fast: {value} a minute.", "Consider longer shots."),
    Rule("audio.loudness", "error", "LUFS", None, "ITU-R BS.1770",
         "The sound is too {direction}: {value} LUFS, where {target} LUFS is expected "
         "({profile}).", "Turn it {turn} by {change} dB."),
    Rule("audio.true_peak", "error", "dBTP", None, "ITU-R BS.1770",
         "The peaks are too high: {value} dBTP, where {limit} dBTP is the limit ({profile}).",
         "Turn it down by {change} dB or use a true-peak limiter."),
    Rule("audio.clipping", "error", "samples", 3.0, "Netflix sound glossary; limit by mediaq",
         "The sound is clipped: {value} samples are at the ceiling.",
         "Lower the recording level and export again."),
    Rule("audio.silence", "warning", "s", 2.0, f"silencedetect, {_FILTER}",
         "The sound is silent for {value} s.", "Trim it or add room tone."),
    Rule("audio.dropout", "error", "s", 5.0, "Netflix sound glossary",
         "The sound drops out for {value} s in the middle.",
         "Restore the missing sound or add room tone."),
    Rule("audio.truncated", "critical", "s", 1.0, _HEALTH,
         "The sound ends early: {value} s of {declared} s are missing.",
         "Upload the complete file again."),
    Rule("audio.undecodable", "critical", "packets", 0.0, _HEALTH,
         "Parts of the sound are damaged: {value} packets cannot be decoded.",
         "Export or copy the file again."),
)  # fmt: skip

RULES = {rule.code: rule for rule in _RULES}
