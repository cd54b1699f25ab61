from time import perf_counter

import pytest

from mediaq.errors import InvalidSsml
from mediaq.speech.sanitise import MAX_BYTES, parse
from tests.speech.written import written

HEAD = '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US">'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def doc(inside: str) -> str:
    return f"{HEAD}{inside}</speak>"


REFUSED = {
    "empty": "",
    "plain text": "hello",
    "not closed": f"{HEAD}<p>",
    "two roots": doc("") + doc(""),
    "doctype": "<!DOCTYPE speak>" + doc("a"),
    "doctype in other case": "<!doctype speak>" + doc("a"),
    "public doctype": '<!DOCTYPE speak PUBLIC "-//W3C//DTD" "http://127.0.0.1:9/x.dtd">' + doc("a"),
    "external dtd": '<!DOCTYPE speak SYSTEM "file:///etc/passwd">' + doc("a"),
    "billion laughs": f'<!DOCTYPE s [<!ENTITY l0 "ha">{LAUGHS}]>' + doc("&l9;"),
    "external entity": '<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + doc("&e;"),
    "parameter entity": '<!DOCTYPE s [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]>' + doc("a"),
    "unknown entity": doc("&nbsp;"),
    "null reference": doc("&#0;"),
    "control character": doc("\x01"),
    "surrogate": doc("\ud800"),
    "processing instruction": doc("<?php echo 1 ?>"),
    "stylesheet": '<?xml-stylesheet href="http://127.0.0.1:9/"?>' + doc("a"),
    "xinclude": doc(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    ),
    "10 k nestings": HEAD + "<s>" * 10_000,
    "10 k legal nestings": HEAD + "<lang xml:lang='en'>" * 3_000,
    "33 deep": HEAD + "<emphasis>" * 32 + "</emphasis>" * 32 + "</speak>",
    "1 MB": doc("a" * 1_000_000),
    "64 kB in bytes": doc("é" * (MAX_BYTES // 2)),
    "1 MB of markup": "<" * 1_000_000,
    "unknown element": doc("<blink>a</blink>"),
    "audio": doc('<audio src="/etc/passwd"/>'),
    "audio in a prefix": doc(
        '<x:audio xmlns:x="http://www.w3.org/2001/10/synthesis" src="/etc/passwd"/>'
    ),
    "voice": doc('<voice name="en">a</voice>'),
    "lexicon": doc('<lexicon uri="file:///etc/passwd"/>'),
    "meta": doc('<meta name="a" content="b"/>'),
    "foreign namespace": '<speak xmlns="urn:other">a</speak>',
    "other root": "<p>a</p>",
    "xml:base": '<speak version="1.1" xml:base="file:///etc/">a</speak>',
    "xml:base on p": doc('<p xml:base="file:///etc/">a</p>'),
    "unknown attribute": doc('<p onclick="x">a</p>'),
    "speak in speak": doc(doc("a")),
    "p in s": doc("<s><p>a</p></s>"),
    "text in break": doc("<break>a</break>"),
    "element in sub": doc('<sub alias="a"><mark name="m"/></sub>'),
    "sub without alias": doc("<sub>a</sub>"),
    "mark without name": doc("<mark/>"),
    "mark with markup": doc('<mark name="&lt;audio&gt;"/>'),
    "endless break": doc('<break time="99999s"/>'),
    "eleven seconds": doc('<break time="11s"/>'),
    "version 2": '<speak version="2.0">a</speak>',
    "utf-16 claimed in bytes": '<?xml version="1.0" encoding="nonsense"?>' + HEAD,
}


@pytest.mark.parametrize("ssml", REFUSED.values(), ids=REFUSED)
def test_refused_at_once(ssml: str) -> None:
    start = perf_counter()
    with pytest.raises(InvalidSsml):
        parse(ssml)
    assert perf_counter() - start < 0.05


@pytest.mark.parametrize(
    ("ssml", "ours"),
    [
        (doc("a"), doc("a")),
        ('<speak xml:lang="de-DE">a</speak>', doc("a").replace("en-US", "de-DE")),
        ("<speak>a</speak>", doc("a")),
        ('<?xml version="1.0" encoding="UTF-16"?>' + doc("é"), doc("é")),
        (doc("a<!-- b -->c<![CDATA[<d>]]>"), doc("ac&lt;d&gt;")),
        (doc("<p><s>1<break time='350ms'/></s></p>"), doc('<p><s>1<break time="350ms" /></s></p>')),
        (
            doc("<prosody rate='slow' pitch='+2st'>a</prosody>"),
            doc('<prosody rate="slow" pitch="+2st">a</prosody>'),
        ),
        (
            doc("<say-as interpret-as='characters'>ab</say-as>b"),
            doc('<say-as interpret-as="characters">ab</say-as>b'),
        ),
        (doc("<lang xml:lang='fr'>a</lang>"), doc('<lang xml:lang="fr">a</lang>')),
        (
            '<x:speak xmlns:x="http://www.w3.org/2001/10/synthesis" version="1.0"><x:p>a</x:p>'
            "</x:speak>",
            doc("<p>a</p>"),
        ),
        (doc("&#38;lt;audio/&gt;"), doc("&amp;lt;audio/&gt;")),
    ],
)
def test_what_is_allowed_is_written_anew(ssml: str, ours: str) -> None:
    assert written(ssml) == ours
    assert written(ours) == ours


def test_the_largest_document_is_read_whole() -> None:
    letters = (MAX_BYTES - 200) // 5
    assert parse(doc("&#97;" * letters)).text == "a" * letters
