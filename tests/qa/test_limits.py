import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadInput
from corpus.types import Article
from qa.library import Library
from qa.limits import ANYWHERE, Limits, read_limits

OLD = Article("tin/2023.md", "Tỉnh Ninh Bình có 1.500 trạm phát sóng.", published=date(2023, 5, 4))
NEW = Article("tin/2024.md", "Tỉnh Ninh Bình có 2.323 trạm phát sóng.", published=date(2024, 8, 1))
UNDATED = Article("khac/cho.md", "Chợ huyện mở cửa lúc 5 giờ sáng.")
ASKED = "Tỉnh Ninh Bình có bao nhiêu trạm phát sóng?"


@pytest.fixture
def filled(library: Library) -> Library:
    library.put([OLD, NEW, UNDATED])
    library.sync()
    return library


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2024", "", date(2024, 1, 1), None),
        ("", "2/2024", None, date(2024, 2, 29)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("31/5/2024", "2024-06-01", date(2024, 5, 31), date(2024, 6, 1)),
        ("", "", None, None),
    ],
)
def test_days_as_people_write_them(since: str, until: str, first: date | None, last: date | None) -> None:
    assert read_limits(since, until) == Limits(first, last)


@pytest.mark.parametrize("text", ["hôm qua", "2024-13", "31/2/2024", "24", "0000", "2024/05/01"])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="hãy viết như 2024"):
        read_limits(text)


def test_a_last_day_before_the_first_is_said() -> None:
    with pytest.raises(BadInput, match="đứng trước"):
        read_limits("2024", "2023")


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_bad_input(text: str) -> None:
    with contextlib.suppress(BadInput):
        read_limits(text)


def test_sources_by_part_or_pattern() -> None:
    assert Limits(source="TIN").hold(OLD.source, None)
    assert Limits(source="*/2023.*").hold(OLD.source, None)
    assert not Limits(source="2023*").hold(OLD.source, None)
    assert not ANYWHERE
    assert ANYWHERE.hold("x", None)


def test_only_documents_within_answer(filled: Library) -> None:
    assert [c.article for c in filled.ask(ASKED, limits=read_limits("2024")).citations][:1] == [NEW]
    assert {c.article.source for c in filled.ask(ASKED, limits=read_limits(until="2023")).citations} == {OLD.source}
    assert {c.article.source for c in filled.ask(ASKED, limits=read_limits(source="2023")).citations} == {OLD.source}
    assert all(hit.passage.article == OLD for hit in filled.ask(ASKED, limits=read_limits(until="2023")).hits)


def test_where_only_others_answer_the_silence_says_so(filled: Library) -> None:
    for limits in (read_limits(source="khac"), read_limits("2030")):
        answer = filled.ask(ASKED, limits=limits)
        assert answer.reason == "filter_too_narrow"
        assert "Hãy nới rộng" in answer.answer
        assert not answer.citations
    assert filled.ask("Ai là vua nước Pháp?", limits=read_limits(source="tin")).reason != "filter_too_narrow"
