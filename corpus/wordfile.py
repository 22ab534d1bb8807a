"""DOCX to lines in the order of the document: a paragraph, a heading or a row of a table a line."""

import io
from collections.abc import Iterator

import docx
from docx.table import Table, _Cell

from corpus import clean, pdf
from corpus.metadata import Facts, stated


def read(data: bytes) -> tuple[list[str], Facts]:
    """(lines, facts) of a DOCX; raises whatever python-docx raises on a file that is damaged.

    The title is the properties', if a person gave it, else the first paragraph of the style Title, or Heading 1 where it
    opens the document. Where the title stands at the top it is taken out of the lines.
    """
    document = docx.Document(io.BytesIO(data))
    lines: list[str] = []
    title = pdf.real_title(document.core_properties.title)
    headline: str | None = None
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines.extend(_rows(block))
            continue
        text = clean.normalise(block.text)
        if not text:
            continue
        style = (block.style.name or "") if block.style is not None else ""
        if headline is None and (style == "Title" or (style == "Heading 1" and not lines)):
            headline = text.replace("\n", " ")
        lines.extend(text.split("\n"))
    title = title or headline
    facts = Facts(title=title, published=stated(lines))
    return lines, facts


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        before = None
        for cell in row.cells:
            if cell._tc is not before:  # a merged cell comes once for each column it spans
                cells.append(_cell_text(cell))
            before = cell._tc
        line = " | ".join(cells)
        if line.strip(" |"):
            yield line


def _cell_text(cell: _Cell) -> str:
    parts = [
        clean.normalise(block.text) if not isinstance(block, Table) else " ".join(_rows(block))
        for block in cell.iter_inner_content()
    ]
    return " ".join(" ".join(parts).split())
