"""Vietnamese numbers in words: "bốn mươi mốt trên bảy mươi hai" is 41/72, "mười hai nghìn chín trăm" is 12.900."""

import re
from collections.abc import Mapping

from corpus.vietnamese import fold, has_marks, nfc

# Folded: the words behind "thứ", and the English ones.
ORDINALS: Mapping[str, int] = {
    word: number for number, word in enumerate("nhat hai ba tu nam sau bay tam chin muoi".split(), 1)
}
ENGLISH_ORDINALS: Mapping[str, int] = {
    word: number
    for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
_UNITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_AFTER_TENS = _UNITS | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_TENS, _TEEN, _HUNDRED, _THOUSAND, _ZERO = ("mươi",), ("mười",), ("trăm",), ("nghìn", "ngàn"), ("linh", "lẻ")
_DIGITS = _AFTER_TENS | {"không": 0}


def _pattern(marked: bool) -> re.Pattern[str]:
    """A number of two words or more. Without marks "trăm" could be "trạm": it is a hundred where more of a number follows."""

    def any_of(words: Mapping[str, int] | tuple[str, ...]) -> str:
        return "|".join(sorted({word if marked else fold(word) for word in words}, key=len, reverse=True))

    unit, last = any_of(_UNITS), any_of(_AFTER_TENS)
    tens = rf"(?:{any_of(_TEEN)})(?:\s(?:{last}))?|(?:{unit})\s(?:{any_of(_TENS)})(?:\s(?:{last}))?"
    below = rf"(?:{tens}|{unit})"
    more = rf"(?:(?:{any_of(_ZERO)})\s(?:{unit})|{below})"
    told = "" if marked else rf"(?=\s(?:{more}|ty|ti|trieu|nghin|ngan|dong)\b)"
    part = "phần" if marked else "phan"
    below = rf"(?:(?:{unit})\s(?<!{part}\s)(?:{any_of(_HUNDRED)}){told}(?:\s{more})?|{below})"
    whole = rf"{below}(?:\s(?:{any_of(_THOUSAND)})(?:\s(?:không trăm(?:\s(?:{any_of(_ZERO)}))?\s)?{below})?)?"
    comma = "phẩy" if marked else "phay"
    decimal = rf"(?:\s{comma}\s(?:{below}|(?:{any_of(_DIGITS)})(?:\s(?:{any_of(_DIGITS)}))*))?"
    return re.compile(rf"(?<!\w){whole}{decimal}(?!\w)", re.IGNORECASE)


_MARKED, _UNMARKED = _pattern(True), _pattern(False)
_RATIO = re.compile(r"(\d+) (?:trên|tren) (\d+)")
_YEAR = re.compile(r"(\b(?:năm|nam) [12])\.(\d{3})\b(?!\.)", re.IGNORECASE)


def in_digits(text: str) -> str:
    """NFC `text` with numbers of two words or more in digits, as official Vietnamese writes them.

    >>> in_digits("Bốn mươi mốt trên bảy mươi hai chỉ số, sáu phẩy sáu mươi tư tỷ")
    '41/72 chỉ số, 6,64 tỷ'
    >>> in_digits("mười hai nghìn chín trăm tỷ; một trăm linh năm; năm hai nghìn không trăm hai mươi ba; hai ba trạm")
    '12.900 tỷ; 105; năm 2023; hai ba trạm'
    >>> in_digits("muoi hai nghin chin tram ty; mot tram chin muoi ba nuoc; hai tram phat song")
    '12.900 ty; 193 nuoc; hai tram phat song'
    """
    pattern = _MARKED if has_marks(text) else _UNMARKED
    written = pattern.sub(_written, nfc(text))
    return _YEAR.sub(r"\1\2", _RATIO.sub(r"\1/\2", written)) if written != text else text


def _written(match: re.Match[str]) -> str:
    words = match[0].lower().split()
    if len(words) < 2:
        return match[0]
    comma = next((n for n, word in enumerate(words) if fold(word) == "phay"), len(words))
    whole = f"{_value(words[:comma]):,}".replace(",", ".")
    return whole + ("," + _decimals(words[comma + 1 :]) if comma < len(words) else "")


def _value(words: list[str]) -> int:
    total = part = 0
    for word in (fold(word) for word in words):
        if word in _FOLDED:
            part += _FOLDED[word]
        elif word == "muoi":
            part = part - part % 10 + (part % 10 or 1) * 10
        elif word == "tram":
            part *= 100
        elif word in {"nghin", "ngan"}:
            total, part = (total + part) * 1000, 0
    return total + part


def _decimals(words: list[str]) -> str:
    """The digits behind the comma: said one by one, or as a number."""
    if all(word in _FOLDED or word == "khong" for word in map(fold, words)):
        return "".join(str(_FOLDED.get(fold(word), 0)) for word in words)
    return str(_value(words))


_FOLDED = {fold(word): number for word, number in _AFTER_TENS.items()}
