"""Quantities in a text: the number by its value, with what it counts: per cent, money, a rank, or the word that follows.

Vietnamese writes 1.234,5, English 1,234.5; both write "tỷ" or "billion" behind a number that it multiplies.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.types import Span
from corpus.vietnamese import fold

_NUMBER = r"\d{1,3}(?:[.,\s\u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_SCALES: tuple[tuple[str, int], ...] = (
    (r"nghin ty|ngan ty|trillion", 10**12),
    (r"trieu ty", 10**15),
    (r"ty|ti|billion|bn", 10**9),
    (r"trieu|million", 10**6),
    (r"nghin|ngan|thousand", 10**3),
)
_SCALE = "|".join(pattern for pattern, _ in _SCALES)
_QUANTITY = re.compile(
    rf"(?<![\w/.,-])(?P<number>{_NUMBER})(?P<of>/\d+)?(?:\s*(?P<percent>%|phan tram\b|per ?cent\b))?"
    rf"(?:\s+(?P<scale>{_SCALE})\b)?(?:\s+(?P<unit>[a-z]\w*))?(?![\d/])"
)
_MONEY = {"dong": "đồng", "vnd": "đồng", "usd": "USD", "dollars": "USD", "do": "USD"}
# Before or behind a number these make it a day, a year, a rank or a document's number: nothing that is measured.
_NO_UNIT = frozenset("thang nam quy ngay gio phut months month year years day days quarter".split())
_TIME_BEFORE = re.compile(
    r"\b(?:nam|thang|ngay|quy|khoa|so|dieu|khoan|nghi quyet|quyet dinh|phien hop thu|lan thu|in|of|since|may|june|july)\s*$"
)
_RANK_BEFORE = re.compile(r"\b(?:thu|hang|top|vi tri)\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text.

    Attributes:
        span: of the number with its scale and sign of per cent, in code points of the text.
        unit: "%", "đồng", "USD", "hạng" (a rank), the folded word that follows, or "".
    """

    span: Span
    value: Decimal
    unit: str


def quantities(text: str) -> list[Quantity]:
    """Every quantity of an NFC text in its order; years, days, months and the numbers of documents are none.

    >>> [(str(q.value), q.unit) for q in quantities("Năm 2023 đạt 1.234,5 tỷ đồng, tăng 12,5 %, gồm 7.225 xã")]
    [('1234500000000.0', 'đồng'), ('12.5', '%'), ('7225', 'xa')]
    >>> [(str(q.value), q.unit) for q in quantities("ranked 71/193 with 1,234.5 million users on 12/7/2023")]
    [('71', 'hạng'), ('1234500000.0', 'users')]
    """
    low = fold(text).lower()
    found = []
    for match in _QUANTITY.finditer(low):
        before = low[: match.start()]
        unit = _unit(match, before)
        if unit is None:
            continue
        ends = [match.end(group) for group in ("number", "of", "percent", "scale") if match[group]]
        value = _value(match["number"]) * _scale(match["scale"])
        found.append(Quantity(Span(match.start(), max(ends)), value, unit))
    return found


def _unit(match: re.Match[str], before: str) -> str | None:
    """What is counted; None where the number is a time or a name."""
    unit = match["unit"] or ""
    if match["percent"]:
        return "%"
    if match["of"] or _RANK_BEFORE.search(before):
        return None if match["of"] and (int(match["of"][1:]) <= 31 or _YEAR.match(match["of"][1:])) else "hạng"
    if _TIME_BEFORE.search(before) or unit in _NO_UNIT:
        return None
    if _YEAR.match(match["number"]) and not match["scale"]:
        return None
    return _MONEY.get(unit, unit)


def _value(number: str) -> Decimal:
    """The number of a Vietnamese or an English spelling: the last mark is the decimal one unless three digits follow it."""
    digits = re.sub(r"[\s\u00a0]", "", number)
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return Decimal(digits)
    whole, _, rest = digits.rpartition(marks[-1])
    grouped = len(rest) == 3 and (len(set(marks)) == 1) and whole not in {"0"}
    if grouped:
        return Decimal(re.sub(r"[.,]", "", digits))
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{rest}")


def _scale(word: str | None) -> int:
    if not word:
        return 1
    return next(scale for pattern, scale in _SCALES if re.fullmatch(pattern, word))
