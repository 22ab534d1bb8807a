from dataclasses import replace
from datetime import date

from corpus.types import Article, Passage, Sentence, Span
from qa.answer import newest_first
from qa.figures import figures, period_of
from qa.periods import Period
from qa.question import Question
from qa.types import Evidence, Hit


def said(text: str, support: float = 0.8, mark: str = "", source: str = "", day: date | None = None) -> Evidence:
    article = Article(source or f"{text[:12]}.txt", text, published=day)
    whole = Span(0, len(text))
    at = text.find(mark) if mark else -1
    hit = Hit(Passage(256, article, whole), 1.0)
    return Evidence(hit, Sentence(whole, "sentence", 0), support, lambda: (at, at + len(mark)) if at >= 0 else None)


def ask(text: str) -> Question:
    return Question(text, text, "vi")


ACCOUNTS = ask("Cổng dịch vụ công có bao nhiêu tài khoản?")
NEW = said("Tháng 4/2024, cổng dịch vụ công có 14,6 triệu tài khoản.", mark="14,6 triệu")
OLD = said("Tháng 7/2023, cổng dịch vụ công có 7,77 triệu tài khoản.", mark="7,77 triệu")


def test_different_figures_stand_in_rows_newest_first() -> None:
    rows = figures(ACCOUNTS, [OLD, NEW])
    assert [(row.to_json()["value"], row.time) for row in rows] == [
        ("14,6 triệu", "2024-04"),
        ("7,77 triệu", "2023-07"),
    ]
    assert all(row.article[row.sentence].count(row.article[row.span]) == 1 for row in rows)


def test_one_figure_is_no_table() -> None:
    again = said("Cổng dịch vụ công tháng 4/2024 có 14,6 triệu tài khoản.", mark="14,6 triệu")
    assert figures(ACCOUNTS, [NEW]) == figures(ACCOUNTS, [NEW, again]) == ()
    assert figures(ACCOUNTS, []) == ()


def test_a_named_time_leaves_only_its_own_figures() -> None:
    asked = ask("Năm 2023 cổng dịch vụ công có bao nhiêu tài khoản?")
    assert figures(asked, [OLD, NEW]) == ()
    other = said("Tháng 7/2023, cổng dịch vụ công có 8 triệu tài khoản.", mark="8 triệu")
    assert [row.to_json()["value"] for row in figures(asked, [OLD, NEW, other])] == ["7,77 triệu", "8 triệu"]


def test_another_measure_another_unit_and_little_support_stay_out() -> None:
    measure = said("Tháng 5/2024, kho bạc có 3 triệu tài khoản.", mark="3 triệu")
    unit = said("Cổng dịch vụ công có tài khoản tăng 12% tháng 5/2024.", mark="12%")
    weak = said("Tháng 6/2024, cổng dịch vụ công có 16 triệu tài khoản.", support=0.1, mark="16 triệu")
    assert figures(ACCOUNTS, [NEW, measure, unit, weak]) == ()


def test_only_a_question_for_a_number_has_a_table() -> None:
    assert figures(ask("Vì sao cổng dịch vụ công có nhiều tài khoản?"), [OLD, NEW]) == ()


def test_what_names_no_time_is_dated_by_its_article() -> None:
    dated = said("Cổng dịch vụ công có 15 triệu tài khoản.", mark="15 triệu", day=date(2024, 6, 1))
    undated = said("Cổng dịch vụ công có 2 triệu tài khoản.", mark="2 triệu")
    rows = figures(ACCOUNTS, [undated, OLD, dated, NEW])
    assert [row.time for row in rows] == ["2024-06-01", "2024-04", "2023-07", None]


def test_without_a_mark_the_only_number_of_the_unit_counts() -> None:
    unmarked = said("Tháng 5/2022, cổng dịch vụ công có 5 triệu tài khoản và 9 xã.")
    assert [row.to_json()["value"] for row in figures(ACCOUNTS, [NEW, unmarked])] == ["14,6 triệu", "5 triệu"]


def test_the_time_of_a_sentence_by_hand() -> None:
    assert period_of("Quý I/2024 đạt 5%.") == Period(1, 3, "2024")
    assert period_of("Năm 2021 đạt 5%.") == Period(1, 12, "2021")
    assert period_of("Năm 2021 đạt 5%, năm 2022 đạt 6%.") is None
    assert period_of("Đạt 5%, tăng so với năm 2022.") is None


def test_the_newest_figure_goes_first_where_no_time_is_named_and_it_is_nearly_as_good() -> None:
    newer = replace(NEW, support=0.6)
    table = figures(ACCOUNTS, [OLD, newer])
    assert list(newest_first(ACCOUNTS, [OLD, newer], table, 0.2)) == [newer, OLD]
    weak = replace(NEW, support=0.3)
    assert list(newest_first(ACCOUNTS, [OLD, weak], figures(ACCOUNTS, [OLD, weak]), 0.2)) == [OLD, weak]
    named = ask("Tháng 7/2023 cổng dịch vụ công có bao nhiêu tài khoản?")
    assert list(newest_first(named, [OLD, newer], table, 0.2)) == [OLD, newer]
    assert list(newest_first(ACCOUNTS, [OLD, newer], (), 0.2)) == [OLD, newer]
    assert list(newest_first(ACCOUNTS, [OLD, newer], table, 0.7)) == [OLD, newer]
    assert list(newest_first(ACCOUNTS, [replace(OLD, mark=lambda: None), newer], figures(ACCOUNTS, [newer]), 0.2))[
        1:
    ] == [newer]
