"""Calendar dates as Vietnamese and English pages write them, and the rows that hold nothing but a date.

Two-digit years and dates that no calendar has are not read: a date is given in full or not at all.
"""

import re
from dataclasses import dataclass
from datetime import date

from corpus import vietnamese

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(sorted({name for month in _MONTHS for name in (month, month[:3])} | {"sept"}, key=len, reverse=True))
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_SEPARATOR = r"\s?[/.-]\s?"

_FULL = (
    (re.compile(r"(?<![\d/.-])((?:19|20)\d\d)[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(rf"(?<![\d/.-])(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}{_YEAR}"), "dmy"),
    # "(19/7/20240": a zero is what the key of the closing bracket types without shift.
    (re.compile(r"\((\d{1,2})/(\d{1,2})/((?:19|20)\d\d)0(?!\d)"), "dmy"),
    (re.compile(rf"(?<!\d)(\d{{1,2}}) thang (\d{{1,2}})(?: nam|,)? {_YEAR}"), "dmy"),
    (re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}"), "Mdy"),
    (re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})\.?,? {_YEAR}"), "dMy"),
)
_TIME = r"\d{1,2}\s?(?::|h|g|gio)\s?\d{2}(?::\d{2})?(?:\s?(?:phut|am|pm|sa|ch))?\b"
_ROW_NOISE = re.compile(
    rf"{_TIME}"
    r"|\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b"
    r"|\bngay (?:dang(?: tin| bai)?|viet|tao|xuat ban|cap nhat|gui|dua tin)\b"
    r"|\b(?:dang(?: ngay| luc| tai| vao)?|(?:thoi gian )?cap nhat(?: luc| ngay| lan cuoi)?|xuat ban(?: luc| ngay)?"
    r"|thoi gian(?: dang)?|ngay|luc|vao|gio|published|updated|posted|last|date|on|at|hom nay)\b"
    r"|\bgmt\b\s?(?:\+\s?0?7)?|\butc\b\s?(?:\+\s?0?7)?|\b(?:am|pm|sa|ch)\b"
    r"|\b(?:so )?luot (?:xem|doc|truy cap)\s?:?\s?[\d.,]*|[\d.,]+ (?:luot (?:xem|doc)|views?)\b|\bviews?\s?:?\s?[\d.,]*"
)
_LABELLED = re.compile(r"ngay dang|dang ngay|dang luc|ngay xuat ban|xuat ban luc|published|posted|ngay dua tin|gmt")
_RELATIVE = re.compile(
    r"\b\d+ (?:giay|phut|gio|tieng|ngay|tuan|thang|nam) truoc\b|\b(?:\d+|an?) (?:second|minute|hour|day|week|month|year)s? ago\b"
    r"|^(?:hom qua|vua xong|just now|yesterday)$"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is a date and little else.

    Attributes:
        day: the date; None for a relative time ("3 giờ trước").
        labelled: whether the row says that it is the time of publication.
        rest: how many words stand beside the date and its usual company (weekday, clock, labels).
    """

    day: date | None
    labelled: bool
    rest: int


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None where no calendar has it.

    >>> make(2024, 2, 30) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _read(match: re.Match[str], order: str) -> date | None:
    parts = dict(zip(order, match.groups(), strict=True))
    month = _month(parts["M"]) if "M" in parts else int(parts["m"])
    return make(int(parts["y"]), month, int(parts["d"]))


def _first(key: str) -> tuple[date, int, int] | None:
    found = [
        (day, match.start(), match.end())
        for pattern, order in _FULL
        for match in pattern.finditer(key)
        if (day := _read(match, order)) is not None
    ]
    return min(found, key=lambda item: item[1]) if found else None


def parse(text: str) -> date | None:
    """The first full date in `text` (the first 400 code points).

    >>> parse("Thứ tư, 12/07/2023"), parse("ngày 7 tháng 2 năm 2025"), parse("July 12th, 2023")
    (datetime.date(2023, 7, 12), datetime.date(2025, 2, 7), datetime.date(2023, 7, 12))
    >>> parse("31/02/2024") is None
    True
    """
    found = _first(vietnamese.fold(text[:400]).casefold())
    return found[0] if found else None


def row(line: str) -> Row | None:
    """What `line` is as a row of a date, or None where it holds no date or is a sentence around one.

    >>> row("Thứ tư, 12/07/2023 08:30 (GMT+7)")
    Row(day=datetime.date(2023, 7, 12), labelled=True, rest=0)
    >>> row("Đời sống - 12/07/2023 08:30").rest
    2
    >>> row("Hội nghị sẽ diễn ra vào ngày 12/07/2023 tại trụ sở của Ủy ban nhân dân tỉnh.") is None
    True
    """
    if len(line) > 120:
        return None
    key = vietnamese.fold(line).casefold()
    found = _first(key)
    if found is None:
        relative = _RELATIVE.search(key)
        if relative is None:
            return None
        day, start, end = None, relative.start(), relative.end()
    else:
        day, start, end = found
    left = _ROW_NOISE.sub(" ", key[:start]) + " " + _ROW_NOISE.sub(" ", key[end:])
    rest = len(re.findall(r"[^\W_]+", left))
    if rest > 6 or (rest and key.endswith((".", ";"))):
        return None
    return Row(day, bool(_LABELLED.search(key)), rest)
