"""From answers to safe text and HTML. Pure: every string of a document goes through one of the two escapes here.

The chat's bubbles are plain text in an HTML renderer (`escape_bubble`); the sources panel is HTML inside a Markdown
renderer (`escape_markdown`), on a single line, since a blank line would end an HTML block.
"""

import html
import re
from itertools import takewhile
from typing import Final
from urllib.parse import quote

from corpus.types import Article, Span
from qa.answer import WORDS
from qa.types import Answer, Citation, Related
from ui.figures import COLUMNS, HEADING, time_text
from ui.texts import Texts
from ui.why import HEADING as WHY
from ui.why import why_rows

CONTEXT_WIDTH: Final = 500  # code points of the paragraph shown on each side of a quote
QUOTE_LIMIT: Final = 3000  # code points of a quote shown in the panel; the article page shows all
BUBBLE_LIMIT: Final = 12_000  # code points of one message
ROW: Final = " | "  # between the cells of a table's row
PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")


def escape_bubble(text: str) -> str:
    """For a chat message that is not rendered as Markdown.

    >>> escape_bubble('<b> & "x"')
    '&lt;b&gt; &amp; "x"'
    """
    return html.escape(text, quote=False)


def escape_markdown(text: str) -> str:
    """For text or an attribute's value inside HTML inside Markdown: no character keeps a meaning in either.

    >>> escape_markdown("a*b\\nc")
    'a&#42;b<br>c'
    """
    return PUNCTUATION.sub(lambda match: f"&#{ord(match[0])};", text).replace("\r", "").replace("\n", "<br>")


def shorten(text: str, limit: int) -> str:
    """At most `limit` code points, the last one an ellipsis where something is left out.

    >>> shorten("một hai ba", 7), shorten("một", 7)
    ('một ha…', 'một')
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"


def doc_href(source: str, span: Span | None, base: str, query: str = "") -> str:
    """The address of a source page, with the highlighted span's anchor.

    Args:
        base: the address of the server's root as seen from the page, ending in "/".
        query: more query parameters, as in "lang=en".

    >>> doc_href("năm 2024/a?b#c.txt", Span(3, 9), "../")
    '../doc/n%C4%83m%202024/a%3Fb%23c.txt?start=3&end=9#trich'
    """
    parameters = [query] if query else []
    if span is not None:
        parameters = [f"start={span.start}&end={span.end}", *parameters]
    path = f"{base}doc/{quote(source, safe='/', errors='replace')}"
    return path + ("?" + "&".join(parameters) if parameters else "") + ("#trich" if span is not None else "")


def around(article: Article, span: Span, width: int = CONTEXT_WIDTH) -> tuple[str, str]:
    """What stands before and after `span` in its paragraph, at most `width` code points each, cut between words.

    A row of a table has the table's first row before it, since that names the columns.

    >>> around(Article("a.txt", "Tỉnh | Hạng\\nA | 1\\nB | 2"), Span(18, 23))
    ('Tỉnh | Hạng\\n…\\n', '')
    """
    text = article.text
    if ROW in text[span.start : span.end]:
        rows = text[: span.start].split("\n")[:-1]
        table = list(takewhile(lambda row: ROW in row, reversed(rows)))
        if table:
            return shorten(table[-1], width) + ("\n…\n" if len(table) > 1 else "\n"), ""
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    last = len(text) if last < 0 else last
    before, after = text[max(first, span.start - width) : span.start], text[span.end : min(last, span.end + width)]
    if first < span.start - width:
        before = "… " + before.partition(" ")[2]
    if last > span.end + width:
        after = after.rpartition(" ")[0] + " …"
    return before, after


def question_read(answer: Answer) -> str | None:
    """The question as it was read, when that is not what was typed."""
    read = answer.understood or answer.standalone_question
    return read if read and read.strip() != answer.question.strip() else None


def message(answer: Answer, texts: Texts) -> str:
    """The chat's reply to a question, as plain text: not yet escaped."""
    if answer.reason in ("question_empty", "question_too_long"):
        return WORDS[answer.reason][texts.language]
    lines = []
    if (read := question_read(answer)) is not None:
        lines += [texts.understood.format(question=shorten(read, 500)), ""]
    if answer.reason is not None:
        lines.append(WORDS[answer.reason][texts.language])
    else:
        lines.append(shorten(answer.answer, BUBBLE_LIMIT))
        if answer.level == "low":
            lines += ["", texts.low_confidence]
    return "\n".join(lines)


