"""Enumerations: what a sentence or a heading announces, item by item."""

from collections.abc import Callable

import pytest

from corpus.split import sentences
from corpus.types import Article, Span
from qa.enumerations import MOST_ITEMS, enumeration, heads_list, ordinals, wants_all
from qa.question import read_question

Articles = Callable[..., Article]
LESSONS = "Năm bài học\n" + "\n".join(f"Bài học thứ {n} là điều này." for n in ("nhất", "hai", "ba", "tư", "năm"))


def spans(article: Article) -> dict[str, Span]:
    return {article[s.span]: s.span for s in sentences(article.text)}


@pytest.fixture
def article() -> Articles:
    return lambda text: Article("a.txt", text)


def test_items_in_one_paragraph(article: Articles) -> None:
    one = article("Có hai việc. Thứ nhất, sửa luật cũ. Thứ hai, làm đường mới.\nHết chuyện.")
    lead = spans(one)["Có hai việc."]
    assert [one[span] for span in enumeration(one, lead)] == ["Thứ nhất, sửa luật cũ.", "Thứ hai, làm đường mới."]


def test_what_announces_nothing_has_no_items(article: Articles) -> None:
    one = article("Trời đẹp lắm.\n- Mục một.\n- Mục hai.\nCó một việc:\nChỉ là một đoạn văn.")
    for text in ("Trời đẹp lắm.", "- Mục một.", "Có một việc:", "Chỉ là một đoạn văn."):
        assert enumeration(one, spans(one)[text]) == []
    assert enumeration(one, Span(0, 2)) == []


def test_a_long_enumeration_is_cut(article: Articles) -> None:
    one = article("Gồm các xã:\n" + "\n".join(f"- Xã thứ {n} ở đây." for n in range(30)))
    assert len(enumeration(one, spans(one)["Gồm các xã:"])) == MOST_ITEMS


@pytest.mark.parametrize(
    "items",
    [
        ["Bài học thứ nhất là làm.", "Bài học thứ hai là học.", "Bài học thứ ba là dạy."],
        ["The first lesson is to work.", "The second lesson is to learn.", "Third, teach."],
    ],
)
def test_items_are_known_by_their_ordinals(article: Articles, items: list[str]) -> None:
    one = article("\n".join(["Có ba bài học.", *items, "Theo bài học thứ hai, còn phải đọc."]))
    assert [one[span] for span in enumeration(one, spans(one)["Có ba bài học."])] == items


@pytest.mark.parametrize(
    ("question", "heads"),
    [
        ("Năm bài học rút ra là những bài học nào?", True),
        ("5 bài học kinh nghiệm gồm những gì?", True),
        ("Năm đột phá là những gì?", False),
        ("Ba bài học là những gì?", False),
        ("Bài học nào quan trọng nhất?", False),
        ("Năm 2024 có những gì?", False),
    ],
)
def test_a_heading_heads_the_list_that_is_asked_for(article: Articles, question: str, heads: bool) -> None:
    one = article(LESSONS)
    assert heads_list(read_question(question, {}), one, spans(one)["Năm bài học"]) is heads


def test_a_heading_above_fewer_items_or_none_heads_nothing(article: Articles) -> None:
    asked = read_question("Năm bài học là những bài học nào?", {})
    for text in (LESSONS.rsplit("\n", 1)[0], "Năm bài học\nĐoạn văn này nói về năm bài học."):
        one = article(text)
        assert not heads_list(asked, one, spans(one)["Năm bài học"])


@pytest.mark.parametrize(
    "items",
    [
        ["Về kinh tế số: đạt 18,3%.", "Về dịch vụ công: đạt 45%.", "Về nhân lực, đã có 3 lớp."],
        ["Tháng 7/2023: sửa luật.", "Tháng 4/2024: làm đường.", "Năm 2025: xây kho."],
    ],
)
def test_a_heading_that_a_question_has_all_words_of_heads_labelled_items(article: Articles, items: list[str]) -> None:
    one = article("\n\n".join(["Kết quả nổi bật", *items, "Đoạn sau."]))
    heading = spans(one)["Kết quả nổi bật"]
    assert [one[span] for span in enumeration(one, heading)] == items
    assert heads_list(read_question("Hội nghị nêu những kết quả nổi bật nào?", {}), one, heading)
    assert not heads_list(read_question("Hội nghị nêu những kết quả nào?", {}), one, heading)
    assert not heads_list(read_question("Kết quả nổi bật do ai nêu?", {}), one, heading)


def test_a_sentence_of_a_row_brings_the_row(article: Articles) -> None:
    one = article("Nhóm việc thứ nhất là học. Học cả đời.\n\nNhóm việc thứ hai là đọc.\n\nNhóm việc thứ ba là viết.")
    row = ["Nhóm việc thứ nhất là học.", "Nhóm việc thứ hai là đọc.", "Nhóm việc thứ ba là viết."]
    assert [one[span] for span in ordinals(one, spans(one)[row[1]])] == row
    assert ordinals(one, spans(one)["Học cả đời."]) == []
    broken = article("Việc thứ nhất là học.\n\nViệc thứ ba là viết.")
    assert ordinals(broken, spans(broken)["Việc thứ ba là viết."]) == []


@pytest.mark.parametrize(
    ("question", "all_of_it"),
    [("Ba việc gồm những gì?", True), ("Việc thứ hai gồm những gì?", False), ("Ai giao việc?", False)],
)
def test_a_whole_list_is_wanted_unless_one_is_named(question: str, all_of_it: bool) -> None:
    assert wants_all(read_question(question, {})) is all_of_it
