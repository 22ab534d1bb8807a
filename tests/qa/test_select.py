from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from corpus.split import sentences
from corpus.types import Article
from embeddings.reader import Reader, Reads
from qa.library import Library
from qa.question import Question
from qa.ranker import Ranker
from qa.select import (
    PASSAGES,
    READ,
    Field,
    _sounder_first,
    best_of,
    by_sentences,
    measure,
    rank,
    reading_context,
    term_weights,
)
from qa.types import Evidence

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


def test_the_best_sentence_comes_first_with_its_support(filled: Library, ranker: Ranker, reader: Reader) -> None:
    question, found = field(filled, "Tỉnh có trạm phát sóng?")
    evidence = rank(question, found, ranker, reader)
    assert evidence[0].text == "Tỉnh có 2.323 trạm phát sóng."
    assert len(evidence) == min(len(found.sentences), 2 * READ)
    assert all(0 <= item.support <= 1 for item in evidence)
    assert evidence[0].support == max(item.support for item in evidence) > 0.99


@pytest.mark.parametrize(("score", "times"), [(-1.0, 2), (1.0, 1)])
def test_more_is_read_only_where_the_first_dozen_does_not_answer(
    filled: Library, ranker: Ranker, score: float, times: int
) -> None:
    question, found = field(filled, "Tỉnh có trạm phát sóng?")
    seen: list[str] = []

    class Counting:
        def read(self, question: str, items: Sequence[tuple[str, str]]) -> Reads:
            seen.extend(text for text, _ in items)
            return Reads(np.full(len(items), score))

    evidence = rank(question, found, ranker, Counting())
    assert len(seen) == len(set(seen)) == len(evidence) == min(len(found.sentences), times * READ)


def test_the_reader_may_overrule_the_network(filled: Library, ranker: Ranker) -> None:
    question, found = field(filled, "Tỉnh có trạm phát sóng?")

    class Partial:
        def read(self, question: str, items: Sequence[tuple[str, str]]) -> Reads:
            scores = np.array([float("thôn bản" in text) for text, _ in items])
            return Reads(scores)

    assert rank(question, found, replace(ranker, reading=9.0), Partial())[0].text == "Trạm phủ khắp thôn bản."


def test_the_reader_is_given_the_title_and_what_stands_before(filled: Library) -> None:
    _, found = field(filled, "Trạm phủ khắp thôn bản?")
    place, sentence = next(
        (p, s) for p, s in found.sentences if found.hits[p].passage.article[s.span].startswith("Trạm phủ")
    )
    context = reading_context(found.hits[place], sentence)
    assert context.startswith("Hạ tầng ")
    assert context.endswith("2.323 trạm phát sóng.")


def test_no_hits_no_evidence(library: Library, ranker: Ranker, reader: Reader) -> None:
    question, found = field(library, "Tỉnh có gì?")
    assert rank(question, found, ranker, reader) == []


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


def test_where_the_reader_sees_the_answer_goes_with_its_sentence(filled: Library, ranker: Ranker) -> None:
    question, found = field(filled, "Tỉnh có bao nhiêu trạm phát sóng?")

    class Marking:
        def read(self, question: str, items: Sequence[tuple[str, str]]) -> Reads:
            places = [text.find("2.323") for text, _ in items]
            spans = [(at, at + 5) if at >= 0 else (0, len(t)) for at, (t, _) in zip(places, items, strict=True)]
            return Reads(np.zeros(len(items)), spans.__getitem__)

    evidence = rank(question, found, ranker, Marking())
    marked = [item for item in evidence if item.answer is not None]
    assert marked
    assert all(item.text[slice(*item.answer)] == "2.323" for item in marked if item.answer)
    assert len(marked) < len(evidence), "an answer as long as its sentence marks nothing"


def test_passages_are_ordered_by_their_best_sentence_as_well(filled: Library) -> None:
    _, found = field(filled, "Tỉnh có bao nhiêu trạm phát sóng?")
    last = max(place for place, _ in found.sentences)
    scores = np.array([9.0 if place == last else 0.0 for place, _ in found.sentences])
    hits = by_sentences(found, best_of(found, range(len(scores)), scores))
    assert hits[0].passage == found.hits[last].passage
    assert {hit.passage.id for hit in hits} == {hit.passage.id for hit in found.hits}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    nothing = best_of(found, range(len(scores)), np.zeros(len(scores)))
    assert [hit.passage for hit in by_sentences(found, nothing)] == [h.passage for h in found.hits]


def test_a_passage_of_which_nothing_was_read_counts_as_the_worst(filled: Library) -> None:
    _, found = field(filled, "Tỉnh có bao nhiêu trạm phát sóng?")
    places = [number for number, (hit, _) in enumerate(found.sentences) if hit < 2]
    worth = best_of(found, places, np.array([float(found.sentences[n][0]) - 3 for n in places]))
    assert worth.tolist() == [-3.0, -2.0] + [-3.0] * (len(worth) - 2)
    assert best_of(found, [], np.zeros(0)).tolist() == [0.0] * len(worth)


def test_a_sentence_without_doubts_goes_before_a_doubted_one_that_is_less_likely(filled: Library) -> None:
    _, found = field(filled, "Tỉnh có trạm phát sóng?")
    hit, sentences = found.hits[0], [sentence for _, sentence in found.sentences[:3]]
    doubted = Evidence(hit, sentences[0], 0.3, doubts=("no_figure",))
    likely, unlikely = Evidence(hit, sentences[1], 0.5), Evidence(hit, sentences[2], 0.2)
    assert _sounder_first([doubted, unlikely, likely]) == [likely, doubted, unlikely]
    assert _sounder_first([doubted, unlikely]) == [doubted, unlikely]
    assert _sounder_first([unlikely, likely]) == [unlikely, likely]
    assert _sounder_first([]) == []
