"""Tiny articles, answers and askers for the tests of `eval`, all through the fixture `make`."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from corpus.types import Article, Passage, Span
from eval.gold import Question
from eval.saved import Digests, Found, RunInfo, Saved
from eval.shelf import Shelf
from qa.types import Answer, Citation, Hit


class FakeAsker:
    """Answers from a function of (question, history, always); retrieves from a function of (query, vectors)."""

    def __init__(
        self,
        ask: Callable[[str, tuple[str, ...], bool], Answer] | None = None,
        retrieve: Callable[[str, bool], list[Hit]] | None = None,
    ) -> None:
        self.threshold = 0.4
        self._ask = ask or (lambda question, history, always: Make.answer(confidence=0.0))
        self._retrieve = retrieve or (lambda query, vectors: [])

    def ask(self, question: str, history: Sequence[str] = (), *, always: bool = False) -> Answer:
        return self._ask(question, tuple(history), always)

    def retrieve(self, query: str, k: int, *, vectors: bool = True) -> list[Hit]:
        return self._retrieve(query, vectors)[:k]


class Make:
    HUE = Article("a/hue.txt", "Sông Hương chảy qua Huế. Huế có 9 quận, huyện. Dân số là 1,2 triệu người.")
    VINH = Article("vinh.txt", "Vinh có 16 phường. Sông Lam chảy qua Vinh.")
    Asker = FakeAsker

    @staticmethod
    def hit(article: Article, score: float = 1.0, number: int = 0) -> Hit:
        """The whole article as one passage found."""
        return Hit(Passage(number, article, Span(0, len(article.text))), score)

    @staticmethod
    def cite(article: Article, quote: str, also_in: tuple[str, ...] = ()) -> Citation:
        start = article.text.index(quote)
        return Citation(article, Span(start, start + len(quote)), quote, support=0.9, also_in=also_in)

    @staticmethod
    def answer(*citations: Citation, hits: Sequence[Article] = (), confidence: float = 0.5) -> Answer:
        """An answer of `citations`; silent without any."""
        return Answer(
            question="?",
            answer=" ".join(citation.quote for citation in citations) or "Không tìm thấy trong tài liệu.",
            citations=citations,
            reason=None if citations else "not_answered",
            confidence=confidence,
            hits=tuple(Make.hit(article) for article in hits),
        )

    @staticmethod
    def shelf(*articles: Article) -> Shelf:
        """Each article as one passage."""
        return Shelf(Make.hit(article, number=number).passage for number, article in enumerate(articles))

    @staticmethod
    def saved(id: str = "q1", found: Sequence[str] = (), relevant: Sequence[str] = (), **fields: Any) -> Saved:
        """A record whose ranking is `found`, ids of which those in `relevant` should be found."""
        passages = tuple(Found(one, one.split("#")[0], 0, 1, one in relevant) for one in found)
        given = {"lang": "vi", "question": "?", "kind": "factoid", "passages": passages, "relevant": tuple(relevant)}
        return Saved(id=id, **{**given, **fields})

    @staticmethod
    def info(**fields: Any) -> RunInfo:
        given: dict[str, Any] = {
            "program": "1.0", "started": "2026-01-02T03:04:05+00:00", "language": "vi", "set": "gold", "gold": "gold.jsonl",
            "questions": 2, "digests": Digests("g", "c", {"encoder": "e"}), "threshold": 0.4, "articles": 2, "passages": 3,
        }  # fmt: skip
        return RunInfo(**{**given, **fields})

    @staticmethod
    def question(**fields: Any) -> Question:
        """A gold question that the second sentence of HUE answers."""
        given = {"id": "q1", "lang": "vi", "question": "Huế có mấy quận?", "kind": "factoid", "docs": ("hue.txt",)}
        return Question(**{**given, "answers": ("9 quận",) if fields.get("docs", True) else (), **fields})


@pytest.fixture(scope="session")
def make() -> type[Make]:
    return Make
