import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold
from qa.moments import ROW
from qa.parts import LONGEST, parts
from qa.question import clean_question

TWO = {
    "two sentences": (
        "Hội nghị diễn ra ở đâu? Ai chủ trì?",
        ("Hội nghị diễn ra ở đâu?", "Hội nghị diễn ra: Ai chủ trì?"),
    ),
    "two sentences, each with a name": (
        "Tỉnh Ninh Bình có mấy xã? Tỉnh Kon Tum có mấy xã?",
        ("Tỉnh Ninh Bình có mấy xã?", "Tỉnh Kon Tum có mấy xã?"),
    ),
    "two sentences, English": (
        "When was the fair held? Who opened it?",
        ("When was the fair held?", "was the fair held: Who opened it?"),
    ),
    "two clauses": (
        "Hội chợ tháng 7 mở cửa khi nào và do ai chủ trì?",
        ("Hội chợ tháng 7 mở cửa khi nào?", "Hội chợ tháng 7 mở cửa: do ai chủ trì?"),
    ),
    "two clauses, unmarked": (
        "hoi cho thang 7 mo cua khi nao va do ai chu tri?",
        ("hoi cho thang 7 mo cua khi nao?", "hoi cho thang 7 mo cua: do ai chu tri?"),
    ),
    "two clauses, English": (
        "When was the fair held and who opened it?",
        ("When was the fair held?", "was the fair held: who opened it?"),
    ),
    "a semicolon": ("Chợ quê là gì; ai trông coi?", ("Chợ quê là gì?", "Chợ quê: ai trông coi?")),
    "a comma and a joining word": (
        "Chợ quê là gì, còn ai trông coi?",
        ("Chợ quê là gì?", "Chợ quê: ai trông coi?"),
    ),
    "a second clause with a subject of its own": (
        "Chợ quê là gì và Tỉnh Kon Tum có mấy chợ?",
        ("Chợ quê là gì?", "Tỉnh Kon Tum có mấy chợ?"),
    ),
    "two years": (
        "Lúa năm 2022 và năm 2023 chiếm bao nhiêu phần trăm?",
        ("Lúa năm 2022 chiếm bao nhiêu phần trăm?", "Lúa năm 2023 chiếm bao nhiêu phần trăm?"),
    ),
    "two years at the end": (
        "Lúa chiếm bao nhiêu phần trăm năm 2022 và năm 2023?",
        ("Lúa chiếm bao nhiêu phần trăm năm 2022?", "Lúa chiếm bao nhiêu phần trăm năm 2023?"),
    ),
    "two years, unmarked": (
        "lua nam 2022 va nam 2023 chiem bao nhieu phan tram?",
        ("Lua nam 2022 chiem bao nhieu phan tram?", "Lua nam 2023 chiem bao nhieu phan tram?"),
    ),
    "two years, English": (
        "What was the share of rice in 2022 and in 2023?",
        ("What was the share of rice in 2022?", "What was the share of rice in 2023?"),
    ),
    "two months, English": (
        "How many boats left in June 2022 and July 2023?",
        ("How many boats left in June 2022?", "How many boats left in July 2023?"),
    ),
    "two quarters": (
        "Sản lượng quý I/2023 và quý II/2023 là bao nhiêu?",
        ("Sản lượng quý I/2023 là bao nhiêu?", "Sản lượng quý II/2023 là bao nhiêu?"),
    ),
    "two days, each": (
        "Bao nhiêu thuyền ra khơi ngày 1/2/2024 và ngày 3/2/2024, mỗi ngày?",
        ("Bao nhiêu thuyền ra khơi ngày 1/2/2024?", "Bao nhiêu thuyền ra khơi ngày 3/2/2024?"),
    ),
    "both months before the rest": (
        "Hai tháng 6/2024 và tháng 7/2024 có bao nhiêu thuyền?",
        ("Tháng 6/2024 có bao nhiêu thuyền?", "Tháng 7/2024 có bao nhiêu thuyền?"),
    ),
    "one year for two months": (
        "Tháng 6 và tháng 7 năm 2024 có bao nhiêu thuyền?",
        ("Tháng 6 năm 2024 có bao nhiêu thuyền?", "Tháng 7 năm 2024 có bao nhiêu thuyền?"),
    ),
    "one year for two months, unmarked": (
        "so thuyen thang 6 va thang 7/2024 la bao nhieu?",
        ("So thuyen thang 6/2024 la bao nhieu?", "So thuyen thang 7/2024 la bao nhieu?"),
    ),
    "two times in two places": (
        "Sản lượng năm 2022 ở Ninh Bình và năm 2023 ở tỉnh Kon Tum đạt bao nhiêu?",
        ("Sản lượng năm 2022 ở Ninh Bình đạt bao nhiêu?", "Sản lượng năm 2023 ở tỉnh Kon Tum đạt bao nhiêu?"),
    ),
    "two things at two times in two places": (
        "Lúa năm 2022 ở Ninh Bình và ngô năm 2023 ở Kon Tum là bao nhiêu?",
        ("Lúa năm 2022 ở Ninh Bình là bao nhiêu?", "Ngô năm 2023 ở Kon Tum là bao nhiêu?"),
    ),
    "a list after an opening": (
        "Cho tôi biết hai con số: dân số Ninh Bình năm 2020 và số xã Kon Tum năm 2021",
        ("Dân số Ninh Bình năm 2020 là bao nhiêu?", "Số xã Kon Tum năm 2021 là bao nhiêu?"),
    ),
    "two times after an opening": (
        "Cho tôi biết hai con số: dân số Ninh Bình năm 2020 và năm 2021",
        ("Dân số Ninh Bình năm 2020 là bao nhiêu?", "Dân số Ninh Bình năm 2021 là bao nhiêu?"),
    ),
    "two names after an opening": (
        "Cho mình biết dân số tỉnh Ninh Bình và diện tích tỉnh Kon Tum",
        ("Dân số tỉnh Ninh Bình?", "Diện tích tỉnh Kon Tum?"),
    ),
    "a list after an opening, English": (
        "Please tell me both the rice harvest in 2020 and the catch in 2021",
        ("The rice harvest in 2020?", "The catch in 2021?"),
    ),
    "two times after an opening, English": (
        "Tell me the rice harvest in 2020 and in 2021",
        ("The rice harvest in 2020?", "The rice harvest in 2021?"),
    ),
    "two things of one kind after an opening": (
        "Nhắc giúp tôi khẩu hiệu của hội chợ tháng 4 và khẩu hiệu gắn với nghề gốm.",
        ("Khẩu hiệu của hội chợ tháng 4?", "Khẩu hiệu gắn với nghề gốm?"),
    ),
    "two things of one kind": (
        "Giá vé xem gốm và giá vé xem dệt là bao nhiêu?",
        ("Giá vé xem gốm là bao nhiêu?", "Giá vé xem dệt là bao nhiêu?"),
    ),
    "from how many to how many": (
        "Từ năm 2020 đến năm 2023, số thuyền tăng từ bao nhiêu chiếc lên bao nhiêu chiếc?",
        ("Số thuyền năm 2020 là bao nhiêu chiếc?", "Số thuyền năm 2023 là bao nhiêu chiếc?"),
    ),
    "from how many to how many, times in brackets": (
        "Số thuyền giảm từ bao nhiêu (tháng 6/2024) xuống bao nhiêu (tháng 7/2024)?",
        ("Số thuyền tháng 6/2024 là bao nhiêu?", "Số thuyền tháng 7/2024 là bao nhiêu?"),
    ),
}

