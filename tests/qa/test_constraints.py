import pytest

from qa.constraints import contradicts
from qa.question import Question


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
        ("How many accounts in 2022?", "By 2025 there were 55 million accounts.", True),
    ],
)
def test_another_time_or_number_of_the_same_thing_contradicts(question: str, sentence: str, against: bool) -> None:
    language = "en" if question.startswith("How") else "vi"
    assert contradicts(Question(question, question, language), sentence) is against
