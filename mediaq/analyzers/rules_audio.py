"""What can be wrong with sound."""

from mediaq.analyzers.rule import FILTER, HEALTH, Rule

SILENCE_DB = -60.0
CEILING_DB = -0.1

RULES = (
    Rule("audio.loudness", "error", "LUFS", None, "ITU-R BS.1770",
         "The sound is too {direction}: {value} LUFS, where {target} LUFS is expected "
         "({profile}).", "Turn it {turn} by {change} dB."),
    Rule("audio.true_peak", "error", "dBTP", None, "ITU-R BS.1770",
         "The peaks are too high: {value} dBTP, where {limit} dBTP is the limit ({profile}).",
         "Turn it down by {change} dB or use a true-peak limiter."),
    Rule("audio.clipping", "error", "samples", 3.0, "Netflix sound glossary; limit by mediaq",
         "The sound is clipped: {value} samples are at the ceiling.",
         "Lower the recording level and export again."),
    Rule("audio.silence", "warning", "s", 2.0, f"silencedetect, {FILTER}",
         "The sound is silent for {value} s.", "Trim it or add room tone."),
    Rule("audio.dropout", "error", "s", 5.0, "Netflix sound glossary",
         "The sound drops out for {value} s in the middle.",
         "Restore the missing sound or add room tone."),
    Rule("audio.truncated", "critical", "s", 1.0, HEALTH,
         "The sound ends early: {value} s of {declared} s are missing.",
         "Upload the complete file again."),
    Rule("audio.undecodable", "critical", "packets", 0.0, HEALTH,
         "Parts of the sound are damaged: {value} packets cannot be decoded.",
         "Export or copy the file again."),
)  # fmt: skip
