"""What a search takes for the right one: what a question, or a sentence to be translated, is best told apart from."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import faiss
from tqdm import tqdm

from corpus.vietnamese import fold
from corpus.words import Weights, WordIndex
from embeddings.encoder import Encoder
from embeddings.train.data import Asked

WORDS = Weights(marked=1.0, marked_bigrams=0.5, folded=0.3, folded_bigrams=0.2)
DEPTH = 30
NUMBER = 6  # kept of each question
BLOCK = 512
SAME = 0.88  # cosine from which two sentences of one language are taken to say the same


def mined(
    questions: Sequence[Asked], passages: Sequence[str], encoder: Encoder | None, *, progress: bool = False
) -> list[tuple[int, ...]]:
    """For each question the passages that the word search and the encoder put first, in turns, without any that holds an answer.

    Args:
        encoder: None mines with the word search alone.
    """
    by_words = _by_words(questions, passages, progress)
    by_vectors = _by_vectors(questions, passages, encoder, progress) if encoder is not None else [[] for _ in questions]
    folded = [fold(passage).lower() for passage in passages]
    return [
        tuple(
            n
            for n in _in_turns(one, other)
            if n != asked.passage and not any(fold(answer).lower() in folded[n] for answer in asked.answers)
        )[:NUMBER]
        for asked, one, other in zip(questions, by_words, by_vectors, strict=True)
    ]


def confused(
    firsts: Sequence[str], seconds: Sequence[str], encoder: Encoder, *, progress: bool = False
) -> list[tuple[int, ...]]:
    """For each first side the second sides nearest to it except its own and those that say the same as its own.

    Args:
        firsts, seconds: sentences and their translations, in the same order.
    """
    one = encoder.encode_passages(firsts, progress=progress)
    other = encoder.encode_passages(seconds, progress=progress)
    index = faiss.IndexFlatIP(other.shape[1])
    index.add(other)
    found: list[tuple[int, ...]] = []
    for start in tqdm(range(0, len(one), BLOCK), desc="mistaken translations", disable=not progress):
        _, near = index.search(one[start : start + BLOCK], min(2 * NUMBER, len(seconds)))
        for own, row in enumerate(near.tolist(), start):
            alike = [max(one[n] @ one[own], other[n] @ other[own]) for n in row]
            found.append(tuple(n for n, same in zip(row, alike, strict=True) if same < SAME)[:NUMBER])
    return found


def _in_turns(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Both lists, one of each in turn, each number once.

    >>> _in_turns([1, 2], [2, 3, 4])
    [1, 2, 3, 4]
    """
    turns = [
        n for place in range(max(len(one), len(other))) for n in (*one[place : place + 1], *other[place : place + 1])
    ]
    return list(dict.fromkeys(turns))


def _by_words(questions: Sequence[Asked], passages: Sequence[str], progress: bool) -> list[list[int]]:
    with tempfile.TemporaryDirectory() as folder:
        index = WordIndex(Path(folder))
        index.update(enumerate(passages))
        return [
            [id for id, _ in index.search(asked.question, DEPTH, WORDS)]
            for asked in tqdm(questions, desc="mistakes of the words", disable=not progress)
        ]


def _by_vectors(
    questions: Sequence[Asked], passages: Sequence[str], encoder: Encoder, progress: bool
) -> list[list[int]]:
    held = encoder.encode_passages(passages, progress=progress)
    found: list[list[int]] = []
    for start in tqdm(range(0, len(questions), BLOCK), desc="mistakes of the encoder", disable=not progress):
        vectors = encoder.encode_queries([asked.question for asked in questions[start : start + BLOCK]])
        found += (-(vectors @ held.T)).argsort(axis=1)[:, :DEPTH].tolist()
    return found
