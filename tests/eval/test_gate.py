import json
from dataclasses import replace

import pytest

from corpus.errors import BadInput
from eval import gate
from eval.floors import Change, Floors, read_floors, relative, write_floors
from eval.gate import check, gate_text, numbers, other_models, pin, pin_text, same_documents, same_questions
from eval.gate_run import begun, read
from eval.saved import Cited, Digests, Found, Run, RunInfo, Saved, write_run
from eval.score import gold_scores

DIGESTS = Digests("g", "c", {"encoder": "e1", "reader": "r1"})
INFO = RunInfo(
    program="0.1.0",
    started="2026-11-20T08:30:00+00:00",
    language="vi",
    set="gold",
    gold="gold.jsonl",
    questions=4,
    digests=DIGESTS,
    threshold=0.4,
    articles=3,
    passages=9,
    finished=True,
)


def cited(verbatim=True):
    return Cited("hue.txt", "Huế có 9 quận.", 0, 14, 0.9, verbatim=verbatim)


RECORDS = (
    Saved(
        "1", "vi", "Mấy quận?", "list", docs=("hue.txt",), answers=("9",), right=True, forced_right=True, confidence=0.9,
        hit1=True, hit3=True, citation_precision=1.0, complete=True, citations=(cited(), cited()),
        passages=(Found("hue.txt#0-14", "hue.txt", 0, 14, True),), relevant=("hue.txt#0-14",),
    ),
    Saved(
        "2", "vi", "Mấy phường?", "factoid", docs=("hue.txt",), answers=("8",), confidence=0.5, hit1=False, hit3=True,
        citation_precision=0.5, citations=(cited(),), passages=(Found("x#0-1", "x", 0, 1),), relevant=("hue.txt#0-14",),
    ),
    Saved("3", "vi", "Giá vàng?", "unanswerable", answerable=False, right=True, abstained=True, confidence=0.1),
    Saved("4", "vi", "Lỗi?", "factoid", docs=("hue.txt",), answers=("7",), stage="crashed", error="KeyError: 'x'", hit1=False, hit3=False),
)  # fmt: skip
FLOORS = Floors(
    "gold.jsonl", DIGESTS, "docs", {"answerable": 0.3, "hit3": 0.6}, {"crashed": 1, "citations_per_answer": 1.5}
)


def test_every_number_is_worked_out_by_hand():
    found = numbers(RECORDS)
    assert {name: found[name] for name in (*gate.FLOORS, *gate.CEILINGS)} == {
        "answerable": pytest.approx(1 / 3),
        "unanswerable": 1.0,
        "overall": 0.5,
        "verbatim": 1.0,
        "hit1": pytest.approx(1 / 3),
        "hit3": pytest.approx(2 / 3),
        "recall@10": 0.5,
        "ndcg@10": 0.5,
        "citation_precision": 0.75,
        "complete": 1.0,
        "auroc": 1.0,
        "crashed": 1.0,
        "citations_per_answer": 1.5,
    }


def test_the_numbers_are_those_of_the_report():
    found, scores = numbers(RECORDS), gold_scores(RECORDS)
    assert found["answerable"] == scores["answerable"]["share"]
    assert found["unanswerable"] == scores["unanswerable"]["share"]
    assert found["overall"] == scores["overall"]["share"]
    assert found["hit1"] == scores["sentence"]["hit@1"]["mean"]
    assert found["hit3"] == scores["sentence"]["hit@3"]["mean"]
    assert found["recall@10"] == scores["ranking"]["R@10"]["mean"]
    assert found["ndcg@10"] == scores["ranking"]["nDCG@10"]["mean"]
    assert found["citation_precision"] == scores["citation"]["precision"]["mean"]
    assert found["complete"] == scores["complete"]["mean"]
    assert found["auroc"] == scores["confidence"]["auroc"]
    assert found["citations_per_answer"] == scores["citations_per_answer"]
    assert found["crashed"] == scores["crashed"]


def test_a_quote_that_is_not_verbatim_counts_among_all_quotes():
    records = (replace(RECORDS[0], citations=(cited(), cited(False), cited())), RECORDS[1])
    assert numbers(records)["verbatim"] == 0.75


