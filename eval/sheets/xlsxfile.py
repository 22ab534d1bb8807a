"""Tables as .xlsx workbooks, with openpyxl, which is imported only when one is opened.

Every cell written is text. Cells read must be text, or whole numbers shown as they are: other numbers, dates and formulas are
shown differently from machine to machine, and what a person sees is not in the file.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from corpus.errors import BadGold
from eval.sheets.sheet import Cell, Table, Unreadable, field_of

LONGEST = 32_767  # UTF-16 units of a cell
_MANY_DIGITS = 10**11  # from here on a cell of the usual format shows 1E+11
# Characters that XML cannot hold stand as _x000D_; a text that looks so already has its underscore written as _x005F_.
_XML = r"\x00-\x08\x0b-\x1f\ufffe\uffff"
_ESCAPE = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}(?:_|[{_XML}]))|[{_XML}]")
_BEYOND_CELLS = re.compile(
    r"xl/(charts|media|drawings|diagrams|embeddings|pivotTables|slicers|ctrlProps|vbaProject)\b(?!.*\.rels$)"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(data: bytes, path: Path) -> list[Table]:
    """Every sheet of cells, in order. Raises `BadGold` for what is no workbook."""
    tables = []
    for sheet in _workbook(data, path).worksheets:
        rows = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
        tables.append(Table([(n, row) for n, row in enumerate(rows, start=1) if _filled(row)], sheet.title))
    return tables


def written(rows: Sequence[Sequence[str]], sheet: str) -> bytes:
    """A new workbook of one sheet: the first of `rows` are its titles. Raises `BadGold` for a text too long for a cell."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    page = book.active
    page.title = sheet
    for number, row in enumerate(rows, start=1):
        _put(page, number, row)
    for cell in page[1]:
        cell.font = Font(bold=True)
        column = page.column_dimensions[cell.column_letter]
        column.width = 40 if field_of(_cell_text(cell)) in _WIDE else 14
        column.number_format = "@"  # what a person types below stays text too
    page.freeze_panes = "A2"
    return _saved(book)


_WIDE = {"question", "answers", "evidence", "docs"}


def appended(data: bytes, path: Path, values: Mapping[str, str], titles: Mapping[str, str], sheet: str) -> bytes:
    """The workbook with one more row on `sheet`; other sheets, formats and formulas stay. A column that it lacks is added.

    Raises:
        BadGold: the workbook holds something, a chart say, that writing it anew would lose.
    """
    book = _workbook(data, path)
    page = book[sheet]
    rows = [[_cell(cell) for cell in row] for row in page.iter_rows()]
    filled = [n for n, row in enumerate(rows) if _filled(row)]
    head, last = filled[0], filled[-1]
    columns = [field_of(cell) if isinstance(cell, str) else None for cell in rows[head]]
    while columns and not isinstance(rows[head][len(columns) - 1], Unreadable) and not rows[head][len(columns) - 1]:
        columns.pop()
    for field in [field for field, value in values.items() if value and field not in columns]:
        columns.append(field)
        _put(page, head + 1, [titles[field]], start=len(columns))
    for cell in page[last + 2]:
        cell.value = None  # spaces that nobody sees
    _put(page, last + 2, [values.get(field or "", "") for field in columns])
    grown = _saved(book)
    if lost := _drawn(data) - _drawn(grown):
        names = ", ".join(sorted(lost))
        raise BadGold(
            vi=f"{path} có thứ không giữ lại được khi ghi thêm vào ({names}); hãy chuyển hình và biểu đồ sang một sổ khác, hoặc dùng .csv hay .jsonl.",
            en=f"{path} holds what cannot be kept when it is written ({names}); move its drawings to another workbook, or use .csv or .jsonl.",
        )
    return grown


def _drawn(data: bytes) -> set[str]:
    """The kinds of parts beyond cells that a workbook holds, each with how many: charts, pictures, macros …"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [match[1] for name in archive.namelist() if (match := _BEYOND_CELLS.match(name))]
    return {f"{part} {n + 1}" for part in set(parts) for n in range(parts.count(part))}


def _workbook(data: bytes, path: Path) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it will not keep, such as pictures of newer kinds
            return load_workbook(io.BytesIO(data))
    except Exception as error:  # a broken archive raises whatever its first broken part does
        raise BadGold(
            vi=f"{path} không mở được như một sổ .xlsx ({type(error).__name__}); nếu tệp có mật khẩu hoặc ở dạng cũ, hãy mở bằng bảng tính rồi lưu lại dạng .xlsx không mật khẩu.",
            en=f"{path} cannot be opened as an .xlsx workbook ({type(error).__name__}); if it has a password or an older format, save it again as .xlsx without one.",
        ) from error


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _filled(row: Sequence[Cell]) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in row)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Unreadable("formula", str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return Unreadable("error", str(value))
    if isinstance(value, bool):
        return Unreadable("truth", str(value).upper())
    if isinstance(value, int) and abs(value) < _MANY_DIGITS and cell.number_format in {"General", "0", "@"}:
        return str(value)
    if isinstance(value, datetime | date | time | timedelta):
        return Unreadable("date", str(value))
    if isinstance(value, str):
        return _cell_text(cell)
    return Unreadable("number", f"{value} ({cell.number_format})")


def _cell_text(cell: Any) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(cell.value))


def _put(page: Any, row: int, values: Sequence[str], start: int = 1) -> None:
    from openpyxl.styles import Alignment

    shape = Alignment(wrap_text=True, vertical="top")
    for column, value in enumerate(values, start=start):
        text = _ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", value)
        if len(text.encode("utf-16-le")) // 2 > LONGEST:
            raise BadGold(
                vi=f"Một ô của .xlsx chỉ chứa được {LONGEST} ký tự, mà chuỗi bắt đầu bằng {value[:40]!r} dài hơn; hãy dùng .csv hoặc .jsonl.",
                en=f"A cell of .xlsx holds {LONGEST} characters at most, and the text that begins with {value[:40]!r} is longer; use .csv or .jsonl.",
            )
        if text:
            cell = page.cell(row, column)
            cell.number_format = "@"
            cell.alignment = shape
            cell.value = text
            cell.data_type = "s"  # a text that begins with "=" is no formula
