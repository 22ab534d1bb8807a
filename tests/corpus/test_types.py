from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Article, Passage, Sentence, Span

numbers = st.integers(min_value=-3, max_value=40)


@given(numbers, numbers)
def test_a_span_is_ordered_and_not_negative_or_refused(start: int, end: int) -> None:
    if 0 <= start <= end:
        assert len(Span(start, end)) == end - start
    else:
        with pytest.raises(ValueError, match="a span needs"):
            Span(start, end)


@given(*[st.integers(0, 20)] * 4)
def test_containment_agrees_with_sets_of_positions(a: int, b: int, c: int, d: int) -> None:
    outer, inner = Span(*sorted((a, b))), Span(*sorted((c, d)))
    inside = set(range(inner.start, inner.end)) <= set(range(outer.start, outer.end))
    if len(inner):
        assert (inner in outer) == inside
    assert outer in outer


@given(st.text(max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_an_article_gives_its_slice_or_refuses(text: str, a: int, b: int) -> None:
    article, span = Article("a.txt", text), Span(*sorted((a, b)))
    if span.end <= len(text):
        assert article[span] == text[span.start : span.end]
        assert Passage(7, article, span).text == article[span]
    else:
        with pytest.raises(ValueError, match=r"a\.txt"):
            article[span]
        with pytest.raises(ValueError, match=r"a\.txt"):
            Passage(7, article, span)


@pytest.mark.parametrize("id", [-1, 2**63, 2**64])
def test_a_passage_id_has_63_bits(id: int) -> None:
    with pytest.raises(ValueError, match="63-bit"):
        Passage(id, Article("a", "b"), Span(0, 1))


def test_the_greatest_passage_id_is_allowed() -> None:
    assert Passage(2**63 - 1, Article("a", "b"), Span(0, 1)).id == 2**63 - 1


def test_spans_sort_by_place() -> None:
    assert sorted([Span(3, 4), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(3, 4)]


def test_an_article_is_named_by_its_title_else_by_its_file() -> None:
    assert Article("bai/mot.txt", "x", "Tiêu đề").name == "Tiêu đề"
    assert Article("bai/mot.txt", "x").name == "mot.txt"
    assert Article("bai/mot.txt", "x", "").name == "mot.txt"


@pytest.mark.parametrize(
    "value", [Span(0, 1), Article("a", "b"), Passage(1, Article("a", "b"), Span(0, 1)), Sentence(Span(0, 1))]
)
def test_the_types_are_frozen_and_slotted(value: object) -> None:
    name = type(value).__slots__[0]  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        setattr(value, name, None)
    assert not hasattr(value, "__dict__")


def test_metadata_is_empty_unless_given() -> None:
    article = Article("a", "b")
    assert (article.title, article.published, article.event, article.publisher, article.url) == (None,) * 5
    assert Article("a", "b", published=date(2024, 1, 2)).published == date(2024, 1, 2)
