import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import calibration

# Confidences on a grid have ties, which is where implementations differ.
PAIRS = st.lists(st.tuples(st.integers(0, 12).map(lambda n: n / 12), st.booleans()), min_size=1, max_size=30)


def split(pairs):
    return [confidence for confidence, _ in pairs], [right for _, right in pairs]


def test_auroc_by_hand():
    # right: .8 .6 .3, wrong: .7 .3; of the six pairs .8>.7 .8>.3 .6>.3 are won, .3=.3 is half
    assert calibration.auroc([0.8, 0.6, 0.3, 0.7, 0.3], [True, True, True, False, False]) == pytest.approx(3.5 / 6)
    assert calibration.auroc([0.9, 0.1], [True, False]) == 1.0
    assert calibration.auroc([0.1, 0.9], [True, False]) == 0.0


@pytest.mark.parametrize("right", [[True, True], [False, False], []])
def test_auroc_needs_both_right_and_wrong(right):
    assert calibration.auroc([0.5] * len(right), right) is None


@given(PAIRS)
def test_auroc_is_the_share_of_pairs_in_order(pairs):
    confidences, right = split(pairs)
    good = [c for c, is_right in pairs if is_right]
    bad = [c for c, is_right in pairs if not is_right]
    found = calibration.auroc(confidences, right)
    if not good or not bad:
        assert found is None
    else:
        won = sum((a > b) + (a == b) / 2 for a in good for b in bad)
        assert found == pytest.approx(won / (len(good) * len(bad)), abs=1e-9)


def test_the_calibration_error_by_hand():
    confidences = [0.05, 0.05, 0.15, 0.95, 1.0]
    right = [False, True, False, True, True]
    bins = calibration.reliability(confidences, right)
    assert len(bins) == 10
    assert (bins[0].questions, bins[0].confidence, bins[0].right) == (2, 0.05, 0.5)
    assert (bins[1].questions, bins[1].right) == (1, 0.0)
    assert (bins[9].low, bins[9].high, bins[9].questions, bins[9].right) == (0.9, 1.0, 2, 1.0)
    assert (bins[5].questions, bins[5].confidence, bins[5].right) == (0, None, None)
    # (2 x .45 + 1 x .15 + 2 x .025) / 5
    assert calibration.calibration_error(confidences, right) == pytest.approx(0.22)
    assert calibration.calibration_error([], []) is None


def test_a_confidence_on_an_edge_belongs_to_the_bin_above():
    bins = calibration.reliability([0.0, 0.1, 0.3, 0.7, 1.0], [True] * 5)
    assert [place for place, one in enumerate(bins) if one.questions] == [0, 1, 3, 7, 9]


@given(PAIRS)
def test_the_calibration_error_is_the_bins_written_out(pairs):
    total = 0.0
    for low in range(10):
        here = [(c, r) for c, r in pairs if low / 10 <= c < (low + 1) / 10 or (low == 9 and c == 1.0)]
        total += abs(sum(c for c, _ in here) - sum(r for _, r in here))
    assert calibration.calibration_error(*split(pairs)) == pytest.approx(total / len(pairs), abs=1e-9)


def test_risk_and_coverage_by_hand():
    confidences, right = [0.9, 0.8, 0.7, 0.6], [True, False, True, False]
    points = calibration.risk_coverage(confidences, right)
    assert [(p.coverage, p.confidence) for p in points] == [(0.25, 0.9), (0.5, 0.8), (0.75, 0.7), (1.0, 0.6)]
    assert [p.risk for p in points] == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert calibration.aurc(confidences, right) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    assert calibration.risk_coverage([], []) == []
    assert calibration.aurc([], []) is None


@given(PAIRS)
def test_the_area_is_the_mean_over_all_orders_of_equal_confidences(pairs):
    # The expected errors among the first k: all surer ones, and of the tied ones a proportional part.
    area = 0.0
    for k in range(1, len(pairs) + 1):
        last = sorted((c for c, _ in pairs), reverse=True)[k - 1]
        surer = [r for c, r in pairs if c > last]
        tied = [r for c, r in pairs if c == last]
        area += (surer.count(False) + tied.count(False) * (k - len(surer)) / len(tied)) / k
    found = calibration.aurc(*split(pairs))
    assert found == pytest.approx(area / len(pairs), abs=1e-9)
    assert found == calibration.aurc(*split(pairs[::-1]))
    points = calibration.risk_coverage(*split(pairs))
    assert points[-1].coverage == 1.0
    assert points[-1].risk == pytest.approx(split(pairs)[1].count(False) / len(pairs))
    assert not any(math.isnan(point.risk) for point in points)


def test_lists_of_two_lengths_are_our_own_mistake():
    for measure in (calibration.auroc, calibration.reliability, calibration.risk_coverage, calibration.aurc):
        with pytest.raises(ValueError, match="do not fit"):
            measure([0.5], [True, False])
