"""Lists in cells, and gold questions in .csv and .xlsx files: what a person sees is what is read, or a sentence says what to do."""

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from corpus.errors import BadGold
from eval.gold import Question, check_gold, read_gold
from eval.sheets import csvfile
from eval.sheets.sheet import TITLES, field_of, join_cell, letter, plain, split_cell, titles

HEAD = ["Mã", "Ngôn ngữ", "Câu hỏi", "Loại", "Tài liệu", "Đáp án"]
ROW = ["g1", "vi", "Mấy giờ?", "factoid", "a.txt", "8 giờ"]
QUESTION = Question("g1", "vi", "Mấy giờ?", "factoid", ("a.txt",), ("8 giờ",))


def as_csv(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, rows: Sequence[Sequence[object]], sheet: str = "Câu hỏi") -> Path:
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


# --- cells ---


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("", []),
        (" \n \r\n", []),
        ("8 giờ", ["8 giờ"]),
        ("  8 giờ \n\n 9 giờ\r\n10 giờ\r11 giờ", ["8 giờ", "9 giờ", "10 giờ", "11 giờ"]),
        ("8 giờ | 9 giờ |10 giờ| 11 giờ", ["8 giờ", "9 giờ |10 giờ| 11 giờ"]),
        ("a|b", ["a|b"]),
        (" | a |  | b |", ["a", "b"]),
        (r"Hộ \| 90%", ["Hộ | 90%"]),
        (r"C:\new\thư mục", [r"C:\new\thư mục"]),
        (r"C:\\new", [r"C:\new"]),
        ("hai\\\ndòng\nba", ["hai\ndòng", "ba"]),
        ("\\ giữ\\ ", [" giữ "]),
        ("\\0\na", ["", "a"]),
    ],
)
def test_a_cell_holds_a_list(cell, values):
    assert split_cell(cell) == values


ODD = st.text(st.sampled_from("ab| \\\n\r\t0\xa0\u2028=+-'\",;\x0b\x1c_xX") | st.characters(codec="utf-8"), max_size=12)


@given(st.lists(ODD))
def test_what_is_joined_is_split_again(values):
    assert split_cell(join_cell(values)) == values


def test_titles_are_known_in_both_languages_and_none_twice():
    for language in ("vi", "en"):
        assert [field_of(title.upper()) for title in titles(language)] == list(TITLES)
    assert len({plain(title) for title in [*TITLES, *TITLES.values()]}) == 2 * len(TITLES)
    assert field_of("Người duyệt") is None
    assert [letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


# --- .csv ---


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_whatever_its_delimiter_and_mark(tmp_path, delimiter, encoding):
    row = [*ROW[:2], "Mấy giờ, họp; ở đâu?", *ROW[3:]]
    path = as_csv(tmp_path / "gold.csv", [HEAD, [], row], delimiter, encoding)
    [question] = read_gold(path)
    assert (question.question, question.answers) == ("Mấy giờ, họp; ở đâu?", ("8 giờ",))


def test_a_csv_may_name_its_delimiter_in_a_line_of_its_own(tmp_path):
    path = as_csv(tmp_path / "gold.csv", [HEAD, ROW, ["g2", "vi"]], ";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    checked = check_gold(path)
    assert [entry.question for entry in checked.entries] == [QUESTION]
    assert {fault.place.line for fault in checked.faults if fault.place} == {4}


def test_english_titles_any_order_and_columns_that_nobody_knows(tmp_path):
    head = ["kind", "Reviewer", "answers", "docs", "question", "lang", "id", "all of", "HISTORY", "variant", "wrong"]
    row = ["list", "tôi", "", "a.txt | b.txt", "Còn họp?", "vi", "g1", "8 giờ\n9 giờ", "Mấy giờ?", "typo", "7 giờ"]
    [question] = read_gold(as_csv(tmp_path / "gold.csv", [head, row]))
    assert question == Question(
        "g1", "vi", "Còn họp?", "list", ("a.txt", "b.txt"), (), ("8 giờ", "9 giờ"), (), ("7 giờ",), ("Mấy giờ?",), "", "",
        "typo",
    )  # fmt: skip


def test_a_cell_that_begins_like_a_formula_stays_text(tmp_path):
    path = as_csv(tmp_path / "gold.csv", [HEAD, ["g1", "vi", "'=1+1?", "factoid", "a.txt", "''- 2\n'= 3"]])
    [question] = read_gold(path)
    assert (question.question, question.answers) == ("=1+1?", ("'- 2", "'= 3"))
    other = as_csv(tmp_path / "other.csv", [HEAD, ["g1", "vi", "'Mấy' giờ?", "factoid", "a.txt", "''x''"]])
    assert read_gold(other)[0].question == "'Mấy' giờ?"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Ma;Câu ho\u0309i\r\ng1;Thu\u0309 đô là gi\u0300?".encode("cp1258"), "it may be Windows-1258"),
        ("Ma;Caf\xe9\r\n".encode("cp1252"), "it may be Windows-1252"),
        (b"\x81\x00\xff", "is not UTF-8 (byte 0). Save it again"),
        ('Mã,Câu hỏi\r\n"g1,Mấy giờ?'.encode(), "no proper CSV"),
        ('Mã,Câu hỏi\r\n"g1"x,Mấy giờ?'.encode(), "no proper CSV"),
        ("Mã,Hỏi\r\ng1,Mấy giờ?".encode(), "has no column 'question'"),
        (b"", "has no column 'question'"),
        (",".join(HEAD).encode(), "holds no question"),
    ],
)
def test_a_csv_that_cannot_be_used_says_so_and_is_never_guessed_at(tmp_path, data, message):
    path = tmp_path / "gold.csv"
    path.write_bytes(data)
    with pytest.raises(BadGold) as caught:
        read_gold(path)
    assert message in caught.value.en
    assert caught.value.en.startswith(str(path))
    assert caught.value.vi.startswith(str(path))