def test_what_holds_and_what_falls_short():
    checks = {each.metric: each for each in check(FLOORS, numbers(RECORDS))}
    assert all(each.ok for each in checks.values())
    assert checks["answerable"].margin == pytest.approx(1 / 3 - 0.3)
    assert checks["citations_per_answer"].margin == 0
    worse = replace(FLOORS, floors={"hit1": 0.34}, ceilings={"crashed": 0})
    assert [(each.metric, each.ok) for each in check(worse, numbers(RECORDS))] == [("hit1", False), ("crashed", False)]


def test_a_metric_without_a_question_falls_short():
    [complete] = check(replace(FLOORS, floors={"complete": 0.0}, ceilings={}), numbers(RECORDS[1:]))
    assert (complete.value, complete.margin, complete.ok) == (None, None, False)
    assert "HỤT" in gate_text([complete], [])


def test_a_hair_of_rounding_is_forgiven():
    [each] = check(replace(FLOORS, floors={"answerable": 1 / 3 + 1e-12}, ceilings={}), numbers(RECORDS))
    assert each.ok


@pytest.mark.parametrize(
    ("floors", "message"),
    [({"hit_1": 0.5}, "'hit_1'"), ({}, "chưa ghim con số nào")],
)
def test_unknown_metrics_and_empty_files_are_refused(floors, message):
    with pytest.raises(BadInput, match=message):
        check(Floors("gold.jsonl", DIGESTS, None, floors), numbers(RECORDS))


def test_other_questions_or_documents_cannot_be_compared_and_other_models_can():
    same_questions(FLOORS, "g", "gold.jsonl")
    same_documents(FLOORS, "c")
    with pytest.raises(BadInput, match="ghim lại bằng --pin") as caught:
        same_questions(FLOORS, "other", "gold.jsonl")
    assert "Pin anew with --pin" in caught.value.en
    with pytest.raises(BadInput, match="Tài liệu đã khác"):
        same_documents(FLOORS, "other")
    assert other_models(FLOORS, DIGESTS) == []
    assert other_models(FLOORS, Digests("g", "c", {"encoder": "e2", "ranker": "k"})) == ["encoder", "ranker", "reader"]


def test_pinning_takes_what_was_measured_cut_to_four_decimals():
    floors, changes = pin(Floors("gold.jsonl", Digests("", "")), DIGESTS, numbers(RECORDS), 0.0, lower=False)
    assert floors.digests == DIGESTS
    assert floors.floors["answerable"] == 0.3333
    assert floors.ceilings == {"crashed": 0.0, "citations_per_answer": 1.5}  # a crash is never pinned
    assert floors.floors["verbatim"] == 1.0  # nor a quote that is not verbatim
    assert {change.metric for change in changes} == {*gate.FLOORS, "citations_per_answer"} - {"verbatim"}
    assert [each.metric for each in check(floors, numbers(RECORDS)) if not each.ok] == ["crashed"]


def test_pinning_leaves_slack_on_the_loose_side():
    floors, _ = pin(Floors("gold.jsonl", Digests("", "")), DIGESTS, numbers(RECORDS), 0.05, lower=False)
    assert floors.floors["overall"] == 0.45
    assert floors.ceilings["citations_per_answer"] == 1.55
    assert floors.ceilings["crashed"] == 0


def test_no_bound_gets_looser_unless_it_is_said():
    held = replace(FLOORS, floors={"overall": 0.9, "hit1": 0.1}, ceilings={"crashed": 0, "citations_per_answer": 1.2})
    kept, changes = pin(held, DIGESTS, numbers(RECORDS), 0.0, lower=False)
    assert (kept.floors["overall"], kept.floors["hit1"]) == (0.9, 0.3333)
    assert kept.ceilings["citations_per_answer"] == 1.2
    assert "overall" not in {change.metric for change in changes}
    lowered, changes = pin(held, DIGESTS, numbers(RECORDS), 0.0, lower=True)
    assert (lowered.floors["overall"], lowered.ceilings["citations_per_answer"]) == (0.5, 1.5)
    text = pin_text(changes, lowered.ceilings)
    assert "NỚI LỎNG overall: từ 0,9000 thành 0,5000" in text
    assert "NỚI LỎNG citations_per_answer: từ 1,2000 thành 1,5000" in text
    assert "siết hit1: từ 0,1000 thành 0,3333" in text
    assert "LOOSENED overall: from 0.9000 to 0.5000" in pin_text(changes, lowered.ceilings, "en")
    assert pin_text([], {}) == "không số nào thay đổi"


