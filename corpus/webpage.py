"""HTML to a cleaned page and its facts: trafilatura finds the article, `corpus.clean` takes off what it left of the frame.

The facts come from the page's head (Open Graph, JSON-LD, meta), then from what the visible page says, read like a dump.
"""

import copy
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import lxml.html
import trafilatura
from htmldate import find_date
from lxml import etree

from corpus import chrome, clean, dates, metadata
from corpus.clean import Page
from corpus.metadata import Facts

_HIDDEN = "//script|//style|//noscript|//template|//iframe|//svg|//head|//select|//button|//comment()|//processing-instruction()"
# Not //form: portals made with ASP.NET wrap the whole page in one.
# Not //form: portals made with ASP.NET wrap the whole page in one.
_FRAME = "//nav|//footer|//aside[not(.//h1)]|//*[@role='navigation']"
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tr",
        "ul",
        "caption",
        "thead",
        "tbody",
        "option",
    ]
)
_CELLS = ("td", "th", "cell")
_LEAST_SHARE = 0.4
_PUBLISHED = (
    "//meta[@property='article:published_time' or @itemprop='datePublished' or @name='pubdate' or @name='dc.date.issued' or @name='DC.date.issued']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)


def read(text: str) -> tuple[Page, Facts]:
    """(page, facts) of an HTML text; a page without any text has no lines."""
    tree = _parse(text)
    if tree is None:
        return Page(()), Facts()
    data = _linked(tree)
    visible = _visible(tree)
    dump = clean.clean_lines(visible)
    head = Facts(
        title=_title(tree, data, dump),
        published=_published(tree, data),
        publisher=_publisher(tree, data),
        url=_url(tree),
    )
    facts = head.filled(Facts(published=metadata.published(dump), publisher=metadata.publisher(dump)))
    page = clean.clean_lines(_article(tree, dump), facts.title, web=True)
    return page, facts.filled(Facts(event=metadata.event(page.text, facts.title, facts.published)))


def _parse(text: str) -> Any | None:
    # A declaration of another encoding is of no use to a text already decoded, and lxml refuses it.
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text.replace("\0", ""))
    try:
        tree = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree


def _without(tree: Any, *paths: str) -> Any:
    tree = copy.deepcopy(tree)
    for path in paths:
        for element in tree.xpath(path):
            if element.getparent() is not None:
                element.drop_tree()
    return tree


def _visible(tree: Any) -> list[str]:
    return _lines(_without(tree, _HIDDEN))


def _article(tree: Any, dump: Page) -> list[str]:
    """The lines of the article as trafilatura sees it, or of the page's main part where it sees too little."""
    document = trafilatura.bare_extraction(
        _without(tree, _FRAME), include_comments=False, include_tables=True, favor_recall=True
    )
    body = getattr(document, "body", None)
    lines = _lines(body) if body is not None else []
    expected = _running(line.text for line in dump.lines if line.kept)
    if lines and _running(lines) >= _LEAST_SHARE * expected:
        return lines
    bare = _without(tree, _HIDDEN, _FRAME, "//header[not(.//h1)]")
    for path in ("//article", "//main", "//*[@role='main']"):
        found = bare.xpath(path)
        if len(found) == 1 and _running(lines := _lines(found[0])) >= _LEAST_SHARE * expected:
            return lines
    return _lines(bare)


def _running(lines: Iterable[str]) -> int:
    return sum(len(line) for line in lines if chrome.is_prose(line))


def _lines(element: Any) -> list[str]:
    """The text of `element`, a block a line; the cells of a row joined with " | "."""
    text = "".join(_pieces(element))
    lines = (re.sub(r"(?: ?\| ?)+$", "", line).strip() for line in clean.normalise(text).split("\n"))
    return [line for line in lines if line.strip(" |")]


