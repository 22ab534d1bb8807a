"""Numbers from per-question values. Every metric is a pure function; the values are kept, the means derived."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG
from scipy import stats

from corpus.vietnamese import tokens

RANKING = (nDCG @ 10, R @ 1, R @ 5, R @ 10, R @ 50, RR)
Gold = Mapping[str, Collection[str]] | Mapping[str, Mapping[str, int]]


def rank_scores(run: Mapping[str, Sequence[str]], gold: Gold) -> dict[str, dict[str, float]]:
    """Ranking metrics per question, by ir-measures: {"nDCG@10": {question: value}, "R@1": …, "R@5": …, …, "RR": …}.

    Args:
        run: for each question the documents found, best first, each once.
        gold: for each question the relevant documents, one at least, or {document: how relevant, from 1}; nDCG alone
            tells degrees apart.

    Raises `ValueError` when both do not speak of the same questions, or a document stands twice in a ranking.

    >>> scores = rank_scores({"q1": ["a", "b"], "q2": ["c"]}, {"q1": ["b"], "q2": ["a"]})
    >>> scores["RR"], scores["R@1"]
    ({'q1': 0.5, 'q2': 0.0}, {'q1': 0.0, 'q2': 0.0})
    """
    same_questions(run, gold)
    for question, documents in run.items():
        if len(set(documents)) != len(documents):
            raise ValueError(f"a document stands twice in the ranking of {question!r}")
        if not gold[question]:
            raise ValueError(f"{question!r} has no relevant document, so no ranking of it can be scored")
    qrels = [
        ir_measures.Qrel(question, document, documents[document] if isinstance(documents, Mapping) else 1)
        for question, documents in gold.items()
        for document in documents
    ]
    # The score is the place in the ranking: equal scores would let the metric order the documents its own way.
    found = [
        ir_measures.ScoredDoc(question, document, float(-place))
        for question, documents in run.items()
        for place, document in enumerate(documents)
    ]
    # A question of which nothing was found scores 0.
    scores: dict[str, dict[str, float]] = {str(measure): dict.fromkeys(gold, 0.0) for measure in RANKING}
    if found:
        for metric in ir_measures.iter_calc(list(RANKING), qrels, found):
            scores[str(metric.measure)][metric.query_id] = float(metric.value)
    return scores


def mean(values: Collection[float]) -> float | None:
    """The mean, None of nothing.

    >>> mean([1, 0, 0, 1]), mean([])
    (0.5, None)
    """
    return float(np.mean(list(values))) if values else None


def interval(
    values: Sequence[float], *, confidence: float = 0.95, resamples: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """The percentile bootstrap interval of the mean, by scipy. Raises `ValueError` for no values.

    >>> interval([0.25] * 8)
    (0.25, 0.25)
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    if len(values) == 1:
        return float(values[0]), float(values[0])
    result = stats.bootstrap(
        (np.asarray(values, dtype=float),),
        np.mean,
        confidence_level=confidence,
        n_resamples=resamples,
        method="percentile",
        batch=100,
        rng=np.random.default_rng(seed),
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)


