"""Counts ordinary Vietnamese text into the model of `embeddings.restore`: `python -m embeddings.train.marks DATA -o FILE.safetensors`.

A back-off model of three words with absolute discounts (Ney, Essen and Kneser 1994), interpolated, then cut to the n-grams whose
loss would change the likelihood of the text most (after Stolcke 2000) and written as costs of one byte.
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tqdm import tqdm

from corpus.vietnamese import fold
from embeddings.restore import EDGE, OTHER, PIECES, SIGNS, STEP, kind_of
from embeddings.train.data import english_texts, questions, vietnamese_texts

WORDS = 20_000
LEAST = 5  # occurrences of a word that has an entry
SHARE = 2e-5  # of all that folds to the same letters, below which a spelling is taken for an error
DISCOUNT = 0.75
PAIRS, TRIPLES = 550_000, 1_150_000
QUESTIONS = 2  # times that each question is counted again, with its question mark and without

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grams:
    """Ascending keys of n-grams, each with the key of what stands before its last word, that last word, and its count."""

    keys: Ids
    owners: Ids
    words: Ids
    counts: Floats


def numbered(texts: Iterable[str]) -> tuple[list[str], Ids]:
    """All entries met, in the order of meeting, and the texts as their numbers, two edges before each."""
    kinds: dict[str, str] = {}
    ids = {sign: number for number, sign in enumerate(SIGNS)}
    edge = ids[EDGE]
    parts = []
    for text in texts:
        row = [edge, edge]
        for piece in PIECES.findall(text):
            kind = kinds.get(piece)
            if kind is None:
                kind = kinds[piece] = kind_of(piece)
            row.append(ids.setdefault(kind, len(ids)))
        parts.append(np.array(row, dtype=np.int32))
    return list(ids), np.concatenate(parts).astype(np.int64)


def vocabulary(words: list[str], ids: Ids, size: int = WORDS) -> tuple[list[str], Ids]:
    """The entries worth keeping, signs first and then by frequency, and the text in their numbers."""
    counts = np.bincount(ids, minlength=len(words))
    alike: Counter[str] = Counter()
    for word, count in zip(words, counts.tolist(), strict=True):
        alike[fold(word)] += count
    kept = [
        n
        for n in range(len(SIGNS), len(words))
        if counts[n] >= LEAST and words[n].isalpha() and counts[n] >= SHARE * alike[fold(words[n])]
    ]
    kept = [*range(len(SIGNS)), *sorted(kept, key=lambda n: (-counts[n], words[n]))[: size - len(SIGNS)]]
    new = np.full(len(words), SIGNS.index(OTHER), dtype=np.int64)
    new[kept] = np.arange(len(kept))
    return [words[n] for n in kept], new[ids]


def grams(keys: Ids, size: int, least: int) -> Grams:
    """The distinct n-grams that occur at least so often."""
    keys = np.sort(keys)
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    counts = np.diff(np.append(starts, len(keys)))
    kept = counts >= least
    distinct = keys[starts][kept]
    return Grams(distinct, distinct // size, distinct % size, counts[kept].astype(np.float64))


def interpolated(found: Grams, totals: Floats, owners: Ids, below: Floats) -> Floats:
    """p(word | owner): the discounted share plus what the discounts leave, spread as the shorter model has it.

    Args:
        totals: (owners,) how often each owner is followed by anything.
        owners: (n,) the place of each n-gram's owner in `totals`.
        below: (n,) the shorter model's probability of each n-gram's word.
    """
    kept = np.bincount(owners, found.counts - DISCOUNT, minlength=len(totals))
    left = 1 - kept / np.maximum(totals, 1)
    return (found.counts - DISCOUNT) / totals[owners] + left[owners] * below


def backed_off(probabilities: Floats, below: Floats, owners: Ids, number: int) -> Floats:
    """(number,) weights by which the shorter model's probabilities sum, with the stored ones, to 1."""
    left = 1 - np.bincount(owners, probabilities, minlength=number)
    lower = 1 - np.bincount(owners, below, minlength=number)
    return np.clip(left, 1e-6, 1) / np.clip(lower, 1e-6, 1)


