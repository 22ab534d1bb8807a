"""The article page: the highlight is exact, nothing of a document is markup, the paragraphs are all there."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Article, Span
from ui import source_page, theme
from ui.texts import EN, VI

PAGE_TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "a", "main", "article", "h1", "dl", "div", "dt", "dd", "p", "mark",
}  # fmt: skip


def page(article: Article, span: Span | None = None, **more) -> str:
    return source_page.article_page(article, span, VI, "/", "", **more)


def marks(html: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL)]


def test_exactly_the_span_is_highlighted_and_is_the_anchor(ranking: Article) -> None:
    quote = "Năm 2024, tỉnh Mẫu đứng thứ 12 trên bảng xếp hạng dịch vụ số, tăng 5 bậc so với năm 2022."
    start = ranking.text.index(quote)
    html = page(ranking, Span(start, start + len(quote)))
    assert marks(html) == [quote]
    assert html.count('id="trich"') == 1


def test_a_title_that_stands_in_the_text_is_shown_once_and_can_be_highlighted(ranking: Article) -> None:
    assert page(ranking).count(f">{ranking.title}<") == 2  # <title> and <h1>
    assert '<h1><mark id="trich">Việt Nam</mark>' in page(ranking, Span(0, 8))


def test_metadata_as_people_write_it(ranking: Article, plain: Article) -> None:
    html = page(ranking)
    assert '<time datetime="2024-09-18">18/09/2024</time>' in html
    assert "Cổng thông tin tỉnh Mẫu" in html
    assert 'href="https://example.invalid/xep-hang"' in html
    assert "18 September 2024" in source_page.article_page(ranking, None, EN, "/", "")
    assert "<h1>ghi-chu.txt</h1>" in page(plain)
    assert "<time" not in page(plain)


def test_hostile_documents_stay_text(hostile: Article) -> None:
    html = page(hostile, Span(0, len(hostile.text)))
    tags = set(re.findall(r"</?([a-zA-Z0-9]+)", html))
    assert tags <= PAGE_TAGS
    assert not re.search(r"<[^>]*\son\w+=", html)
    assert "javascript:" not in re.sub(r"<p .*?</p>", "", html, flags=re.DOTALL)
    assert "".join(marks(html)) == hostile.text.replace("\n", "")


@given(st.text(alphabet="ab \nđ<&"), st.integers(0, 30), st.integers(1, 30))
def test_paragraphs_hold_the_text_and_mark_the_span(text: str, start: int, length: int) -> None:
    span = Span(start, start + length) if start + length <= len(text) else None
    parts = source_page.paragraphs(text, span)
    kept = [line for line in text.split("\n") if line.strip()]
    assert ["".join(piece.text for piece in pieces) for pieces in parts] == kept
    if span is not None:
        marked = "".join(piece.text for pieces in parts for piece in pieces if piece.marked)
        assert marked.replace(" ", "") == text[span.start : span.end].replace("\n", "").replace(" ", "")


def test_headings_and_rows_are_told_apart_and_keep_their_text() -> None:
    article = Article("bảng.txt", "Kết quả chung\nTỉnh | Hạng\nMẫu | 12\nBảng trên lấy từ báo cáo năm 2024.")
    start = article.text.index("Mẫu")
    html = page(article, Span(start, start + len("Mẫu | 12")))
    assert re.findall(r'class="(heading|row|sentence)"', html) == ["heading", "row", "row", "sentence"]
    assert marks(html) == ["Mẫu | 12"]


def test_a_stale_link_is_said(ranking: Article) -> None:
    assert VI.stale_span in page(ranking, None, stale=True)
    assert VI.stale_span not in page(ranking)


def test_the_style_asks_for_nothing() -> None:
    for css in (theme.page_css(), theme.chat_css()):
        assert "@import" not in css
        assert not re.search(r"url\((?!\"data:)", css)
        assert "</" not in css.replace("%3C/", "")