def share_interval(right: int, questions: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a share, by scipy: of few questions all right, the bootstrap would claim certainty.

    >>> [round(bound, 2) for bound in share_interval(2, 2)]
    [0.34, 1.0]
    """
    found = stats.binomtest(right, questions).proportion_ci(confidence, method="wilson")
    return float(found.low), float(found.high)


@dataclass(frozen=True, slots=True)
class Difference:
    """`first` against `second` over the same questions.

    Attributes:
        mean: of first minus second.
        p: two-sided, of the paired permutation test: how often chance signs give a mean at least as far from 0.
        wins, ties, losses: questions on which the first is better, as good, worse.
    """

    mean: float
    p: float
    wins: int
    ties: int
    losses: int

    def to_json(self) -> dict[str, Any]:
        return {"mean": self.mean, "p": self.p, "wins": self.wins, "ties": self.ties, "losses": self.losses}


def difference(
    first: Mapping[str, float], second: Mapping[str, float], *, resamples: int = 9999, seed: int = 0
) -> Difference:
    """The paired permutation test (scipy; exact when there are few questions) and win/tie/loss.

    Raises `ValueError` when both sides did not answer the same questions, or none.

    >>> difference({"a": 1.0, "b": 1.0, "c": 0.5}, {"a": 0.0, "b": 0.0, "c": 0.5})
    Difference(mean=0.6666666666666666, p=0.5, wins=2, ties=1, losses=0)
    """
    same_questions(first, second)
    if not first:
        raise ValueError("a difference needs at least one question")
    deltas = np.array([value - second[question] for question, value in first.items()])  # (questions,)
    moved = deltas[deltas != 0.0]  # flipping the sign of 0 changes nothing: the test is the same without the ties
    p = 1.0
    if len(moved) > 1:  # of one question both signs are as far from 0: p is 1
        test = stats.permutation_test(
            (moved,),
            lambda x, axis: np.sum(x, axis=axis),
            permutation_type="samples",
            vectorized=True,
            n_resamples=resamples,
            batch=100,
            rng=np.random.default_rng(seed),
        )
        p = float(test.pvalue)
    wins, losses = int(np.sum(deltas > 0)), int(np.sum(deltas < 0))
    return Difference(float(deltas.mean()), p, wins, len(deltas) - wins - losses, losses)


@dataclass(frozen=True, slots=True)
class Abstention:
    """How good silence is: of the silent answers how many should be, of those that should be how many are."""

    precision: float | None
    recall: float | None


def abstention(abstained: Sequence[bool], answerable: Sequence[bool]) -> Abstention:
    """Precision and recall of abstaining; None where nothing can be said.

    >>> abstention([True, True, False, False], [True, False, True, False])
    Abstention(precision=0.5, recall=0.5)
    >>> abstention([False], [True])
    Abstention(precision=None, recall=None)
    """
    right = [silent and not can for silent, can in zip(abstained, answerable, strict=True)]
    return Abstention(
        precision=sum(right) / sum(abstained) if any(abstained) else None,
        recall=sum(right) / (len(answerable) - sum(answerable)) if not all(answerable) else None,
    )


def token_f1(given: str, answers: Collection[str]) -> float:
    """How well the words of `given` cover one of `answers`, as SQuAD has it: the best harmonic mean of precision and recall.

    Words are Vietnamese tokens: lower case, the tone placed one way, no punctuation. Raises `ValueError` for no answers.

    >>> token_f1("năm 2024", ["trong năm 2024", "2025"])
    0.8
    """
    return max(_overlap(tokens(given), tokens(answer)) for answer in answers)


def exact_match(given: str, answers: Collection[str]) -> float:
    """1 where `given` has the words of one of `answers`, compared as in `token_f1`; else 0.

    >>> exact_match("“Uỷ ban”,", ["ủy ban"]), exact_match("ủy ban", ["ban"])
    (1.0, 0.0)
    """
    return float(tokens(given) in [tokens(answer) for answer in answers])


def _overlap(given: Sequence[str], answer: Sequence[str]) -> float:
    if not given or not answer:
        return float(given == answer)
    shared = (Counter(given) & Counter(answer)).total()
    return 2 * shared / (len(given) + len(answer))


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The percentile, linear between neighbours; None of nothing.

    >>> percentile([1.0, 2.0, 3.0], 50), percentile([], 50)
    (2.0, None)
    """
    return float(np.percentile(values, percent)) if values else None


def same_questions(first: Collection[str], second: Collection[str]) -> None:
    """Raises `ValueError` unless both hold the same questions.

    >>> same_questions({"a": 1}, {"a": 2})
    """
    if set(first) != set(second):
        odd = sorted(set(first) ^ set(second))
        raise ValueError(
            f"both sides must hold the same questions; {len(odd)} stand on one side only, such as {odd[0]!r}"
        )