def heaviest(gain: Floats, number: int) -> NDArray[np.bool_]:
    """The `number` greatest marked."""
    if len(gain) <= number:
        return np.ones(len(gain), dtype=bool)
    return np.asarray(gain >= np.partition(gain, len(gain) - number)[len(gain) - number])


def costs(values: Floats) -> NDArray[np.uint8]:
    """Probabilities or weights as costs in steps of `STEP` nats, 0 to 255."""
    return np.clip(np.rint(-np.log(np.maximum(values, 1e-12)) / STEP), 0, 255).astype(np.uint8)


def model(words: list[str], ids: Ids, pairs: int = PAIRS, triples: int = TRIPLES) -> dict[str, NDArray[Any]]:
    """The arrays of the model's file."""
    size = len(words)
    counts = np.bincount(ids, minlength=size).astype(np.float64)
    one = counts / counts.sum()
    pair_keys = ids[:-1] * size + ids[1:]
    two = grams(pair_keys, size, 2)
    below_two = one[two.words]
    p_two = interpolated(two, counts, two.owners, below_two)

    three = grams(pair_keys[:-1] * size + ids[2:], size, 3)
    first = np.searchsorted(two.keys, three.owners)  # the pair before the last word
    tail = three.keys % (size * size)
    last = np.minimum(np.searchsorted(two.keys, tail), len(two.keys) - 1)
    below_three = p_two[last]  # a triple met three times has both its pairs
    p_three = interpolated(three, two.counts, first, below_three)

    back_three = backed_off(p_three, below_three, first, len(two.keys))
    kept_three = heaviest(three.counts * np.abs(np.log(p_three / (back_three[first] * below_three))), triples)
    back_two = backed_off(p_two, below_two, two.owners, size)
    gain_two = two.counts * np.abs(np.log(p_two / (back_two[two.owners] * below_two)))
    gain_two[np.unique(first[kept_three])] = np.inf
    kept_two = heaviest(gain_two, pairs)
    kept_three &= kept_two[first]

    place = np.cumsum(kept_two) - 1  # of each kept pair among the kept
    owners_three = place[first[kept_three]]
    number = int(kept_two.sum())
    return {
        "words": np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        "one": costs(one),
        "one_back": costs(backed_off(p_two[kept_two], below_two[kept_two], two.owners[kept_two], size)),
        "pair_counts": _ended(np.bincount(two.owners[kept_two], minlength=size)),
        "pairs": _ended(two.words[kept_two]),
        "two": _ended(costs(p_two[kept_two])),
        "two_back": _ended(costs(backed_off(p_three[kept_three], below_three[kept_three], owners_three, number))),
        "triple_counts": _ended(np.bincount(owners_three, minlength=number)),
        "triples": _ended(three.words[kept_three]),
        "three": _ended(costs(p_three[kept_three])),
    }


def _ended(values: NDArray[Any]) -> NDArray[Any]:
    """Costs as they are, numbers of two bytes; with a last one that stands for no n-gram at all."""
    kind = np.uint8 if values.dtype == np.uint8 else np.uint16
    return np.append(values, 1 if kind is np.uint16 else 0).astype(kind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of training data, see embeddings/train/data.py")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--triples", type=int, default=TRIPLES)
    options = parser.parse_args()
    asked = [text for text in questions(options.data) for _ in range(QUESTIONS)]
    texts = chain(vietnamese_texts(options.data), english_texts(options.data), asked)
    met, raw = numbered(tqdm(texts, desc="texts", unit="text"))
    words, ids = vocabulary(met, raw)
    del raw
    held = model(words, ids, options.pairs, options.triples)
    save_file(held, options.out, {"made by": "embeddings.train.marks"})
    print(
        f"{len(ids):,} words of text, {len(words):,} entries, {len(held['pairs']) - 1:,} pairs, "
        f"{len(held['triples']) - 1:,} triples, "
        f"{options.out.stat().st_size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
