"""A question in, the passages that may answer it out: words and vectors, standardised and added with fitted weights."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.split import passage_of
from corpus.store import Store
from corpus.words import WITHOUT_MARKS, Weights, WordIndex
from embeddings.encoder import Vectors
from embeddings.index import VectorIndex
from qa.question import Question
from qa.types import Hit

DEPTH = 60  # passages that each of the two searches brings
MARKED = Weights(marked=1.0, marked_bigrams=0.5, folded=0.3, folded_bigrams=0.2)
RESTORED = Weights(marked=0.4, marked_bigrams=0.2, folded=0.8, folded_bigrams=0.4)


@dataclass(frozen=True, slots=True)
class Fusion:
    """The vectors' weight beside the words', by how the question is written; fitted on the development sets.

    A search without weight is not made: it neither brings passages nor orders them. `sentences` and `reader` are for when passages themselves
    are wanted: how much a passage's best sentence counts, by the network's score and by the reader's.
    """

    vietnamese: float = 2.0
    unmarked: float = 1.0
    english: float = 5.0
    words: float = 1.0
    sentences: float = 0.3
    reader: float = 1.0

    def weight(self, question: Question) -> float:
        if question.language == "en":
            return self.english
        return self.vietnamese if question.marked else self.unmarked


def search_words(
    question: Question, words: WordIndex, depth: int = DEPTH, only: Collection[int] | None = None
) -> list[tuple[int, float]]:
    """(passage id, BM25), best first; `only`: among these passages."""
    if question.restored:
        return words.search(question.restored, depth, RESTORED, question.extra, only)
    return words.search(question.text, depth, MARKED if question.marked else WITHOUT_MARKS, question.extra, only)


def search_vectors(
    vector: Vectors, vectors: VectorIndex, depth: int = DEPTH, only: Collection[int] | None = None
) -> list[int]:
    """The passages nearest to the question by their own vector or by one of their sentences'; `only`: among these."""
    among = None
    if only is not None:
        families = vectors.between(sorted(only), 256)
        among = np.array([id for family in families for id in family], dtype=np.int64)
    near = vectors.search(vector, depth * 4, among)
    return list(dict.fromkeys(passage_of(id) for id, _ in near))[:depth]


def passage_cosines(vector: Vectors, ids: Sequence[int], vectors: VectorIndex) -> NDArray[np.float64]:
    """(n,) for each passage the mean of its own cosine and its best sentence's; -1 where it has no vector yet."""
    families = vectors.between(ids, 256)
    flat = [id for family in families for id in family]
    if not flat:
        return np.full(len(ids), -1.0)
    cosines = vectors.vectors(flat) @ vector  # (all sentences and passages,)
    result = np.full(len(ids), -1.0)
    start = 0
    for i, family in enumerate(families):
        own = cosines[start : start + len(family)]
        start += len(family)
        if len(own):
            result[i] = (float(own[0]) + float(own[1:].max(initial=own[0] if len(own) == 1 else -1.0))) / 2
    return result


def standardised(values: NDArray[Any]) -> NDArray[np.float64]:
    """Mean 0, deviation 1; zeros where all are alike.

    >>> standardised(np.array([1.0, 3.0])).tolist()
    [-1.0, 1.0]
    """
    spread = float(values.std()) if len(values) else 0.0
    return np.zeros(len(values)) if spread < 1e-9 else (values - values.mean()) / spread


def retrieve(
    question: Question,
    vector: Vectors | None,
    store: Store,
    words: WordIndex,
    vectors: VectorIndex,
    *,
    k: int,
    fusion: Fusion,
    only: Collection[int] | None = None,
) -> list[Hit]:
    """The `k` best passages, best first; `vector` None searches by words alone. `only`: among these passages."""
    depth = max(DEPTH, k)
    weight = fusion.weight(question)
    lexical = dict(search_words(question, words, depth, only)) if fusion.words else {}
    if vector is None:
        scores = {id: (score, score, 0.0) for id, score in lexical.items()}
    else:
        near = search_vectors(vector, vectors, depth, only) if weight else []
        ids = list(dict.fromkeys([*lexical, *near]))
        floor = min(lexical.values(), default=0.0)
        by_words = standardised(np.array([lexical.get(id, floor) for id in ids]))
        by_vector = standardised(passage_cosines(vector, ids, vectors))
        fused = fusion.words * by_words + weight * by_vector
        scores = {
            id: (float(s), float(w), float(v)) for id, s, w, v in zip(ids, fused, by_words, by_vector, strict=True)
        }
    best = sorted(scores, key=lambda id: (-scores[id][0], id))[:k]
    found = store.passages(best)
    return [Hit(found[id], *scores[id]) for id in best if id in found]
