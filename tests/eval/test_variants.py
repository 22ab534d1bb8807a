import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold, tokens
from eval.gold import Question
from eval.variants import VARIANTS, old_tones, slipped, swapped, typed
from qa.question import clean_question, keyed

TEXT = "Ủy ban nhân dân tỉnh Hòa Bình có bao nhiêu thủy điện?"


def test_every_way_changes_a_question_and_its_history() -> None:
    asked = Question("q1", "vi", TEXT, "factoid", ("a.md",), ("5",), history=(TEXT,))
    for way in VARIANTS:
        changed = typed(asked, way)
        assert changed.variant == way
        assert changed.question != asked.question, way
        assert changed.history == (changed.question,)
        assert (changed.id, changed.docs, changed.answers) == ("q1", ("a.md",), ("5",))


@pytest.mark.parametrize("way", ["nfd", "old_tones"])
def test_some_ways_are_the_same_words_to_the_program(way: str) -> None:
    assert tokens(clean_question(VARIANTS[way](TEXT))) == tokens(TEXT)


def test_the_ways_by_hand() -> None:
    assert VARIANTS["no_diacritics"]("Đường số 5") == "Duong so 5"
    assert VARIANTS["upper"]("đường số 5") == "ĐƯỜNG SỐ 5"
    assert len(VARIANTS["nfd"]("ệ")) == 3
    assert old_tones("quý, hóa, khuya, HÒA, thủy, khỏe") == "quý, hoá, khuya, HOÀ, thuỷ, khoẻ"
    assert swapped("CĐS ở UBND") == "chuyển đổi số ở ủy ban nhân dân"
    assert swapped("không có gì") == "không có gì"
    assert keyed(VARIANTS["telex"](TEXT)).lower() == TEXT.lower()


@given(st.text(alphabet="abcdeghiklmnoăđề 12,?", max_size=40))
def test_a_slip_is_one_and_the_same_each_time(text: str) -> None:
    slip = slipped(text)
    assert slip == slipped(text)
    assert abs(len(slip) - len(text)) <= 1
    assert [c for c in slip if c.isdigit()] == [c for c in text if c.isdigit()]


def test_a_short_question_has_nowhere_to_slip() -> None:
    assert slipped("ai đó?") == "ai đó?"
    assert slipped("chuyển đổi") != "chuyển đổi"


def test_nfd_is_not_folded() -> None:
    assert unicodedata.normalize("NFC", VARIANTS["nfd"](TEXT)) == TEXT
    assert fold(VARIANTS["old_tones"](TEXT)) == fold(TEXT)
