"""Every message of the catalogue is one that a voice can say and a person would listen to."""

import re
from dataclasses import replace

import pytest

from mediaq.analyzers.findings.rule import Rule
from mediaq.speech.espeak import Espeak
from mediaq.speech.ssml import compose
from mediaq.speech.units import UNITS
from tests.speech.catalogue import all_rules, findings
from tests.speech.grammar import problems
from tests.speech.test_ssml import spoken
from tests.speech.written import written

SAYABLE = re.compile(r"[A-Za-z ,.;:'’()–-]+")
# Units that are words in themselves may stand in running text.
SYMBOLS = {unit for unit, (_, plural) in UNITS.items() if unit != plural}
# Not the s of "the document's".
WORD = re.compile(r"(?<!['’])\b[A-Za-z]+")
FILE_NAME = re.compile(r"\bholiday\.jpg\b")


def id_of(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", all_rules(), ids=id_of)
def test_nothing_is_left_to_be_spelled(rule: Rule) -> None:
    for finding in findings(rule):
        for ssml in compose(finding):
            said = FILE_NAME.sub("it", spoken(ssml))
            assert SAYABLE.fullmatch(said), said
            assert not SYMBOLS & set(WORD.findall(said)), said
            assert not re.search(r" one (\w+) (are|have)\b", said), said


@pytest.mark.parametrize("rule", all_rules(), ids=id_of)
def test_it_is_valid_ssml(rule: Rule) -> None:
    for finding in findings(rule):
        for ssml in compose(finding):
            assert problems(ssml) == []
            assert written(ssml) == ssml


@pytest.mark.parametrize("rule", all_rules(), ids=id_of)
def test_it_takes_between_two_and_twenty_seconds(rule: Rule, engine: Espeak) -> None:
    for finding in findings(rule):
        speeches = [engine.speak(ssml) for ssml in compose(replace(finding, more=None))]
        assert 2 <= sum(len(s.samples) / 2 / s.rate for s in speeches) <= 20, finding


@pytest.fixture(scope="module")
def engine() -> Espeak:
    return Espeak("en-us")
