import json
import math

import pytest

from eval.run import SquadRecord, run_gold
from eval.score import gold_scores, squad_scores
from eval.squad import SquadQuestion


@pytest.fixture
def records(make):
    """Right, right with two quotes, abstained, wrongly answered, rightly silent, crashed."""
    good, river = make.cite(make.HUE, "Huế có 9 quận, huyện."), make.cite(make.HUE, "Sông Hương chảy qua Huế.")
    answers = {
        "right": make.answer(good, hits=[make.HUE]),
        "two": make.answer(river, good, hits=[make.HUE]),
        "silent": make.answer(hits=[make.HUE], confidence=0.125),
        "loud": make.answer(river, hits=[make.HUE]),
        "hush": make.answer(),
    }
    questions = [
        make.question(id="right", question="right"),
        make.question(id="two", question="two", kind="list"),
        make.question(id="silent", question="silent"),
        make.question(id="loud", question="loud", docs=(), kind="unanswerable"),
        make.question(id="hush", question="hush", docs=(), kind="unanswerable"),
        make.question(id="crash", question="crash"),
    ]
    return run_gold(questions, make.Asker(lambda question, history, always: answers[question]))


def test_gold_numbers_worked_by_hand(records):
    scores = gold_scores(records)
    assert scores["questions"] == 6
    assert (scores["answerable"]["right"], scores["answerable"]["questions"], scores["answerable"]["share"]) == (
        2,
        4,
        0.5,
    )
    assert (scores["unanswerable"]["right"], scores["unanswerable"]["share"]) == (1, 0.5)
    assert scores["overall"]["share"] == 0.5
    assert {kind: part["share"] for kind, part in scores["kinds"].items()} == {
        "factoid": pytest.approx(1 / 3),
        "list": 1.0,
        "unanswerable": 0.5,
    }
    assert scores["abstention"] == {"precision": 0.5, "recall": 0.5}
    assert scores["citations_per_answer"] == pytest.approx(4 / 3)
    assert scores["verbatim"] == {"quotes": 4, "true": 4}
    assert scores["crashed"] == 1
    assert scores["latency_ms"]["p50"] <= scores["latency_ms"]["p95"]
    low, high = scores["overall"]["interval"]
    assert low <= 0.5 <= high


def test_gold_keeps_each_question_and_says_what_was_wrong(records):
    scores = gold_scores(records)
    assert [(row["id"], row["right"], row["stage"], row["citations"]) for row in scores["per_question"]] == [
        ("right", True, None, 1),
        ("two", True, None, 2),
        ("silent", False, "abstained", 0),
        ("loud", False, "not_silent", 1),
        ("hush", True, None, 0),
        ("crash", False, "crashed", 0),
    ]
    silent, loud, crash = scores["wrong"]
    assert silent["expected"] == {"docs": ["hue.txt"], "answers": ["9 quận"], "all_of": []}
    assert (silent["abstained"], silent["abstention_reason"], silent["confidence"]) == (True, "not_answered", 0.125)
    assert loud["given"] == [{"source": "a/hue.txt", "quote": "Sông Hương chảy qua Huế."}]
    assert crash["error"] == "KeyError: 'crash'"
    assert json.loads(json.dumps(scores)) == scores


def test_no_questions_give_no_numbers():
    scores = gold_scores([])
    assert scores["overall"] == {"questions": 0, "right": 0, "share": None, "interval": None}
    assert scores["citations_per_answer"] is None
    assert squad_scores([])["hybrid"]["nDCG@10"] == {"mean": None, "interval": None}


def squad_record(id, hybrid, words, **more):
    return SquadRecord(SquadQuestion(id, "?", "a", ("x",)), tuple(hybrid), tuple(words), ms=1.0, **more)


def test_squad_numbers_worked_by_hand():
    records = [
        squad_record("1", "ab", "ba", shipped=True, forced=True),
        squad_record("2", "ba", "bc", abstained=True, forced=True),
        squad_record("3", "abc", "abc", abstained=True),
        squad_record("4", "", "", error="ValueError: hỏng"),
    ]
    scores = squad_scores(records)
    second = 1 / math.log2(3)
    assert scores["hybrid"]["nDCG@10"]["mean"] == pytest.approx((1 + second + 1) / 4)
    assert scores["words"]["nDCG@10"]["mean"] == pytest.approx((second + 0 + 1) / 4)
    assert (scores["hybrid"]["R@1"]["mean"], scores["words"]["R@1"]["mean"]) == (0.5, 0.25)
    assert (scores["hybrid"]["R@10"]["mean"], scores["words"]["R@10"]["mean"]) == (0.75, 0.5)
    difference = scores["hybrid_minus_words"]["nDCG@10"]
    assert (difference["wins"], difference["ties"], difference["losses"], difference["p"]) == (2, 2, 0, 0.5)
    assert (scores["first_sentence"]["forced"]["mean"], scores["first_sentence"]["shipped"]["mean"]) == (0.5, 0.25)
    assert (scores["abstained"], scores["crashed"]) == (0.5, 1)
    assert scores["crashes"] == [{"id": "4", "error": "ValueError: hỏng"}]
    assert json.loads(json.dumps(scores)) == scores


def test_questions_that_nothing_answers_are_not_ranked():
    silent = SquadRecord(SquadQuestion("2", "?", "a", ()), ("b",), ("b",), abstained=True, shipped=True, ms=1.0)
    scores = squad_scores([squad_record("1", "a", "a", shipped=True, forced=True), silent])
    assert (scores["questions"], scores["answerable"]) == (2, 1)
    assert scores["hybrid"]["nDCG@10"]["mean"] == 1.0
    assert scores["first_sentence"]["shipped"]["mean"] == 1.0
    assert scores["per_question"][1]["hybrid_nDCG@10"] is None
