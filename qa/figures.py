"""One measure, several figures: what the documents say of it, each with its time and its source, newest first, never blended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.types import Article, Span
from corpus.vietnamese import fold, tokens
from qa.constraints import own_words
from qa.periods import Period, periods
from qa.quantities import Quantity, quantities
from qa.question import Question, years
from qa.types import Evidence

NEAR = 0.3  # of the best sentence's support: what less speaks of another measure
SAME = 0.8  # of the question's words that the best sentence holds: a sentence with fewer speaks of another measure
MOST = 6  # rows


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a sentence gives for what is asked.

    Attributes:
        span: of the figure in the article; `sentence` of the sentence.
        period: the months it is of, where the sentence says so; else the article's own day dates it.
    """

    article: Article
    sentence: Span
    span: Span
    quantity: Quantity
    period: Period | None

    @property
    def last_day(self) -> date:
        """The time by which figures are ordered; what has none comes last."""
        if self.period is not None and self.period.year is not None:
            return date(int(self.period.year), self.period.last, 28)
        return self.article.event or self.article.published or date.min

    @property
    def time(self) -> str | None:
        """ "2023", "2024-07", "2023-01/2023-06" or the article's day; None where nothing dates the figure."""
        if self.period is not None and self.period.year is not None:
            first, last, year = self.period.first, self.period.last, self.period.year
            if (first, last) == (1, 12):
                return year
            return f"{year}-{last:02}" if first == last else f"{year}-{first:02}/{year}-{last:02}"
        day = self.article.event or self.article.published
        return day.isoformat() if day else None

    def to_json(self) -> dict[str, Any]:
        return {
            "value": self.article[self.span],
            "time": self.time,
            "source": self.article.source,
            "title": self.article.title,
            "quote": self.article[self.sentence],
            "start": self.sentence.start,
            "end": self.sentence.end,
        }


def figures(question: Question, evidence: Sequence[Evidence]) -> tuple[Figure, ...]:
    """The rows of the table, newest first; none unless a number is asked for and the documents give different ones.

    Args:
        evidence: best first, the sentences that answer and those that do not.
    """
    if question.kind != "number" or not evidence:
        return ()
    asked = _terms(question) & _told(evidence[0])
    found = [
        figure
        for item in evidence
        if item.support >= NEAR * evidence[0].support
        and len(asked & _told(item)) >= SAME * len(asked)
        and (figure := figure_of(question, item)) is not None
        and _of_the_time(question, figure)
    ]
    rows = _distinct(figure for figure in found if figure.quantity.unit == found[0].quantity.unit)
    if len({row.quantity.value for row in rows}) < 2:
        return ()
    rows.sort(key=lambda row: row.last_day, reverse=True)
    return tuple(rows[:MOST])


def _terms(question: Question) -> frozenset[str]:
    """What is measured: the folded terms of the question without numbers."""
    return frozenset(fold(term) for term in question.terms if not term[0].isdigit())


def _told(item: Evidence) -> frozenset[str]:
    return frozenset(fold(token) for token in tokens(f"{item.article.title or ''} {item.text}"))


def _of_the_time(question: Question, figure: Figure) -> bool:
    """Whether the figure is of the time that the question names, where it names one."""
    asked = periods(question.text)
    if asked:
        return figure.period is not None and any(figure.period.agrees(period) for period in asked)
    return not question.years or (figure.period is not None and figure.period.year in question.years)


def figure_of(question: Question, item: Evidence) -> Figure | None:
    """The figure that the reader marks in the sentence; else the only one of the asked unit."""
    text = item.text
    told = quantities(text)
    if item.answer is not None:
        chosen = [q for q in told if q.span.start < item.answer[1] and q.span.end > item.answer[0]]
    else:
        chosen = [q for q in told if question.unit and q.unit == question.unit[0]]
    if len(chosen) != 1:
        return None
    base = item.sentence.span.start
    place = Span(base + chosen[0].span.start, base + chosen[0].span.end)
    return Figure(item.article, item.sentence.span, place, chosen[0], period_of(text))


def period_of(sentence: str) -> Period | None:
    """The one time that a sentence speaks of: its months, or its year; None where it names none or several.

    >>> period_of("6 tháng đầu năm 2023 đạt 15%, so với năm 2022 tăng 3%."), period_of("Đạt 15%.")
    (Period(first=1, last=6, year='2023'), None)
    """
    own = own_words(sentence)
    told = [period for period in periods(own) if period.year is not None]
    if not told:
        told = [Period(1, 12, year) for year in sorted(years(own))]
    return told[0] if len(told) == 1 else None


def _distinct(found: Iterable[Figure]) -> list[Figure]:
    """Each value at each time once: documents repeat one another."""
    kept: dict[tuple[object, str | None], Figure] = {}
    for figure in found:
        kept.setdefault((figure.quantity.value, figure.time), figure)
    return list(kept.values())
