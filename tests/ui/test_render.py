"""Escapes, the panel and the reply; the HTML is read back by a parser, so that what a person would see is compared."""

from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Article, Span
from qa.answer import WORDS, abstained
from qa.doubts import Doubt
from qa.types import Answer, Citation, Level, Reason, Related
from qa.why import Why
from ui import render
from ui.texts import EN, VI
from ui.why import DOUBTS

ATTRIBUTES = {"class", "href", "open", "scope"}
TAGS = {"div", "h2", "span", "p", "details", "summary", "blockquote", "mark", "strong", "a", "br"}
TAGS |= {"dl", "dt", "dd"}
TAGS |= {"table", "caption", "thead", "tbody", "tr", "th", "td"}


class Reader(HTMLParser):
    """The text inside each tag; fails on any tag or attribute that the panel does not use."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: dict[str, list[str]] = {tag: [] for tag in TAGS}
        self.links: list[str] = []
        self.stack: list[str] = []
        self.feed(text)
        self.close()
        assert not self.stack, f"left open: {self.stack}"

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, f"unexpected <{tag}>"
        assert {name for name, _ in attrs} <= ATTRIBUTES
        if tag == "br":
            return
        self.links += [value for name, value in attrs if name == "href"]
        self.stack.append(tag)
        self.inside[tag].append("")

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        for tag in set(self.stack):
            self.inside[tag][-1] += data


def cited(article: Article, quote: str, **more) -> Answer:
    start = article.text.index(quote)
    citation = Citation(article, Span(start, start + len(quote)), quote, 0.8, **more)
    return Answer("Hỏi?", f"{quote} [1]", (citation,), confidence=0.8, level="high")


def test_the_quote_is_highlighted_exactly_inside_its_paragraph(ranking: Article) -> None:
    quote = "Năm 2024, tỉnh Mẫu đứng thứ 12 trên bảng xếp hạng dịch vụ số, tăng 5 bậc so với năm 2022."
    seen = Reader(render.panel(cited(ranking, quote), VI, ""))
    paragraph = next(line for line in ranking.text.split("\n") if quote in line)
    assert seen.inside["mark"] == [quote]
    assert seen.inside["blockquote"] == [paragraph]
    assert seen.inside["summary"] == [f"[1] {ranking.title}"]
    assert "Cổng thông tin tỉnh Mẫu · 18/09/2024" in seen.inside["p"]


def test_the_answer_inside_the_quote_is_bold(ranking: Article) -> None:
    quote = "Năm 2024, tỉnh Mẫu đứng thứ 12 trên bảng xếp hạng dịch vụ số, tăng 5 bậc so với năm 2022."
    start = quote.index("thứ 12")
    seen = Reader(render.panel(cited(ranking, quote, answer_span=(start, start + 6)), VI, ""))
    assert seen.inside["mark"] == [quote]
    assert seen.inside["strong"] == ["thứ 12"]
    assert Reader(render.panel(cited(ranking, quote), VI, "")).inside["strong"] == []


def test_hostile_documents_stay_text(hostile: Article) -> None:
    evil = hostile.text.split("\n")[1]
    html = render.panel(cited(hostile, evil, also_in=("<script>.txt",)), VI, "")
    seen = Reader(html)
    assert seen.inside["mark"] == [evil]
    assert seen.inside["summary"] == [f"[1] {hostile.title}"]
    assert all(link.startswith("doc/") for link in seen.links)
    # What is left of Markdown, LaTeX or templates is at most the panel's own tags.
    assert not any(mark in html for mark in ("![", "](", "$$", "**", "{{", "${", "\n"))


@given(st.text())
def test_the_markdown_escape_loses_nothing_and_leaves_no_mark(text: str) -> None:
    escaped = render.escape_markdown(text)
    read = Reader(f"<p>{escaped.replace('<br>', '&#10;')}</p>").inside["p"][0]
    assert read.replace("\x00", "�") == text.replace("\r", "").replace("\x00", "�")
    assert not set(escaped.replace("<br>", "")) & set("<>*_`[]$\\{}|~\"'()!")


@given(st.text())
def test_the_bubble_escape_leaves_no_tag(text: str) -> None:
    escaped = render.escape_bubble(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_long_paragraph_is_shown_around_the_quote() -> None:
    article = Article("dài.txt", "từ " * 5000 + "CÂU TRÍCH. " + "chữ " * 5000)
    start = article.text.index("CÂU")
    before, after = render.around(article, Span(start, start + 10))
    assert before.startswith("… từ")
    assert before.endswith("từ ")
    assert after.endswith("chữ …")
    assert len(before) <= render.CONTEXT_WIDTH + 2
    assert len(after) <= render.CONTEXT_WIDTH + 2


def test_context_and_copies_are_named(ranking: Article) -> None:
    quote = "Đợt đánh giá xem xét ba nhóm chỉ số thành phần."
    html = render.panel(cited(ranking, quote, role="context", also_in=("b/khác.txt",)), VI, "../", "lang=vi")
    seen = Reader(html)
    assert "Ngữ cảnh" in seen.inside["summary"][0]
    assert "Cũng có trong: b/khác.txt" in seen.inside["p"]
    assert seen.links[0] == "../doc/b/kh%C3%A1c.txt?lang=vi"
    assert seen.links[1].endswith(
        f"?start={ranking.text.index(quote)}&end={ranking.text.index(quote) + len(quote)}&lang=vi#trich"
    )


def test_abstaining_says_so_and_shows_what_is_near(plain: Article) -> None:
    answer = Answer("Gì?", "…", reason="not_answered", related=(Related(plain, Span(0, 10)),))
    assert render.message(answer, VI) == WORDS["not_answered"]["vi"]
    assert render.message(answer, VI).startswith("Không tìm thấy trong tài liệu.")
    assert render.message(answer, EN) == WORDS["not_answered"]["en"]
    seen = Reader(render.panel(answer, VI, ""))
    assert seen.inside["summary"] == ["ghi-chu.txt"]
    assert seen.inside["blockquote"] == [plain.text[:10]]
    assert seen.inside["mark"] == []


def test_the_question_as_it_was_read_is_shown_only_where_it_differs(ranking: Article) -> None:
    quote = "Kết quả chính"
    same = cited(ranking, quote)
    assert "Đã hiểu là" not in render.message(same, VI)
    other = Answer(
        same.question, same.answer, same.citations, standalone_question="Hỏi gì năm 2023?", confidence=0.8, level="high"
    )
    assert render.message(other, VI).startswith("Đã hiểu là: Hỏi gì năm 2023?\n")
    understood = Answer("hoi?", same.answer, same.citations, understood="Hỏi?", confidence=0.3, level="low")
    assert "Understood as: Hỏi?" in render.message(understood, EN)
    assert render.message(understood, EN).endswith(EN.low_confidence)


def test_how_often_answers_of_a_level_were_right_is_told_where_it_was_measured(ranking: Article) -> None:
    answer = cited(ranking, "Kết quả chính")
    assert "measured" not in render.panel(answer, VI, "", "")
    told = render.panel(replace(answer, level_precision=0.934), VI, "", "")
    assert "Khi đo thử, 93% câu trả lời ở mức này là đúng." in unescape(told)
    assert "93% of the answers" in unescape(render.panel(replace(answer, level_precision=0.934), EN, "", ""))


@pytest.mark.parametrize("texts", [VI, EN])
def test_each_level_has_words(texts) -> None:
    assert set(texts.levels) == set(get_args(Level))


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_abstention_is_worded_as_on_the_command_line(reason: Reason) -> None:
    answer = abstained("Gì?", reason, "vi")
    assert render.message(answer, VI) == answer.answer
    assert render.message(answer, EN) == abstained("What?", reason, "en").answer


def test_figures_stand_in_a_table_above_the_sources_each_linked_to_its_sentence(ranking: Article) -> None:
    row = {"time": "2024-04", "source": "a b.md", "title": "<b>Bài *một*</b>", "quote": "x", "start": 3, "end": 9}
    rows = ({**row, "value": "14,6 triệu"}, {**row, "value": "7 <i>", "time": None, "title": None})
    answer = replace(cited(ranking, "Năm 2024"), figures=rows)
    seen = Reader(render.panel(answer, VI, "../"))
    assert seen.inside["td"] == ["tháng 4/2024", "14,6 triệu", "<b>Bài *một*</b>", "không ghi", "7 <i>", "a b.md"]
    assert seen.links[:2] == ["../doc/a%20b.md?start=3&end=9#trich"] * 2
    assert seen.inside["caption"] == ["Các tài liệu ghi những số liệu khác nhau (mới nhất trước)"]
    assert "table" not in render.panel(cited(ranking, "Năm 2024"), VI, "../")


def test_the_account_of_a_sentence_is_folded_below_it(ranking: Article) -> None:
    why = Why(("<Năm>", "2024"), ("bảng*",), 1.5, -0.25, 2.0, 4.125, ("2024",), ("no_rank",))
    seen = Reader(render.panel(cited(ranking, "Năm 2024", why=why), VI, ""))
    assert seen.inside["dt"][:2] == ["Từ trùng với câu hỏi", "Từ không có trong câu"]
    assert seen.inside["dd"] == [
        "<Năm>, 2024",
        "bảng*",
        "+1,50",
        "−0,25",
        "+2,00",
        "+4,12",
        "2024",
        "không nêu thứ hạng",
    ]
    assert "Vì sao chọn câu này?" in seen.inside["summary"]
    assert not Reader(render.panel(cited(ranking, "Năm 2024"), VI, "")).inside["dl"]


def test_every_doubt_has_words_in_both_languages() -> None:
    assert set(DOUBTS) == set(get_args(Doubt))
    assert all(set(words) == {"vi", "en"} and all(words.values()) for words in DOUBTS.values())
