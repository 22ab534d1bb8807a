"""The types that a question goes through: Hit, Evidence, Citation, Answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from corpus.types import Article, Passage, Sentence, Span

if TYPE_CHECKING:
    from qa.doubts import Doubt
    from qa.why import Why

Reason = Literal[
    "nothing_indexed",
    "nothing_relevant",
    "not_answered",
    "question_empty",
    "question_too_long",
    "not_understood",
    "filter_too_narrow",
]
Level = Literal["high", "medium", "low", "none"]
Role = Literal["answer", "context"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, its score and where the score came from; comparable within one question only.

    Attributes:
        words: the standardised score of the word search (0 where it did not return the passage).
        vector: the standardised cosine of the encoder.
    """

    passage: Passage
    score: float
    words: float = 0.0
    vector: float = 0.0


def unmarked() -> tuple[int, int] | None:
    """What marks nothing."""
    return None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a hit.

    Attributes:
        support: the calibrated probability, in 0..1, that it answers the question.
        mark: finds the answer, see `answer`; marking takes time, so only what is shown is marked.
        network, reader: the scores of the network and of the reader, comparable within one question only.
        doubts: what speaks against it, see `qa.doubts`.
    """

    hit: Hit
    sentence: Sentence
    support: float
    mark: Callable[[], tuple[int, int] | None] = unmarked
    network: float = 0.0
    reader: float = 0.0
    doubts: tuple["Doubt", ...] = ()

    @property
    def answer(self) -> tuple[int, int] | None:
        """Where in the sentence the reader sees the answer, as [start, end) of the sentence; None where it sees none."""
        return self.mark()

    @property
    def article(self) -> Article:
        return self.hit.passage.article

    @property
    def text(self) -> str:
        return self.article[self.sentence.span]


@dataclass(frozen=True, slots=True)
class Citation:
    """One sentence (or heading, or table row), verbatim: `article[span] == quote`, checked when it is made.

    Attributes:
        support: in 0..1, see `Evidence`.
        role: "answer", or "context" for a neighbour that the answer needs to be understood.
        also_in: sources of other articles that hold the same sentence.
        answer_span: the short answer inside the quote, as [start, end) of the quote, or None.
        why: of a sentence that was chosen for what it says, what each part of the program made of it.
    """

    article: Article
    span: Span
    quote: str
    support: float
    role: Role = "answer"
    also_in: tuple[str, ...] = ()
    answer_span: tuple[int, int] | None = None
    why: "Why | None" = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.quote or self.article[self.span] != self.quote:
            raise AssertionError(f"a citation must stand in its source: {self.quote!r} in {self.article.source!r}")
        if self.answer_span is not None and not 0 <= self.answer_span[0] < self.answer_span[1] <= len(self.quote):
            raise AssertionError(f"an answer stands inside its quote, not at {self.answer_span}")

    def to_json(self) -> dict[str, Any]:
        article = self.article
        return {
            "source": article.source,
            "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "quote": self.quote,
            "start": self.span.start,
            "end": self.span.end,
            "support": round(self.support, 4),
            "role": self.role,
            "also_in": list(self.also_in),
            "answer_span": list(self.answer_span) if self.answer_span else None,
            "why": self.why.to_json() if self.why else None,
        }


@dataclass(frozen=True, slots=True)
class Related:
    """A near passage offered when the documents do not answer: its first sentence, verbatim, and its article."""

    article: Article
    span: Span

    @property
    def quote(self) -> str:
        return self.article[self.span]

    def to_json(self) -> dict[str, Any]:
        return {"source": self.article.source, "title": self.article.title, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person gets. Abstaining is a value with a reason, not an exception: `abstained` <=> no citations.

    Attributes:
        question: as it was typed.
        standalone_question: the question read together with the conversation; equal to `question` otherwise.
        understood: the question as it was understood when that differs from what was typed (diacritics restored,
            abbreviations written out), else None.
        answer: the quotes in order, each followed by its "[n]"; a worded sentence when abstaining.
        reason: None, or why there is no answer.
        confidence: in 0..1, the probability that the best evidence is right, also when abstaining.
        level: the confidence in four buckets.
        level_precision: the share of answers of this level that were right when levels were measured; None where they were not.
        figures: rows of figures by date and source, where documents give several.
        related: near passages, when abstaining.
        took_ms: wall time in milliseconds.
        hits, evidence: the passages found and the best sentences, best first; what an evaluation looks at.
    """

    question: str
    answer: str
    citations: tuple[Citation, ...] = ()
    standalone_question: str = ""
    understood: str | None = None
    reason: Reason | None = None
    confidence: float = 0.0
    level: Level = "none"
    level_precision: float | None = None
    figures: tuple[Mapping[str, Any], ...] = ()
    related: tuple[Related, ...] = ()
    took_ms: float = 0.0
    hits: tuple[Hit, ...] = field(default=(), repr=False, compare=False)
    evidence: tuple[Evidence, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        if bool(self.citations) == (self.reason is not None):
            raise AssertionError("an answer has citations or a reason for having none, never both or neither")
        if not 0.0 <= self.confidence <= 1.0:
            raise AssertionError(f"confidence is a probability, not {self.confidence}")

    @property
    def abstained(self) -> bool:
        return not self.citations

    def to_json(self, id: str | int | None = None) -> dict[str, Any]:
        """The shape of the outside surfaces: `hoidap ask --json`, `--batch` and `POST /api/v1/ask`."""
        return {
            "id": id,
            "question": self.question,
            "standalone_question": self.standalone_question or self.question,
            "understood": self.understood,
            "answer": self.answer,
            "abstained": self.abstained,
            "reason": self.reason,
            "confidence": round(self.confidence, 4),
            "level": self.level,
            "level_precision": self.level_precision,
            "citations": [citation.to_json() for citation in self.citations],
            "figures": [dict(row) for row in self.figures],
            "related": [related.to_json() for related in self.related],
            "took_ms": round(self.took_ms, 1),
        }
