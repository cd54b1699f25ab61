"""What can be wrong with what is said, and with the captions of a file."""

from mediaq.analyzers.findings.rule import OWN, Rule

NETFLIX = "Netflix timed text style guide"
FAST_WPM, SLOW_WPM = 180.0, 110.0
MOST_LINES = 2.0
SHORTEST_SECONDS, LONGEST_SECONDS = 5 / 6, 7.0

RULES = (
    Rule("speech.pace", "info", "words a minute", FAST_WPM, OWN,
         "The speech is {direction}: {value} words a minute.", "{advice}"),
    Rule("speech.filler", "info", "% of words", 5.0, OWN,
         "Filler words make up {value} % of what is said.",
         "Cut some of them, or pause instead."),
    Rule("caption.speed", "warning", "characters a second", 20.0, NETFLIX,
         "{share} too fast to read: {value} characters a second.",
         "Shorten the text, or show it for longer."),
    Rule("caption.line", "warning", "characters", 42.0, NETFLIX,
         "{share} too {much}.", "Break the text into shorter captions."),
    Rule("caption.duration", "warning", "s", SHORTEST_SECONDS, NETFLIX,
         "{share} shown too {long}: {value} s.", "{advice}"),
)  # fmt: skip
