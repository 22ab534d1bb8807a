import json
import math

import pytest

from eval.run import run_gold
from eval.score import beir_scores, gold_scores, run_scores, squad_scores


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


@pytest.fixture
def squad(make):
    """A record from its id, the letters of the articles ranked by both searches and by words alone; "a" is right."""

    def record(id, hybrid, words, **more):
        return make.saved(id, hybrid, words=make.saved(found=words).passages, ms=1.0, **{"docs": ("a",), **more})

    return record


def test_squad_numbers_worked_by_hand(squad):
    records = [
        squad("1", "ab", "ba", right=True, forced_right=True),
        squad("2", "ba", "bc", abstained=True, forced_right=True),
        squad("3", "abc", "abc", abstained=True),
        squad("4", "", "", error="ValueError: hỏng"),
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


def test_questions_that_nothing_answers_are_not_ranked(squad):
    silent = squad("2", "b", "b", answerable=False, docs=(), abstained=True, right=True)
    scores = squad_scores([squad("1", "a", "a", right=True, forced_right=True), silent])
    assert (scores["questions"], scores["answerable"]) == (2, 1)
    assert scores["hybrid"]["nDCG@10"]["mean"] == 1.0
    assert scores["first_sentence"]["shipped"]["mean"] == 1.0
    assert scores["per_question"][1]["hybrid_nDCG@10"] is None


@pytest.fixture
def mixed(make):
    """Three questions that are answered, one of them in English and of two documents, and one that nothing answers."""
    return [
        make.saved("1", "abcdef", "a", docs=("x",), right=True, forced_right=True, confidence=0.75, hit1=True, hit3=True,
            citation_precision=1.0, citation_recall=1.0, span_em=1.0, span_f1=1.0, ms=10.0),
        make.saved("2", "abcdef", "bg", docs=("x", "y"), lang="en", kind="list", variant="strip", abstained=True, confidence=0.25,
            stage="abstained", forced_right=True, hit1=False, hit3=True, citation_recall=0.0, complete=False, ms=20.0),
        make.saved("3", "abcdef", "", docs=("z",), stage="not_indexed", confidence=0.5, hit1=False, hit3=False,
            citation_precision=0.5, citation_recall=0.5, span_em=0.0, span_f1=0.5, ms=30.0),
        make.saved("4", "abcdef", "", answerable=False, kind="unanswerable", abstained=True, right=True, confidence=0.0, ms=40.0),
    ]  # fmt: skip


def test_all_numbers_worked_by_hand(mixed):
    scores = gold_scores(mixed)
    ranking = {name: value["mean"] for name, value in scores["ranking"].items() if name != "left_out"}
    assert scores["ranking"]["left_out"] == 1
    # of 1: found first; of 2: the second found is one of two
    dcg = (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    expected = {"nDCG@10": (1 + dcg) / 2, "R@1": 0.5, "R@5": 0.75, "R@10": 0.75, "R@50": 0.75, "RR": 0.75}
    assert ranking == pytest.approx(expected)
    assert scores["sentence"]["hit@1"]["mean"] == pytest.approx(1 / 3)
    assert scores["sentence"]["hit@3"]["mean"] == pytest.approx(2 / 3)
    assert (scores["citation"]["precision"]["mean"], scores["citation"]["recall"]["mean"]) == (0.75, 0.5)
    assert (scores["complete"]["mean"], scores["span"]["exact"]["mean"], scores["span"]["f1"]["mean"]) == (
        0.0,
        0.5,
        0.75,
    )
    assert (scores["forced"]["right"], scores["forced"]["questions"]) == (2, 3)
    confidence = scores["confidence"]
    # right .75 and .25, wrong .5 and 0: three of four pairs in order
    assert confidence["auroc"] == 0.75
    assert confidence["aurc"] == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)
    assert confidence["ece"] == pytest.approx((0.25 + 0.75 + 0.5 + 0.0) / 4)
    assert [point["coverage"] for point in confidence["risk_coverage"]] == [0.25, 0.5, 0.75, 1.0]
    assert sum(one["questions"] for one in confidence["reliability"]) == 4
    assert scores["stages"] == {"abstained": 1, "not_indexed": 1}
    assert scores["latency_ms"] == {"p50": 25.0, "p95": pytest.approx(38.5), "p99": pytest.approx(39.7)}
    assert scores["abstention"] == {"precision": 0.5, "recall": 1.0}


def test_groups_by_kind_document_variant_and_language(mixed):
    by = gold_scores(mixed)["by"]
    assert {name: list(groups) for name, groups in by.items()} == {
        "kind": ["factoid", "list", "unanswerable"],
        "document": ["x", "y", "z"],
        "variant": ["", "strip"],
        "language": ["vi", "en"],
        "level": [],
    }
    assert (by["document"]["x"]["questions"], by["document"]["x"]["right"], by["document"]["x"]["share"]) == (2, 1, 0.5)
    english = by["language"]["en"]
    assert (english["questions"], english["sentence"], english["complete"]) == (1, {"hit@1": 0.0, "hit@3": 1.0}, 0.0)
    assert (english["ranking"]["R@5"], english["ranking"]["RR"], english["span"]["f1"]) == (0.5, 0.5, None)
    assert (english["confidence"]["auroc"], english["confidence"]["ece"]) == (None, 0.75)
    assert by["document"]["z"]["ranking"] == {
        "nDCG@10": None, "R@1": None, "R@5": None, "R@10": None, "R@50": None, "RR": None, "left_out": 1,
    }  # fmt: skip
    assert by["kind"]["unanswerable"]["abstention"] == {"precision": 1.0, "recall": 1.0}
    assert by["variant"]["strip"]["forced"]["share"] == 1.0


def test_what_a_run_keeps_has_one_shape_whatever_the_set(mixed, make):
    gold = run_scores(mixed, "gold")
    assert gold == gold_scores(mixed)
    squad = run_scores(mixed, "squad")
    assert squad == {**gold, "squad": squad_scores(mixed)}
    queries = [make.saved("1", "ab", "b", grades=(2,), ms=1.0), make.saved("2", "ab", "", ms=3.0)]
    beir = run_scores(queries, "beir")["beir"]
    assert beir == beir_scores(queries)
    assert (beir["ranking"]["RR"]["mean"], beir["left_out"], beir["latency_ms"]["p50"]) == (0.5, 1, 2.0)
    for scores in (gold, squad, beir, run_scores([], "squad"), run_scores([], "beir")):
        assert json.loads(json.dumps(scores, allow_nan=False)) == scores
