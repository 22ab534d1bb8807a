"""Whole-program stories, with the bundled model and the bundled articles: what a person does, from files to cited answers."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from corpus import folder
from corpus.vietnamese import fold
from embeddings.encoder import SentenceEncoder
from qa.config import EXAMPLES
from qa.library import Library, open_library
from qa.types import Answer

Write: TypeAlias = Callable[[str, str], Path]
ARTICLES = Path(__file__).parent.parent / "corpus" / "articles"


def collapsed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def check(answer: Answer, library: Library) -> None:
    """What holds for every answer, whatever was asked."""
    assert answer.abstained == (not answer.citations) == (answer.reason is not None)
    assert 0 <= answer.confidence <= 1
    for n, citation in enumerate(answer.citations, 1):
        article = library.article(citation.article.source)
        assert article is not None
        assert article.text[citation.span.start : citation.span.end] == citation.quote
        assert f"{citation.quote} [{n}]" in answer.answer
        assert 0 <= citation.support <= 1
    assert len({(c.article.source, c.span) for c in answer.citations}) == len(answer.citations)
    json.dumps(answer.to_json(), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("question", "expected"),
    list(zip(EXAMPLES, [["71"], ["hạ tầng số", "thể chế số"], ["16,5%", "16.5%"], ["2.323"], ["51"]], strict=True)),
)
def test_a_newcomer_clicks_an_example(bundled: Library, question: str, expected: list[str]) -> None:
    answer = bundled.ask(question)
    check(answer, bundled)
    assert answer.citations, answer.reason
    assert any(word.lower() in answer.answer.lower() for word in expected)
    raw = collapsed((ARTICLES / answer.citations[0].article.source).read_text(encoding="utf-8"))
    assert answer.citations[0].quote in raw


@pytest.mark.parametrize(
    "question",
    [
        "Giá vàng hôm nay bao nhiêu?",
        "Công thức nấu phở bò là gì?",
        "Who won the 2010 World Cup?",
        "dau bung nen uong thuoc gi",
    ],
)
def test_what_the_articles_do_not_tell_is_not_told(bundled: Library, question: str) -> None:
    answer = bundled.ask(question)
    check(answer, bundled)
    assert answer.abstained
    assert answer.reason in {"not_answered", "nothing_relevant"}


@pytest.mark.parametrize(
    "question",
    [
        "Đề án 06 có tên đầy đủ là gì?",
        "Toàn tỉnh Ninh Bình năm 2024 có bao nhiêu trạm phát sóng di động?",
        "Uỷ ban Quốc gia về chuyển đổi số họp phiên thứ 8 ngày nào?",
    ],
)
def test_however_a_question_is_typed_the_first_citation_is_the_same(bundled: Library, question: str) -> None:
    expected = bundled.ask(question, always=True).citations[0].quote
    for text in (
        unicodedata.normalize("NFD", question),
        question.replace("Uỷ", "Ủy"),
        question.upper(),
        f"  {question}\r\n",
        fold(question),
    ):
        answer = bundled.ask(text, always=True)
        check(answer, bundled)
        assert answer.citations[0].quote == expected, text
    answer = bundled.ask(fold(question).lower().rstrip("?"), always=True)
    check(answer, bundled)
    assert expected in [citation.quote for citation in answer.citations]  # two sentences may answer alike


def test_an_english_question_finds_a_vietnamese_document(bundled: Library) -> None:
    answer = bundled.ask("How many mobile base stations (BTS) does Ninh Binh province have?", always=True)
    check(answer, bundled)
    assert any("2.323" in citation.quote or "2,323" in citation.quote for citation in answer.citations)


def test_a_conversation(bundled: Library) -> None:
    history = ["Tỷ trọng kinh tế số trong GDP năm 2023 là bao nhiêu?"]
    answer = bundled.ask("Còn năm 2024 thì sao?", history, always=True)
    check(answer, bundled)
    assert answer.standalone_question == "Tỷ trọng kinh tế số trong GDP năm 2024 là bao nhiêu?"
    assert "2024" in answer.citations[0].quote


def test_a_folder_lives(tmp_path: Path, write: Write, bundled_encoder: SentenceEncoder) -> None:
    """A person indexes a folder, asks, edits a file, deletes another, moves the rest; feedback stays."""
    write("docs/thư viện.txt", "Thư viện huyện mở cửa từ 7 giờ 30 đến 17 giờ các ngày trong tuần.")
    write("docs/nghỉ.md", "# Lịch nghỉ\n\nThư viện huyện nghỉ sáng thứ Hai để kiểm kê kho sách.\n")
    question = "Thư viện huyện mở cửa từ mấy giờ?"

    def indexed() -> Library:
        library = open_library(tmp_path / "kho", encoder=bundled_encoder)
        folder.update(library.store, [tmp_path / "docs"])
        library.sync()
        return library

    with indexed() as library:
        answer = library.ask(question, always=True)
        check(answer, library)
        assert "7 giờ 30" in answer.citations[0].quote
        library.add_feedback(question, answer.to_json(), "up")

    write("docs/thư viện.txt", "Thư viện huyện mở cửa từ 8 giờ đến 20 giờ các ngày trong tuần.")
    (tmp_path / "docs/nghỉ.md").unlink()
    (tmp_path / "docs/hỏng.pdf").write_bytes(b"%PDF-")
    with indexed() as library:
        answer = library.ask(question, always=True)
        check(answer, library)
        assert "8 giờ đến 20 giờ" in answer.citations[0].quote
        assert [article.source for article in library.articles()] == ["thư viện.txt"]
        assert library.status()["feedback"] == 1
        assert len(library.words) == 1

    (tmp_path / "docs/thư viện.txt").write_bytes(b"")
    with indexed() as library:
        assert "8 giờ đến 20 giờ" in library.ask(question, always=True).citations[0].quote
        library.remove(folder.named(library.store, str(tmp_path / "docs")))
        assert library.ask(question).reason == "nothing_indexed"
        assert library.status()["feedback"] == 1


def test_one_document_in_each_format_and_encoding(
    tmp_path: Path, write: Write, bundled_encoder: SentenceEncoder
) -> None:
    from docx import Document

    sentence = "Cầu phao số {} dài đúng {} mét và mở cho xe máy qua lại."
    for n, encoding in enumerate(("utf-8", "utf-8-sig", "utf-16"), 1):
        (write(f"docs/{n}.txt", "")).write_bytes(sentence.format(n, n * 111).encode(encoding))
    (tmp_path / "docs/4.txt").write_bytes(unicodedata.normalize("NFD", sentence.format(4, 444)).encode())
    write("docs/5.html", f"<html><body><article><p>{sentence.format(5, 555)}</p></article></body></html>")
    write("docs/6.md", f"**Chú ý**\r\n\r\n{sentence.format(6, 666)}\r\n")
    document = Document()
    document.add_paragraph(sentence.format(7, 777))
    document.save(str(tmp_path / "docs/7.docx"))
    with open_library(tmp_path / "kho", encoder=bundled_encoder) as library:
        report = folder.update(library.store, [tmp_path / "docs"])
        library.sync()
        assert report.failed == []
        for n in range(1, 8):
            answer = library.ask(f"Cầu phao số {n} dài bao nhiêu mét?", always=True)
            check(answer, library)
            assert answer.citations[0].quote == sentence.format(n, n * 111)


def test_the_sample_pages_are_answered_in_their_own_words(
    shared: Path, tmp_path: Path, bundled_encoder: SentenceEncoder
) -> None:
    raw = {path.name: collapsed(path.read_text(encoding="utf-8-sig")) for path in (shared / "seeds").glob("*.txt")}
    lines = (shared / "gold" / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    with open_library(tmp_path / "kho", encoder=bundled_encoder) as library:
        report = folder.update(library.store, [shared / "seeds"])
        library.sync()
        assert (len(report.added), report.failed) == (5, [])
        cited = 0
        for item in map(json.loads, lines):
            answer = library.ask(item["question"], item.get("history", []), always=True)
            check(answer, library)
            for citation in answer.citations:
                assert collapsed(citation.quote) in raw[citation.article.source]
            cited += len(answer.citations)
        assert cited <= 3 * len(lines)