def test_a_metric_that_was_pinned_by_hand_stays_pinned():
    floors, changes = pin(replace(FLOORS, floors={"rr": 0.2}), DIGESTS, numbers(RECORDS), 0.0, lower=False)
    assert floors.floors["rr"] == 0.5
    assert Change("rr", 0.2, 0.5) in changes


def test_the_text_has_a_line_a_metric_and_names_what_fell():
    checks = check(replace(FLOORS, ceilings={"crashed": 0}), numbers(RECORDS))
    vi, en = gate_text(checks, ["encoder"]), gate_text(checks, ["encoder"], "en")
    [crashed] = [line for line in vi.splitlines() if line.startswith("| crashed")]
    assert [cell.strip() for cell in crashed.split("|")[2:-1]] == ["1,0000", "≤ 0,0000", "-1,0000", "HỤT"]
    [answerable] = [line for line in en.splitlines() if line.startswith("| answerable")]
    assert [cell.strip() for cell in answerable.split("|")[2:-1]] == ["0.3333", "≥ 0.3000", "+0.0333", "ok"]
    assert "KHÔNG ĐẠT: crashed." in vi
    assert "Other models than were pinned: encoder; the floors hold all the same." in en
    assert "ĐẠT: cả 2 thước đo." in gate_text(checks[:2], [])


def test_floors_are_written_and_read_back(tmp_path):
    path = tmp_path / "floors.json"
    write_floors(path, FLOORS)
    assert read_floors(path) == FLOORS
    assert [held.name for held in tmp_path.iterdir()] == ["floors.json"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gold": 3}, "'gold'"),
        ({"digests": {"gold": "g"}}, "'digests.corpus'"),
        ({"floors": {"hit1": "high"}}, "'floors.hit1'"),
        ({"floor": {}}, "'floor'"),
        ({"floors": {"hit1": float("nan")}}, "'hit1'"),
    ],
)
def test_a_floors_file_is_read_strictly(tmp_path, change, message):
    path = tmp_path / "floors.json"
    write_floors(path, FLOORS)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        read_floors(path)


def test_a_missing_floors_file_says_how_to_make_one(tmp_path):
    with pytest.raises(BadInput, match="--pin"):
        read_floors(tmp_path / "floors.json")
    with pytest.raises(BadInput, match="--gold"):
        begun(tmp_path / "floors.json", None, None, None)
    (tmp_path / "a").mkdir()
    made = begun(tmp_path / "a" / "floors.json", None, tmp_path / "gold.jsonl", tmp_path / "docs")
    assert (made.gold, made.docs) == ("../gold.jsonl", "../docs")
    assert begun(tmp_path / "floors.json", FLOORS, None, None) == FLOORS


def test_paths_are_relative_to_the_file(tmp_path):
    assert relative(tmp_path / "x" / "y", tmp_path / "x" / "floors.json") == "y"


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(BadInput, match="Không ghi được"):
        write_floors(tmp_path / "missing" / "floors.json", FLOORS)


def test_a_saved_run_is_judged_unless_it_is_another_or_unfinished(tmp_path):
    write_run(tmp_path, Run(INFO, RECORDS))
    assert read(tmp_path, FLOORS).records == RECORDS
    for digests in (Digests("other", "c"), Digests("g", "other")):
        write_run(tmp_path, Run(replace(INFO, digests=digests), RECORDS))
        with pytest.raises(BadInput, match="--pin"):
            read(tmp_path, FLOORS)
        assert read(tmp_path, FLOORS, anew=True).digests == digests
    write_run(tmp_path, Run(replace(INFO, finished=False), RECORDS[:2]))
    with pytest.raises(BadInput, match="2/4"):
        read(tmp_path, FLOORS)
