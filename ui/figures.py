"""The table of figures that stands below an answer: times in words, rows as text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.errors import Language

HEADING: Mapping[Language, str] = {
    "vi": "Các tài liệu ghi những số liệu khác nhau (mới nhất trước)",
    "en": "The documents give different figures (newest first)",
}
COLUMNS: Mapping[Language, tuple[str, str, str]] = {
    "vi": ("Thời gian", "Số liệu", "Nguồn"),
    "en": ("Time", "Figure", "Source"),
}
UNDATED: Mapping[Language, str] = {"vi": "không ghi", "en": "not given"}
_TIME = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?:/\d{4}-(?P<last>\d\d))?$")


def time_text(time: str | None, language: Language) -> str:
    """A figure's time as people write it.

    >>> [time_text(t, "vi") for t in ("2023", "2024-04", "2023-01/2023-06", "2025-02-07", None)]
    ['năm 2023', 'tháng 4/2024', 'tháng 1–6/2023', '7/2/2025', 'không ghi']
    >>> [time_text(t, "en") for t in ("2023", "2024-04", "2023-01/2023-06", "2025-02-07")]
    ['2023', '4/2024', '1–6/2023', '7/2/2025']
    """
    match = _TIME.match(time or "")
    if match is None:
        return UNDATED[language]
    year, month, day, last = (int(part) if part else None for part in match.group("year", "month", "day", "last"))
    if month is None:
        return f"năm {year}" if language == "vi" else str(year)
    if day is not None:
        return f"{day}/{month}/{year}"
    months = f"{month}–{last}/{year}" if last else f"{month}/{year}"
    return f"tháng {months}" if language == "vi" else months


def figure_lines(figures: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    """The table as aligned lines with its heading; none without figures."""
    if not figures:
        return []
    rows = [
        (time_text(row["time"], language), row["value"], f"{row['title'] or row['source']} ({row['source']})")
        for row in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return [
        f"{HEADING[language]}:",
        *(f"  {time:<{widths[0]}}  {value:<{widths[1]}}  {source}" for time, value, source in rows),
    ]
