import pytest

from corpus.types import Article, Passage, Span
from eval.shelf import Shelf, passage_name
from eval.text import collapsed, names

HUE = Article("a/hue.txt", "Huế có 9 quận.\nHuế có sông Hương.\nHuế có 9  quận, huyện.")
OTHER = Article("b/hue.txt", "Một bài khác về Huế.")
VINH = Article("vinh.txt", "Vinh có 16 phường, không phải 9 quận.")


def cut(article):
    """A passage for each paragraph."""
    passages, start = [], 0
    for line in article.text.split("\n"):
        passages.append(Passage(len(passages), article, Span(start, start + len(line))))
        start += len(line) + 1
    return passages


@pytest.fixture
def shelf():
    return Shelf([*reversed(cut(HUE)), *cut(VINH), *cut(OTHER)])


def test_documents_are_found_by_their_whole_source_or_its_last_part(shelf):
    assert shelf.sources(["hue.txt"]) == ["a/hue.txt", "b/hue.txt"]
    assert shelf.sources(["b/hue.txt", "hue.txt"]) == ["b/hue.txt", "a/hue.txt"]
    assert shelf.sources(["none.txt", "a", "txt"]) == []
    for doc in ("hue.txt", "a/hue.txt", "vinh.txt", "/hue.txt", ""):
        expected = {source for source in ("a/hue.txt", "b/hue.txt", "vinh.txt") if names(doc, source)}
        assert set(shelf.sources([doc])) == expected


def test_a_passage_holds_an_answer_only_in_the_documents_named(shelf):
    assert [passage_name(one) for one in shelf.holding(["a/hue.txt"], ["9 QUẬN"])] == [
        "a/hue.txt#0-14",
        "a/hue.txt#34-56",
    ]
    assert [passage_name(one) for one in shelf.holding(["hue.txt"], ["sông hương", "bài khác"])] == [
        "a/hue.txt#15-33",
        "b/hue.txt#0-20",
    ]
    assert shelf.holding(["vinh.txt"], ["sông"]) == []
    assert shelf.holding(["vinh.txt"], []) == []
    assert shelf.holding(["a/hue.txt"], ["9 QUẬN"], collapsed) == []
    assert len(shelf.holding(["a/hue.txt"], ["9 quận"], collapsed)) == 2


def test_an_answer_across_two_passages_is_in_neither_but_in_the_text(shelf):
    assert shelf.holding(["a/hue.txt"], ["quận. Huế"]) == []
    assert "quận. huế" in shelf.texts(["a/hue.txt"])[0]
