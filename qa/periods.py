"""The months and spans of months that a text speaks of, and whether a text speaks of other ones than a question."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus.vietnamese import fold

_NUMBERS = {
    **{str(n): n for n in range(1, 13)},
    **dict(zip("mot hai ba bon nam sau bay tam chin muoi".split(), range(1, 11), strict=True)),
    **dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True)),
}
_QUARTERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEAR = r"(?:[\s/,-]*(?:(?:cua\s+)?nam|of|in)?\s*(?P<year>(?:19|20)\d\d))?"
# Over folded lower-case text.
_SPANS = (
    re.compile(rf"\b(?P<count>{_COUNT})\s+thang(?:\s+(?P<end>dau|cuoi))?(?:\s+(?:cua\s+)?nam\b)?{_YEAR}(?!\s*/\s*\d)"),
    re.compile(rf"\b(?P<half>nua)\s+(?P<end>dau|cuoi)(?:\s+cua)?(?:\s+nam\b)?{_YEAR}"),
    re.compile(r"\b(?P<whole>ca|tron)\s+nam\s+(?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?:(?P<whole>full|whole|entire)[ -]year|all of|the whole of)\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\bquy\s+(?P<quarter>i{{1,3}}|iv|[1-4])\b{_YEAR}"),
    re.compile(rf"\b(?P<end>first|last)\s+(?P<count>{_COUNT})\s+months{_YEAR}"),
    re.compile(rf"\b(?P<end>first|second)\s+(?P<half>half){_YEAR}"),
    re.compile(rf"\b(?P<quarter>first|second|third|fourth)\s+quarter{_YEAR}"),
)
_SINGLE = (
    re.compile(r"\b\d{1,2}\s*/\s*(?P<month>1[0-2]|0?[1-9])\s*/\s*(?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"(?<![\d/.])(?P<month>1[0-2]|0?[1-9])\s*/\s*(?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"(?:\bngay|\bsang|\bchieu|\btoi|\bhom|\()\s*\d{1,2}/(?P<month>1[0-2]|0?[1-9])(?![\d/])(?P<year>)"),
    re.compile(rf"\bthang\s+(?P<month>1[0-2]|0?[1-9]){_YEAR}\b"),
    re.compile(rf"\b(?P<name>{'|'.join(_MONTHS)}),?\s+(?:\d{{1,2}},?\s+)?(?P<year>(?:19|20)\d\d)\b"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Months first..last (1..12) of a year, which may be unknown."""

    first: int
    last: int
    year: str | None = None

    @property
    def single(self) -> bool:
        return self.first == self.last

    def agrees(self, other: "Period") -> bool:
        """Whether both may mean the same months."""
        years = self.year is None or other.year is None or self.year == other.year
        return years and (self.first, self.last) == (other.first, other.last)


@lru_cache(maxsize=256)
def periods(text: str) -> frozenset[Period]:
    """Every month and span of months named; a day counts as its month.

    >>> sorted((p.first, p.last, p.year) for p in periods("6 tháng đầu năm 2023 và quý I/2024"))
    [(1, 3, '2024'), (1, 6, '2023')]
    >>> sorted((p.first, p.last, p.year) for p in periods("ngày 19/7/2024, 9 tháng năm 2024"))
    [(1, 9, '2024'), (7, 7, '2024')]
    """
    low = fold(text).lower()
    found = set()
    for pattern in _SPANS:
        for match in pattern.finditer(low):
            found.add(_span(match.groupdict()))
    for pattern in _SINGLE:
        for match in pattern.finditer(low):
            groups = match.groupdict()
            month = _MONTHS[groups["name"]] if groups.get("name") else int(groups["month"])
            found.add(Period(month, month, groups["year"] or None))
    return frozenset(found)


def _span(groups: dict[str, str | None]) -> Period:
    if groups.get("quarter"):
        quarter = _QUARTERS[str(groups["quarter"])]
        return Period(3 * quarter - 2, 3 * quarter, groups["year"])
    if "whole" in groups:
        return Period(1, 12, groups["year"])
    months = 6 if groups.get("half") else _NUMBERS[str(groups["count"])]
    late = groups.get("end") in {"cuoi", "last", "second"}
    return Period(13 - months, 12, groups["year"]) if late else Period(1, months, groups["year"])


def another_period(question: str, sentence: str) -> bool:
    """Whether both name single months, or both name spans, and none is the same.

    >>> another_period("Ba tháng đầu năm 2024 xuất khẩu bao nhiêu?", "Xuất khẩu 9 tháng năm 2024 là 100,8 tỷ.")
    True
    >>> another_period("Cả năm 2024 xuất khẩu bao nhiêu?", "Xuất khẩu 9 tháng năm 2024 là 100,8 tỷ.")
    True
    >>> another_period("Quý I/2024 xuất khẩu bao nhiêu?", "Ba tháng đầu năm 2024 xuất khẩu 31 tỷ.")
    False
    """
    asked, told = periods(question), periods(sentence)
    for single in (True, False):
        ours = [p for p in asked if p.single is single]
        theirs = [p for p in told if p.single is single]
        if ours and theirs and not any(one.agrees(other) for one in ours for other in theirs):
            return True
    return False


def after(question: str, day: date) -> bool:
    """Whether a text names months, all of which come after `day`.

    >>> after("Đến tháng 12/2024 có mấy xã?", date(2024, 7, 19)), after("Tháng 6/2024 có mấy xã?", date(2024, 7, 19))
    (True, False)
    """
    named = [period for period in periods(question) if period.year]
    return bool(named) and all((int(period.year or 0), period.first) > (day.year, day.month) for period in named)
