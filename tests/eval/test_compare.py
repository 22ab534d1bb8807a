import json
from dataclasses import replace

import pytest

from corpus.errors import BadInput
from eval.compare.runs import compare, row, said
from eval.compare.text import compare_text, remarks
from eval.measures import MEASURES, values
from eval.saved import Cited, Digests, Found, Run, RunInfo, Saved

INFO = RunInfo(
    program="0.1.0",
    started="2026-11-20T08:30:00+00:00",
    language="vi",
    set="gold",
    gold="gold.jsonl",
    questions=4,
    digests=Digests("g", "c", {"encoder": "e1", "reader": "r1"}),
    threshold=0.4,
    articles=3,
    passages=9,
    finished=True,
)
NAMES = ("a", "b")


def record(id="q1", right=True, **fields):
    given = {
        "id": id,
        "lang": "vi",
        "question": f"Câu {id}?",
        "kind": "factoid",
        "answers": ("9 quận",),
        "right": right,
    }
    cited = (Cited("hue.txt", "Huế có 9 quận.", 0, 14, 0.9),) if right else ()
    return Saved(**{**given, "docs": ("hue.txt",), "citations": cited, "abstained": not cited, **fields})


def run(*records, **fields):
    return Run(replace(INFO, questions=len(records), **fields), records)


def test_a_question_is_won_lost_or_tied_and_the_means_are_those_of_both_sides():
    first = run(record("1", True), record("2", False), record("3", True), record("4", False))
    second = run(record("1", False), record("2", True), record("3", True), record("4", True))
    found = compare(first, second)
    overall = found.rows["overall"]
    assert (overall.first, overall.second, overall.questions) == (0.5, 0.75, 4)
    assert (overall.difference.wins, overall.difference.ties, overall.difference.losses) == (2, 1, 1)
    assert overall.difference.mean == 0.25
    # of the 8 ways to sign +1, +1, -1 all but two have a sum at least as far from 0 as 1: none nearer exists
    assert overall.difference.p == 1.0
    assert [turned.first.id for turned in found.won] == ["2", "4"]
    assert [turned.first.id for turned in found.lost] == ["1"]


def test_enough_losses_are_no_chance():
    ids = [str(n) for n in range(10)]
    found = compare(run(*(record(id) for id in ids)), run(*(record(id, False) for id in ids)))
    assert found.rows["answerable"].difference.p == pytest.approx(2 / 2**10)
    assert found.rows["answerable"].difference.losses == 10


def test_where_less_is_better_less_wins_and_the_difference_keeps_its_sign():
    found = row({"a": 3.0, "b": 1.0}, {"a": 1.0, "b": 1.0}, lower=True)
    assert (found.difference.wins, found.difference.losses, found.difference.mean) == (1, 0, -1.0)
    both = Cited("hue.txt", "Huế có 9 quận.", 0, 14, 0.9), Cited("hue.txt", "Dân số?", 20, 27, 0.5)
    found = compare(run(record(citations=both)), run(record()))
    assert found.rows["citations_per_answer"].difference.wins == 1


def test_a_measure_counts_the_questions_that_both_sides_have_a_value_for():
    first = run(record("1", citation_precision=1.0), record("2", citation_precision=0.5))
    second = run(record("1", citation_precision=None, citations=()), record("2", citation_precision=1.0))
    precision = compare(first, second).rows["citation_precision"]
    assert (precision.questions, precision.first, precision.second) == (1, 0.5, 1.0)
    assert "complete" not in compare(first, second).rows  # nothing to enumerate on either side


def test_rankings_are_compared_by_their_passages():
    def ranked(*ids):
        passages = tuple(Found(id, "hue.txt", 0, 1, id == "hue.txt#0-1") for id in ids)
        return record(passages=passages, relevant=("hue.txt#0-1",))

    found = compare(run(ranked("x", "hue.txt#0-1")), run(ranked("hue.txt#0-1")))
    assert (found.rows["rr"].first, found.rows["rr"].second) == (0.5, 1.0)
    assert found.rows["recall@10"].difference.ties == 1
    assert values([ranked()])["ndcg@10"] == {"q1": 0.0}


def test_kinds_are_compared_apart():
    first = run(record("1", kind="list"), record("2", False))
    second = run(record("1", False, kind="list"), record("2", True))
    kinds = compare(first, second).kinds
    assert {kind: rows["overall"].difference.mean for kind, rows in kinds.items()} == {"list": -1.0, "factoid": 1.0}


def test_questions_of_one_side_only_and_those_that_changed_are_listed_and_left_out():
    first = run(record("1"), record("2"), record("3"))
    second = run(record("2"), record("3", answers=("8 quận",)), record("4"))
    found = compare(first, second)
    assert (found.only_first, found.only_second, found.changed) == (("1",), ("4",), ("3",))
    assert found.questions == 1
    text = compare_text(found, NAMES)
    assert "chỉ có ở A (1): 1." in text
    assert "chỉ có ở B (1): 4." in text


def test_runs_without_a_common_question_cannot_be_compared():
    with pytest.raises(BadInput, match="không có câu hỏi chung"):
        compare(run(record("1")), run(record("2")))


@pytest.mark.parametrize(
    ("digests", "vi", "en"),
    [
        (Digests("other", "c", INFO.digests.models), "bộ câu hỏi", "questions"),
        (Digests("g", "other", INFO.digests.models), "tài liệu", "documents"),
        (Digests("g", "c", {"encoder": "e2", "reader": "r1"}), "mô hình (encoder)", "models (encoder)"),
    ],
)
def test_other_questions_documents_or_models_are_said_plainly(digests, vi, en):
    found = compare(run(record()), run(record(), digests=digests))
    assert f"khác nhau về: {vi}." in remarks(found, "vi")[0]
    assert f"differ in: {en}." in remarks(found, "en")[0]
    assert found.to_json()["unlike"]


def test_alike_runs_have_nothing_to_remark_and_an_interrupted_one_does():
    assert remarks(compare(run(record()), run(record()))) == []
    [note] = remarks(compare(run(record()), Run(replace(INFO, questions=1, finished=False), (record(),))), "en")
    assert "B was interrupted after 1/1" in note


def test_the_text_names_what_each_side_said():
    first = run(record("1"), record("2", False, abstention_reason="not_answered"))
    second = run(record("1", False, error="KeyError: 'x'"), record("2"))
    found = compare(first, second)
    vi, en = compare_text(found, NAMES, "vi"), compare_text(found, NAMES, "en")
    assert "A: từ chối trả lời (not_answered)" in vi
    assert "B: lỗi khi chạy: KeyError: 'x'" in vi
    assert "B: “Huế có 9 quận.” (hue.txt)" in en
    assert "Right in B alone (1)" in en
    assert "| Tất cả các câu" in vi
    assert "0,500" in vi
    assert "0.500" in en


def test_everything_is_json():
    value = json.loads(json.dumps(compare(run(record("1")), run(record("1", False))).to_json(), ensure_ascii=False))
    assert value["measures"]["overall"]["difference"] == {"mean": -1.0, "p": 1.0, "wins": 0, "ties": 0, "losses": 1}
    assert value["lost"][0]["first"]["citations"] == [{"source": "hue.txt", "quote": "Huế có 9 quận."}]
    assert value["won"] == []


def test_every_measure_has_a_name_in_both_languages():
    assert all(measure.name("vi") != measure.name("en") or "ndcg" in key for key, measure in MEASURES.items())


def test_what_is_said_of_silence_without_a_reason():
    assert said(record(right=False), "en") == "abstained"
