import pytest

from qa.constraints import (
    another_office,
    contradicts,
    defines,
    enumerates,
    lacks_figure,
    lacks_name,
    lacks_place,
    lacks_rank,
    names_another,
)
from qa.question import Question, read_question


@pytest.mark.parametrize(
    ("question", "sentence", "against"),
    [
        ("Năm 2019 Việt Nam xếp thứ mấy?", "Năm 2021, Việt Nam vươn lên thứ 3.", True),
        ("Năm 2021 Việt Nam xếp thứ mấy?", "Năm 2021, Việt Nam vươn lên thứ 3.", False),
        ("Năm 2024 xếp thứ mấy?", "Việt Nam xếp thứ 71/193, tăng 15 bậc so với năm 2022.", False),
        ("Năm 2022 xếp thứ mấy?", "Việt Nam xếp thứ 71/193 (năm 2024), tăng 15 bậc so với năm 2022.", True),
        ("Doanh thu quý II/2024 là bao nhiêu?", "Trong quý I/2024, doanh thu đạt 36,3 tỷ USD.", True),
        ("Phiên họp thứ 9 bàn gì?", "Ủy ban họp phiên thứ 8 vào tháng 4.", True),
        ("Việt Nam xếp thứ mấy?", "Năm 2021, Việt Nam vươn lên thứ 3.", False),
        ("Năm 2024 có gì mới?", "Nhiều nền tảng số được đưa vào sử dụng.", False),
        ("nam 2019 xep thu may", "Năm 2021, Việt Nam vươn lên thứ 3.", True),
        ("Công thức 5 điểm là gì?", "Gồm 4 xuyên suốt, 3 giá trị, 2 nhận thức, 1 quyết tâm.", False),
        ("Ba tháng đầu năm 2024 xuất khẩu bao nhiêu?", "Xuất khẩu 9 tháng năm 2024 ước 100,8 tỷ USD.", True),
        ("How many accounts in 2022?", "By 2025 there were 55 million accounts.", True),
    ],
)
def test_another_time_or_number_of_the_same_thing_contradicts(question: str, sentence: str, against: bool) -> None:
    language = "en" if question.startswith("How") else "vi"
    assert contradicts(Question(question, question, language), sentence) is against


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("Chủ tịch tỉnh tên gì?", "Phó Chủ tịch tỉnh dự hội nghị.", True),
        ("Phó Chủ tịch tỉnh nào dự? Là ai?", "Chủ tịch tỉnh dự hội nghị.", True),
        ("Phó Chủ tịch tỉnh là ai?", "Phó Chủ tịch tỉnh dự hội nghị.", False),
        ("Chủ tịch tỉnh nói gì?", "Phó Chủ tịch tỉnh dự hội nghị.", False),
        ("Ai dự hội nghị?", "Phó Chủ tịch tỉnh dự hội nghị.", False),
    ],
)
def test_a_deputy_is_not_the_one_asked_for(question: str, sentence: str, another: bool) -> None:
    assert another_office(Question(question, question, "vi"), sentence) is another


def test_only_a_question_for_the_meaning_wants_an_abbreviation_written_out() -> None:
    sentence = "Tỉnh có 969 vị trí đặt trạm thu phát sóng (BTS)."
    assert defines(Question("BTS là gì?", "BTS là gì?", "vi"), sentence)
    assert not defines(Question("Có bao nhiêu BTS?", "Có bao nhiêu BTS?", "vi"), sentence)


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


@pytest.mark.parametrize(
    ("question", "other", "same"),
    [
        ("Bài học thứ tư là gì?", "Bài học thứ hai là đọc.", "Bài học thứ tư là viết."),
        ("What is the fourth lesson?", "The first lesson is to read.", "The fourth lesson is to write."),
        ("Cuối thế kỉ XIX có gì?", "Cuối thế kỷ 20 có điện.", "Cuối thế kỷ 19 có tàu."),
        ("Cả năm 2024 xuất khẩu bao nhiêu?", "9 tháng năm 2024 xuất khẩu 3 tỷ.", "Cả năm 2024 xuất khẩu 4 tỷ."),
    ],
)
def test_another_of_the_same_row_contradicts(question: str, other: str, same: str) -> None:
    asked = read_question(question, {})
    assert contradicts(asked, other)
    assert not contradicts(asked, same)


def test_a_place_is_not_asked_for_by_words_that_look_like_it() -> None:
    for question in ("Cần những đức tính nào?", "Viết trên máy tính nào?"):
        asked = read_question(question, {})
        assert not lacks_place(asked, "Cần kiên trì.")
        assert not lacks_name(asked, "Cần kiên trì.")


def test_a_name_that_people_say_and_a_standard() -> None:
    assert not names_another(read_question("Sở của Sài Gòn làm gì?", {}), "Sở của TP Hồ Chí Minh họp.")
    assert names_another(read_question("Có bao nhiêu trạm 5G?", {}), "Có 969 trạm 4G.")
