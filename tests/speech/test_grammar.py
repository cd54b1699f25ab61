"""What is let through and what is composed is SSML 1.1, by the grammar."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaq.errors import InvalidSsml
from mediaq.speech.allowed import ATTRIBUTES, CONTENT, REQUIRED, TEXT
from mediaq.speech.finding import Finding
from mediaq.speech.ssml import compose
from tests.speech.grammar import problems
from tests.speech.written import written

HEAD = '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en">'
LEGAL = st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff")
texts = st.text(LEGAL, max_size=12)
PATTERNS = sorted({pattern for allowed in ATTRIBUTES.values() for pattern in allowed.values()})
# A value that the allow-list has, for this attribute or, by mistake, for another.
right = {pattern: st.from_regex(pattern, fullmatch=True, alphabet=LEGAL) for pattern in PATTERNS}
wrong = st.sampled_from(PATTERNS).flatmap(right.__getitem__)


@st.composite
def documents(draw: st.DrawFn, tag: str = "speak", depth: int = 3) -> ET.Element:
    """A tree of allowed elements; about one in ten of its attributes holds another's value."""
    element = ET.Element(tag)
    for name, pattern in ATTRIBUTES.get(tag, {}).items():
        if name in REQUIRED.get(tag, ()) or draw(st.booleans()):
            element.set(name, draw(wrong if draw(st.integers(0, 9)) == 5 else right[pattern]))
    element.text = draw(texts) if tag in TEXT else None
    inside = sorted(CONTENT[tag]) if depth else []
    for child in draw(st.lists(st.sampled_from(inside), max_size=3)) if inside else ():
        element.append(draw(documents(child, depth - 1)))
        element[-1].tail = draw(texts) if tag in TEXT else None
    return element


def speaking(element: ET.Element) -> ET.Element:
    root = ET.Element("speak")
    root.append(element)
    return root


@settings(max_examples=200, deadline=None)
@given(documents() | documents("prosody", depth=0).map(speaking))
def test_what_is_let_through_is_valid(document: ET.Element) -> None:
    try:
        ours = written(ET.tostring(document, encoding="unicode"))
    except InvalidSsml:
        return
    assert problems(ours) == []
    assert written(ours) == ours


findings = st.builds(
    Finding,
    message=st.text(max_size=300),
    suggestion=st.none() | st.text(max_size=100),
    severity=st.sampled_from(["info", "warning", "error", "critical"]),
    start_ms=st.none() | st.integers(-10, 10**10),
    page=st.none() | st.integers(-1, 10**6),
    more=st.none() | st.integers(-1, 10**7),
    language=st.sampled_from(["en-US", "de-AT", "zh-Hant-TW", "", "no language"]),
)


@settings(max_examples=100, deadline=None)
@given(findings)
def test_what_is_composed_is_valid_and_let_through(finding: Finding) -> None:
    for ssml in compose(finding):
        assert problems(ssml) == []
        assert written(ssml) == ssml


@pytest.mark.parametrize(
    "inside",
    [
        *("<blink/>", "<p><p/></p>", "<s><p/></s>", "<s><s/></s>", "<emphasis><s/></emphasis>"),
        *("<mark/>", "<mark name='m'>a</mark>", "<sub>a</sub>", "<lang>a</lang>"),
        *("<say-as>a</say-as>", "<say-as interpret-as='a b'>a</say-as>", "<break>a</break>"),
        *("<sub alias='a'><break/></sub>", "<break time='3'/>", "<break strength=' weak'/>"),
        *("<emphasis level='loud'/>", "<p xml:lang='en_US'/>", "<p onclick='a'/>"),
        *("<prosody rate='+10%'/>", "<prosody rate='0.9'/>", "<prosody volume='50'/>"),
        *("<prosody pitch='2st'/>", "<prosody range='5'/>", "<prosody volume='6dB'/>"),
        *("<audio src='a'/>", "<voice name='a'/>", "<x:y xmlns:x='urn:x'/>", HEAD + "</speak>"),
    ],
)
def test_the_grammar_refuses(inside: str) -> None:
    assert problems(f"{HEAD}{inside}</speak>")


def test_the_grammar_wants_the_root_in_its_namespace_with_version_and_language() -> None:
    assert problems(f"{HEAD}</speak>") == []
    for missing in (HEAD.split(" ")[1], HEAD.split(" ")[2], HEAD.split(" ")[3].removesuffix(">")):
        assert problems(HEAD.replace(missing, "") + "</speak>")
