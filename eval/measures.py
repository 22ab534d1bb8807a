"""One number a question, for every measure that two runs are compared by and that a gate pins.

A measure is defined for the questions that it says something about and for no others: a question without a value counts
neither way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import Language
from eval.saved import Saved
from eval.score import ranking_scores

Values = Mapping[str, float]  # by question id


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured of one question.

    Attributes:
        vi, en: its name for a person.
        value: of one question, None where the measure says nothing about it.
        lower: whether less is better.
        share: whether it is a share in 0..1.
    """

    vi: str
    en: str
    value: Callable[[Saved], float | None]
    lower: bool = False
    share: bool = True

    def name(self, language: Language = "vi") -> str:
        return self.en if language == "en" else self.vi


def _number(value: bool | float | None) -> float | None:
    return None if value is None else float(value)


def _verbatim(record: Saved) -> float | None:
    cited = record.citations
    return sum(citation.verbatim for citation in cited) / len(cited) if cited else None


MEASURES: dict[str, Measure] = {
    "answerable": Measure(
        "Có đáp án: trả lời đúng", "Answerable: answered right", lambda r: _number(r.right) if r.answerable else None
    ),
    "unanswerable": Measure(
        "Không có đáp án: đã từ chối", "Unanswerable: abstained", lambda r: None if r.answerable else _number(r.right)
    ),
    "overall": Measure("Tất cả các câu", "All questions", lambda r: _number(r.right)),
    "forced": Measure(
        "Đúng khi buộc phải trả lời",
        "Right when it must answer",
        lambda r: _number(r.forced_right) if r.answerable else None,
    ),
    "hit1": Measure("Câu tốt nhất có đáp án", "Best sentence holds it", lambda r: _number(r.hit1)),
    "hit3": Measure("Một trong ba câu tốt nhất có đáp án", "One of the best three holds it", lambda r: _number(r.hit3)),
    "recall@10": Measure("Đoạn văn, recall@10", "Passages, recall@10", lambda r: None),
    "ndcg@10": Measure("Đoạn văn, nDCG@10", "Passages, nDCG@10", lambda r: None),
    "rr": Measure("Đoạn văn, nghịch đảo thứ hạng", "Passages, reciprocal rank", lambda r: None),
    "citation_precision": Measure(
        "Trích dẫn: độ chính xác", "Citation precision", lambda r: _number(r.citation_precision)
    ),
    "citation_recall": Measure("Trích dẫn: độ phủ", "Citation recall", lambda r: _number(r.citation_recall)),
    "complete": Measure("Liệt kê đủ", "Complete enumerations", lambda r: _number(r.complete)),
    "span_f1": Measure("Đáp án ngắn, F1", "Short answer, F1", lambda r: r.span_f1),
    "span_em": Measure("Đáp án ngắn, khớp hẳn", "Short answer, exact match", lambda r: r.span_em),
    "verbatim": Measure("Trích đúng nguyên văn", "Verbatim quotes", _verbatim),
    "citations_per_answer": Measure(
        "Số trích dẫn mỗi câu trả lời",
        "Citations per answer",
        lambda r: float(len(r.citations)) if r.citations else None,
        lower=True,
        share=False,
    ),
    "ms": Measure("Mili giây mỗi câu", "Milliseconds a question", lambda r: r.ms, lower=True, share=False),
}
RANKING = {"recall@10": "R@10", "ndcg@10": "nDCG@10", "rr": "RR"}  # what ir-measures calls them


def values(records: Sequence[Saved]) -> dict[str, dict[str, float]]:
    """For every measure the value of each question that it is defined for.

    >>> values([Saved("q1", "vi", "?", "factoid", right=True), Saved("q2", "vi", "?", "odd", answerable=False)])["overall"]
    {'q1': 1.0, 'q2': 0.0}
    """
    found: dict[str, dict[str, float]] = {
        name: {record.id: value for record in records if (value := measure.value(record)) is not None}
        for name, measure in MEASURES.items()
    }
    scores = ranking_scores(records)
    return found | {name: scores[known] for name, known in RANKING.items()}
