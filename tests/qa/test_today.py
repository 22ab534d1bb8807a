from datetime import date

import pytest

from qa.today import resolved

TODAY = date(2025, 1, 15)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Kinh tế số năm ngoái chiếm bao nhiêu?", "Kinh tế số năm 2024 chiếm bao nhiêu?"),
        ("nam nay co gi moi", "năm 2025 co gi moi"),
        ("Sang năm làm gì?", "Năm 2026 làm gì?"),
        ("Tháng trước có mấy hội nghị?", "Tháng 12/2024 có mấy hội nghị?"),
        ("Quý này và tháng này thu bao nhiêu?", "Quý I/2025 và tháng 1/2025 thu bao nhiêu?"),
        ("Quý trước thu bao nhiêu?", "Quý IV/2024 thu bao nhiêu?"),
        ("How much was exported last year?", "How much was exported in 2024?"),
        ("What happened last month?", "What happened in December 2024?"),
    ],
)
def test_times_are_told_from_the_day_of_asking(question: str, meant: str) -> None:
    assert resolved(question, TODAY) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Tăng bao nhiêu so với năm ngoái?",
        "3 tháng trước có gì?",
        "Con người sống ở đây hàng nghìn năm trước?",
        "So với cùng kỳ năm ngoái thì sao?",
        "Năm 2022 hơn năm ngoái bao nhiêu?",
        "Chương trình năm nayon là gì?",
        "",
    ],
)
def test_what_is_told_from_another_time_stays(question: str) -> None:
    assert resolved(question, TODAY) == question
