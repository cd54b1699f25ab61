"""Every kind of finding, by its code."""

from mediaq.analyzers.findings import (
    rules_audio,
    rules_document,
    rules_image,
    rules_speech,
    rules_video,
)

RULES = {
    rule.code: rule
    for rules in (rules_video, rules_audio, rules_speech, rules_image, rules_document)
    for rule in rules.RULES
}


def threshold(code: str) -> float:
    """The threshold of a kind of finding, in its unit; 0 where it has none."""
    return RULES[code].threshold or 0.0
