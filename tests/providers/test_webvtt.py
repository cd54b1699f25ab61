"""Transcripts as WebVTT, read back by another implementation."""

import pysubs2

from mediaq.providers.transcript import Segment
from mediaq.providers.webvtt import webvtt

HOUR = 3_600_000


def test_times_and_texts_come_back() -> None:
    given = [
        Segment("Good evening.", 0, 1500),
        Segment("Two\n\nlines --> here", 61_007, 62_000),
        Segment("late", 27 * HOUR, 27 * HOUR + 1),
    ]
    read = pysubs2.SSAFile.from_string(webvtt(given), format_="vtt")
    assert [(e.start, e.end) for e in read] == [(s.start_ms, s.end_ms) for s in given]
    assert next(e.plaintext for e in read) == "Good evening."


def test_markup_is_text_and_a_cue_is_never_empty() -> None:
    text = webvtt([Segment("<b>a & b</b> --> c", 5, 5)])
    assert text == (
        "WEBVTT\n\n00:00:00.005 --> 00:00:00.006\n&lt;b&gt;a &amp; b&lt;/b&gt; --&gt; c\n"
    )
    assert webvtt([]) == "WEBVTT\n"
