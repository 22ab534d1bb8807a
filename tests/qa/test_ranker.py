import json
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.features import NAMES
from qa.ranker import ALONE, EXTRA, Ranker, from_json, load_ranker, to_json


def test_the_ranker_that_ships_fits_the_features() -> None:
    ranker = load_ranker()
    size = len(NAMES)
    assert ranker.mean.shape == ranker.scale.shape == (size,)
    assert (ranker.scale > 0).all()
    assert ranker.w1.shape == (size, len(ranker.b1))
    assert ranker.w2.shape == ranker.b1.shape
    assert ranker.coefficients.shape == (size + len(EXTRA),)
    assert 0 < ranker.threshold < 1
    assert ranker.threshold <= ranker.levels[0] < ranker.levels[1] < 1
    assert ranker.precision is not None  # measured: see `qa.fit levels`
    assert all(0 < share <= 1 for share in ranker.precision)
    for field in fields(ranker):
        assert np.isfinite(getattr(ranker, field.name)).all()


def test_numbers_come_back_from_json(ranker: Ranker) -> None:
    assert from_json(json.loads(json.dumps(to_json(ranker)))).precision is None
    ranker = replace(ranker, precision=(0.4, 0.6, 0.9))
    again = from_json(json.loads(json.dumps(to_json(ranker))))
    for field in fields(Ranker):
        assert np.asarray(getattr(again, field.name)) == pytest.approx(
            np.asarray(getattr(ranker, field.name)), abs=1e-5
        )


def test_numbers_of_other_features_are_refused(ranker: Ranker) -> None:
    values = {**to_json(ranker), "features": [*NAMES[1:], NAMES[0]]}
    with pytest.raises(ValueError, match="other features"):
        from_json(values)


@given(st.lists(st.lists(st.floats(-5, 5), min_size=len(NAMES), max_size=len(NAMES)), max_size=6))
def test_support_is_a_probability(values: list[list[float]]) -> None:
    rows = np.array(values, dtype=np.float32).reshape(-1, len(NAMES))
    ranker = load_ranker()
    scores = ranker.scores(rows)
    support = ranker.support(rows, scores, scores / 2, np.eye(len(values), dtype=bool))
    assert scores.shape == support.shape == (len(values),)
    assert ((support >= 0) & (support <= 1)).all()


def test_what_a_sentence_scores_depends_on_it_alone(ranker: Ranker) -> None:
    rows = np.random.default_rng(0).random((5, len(NAMES)))
    assert ranker.scores(rows)[2] == pytest.approx(ranker.scores(rows[2:3])[0])


def test_how_a_sentence_stands_among_the_others_by_hand(ranker: Ranker) -> None:
    ranker = replace(ranker, reading=2.0)
    scores, reads = np.array([1.0, 4.0, 3.5]), np.array([0.5, -1.0, 0.0])
    assert ranker.final(scores, reads).tolist() == [2.0, 2.0, 3.5]
    size = len(NAMES)
    extra = dict(
        zip(
            EXTRA,
            ranker.inputs(np.zeros((3, size)), scores, reads, np.eye(3, dtype=bool))[:, size:].T.tolist(),
            strict=True,
        )
    )
    assert extra["score"] == [1.0, 4.0, 3.5]
    assert extra["margin"] == [-1.5, -1.5, 1.5]
    assert extra["lead"] == pytest.approx([1.5] * 3)
    assert extra["crowd"] == pytest.approx([0.0] * 3)
    assert extra["read"] == [0.5, -1.0, 0.0]
    assert extra["best_read"] == [0.5] * 3
    assert extra["read_margin"] == [0.5, -1.5, -0.5]
    assert np.isfinite(ranker.inputs(np.zeros((1, size)), scores[:1], reads[:1], np.eye(1, dtype=bool))).all()
    assert ranker.inputs(np.zeros((0, size)), np.zeros(0), np.zeros(0), np.eye(0, dtype=bool)).shape == (
        0,
        size + len(EXTRA),
    )


def test_sentences_that_agree_are_not_set_against_each_other(ranker: Ranker) -> None:
    scores, reads, size = np.array([2.0, 1.5, 1.0]), np.zeros(3), len(NAMES)
    same = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=bool)
    extra = dict(zip(EXTRA, ranker.inputs(np.zeros((3, size)), scores, reads, same)[:, size:].T.tolist(), strict=True))
    assert extra["margin"] == [1.0, 0.5, -1.0]
    assert extra["lead"] == [1.0] * 3
    alone = ranker.inputs(np.zeros((2, size)), scores[:2], reads[:2], np.ones((2, 2), dtype=bool))[:, size:]
    assert dict(zip(EXTRA, alone.T.tolist(), strict=True))["margin"] == [ALONE, ALONE]
