from datetime import date

import pytest

from corpus.errors import BadFile
from corpus.folder import Report
from corpus.types import Article, Passage, Span
from qa.types import Answer, Citation, Hit, Related
from ui.output import answer_text, article_line, day, index_text, search_json, search_text, status_text

ARTICLE = Article("a/b.txt", "Một câu. Hai câu.", "Tên bài", date(2024, 5, 6), None, "Báo X")
BARE = Article("a/c.txt", "Một câu.")


def test_days() -> None:
    assert day(date(2024, 5, 6), "vi") == "6/5/2024"
    assert day(date(2024, 5, 6), "en") == "6 May 2024"


def test_an_article_is_named_by_what_it_has() -> None:
    assert article_line(ARTICLE, "vi") == "Tên bài — Báo X — 6/5/2024 (a/b.txt)"
    assert article_line(BARE, "vi") == "c.txt"


@pytest.mark.parametrize(("language", "last"), [("vi", "(độ tin cậy cao: 90%)"), ("en", "(high confidence: 90%)")])
def test_an_answer_with_its_sources(language: str, last: str) -> None:
    citation = Citation(ARTICLE, Span(0, 8), "Một câu.", 0.9, also_in=("c.txt",))
    text = answer_text(Answer("?", "Một câu. [1]", (citation,), confidence=0.9, level="high"), language)  # type: ignore[arg-type]
    lines = text.splitlines()
    assert lines[0] == "Một câu. [1]"
    assert lines[2].startswith("[1] Tên bài — Báo X — ")
    assert lines[2].endswith("c.txt")
    assert lines[-1] == last
    measured = answer_text(
        Answer("?", "Một câu. [1]", (citation,), confidence=0.9, level="high", level_precision=0.93), language
    )  # type: ignore[arg-type]
    assert measured.splitlines()[-1].startswith(f"{last[:-1]}; ")
    assert "93%" in measured.splitlines()[-1]


def test_a_question_understood_otherwise_is_shown() -> None:
    def shown(**fields: str) -> str:
        return answer_text(Answer("Còn A?", "Không.", reason="not_answered", **fields), "vi")  # type: ignore[arg-type]

    assert shown().splitlines() == ["Không."]
    assert shown(standalone_question="Còn A?").splitlines() == ["Không."]
    assert shown(standalone_question="A có gì?").splitlines()[0] == "Đã hiểu là: A có gì?"
    assert shown(standalone_question="UBND?", understood="ủy ban?").splitlines()[0] == "Đã hiểu là: ủy ban?"


def test_figures_stand_below_the_sources() -> None:
    row = {"source": "a.md", "title": "Bài", "quote": "x", "start": 0, "end": 1}
    rows = ({**row, "time": "2024", "value": "5%"}, {**row, "time": "2023-07", "value": "12,5%"})
    citation = Citation(ARTICLE, Span(0, 8), "Một câu.", 0.9)
    lines = answer_text(Answer("?", "Một câu. [1]", (citation,), confidence=0.9, figures=rows), "vi").splitlines()
    assert lines[-3:] == [
        "Các tài liệu ghi những số liệu khác nhau (mới nhất trước):",
        "  năm 2024      5%     Bài (a.md)",
        "  tháng 7/2023  12,5%  Bài (a.md)",
    ]


def test_an_abstention_names_the_nearest() -> None:
    answer = Answer("?", "Không.", reason="not_answered", related=(Related(ARTICLE, Span(9, 17)),))
    assert answer_text(answer, "vi").splitlines()[-1].endswith("(a/b.txt): Hai câu.")
    assert "Nearest:" in answer_text(answer, "en")


def test_hits() -> None:
    hit = Hit(Passage(0, ARTICLE, Span(9, 17)), 1.23456)
    assert search_text([hit], "vi") == "1. Tên bài — Báo X — 6/5/2024 (a/b.txt)  [1.23]\nHai câu."
    assert search_text([], "vi") == "Không tìm thấy đoạn nào."
    assert search_text([], "en") == "No passage was found."
    assert search_json("hai", [hit], "x") == {
        "id": "x",
        "query": "hai",
        "hits": [{"source": "a/b.txt", "title": "Tên bài", "start": 9, "end": 17, "text": "Hai câu.", "score": 1.2346}],
    }


def test_a_run_in_two_lines() -> None:
    report = Report(["a"], [], ["b", "c"], ["d"], [("e", BadFile(vi="Hỏng.", en="Bad."))])
    counts = {"articles": 3, "passages": 9}
    assert (
        index_text(report, counts, "vi") == "Thêm 1, cập nhật 0, giữ nguyên 2, bỏ 1, lỗi 1.\nKho có 3 tài liệu, 9 đoạn."
    )
    assert index_text(report, counts, "en").startswith("Added 1, updated 0, unchanged 2, removed 1, failed 1.\n")


def test_status_lines_are_aligned() -> None:
    lines = status_text({"home": "/x", "articles": 3, "vector_indexes": ["a", "b"], "new_key": 1}, "vi").splitlines()
    assert lines[2].endswith("  a, b")
    assert lines[3].startswith("new_key")
    assert {line.index(value) for line, value in zip(lines, ["/x", "3", "a, b", "1"], strict=True)} == {
        len("Chỉ mục vectơ") + 2
    }
