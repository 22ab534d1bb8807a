"""Gold files in their three formats: JSON lines (.jsonl and whatever is no table), .csv (or .tsv) and .xlsx.

Reading collects every fault and goes on. Writing replaces the whole file at once: what is there stays until all of the new is
on the disk.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from corpus.errors import BadGold, Language
from eval.fault import Fault, Place
from eval.question import FIELDS, LISTS, REQUIRED, Entry, Question, fields_of, question_of
from eval.sheets import csvfile, xlsxfile
from eval.sheets.sheet import TITLES, Table, Unreadable, field_of, join_cell, letter, plain, split_cell, titles

TABLES: Final = frozenset({".csv", ".tsv", ".xlsx"})
_OTHER_SHEETS: Final = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".numbers"})
SHEET: Final = "gold"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it was read: `values` by field (None: there are none), other values, what is wrong already, and where."""

    place: Place
    values: dict[str, Any] | None
    extra: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        id = (self.values or {}).get("id", "")
        return id if isinstance(id, str) else ""


def read_entries(path: Path, *, may_be_empty: bool = False) -> tuple[list[Entry], list[Fault]]:
    """The questions of a gold file that can be read, in its order, and every fault of the others.

    Raises:
        BadGold: the file as a whole cannot be used.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    for row in _rows(path):
        faults += [replace(fault, id=row.id) for fault in row.faults]
        if row.values is None:
            continue
        question, found = question_of(row.values, row.place, row.unread)
        faults += found
        if row.id and row.id in lines:
            faults.append(Fault(row.id, "id", str(lines[row.id]), "repeated_id", row.place))
        elif question is not None:
            entries.append(Entry(question, row.place, row.extra))
        if row.id:
            lines.setdefault(row.id, row.place.line)
    if not entries and not faults and not may_be_empty:
        raise BadGold(
            vi=f"{path} không có câu hỏi nào. Mỗi dòng cần {'một câu hỏi' if _suffix(path) in TABLES else 'một đối tượng JSON'}.",
            en=f"{path} holds no question. Each line needs one {'question' if _suffix(path) in TABLES else 'JSON object'}.",
        )
    return entries, faults


def write_entries(path: Path, entries: Sequence[Entry], language: Language = "vi") -> None:
    """Write a gold file; the titles of a table's columns are those of `language`.

    Raises:
        BadGold: a table cannot hold what `entries` hold, or the file cannot be written.
    """
    suffix = _known_suffix(path)
    if suffix not in TABLES:
        lines = (json.dumps({**fields_of(entry.question), **entry.extra}, ensure_ascii=False) for entry in entries)
        replace_file(path, "".join(f"{line}\n" for line in lines).encode("utf-8"))
        return
    others = list(dict.fromkeys(name for entry in entries for name in entry.extra))
    _check_extra(entries, others)
    rows = [
        [*titles(language), *others],
        *([*_cells(entry.question).values(), *(entry.extra.get(name, "") for name in others)] for entry in entries),
    ]
    if suffix == ".xlsx":
        replace_file(path, xlsxfile.written(rows, SHEET))
    else:
        delimiter = "\t" if suffix == ".tsv" else ","
        replace_file(path, csvfile.written(csvfile.Csv("", delimiter=delimiter), rows))


def append_question(path: Path, question: Question, language: Language = "vi") -> None:
    """Add one question at the end of a gold file, made when it is missing; what else the file holds stays as it is.

    Raises:
        BadGold: the file cannot be read or written.
    """
    if not path.exists() or not path.stat().st_size:
        write_entries(path, [Entry(question, Place(path, 1))], language)
        return
    data, suffix = _bytes(path), _suffix(path)
    named = dict(zip(FIELDS, titles(language), strict=True))
    if suffix == ".xlsx":
        sheet = next(table.sheet for table in _tables(path) if _is_gold(table))
        data = xlsxfile.appended(data, path, _cells(question), named, sheet)
    elif suffix in TABLES:
        data = csvfile.appended(csvfile.read(data, path), _cells(question), named)
    else:
        line = json.dumps(fields_of(question), ensure_ascii=False).encode("utf-8")
        data += (b"" if data.endswith(b"\n") else b"\n") + line + b"\n"
    replace_file(path, data)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of the file, whole or not at all, under the name that `path` leads to."""
    real = path.resolve()
    if real.exists() and not real.is_file():  # a device would be replaced by a file
        raise BadGold(
            vi=f"{path} không phải một tệp thường; hãy chọn tên tệp khác.",
            en=f"{path} is no ordinary file; choose the name of a file.",
        )
    beside = real.with_name(f".{real.name}.{os.getpid()}")
    try:
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if real.exists():
                shutil.copymode(real, beside)
            os.replace(beside, real)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadGold(
            vi=f"Không ghi được tệp {path} ({error.strerror}); hãy kiểm tra thư mục và quyền ghi.",
            en=f"The file {path} cannot be written ({error.strerror}); check its folder and that you may write there.",
        ) from error


def _suffix(path: Path) -> str:
    return path.suffix.lower()


def _known_suffix(path: Path) -> str:
    """Raises `BadGold` for other kinds of spreadsheets."""
    if _suffix(path) in _OTHER_SHEETS:
        raise BadGold(
            vi=f"Không dùng được dạng {path.suffix} của {path}; hãy dùng .xlsx hoặc CSV UTF-8.",
            en=f"The format {path.suffix} of {path} cannot be used; use .xlsx or CSV UTF-8.",
        )
    return _suffix(path)


