"""Markdown to lines: a heading, a paragraph, an item of a list, a line of code or a row of a table each; marks dropped."""

import re
from collections.abc import Mapping
from datetime import date, datetime

import lxml.html
import yaml
from lxml.etree import ParserError
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus import clean, dates
from corpus.metadata import Facts

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^([A-Za-z_]+):[ \t]+(.+)$", re.MULTILINE)


def read(text: str) -> tuple[list[str], Facts]:
    """(lines, facts) of a Markdown text.

    The title is the front matter's `title`, else the first heading of level 1; a heading that says the title at the top
    is taken out of the lines. `date` (or `published`), `event`, `publisher` and `url` come from the front matter.

    >>> read("---\\ntitle: Rừng\\ndate: 2024-03-05\\n---\\n# Rừng\\n\\nXã **Đông** trồng [rừng](x).")[0]
    ['Xã Đông trồng rừng.']
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields, body = _split(text)
    lines, headings = _lines(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body))
    title = _string(fields.get("title")) or next((lines[index] for index, level in headings if level == 1), None)
    if title is not None and headings and headings[0][0] == 0 and lines[0].casefold() == title.casefold():
        lines = lines[1:]
    facts = Facts(
        title=title,
        published=_date(fields.get("published")) or _date(fields.get("date")),
        event=_date(fields.get("event")),
        publisher=_string(fields.get("publisher")),
        url=_string(fields.get("url")),
    )
    return lines, facts


def _split(text: str) -> tuple[Mapping[str, object], str]:
    """(front matter, the rest). What is no front matter is text; what YAML cannot read is read key by key."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError):
        fields = {key: value.strip().strip("\"'") for key, value in _KEY.findall(match[1])}
    if not isinstance(fields, dict) or not fields:
        return {}, text
    return {str(key).casefold(): value for key, value in fields.items()}, text[match.end() :]


def _string(value: object) -> str | None:
    if not isinstance(value, str | int | float):
        return None
    return clean.normalise(str(value)).replace("\n", " ") or None


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return dates.parse(value) if isinstance(value, str) else None


def _lines(tokens: list[Token]) -> tuple[list[str], list[tuple[int, int]]]:
    """(lines, [(index of a line that is a heading, its level)])."""
    lines: list[str] = []
    headings: list[tuple[int, int]] = []
    row: list[str] | None = None
    level = 0
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            lines.append(" | ".join(row))
            row = None
        elif token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline":
            text = clean.normalise(_inline(token))
            if row is not None:
                row.append(text.replace("\n", " "))
            elif text:
                if level:
                    headings.append((len(lines), level))
                    text = text.replace("\n", " ")
                    level = 0
                lines.extend(text.split("\n"))
        elif token.type in ("fence", "code_block"):
            lines.extend(filter(None, clean.normalise(token.content).split("\n")))
        elif token.type == "html_block":
            lines.extend(filter(None, clean.normalise(_stripped(token.content)).split("\n")))
    return [line for line in lines if line.strip(" |")], headings


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or (child.type == "html_inline" and child.content.lower().startswith("<br")):
            parts.append("\n")
    return "".join(parts)


def _stripped(fragment: str) -> str:
    try:
        tree = lxml.html.fragment_fromstring(fragment, create_parent="div")
    except (ParserError, ValueError):
        return ""
    for element in tree.xpath("//script|//style|//comment()"):
        element.drop_tree()
    return str(tree.text_content())
