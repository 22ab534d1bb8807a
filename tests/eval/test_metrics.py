import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics


def by_hand(ranking, grades):
    """The formulas, written out: the gain is the grade, the discount log2."""
    gains = [grades.get(document, 0) for document in ranking]
    ideal = sorted(grades.values(), reverse=True)
    dcg, best = (sum(gain / math.log2(place + 2) for place, gain in enumerate(some[:10])) for some in (gains, ideal))
    first = next((place for place, gain in enumerate(gains, start=1) if gain), None)
    recall = {f"R@{k}": sum(gain > 0 for gain in gains[:k]) / len(grades) for k in (1, 5, 10, 50)}
    return {"nDCG@10": dcg / best, **recall, "RR": 1 / first if first else 0.0}


RANKED = st.lists(st.integers(0, 79).map(str), max_size=70, unique=True)
JUDGED = st.dictionaries(st.integers(0, 79).map(str), st.integers(1, 4), min_size=1, max_size=30)


@given(st.lists(st.tuples(RANKED, JUDGED), min_size=1, max_size=6))
def test_ranking_metrics_equal_the_formulas_on_random_runs(pairs):
    run = {str(number): ranking for number, (ranking, _) in enumerate(pairs)}
    gold = {str(number): grades for number, (_, grades) in enumerate(pairs)}
    scores = metrics.rank_scores(run, gold)
    plain = metrics.rank_scores(run, {question: set(grades) for question, grades in gold.items()})
    for question, ranking in run.items():
        expected = by_hand(ranking, gold[question])
        assert {name: values[question] for name, values in scores.items()} == pytest.approx(expected, abs=1e-9)
        expected = by_hand(ranking, dict.fromkeys(gold[question], 1))
        assert {name: values[question] for name, values in plain.items()} == pytest.approx(expected, abs=1e-9)


def test_degrees_of_relevance_worked_by_hand():
    scores = metrics.rank_scores({"q": ["x", "b", "a"]}, {"q": {"a": 3, "b": 1}})
    # DCG 1/log2(3) + 3/log2(4) = 0.63093 + 1.5; ideal 3 + 0.63093
    assert scores["nDCG@10"]["q"] == pytest.approx(2.13093 / 3.63093, abs=1e-5)
    assert (scores["R@1"]["q"], scores["R@5"]["q"], scores["RR"]["q"]) == (0.0, 1.0, 0.5)


def test_a_case_worked_by_hand():
    scores = metrics.rank_scores({"q": ["x", "a", "y", "b"]}, {"q": {"a", "b"}})
    # DCG 1/log2(3) + 1/log2(5) = 0.63093 + 0.43068; ideal 1 + 0.63093
    assert scores["nDCG@10"]["q"] == pytest.approx(1.06161 / 1.63093, abs=1e-5)
    assert (scores["R@1"]["q"], scores["R@10"]["q"], scores["RR"]["q"]) == (0.0, 1.0, 0.5)


def test_a_run_that_finds_nothing_scores_zero():
    assert metrics.rank_scores({"q": []}, {"q": {"a"}})["RR"] == {"q": 0.0}


def test_rankings_that_cannot_be_scored_are_refused():
    with pytest.raises(ValueError, match="same questions"):
        metrics.rank_scores({"q": ["a"]}, {"q": {"a"}, "r": {"a"}})
    with pytest.raises(ValueError, match="twice"):
        metrics.rank_scores({"q": ["a", "a"]}, {"q": {"a"}})
    with pytest.raises(ValueError, match="no relevant"):
        metrics.rank_scores({"q": ["a"]}, {"q": set()})


def test_the_interval_holds_the_mean_narrows_with_more_values_and_repeats():
    few, many = [0.0, 1.0] * 10, [0.0, 1.0] * 500
    low, high = metrics.interval(few)
    assert 0.2 <= low < 0.5 < high <= 0.8
    narrow = metrics.interval(many)
    assert narrow[1] - narrow[0] < (high - low) / 4
    assert metrics.interval(few) == (low, high)
    assert metrics.interval([0.7]) == (0.7, 0.7)
    with pytest.raises(ValueError, match="at least one"):
        metrics.interval([])


@pytest.mark.parametrize(("right", "questions"), [(0, 5), (3, 5), (5, 5), (85, 100)])
def test_the_interval_of_a_share_equals_wilsons_formula(right, questions):
    z, share = 1.959963984540054, right / questions
    middle = (share + z * z / (2 * questions)) / (1 + z * z / questions)
    half = z / (1 + z * z / questions) * math.sqrt(share * (1 - share) / questions + (z / (2 * questions)) ** 2)
    assert metrics.share_interval(right, questions) == pytest.approx((middle - half, middle + half))


