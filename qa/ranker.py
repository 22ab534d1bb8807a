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

EXTRA = ("best_score", "margin", "lead", "crowd")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Fitted numbers. Shapes: mean, scale (f,); w1 (f, h); b1, w2 (h,); coefficients (f + len(EXTRA),)."""

    mean: Array
    scale: Array
    w1: Array
    b1: Array
    w2: Array
    coefficients: Array
    intercept: float
    threshold: float
    levels: tuple[float, float]

    def scores(self, rows: NDArray[Any]) -> Array:
        """(n,) scores of (n, f) rows; higher is better, comparable within one question."""
        hidden = np.maximum(((rows - self.mean) / self.scale) @ self.w1 + self.b1, 0)  # (n, h)
        return np.asarray(hidden @ self.w2, dtype=np.float64)

    def support(self, rows: NDArray[Any], scores: Array) -> Array:
        """(n,) calibrated probabilities, in 0..1, that each sentence answers."""
        inputs = evidence_inputs((rows - self.mean) / self.scale, scores)
        return np.asarray(1 / (1 + np.exp(-np.clip(inputs @ self.coefficients + self.intercept, -30, 30))))


def evidence_inputs(standard: NDArray[Any], scores: Array) -> Array:
    """(n, f + 4): the standardised rows with each sentence's score, its margin over the best other, and how the field lies.

    "lead" is the margin of the best over the mean of the next four; "crowd" counts sentences within one unit of the best.
    """
    if not len(scores):
        return np.zeros((0, standard.shape[1] + len(EXTRA)))
    order = np.sort(scores)[::-1]
    second = order[1] if len(order) > 1 else order[0] - 4.0
    margin = np.where(scores >= order[0], order[0] - second, scores - order[0])
    lead = order[0] - order[1:5].mean() if len(order) > 1 else 4.0
    crowd = float((scores > order[0] - 1).sum())
    extra = np.stack([scores, margin, np.full(len(scores), lead), np.full(len(scores), np.log(crowd))], axis=1)
    return np.concatenate([standard, extra], axis=1)


def to_json(ranker: Ranker) -> dict[str, Any]:
    """Plain numbers, five digits."""
    return {
        "features": list(NAMES),
        "mean": _rounded(ranker.mean),
        "scale": _rounded(ranker.scale),
        "w1": _rounded(ranker.w1),
        "b1": _rounded(ranker.b1),
        "w2": _rounded(ranker.w2),
        "coefficients": _rounded(ranker.coefficients),
        "intercept": round(ranker.intercept, 5),
        "threshold": ranker.threshold,
        "levels": list(ranker.levels),
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
    low, high = values["levels"]
    return Ranker(mean, scale, w1, b1, w2, coefficients, values["intercept"], values["threshold"], (low, high))


@lru_cache(maxsize=1)
def load_ranker() -> Ranker:
    """The ranker that ships with the program."""
    path = resources.files("qa") / "ranker.json"
    return from_json(json.loads(path.read_text(encoding="utf-8")))
