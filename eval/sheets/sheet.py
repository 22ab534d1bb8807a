r"""Gold questions as tables: the titles of the columns, and lists in one cell.

A list is one value a line, or values separated by " | ". In a value, "\|" is a "|" that separates nothing, "\\" a backslash, a
backslash before white space keeps that white space (a line break too), and "\0" is the value that holds nothing. A backslash
before anything else is itself. A "|" without white space on both sides separates nothing anyway.

What a file's bytes look like is the business of `eval/csvfile.py` and `eval/xlsxfile.py`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from corpus.errors import Language
from corpus.vietnamese import fold, nfc
from eval.question import FIELDS

TITLES: Final[Mapping[str, str]] = {
    "id": "Mã",
    "lang": "Ngôn ngữ",
    "question": "Câu hỏi",
    "kind": "Loại",
    "docs": "Tài liệu",
    "answers": "Đáp án",
    "all_of": "Phải có đủ",
    "wrong": "Không được có",
    "evidence": "Bằng chứng",
    "history": "Câu hỏi trước",
    "note": "Ghi chú",
    "subkind": "Loại nhỏ",
    "variant": "Biến thể",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds no text: `what` is the end of a fault's name, `shown` what it holds."""

    what: Literal["number", "date", "truth", "formula", "error"]
    shown: str


Cell: TypeAlias = str | Unreadable


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet that are not blank, each with its number counted from 1; the first one holds the titles."""

    rows: Sequence[tuple[int, Sequence[Cell]]]
    sheet: str = ""


def field_of(title: str) -> str | None:
    """The field that a title means, in either language; letter case, diacritics and a closing star or colon do not matter.

    >>> field_of("Câu hỏi *"), field_of("ALL OF"), field_of("cau hoi truoc"), field_of("Người duyệt")
    ('question', 'all_of', 'history', None)
    """
    return _FIELDS.get(plain(title))


def plain(title: str) -> str:
    """A title as titles are compared.

    >>> plain(" Người  duyệt: ")
    'nguoi duyet'
    """
    return " ".join(fold(nfc(title)).casefold().replace("_", " ").rstrip(" *:\t\n").split())


_FIELDS: Final = {plain(name): field for field in FIELDS for name in (field, TITLES[field])}


def titles(language: Language) -> list[str]:
    """The titles of all fields, in the order of the format."""
    return [TITLES[field] if language == "vi" else field for field in FIELDS]


def letter(column: int) -> str:
    """The letters that spreadsheets give a column counted from 0.

    >>> letter(0), letter(25), letter(26), letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


_PIECE = re.compile(r"\\([|\\0]|\s)|((?:\r\n|\n|\r)|(?<=[ \t])\|(?=[ \t\r\n]|$)|^\|(?=[ \t]))|(.)", re.DOTALL)


def split_cell(text: str) -> list[str]:
    r"""The values of a list's cell.

    >>> split_cell("45% | 90%\nHộ dùng Internet \\| 90%\n\na|b")
    ['45%', '90%', 'Hộ dùng Internet | 90%', 'a|b']
    """
    values: list[str] = []
    value, kept, marked = "", 0, False  # `kept` code points of `value` may not be stripped off its end
    for piece in _PIECE.finditer(text):
        escaped, separator, char = piece.groups()
        if separator is not None:
            if value or marked:
                values.append(_stripped(value, kept))
            value, kept, marked = "", 0, False
        elif escaped is not None:
            value += "" if escaped == "0" else escaped
            kept, marked = len(value), True
        elif value or not char.isspace():
            value += char
    if value or marked:
        values.append(_stripped(value, kept))
    return values


def _stripped(value: str, kept: int) -> str:
    return value[:kept] + value[kept:].rstrip()


def join_cell(values: Iterable[str]) -> str:
    r"""The cell of a list, one value a line; `split_cell` gives the same values back.

    >>> join_cell(["45%", "Hộ dùng Internet | 90%"])
    '45%\nHộ dùng Internet \\| 90%'
    """
    return "\n".join(map(_escaped, values))


_SPECIAL = re.compile(r"[\\\r\n]|^\s|\s$|(?<!\S)\||\|(?!\S)")


def _escaped(value: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], value) or "\\0"
