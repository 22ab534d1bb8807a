"""How far a confidence can be trusted: whether it puts right before wrong, and whether it is the share that is right.

Everything takes the confidences, in 0..1, and beside them whether each answer is right, whatever the threshold of silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies in [low, high), the last bin's in [low, high]; means None where there are none."""

    low: float
    high: float
    questions: int
    confidence: float | None
    right: float | None

    def to_json(self) -> dict[str, Any]:
        return {
            "low": self.low,
            "high": self.high,
            "questions": self.questions,
            "confidence": self.confidence,
            "right": self.right,
        }


@dataclass(frozen=True, slots=True)
class Point:
    """Answering the `coverage` most confident share, of which the share `risk` is wrong, means a threshold of `confidence`."""

    coverage: float
    risk: float
    confidence: float

    def to_json(self) -> dict[str, float]:
        return {"coverage": self.coverage, "risk": self.risk, "confidence": self.confidence}


def auroc(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """The area under the ROC curve, by scikit-learn: how often a right answer is surer than a wrong one, a tie half.

    None unless there are both. Raises `ValueError` when the two are not of one length.

    >>> auroc([0.9, 0.4, 0.4], [True, True, False])
    0.75
    """
    _of_one_length(confidences, right)
    return float(roc_auc_score(list(right), list(confidences))) if len(set(right)) == 2 else None


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """The answers in bins of equal width.

    >>> reliability([0.25, 0.75, 1.0], [False, True, False], bins=2)[1]
    Bin(low=0.5, high=1.0, questions=2, confidence=0.875, right=0.5)
    """
    _of_one_length(confidences, right)
    values, truth = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)  # (n,), (n,)
    edges = [place / bins for place in range(bins + 1)]
    places = np.minimum(np.searchsorted(edges, values, side="right") - 1, bins - 1)
    found = []
    for place in range(bins):
        here = places == place
        count = int(here.sum())
        found.append(
            Bin(
                edges[place],
                edges[place + 1],
                count,
                float(values[here].mean()) if count else None,
                float(truth[here].mean()) if count else None,
            )
        )
    return found


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> float | None:
    """The expected calibration error: the bins' mean distance between confidence and share right, by how many are in each.

    None of nothing.

    >>> calibration_error([0.25, 0.75, 1.0], [False, True, False], bins=2)
    0.3333333333333333
    """
    held = [
        one for one in reliability(confidences, right, bins) if one.confidence is not None and one.right is not None
    ]
    total = sum(one.questions for one in held)
    return (
        sum(one.questions * abs((one.confidence or 0.0) - (one.right or 0.0)) for one in held) / total
        if total
        else None
    )


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[Point]:
    """What a lower threshold costs: one point for each confidence, the surest first. Equal confidences are answered together.

    >>> [(point.coverage, point.risk) for point in risk_coverage([0.9, 0.5, 0.5, 0.1], [True, True, False, False])]
    [(0.25, 0.0), (0.75, 0.3333333333333333), (1.0, 0.5)]
    """
    _of_one_length(confidences, right)
    total, answered, wrong = len(confidences), 0, 0
    points = []
    for confidence, (count, errors) in _levels(confidences, right):
        answered, wrong = answered + count, wrong + errors
        points.append(Point(answered / total, wrong / answered, confidence))
    return points


def aurc(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """The area under the risk-coverage curve: the mean risk of answering the 1, 2, … n surest. Lower is better; None of nothing.

    Among equal confidences, whose order is chance, each place has the errors expected there.

    >>> aurc([0.9, 0.5, 0.1], [True, False, True])
    0.27777777777777773
    >>> aurc([0.5, 0.5], [True, False])
    0.5
    """
    _of_one_length(confidences, right)
    answered, wrong, area = 0, 0, 0.0
    for _, (count, errors) in _levels(confidences, right):
        area += sum((wrong + errors * place / count) / (answered + place) for place in range(1, count + 1))
        answered, wrong = answered + count, wrong + errors
    return area / answered if answered else None


def _levels(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, tuple[int, int]]]:
    """Each confidence, highest first, with how many answers have it and how many of those are wrong."""
    levels: dict[float, tuple[int, int]] = {}
    for confidence, is_right in zip(confidences, right, strict=True):
        count, errors = levels.get(confidence, (0, 0))
        levels[confidence] = (count + 1, errors + (not is_right))
    return sorted(levels.items(), reverse=True)


def _of_one_length(confidences: Sequence[float], right: Sequence[bool]) -> None:
    if len(confidences) != len(right):
        raise ValueError(f"{len(confidences)} confidences do not fit {len(right)} answers")
