"""Tables as .csv files: UTF-8 (or UTF-16 with its mark, as spreadsheets save "Unicode text"), comma, semicolon or tab.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, which reading takes off again.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadGold
from eval.sheets.sheet import Cell, Table, field_of

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")  # the first line of some spreadsheets' files
_TONED = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]")
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
LARGEST = 1 << 27  # characters of one cell


@dataclass(frozen=True, slots=True)
class Csv:
    """A file's text and how it is written.

    Attributes:
        above: "sep=;" and its line break, where the file begins so.
        end: of a row.
    """

    text: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    end: str = "\r\n"
    above: str = ""

    def rows(self) -> list[list[str]]:
        """Every row, blank ones too, so that a row's place is the number that spreadsheets show. Raises `csv.Error`."""
        csv.field_size_limit(LARGEST)
        lines = io.StringIO(self.text, newline="")
        return [[_bare(cell) for cell in row] for row in csv.reader(lines, delimiter=self.delimiter, strict=True)]


def read(data: bytes, path: Path) -> Csv:
    """The file's text, its delimiter being the one that finds most titles. Raises `BadGold`."""
    text, encoding = _decoded(data, path)
    above, chosen = "", None
    if match := _SEPARATOR_LINE.match(text):
        above, chosen, text = match[0], match[1], text[match.end() :]
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = chosen or max(_DELIMITERS, key=lambda mark: _titles(first, mark))
    end = "\r\n" if "\r\n" in text or "\n" not in text else "\n"
    return Csv(text, encoding, delimiter, end, above)


def table(file: Csv, path: Path) -> Table:
    """Raises `BadGold` where quotation marks do not pair."""
    above = 1 if file.above else 0
    try:
        rows = file.rows()
    except csv.Error as error:
        raise BadGold(
            vi=f"{path} không đúng dạng CSV ({error}); hãy kiểm tra dấu ngoặc kép, hoặc mở bằng bảng tính rồi lưu lại.",
            en=f"{path} is no proper CSV ({error}); check its quotation marks, or open it in a spreadsheet and save it again.",
        ) from error
    kept: list[tuple[int, Sequence[Cell]]] = [
        (number, row) for number, row in enumerate(rows, start=1 + above) if any(cell.strip() for cell in row)
    ]
    return Table(kept)


def written(file: Csv, rows: Iterable[Sequence[str]]) -> bytes:
    """The bytes of a file like `file` that holds `rows`."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=file.delimiter, lineterminator=file.end).writerows([_guarded(c) for c in r] for r in rows)
    return (file.above + out.getvalue()).encode(file.encoding)


def appended(file: Csv, values: Mapping[str, str], titles: Mapping[str, str]) -> bytes:
    """The bytes of `file` with one more row: `values` by field; a column that it lacks is added, called as in `titles`."""
    rows = file.rows()
    head = next(number for number, row in enumerate(rows) if any(cell.strip() for cell in row))
    columns = [field_of(title) for title in rows[head]]
    new = [field for field, value in values.items() if value and field not in columns]
    row = [values.get(field or "", "") for field in [*columns, *new]]
    if new:
        width = len(columns)
        wider = [[*line, *[""] * (width - len(line))] if line else [] for line in rows]
        wider[head] += [titles[field] for field in new]
        return written(file, [*wider, row])
    text = file.text if not file.text or file.text.endswith(("\n", "\r")) else file.text + file.end
    line = written(Csv("", "utf-8", file.delimiter, file.end), [row]).decode("utf-8")
    return (file.above + text + line).encode(file.encoding)


def _titles(line: str, delimiter: str) -> int:
    return sum(field_of(cell.strip(' "')) is not None for cell in line.split(delimiter))


def _guarded(cell: str) -> str:
    return "'" + cell if _FORMULA.match(cell) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        name = _old_encoding(data)
        raise BadGold(
            vi=f"{path} không phải UTF-8 (byte thứ {error.start}){f', có lẽ là {name}' if name else ''}. Trong bảng tính, hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx.",
            en=f"{path} is not UTF-8 (byte {error.start}){f', it may be {name}' if name else ''}. Save it again from the spreadsheet as “CSV UTF-8” or .xlsx.",
        ) from error


def _old_encoding(data: bytes) -> str | None:
    """The old code page that the bytes look like. They are not read by it: a wrong guess would garble every question."""
    try:
        return "Windows-1258" if _TONED.search(data.decode("cp1258")) else "Windows-1252"
    except UnicodeDecodeError:
        return "Windows-1252" if b"\0" not in data else None
