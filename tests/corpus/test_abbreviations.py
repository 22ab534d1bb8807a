import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.abbreviations import COMMON, expansions, harvest, spelled_out, written
from corpus.vietnamese import fold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ủy ban nhân dân (UBND) tỉnh họp.", {"UBND": "ủy ban nhân dân"}),
        ("Trung tâm phục vụ hành chính công (TTPVHCC; một cửa)", {"TTPVHCC": "trung tâm phục vụ hành chính công"}),
        ("đổi mới sáng tạo (ĐMST)", {"ĐMST": "đổi mới sáng tạo"}),
        ("giáo dục đào tạo (GD&ĐT)", {"GD&ĐT": "giáo dục đào tạo"}),
        ("Ủy ban nhân dân (XYZT) họp.", {}),
        ("họp (UBND)", {}),
        ("(UBND)", {}),
        ("một (M)", {}),
        ("", {}),
        ("Ngày 1/2 (VN)", {}),
    ],
)
def test_definitions_are_taken_from_the_text(text: str, found: dict[str, str]) -> None:
    assert harvest(text) == found


def test_the_first_definition_in_a_text_holds() -> None:
    text = "cơ sở dữ liệu (CSDL) và chuyển sang dạng lạ (CSDL)"
    assert harvest(text) == {"CSDL": "cơ sở dữ liệu"}


@given(st.text(alphabet="abcđ ÂBCĐ(),;.-&1"))
def test_initials_of_what_is_harvested_always_agree(text: str) -> None:
    for short, long in harvest(text).items():
        letters = [fold(char).lower() for char in short if char.isalpha()]
        assert letters == [fold(word)[0] for word in long.split()]


def test_the_short_form_is_expanded_and_the_long_form_is_shortened() -> None:
    known = {"UBND": "ủy ban nhân dân"}
    assert expansions("UBND họp gì?", known) == ["ủy ban nhân dân"]
    assert expansions("ỦY BAN NHÂN DÂN họp gì?", known) == ["UBND"]
    assert expansions(unicodedata.normalize("NFD", "Ủy ban nhân dân họp gì?"), known) == ["UBND"]
    assert expansions("ubnd họp gì?", known) == ["ủy ban nhân dân"]
    assert expansions("Ủy ban họp gì?", known) == []


def test_two_letters_in_lower_case_are_a_word_and_no_abbreviation() -> None:
    assert written("AI", "AI là gì?")
    assert not written("AI", "ai là chủ tịch?")
    assert not written("DN", "UBDN họp")
    assert not written("DVC", "DVCTT là gì?")
    assert not written("CN", "KH&CN là gì?")


def test_only_the_abbreviation_itself_is_spelled_out() -> None:
    known = {"DVC": "dịch vụ công", "DVCTT": "dịch vụ công trực tuyến"}
    assert spelled_out("DVCTT và DVC, (DVC)?", known) == "dịch vụ công trực tuyến và dịch vụ công, (dịch vụ công)?"
    assert spelled_out("không có gì", known) == "không có gì"


def test_a_long_form_with_signs_of_patterns_is_taken_literally() -> None:
    assert spelled_out("ABC?", {"ABC": r"a \1 b"}) == r"a \1 b?"


@given(st.text())
def test_any_question_can_be_spelled_out(text: str) -> None:
    assert isinstance(spelled_out(text, COMMON), str)
    expansions(text, COMMON)


def test_common_long_forms_are_lower_case_words() -> None:
    for short, long in COMMON.items():
        assert long == long.lower() == unicodedata.normalize("NFC", long)
        assert short == unicodedata.normalize("NFC", short)
