import pytest

from qa.offices import another_office
from qa.question import Question


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("Chủ tịch tỉnh tên gì?", "Phó Chủ tịch tỉnh dự hội nghị.", True),
        ("Phó Chủ tịch tỉnh nào dự? Là ai?", "Chủ tịch tỉnh dự hội nghị.", True),
        ("Phó Chủ tịch tỉnh là ai?", "Phó Chủ tịch tỉnh dự hội nghị.", False),
        ("Chủ tịch tỉnh nói gì?", "Phó Chủ tịch tỉnh dự hội nghị.", False),
        ("Ai dự hội nghị?", "Phó Chủ tịch tỉnh dự hội nghị.", False),
        ("Chủ tịch tỉnh là ai?", "Chủ tịch huyện là bà Hoa.", True),
        ("Chủ tịch tỉnh là ai?", "Chủ tịch UBND tỉnh là bà Hoa.", False),
        ("Chủ tịch UBND thành phố là ai?", "Bà Hoa là Chủ tịch UBND TP.", False),
        ("Chủ tịch tỉnh là ai?", "Bà Hoa là Chủ tịch, ông Nam là Bí thư.", False),
        ("Bí thư Huyện ủy tên là gì?", "Bà Hoa là Phó Chủ tịch huyện.", True),
        ("Bí thư Huyện ủy tên là gì?", "Tên bà là Hoa.", False),
        ("Ai gặp Bí thư Huyện ủy?", "Phó Chủ tịch huyện gặp bà.", False),
    ],
)
def test_a_deputy_is_not_the_one_asked_for(question: str, sentence: str, another: bool) -> None:
    assert another_office(Question(question, question, "vi"), sentence) is another