@pytest.mark.parametrize(
    "deltas", [[0.5, 0.25, -0.125, 1.0, 0.0], [0.1, -0.2, 0.3, 0.4, -0.5, 0.6], [1, 1, 1, 1], [0.3], [0.0, -0.3]]
)
def test_the_permutation_test_equals_all_signs_counted(deltas):
    means = [
        sum(s * d for s, d in zip(signs, deltas, strict=True))
        for signs in itertools.product([1, -1], repeat=len(deltas))
    ]
    # two-sided: twice the smaller tail
    above = sum(mean >= sum(deltas) - 1e-12 for mean in means) / len(means)
    below = sum(mean <= sum(deltas) + 1e-12 for mean in means) / len(means)
    first = {f"q{n}": 1.0 + delta for n, delta in enumerate(deltas)}
    result = metrics.difference(first, dict.fromkeys(first, 1.0))
    assert result.p == pytest.approx(min(1.0, 2 * min(above, below)))
    assert result.mean == pytest.approx(sum(deltas) / len(deltas))
    assert (result.wins, result.losses) == (sum(d > 0 for d in deltas), sum(d < 0 for d in deltas))
    assert result.wins + result.ties + result.losses == len(deltas)


def test_a_difference_is_found_over_many_questions_and_none_between_equals():
    chance = random.Random(1)
    base = {f"q{n}": chance.random() for n in range(300)}
    better = {question: value + chance.gauss(0.05, 0.1) for question, value in base.items()}
    noise = {question: value + chance.gauss(0.0, 0.1) for question, value in base.items()}
    assert metrics.difference(better, base).p < 0.001
    assert metrics.difference(noise, base).p > 0.05
    assert metrics.difference(base, base) == metrics.Difference(0.0, 1.0, 0, 300, 0)
    assert metrics.difference(better, base) == metrics.difference(better, base)


def test_both_sides_must_answer_the_same_questions():
    with pytest.raises(ValueError, match="same questions"):
        metrics.difference({"a": 1.0}, {"b": 1.0})
    with pytest.raises(ValueError, match="at least one"):
        metrics.difference({}, {})


def test_abstention_counts():
    # silent on 3, of which 2 rightly; 4 should be silent
    silent = [True, True, True, False, False, False]
    answerable = [False, False, True, True, False, False]
    assert metrics.abstention(silent, answerable) == metrics.Abstention(precision=2 / 3, recall=2 / 4)
    assert metrics.abstention([], []) == metrics.Abstention(None, None)
    with pytest.raises(ValueError, match="zip"):
        metrics.abstention([True], [])


def test_percentiles_are_linear_between_neighbours():
    assert metrics.percentile([0.0, 10.0], 95) == pytest.approx(9.5)


@pytest.mark.parametrize(
    ("given", "answers", "f1", "exact"),
    [
        ("năm 2024", ["năm 2024"], 1, 1),
        ("trong năm 2024", ["năm 2024"], 0.8, 0),  # 2 shared of 3 and 2: 4 / 5
        ("năm 2024", ["trong cả năm 2024", "2024"], 2 / 3, 0),  # the better of 4/6 and 2/3, which are equal
        ("2024", ["năm 2023", "2024"], 1, 1),
        ("tỉnh Ninh Bình", ["Nam Định"], 0, 0),
        ("“Uỷ ban”", ["ủy ban."], 1, 1),  # tone placement, case, punctuation
        ("hoà bình", ["hòa bình"], 1, 1),
        ("hoa binh", ["hòa bình"], 0, 0),  # marks count
        ("45%", ["45"], 1, 1),
        ("1.234,5 tỉ", ["1.234,5 tỷ"], 1, 1),  # a number keeps its separators
        ("1.234,5", ["1234,5"], 0, 0),
        ("ba ba ba", ["ba"], 0.5, 0),  # a word counts as often as it stands in both: 1 shared of 3 and 1
        ("bình ninh", ["Ninh Bình"], 1, 0),  # order counts for the exact match alone
        ("", ["Ninh Bình"], 0, 0),
        ("", ["%"], 1, 1),
        ("%", ["45"], 0, 0),
    ],
)
def test_what_is_marked_against_the_answers_by_hand(given, answers, f1, exact):
    assert metrics.token_f1(given, answers) == pytest.approx(f1)
    assert metrics.exact_match(given, answers) == exact


def test_nothing_can_be_held_against_no_answer():
    with pytest.raises(ValueError, match="empty"):
        metrics.token_f1("45", [])
