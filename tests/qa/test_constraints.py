import pytest

from qa.constraints import contradicts, names_another
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
        ("Từ tháng 7/2023 đến tháng 4/2024 tăng mấy lần?", "Đến tháng 7/2023 có 7 triệu.", False),
        ("Từ tháng 7/2023 đến tháng 4/2024 tăng mấy lần?", "Đến tháng 5/2023 có 7 triệu.", True),
        ("So với năm 2023 thì giảm bao nhiêu?", "Năm 2024 có 14 đơn vị, giảm 7%.", False),
        ("How many accounts in 2022?", "By 2025 there were 55 million accounts.", True),
    ],
)
def test_another_time_or_number_of_the_same_thing_contradicts(question: str, sentence: str, against: bool) -> None:
    language = "en" if question.startswith("How") else "vi"
    assert contradicts(Question(question, question, language), sentence) is against


@pytest.mark.parametrize(
    ("question", "other", "same"),
    [
        ("Bài học thứ tư là gì?", "Bài học thứ hai là đọc.", "Bài học thứ tư là viết."),
        ("What is the fourth lesson?", "The first lesson is to read.", "The fourth lesson is to write."),
        ("Cuối thế kỉ XIX có gì?", "Cuối thế kỷ 20 có điện.", "Cuối thế kỷ 19 có tàu."),
        ("Nước nào đứng thứ nhất thế giới?", "Nước ấy xếp hạng 71.", "Nước ấy xếp hạng nhất."),
        ("Nước nào xếp hạng 71?", "Nước ấy đứng thứ 25/194.", "Nước ấy đứng 71/193."),
        ("Which country ranked 3rd?", "It ranked 4th in the world.", "It ranks third in the world."),
        ("Cả năm 2024 xuất khẩu bao nhiêu?", "9 tháng năm 2024 xuất khẩu 3 tỷ.", "Cả năm 2024 xuất khẩu 4 tỷ."),
    ],
)
def test_another_of_the_same_row_contradicts(question: str, other: str, same: str) -> None:
    asked = read_question(question, {})
    assert contradicts(asked, other)
    assert not contradicts(asked, same)


def test_a_name_that_people_say_and_a_standard() -> None:
    assert not names_another(read_question("Sở của Sài Gòn làm gì?", {}), "Sở của TP Hồ Chí Minh họp.")
    assert names_another(read_question("Có bao nhiêu trạm 5G?", {}), "Có 969 trạm 4G.")
