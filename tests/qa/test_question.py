import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.abbreviations import COMMON
from corpus.vietnamese import fold
from qa.question import Kind, Question, clean_question, language_of, read_question, understood


@given(st.text())
def test_a_cleaned_question_is_clean(text: str) -> None:
    cleaned = clean_question(text)
    assert cleaned == clean_question(cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()
    assert all(char.isprintable() for char in cleaned if char not in "\u00ad\u3000\xa0")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        (" \t\r\n ", ""),
        ("Số\x00 mấy\r\n?", "Số mấy ?"),
        ("\ud800Số\udfff", "Số"),
        ("\ufeffSố\u200b mấy", "Số mấy"),
        ("So\u0302\u0301", "Số"),
        ("🙂 vui", "🙂 vui"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean_question(text) == cleaned


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Chủ đề năm 2025 là gì?", "vi"),
        ("chu de nam 2025 la gi", "vi"),
        ("CHU DE NAM 2025 LA GI", "vi"),
        ("What is the theme of 2025?", "en"),
        ("WHAT IS THE THEME?", "en"),
        ("Who chaired it?", "en"),
        ("Which rank did Việt Nam reach in 2024?", "vi"),
        ("", "vi"),
        ("2024?", "vi"),
        ("VNeID", "vi"),
        ("ninh binh co bao nhieu tram", "vi"),
        ("how many BTS stations does Ninh Binh have", "en"),
    ],
)
def test_the_language_of_a_question(text: str, language: str) -> None:
    assert language_of(text) == language


def read(text: str) -> Question:
    return read_question(text, COMMON)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tỉnh có bao nhiêu trạm?", "number"),
        ("Việt Nam xếp thứ mấy?", "number"),
        ("Hội nghị diễn ra khi nào?", "date"),
        ("hoi nghi dien ra ngay nao", "date"),
        ("Ai chủ trì hội nghị?", "person"),
        ("Hội nghị họp ở đâu?", "place"),
        ("Vì sao phải chuyển đổi số?", "reason"),
        ("Ba đột phá gồm những gì?", "list"),
        ("VNeID là gì?", "definition"),
        ("Kinh tế số phát triển thế nào?", "manner"),
        ("How many villages are there?", "number"),
        ("When did it open?", "date"),
        ("Who chaired the meeting?", "person"),
        ("Where is Gia Vien?", "place"),
        ("Why does it matter?", "reason"),
        ("Kinh tế số", "other"),
        ("Mấy ông ấy họp ở đâu?", "place"),
        ("Tỉnh có mấy trạm?", "number"),
        ("Xếp thứ mấy trong số nước nào?", "number"),
        ("Mấy ông chủ tịch có dự không?", "other"),
        ("Dựa trên những cơ sở nào?", "list"),
        ("Chịu áp lực nào?", "other"),
        ("Tại sao tỉ lệ ấy lại cao?", "reason"),
        ("Những việc cần làm là gì?", "list"),
        ("An toàn đến mức nào?", "manner"),
        ("Who spoke when it closed?", "person"),
    ],
)
def test_the_kind_of_a_question(text: str, kind: str) -> None:
    assert read(text).kind == kind


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    question = read(text)
    assert question.kind in get_args(Kind)
    assert isinstance(question.marked, bool)
    for value in (question.terms, question.pairs, question.years, question.numbers, question.names, question.unit):
        assert all(isinstance(item, str) for item in value)
    assert len(question.terms) == len(set(question.terms))


TYPED = "Năm 2024 Uỷ ban Quốc gia có bao nhiêu trạm phát sóng ở Ninh Bình?"


def test_decomposed_and_old_spellings_are_read_alike() -> None:
    one = read(TYPED)
    for text in (unicodedata.normalize("NFD", TYPED), TYPED.replace("Uỷ", "Ủy"), f"  {TYPED}\r\n"):
        other = read(text)
        assert (other.terms, other.pairs, other.kind, other.years, other.names, other.unit) == (
            one.terms, one.pairs, one.kind, one.years, one.names, one.unit,
        )  # fmt: skip


def test_without_marks_a_question_keeps_kind_terms_and_years() -> None:
    one, bare = read(TYPED), read(fold(TYPED))
    assert one.marked
    assert not bare.marked
    assert bare.kind == one.kind == "number"
    assert bare.years == one.years == {"2024"}
    assert bare.unit == one.unit
    assert {fold(term) for term in one.terms} <= set(bare.terms)


def test_constraints_are_taken_from_the_question() -> None:
    question = read("Từ năm 2021 đến 2.416 thôn, “Ngày mới” ở Kon Tum có 71,8%?")
    assert question.years == {"2021"}
    assert question.numbers == {"2.416", "71,8"}
    assert question.names >= {"kon", "tum", "ngay", "moi"}
    assert read("TỈNH NINH BÌNH CÓ GÌ").names == frozenset()
    assert read("Tỷ lệ là bao nhiêu phần trăm?").unit == ("%",)


def test_asking_words_are_no_terms_unless_nothing_is_left() -> None:
    assert read("Mục tiêu là gì?").terms == ("mục", "tiêu")
    assert read("Là gì?").terms == ("là", "gì")
    assert read("What is the theme?").terms == ("theme",)


def test_abbreviations_are_written_out_for_the_encoder_and_offered_to_the_words() -> None:
    question = read_question("CĐS của UBND?", {"UBND": "ủy ban nhân dân", "CĐS": "chuyển đổi số"})
    assert question.text == "CĐS của UBND?"
    assert question.spelled == "chuyển đổi số của ủy ban nhân dân?"
    assert set(question.extra) == {"ủy ban nhân dân", "chuyển đổi số"}
    assert read_question("Ủy ban nhân dân họp?", {"UBND": "ủy ban nhân dân"}).extra == ("UBND",)
    assert read_question("What is the AI plan of it?", COMMON).extra == ()


@pytest.mark.parametrize(
    ("text", "is_understood"),
    [("?", False), ("🙂", False), ("___", False), ("…", False), ("a", True), ("5?", True), ("số", True)],
)
def test_a_question_needs_a_word_or_a_number(text: str, is_understood: bool) -> None:
    assert understood(text) is is_understood


def test_a_question_typed_without_diacritics_is_restored_for_the_models_only() -> None:
    question = read_question("ubnd tinh co bao nhieu thon", {"UBND": "ủy ban nhân dân"})
    assert question.restored == question.reading == "ủy ban nhân dân tỉnh có bao nhiêu thôn"
    assert not question.marked, "its own terms stay as typed"
    assert "tinh" in question.terms
    for text in ("Tỉnh có bao nhiêu thôn?", "How many villages are there?", "2024?"):
        untouched = read_question(text, {})
        assert (untouched.restored, untouched.reading) == ("", untouched.spelled)