# --- .xlsx ---


def test_a_workbook_is_read_as_a_person_sees_it(tmp_path):
    path = as_xlsx(
        tmp_path / "gold.xlsx", [[], HEAD, [], [1, *ROW[1:-1], 8], ["g2", "vi", "Số?", "factoid", "a.txt", "=", "x"]]
    )
    book = load_workbook(path)
    book["Câu hỏi"]["G2"] = "Người duyệt"
    book.create_sheet("Ghi chép", 0).append(["không phải", "bảng câu hỏi"])
    book.create_sheet("Thêm").append(HEAD)
    book["Thêm"].append(["g3", *ROW[1:2], "Nữa?", *ROW[3:]])
    book.save(path)
    first, second, third = read_gold(path)
    assert (first.id, first.answers, second.answers, third.id) == ("1", ("8",), ("=",), "g3")


# A cell in the answers' column, its fault, and words of the sentence.
CELLS = [
    (0.45, "cell_number", "the number 0.45 (General)"),
    (10**12, "cell_number", "the number 1000000000000"),
    (datetime.date(2024, 5, 1), "cell_date", "the date or time 2024-05-01"),
    (datetime.time(8), "cell_date", "the date or time 08:00:00"),
    (True, "cell_truth", "the truth value TRUE"),
    ("=1+1", "cell_formula", "the formula =1+1"),
    ("#N/A", "cell_error", "the error #N/A"),
]


@pytest.mark.parametrize(("value", "what", "message"), CELLS)
def test_a_cell_that_shows_otherwise_says_what_to_do(tmp_path, value, what, message):
    path = as_xlsx(tmp_path / "gold.xlsx", [HEAD, ROW, ["g2", "vi", "Ai?", "factoid", "a.txt", value]])
    [fault] = check_gold(path).faults
    assert fault.what == what
    assert fault.text("en").startswith(
        f"{path}, sheet 'Câu hỏi', line 3, question 'g2', field 'answers' (column 'Đáp án'): "
    )
    assert fault.text("vi").startswith(
        f"{path}, trang tính 'Câu hỏi', dòng 3, câu hỏi 'g2', trường 'answers' (cột 'Đáp án'): "
    )
    assert message in fault.text("en")
    with pytest.raises(BadGold) as caught:
        read_gold(path)
    assert caught.value.en == fault.text("en")


def test_a_number_with_a_format_is_no_text(tmp_path):
    path = as_xlsx(tmp_path / "gold.xlsx", [HEAD, [*ROW[:-1], 1]])
    book = load_workbook(path)
    book.active["F2"].number_format = "0%"
    book.save(path)
    [fault] = check_gold(path).faults
    assert (fault.what, fault.value) == ("cell_number", "1 (0%)")


@pytest.mark.parametrize(
    ("head", "row", "field", "what", "message"),
    [
        (HEAD[:-1], ROW[:-1], "answers", "missing_column", "the table has no such column, add it"),
        ([*HEAD, "answers"], [*ROW, ""], "", "repeated_column", "two columns are called 'answers'"),
        ([*HEAD, "X", "x"], [*ROW, "", ""], "", "repeated_column", "two columns are called 'x'"),
        (HEAD, [*ROW, "", "lạc"], "H2", "untitled_cell", "this cell holds 'lạc'"),
        (HEAD, ["", *ROW[1:]], "id", "blank", "must not be blank"),
        (HEAD, [ROW[0], "", *ROW[2:]], "lang", "blank", "must not be blank"),
        (HEAD, [*ROW[:-1], ""], "answers", "no_answer", "at least one string"),
        ([*HEAD, "Phải có đủ"], [*ROW, "\\0"], "all_of", "blank_item", "blank string"),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_fault_of_a_table_names_file_line_and_column(tmp_path, suffix, head, row, field, what, message):
    path = tmp_path / f"gold{suffix}"
    (as_csv if suffix == ".csv" else as_xlsx)(path, [head, row])
    [fault] = check_gold(path).faults
    assert (fault.field, fault.what) == (field, what)
    assert message in fault.text("en")
    line = 1 if what.endswith("column") else 2
    sheet = ", sheet 'Câu hỏi'" if suffix == ".xlsx" else ""
    assert fault.text("en").startswith(f"{path}{sheet}, line {line}")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gold.xlsx", b"PK no archive", "cannot be opened as an .xlsx workbook"),
        ("gold.xls", b"", "The format .xls"),
        ("gold.ods", b"", "The format .ods"),
        ("none.xlsx", None, "Cannot read the gold file"),
    ],
)
def test_a_workbook_that_cannot_be_used_says_so(tmp_path, name, data, message):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(BadGold) as caught:
        read_gold(path)
    assert message in caught.value.en
    assert str(path) in caught.value.vi


def test_a_workbook_without_questions_says_which_titles_it_needs(tmp_path):
    with pytest.raises(BadGold) as caught:
        read_gold(as_xlsx(tmp_path / "gold.xlsx", [["Hỏi"], ["Ai?"]]))
    assert "has no column 'question'" in caught.value.en
    assert "id, lang, question, kind, docs, answers" in caught.value.en


def test_a_huge_cell_of_a_csv_is_read(tmp_path):
    path = as_csv(tmp_path / "gold.csv", [HEAD, [*ROW[:2], "x" * 200_000, *ROW[3:]]])
    assert len(read_gold(path)[0].question) == 200_000
    assert csvfile.LARGEST > 200_000
