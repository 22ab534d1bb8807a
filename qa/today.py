"""Times that a question gives by the day it is asked on: "năm ngoái", "quý này", "last month"."""

import re
from collections.abc import Callable
from datetime import date

from corpus.vietnamese import fold

_MONTHS = "January February March April May June July August September October November December".split()
# Over folded lower-case text. "3 tháng trước" and "hàng nghìn năm trước" count back and name no month or year.
_PHRASES: tuple[tuple[str, Callable[[date], str]], ...] = (
    (r"nam (?:ngoai|roi)", lambda day: f"năm {day.year - 1}"),
    (r"nam nay", lambda day: f"năm {day.year}"),
    (r"(?:nam toi|sang nam)", lambda day: f"năm {day.year + 1}"),
    (r"(?<!\d )thang truoc", lambda day: f"tháng {_month(day, -1)}"),
    (r"thang nay", lambda day: f"tháng {_month(day, 0)}"),
    (r"(?<!\d )quy truoc", lambda day: f"quý {_quarter(day, -1)}"),
    (r"quy nay", lambda day: f"quý {_quarter(day, 0)}"),
    (r"last year", lambda day: f"in {day.year - 1}"),
    (r"this year", lambda day: f"in {day.year}"),
    (r"next year", lambda day: f"in {day.year + 1}"),
    (r"last month", lambda day: f"in {_MONTHS[(day.month - 2) % 12]} {day.year - (day.month == 1)}"),
    (r"this month", lambda day: f"in {_MONTHS[day.month - 1]} {day.year}"),
)
_COMPARED = r"(?<!so voi )(?<!cung ky )(?<!than )"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def resolved(question: str, today: date) -> str:
    """The question with such times written out, unless it names a year: then they may be told from that one.

    >>> resolved("Năm ngoái xuất khẩu bao nhiêu?", date(2025, 3, 1)), resolved("Tháng này có gì?", date(2025, 3, 1))
    ('Năm 2024 xuất khẩu bao nhiêu?', 'Tháng 3/2025 có gì?')
    >>> resolved("Năm 2023 tăng bao nhiêu so với năm ngoái?", date(2025, 3, 1))
    'Năm 2023 tăng bao nhiêu so với năm ngoái?'
    """
    if _YEAR.search(question):
        return question
    for pattern, written in _PHRASES:
        match = re.search(rf"\b{_COMPARED}{pattern}\b", fold(question).lower())
        if match:
            new = written(today)
            new = new[0].upper() + new[1:] if question[match.start()].isupper() else new
            question = question[: match.start()] + new + question[match.end() :]
    return question


def _month(day: date, offset: int) -> str:
    months = day.year * 12 + day.month - 1 + offset
    return f"{months % 12 + 1}/{months // 12}"


def _quarter(day: date, offset: int) -> str:
    quarters = day.year * 4 + (day.month - 1) // 3 + offset
    return f"{('I', 'II', 'III', 'IV')[quarters % 4]}/{quarters // 4}"