def _bytes(path: Path) -> bytes:
    _known_suffix(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadGold(
            vi=f"Không đọc được tệp câu hỏi {path}: {error.strerror}. Hãy kiểm tra đường dẫn.",
            en=f"Cannot read the gold file {path}: {error.strerror}. Check the path.",
        ) from error


def _rows(path: Path) -> Iterator[_Row]:
    if _suffix(path) not in TABLES:
        yield from _lines(path)
        return
    tables = [table for table in _tables(path) if _is_gold(table)]
    if not tables:
        known = ", ".join(REQUIRED)
        raise BadGold(
            vi=f"{path} không có cột 'Câu hỏi' ('question'). Dòng đầu cần tiêu đề: {', '.join(TITLES[f] for f in REQUIRED)} (hoặc {known}).",
            en=f"{path} has no column 'question' ('Câu hỏi'). Its first row needs titles: {known} (or {', '.join(TITLES[f] for f in REQUIRED)}).",
        )
    for table in tables:
        yield from _table_rows(table, path)


def _tables(path: Path) -> list[Table]:
    data = _bytes(path)
    return xlsxfile.read(data, path) if _suffix(path) == ".xlsx" else [csvfile.table(csvfile.read(data, path), path)]


def _is_gold(table: Table) -> bool:
    head = table.rows[0][1] if table.rows else ()
    return any(isinstance(cell, str) and field_of(cell) == "question" for cell in head)


def _lines(path: Path) -> Iterator[_Row]:
    try:
        text = _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadGold(
            vi=f"{path} không phải UTF-8 (byte thứ {error.start}). Hãy lưu lại tệp bằng mã UTF-8.",
            en=f"{path} is not UTF-8 (byte {error.start}). Save the file as UTF-8.",
        ) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = Place(path, number)
        twice: list[str] = []
        try:
            row = json.loads(line, object_pairs_hook=partial(_object, twice))
        except (ValueError, RecursionError) as error:
            yield _Row(place, None, faults=[Fault("", "", str(error), "not_json", place)])
            continue
        if not isinstance(row, dict):
            yield _Row(place, None, faults=[Fault("", "", type(row).__name__, "not_object", place)])
            continue
        extra = {name: value for name, value in row.items() if name not in FIELDS}
        known = {name: value for name, value in row.items() if name in FIELDS}
        faults = [Fault("", name, "", "repeated_field", place) for name in twice]
        yield _Row(place, known, extra, faults, frozenset(twice))


def _object(seen: list[str], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    seen[:] = sorted({name for name in names if names.count(name) > 1 and name in FIELDS})
    return dict(pairs)


def _table_rows(table: Table, path: Path) -> Iterator[_Row]:
    number, head = table.rows[0]
    names = [cell if isinstance(cell, str) else cell.shown for cell in head]
    columns = [field_of(name) or name.strip() for name in names]
    named = tuple((field, name.strip()) for field, name in zip(columns, names, strict=True) if field != name.strip())
    top = Place(path, number, table.sheet, named)
    seen = [field if field in FIELDS else plain(field) for field in columns]
    faults = [
        Fault("", "", names[n].strip(), "repeated_column", top) for n, key in enumerate(seen) if key and key in seen[:n]
    ]
    lacking = [field for field in REQUIRED if field not in columns]
    faults += [Fault("", field, "", "missing_column", top) for field in lacking]
    if faults:
        yield _Row(top, None, faults=faults)
    for number, cells in table.rows[1:]:
        place = Place(path, number, table.sheet, named)
        row: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        found: list[Fault] = []
        for n, cell in enumerate(cells):
            name = columns[n] if n < len(columns) else ""
            shown = cell.shown if isinstance(cell, Unreadable) else cell
            if not name:
                if shown.strip():
                    found.append(Fault("", f"{letter(n)}{number}", shown, "untitled_cell", place))
            elif isinstance(cell, Unreadable):
                if name in FIELDS:
                    found.append(Fault("", name, cell.shown, f"cell_{cell.what}", place))
            elif name in FIELDS:
                row.setdefault(name, split_cell(cell) if name in LISTS else cell)
            elif cell.strip():
                extra[name] = cell
        for name in columns:
            if name in FIELDS:
                row.setdefault(name, [] if name in LISTS else "")
        # A column that is not there was complained of above, once for all rows.
        yield _Row(place, row, extra, found, frozenset([*lacking, *(fault.field for fault in found)]))


def _cells(question: Question) -> dict[str, str]:
    row = fields_of(question)
    return {name: join_cell(row.get(name, ())) if name in LISTS else row.get(name, "") for name in FIELDS}


def _check_extra(entries: Sequence[Entry], others: Sequence[str]) -> None:
    keys = [plain(name) for name in others]
    for entry in entries:
        for name, value in entry.extra.items():
            if not isinstance(value, str):
                vi, en = "không phải chuỗi nên không đứng được trong một ô", "is no string, so that no cell can hold it"
            elif field_of(name) is not None or keys.count(plain(name)) > 1 or not plain(name) or name != name.strip():
                vi, en = "không thể là tiêu đề của một cột riêng", "cannot be the title of a column of its own"
            else:
                continue
            raise BadGold(
                vi=f"{entry.place.text('vi')}, trường {name!r}: {vi}; hãy đổi hoặc bỏ trường này rồi chuyển lại.",
                en=f"{entry.place.text('en')}, field {name!r}: {en}; change or drop it and convert again.",
            )
