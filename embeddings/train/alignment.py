"""Which words stand for which across two languages, and word vectors carried over by it. numpy alone; knows no model.

IBM Model 1 (Brown et al. 1993, Computational Linguistics 19:2): t(e | f) by expectation maximisation over sentence pairs, every order
of the words alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Ids = NDArray[np.int64]
Matrix = NDArray[np.float32]

ROUNDS = 8
LEAST = 0.01  # a translation less probable than this is noise
MASS = 0.2  # of probability that must be left for a word to take its vector from its translations
LONGEST = 60  # pieces of a sentence that is aligned


@dataclass(frozen=True, slots=True)
class _Links:
    """Each place of a foreign word in each pair with each word of the other side, flat; `groups` start one English place."""

    pairs: Ids  # (links,) number of the (foreign, English) word pair
    starts: Ids  # (places,) where each English place's links start


def align(
    foreign: Sequence[Sequence[int]], english: Sequence[Sequence[int]], shape: tuple[int, int], rounds: int = ROUNDS
) -> csr_array:
    """(foreign words, English words) probabilities t(English | foreign).

    >>> found = align([[0, 1], [0, 2]], [[5, 6], [5, 7]], (3, 8)).toarray()
    >>> found.argmax(axis=1).tolist()
    [5, 6, 7]
    """
    if len(foreign) != len(english):
        raise ValueError(f"{len(foreign)} sentences cannot stand beside {len(english)}")
    keys, starts, total = [], [], 0
    for one, other in zip(foreign, english, strict=True):
        if not 0 < len(one) <= LONGEST or not 0 < len(other) <= LONGEST:
            continue
        words = np.asarray(one, dtype=np.int64)
        keys.append((words[None, :] * shape[1] + np.asarray(other, dtype=np.int64)[:, None]).ravel())
        starts.append(np.arange(len(other), dtype=np.int64) * len(words) + total)
        total += len(words) * len(other)
    if not keys:
        return csr_array(shape, dtype=np.float64)
    distinct, pairs = np.unique(np.concatenate(keys), return_inverse=True)
    links = _Links(pairs, np.concatenate(starts))
    owners = distinct // shape[1]
    chances = np.ones(len(distinct))
    for _ in range(rounds):
        chances = _round(links, owners, chances)
    return csr_array((chances, (owners, distinct % shape[1])), shape=shape)


def _round(links: _Links, owners: Ids, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """One expectation and maximisation."""
    shares = chances[links.pairs]
    sizes = np.diff(np.append(links.starts, len(shares)))
    shares /= np.repeat(np.add.reduceat(shares, links.starts), sizes)
    counts = np.bincount(links.pairs, shares, minlength=len(chances))
    return np.asarray(counts / np.bincount(owners, counts)[owners])


def carried(chances: csr_array, vectors: Matrix) -> tuple[Matrix, NDArray[np.bool_]]:
    """(foreign, dimension) means of the English vectors under t, and which words have enough probability left for one.

    >>> found, known = carried(csr_array(np.array([[0.5, 0.5], [0.0, 0.0]])), np.eye(2, dtype=np.float32))
    >>> found.tolist(), known.tolist()
    ([[0.5, 0.5], [0.0, 0.0]], [True, False])
    """
    kept = chances.copy()
    kept.data = np.where(kept.data >= LEAST, kept.data, 0)
    mass = np.asarray(kept.sum(axis=1)).ravel()
    sums = np.asarray(kept @ vectors)
    return (sums / np.maximum(mass, 1e-9)[:, None]).astype(np.float32), mass >= MASS
