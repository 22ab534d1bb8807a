"""Which sentence answers: a small network over the features of `qa.features`, and the probability that it is right.

The network scores the sentences of one question against one another; a logistic regression on the score, its margin and the
features turns it into a probability. Both are fitted by `qa.fit` and kept as numbers in `ranker.json`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.features import NAMES

Array = NDArray[np.float64]

ALONE = 2.0  # the largest margin, and that of a sentence that nothing is set against
EXTRA = ("score", "margin", "lead", "crowd", "read", "best_read", "read_margin")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Fitted numbers. Shapes: mean, scale (f,); w1 (f, h); b1, w2 (h,); coefficients (f + len(EXTRA),).

    `levels` are the confidences from which an answer's level is medium, high; `precision` the shares of the answers of low, medium and
    high level that were right when they were measured (`qa.fit levels`), None before.
    """

    mean: Array
    scale: Array
    w1: Array
    b1: Array
    w2: Array
    reading: float
    coefficients: Array
    intercept: float
    threshold: float
    levels: tuple[float, float]
    precision: tuple[float, float, float] | None = None

    def scores(self, rows: NDArray[Any]) -> Array:
        """(n,) scores of (n, f) rows; higher is better, comparable within one question."""
        hidden = np.maximum(((rows - self.mean) / self.scale) @ self.w1 + self.b1, 0)  # (n, h)
        return np.asarray(hidden @ self.w2, dtype=np.float64)

    def final(self, scores: Array, reads: Array) -> Array:
        """(n,) what decides: the network's score and the reader's, added."""
        return scores + self.reading * reads

    def support(self, rows: NDArray[Any], scores: Array, reads: Array, same: NDArray[np.bool_]) -> Array:
        """(n,) calibrated probabilities, in 0..1, that each sentence answers; `same`: see `inputs`."""
        inputs = self.inputs(rows, scores, reads, same)
        return np.asarray(1 / (1 + np.exp(-np.clip(inputs @ self.coefficients + self.intercept, -30, 30))))

    def inputs(self, rows: NDArray[Any], scores: Array, reads: Array, same: NDArray[np.bool_]) -> Array:
        """(n, f + len(EXTRA)): the standardised rows, then how each sentence stands among those that say something else.

        `same` is (n, n), which sentences agree. "margin" is a sentence's final score less the best other's; "lead" the best less the
        mean of the next four; "crowd" counts those within one unit of the best; "read" is the reader's score, where 0 is "none of these".
        """
        if not len(scores):
            return np.zeros((0, len(self.mean) + len(EXTRA)))
        final = self.final(scores, reads)
        best = int(np.argmax(final))
        others = np.sort(final[~same[best]])[::-1]
        lead = min(final[best] - others[:4].mean(), ALONE) if len(others) else ALONE
        extra = [
            scores,
            _margins(final, same),
            np.full(len(final), lead),
            np.full(len(final), np.log1p((others > final[best] - 1).sum())),
            reads,
            np.full(len(final), reads.max()),
            _margins(reads, same),
        ]
        return np.concatenate([(rows - self.mean) / self.scale, np.stack(extra, axis=1)], axis=1)


def _margins(values: Array, same: NDArray[np.bool_]) -> Array:
    """Each value less the best of those that say something else, at most `ALONE`.

    >>> _margins(np.array([3.0, 1.0, 2.0]), np.eye(3, dtype=bool)).tolist()
    [1.0, -2.0, -1.0]
    """
    others = np.where(same, -np.inf, values[None, :]).max(axis=1)
    return np.asarray(np.where(np.isinf(others), ALONE, np.minimum(values - others, ALONE)))


def to_json(ranker: Ranker) -> dict[str, Any]:
    """Plain numbers, five digits."""
    return {
        "features": list(NAMES),
        "mean": _rounded(ranker.mean),
        "scale": _rounded(ranker.scale),
        "w1": _rounded(ranker.w1),
        "b1": _rounded(ranker.b1),
        "w2": _rounded(ranker.w2),
        "reading": ranker.reading,
        "coefficients": _rounded(ranker.coefficients),
        "intercept": round(ranker.intercept, 5),
        "threshold": ranker.threshold,
        "levels": list(ranker.levels),
        "precision": list(ranker.precision) if ranker.precision else None,
    }


def _rounded(array: Array) -> list[Any]:
    return list(np.round(array, 5).tolist())


def from_json(values: Mapping[str, Any]) -> Ranker:
    """The inverse of `to_json`.

    Raises:
        ValueError: it was fitted on other features than this version measures.
    """
    if tuple(values["features"]) != NAMES:
        raise ValueError("ranker.json was fitted on other features; fit it again with `python -m qa.fit`")
    arrays: Sequence[Array] = [
        np.asarray(values[key], dtype=np.float64) for key in ("mean", "scale", "w1", "b1", "w2", "coefficients")
    ]
    mean, scale, w1, b1, w2, coefficients = arrays
    medium, high = values["levels"]
    precision = values.get("precision")
    return Ranker(
        mean,
        scale,
        w1,
        b1,
        w2,
        values["reading"],
        coefficients,
        values["intercept"],
        values["threshold"],
        (medium, high),
        tuple(precision) if precision else None,
    )


@lru_cache(maxsize=1)
def load_ranker() -> Ranker:
    """The ranker that ships with the program."""
    path = resources.files("qa") / "ranker.json"
    return from_json(json.loads(path.read_text(encoding="utf-8")))
