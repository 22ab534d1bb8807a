"""The day of the event that an article reports, from its lead: "Chiều 6/2, …", "Sáng nay (19/7/2024), …", "On July 12, 2023, …".

A day without a year gets the year that lies nearest to the day of publication; without one, the year that the article
itself speaks of as present; and none at all where that is not clear.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from corpus import dates, vietnamese
from corpus.letters import LOWER, UPPER

_PART = r"(?:rang sang|sang som|sang|trua|dau gio chieu|chieu|toi|dem)"
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
_DAY = (
    r"(?P<day>\d{1,2})(?:\s?[/-]\s?(?P<month>\d{1,2})(?:\s?[/-]\s?(?P<year>(?:19|20)\d\d)0?)?(?![\d/-])"
    r"| thang (?P<month2>\d{1,2})(?:(?: nam|,|/) ?(?P<year2>(?:19|20)\d\d))?(?!\d))"
)
_DATELINE = r"(?!cach day|ke tu|tu |sau |truoc |den )(?:\(?[^()\d]{2,40}\)?\s?[-–—:]\s?|[^\d,.()]{2,20}, )?"
_WHEN = rf"(?:(?:{_PART}|hom nay|hom qua)(?: nay| qua)?(?:[\s,(]+{_WEEKDAY})?(?:[\s,(]+ngay)?|(?:{_WEEKDAY}[\s,(]+)?ngay)[\s,(]+"
_OPENING = re.compile(rf"{_DATELINE}(?:vao )?{_WHEN}{_DAY}(?! (?:hang|moi) nam)")
_INSIDE = re.compile(
    rf"(?:\b(?:dien ra|to chuc|khai mac|be mac|khanh thanh)(?: vao)?(?: luc [\dh:g ]{{2,12}})? (?:{_PART}(?: ngay)?|ngay)"
    rf"|(?:\bvao|,) {_PART}(?: ngay)?) {_DAY}(?! (?:hang|moi) nam)"
)
_TODAY = re.compile(rf"{_DATELINE}(?:{_PART} nay|hom nay)\b")
_YESTERDAY = re.compile(rf"{_DATELINE}(?:{_PART} qua|hom qua)\b")
_ENGLISH = re.compile(r"(?:on|this) (?:[a-z]+day,? )?(?=[a-z]+ \d|\d{1,2} [a-z]+)(.{6,30})")

_YEAR = re.compile(r"(?:(?<=năm )|(?<=/))20\d\d(?![\d/])(?!\s?[-–]\s?\d{4})")
_ELSEWHEN = re.compile(
    r"(?:\b(?:đến|tới|tầm nhìn|cuối|giữa|hết|trước|từ|sau|sinh|giai đoạn|so với|cùng kỳ|cùng kì|thời kỳ|nhiệm kỳ|khóa|khoá|luật|hiến pháp|vào|trở về)"
    r"(?: (?:năm|tháng|quý|ngày|đầu|cuối|cùng|kỳ|hết|khi))*|[-–])\s?[\d/iv. -]{0,8}$"
)
_STILL_AHEAD = re.compile(
    r"(?:nhiệm vụ|kế hoạch|phương hướng|chủ đề|mục tiêu|quý [iv\d]+|tháng \d+|đầu|xuân|tết|\bngày [^,.]{3,40}) ?(?:năm |/)?$"
)


def event_date(paragraphs: Sequence[str], title: str | None = None, published: date | None = None) -> date | None:
    """The day that the first three `paragraphs` of running text report on, or None where they do not say.

    Args:
        paragraphs: the article's running text, in order, normalised.
        title: the headline; it may name the year.
        published: the day of publication, if the page gives it.

    >>> event_date(["Chiều 6/2, xã Đông họp bàn việc trồng rừng."], published=date(2025, 2, 7))
    datetime.date(2025, 2, 6)
    >>> event_date(["Chiều 6/2, xã Đông họp bàn việc trồng rừng."]) is None
    True
    """
    for paragraph in paragraphs[:3]:
        key = vietnamese.fold(_first_sentence(paragraph)).casefold()
        for match in (_OPENING.match(key), _INSIDE.search(key)):
            if match is not None:
                return _dated(match, paragraph, paragraphs, title, published)
        if english := _ENGLISH.match(key):
            return dates.parse(english[1])
        if published is not None and _TODAY.match(key):
            return published
        if published is not None and _YESTERDAY.match(key):
            return published - timedelta(days=1)
    return None


def _first_sentence(paragraph: str) -> str:
    """Up to the first full stop that a capital follows after a word of letters; 400 code points at most."""
    head = paragraph[:400]
    stop = re.search(rf"(?<=[{LOWER}]{{2}})\.\s(?=[{UPPER}])", head)
    return head[: stop.start() + 1] if stop else head


def _dated(
    match: re.Match[str], lead: str, paragraphs: Sequence[str], title: str | None, published: date | None
) -> date | None:
    day = int(match["day"])
    month = int(match["month"] or match["month2"])
    year = match["year"] or match["year2"]
    if year is not None:
        return dates.make(int(year), month, day)
    if published is not None:
        near = [dates.make(published.year + step, month, day) for step in (-1, 0, 1)]
        return min((d for d in near if d is not None), key=lambda d: abs(d - published), default=None)
    present = present_year(paragraphs, title, month, lead)
    return dates.make(present, month, day) if present is not None else None


def present_year(paragraphs: Sequence[str], title: str | None, month: int, lead: str = "") -> int | None:
    """The year that an article about an event in `month` speaks of as present, or None where that is doubtful.

    Counted are years named outright ("năm 2024", "quý I/2024", "tháng 6/2024"), without goals ("đến năm 2030", "cuối
    năm 2025"), spans, comparisons and numbers of documents. The latest of them it is, if named twice, or once in the
    headline or the paragraph of the lead that dates the event. Two seasons are doubtful: from January to March last year's results fill the
    news, so the latest year must be named as still ahead; from October on next year's plans do, so it must be named
    more often than all others together.

    >>> present_year(["Kế hoạch năm 2024 của xã có ba phần.", "Quý I/2024, xã trồng 40 ha rừng."], None, 4)
    2024
    >>> present_year(["Năm 2024, xã trồng 40 ha rừng; năm 2024 có 12 hộ thoát nghèo."], None, 1) is None
    True
    """
    first = _years("\n".join(filter(None, [title, lead])))
    named = _years("\n".join(filter(None, [title, *paragraphs])))
    counts = Counter(year for year, _ in named)
    if not counts:
        return None
    latest = max(counts)
    if counts[latest] < 2 and latest not in {year for year, _ in first}:
        return None
    if month <= 3 and not any(ahead for year, ahead in named if year == latest):
        return None
    if month >= 10 and counts[latest] * 2 <= sum(counts.values()):
        return None
    return latest


def _years(text: str) -> list[tuple[int, bool]]:
    """(year, whether it is spoken of as still ahead or just begun) for each year named outright."""
    key = text.casefold()
    found = []
    for match in _YEAR.finditer(key):
        before = key[max(0, match.start() - 60) : match.start()]
        if not _ELSEWHEN.search(before):
            found.append((int(match[0]), bool(_STILL_AHEAD.search(before))))
    return found
