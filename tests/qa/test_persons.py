import pytest

from qa.persons import lacks_person, people
from qa.question import Question


def ask(text: str) -> Question:
    return Question(text, text, "vi")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ông Phạm Văn Tam chủ trì tại điểm cầu huyện Gia Viễn.", ["Phạm Văn Tam"]),
        ("Hội nghị ở Hà Nội, Lâm Đồng và Hòa Bình.", []),
        ("Chủ tịch Ủy ban nhân dân tỉnh Kon Tum dự họp.", []),
        ("Tổng thống Franklin Roosevelt phát biểu.", ["Franklin Roosevelt"]),
        ("Chủ tịch Obama đến thăm.", ["Obama"]),
    ],
)
def test_people_are_told_from_places_and_offices(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    "question",
    [
        "Bộ trưởng Bộ Thông tin dự hội nghị tên là gì?",
        "Ai là Chủ tịch huyện?",
        "Phó Chủ tịch tỉnh Lào Cai nào dự hội nghị?",
        "Giám đốc Sở là ai?",
    ],
)
def test_the_holder_of_an_office_needs_a_name(question: str) -> None:
    assert lacks_person(ask(question), "Lãnh đạo tỉnh Kon Tum và Chủ tịch huyện dự hội nghị.")
    assert not lacks_person(ask(question), "Đồng chí Nguyễn Thị Hoa, Chủ tịch huyện, dự hội nghị.")


def test_the_holder_in_english_needs_a_name_too() -> None:
    question = Question("Who is the chairman of the district?", "", "en")
    assert lacks_person(question, "Lãnh đạo tỉnh dự hội nghị.")
    assert not lacks_person(question, "Đồng chí Nguyễn Thị Hoa, Chủ tịch huyện, dự hội nghị.")


@pytest.mark.parametrize(
    "question", ["Thủ tướng có những chính sách nào?", "Chủ tịch tỉnh dự hội nghị năm nào?", "Who met the chairman?"]
)
def test_other_questions_need_none(question: str) -> None:
    language = "en" if question.startswith("Who") else "vi"
    assert not lacks_person(Question(question, question, language), "Lãnh đạo tỉnh dự hội nghị.")
