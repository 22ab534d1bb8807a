import pytest

from qa.items import enumerates
from qa.question import Question, read_question
from qa.wanted import lacks_figure, lacks_name, lacks_place, lacks_rank


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("Bộ trưởng dự họp tên là gì?", "Bộ trưởng dự họp và phát biểu.", True),
        ("Bộ trưởng dự họp tên là gì?", "Dự họp có Bộ trưởng Trần Văn Bình.", False),
        ("Nước nào xếp thứ nhì?", "Đứng thứ 2 là Singapore.", False),
        ("Nước nào xếp thứ nhì?", "Singapore | 2", False),
        ("Ai dự họp?", "Các bộ trưởng dự họp.", False),
        ("Which province leads?", "The province of Ninh Bình leads.", False),
    ],
)
def test_a_name_that_is_asked_for_must_stand_there(question: str, sentence: str, lacks: bool) -> None:
    assert lacks_name(Question(question, question, "vi"), sentence) is lacks


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("Việt Nam xếp thứ mấy thế giới?", "So với năm 2022, Việt Nam tăng 15 bậc.", True),
        ("Việt Nam xếp thứ mấy thế giới?", "Việt Nam xếp 71/193.", False),
        ("Việt Nam xếp thứ mấy thế giới?", "Việt Nam dẫn đầu khu vực.", False),
        ("Việt Nam xếp thứ mấy thế giới?", "Chính phủ điện tử | 71 | tăng 15 bậc", False),
        ("Đây là lần thứ mấy?", "Hội nghị họp lại.", False),
        ("Which rank did it reach?", "It rose 15 places.", True),
    ],
)
def test_a_rank_that_is_asked_for_must_stand_there(question: str, sentence: str, lacks: bool) -> None:
    assert lacks_rank(Question(question, question, "vi"), sentence) is lacks


@pytest.mark.parametrize(
    ("question", "sentence", "listed"),
    [
        ("Ba đột phá là những gì?", "Ba đột phá là thể chế, hạ tầng và nhân lực.", True),
        ("Ba đột phá là những gì?", "Ba đột phá là thể chế và hạ tầng.", False),
        ("Bốn ưu tiên nào được nêu?", "Bốn ưu tiên gồm: dữ liệu; dịch vụ; nền tảng; an ninh.", True),
        ("Ba tháng đầu năm có gì?", "Ba tháng đầu năm gồm một, hai, ba.", False),
        ("Ai nêu ba đột phá nào?", "Ba đột phá là thể chế, hạ tầng và nhân lực.", False),
        ("What are the three pillars, which ones?", "The three pillars are government, economy and society.", True),
    ],
)
def test_a_list_of_as_many_things_as_are_asked_for(question: str, sentence: str, listed: bool) -> None:
    assert enumerates(Question(question, question, "vi"), sentence) is listed


@pytest.mark.parametrize(
    ("question", "lacking", "held"),
    [
        ("Họp vào ngày nào?", "Họp vào tháng 7/2023.", "Họp ngày 12/7/2023."),
        ("What date was it?", "It was in July 2023.", "It was on 12 July 2023."),
        ("Có bao nhiêu người?", "Có Tổ công tác Đề án 06 từ nửa đầu năm 2023.", "Tổ có 12 người."),
        ("Mở cửa lúc mấy giờ?", "Mở cửa ngày 12/7.", "Mở cửa lúc 4h30."),
        ("Đó là nghị quyết số mấy?", "Các nghị quyết được bàn.", "Theo Nghị quyết 57."),
    ],
)
def test_the_figure_that_is_asked_for(question: str, lacking: str, held: str) -> None:
    asked = read_question(question, {})
    assert lacks_figure(asked, lacking)
    assert not lacks_figure(asked, held)


def test_a_moment_may_be_told_without_a_figure() -> None:
    asked = read_question("Khi nào phải nộp lệ phí?", {})
    assert not lacks_figure(asked, "Lệ phí nộp trước khi kết thúc đăng ký.")
    assert lacks_figure(asked, "Lệ phí nộp tại quầy.")


def test_a_place_is_not_asked_for_by_words_that_look_like_it() -> None:
    for question in ("Cần những đức tính nào?", "Viết trên máy tính nào?"):
        asked = read_question(question, {})
        assert not lacks_place(asked, "Cần kiên trì.")
        assert not lacks_name(asked, "Cần kiên trì.")
