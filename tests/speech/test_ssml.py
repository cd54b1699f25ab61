from xml.etree import ElementTree as ET

import pytest

from mediaq.speech.finding import Finding
from mediaq.speech.ssml import (
    MESSAGE_CHARACTERS,
    NAMESPACE,
    REST,
    SEGMENT_CHARACTERS,
    SUGGESTION_CHARACTERS,
    WORDLESS,
    compose,
)
from tests.speech.grammar import problems
from tests.speech.written import written

BLACK = Finding(
    message="The picture is black for 4.2 s.",
    suggestion="Trim it or add a fade.",
    severity="warning",
    start_ms=83_456,
    end_ms=87_656,
)
HOSTILE = {
    "markup": '</s></p><audio src="/etc/passwd"/>]]><!-- & &amp; &#0; "\'',
    "doctype": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "controls": "a\x00b\x01c\x1b[31m\x7f\x85\ufffe\uffff",
    "surrogate": "half \ud800 a pair",
    "only controls": "\x01\x02",
    "emoji": "👩‍👩‍👧 🎉 fine",
    "scripts": "日本語。テキスト。 עברית العربية",
    "punctuation": "... --- !!! ???",
    "lines": "One.\r\n\r\n- two\n\t- three",
    "100 kB of words": "word " * 20_000,
    "100 kB without a space": "x" * 100_000,
    "100 kB of digits": "1" * 100_000,
    "100 kB of groups": "1,111" * 20_000,
    "100 kB of markup": "<&" * 50_000,
    "100 kB of units": "1 s " * 25_000,
    "100 kB of spaces": "x" + " \n" * 50_000 + "y",
}


def spoken(ssml: str) -> str:
    """What a voice says: text content with aliases applied."""
    root = ET.fromstring(ssml)
    for sub in root.iter(f"{{{NAMESPACE}}}sub"):
        sub.text = sub.get("alias")
    return "".join(root.itertext())


def count(ssml: str, tag: str) -> int:
    return len(ET.fromstring(ssml).findall(f".//{{{NAMESPACE}}}{tag}"))


def test_a_typical_finding_to_the_letter() -> None:
    assert compose(BLACK) == [
        '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US"><p>'
        '<s><mark name="place" />At <sub alias="one minute twenty-three">1:23</sub>,</s> '
        '<break time="350ms" /><s><mark name="what" />The picture is black for '
        '<sub alias="four point two seconds">4.2 s</sub>.</s> '
        '<break time="350ms" /><s><mark name="fix" />Trim it or add a fade.</s></p></speak>'
    ]


@pytest.mark.parametrize(
    ("finding", "beginning"),
    [
        (Finding(message="Dark.", start_ms=83_000), "At one minute twenty-three, Dark."),
        (Finding(message="Dark.", start_ms=0, end_ms=4_000), "At the start, Dark."),
        (Finding(message="Dark.", start_ms=-5), "Dark."),
        (Finding(message="Dark.", page=3), "On page three, Dark."),
        (Finding(message="Dark.", page=3, start_ms=1_000), "On page three, Dark."),
        (Finding(message="Dark.", page=0), "Dark."),
        (Finding(message="Dark.", end_ms=4_000), "Dark."),
        (Finding(message="Dark.", suggestion="  "), "Dark."),
    ],
)
def test_the_place_comes_first(finding: Finding, beginning: str) -> None:
    assert [spoken(ssml) for ssml in compose(finding)] == [beginning]


@pytest.mark.parametrize(("severity", "emphasised"), [("critical", 1), ("error", 0), ("?", 0)])
def test_only_critical_findings_are_emphasised(severity: str, emphasised: int) -> None:
    (ssml,) = compose(Finding(message="It flashes. Much.", severity=severity))
    assert count(ssml, "emphasis") == emphasised


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("language", ["en-US", "de-DE"])
def test_any_text_becomes_valid_ssml(text: str, language: str) -> None:
    finding = Finding(message=text, suggestion=text, severity="critical", page=2, language=language)
    total = 0
    for ssml in compose(finding):
        assert problems(ssml) == []
        assert written(ssml) == ssml
        assert len(spoken(ssml)) <= SEGMENT_CHARACTERS + 50
        total += len(spoken(ssml))
    assert 0 < total <= (MESSAGE_CHARACTERS + SUGGESTION_CHARACTERS) * 1.05


