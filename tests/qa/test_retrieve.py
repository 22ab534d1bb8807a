import unicodedata
from typing import Any

import numpy as np
import pytest

from corpus.types import Article
from corpus.vietnamese import fold
from embeddings.index import VectorIndex
from qa.library import Library
from qa.question import read_question
from qa.retrieve import Fusion, passage_cosines, retrieve, search_vectors, standardised

ARTICLES = [
    Article("trạm.txt", "Ninh Bình có 2.323 trạm phát sóng. Trạm phủ 100% thôn bản.", "Hạ tầng số"),
    Article("chợ.txt", "Chợ trung tâm mở cửa lúc sáu giờ sáng. Hàng hóa phong phú."),
    Article("trường.txt", "Trường học dạy tin học từ lớp ba. Học sinh Ninh Bình thi giỏi."),
    Article("đường.txt", "Đường mới nối hai huyện miền núi."),
]


@pytest.fixture
def filled(library: Library) -> Library:
    library.put(ARTICLES)
    library.sync()
    return library


def sources(hits: list[Any]) -> list[str]:
    return [hit.passage.article.source for hit in hits]


@pytest.mark.parametrize("vectors", [True, False])
@pytest.mark.parametrize(
    "text", ["Ninh Bình có bao nhiêu trạm phát sóng?", "TRẠM PHÁT SÓNG", "tram phat song o ninh binh"]
)
def test_the_passage_that_speaks_of_it_comes_first(filled: Library, text: str, vectors: bool) -> None:
    hits = filled.retrieve(text, 3, vectors=vectors)
    assert sources(hits)[0] == "trạm.txt"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) <= 3
    assert all(hit.passage.text in hit.passage.article.text for hit in hits)


def test_spellings_of_one_question_find_the_same(filled: Library) -> None:
    typed = "Hàng hoá ở chợ"
    expected = [(hit.passage.id, round(hit.score, 5)) for hit in filled.search(typed)]
    for text in (unicodedata.normalize("NFD", typed), "Hàng hóa ở chợ", " Hàng  hoá\nở chợ "):
        assert [(hit.passage.id, round(hit.score, 5)) for hit in filled.search(text)] == expected
    assert sources(filled.search(fold(typed)))[0] == "chợ.txt"


def test_the_title_helps_to_find_and_is_no_part_of_the_hit(filled: Library) -> None:
    hits = filled.search("hạ tầng số")
    assert sources(hits)[0] == "trạm.txt"
    assert "Hạ tầng số" not in hits[0].passage.text


def test_k_bounds_the_hits(filled: Library) -> None:
    assert len(filled.search("Ninh Bình", 1)) == 1
    assert len(filled.search("Ninh Bình", 100)) <= 4


@pytest.mark.parametrize("text", ["", "  ", "🙂", "\x00", "\ud800", "?", "a" * 10_000, "số " * 3000])
@pytest.mark.parametrize("vectors", [True, False])
def test_odd_queries_never_fail(filled: Library, text: str, vectors: bool) -> None:
    assert isinstance(filled.retrieve(text, 5, vectors=vectors), list)


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert library.search("Ninh Bình") == []
    assert library.retrieve("Ninh Bình", vectors=False) == []


def test_a_passage_is_also_found_by_one_of_its_sentences(filled: Library) -> None:
    vector = filled.encoder.encode_queries(["Hàng hóa phong phú."])[0]
    [first, *_] = search_vectors(vector, filled.vectors)
    passage = filled.store.passages([first])[first]
    assert passage.article.source == "chợ.txt"
    [near, none] = passage_cosines(vector, [first, 2**40 << 8], filled.vectors)
    whole = filled.encoder.encode_queries([passage.text])[0]
    assert near == pytest.approx((float(whole @ vector) + 1.0) / 2, abs=1e-5)
    assert none == -1.0


def test_cosines_without_vectors_are_the_lowest() -> None:
    assert passage_cosines(np.ones(4, dtype=np.float32), [256, 512], VectorIndex(4)).tolist() == [-1.0, -1.0]


def test_standardising() -> None:
    assert standardised(np.array([])).tolist() == []
    assert standardised(np.array([2.0, 2.0])).tolist() == [0, 0]
    values = standardised(np.array([1.0, 2.0, 6.0]))
    assert values.mean() == pytest.approx(0)
    assert values.std() == pytest.approx(1)


def test_the_weight_of_vectors_follows_how_the_question_is_written() -> None:
    fusion = Fusion(vietnamese=1, unmarked=2, english=3)
    assert [fusion.weight(read_question(text, {})) for text in ("Có gì mới?", "co gi moi", "What is new?")] == [1, 2, 3]


def test_without_weight_the_words_alone_decide_the_order(filled: Library) -> None:
    question = read_question("Ninh Bình dạy tin học", {})
    vector = filled.encoder.encode_queries([question.text])[0]
    parts = (filled.store, filled.words, filled.vectors)
    by_words = retrieve(question, None, *parts, k=4, fusion=Fusion())
    fused = retrieve(question, vector, *parts, k=4, fusion=Fusion(0, 0, 0))
    assert sources(by_words) == sources(fused) == ["trường.txt", "trạm.txt"]
    assert all(hit.score == hit.words for hit in fused)


def test_without_weight_the_words_bring_nothing(filled: Library) -> None:
    question = read_question("Ninh Bình dạy tin học", {})
    vector = filled.encoder.encode_queries(["Hàng hóa phong phú."])[0]  # of another passage than the words
    parts = (filled.store, filled.words, filled.vectors)
    near = retrieve(question, vector, *parts, k=4, fusion=Fusion(words=0))
    assert len(near) == 4
    assert sources(near)[0] == "chợ.txt"
    assert all(hit.words == 0 and hit.score == Fusion().vietnamese * hit.vector for hit in near)


def test_passages_removed_a_moment_ago_are_left_out(filled: Library) -> None:
    filled.store.remove(["trạm.txt"])
    assert "trạm.txt" not in sources(filled.search("trạm phát sóng"))
