"""Words are found in every script and language, by their stems and by their beginnings."""

import pytest

from tests.kit.connections import Connection, value
from tests.kit.rows import insert, insert_analysis, insert_asset, insert_feedback
from tests.sql.searching import found, said, texts, transcript

pytestmark = pytest.mark.sql


def test_accents_may_be_left_out(connection: Connection) -> None:
    metadata = said((0, 1, "Das Café Müller liegt in Łódź an der Straße."))
    transcript(connection, insert_analysis(connection), language="de", metadata=metadata)
    for asked in ("cafe", "CAFÉ", "muller", '"cafe muller"', "lodz", "strasse", "Café -Berlin"):
        assert len(texts(connection, asked)) == 1, asked
    assert texts(connection, "cafe") == ["Das [Cafe] Muller liegt in Lodz an der Strasse."]
    assert texts(connection, "müller") == ["Das Café [Müller] liegt in Łódź an der Straße."]
    assert texts(connection, "Café -Müller") == []


def test_scripts_that_put_no_space_between_words(connection: Connection) -> None:
    analysis = insert_analysis(connection)
    transcript(
        connection,
        analysis,
        language="ja",
        metadata=said(
            (0, 900, "今日は東京の公園を散歩しました。"), (900, 2000, "京都 は東にある。")
        ),
    )
    assert texts(connection, "東京") == ["今日は[東京]の公園を散歩しました。"]
    assert texts(connection, "公園 東京") == ["今日は[東京]の[公園]を散歩しました。"]
    assert texts(connection, "京都") == ["[京都] は東にある。"]
    assert texts(connection, '"東京の公園"') == ["今日は[東京の公園]を散歩しました。"]
    assert [hit[3] for hit in found(connection, "東 -東京")] == [900]
    assert texts(connection, "京東") == []
    insert_feedback(connection, "ประเทศไทยสวยงาม", language="th")
    assert len(texts(connection, "ไทย")) == 1


NAMES = (
    ("Привет_мир-2.mp4", ("Прив", "мир", "Привет-мир"), ("прив", "МИР", "привет-мир")),
    ("Ärger (Zürich).mp4", ("ärg", "ÄRGER", "Arger", "zurich"), ()),
    ("Mu\u0308ller.mp4", ("Müller", "MÜLL", "mull"), ()),
    ("東京タワー.mp4", ("東京", "タワー", "東京タワー.mp4"), ()),
)


def test_letters_of_every_alphabet(connection: Connection) -> None:
    insert_feedback(connection, "Сегодня мы читаем книги.", language="ru")
    assert texts(connection, "Сегодня книга") == ["[Сегодня] мы читаем [книги]."]
    named(connection)
    for _, asked, _ in NAMES:
        for words in asked:
            assert len(texts(connection, words)) == 1, words


def test_they_are_found_in_either_case_where_the_database_knows_them(
    connection: Connection,
) -> None:
    """Elsewhere `mediaq doctor` says that search minds the case."""
    found = int(value(connection, "select lower('Ä') = 'ä'"))
    insert_feedback(connection, "Сегодня мы читаем книги.", language="ru")
    assert len(texts(connection, "СЕГОДНЯ книга")) == found
    named(connection)
    for _, _, asked in NAMES:
        for words in asked:
            assert len(texts(connection, words)) == found, words


def named(connection: Connection) -> None:
    """Files of these names, which have been analysed."""
    for name, _, _ in NAMES:
        insert_asset(connection, filename=name)
    connection.execute("update mediaq.media_assets set analysis_status = 'completed'")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Die Häuser stehen an der Straße, und das ist nicht weit von hier.", "haus"),
        ("Les maisons sont dans la rue et elle est près de la mer avec eux.", "maison"),
        ("Las casas están en la calle y no es lejos de la playa para todos.", "casa"),
        ("De huizen staan in de straat en dat is niet ver van het strand.", "straten"),
        ("Мы читаем книги о космосе и звёздах.", "книга звезда"),
        ("Houses stand in the street, and that is not far from here.", "house"),
        ("Houses, streets.", "street"),
    ],
)
def test_a_page_whose_language_nobody_names(connection: Connection, text: str, asked: str) -> None:
    insert(connection, "analysis_results", analysis_id=insert_analysis(connection),
           analysis_type="text", result={"pages": [{"page": 1, "text": text}]})  # fmt: skip
    assert len(texts(connection, asked)) == 1


def test_words_by_their_beginnings(connection: Connection) -> None:
    insert_feedback(connection, "Bakery opening hours, Müllerstraße 2024.")
    for asked in (
        "bak*",
        "bakery*",
        "open* hour*",
        '"open* hours"',
        "mull*",
        "müll*",
        "202*",
        "BAK*",
    ):
        assert len(texts(connection, asked)) == 1, asked
    for asked in ("bak", "akery*", "-bak*", "hours -open*", "* **", "bak* window"):
        assert texts(connection, asked) == [], asked
    assert texts(connection, "bak*") == ["[Bakery] opening hours, Müllerstraße 2024."]
    transcript(connection, insert_analysis(connection), text_content="今日は東京の公園")
    assert len(texts(connection, "東京*")) == 1
