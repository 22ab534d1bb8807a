import pytest

from corpus.split import sentences
from corpus.types import Article
from qa.library import Library
from qa.question import Question
from qa.ranker import Ranker
from qa.select import PASSAGES, Field, measure, rank, term_weights

TEXT = "Mở đầu ngắn\nTỉnh có 2.323 trạm phát sóng. Trạm phủ khắp thôn bản.\nNăm | Số trạm\n2024 | 2.323"


@pytest.fixture
def filled(library: Library) -> Library:
    library.put(
        [Article("a.txt", TEXT, "Hạ tầng"), *(Article(f"{n}.txt", f"Bài {n} nói về việc khác.") for n in range(15))]
    )
    library.sync()
    return library


def field(library: Library, text: str) -> tuple[Question, Field]:
    question = library.read(text)
    vector = library.encoder.encode_queries([question.spelled])[0]
    hits = library.retrieve(text, 20)
    return question, measure(question, hits, vector, library.vectors, term_weights(question, library.words))


def test_every_sentence_of_the_first_hits_is_measured(filled: Library) -> None:
    _, found = field(filled, "Tỉnh có bao nhiêu trạm phát sóng?")
    assert len(found.rows) == len(found.sentences)
    assert len(found.hits) > PASSAGES
    assert {rank for rank, _ in found.sentences} == set(range(PASSAGES))
    for place, sentence in found.sentences:
        passage = found.hits[place].passage
        assert sentence.span in passage.span
        if passage.article.source == "a.txt":
            assert sentence.span in [s.span for s in sentences(TEXT)]


def test_the_best_sentence_comes_first_with_its_support(filled: Library, ranker: Ranker) -> None:
    _, found = field(filled, "Tỉnh có trạm phát sóng?")
    evidence = rank(found, ranker)
    assert evidence[0].text == "Tỉnh có 2.323 trạm phát sóng."
    assert len(evidence) == len(found.sentences)
    assert all(0 <= item.support <= 1 for item in evidence)
    assert evidence[0].support == max(item.support for item in evidence) > 0.99


def test_no_hits_no_evidence(library: Library, ranker: Ranker) -> None:
    _, found = field(library, "Tỉnh có gì?")
    assert rank(found, ranker) == []


def test_terms_weigh_by_rarity_marked_or_folded(filled: Library) -> None:
    marked = term_weights(filled.read("trạm hay việc?"), filled.words)
    bare = term_weights(filled.read("tram hay viec"), filled.words)
    assert marked["trạm"] > marked["việc"]
    assert bare["tram"] == pytest.approx(marked["trạm"])
    english = term_weights(filled.read("What is the tram?"), filled.words)
    assert english["tram"] == pytest.approx(marked["trạm"])


def test_sentences_without_a_vector_yet_are_still_measured(filled: Library) -> None:
    filled.put([Article("mới.txt", "Tỉnh mới lập 99 trạm. Trạm rất tốt.")])
    filled._sync_words(filled.store.passage_ids(), False)
    _, found = field(filled, "Tỉnh mới lập bao nhiêu trạm?")
    assert "mới.txt" in {hit.passage.article.source for hit in found.hits}
