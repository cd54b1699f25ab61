"""Numbers in English words, as a narrator says them: no "and", decimals digit by digit."""

# fmt: off
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)
_TENS = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)
# fmt: on
_SCALES = ("", " thousand", " million", " billion")
_NTH = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LIMIT = 1000 ** len(_SCALES)


def cardinal(number: int) -> str:
    """The integer in words; digit by digit from a thousand billions on."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number >= _LIMIT:
        return digits(str(number))
    groups: list[str] = []
    for scale in _SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.append(_hundreds(group) + scale)
    return " ".join(reversed(groups)) or _ONES[0]


def ordinal(number: int) -> str:
    """The place in an order: 3 → "third", 21 → "twenty-first", 100 → "one hundredth"."""
    words = cardinal(number)
    start = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[start:]
    if last.endswith("y"):
        return f"{words[:-1]}ieth"
    return words[:start] + _NTH.get(last, f"{last}th")


def digits(text: str) -> str:
    """Every digit by itself: "three zero seven"."""
    return " ".join(_ONES[int(digit)] for digit in text)


def decimal(text: str) -> str:
    """A number as written, without sign: "1,234.50" → "… thirty-four point five zero"; ".5" too."""
    whole, _, fraction = text.replace(",", "").partition(".")
    leading_zero = len(whole) > 1 and whole.startswith("0")
    words = digits(whole) if leading_zero else cardinal(int(whole or "0"))
    return f"{words} point {digits(fraction)}" if fraction else words


def year_style(number: int) -> str:
    """Four digits in pairs, as sizes of pictures are said: 1920 → "nineteen twenty"."""
    high, low = divmod(number, 100)
    if not 10 <= high <= 99 or number % 1000 == 0:
        return cardinal(number)
    if low == 0:
        return f"{cardinal(high)} hundred"
    return f"{cardinal(high)} {'oh ' if low < 10 else ''}{cardinal(low)}"


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest or not hundreds:
        words.append(_below_hundred(rest))
    return " ".join(words)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
