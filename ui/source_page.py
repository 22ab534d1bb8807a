"""One article as a page to read, the quoted sentence highlighted and scrolled to. No script, no request but itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final
from urllib.parse import urlsplit

from corpus import split
from corpus.types import Article, Span
from ui.texts import Texts

ANCHOR: Final = "trich"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one paragraph that is highlighted, or is not."""

    text: str
    marked: bool = False


def read_span(start: str | None, end: str | None, length: int) -> Span | None:
    """The span that a link names, or None where it names none inside `length` code points.

    >>> read_span("2", "5", 9), read_span("5", "2", 9), read_span("2", "x", 9), read_span("2", "10", 9)
    (Span(start=2, end=5), None, None, None)
    """
    if (
        start is None
        or end is None
        or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (start, end))
    ):
        return None
    first, last = int(start), int(end)
    return Span(first, last) if first < last <= length else None


def paragraphs(text: str, span: Span | None) -> list[tuple[Piece, ...]]:
    """The non-empty paragraphs of `text`, cut at the edges of `span`; their pieces hold every character but "\\n".

    >>> paragraphs("Một.\\nHai ba.", Span(5, 8))
    [(Piece(text='Một.', marked=False),), (Piece(text='Hai', marked=True), Piece(text=' ba.', marked=False))]
    """
    out = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        cuts = (
            [at, end, end, end]
            if span is None
            else [at, *(min(max(cut, at), end) for cut in (span.start, span.end)), end]
        )
        before, marked, after = (text[cuts[i] : cuts[i + 1]] for i in range(3))
        pieces = tuple(piece for piece in (Piece(before), Piece(marked, span is not None), Piece(after)) if piece.text)
        if line.strip():
            out.append(pieces)
        at = end + 1
    return out


def article_page(article: Article, span: Span | None, texts: Texts, home: str, css: str, *, stale: bool = False) -> str:
    """The whole page. `home` is the chat's address; `stale` says that the link named a span the article does not have."""
    body = paragraphs(article.text, span)
    title: tuple[Piece, ...] = (Piece(article.name),)
    if body and "".join(piece.text for piece in body[0]).strip() == article.name:
        title, *body = body
    anchors = iter([f' id="{ANCHOR}"'])
    parts = [f"<h1>{_inline(title, anchors)}</h1>", _meta(article, texts)]
    if stale:
        parts.append(f'<p class="notice" role="note">{escape(texts.stale_span)}</p>')
    kinds = {article[sentence.span]: sentence.kind for sentence in split.sentences(article.text)}
    for pieces in body:
        kind = kinds.get("".join(piece.text for piece in pieces).strip(), "sentence")
        parts.append(f'<p class="{kind}">{_inline(pieces, anchors)}</p>')
    return _document(article.name, f"<article>{''.join(parts)}</article>", texts, home, css)


def message_page(title: str, hint: str, texts: Texts, home: str, css: str) -> str:
    """A page that only says something, as for an unknown document."""
    return _document(title, f"<article><h1>{escape(title)}</h1><p>{escape(hint)}</p></article>", texts, home, css)


def _inline(pieces: tuple[Piece, ...], anchors: Iterator[str]) -> str:
    return "".join(
        f"<mark{next(anchors, '')}>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text)
        for piece in pieces
    )


def _meta(article: Article, texts: Texts) -> str:
    rows = [
        (texts.publisher, article.publisher and escape(article.publisher)),
        (texts.published, article.published and _time(article.published, texts)),
        (texts.event, article.event and _time(article.event, texts)),
        (texts.file, escape(article.source)),
        (texts.original, _origin(article.url)),
    ]
    return f"<dl>{''.join(f'<div><dt>{escape(name)}</dt><dd>{value}</dd></div>' for name, value in rows if value)}</dl>"


def _time(day: date, texts: Texts) -> str:
    return f'<time datetime="{day.isoformat()}">{texts.day(day)}</time>'


def _origin(url: str | None) -> str | None:
    """A link to the page the file came from, shown as its host; only for web addresses."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return f'<a href="{escape(parts.geturl())}" rel="noopener noreferrer">{escape(parts.netloc)}</a>'


def _document(title: str, main: str, texts: Texts, home: str, css: str) -> str:
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{css}</style></head><body>"
        f'<header><a class="back" href="{escape(home)}">{escape(texts.back)}</a></header><main>{main}</main></body></html>'
    )
