import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.periods import Period, another_period, periods


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6 tháng đầu năm 2023", {Period(1, 6, "2023")}),
        ("sáu tháng cuối năm", {Period(7, 12)}),
        ("nửa đầu năm 2023", {Period(1, 6, "2023")}),
        ("quý IV/2024", {Period(10, 12, "2024")}),
        ("quy 3 nam 2022", {Period(7, 9, "2022")}),
        ("tháng 7", {Period(7, 7)}),
        ("ngày 06/02/2025", {Period(2, 2, "2025")}),
        ("the first nine months of 2024", {Period(1, 9, "2024")}),
        ("on 19 July 2024", {Period(7, 7, "2024")}),
        ("In July 2024", {Period(7, 7, "2024")}),
        ("third quarter of 2021", {Period(7, 9, "2021")}),
        ("năm 2024", set()),
        ("71/193 quốc gia", set()),
        ("", set()),
    ],
)
def test_the_periods_of_a_text(text: str, found: set[Period]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("Tháng 7/2024 có bao nhiêu tài khoản?", "Ngày 24/4/2024 có 14,6 triệu tài khoản.", True),
        ("Tháng 7/2024 có bao nhiêu tài khoản?", "Ngày 19/7/2024 có 16 triệu tài khoản.", False),
        ("6 tháng đầu năm 2024 tăng bao nhiêu?", "Quý I/2024 tăng 5%.", True),
        ("6 tháng đầu năm 2024 tăng bao nhiêu?", "Hội nghị tháng 7/2024 cho biết tăng 5%.", False),
        ("Tháng 7 có gì?", "Tháng 7/2023 có hội nghị.", False),
        ("Có gì mới?", "Quý I/2024 tăng 5%.", False),
    ],
)
def test_another_period_than_the_question_names(question: str, sentence: str, another: bool) -> None:
    assert another_period(question, sentence) is another


@given(st.text(max_size=80))
def test_a_text_never_speaks_of_another_period_than_its_own(text: str) -> None:
    assert not another_period(text, text)
    assert all(1 <= period.first <= period.last <= 12 for period in periods(text))
