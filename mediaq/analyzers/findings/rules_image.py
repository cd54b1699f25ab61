"""What can be wrong with pictures that stand still.

One with more pixels than the settings allow has no finding: it is refused (`media_too_large`).
"""

from mediaq.analyzers.findings.rule import HEALTH, OWN, Rule
from mediaq.analyzers.findings.rules_video import SCREENING

CLEANVISION = "CleanVision"

RULES: tuple[Rule, ...] = (
    Rule("image.blurry", "warning", "of its contrast", 0.015, f"{OWN}, calibrated on real pictures",
         "Nothing in this picture is sharp.",
         "Focus, hold still and take it again, or upload the original of an enlarged copy."),
    Rule("image.dark", "warning", "%", 32.0, CLEANVISION,
         "This picture is under-exposed: 99 % of it is darker than {value} % of white.",
         "Raise the exposure by about {stops}."),
    Rule("image.bright", "warning", "%", 95.0, CLEANVISION,
         "This picture is over-exposed: 95 % of it is brighter than {value} % of white.",
         "Lower the exposure or take it again."),
    Rule("image.low_information", "warning", "bits", 3.0, CLEANVISION,
         "There is very little in this picture: {value} bits of information a pixel.",
         "Check that it is the right file and not blank."),
    Rule("image.odd_aspect", "warning", "of the long side", 0.35, CLEANVISION,
         "This picture is very {shape}: one side is {times} times as long as the other.",
         "Crop it, or check that it was not cut off."),
    Rule("image.clipped", "warning", "%", 20.0, OWN,
         "{value} % of this picture is {tone} without any detail.",
         "{advice}"),
    Rule("image.low_res", "warning", "MP", 0.3, OWN,
         "This picture is small: {width} x {height} px.",
         "Upload the original rather than a preview."),
    Rule("image.gps", "warning", "positions", 0.0, "privacy",
         "This file tells where the picture was taken.",
         "Remove the position before you pass the file on."),
    Rule("image.personal_data", "info", "entries", 0.0, "privacy",
         "This file tells {what}.",
         "Remove its metadata before you pass the file on."),
    Rule("image.undecodable", "critical", "%", 0.0, HEALTH,
         "This file is damaged or cut short: {part} of the picture cannot be shown.",
         "Upload the file again, or take it from its source."),
    Rule("image.text", "info", "words", 1.0, f"{OWN}, text recognition",
         "There is writing in this picture: {words}.",
         "Repeat it beside the picture for those who cannot see it."),
    Rule("image.flash", "critical", "pairs of changes a second", 3.0, "WCAG 2.3.1; ITU-R BT.1702",
         "This animation flashes up to {value} times a second, which can trigger seizures. "
         f"{SCREENING}",
         "Slow it down to three flashes a second, or make them smaller or weaker."),
    Rule("image.red_flash", "critical", "pairs of changes a second", 3.0, "WCAG 2.3.1",
         "This animation flashes in saturated red up to {value} times a second, which can trigger "
         f"seizures. {SCREENING}",
         "Slow it down to three flashes a second, or take the red out."),
    Rule("image.duplicate", "info", "bits", 0.0, OWN,
         "This picture is the very same file as {other}.",
         "Keep one of them."),
    Rule("image.near_duplicate", "info", "bits", 4.0, f"{OWN}, perceptual hash of 64 bits",
         "This picture looks the same as {other}.",
         "Keep the better one of them."),
)  # fmt: skip
