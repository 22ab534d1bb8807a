"""The bundled gold over the bundled articles: at least .85 of the answerable right, at least .85 of the unanswerable kept silent about."""

from pathlib import Path

import pytest

from eval.gold import check_against, read_gold
from eval.run import Record, run_gold
from eval.score import Scores, gold_scores
from qa.library import Library

GOLD = Path(__file__).parent.parent / "eval" / "gold" / "bundled.jsonl"
KINDS = {
    "factoid", "list", "definition", "paraphrase", "no_diacritics", "abbreviation", "typo", "english", "temporal", "multi_doc",
    "followup", "boilerplate_trap", "unanswerable",
}  # fmt: skip


@pytest.fixture(scope="module")
def records(bundled: Library) -> list[Record]:
    return run_gold(read_gold(GOLD), bundled)


@pytest.fixture(scope="module")
def scores(records: list[Record]) -> Scores:
    return gold_scores(records)


def test_the_set_is_whole(bundled: Library) -> None:
    questions = read_gold(GOLD)
    assert len(questions) >= 120
    assert {question.kind for question in questions} == KINDS
    assert check_against(questions, bundled.articles()) == []


def test_answers_and_silence_stay_where_they_are(scores: Scores) -> None:
    assert scores["crashed"] == 0
    assert scores["answerable"]["share"] >= 0.85
    assert scores["unanswerable"]["share"] >= 0.85
    assert scores["citations_per_answer"] <= 2


def test_every_quote_is_verbatim(scores: Scores) -> None:
    assert scores["verbatim"]["quotes"] > 100
    assert scores["verbatim"]["true"] == scores["verbatim"]["quotes"]
