"""Hits, evidence and candidates made by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from corpus.passages import passages
from corpus.split import sentences
from corpus.types import Article, Passage, Span
from qa.features import Candidate
from qa.types import Evidence, Hit


class Make:
    @staticmethod
    def hit(article: Article, score: float = 1.0) -> Hit:
        """The whole article as one passage."""
        return Hit(Passage(passages(article)[0].id, article, Span(0, len(article.text))), score)

    @staticmethod
    def evidence(article: Article, *supports: float) -> list[Evidence]:
        """The article's sentences, each with its support, best first."""
        hit = Make.hit(article)
        found = [Evidence(hit, s, p) for s, p in zip(sentences(article.text), supports, strict=True)]
        return sorted(found, key=lambda item: -item.support)

    @staticmethod
    def candidate(text: str, **fields: Any) -> Candidate:
        given: dict[str, Any] = {
            "around": ("", ""), "passage": text, "article": text, "title": "", "dates": "", "kind": "sentence", "first": False,
            "cosine": 0.5, "passage_cosine": 0.5, "score": 1.0, "top": 1.0, "rank": 0,
        }  # fmt: skip
        return Candidate(text=text, **{**given, **fields})


@pytest.fixture
def make() -> type[Make]:
    return Make


@pytest.fixture
def article() -> Callable[..., Article]:
    return lambda text, source="a.txt", title=None: Article(source, text, title)
