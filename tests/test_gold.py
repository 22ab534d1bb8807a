"""The bundled gold over the bundled articles, held against its pinned floors: what `hoidap gate eval/gold/floors.json` does."""

from pathlib import Path

import pytest

from eval import digests
from eval.floors import Floors, read_floors
from eval.gate import check, gate_text, numbers, same_documents, same_questions
from eval.gold import check_against, read_gold
from eval.saved import Saved
from qa.library import Library

GOLD = Path(__file__).parent.parent / "eval" / "gold"
KINDS = {
    "factoid", "list", "definition", "paraphrase", "no_diacritics", "abbreviation", "typo", "english", "temporal", "multi_doc",
    "followup", "boilerplate_trap", "unanswerable", "number", "why", "telex", "upper",
}  # fmt: skip
REACHED = {"answerable": 0.9, "unanswerable": 0.92, "verbatim": 1.0}  # reached once; no floor may be pinned below these


@pytest.fixture(scope="module")
def floors() -> Floors:
    return read_floors(GOLD / "floors.json")


def test_the_set_is_whole(bundled: Library) -> None:
    questions = read_gold(GOLD / "bundled.jsonl")
    assert len(questions) >= 300
    assert {question.kind for question in questions} == KINDS
    assert check_against(questions, bundled.articles()) == []


def test_the_held_out_set_is_whole_and_shares_no_question_with_the_other(bundled: Library) -> None:
    held, known = read_gold(GOLD / "heldout.jsonl"), read_gold(GOLD / "bundled.jsonl")
    assert len(held) >= 80
    assert {question.kind for question in held} <= KINDS
    assert check_against(held, bundled.articles()) == []
    assert not {question.id for question in held} & {question.id for question in known}
    asked = {(question.question, question.history) for question in known}
    assert not any((question.question, question.history) in asked for question in held)


def test_the_floors_are_those_of_these_questions_and_documents(floors: Floors, bundled: Library) -> None:
    assert (GOLD / floors.gold).resolve() == (GOLD / "bundled.jsonl").resolve()
    found = digests.digests([GOLD / floors.gold], bundled)
    same_questions(floors, found.gold, floors.gold)
    same_documents(floors, found.corpus)


def test_no_floor_is_pinned_below_what_was_reached(floors: Floors) -> None:
    assert all(floors.floors[metric] >= least for metric, least in REACHED.items())
    assert floors.ceilings["crashed"] == 0
    assert floors.ceilings["citations_per_answer"] <= 2


def test_no_metric_fell_below_its_floor(floors: Floors, bundled_records: tuple[Saved, ...]) -> None:
    checks = check(floors, numbers(bundled_records))
    assert all(each.ok for each in checks), gate_text(checks, [], "en")
    assert sum(len(record.citations) for record in bundled_records) > 100
