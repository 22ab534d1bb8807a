"""Why a sentence was put where it is: which words matched and what each part of the program made of it."""

from dataclasses import dataclass
from typing import Any

from corpus.vietnamese import fold, spans
from qa.doubts import Doubt
from qa.periods import periods
from qa.question import Question, years
from qa.types import Evidence


@dataclass(frozen=True, slots=True)
class Why:
    """The account of one sentence.

    Attributes:
        words: the terms of the question that stand in the sentence, as the sentence spells them.
        missing: the terms that do not.
        lexical, vector: the passage's standardised scores of the word search and of the encoder, comparable within one question.
        network: the score of the network that sets the sentences against one another.
        reader: the reader's score; above 0 it sees an answer.
        times: the years and months that question and sentence have in common.
        doubts: what speaks against the sentence, see `qa.doubts`.
    """

    words: tuple[str, ...]
    missing: tuple[str, ...]
    lexical: float
    vector: float
    network: float
    reader: float
    times: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "words": list(self.words),
            "missing": list(self.missing),
            "lexical": round(self.lexical, 3),
            "vector": round(self.vector, 3),
            "network": round(self.network, 3),
            "reader": round(self.reader, 3),
            "times": list(self.times),
            "doubts": list(self.doubts),
        }


def matched(question: Question, sentence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The question's terms in the sentence, as it spells them, each once, and the terms that it lacks.

    >>> matched(Question("Uỷ ban họp ở đâu?", "Uỷ ban họp ở đâu?", "vi"), "Ủy ban tỉnh họp.")
    (('Ủy', 'ban', 'họp'), ())
    """
    there = [(token, sentence[span.start : span.end]) for token, span in reversed(list(spans(sentence)))]
    exact, folded = dict(there), {fold(token): word for token, word in there}
    found = [(term, exact.get(term) or folded.get(fold(term))) for term in question.terms]
    return tuple(word for _, word in found if word), tuple(term for term, word in found if word is None)


def shared_times(question: Question, sentence: str) -> tuple[str, ...]:
    """The years, and the spans of months as "6/2023" or "1–6/2023", that both name.

    >>> shared_times(Question("Quý I/2024 thế nào?", "", "vi"), "Ba tháng đầu năm 2024 đạt 5%.")
    ('2024', '1–3/2024')
    """
    shared = sorted(question.years & years(sentence))
    asked = periods(question.text)
    months = {
        (told.first, told.last, told.year) for told in periods(sentence) if any(told.agrees(one) for one in asked)
    }
    return (*shared, *(_months(*found) for found in sorted(months, key=lambda found: (found[2] or "", *found[:2]))))


def _months(first: int, last: int, year: str | None) -> str:
    span = f"{first}" if first == last else f"{first}–{last}"
    return f"{span}/{year}" if year else span


def explain(question: Question, item: Evidence) -> Why:
    """The account of one sentence."""
    words, missing = matched(question, item.text)
    times = shared_times(question, item.text)
    return Why(words, missing, item.hit.words, item.hit.vector, item.network, item.reader, times, item.doubts)
