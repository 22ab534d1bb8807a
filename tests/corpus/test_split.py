import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.passages import SentencePacker, passages, token_count
from corpus.split import MAX_SENTENCE, passage_of, sentence_id, sentences
from corpus.types import Article, Span

WORDS = ["Ông", "Huế", "TP.", "Q.", "1.", "1.234,5", "GS.TS.", "họp.", "họp?", "(họp.)", "“Tốt!”", "…", "là", "a)", "-", "Thứ", "nhất,",
         "v.v.", "T.Ư", "x" * 90, "|", " | ", ":", "\n", "\n\n", "\t", "\r\n", "\u00a0", "🙂", "e\u0301", "\x00", "12/10/2024."]  # fmt: skip
prose = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
anything = st.one_of(st.text(), prose)


def cut(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in sentences(text)]


@given(anything)
@example("x" * 1999 + "  " + "y" * 30)
@example("x" * 30 + "." + " " * 2500 + "Y" * 30)
@example("x" * 1990 + " " * 40 + "y" * 1990 + "  . Z")
@example("\ud800 A. \udfff")
def test_sentences_are_ordered_disjoint_and_hold_every_character_but_space(text: str) -> None:
    found = sentences(text)
    ends = [0, *(s.span.end for s in found)]
    for sentence, end in zip(found, ends, strict=False):
        assert sentence.span.start >= end
        piece = text[sentence.span.start : sentence.span.end]
        assert piece
        assert piece == piece.strip()
        assert "\n" not in piece
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
    assert [s.paragraph for s in found] == sorted(s.paragraph for s in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n \t\n", []),
        ("Ông ở TP. Huế. Ông có 1.234,5 m.", ["Ông ở TP. Huế.", "Ông có 1.234,5 m."]),
        ("Họp tại Q. 1 và Q.3. Sau đó về.", ["Họp tại Q. 1 và Q.3.", "Sau đó về."]),
        ("PGS. TS. Lê A nói. Bà nghe.", ["PGS. TS. Lê A nói.", "Bà nghe."]),
        ("Theo T.Ư, việc này xong. Hết.", ["Theo T.Ư, việc này xong.", "Hết."]),
        ("Ngày 12.10. Họp lúc 8.30 sáng.", ["Ngày 12.10.", "Họp lúc 8.30 sáng."]),
        ("Ông nói: “Làm đi! Nhanh lên.” Rồi đi.", ["Ông nói: “Làm đi!", "Nhanh lên.”", "Rồi đi."]),
        ("Xong rồi… Về thôi.", ["Xong rồi…", "Về thôi."]),
        ("Có gạo, ngô, v.v. Hàng về muộn.", ["Có gạo, ngô, v.v.", "Hàng về muộn."]),
        ("Thứ nhất, sửa luật. Thứ hai, làm đường.", ["Thứ nhất, sửa luật.", "Thứ hai, làm đường."]),
        ("Ông Lê A. Nam đến sớm. Bà V. T. Hoa về.", ["Ông Lê A. Nam đến sớm.", "Bà V. T. Hoa về."]),
        ("1. Mục một nói dài. 2. Mục hai.", ["1. Mục một nói dài.", "2. Mục hai."]),
        ("Tăng 3.5 lần so với năm trước. good.", ["Tăng 3.5 lần so với năm trước. good."]),
        ("Mr. Smith met Dr. Lee. They left.", ["Mr. Smith met Dr. Lee.", "They left."]),
        ("A | B\nC. D | E. F", ["A | B", "C. D | E. F"]),
    ],
)
def test_sentences_follow_vietnamese_usage(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_headings_rows_and_sentences_are_told_apart() -> None:
    text = "Kết quả chính\nNăm 2024 có 5 xã đạt chuẩn.\nTỉnh | Số xã\n" + "dài " * 30 + "\nViệc cần làm:"
    assert [s.kind for s in sentences(text)] == ["heading", "sentence", "row", "sentence", "sentence"]
    assert [s.paragraph for s in sentences(text)] == [0, 1, 2, 3, 4]


def test_a_run_without_a_stop_is_cut_at_white_space() -> None:
    pieces = cut("chữ " * 3000)
    assert all(len(piece) <= MAX_SENTENCE for piece in pieces)
    assert all(set(piece.split()) == {"chữ"} for piece in pieces)
    assert [len(piece) for piece in cut("x" * 4500)] == [2000, 2000, 500]


def test_a_line_of_ten_million_characters_is_cut() -> None:
    text = "Câu này lặp lại. " * 200_000 + "x" * 7_000_000
    found = sentences(text)
    assert len(found) == 200_000 + 3500
    assert found[-1].span.end == len(text)


@given(anything, st.integers(1, 40))
@settings(max_examples=50)
def test_packing_loses_nothing_and_cuts_no_sentence(text: str, size: int) -> None:
    chunks = SentencePacker(size, token_count).split_text(text)
    assert "".join(chunks) == text
    starts = {0, *(s.span.start for s in sentences(text))}
    place = 0
    for chunk in chunks:
        assert place in starts
        place += len(chunk)


@given(anything, st.integers(1, 40))
@example("x" * 5000 + ". Y " + "z" * 5000, 1)
@settings(max_examples=80)
def test_passages_are_slices_that_hold_all_sentences_whole(text: str, size: int) -> None:
    article = Article("a.txt", text, "Tiêu đề")
    found = passages(article, size)
    assert len({p.id for p in found}) == len(found)
    ends = [0, *(p.span.end for p in found)]
    for passage, end in zip(found, ends, strict=False):
        assert passage.text == text[passage.span.start : passage.span.end] != ""
        assert passage.span.start >= end
        assert passage.id % 256 == 0
    inside = [Span(p.span.start + s.span.start, p.span.start + s.span.end) for p in found for s in sentences(p.text)]
    assert inside == [s.span for s in sentences(text)]


@given(prose, st.integers(5, 40))
@settings(max_examples=80)
def test_passages_keep_to_their_size(text: str, size: int) -> None:
    found = passages(Article("a.txt", text), size)
    for passage in found:
        assert token_count(passage.text) <= size * 3 // 2 or len(sentences(passage.text)) == 1


def test_a_sentence_without_a_word_stands_in_one_passage_only() -> None:
    article = Article("a.txt", "… 0:0")
    assert [passage.text for passage in passages(article, 1)] in (["…", "0:0"], ["… 0:0"])


def test_the_title_is_never_in_a_passage() -> None:
    article = Article("a.txt", "Một câu. Hai câu.", "Tiêu đề riêng")
    assert "Tiêu đề riêng" not in "".join(p.text for p in passages(article))


def test_ids_say_place_title_and_text_and_nothing_else() -> None:
    base = [p.id for p in passages(Article("a.txt", "Một câu.\nHai câu.", "T"), 1)]
    assert [p.id for p in passages(Article("b.txt", "Một câu.\nHai câu.", "T"), 1, place="a.txt")] == base
    assert [p.id for p in passages(Article("a.txt", "Mở đầu.\nMột câu.\nHai câu.", "T"), 1)][1:] == base
    assert not set(base) & {p.id for p in passages(Article("b.txt", "Một câu.\nHai câu.", "T"), 1)}
    assert not set(base) & {p.id for p in passages(Article("a.txt", "Một câu.\nHai câu.", "U"), 1)}
    twice = passages(Article("a.txt", "Một câu.\nMột câu.", "T"), 1)
    assert len({p.id for p in twice}) == 2


@given(st.integers(0, 2**55 - 1), st.integers(0, 400))
def test_sentence_ids_lead_back_to_their_passage(stem: int, number: int) -> None:
    passage = stem * 256
    id = sentence_id(passage, number)
    if number < 255:
        assert id is not None
        assert id != passage
        assert passage_of(id) == passage_of(passage) == passage
    else:
        assert id is None
