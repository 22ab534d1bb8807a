"""Whether one answer is right for one gold question, and which stage lost it when it is not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.errors import Language
from corpus.split import sentences
from eval.gold import Question
from eval.question import wordings
from eval.text import comparable, names
from qa.types import Answer, Citation

Stage = Literal["not_indexed", "not_retrieved", "not_selected", "abstained", "wrong_cited", "not_silent", "crashed"]

STAGES: dict[Stage, dict[Language, str]] = {
    "not_indexed": {"vi": "kho không có tài liệu nào chứa đáp án", "en": "no document of the store holds the answer"},
    "not_retrieved": {"vi": "không tìm ra đoạn văn chứa đáp án", "en": "no retrieved passage holds the answer"},
    "not_selected": {"vi": "tìm ra đoạn văn nhưng không trích câu chứa đáp án", "en": "retrieved, but not cited"},
    "abstained": {"vi": "tìm ra đoạn văn nhưng từ chối trả lời", "en": "retrieved, but abstained"},
    "wrong_cited": {"vi": "trích một câu bị ghi là sai", "en": "cites what the gold calls wrong"},
    "not_silent": {"vi": "trả lời khi phải từ chối", "en": "answers where silence is right"},
    "crashed": {"vi": "lỗi khi chạy", "en": "crashed"},
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one answer.

    Attributes:
        stage: which stage lost the question; None when it is right, or when the answer does not carry its hits.
        missing: what the counting quotes should have held (for `answers`: all alternatives, none was held).
        wrong: what they hold and must not.
    """

    right: bool
    abstained: bool
    stage: Stage | None = None
    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def reason(self, language: Language = "vi") -> str:
        """One line for a person; empty when the answer is right."""
        if self.right:
            return ""
        details = [STAGES[self.stage][language]] if self.stage else []
        if self.missing:
            details.append(("thiếu: " if language == "vi" else "missing: ") + " | ".join(self.missing))
        if self.wrong:
            details.append(("câu sai: " if language == "vi" else "wrong: ") + " | ".join(self.wrong))
        return "; ".join(details)


def counts(citation: Citation, question: Question) -> bool:
    """Whether a quote may support the answer: one sentence, verbatim in its article, and the article is in `docs`.

    A quote from elsewhere does not count and is no error by itself; `also_in` does not make it count, because what a
    person is sent to is `article`. That it stands verbatim in its article, the citation itself has checked.
    """
    in_docs = any(names(doc, citation.article.source) for doc in question.docs)
    return in_docs and len(sentences(citation.quote)) == 1


def judge(question: Question, answer: Answer, stored: Collection[str] | None = None) -> Verdict:
    """The verdict on `answer`; `stored` are the texts of the store's articles named in `docs`, None where they are not known.

    An answerable question is right if the answer does not abstain, one of `answers` (where there are any) and all of
    `all_of` stand in the quotes that count, and no quote at all holds a string of `wrong`. Strings are compared as
    NFC, white space collapsed, without regard to case. An unanswerable question is right if the answer abstains.
    """
    if not question.answerable:
        wrong = _held(question.wrong, (citation.quote for citation in answer.citations))
        stage: Stage | None = None if answer.abstained else "not_silent"
        return Verdict(answer.abstained, answer.abstained, stage, wrong=wrong)
    missing = _missing(question, (citation.quote for citation in answer.citations if counts(citation, question)))
    wrong = _held(question.wrong, (citation.quote for citation in answer.citations))
    right = not answer.abstained and not missing and not wrong
    return Verdict(right, answer.abstained, None if right else _stage(question, answer, wrong, stored), missing, wrong)


def _stage(question: Question, answer: Answer, wrong: tuple[str, ...], stored: Collection[str] | None) -> Stage | None:
    if wrong:
        return "wrong_cited"
    if stored is not None and _missing(question, stored):
        return "not_indexed"
    if answer.citations and not answer.hits:
        return None
    retrieved = (
        hit.passage.text for hit in answer.hits if any(names(doc, hit.passage.article.source) for doc in question.docs)
    )
    if _missing(question, retrieved):
        return "not_retrieved"
    return "abstained" if answer.abstained else "not_selected"


def _missing(question: Question, texts: Iterable[str]) -> tuple[str, ...]:
    """What `texts` would need to hold and do not."""
    held = [comparable(text) for text in texts]
    answers = () if any(comparable(value) in text for value in question.answers for text in held) else question.answers
    parts = (value for value in question.all_of if not _held(wordings(value), held))
    return (*answers, *parts)


def _held(values: Sequence[str], texts: Iterable[str]) -> tuple[str, ...]:
    held = [comparable(text) for text in texts]
    return tuple(value for value in values if any(comparable(value) in text for text in held))
