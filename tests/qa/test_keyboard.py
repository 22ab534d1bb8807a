import re

import pytest

from corpus.vietnamese import canonical, fold
from embeddings.restore import bundled_restorer
from qa.keyboard import raw_telex, telex, vni
from qa.question import keyed, read_question

QUESTIONS = [
    "Chuyển đổi số là gì?",
    "Thủ tướng yêu cầu bao nhiêu huyện có trạm y tế trước ngày 30/6/2025?",
    "Nghị quyết 57-NQ/TW nói gì về người dân và doanh nghiệp?",
    "Quốc hội thông qua Luật Đường sắt năm nào?",
    "“Bưu điện văn hóa xã” ở Đăk Glei được đầu tư thêm những gì, thưa ông?",
    "Khuya nay tòa soạn có kịp duyệt bài về thuế quý I/2024 không?",
    "UBND và BCĐ CĐS họp ở đâu?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_in_raw_telex_is_read_as_it_was_meant(question: str) -> None:
    assert alike(keyed(raw_telex(question)), question)


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("Thu3 tu7o71ng ye6u ca62u gi2?", "Thủ tướng yêu cầu gì?"),
        ("nga2y 6/2/2025 ai chu3 tri2 ho6i5 nghi5", "ngày 6/2/2025 ai chủ trì hội nghị"),
        ("d9u7o7ng2 d9i bu7u d9ie6n5", "đường đi bưu điện"),
        ("KINH TEES SOOS TAWNG BAO NHIEEU", "KINH TẾ SỐ TĂNG BAO NHIÊU"),
        ("Thur tuwowngs yeeu caauf gif vowis webmaster", "Thủ tướng yêu cầu gì với webmaster"),
    ],
)
def test_other_ways_to_type(keys: str, meant: str) -> None:
    assert alike(keyed(keys), meant)


@pytest.mark.parametrize(
    "text",
    [
        *(fold(question) for question in QUESTIONS),
        "What does the free press see in the book of the week?",
        "has been to see a good tree",
        "u23 viet nam da may tran",
        "covid19 o ha noi co bao nhieu ca",
        "iso 27001 la gi, b2b la gi",
        "Đã có dấu thì giữ nguyên: soos, ddaau",
        "asdf qwer zxcv",
        "12 / 7 / 2023",
        "",
    ],
)
def test_what_is_no_raw_keys_stays_as_typed(text: str) -> None:
    assert keyed(text) == text


@pytest.mark.parametrize("delayed", ["chuyeenr", "chuyeern", "chuyener", "chuyenre"])
def test_the_keys_of_a_syllable_come_in_any_order(delayed: str) -> None:
    assert telex(delayed) == "chuyển"


@pytest.mark.parametrize(
    ("keys", "syllable"), [("giu7o72ng", "giường"), ("quy1", "quý"), ("qua6n5", "quận"), ("x9", None)]
)
def test_vni_by_hand(keys: str, syllable: str | None) -> None:
    assert vni(keys) == syllable


def test_a_word_without_a_vowel_writes_nothing() -> None:
    assert telex("pdf") is None


def test_the_question_is_read_as_what_the_keys_write() -> None:
    question = read_question("chuyeern ddooir soos laf gif?", {})
    assert question.text == "chuyển đổi số là gì?"
    assert question.kind == "definition"
    assert question.restored == ""


def test_the_model_of_marks_says_which_syllables_there_are() -> None:
    restorer = bundled_restorer()
    assert restorer.knows("chuyển")
    assert not restorer.knows("chuyểm")
    assert restorer.can_read("chuyen")
    assert not restorer.can_read("chuyeern")


def alike(one: str, other: str) -> bool:
    def words(text: str) -> list[str]:
        return [canonical(word) for word in re.findall(r"\w+", text)]

    return words(one) == words(other)


@pytest.mark.parametrize(
    ("keys", "syllable"), [("muaw", "mưa"), ("luwa", "lưa"), ("quawngj", "quặng"), ("xoawn", "xoăn")]
)
def test_the_hook_of_ua_sits_on_the_u_but_after_q_on_the_a(keys: str, syllable: str) -> None:
    assert telex(keys) == syllable