SEVERAL = {
    "years": (
        "Chợ bán gì trong các năm 2020, 2021 và 2023?",
        ("Chợ bán gì năm 2020?", "Chợ bán gì năm 2021?", "Chợ bán gì năm 2023?"),
    ),
    "years, unmarked": (
        "cho ban bao nhieu thuyen nam 2020, 2021, 2022",
        (
            "Cho ban bao nhieu thuyen nam 2020?",
            "Cho ban bao nhieu thuyen nam 2021?",
            "Cho ban bao nhieu thuyen nam 2022?",
        ),
    ),
    "years, English": (
        "What was sold in 2020, 2022 and 2023?",
        ("What was sold in 2020?", "What was sold in 2022?", "What was sold in 2023?"),
    ),
    "meetings": (
        "Từ hội nghị 12/7/2031, phiên họp 24/4/2032 đến ngày 12/10/2032, mỗi lần chuyện đê điều được nói ra sao?",
        (
            "Hội nghị 12/7/2031 chuyện đê điều được nói ra sao?",
            "Phiên họp 24/4/2032 chuyện đê điều được nói ra sao?",
            "Ngày 12/10/2032 chuyện đê điều được nói ra sao?",
        ),
    ),
}

ONE = [
    "Số thuyền năm 2020 tăng từ bao nhiêu lên bao nhiêu?",
    "Từ năm 2020 đến năm 2023 số thuyền tăng bao nhiêu?",
    "Nêu ba việc lớn và năm việc nhỏ",
    "Chuyển đổi số là gì?",
    "Bộ Thông tin và Truyền thông báo cáo gì?",
    "bo thong tin va truyen thong bao cao gi?",
    "Hội chợ nào bàn về nghề gốm và nghề dệt?",
    "Bộ Công an, Bộ Y tế và Bộ Giáo dục làm gì?",
    "Ai và cái gì?",
    "Lúa và ngô năm 2023 đạt bao nhiêu tấn?",
    "Lúa năm 2023 và kế hoạch năm 2023 ra sao?",
    "What do the Ministry of Health and the Ministry of Finance plan?",
    "How many boats and nets are there?",
    "Cho tôi biết dân số Ninh Bình năm 2020",
    "Hôm nay trời đẹp. Ai chủ trì?",
    "Ninh Bình và Kon Tum",
]


