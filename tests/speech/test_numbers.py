import pytest

from mediaq.speech.numbers import cardinal, decimal, ordinal, year_style


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (101, "one hundred one"),
        (854, "eight hundred fifty-four"),
        (1000, "one thousand"),
        (1010, "one thousand ten"),
        (22_050, "twenty-two thousand fifty"),
        (1_000_000, "one million"),
        (2_000_000_003, "two billion three"),
        (
            999_999_999_999,
            "nine hundred ninety-nine billion nine hundred ninety-nine million "
            "nine hundred ninety-nine thousand nine hundred ninety-nine",
        ),
        (10**12, "one" + " zero" * 12),
        (-14, "minus fourteen"),
    ],
)
def test_cardinal(number: int, words: str) -> None:
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4.2", "four point two"),
        ("0.05", "zero point zero five"),
        ("29.97", "twenty-nine point nine seven"),
        ("1,234.50", "one thousand two hundred thirty-four point five zero"),
        ("007", "zero zero seven"),
        ("0", "zero"),
    ],
)
def test_decimal(text: str, words: str) -> None:
    assert decimal(text) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (480, "four hundred eighty"),
        (1000, "one thousand"),
        (1005, "ten oh five"),
        (1080, "ten eighty"),
        (1200, "twelve hundred"),
        (1920, "nineteen twenty"),
        (2000, "two thousand"),
        (2048, "twenty forty-eight"),
        (15_360, "fifteen thousand three hundred sixty"),
    ],
)
def test_year_style(number: int, words: str) -> None:
    assert year_style(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zeroth"),
        (1, "first"),
        (8, "eighth"),
        (9, "ninth"),
        (20, "twentieth"),
        (22, "twenty-second"),
        (111, "one hundred eleventh"),
        (1000, "one thousandth"),
    ],
)
def test_ordinal(number: int, words: str) -> None:
    assert ordinal(number) == words
