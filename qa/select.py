"""Retrieved passages in, sentences with their support out, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.split import sentence_id, sentences
from corpus.types import Sentence, Span
from corpus.vietnamese import fold
from corpus.words import WordIndex
from embeddings.encoder import Vectors
from embeddings.index import VectorIndex
from qa.features import Candidate, rows, weigh
from qa.question import Question
from qa.ranker import Ranker
from qa.types import Evidence, Hit

PASSAGES = 10  # hits whose sentences are considered


@dataclass(frozen=True, slots=True)
class Field:
    """The sentences of one question's hits and what was measured of them: `rows` is (len(evidence), features)."""

    hits: tuple[Hit, ...]
    sentences: tuple[tuple[int, Sentence], ...]
    rows: NDArray[np.float32]


def term_weights(question: Question, words: WordIndex) -> dict[str, float]:
    """The rarity of each term among the passages; by folded form where the question has no marks or another language."""
    terms = list(question.terms)
    if question.language == "en" or not question.marked:
        frequency, size = words.document_frequency([fold(term) for term in terms], folded=True)
        return weigh(terms, {term: frequency[fold(term)] for term in terms}, size)
    frequency, size = words.document_frequency(terms)
    return weigh(terms, frequency, size)


def measure(
    question: Question, hits: Sequence[Hit], vector: Vectors, vectors: VectorIndex, weights: Mapping[str, float]
) -> Field:
    """Every sentence of the first `PASSAGES` hits, measured."""
    found: list[tuple[int, Sentence]] = []
    candidates: list[Candidate] = []
    held = _cosines(hits, vector, vectors)
    for rank, hit in enumerate(hits[:PASSAGES]):
        passage = hit.passage
        article = passage.article
        base = passage.span.start
        parts = sentences(passage.text)
        texts = [passage.text[s.span.start : s.span.end] for s in parts]
        own = held.get(passage.id, 0.0)
        dates = " ".join(day.isoformat() for day in (article.published, article.event) if day)
        for number, sentence in enumerate(parts):
            id = sentence_id(passage.id, number)
            span = Span(base + sentence.span.start, base + sentence.span.end)
            found.append((rank, Sentence(span, sentence.kind, sentence.paragraph)))
            candidates.append(
                Candidate(
                    text=texts[number],
                    around=(texts[number - 1] if number else "", texts[number + 1] if number + 1 < len(texts) else ""),
                    passage=passage.text,
                    title=article.title or "",
                    dates=dates,
                    kind=sentence.kind,
                    first=span.start == 0,
                    cosine=held.get(id, own) if id is not None else own,
                    passage_cosine=own,
                    score=hit.score,
                    top=hits[0].score,
                    rank=rank,
                )
            )
    return Field(tuple(hits), tuple(found), rows(question, weights, candidates))


def _cosines(hits: Sequence[Hit], vector: Vectors, vectors: VectorIndex) -> dict[int, float]:
    """The cosine of every passage and sentence of the hits that has a vector."""
    families = vectors.between([hit.passage.id for hit in hits[:PASSAGES]], 256)
    flat = [id for family in families for id in family]
    if not flat:
        return {}
    return dict(zip(flat, (vectors.vectors(flat) @ vector).tolist(), strict=True))


def rank(field: Field, ranker: Ranker) -> list[Evidence]:
    """All sentences by the ranker's score, best first, each with its support."""
    if not field.sentences:
        return []
    scores = ranker.scores(field.rows)
    support = ranker.support(field.rows, scores)
    order = np.argsort(-scores, kind="stable")
    return [
        Evidence(field.hits[field.sentences[i][0]], field.sentences[i][1], float(support[i])) for i in order.tolist()
    ]
