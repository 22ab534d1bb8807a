import random
from collections import Counter

import pytest

from corpus.vietnamese import fold
from qa.examples import altered, deal, name_of, near_miss
from qa.question import Question


def test_documents_are_dealt_whole_and_once() -> None:
    contexts = [(f"đoạn {n}", f"tựa {n // 3}") for n in range(300)]
    groups = deal(contexts, random.Random(0))
    assert sorted(n for group in groups for n in group) == list(range(300))
    for group in groups:
        titles = Counter(contexts[n][1] for n in group)
        assert set(titles.values()) == {3}
    assert len({len(group) for group in groups}) > 2


@pytest.mark.parametrize(
    "question",
    ["Năm 2024 có gì?", "Tỉnh Ninh Bình có gì?", "Phiên họp thứ 8 bàn gì?", "Tỉnh Ninh Bình năm 2024 ra sao?"],
)
def test_a_near_miss_asks_for_another_year_name_or_number(question: str) -> None:
    other = near_miss(question, ["Gia Viễn", "Ninh Bình", "Hà Nội"], random.Random(1))
    assert other is not None
    assert other != question
    before, after = Question(question, question, "vi"), Question(other, other, "vi")
    assert (before.years, before.numbers, before.names) != (after.years, after.numbers, after.names)


def test_a_question_without_any_has_no_near_miss() -> None:
    assert near_miss("chuyển đổi số là gì?", ["Hà Nội"], random.Random(0)) is None
    assert name_of("Ninh Bình có gì?") is None
    assert name_of("Ở tỉnh Ninh Bình có gì?") == "Ninh Bình"


def test_other_ways_to_type() -> None:
    draw = random.Random(0)
    text = "Tỉnh có bao nhiêu trạm?"
    assert altered(text, "written", draw) == text
    assert altered(text, "unmarked", draw) == fold(text)
    assert altered(text, "upper", draw) == text.upper()
    typos = {altered(text, "typo", draw) for _ in range(20)}
    assert len(typos) > 5
    assert all(abs(len(typo) - len(text)) <= 1 for typo in typos)
