import json
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.split import sentences
from corpus.types import Article, Passage, Span
from qa.types import Answer, Citation, Evidence, Hit, Reason, Related

FIELDS = ["id", "question", "standalone_question", "understood", "answer", "abstained", "reason", "confidence", "level", "level_precision", "citations",
          "figures", "related", "took_ms"]  # fmt: skip
CITED = ["source", "title", "published", "quote", "start", "end", "support", "role", "also_in", "answer_span", "why"]


@given(st.text(max_size=20), st.integers(0, 25), st.integers(0, 25), st.text(max_size=5))
def test_a_citation_that_lies_is_a_crash(text: str, a: int, b: int, quote: str) -> None:
    article, span = Article("a.txt", text), Span(*sorted((a, b)))
    true = text[span.start : span.end] if span.end <= len(text) else None
    if true:
        assert Citation(article, span, true, 0.5).quote == true
    if true != quote or not quote:
        with pytest.raises((AssertionError, ValueError)):
            Citation(article, span, quote, 0.5)


@pytest.mark.parametrize("quote", ["Một câu ", "một câu", "Một  câu", "Mô\u0323t câu", ""])
def test_a_nearly_true_quote_is_a_lie(quote: str) -> None:
    with pytest.raises(AssertionError, match="must stand in its source"):
        Citation(Article("a.txt", "Một câu."), Span(0, 7), quote, 0.5)


@given(st.booleans(), st.sampled_from([None, "not_answered", "question_empty"]), st.floats(-1, 2) | st.just(math.nan))
def test_an_answer_is_abstained_exactly_when_it_has_no_citations(
    cited: bool, reason: Reason | None, confidence: float
) -> None:
    citations = (Citation(Article("a", "Một."), Span(0, 4), "Một.", 0.5),) if cited else ()
    fits = cited == (reason is None) and 0 <= confidence <= 1
    if not fits:
        with pytest.raises(AssertionError):
            Answer("?", "…", citations, reason=reason, confidence=confidence)
        return
    answer = Answer("?", "…", citations, reason=reason, confidence=confidence)
    assert answer.abstained == (not answer.citations) == (answer.reason is not None)
    assert answer.to_json()["abstained"] == answer.abstained


def test_the_json_has_every_field_of_the_outside_surface_in_order() -> None:
    article = Article("a/b.txt", "Một câu. Hai câu.", "Tên", date(2024, 5, 6))
    citation = Citation(article, Span(0, 8), "Một câu.", 0.123456, "context", ("c.txt",), (0, 3))
    value = Answer("Hỏi?", "Một câu. [1]", (citation,), confidence=0.98765, level="high", took_ms=1.234).to_json("x1")
    assert list(value) == FIELDS
    assert list(value["citations"][0]) == CITED
    assert json.loads(json.dumps(value)) == value
    assert value["id"] == "x1"
    assert value["standalone_question"] == "Hỏi?"
    assert value["citations"][0] == {
        "source": "a/b.txt", "title": "Tên", "published": "2024-05-06", "quote": "Một câu.", "start": 0, "end": 8,
        "support": 0.1235, "role": "context", "also_in": ["c.txt"], "answer_span": [0, 3], "why": None,
    }  # fmt: skip
    abstained = Answer("Hỏi?", "Không.", reason="not_answered", related=(Related(article, Span(9, 17)),)).to_json()
    assert abstained["related"] == [{"source": "a/b.txt", "title": "Tên", "quote": "Hai câu."}]
    assert (abstained["citations"], abstained["reason"], abstained["abstained"]) == ([], "not_answered", True)


def test_evidence_is_a_slice_of_its_article() -> None:
    article = Article("a.txt", "Một câu. Hai câu.")
    hit = Hit(Passage(0, article, Span(0, 17)), 1.0)
    assert [Evidence(hit, s, 0.5).text for s in sentences(article.text)] == ["Một câu.", "Hai câu."]
    assert Evidence(hit, sentences(article.text)[0], 0.5).article is article


@pytest.mark.parametrize("span", [(0, 0), (-1, 2), (3, 9), (4, 2)])
def test_an_answer_outside_its_quote_is_a_crash(span: tuple[int, int]) -> None:
    with pytest.raises(AssertionError, match="inside its quote"):
        Citation(Article("a.txt", "Một câu."), Span(0, 8), "Một câu.", 0.5, answer_span=span)
