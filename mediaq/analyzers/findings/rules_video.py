"""What can be wrong with moving pictures."""

from mediaq.analyzers.findings.rule import FILTER, HEALTH, OWN, Rule

EBU_R103 = "EBU R 103"
EDGE_BLACK_SECONDS = 0.2
FREEZE_ERROR_SECONDS = 5.0
BRIGHTNESS_SECONDS = 3.0

SCREENING = "This is a screening, not a certificate."

RULES = (
    Rule("video.flash", "critical", "pairs of changes a second", 3.0,
         "WCAG 2.3.1; ITU-R BT.1702",
         "The picture flashes up to {value} times a second for {length} s, which can trigger "
         f"seizures. {SCREENING}",
         "Slow them to three a second, or make them smaller or weaker."),
    Rule("video.red_flash", "critical", "pairs of changes a second", 3.0, "WCAG 2.3.1",
         "The picture flashes in saturated red up to {value} times a second for {length} s, "
         f"which can trigger seizures. {SCREENING}",
         "Slow them to three a second, or take the red out."),
    Rule("video.stutter", "warning", "% of frames", 20.0,
         "Netflix delivery specification, duplicate frames; mediaq",
         "The picture stutters for {length} s: up to {value} % of the frames of a second are "
         "repeated.", "Export it again at the frame rate of the recording."),
    Rule("video.vfr", "info", "% of frames", 1.0, OWN,
         "The frame rate varies between {low} and {high} frames a second.",
         "Convert it to a constant rate before editing."),
    Rule("video.odd_fps", "info", "frames a second", None, OWN,
         "The frame rate is unusual: {value} frames a second.",
         "Export at 24, 25, 30, 50 or 60 frames a second."),
    Rule("video.black", "error", "s", 2.0, "Netflix delivery specification; blackdetect",
         "The picture is black for {value} s.", "Trim it or add a fade."),
    Rule("video.freeze", "warning", "s", 2.0, f"freezedetect, {FILTER}",
         "The picture is frozen for {value} s.", "Trim it or replace the shot."),
    Rule("video.dark", "warning", "%", 11.0, f"{OWN}, on the scale of QCTools",
         "The picture is very dark for {length} s: its mean brightness is {value} %.",
         "Raise the exposure or the gamma."),
    Rule("video.bright", "warning", "%", 91.0, f"{OWN}, on the scale of QCTools",
         "The picture is very bright for {length} s: its mean brightness is {value} %.",
         "Lower the exposure."),
    Rule("video.levels_illegal", "warning", "% of the picture", 1.0, EBU_R103,
         "Up to {value} % of the picture is brighter or darker than video levels allow, for "
         "{length} s.", "Limit the luma to 16 to 235."),
    Rule("video.saturation", "warning", "% of the picture", 1.0, EBU_R103,
         "The colours are too strong for {length} s: up to {value} % of the picture cannot be "
         "shown as it is.", "Reduce the saturation."),
    Rule("video.noise_outliers", "info", "% of the picture", 0.9, "QCTools",
         "The picture has specks or dropouts for {length} s: up to {value} % of its pixels.",
         "Clean the tape or the recording, or transfer it again."),
    Rule("video.blurry", "warning", "%", 15.0, OWN,
         "The picture is blurred: its sharpness is {value} % of that of {than}.",
         "Check the focus, or use the original instead of an enlarged copy."),
    Rule("video.blocky", "warning", "levels", 1.0, OWN,
         "The picture shows blocks from strong compression for {length} s.",
         "Export it again at a higher bit rate."),
    Rule("video.interlaced", "warning", "% of samples", 50.0, "idet of FFmpeg",
         "The picture is interlaced: {value} % of the moving samples show combed edges.",
         "Deinterlace it before it is shown on screens."),
    Rule("video.letterbox", "info", "% of a side", 5.0, f"{OWN}; QCTools crop",
         "There are black bars {place} the picture; they take {value} % of a side.",
         "Crop the bars, and let the player add its own."),
    Rule("video.low_bitrate", "warning", "bits per pixel", 0.03, OWN,
         "The bit rate is low for this picture: {rate} kbit/s.",
         "Export at a higher bit rate."),
    Rule("video.rotated", "info", "degrees", 0.0, OWN,
         "The picture is stored turned by {value} degrees; players must turn it back.",
         "Export it upright if a player shows it on its side."),
    Rule("video.no_video", "critical", "tracks", 1.0, HEALTH,
         "There is no picture where a video is expected.", "Export the file with its video track."),
    Rule("video.no_audio", "warning", "tracks", 1.0, HEALTH,
         "The video has no sound track.",
         "If it is meant to be heard, export it with its sound track."),
    Rule("video.undecodable", "critical", "packets", 0.0, HEALTH,
         "Parts of the picture are damaged: {packets} cannot be decoded.",
         "Export or copy the file again."),
    Rule("video.truncated", "critical", "s", 1.0, HEALTH,
         "The video ends early: {value} s of {declared} s is missing.",
         "Upload the complete file again."),
    Rule("video.too_long", "error", "s", 3600.0, "duration limit of this installation",
         "The media runs for {value} s, longer than the {limit} s allowed; the rest is not "
         "checked.", "Split it into shorter parts."),
    Rule("video.low_res", "warning", "px", 720.0, OWN,
         "The resolution is low: the shorter side measures {value} px.",
         "Export at 720 px or more."),
    Rule("video.long_take", "info", "s", 60.0, OWN,
         "There is no cut for {value} s.", "Consider a change of shot."),
    Rule("video.rapid_cuts", "info", "cuts a minute", 60.0, OWN,
         "The cuts are very fast: {value} a minute.", "Consider longer shots."),
)  # fmt: skip
