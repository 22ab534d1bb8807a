import random

import pytest

from corpus.types import Article
from eval.collection import collection
from eval.squad import SquadQuestion, SquadSet
from eval.trust import asked, calibrated, left, text, trust


def contexts(number: int) -> SquadSet:
    return SquadSet(tuple(Article(source=f"squad/{n:06}.txt", text=f"Xã {n} có chợ.") for n in range(number)), ())


def test_a_quarter_is_left_out_the_same_way_each_time() -> None:
    kept = left(contexts(40))
    assert len(kept) == 30
    assert kept == left(contexts(40)) == sorted(kept)
    assert kept != left(contexts(40), seed=2)


def test_a_confidence_twice_too_sure_is_calibrated() -> None:
    draw = random.Random(1)
    sure = [draw.random() for _ in range(4000)]
    right = [draw.random() < value / 2 for value in sure]
    found = trust(sure, right)
    assert found["questions"] == 2000
    assert found["as_it_comes"]["calibration_error"] == pytest.approx(0.25, abs=0.03)
    assert found["calibrated"]["calibration_error"] < 0.05
    assert 0.6 < found["auroc"] < 0.8
    assert "calibrated on the first half" in text(found)


def test_where_all_are_right_nothing_is_calibrated() -> None:
    assert calibrated([0.5, 0.7], [True, True], [0.2]) == [0.2]


def test_an_answer_from_elsewhere_is_wrong() -> None:
    own = Article(source="squad/000000.txt", text="Tỉnh Ninh Bình có mười trạm phát sóng.")
    questions = tuple(
        SquadQuestion(id, "Tỉnh Ninh Bình có bao nhiêu trạm phát sóng?", source, ("mười",))
        for id, source in (("a", own.source), ("b", "squad/000009.txt"))
    )
    with collection([own]) as library:
        confidences, right = asked(SquadSet((own,), questions), library)
    assert right == [True, False]
    assert confidences[0] == confidences[1] > 0