def panel(answer: Answer, texts: Texts, base: str, query: str = "") -> str:
    """The sources beside an answer: one `details.src` per citation, or the nearest passages when abstaining."""
    if answer.reason in ("question_empty", "question_too_long"):
        return empty_panel(texts)
    if answer.abstained:
        body = "".join(_related(item, texts, base, query) for item in answer.related)
        hint = "" if body else f'<p class="hint">{escape_markdown(texts.nothing_near)}</p>'
        return _panel(texts.nearest, "", body + hint)
    level = f'<span class="level level-{answer.level}">{escape_markdown(texts.levels[answer.level])}</span>'
    if answer.level_precision is not None:
        measured = texts.level_precision.format(percent=f"{answer.level_precision:.0%}")
        level += f'<span class="measured">{escape_markdown(measured)}</span>'
    cards = [
        _citation(number, citation, texts, base, query) for number, citation in enumerate(answer.citations, start=1)
    ]
    return _panel(texts.sources, level, _figures(answer, texts, base, query) + "".join(cards))


def _figures(answer: Answer, texts: Texts, base: str, query: str) -> str:
    """The table of figures, each with a link to its sentence."""
    if not answer.figures:
        return ""
    head = "".join(f'<th scope="col">{escape_markdown(name)}</th>' for name in COLUMNS[texts.language])
    rows = ""
    for row in answer.figures:
        href = doc_href(row["source"], Span(row["start"], row["end"]), base, query)
        time, value = time_text(row["time"], texts.language), row["value"]
        link = _link(href, row["title"] or row["source"])
        rows += f"<tr><td>{escape_markdown(time)}</td><td><strong>{escape_markdown(value)}</strong></td><td>{link}</td></tr>"
    caption = escape_markdown(HEADING[texts.language])
    return f'<table class="figures"><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def empty_panel(texts: Texts, articles: int | None = None) -> str:
    """The panel before the first answer; `articles` is the size of the library, where it is known."""
    hint = f'<p class="hint">{escape_markdown(texts.sources_hint)}</p>'
    if articles is not None:
        hint += f'<p class="hint">{escape_markdown(texts.holdings.format(articles=texts.number(articles)))}</p>'
    return _panel(texts.sources, "", hint)


def _panel(heading: str, aside: str, body: str) -> str:
    return f'<div class="panel-head"><h2>{escape_markdown(heading)}</h2>{aside}</div>{body}'


def _citation(number: int, citation: Citation, texts: Texts, base: str, query: str) -> str:
    article, span = citation.article, citation.span
    before, after = around(article, span)
    role = f'<span class="role">{escape_markdown(texts.context)}</span>' if citation.role == "context" else ""
    quoted = (
        f"<blockquote>{escape_markdown(before)}<mark>{_quote(citation)}</mark>{escape_markdown(after)}</blockquote>"
    )
    also = ", ".join(
        f'<a href="{escape_markdown(doc_href(source, None, base, query))}">{escape_markdown(source)}</a>'
        for source in citation.also_in
    )
    also = f'<p class="also">{escape_markdown(texts.also_in)}{also}</p>' if also else ""
    link = _link(doc_href(article.source, span, base, query), texts.open_source)
    summary = f'<span class="n">[{number}]</span> <span class="t">{escape_markdown(article.name)}</span>{role}'
    return (
        f'<details class="src {citation.role}" open><summary>{summary}</summary>'
        f'{_meta(article, texts)}{quoted}{also}<p class="open">{link}</p>{_why(citation, texts)}</details>'
    )


def _why(citation: Citation, texts: Texts) -> str:
    """The account of the sentence, folded away."""
    if citation.why is None:
        return ""
    rows = "".join(
        f"<dt>{escape_markdown(name)}</dt><dd>{escape_markdown(value)}</dd>"
        for name, value in why_rows(citation.why, texts.language)
    )
    heading = escape_markdown(WHY[texts.language])
    return f'<details class="why"><summary>{heading}</summary><dl>{rows}</dl></details>'


def _quote(citation: Citation) -> str:
    """The quote, with the answer inside it in bold where the reader marked one."""
    quote = citation.quote
    if citation.answer_span is None or citation.answer_span[1] > QUOTE_LIMIT:
        return escape_markdown(shorten(quote, QUOTE_LIMIT))
    start, end = citation.answer_span
    rest = shorten(quote[end:], max(QUOTE_LIMIT - end, 1)) if end < len(quote) else ""
    return (
        f"{escape_markdown(quote[:start])}<strong>{escape_markdown(quote[start:end])}</strong>{escape_markdown(rest)}"
    )


def _related(related: Related, texts: Texts, base: str, query: str) -> str:
    article = related.article
    link = _link(doc_href(article.source, related.span, base, query), texts.open_source)
    return (
        f'<details class="near" open><summary><span class="t">{escape_markdown(article.name)}</span></summary>'
        f"{_meta(article, texts)}<blockquote>{escape_markdown(shorten(related.quote, QUOTE_LIMIT))}</blockquote>"
        f'<p class="open">{link}</p></details>'
    )


def _meta(article: Article, texts: Texts) -> str:
    known = [article.publisher or "", texts.day(article.published) if article.published else ""]
    line = " · ".join(escape_markdown(part) for part in known if part)
    return f'<p class="meta">{line}</p>' if line else ""


def _link(href: str, label: str) -> str:
    return f'<a href="{escape_markdown(href)}">{escape_markdown(label)}</a>'
