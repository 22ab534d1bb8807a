import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.conversation import leans, standalone, topic
from qa.question import clean_question


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        (
            ["Tỷ trọng kinh tế số năm 2024 là bao nhiêu?"],
            "Còn năm 2023 thì sao?",
            "Tỷ trọng kinh tế số năm 2023 là bao nhiêu?",
        ),
        (["Ninh Bình có bao nhiêu trạm?"], "Thế còn Kon Tum?", "Kon Tum có bao nhiêu trạm?"),
        (["Lào đứng thứ mấy?", "Malaysia?"], "Thế Thái Lan?", "Thái Lan đứng thứ mấy?"),
        (["Lào đứng thứ mấy?"], "Còn nước mình thì sao?", "Việt Nam đứng thứ mấy?"),
        (["Việt Nam xếp thứ mấy theo Liên Hợp quốc?"], "Theo ITU thì sao?", "Việt Nam xếp thứ mấy theo ITU?"),
        (["Cả nước có bao nhiêu trạm?"], "Còn Ninh Bình thì sao?", "Ninh Bình có bao nhiêu trạm?"),
        (["Các xã, thị trấn nộp mấy hồ sơ?"], "Còn cấp huyện thì sao?", "Cấp huyện nộp mấy hồ sơ?"),
        (["Xếp thứ mấy năm 2022?"], "Năm 2021 thì sao?", "Xếp thứ mấy năm 2021?"),
        (["Huyện còn bao nhiêu chỉ số thấp?"], "Vì sao vậy?", "Vì sao huyện còn chỉ số thấp?"),
        (
            ["Kho có bao nhiêu sách?", "Ai yêu cầu?"],
            "Xây nó hết bao nhiêu tiền?",
            "Kho sách: Xây nó hết bao nhiêu tiền?",
        ),
        (["What was the rank in 2022?"], "And in 2024?", "What was the rank in 2024?"),
        (
            ["ty trong kinh te so nam 2024 la bao nhieu"],
            "con nam 2023 thi sao",
            "Ty trong kinh te so nam 2023 la bao nhieu",
        ),
        (["Doanh thu quý I năm 2023 là bao nhiêu?"], "Còn quý II năm 2024?", "Doanh thu quý II năm 2024 là bao nhiêu?"),
    ],
)
def test_what_is_left_out_is_taken_from_the_question_before(history: list[str], question: str, expected: str) -> None:
    assert standalone(question, history) == expected


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        (["TỈNH CÓ BAO NHIÊU ĐIỂM?"], "TĂNG THÊM MẤY PHẦN TRĂM?", "TỈNH ĐIỂM: TĂNG THÊM MẤY PHẦN TRĂM?"),
        (["NĂM 2022 TĂNG BAO NHIÊU?"], "CÒN NĂM 2023?", "NĂM 2023 TĂNG BAO NHIÊU?"),
        (["TỈNH CÓ GÌ?"], "HUYỆN GIA VIỄN CÓ BAO NHIÊU XÃ VÀ THỊ TRẤN?", "HUYỆN GIA VIỄN CÓ BAO NHIÊU XÃ VÀ THỊ TRẤN?"),
    ],
)
def test_capitals_throughout_name_nothing(history: list[str], question: str, expected: str) -> None:
    assert standalone(question, history).upper() == expected


def test_turns_chain() -> None:
    history = ["Tỷ trọng kinh tế số năm 2024 là bao nhiêu?", "Còn năm 2023 thì sao?"]
    assert standalone("Còn năm 2022?", history) == "Tỷ trọng kinh tế số năm 2022 là bao nhiêu?"


@pytest.mark.parametrize(
    ("before", "question"),
    [("What was the rank in 2022?", "What about 2024?"), ("Thứ hạng năm 2022 là mấy?", "Còn 2024?")],
)
def test_a_bare_year_takes_the_place_of_the_year(before: str, question: str) -> None:
    found = standalone(question, [before])
    assert "2024" in found
    assert "2022" not in found
    assert found.split()[:2] == before.split()[:2]


@pytest.mark.parametrize(
    "question", ["Chủ đề năm 2025 là gì?", "Who chaired the meeting of Ninh Binh?", "Chuyển đổi số là gì?"]
)
def test_a_whole_question_is_left_alone(question: str) -> None:
    assert not leans(question)
    assert standalone(question, ["Ai chủ trì hội nghị?", "Năm 2020 có gì?"]) == question


@pytest.mark.parametrize(
    "question", ["Ở đâu?", "o dau", "Ai chủ trì hội nghị đó?", "Khi nào?", "Vì sao?", "Where?", "Còn Huế?"]
)
def test_a_leaning_question_keeps_the_topic(question: str) -> None:
    assert leans(question)
    found = standalone(question, ["Hội nghị chuyển đổi số Ninh Bình có bao nhiêu người dự?"])
    assert "chuyển đổi số" in found


@pytest.mark.parametrize("history", [(), [""], ["  ", "\x00"], ["🙂"]])
def test_an_empty_conversation_changes_nothing_but_space(history: list[str]) -> None:
    assert standalone("  Còn năm\u00a02023? ", history)
    assert "2023" in standalone("  Còn năm\u00a02023? ", history)


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_conversation_gives_one_clean_question(question: str, history: list[str]) -> None:
    found = standalone(question, history)
    assert found == clean_question(found)
    if not leans(clean_question(question)) and clean_question(question):
        assert found == clean_question(question)


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip(" ?")))
def test_a_topic_is_never_empty(text: str) -> None:
    assert topic(clean_question(text)) or not clean_question(text).strip(" ?!.")


def test_the_topic_is_the_question_without_its_asking_words() -> None:
    assert topic("Ninh Bình có bao nhiêu doanh nghiệp?") == "Ninh Bình doanh nghiệp"
    assert topic("Là gì?") == "Là gì"