@pytest.mark.parametrize("rule", TWO)
def test_a_question_that_holds_two_is_split(rule: str) -> None:
    question, expected = TWO[rule]
    assert parts(question) == expected


@pytest.mark.parametrize("rule", SEVERAL)
def test_a_question_of_several_times_is_asked_of_each(rule: str) -> None:
    question, expected = SEVERAL[rule]
    assert parts(question) == expected


@pytest.mark.parametrize("question", ONE)
def test_an_ordinary_question_stays_whole(question: str) -> None:
    assert parts(question) == (question,)


def test_a_part_is_not_split_again() -> None:
    for _, both in TWO.values():
        for part in both:
            assert parts(part) == (part,)


def test_a_text_too_long_to_be_a_question_is_left_alone() -> None:
    question = TWO["two years"][0]
    assert len(parts("Lúa " * 85 + question)) == 2
    long = "Lúa " * LONGEST + question
    assert parts(long) == (clean_question(long),)


WORDS = [
    *"và va and còn ; , ? . khi nào nao ai bao nhiêu nhieu ở trên when who how many mỗi each year hai cả both".split(),
    *"Ninh Bình Bộ Y tế Hai Cho năm nam 2022 2023 tháng 6/2024 quý I/2023 ngày 1/2/2024 June 2022,".split(),
    "cho tôi biết", "tell me both", "hai con số:",
]  # fmt: skip
JOINS = re.compile(r"[,;]|\b(?:va|and|roi|den|to|tu)\b|\?\s", re.IGNORECASE)


@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join), st.text(max_size=60)))
def test_any_text_is_one_question_or_a_few(text: str) -> None:
    cleaned = clean_question(text)
    found = parts(text)
    assert 1 <= len(found) <= ROW[1]
    assert all(part.strip(" ?.!,;:") for part in found) or found == (cleaned,)
    if len(found) == 1 or not JOINS.search(fold(cleaned)):
        assert found == (cleaned,)
    if len(found) > 1:
        assert all(part.endswith("?") for part in found)