def _pieces(element: Any) -> Iterator[str]:
    # A stack of its own: pages nest deeper than Python's calls may.
    stack: list[Any] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        if not isinstance(item.tag, str):
            continue
        tag = item.tag
        children = list(item)
        if tag in ("row", "tr"):
            yield (
                "\n"
                + " | ".join(" ".join("".join(_pieces(cell)).split()) for cell in children if cell.tag in _CELLS)
                + "\n"
            )
            continue
        block = tag in _BLOCKS or tag in ("item", "list", "head", "quote", "code", "lb", "graphic", "doc", "main")
        after = ["\n"] if block else []
        parts: list[Any] = ["\n"] if block else []
        parts.append((item.text or "").replace("\n", " ") if tag not in ("pre", "code") else item.text or "")
        for child in children:
            parts += [child, (child.tail or "").replace("\n", " ") if tag not in ("pre", "code") else child.tail or ""]
        stack += reversed([part for part in parts + after if not (isinstance(part, str) and not part)])


def _linked(tree: Any) -> list[dict[str, Any]]:
    """All objects of the page's JSON-LD, flat."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            todo: list[Any] = [json.loads(script)]
        except (ValueError, RecursionError):
            continue
        while todo:
            item = todo.pop(0)
            if isinstance(item, list):
                todo += item
            elif isinstance(item, dict):
                found.append(item)
                todo += item.get("@graph", []) if isinstance(item.get("@graph"), list) else []
    return found


def _first(values: Iterable[object]) -> str | None:
    for value in values:
        if isinstance(value, str) and (text := clean.normalise(value).replace("\n", " ")):
            return text
    return None


def _title(tree: Any, data: list[dict[str, Any]], dump: Page) -> str | None:
    """The headline: the <h1> that the head's title begins with or holds, else the head's title, else the dump's."""
    site = _publisher(tree, data)
    named = _first(
        [
            *tree.xpath("//meta[@property='og:title']/@content"),
            *(item.get("headline") for item in data),
            *tree.xpath("//head/title/text()"),
        ]
    )
    headings = [text for h1 in tree.xpath("//h1") if (text := clean.normalise(h1.text_content()).replace("\n", " "))]
    if named is not None and (chrome.kind(named) == "banner" or named == site):
        named = None
    for heading in headings:
        if named is None and (len(headings) == 1 and chrome.kind(heading) not in ("banner", "menu", "control")):
            return heading
        if named is not None and heading.casefold() in named.casefold() and len(heading) >= 0.3 * len(named):
            return heading
    if named is None:
        return dump.title
    parts = re.split(r"\s+[|–—-]\s+|\s+::\s+", named)
    if len(parts) > 1 and (parts[-1] == site or chrome.kind(parts[-1]) == "banner"):
        return named[: named.rindex(parts[-1])].rstrip(" |–—-:")
    if len(parts) > 1 and dump.title is not None and dump.title.casefold() in named.casefold():
        return dump.title
    return named


def _published(tree: Any, data: list[dict[str, Any]]) -> date | None:
    stamp = _first(
        [*(item.get("datePublished") for item in data), *(value for path in _PUBLISHED for value in tree.xpath(path))]
    )
    if stamp is not None and (day := dates.parse(stamp)) is not None:
        return day
    # Only the head is shown to htmldate: in the body it would take a clock for a date.
    head = tree.find("head")
    if head is None or not len(head):
        return None
    bare = etree.Element("html")
    bare.append(copy.deepcopy(head))
    etree.SubElement(bare, "body")
    bare = lxml.html.document_fromstring(etree.tostring(bare, encoding="unicode", method="html"))
    found = find_date(bare, extensive_search=False, original_date=True, outputformat="%Y-%m-%d")
    return dates.parse(found) if found else None


def _publisher(tree: Any, data: list[dict[str, Any]]) -> str | None:
    named = [item["publisher"].get("name") for item in data if isinstance(item.get("publisher"), dict)]
    return _first(
        [
            *tree.xpath("//meta[@property='og:site_name']/@content"),
            *named,
            *tree.xpath("//meta[@name='publisher']/@content"),
        ]
    )


def _url(tree: Any) -> str | None:
    url = _first([*tree.xpath("//link[@rel='canonical']/@href"), *tree.xpath("//meta[@property='og:url']/@content")])
    return url if url is not None and re.match(r"https?://\S+$", url) else None
