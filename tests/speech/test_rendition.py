from xml.etree import ElementTree as ET

from mediaq.speech.finding import Finding
from mediaq.speech.rendition import render
from mediaq.speech.sanitise import parse
from mediaq.speech.ssml import compose


def test_aliases_are_written_out_and_stand_for_what_they_replace() -> None:
    (ssml,) = compose(Finding(message="Dark & dim: 4.2 s."))
    rendition = render(parse(ssml), "en-us")
    assert "</mark>Dark &amp; dim: four point two seconds.</s>" in rendition.source
    assert rendition.plain == "".join(ET.fromstring(ssml).itertext()) == "Dark & dim: 4.2 s."
    point = rendition.span(rendition.source.index("point"), 5)
    dim = rendition.span(rendition.source.index("dim"), 3)
    assert point is not None
    assert dim is not None
    assert rendition.plain[slice(*point)] == "4.2 s"
    assert rendition.plain[slice(*dim)] == "dim"


def test_a_place_in_a_tag_stands_for_nothing() -> None:
    rendition = render(parse("<speak><p>a</p></speak>"), "en-us")
    assert rendition.span(1, 3) is None
    assert rendition.span(10_000, 3) is None


def test_the_voice_outranks_the_document_only_in_its_own_language() -> None:
    english, german = "<speak xml:lang='en-US'>a</speak>", "<speak xml:lang='de-DE'>a</speak>"
    assert "xml:lang" not in render(parse(english), "en-gb").source
    assert 'xml:lang="de-DE"' in render(parse(german), "en-gb").source
