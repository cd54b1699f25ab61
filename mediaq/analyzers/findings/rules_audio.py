"""What can be wrong with sound."""

from mediaq.analyzers.findings.rule import FILTER, HEALTH, OWN, Rule

SILENCE_DB = -60.0
CEILING_DB = -0.1
LEAST_DYNAMICS_LU = 3.0
CORRELATION_SECONDS = 2.0
# Noise less than this under the programme is heard beside it; less than the second, in its pauses.
LOUD_NOISE_DB = 30.0
FAINT_NOISE_DB = 45.0

RULES = (
    Rule("audio.loudness", "error", "LUFS", None, "ITU-R BS.1770",
         "The sound is too {direction}: {value} LUFS, where {target} LUFS is expected "
         "({profile}).", "Turn it {turn} by {change} dB."),
    Rule("audio.too_short", "info", "s", 0.4, "ITU-R BS.1770",
         "The sound is too short to say how loud it is: {value} s, where 0.4 s are needed.",
         "Nothing needs to be done."),
    Rule("audio.true_peak", "error", "dBTP", None, "ITU-R BS.1770",
         "The peaks are too high: {value} {unit}, where {limit} {unit} is the limit ({profile}).",
         "Turn it down by {change} dB or use a true-peak limiter."),
    Rule("audio.clipping", "error", "samples", 3.0, "Netflix sound glossary; limit by mediaq",
         "The sound is clipped: {value} samples are at the ceiling.",
         "Lower the recording level and export again."),
    Rule("audio.silence", "warning", "s", 2.0, f"silencedetect, {FILTER}",
         "The sound is silent for {value} s.", "Trim it or add room tone."),
    Rule("audio.dropout", "error", "s", 5.0, "Netflix sound glossary",
         "The sound drops out for {value} s in the middle.",
         "Restore the missing sound or add room tone."),
    Rule("audio.rms_acx", "error", "dB RMS", None, "ACX audio submission requirements",
         "The sound is too {direction}: {value} dB RMS, where {low} to {high} dB is expected "
         "({profile}).", "Turn it {turn} by {change} dB."),
    Rule("audio.dynamics", "info", "LU", 20.0, f"EBU Tech 3342; limit by {OWN}",
         "Loud and quiet parts are far apart: the loudness range is {value} LU.",
         "Raise the quiet parts, or compress lightly."),
    Rule("audio.level_jump", "warning", "LU", 10.0, f"Netflix sound glossary; limit by {OWN}",
         "The level jumps {direction} by {value} LU.", "Match the level of the two parts."),
    Rule("audio.phase", "warning", "correlation", -0.2,
         "Netflix sound glossary; limit as QCTools draws it",
         "Left and right are out of phase for {length} s: parts of the sound vanish in mono.",
         "Invert one channel, or narrow the stereo effect."),
    Rule("audio.mono", "info", "dB", -60.0, f"Netflix sound glossary; limit by {OWN}",
         "Left and right are the same: the sound is mono in two channels.",
         "Nothing needs to be done, unless stereo was meant."),
    Rule("audio.one_sided", "warning", "dB", 12.0, f"Netflix sound glossary; limit by {OWN}",
         "The sound leans to one side: the {side} channel is {value} dB louder than the other.",
         "Centre the sound, or copy the {side} channel to the other."),
    Rule("audio.noise_floor", "warning", "dB RMS", -60.0, "ACX audio submission requirements",
         "There is noise in the pauses: {value} dB, {below} dB below the sound.",
         "Reduce the noise, or record in a quieter place."),
    Rule("audio.dc_offset", "info", "%", 0.5, f"QCTools graph; limit by {OWN}",
         "The wave is off centre by {value} % of full scale.",
         "Remove the offset with a high-pass filter."),
    Rule("audio.truncated", "critical", "s", 1.0, HEALTH,
         "The sound ends early: {value} s of {declared} s is missing.",
         "Upload the complete file again."),
    Rule("audio.more_tracks", "info", "tracks", 1.0, OWN,
         "The file has {value} sound tracks: only the first was checked.",
         "To check another track, upload it alone."),
    Rule("audio.undecodable", "critical", "packets", 0.0, HEALTH,
         "Parts of the sound are damaged: {packets} cannot be decoded.",
         "Export or copy the file again."),
)  # fmt: skip