def test_every_clause_has_a_mark_of_its_own() -> None:
    finding = Finding(
        message="A sentence of the message. " * 40,
        suggestion="Trim it. Or fade it.",
        page=3,
        more=2,
    )
    documents = compose(finding)
    assert len(documents) > 2
    names = []
    for ssml in documents:
        for clause in ET.fromstring(ssml).iter(f"{{{NAMESPACE}}}s"):
            assert clause[0].tag == f"{{{NAMESPACE}}}mark"
            names.append(clause[0].get("name"))
    messages = ["what", *(f"what-{n}" for n in range(2, 41))]
    assert names == ["place", *messages, "more", "fix", "fix-2"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (1, "Dark. There is one more like this. Trim it."),
        (5, "Dark. There are five more like this. Trim it."),
        (1_234, "Dark. There are one thousand two hundred thirty-four more like this. Trim it."),
        *((odd, "Dark. Trim it.") for odd in (None, 0, -3, 1.5, "5", [5], 10**30)),
    ],
)
def test_a_finding_speaks_for_its_repeats(more: object, said: str) -> None:
    finding = Finding(message="Dark.", suggestion="Trim it.", more=more)
    assert [spoken(ssml) for ssml in compose(finding)] == [said]


def test_markup_in_a_message_is_text() -> None:
    (ssml,) = compose(Finding(message="<audio src='x'/> & <break/>"))
    assert spoken(ssml) == "<audio src='x'/> & <break/>"
    assert count(ssml, "audio") == count(ssml, "break") == 0


def test_a_message_without_any_legal_character_still_speaks() -> None:
    assert [spoken(ssml) for ssml in compose(Finding(message="\x01"))] == [WORDLESS]


def test_long_texts_are_split_between_sentences() -> None:
    documents = compose(Finding(message="This sentence counts as one of many. " * 30))
    assert len(documents) == 3
    assert all(spoken(ssml).endswith("many.") for ssml in documents)
    assert sum(spoken(ssml).count("many.") for ssml in documents) == 30


def test_overlong_sentences_are_split_between_words() -> None:
    documents = compose(Finding(message="wonder " * 100, page=1))
    words = " ".join(spoken(ssml) for ssml in documents).split()
    assert words == ["On", "page", "one,", *["wonder"] * 100]


def test_what_is_too_long_ends_with_a_pointer_and_keeps_the_fix() -> None:
    documents = compose(Finding(message="A sentence. " * 1000, suggestion="Cut it."))
    said = " ".join(spoken(ssml) for ssml in documents)
    assert said.endswith(f"Cut it. {REST}")
    assert '<mark name="fix" />Cut it.' in documents[-1]


def test_a_suggestion_that_fits_its_budget_is_not_called_cut() -> None:
    said = " ".join(map(spoken, compose(Finding(message="Short.", suggestion="Do it. " * 140))))
    assert REST not in said


@pytest.mark.parametrize("language", ["", "nonsense language", '"/><audio', "x" * 1000])
def test_an_impossible_language_is_english(language: str) -> None:
    (ssml,) = compose(Finding(message="Dark for 2 s.", language=language))
    assert 'xml:lang="en-US"' in ssml
    assert spoken(ssml) == "Dark for two seconds."


def test_other_languages_keep_their_text_and_english_is_marked_as_such() -> None:
    (ssml,) = compose(Finding(message="Obraz jest czarny przez 4,2 s.", page=2, language="pl-PL"))
    assert '<speak version="1.1" xmlns="' + NAMESPACE + '" xml:lang="pl-PL">' in ssml
    assert '<s xml:lang="en-US"><mark name="place" />On page ' in ssml
    assert "Obraz jest czarny przez 4,2 s.</s>" in ssml
    assert problems(ssml) == []


def test_a_known_language_is_spoken_throughout() -> None:
    found = Finding(
        message="Zu laut: -9,5 LUFS, 3 s.",
        start_ms=83_456,
        more=2,
        language="de-AT",
        suggestion="Gut.",
    )
    (ssml,) = compose(found)
    assert "en-US" not in ssml
    assert spoken(ssml) == (
        "Zeitpunkt eine Minute 23 Sekunden, Zu laut: minus 9,5 LUFS, 3 Sekunden. "
        "Davon gibt es noch 2. Gut."
    )
    assert problems(ssml) == []
    for language, start in (
        ("fr", "Au début,"),
        ("nl-BE", "Aan het begin,"),
        ("es", "Al principio,"),
    ):
        (ssml,) = compose(Finding(message="A.", start_ms=0, language=language))
        assert spoken(ssml).startswith(start)
