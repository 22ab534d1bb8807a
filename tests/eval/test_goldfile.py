"""Gold files written: nothing is lost between the formats, and a file is replaced whole or not at all."""

import json
import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import PatternFill

from corpus.errors import BadGold
from eval.gold import Question, read_gold
from eval.question import FIELDS, LISTS, Entry, Place, fields_of
from eval.sheets import goldfile
from eval.sheets.goldfile import append_question, read_entries, replace_file, write_entries

SUFFIXES = [".jsonl", ".csv", ".tsv", ".xlsx"]
ONE = Question("g1", "vi", "Mấy giờ?", "factoid", ("a.txt",), ("8 giờ",))
TWO = Question(
    "g2", "en", "=SUM(A1)?", "list", ("b.txt",), ("+1", "x | y"), ("1\n2",), ("@e",), ("-w",), ("Trước?", ""), "#N/A",
    variant="typo",
)  # fmt: skip
BUNDLED = Path(goldfile.__file__).parents[1] / "gold" / "bundled.jsonl"


def entries(*questions: Question, **extra: object) -> list[Entry]:
    return [Entry(question, Place(Path("in"), 1), extra) for question in questions]


# --- between the formats ---

ODD = st.text(
    st.sampled_from("ab| \\\n\r\t0\xa0\x85\u2028=+-@'\",;\x00\x01\x0b\x1c_x0041DXéệ\ufffe\uffff")
    | st.characters(codec="utf-8"),
    max_size=10,
)
TEXT = ODD | st.sampled_from(
    ["=1+1", "#N/A", "TRUE", "1,5", "01/02/2024", "_x0041_", "_x0041\x01", "'=", "sep=;", "1e5"]
)
SAID = TEXT.filter(str.strip)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    values = {field: draw(TEXT) for field in ("question", "note", "subkind", "variant")}
    lists = {field: tuple(draw(st.lists(SAID, max_size=2))) for field in LISTS}
    lists["history"] = tuple(draw(st.lists(TEXT, max_size=2)))
    if not lists["docs"]:
        lists |= {"answers": (), "all_of": ()}
    elif not lists["answers"] and not lists["all_of"]:
        lists["answers"] = ("8 giờ",)
    if lists["docs"] and not values["question"].strip():
        values["question"] = "Mấy giờ?"
    named = {field: draw(SAID) for field in ("id", "lang", "kind")}
    return Question(**named, **values, **lists)


@settings(max_examples=15)
@given(st.lists(questions(), min_size=1, max_size=3, unique_by=lambda question: question.id), st.data())
def test_nothing_is_lost_between_the_formats(tmp_path_factory, given, data):
    folder = tmp_path_factory.mktemp("formats")
    path = folder / "0.jsonl"
    write_entries(path, entries(*given, người_duyệt="=ai?\n"))
    for number, suffix in enumerate([*data.draw(st.permutations(SUFFIXES)), ".jsonl"], start=1):
        read, faults = read_entries(path)
        assert faults == []
        path = folder / f"{number}{suffix}"
        write_entries(path, read, data.draw(st.sampled_from(["vi", "en"])))
    assert path.read_bytes() == (folder / "0.jsonl").read_bytes()
    assert [entry.question for entry in read_entries(path)[0]] == given


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_bundled_questions_come_back_from_every_format(tmp_path, suffix):
    path = tmp_path / f"gold{suffix}"
    write_entries(path, read_entries(BUNDLED)[0])
    assert read_gold(path) == read_gold(BUNDLED)


def test_a_text_that_looks_like_a_formula_is_written_as_text(tmp_path):
    write_entries(tmp_path / "gold.xlsx", entries(TWO))
    page = load_workbook(tmp_path / "gold.xlsx").active
    assert {cell.data_type for row in page for cell in row if cell.value is not None} == {"s"}
    assert page["C2"].value == "=SUM(A1)?"
    assert page["C2"].number_format == "@"
    write_entries(tmp_path / "gold.csv", entries(TWO))
    text = (tmp_path / "gold.csv").read_text(encoding="utf-8-sig")
    assert not re.search(r'(?:^|,)"?[=+@-]', text, re.MULTILINE)


@pytest.mark.parametrize("name", ["Câu hỏi", "ALL_OF", " x", ""])
def test_a_field_that_no_column_can_be_is_refused_and_json_lines_keep_it(tmp_path, name):
    found = [Entry(ONE, Place(Path("in.jsonl"), 7), {name: "1"})]
    with pytest.raises(BadGold) as caught:
        write_entries(tmp_path / "gold.csv", found)
    assert caught.value.en.startswith(f"in.jsonl, line 7, field {name!r}: cannot be the title")
    assert not (tmp_path / "gold.csv").exists()
    write_entries(tmp_path / "gold.jsonl", found)
    assert json.loads((tmp_path / "gold.jsonl").read_text(encoding="utf-8"))[name] == "1"


def test_what_no_cell_can_hold_is_refused(tmp_path):
    for value in (1, None, ["a"]):
        with pytest.raises(BadGold, match="không phải chuỗi"):
            write_entries(tmp_path / "gold.xlsx", [Entry(ONE, Place(Path("in"), 1), {"reviewer": value})])
    long = Question("g1", "vi", "x" * 32_768, "factoid", (), ())
    with pytest.raises(BadGold) as caught:
        write_entries(tmp_path / "gold.xlsx", entries(long))
    assert "holds 32767 characters at most" in caught.value.en
    write_entries(tmp_path / "gold.csv", entries(long))
    assert read_gold(tmp_path / "gold.csv") == [long]


def test_another_kind_of_spreadsheet_is_refused(tmp_path):
    with pytest.raises(BadGold) as caught:
        write_entries(tmp_path / "gold.ods", entries(ONE))
    assert "use .xlsx or CSV UTF-8" in caught.value.en


# --- one more question ---


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_question_is_added_to_a_new_file_and_to_one_that_is_there(tmp_path, suffix):
    path = tmp_path / f"gold{suffix}"
    append_question(path, ONE)
    append_question(path, TWO)
    assert read_gold(path) == [ONE, TWO]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_what_stands_in_json_lines_stays_byte_for_byte(tmp_path):
    path = tmp_path / "gold.jsonl"
    before = (
        b'\xef\xbb\xbf{ "id":"g1","lang":"vi","question":"?","kind":"x","docs":[],"answers":[], "mine": 1 }\r\n\r\n'
    )
    for content in (before, before.rstrip()):
        path.write_bytes(content)
        append_question(path, TWO)
        assert path.read_bytes().startswith(before.rstrip() + (b"\r\n\r\n" if content == before else b"\n"))
        assert [question.id for question in read_gold(path)] == ["g1", "g2"]


def workbook_with(tmp_path, *, chart=False, parts=()):
    path = tmp_path / "gold.xlsx"
    append_question(path, ONE)
    if chart:
        book = load_workbook(path)
        bars = BarChart()
        bars.add_data(Reference(book.active, min_col=2, min_row=1, max_row=2))
        book.active.add_chart(bars, "Z4")
        book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        for part in parts:
            archive.writestr(part, b"drawn")
    return path


def test_a_chart_stays_when_a_question_is_added_to_a_workbook(tmp_path):
    path = workbook_with(tmp_path, chart=True)
    append_question(path, TWO)
    assert read_gold(path) == [ONE, TWO]
    assert "xl/charts/chart1.xml" in zipfile.ZipFile(path).namelist()


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/media/image1.png", "xl/diagrams/layout1.xml"])
def test_a_workbook_with_what_would_be_lost_is_left_as_it_is(tmp_path, part):
    path = workbook_with(tmp_path, parts=[part])
    before = path.read_bytes()
    with pytest.raises(BadGold, match=r"gold\.xlsx") as caught:
        append_question(path, TWO)
    assert part.split("/")[1].partition(".")[0] in caught.value.en
    assert "another workbook" in caught.value.en
    assert path.read_bytes() == before


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_stands_in_a_csv_stays_byte_for_byte_and_the_row_is_like_it(tmp_path, end, mark):
    path = tmp_path / "gold.csv"
    text = (
        f'"answers";kind;docs;Reviewer;question;lang;id{end or chr(10)}8;factoid;"a.txt";"tôi";"Mấy; giờ?";vi;g1{end}'
    )
    path.write_bytes(mark + text.encode())
    append_question(path, Question("g2", "vi", "Ai; đâu?", "factoid", ("b.txt",), ("9", "10")))
    added = 'factoid;b.txt;;"Ai; đâu?";vi;g2'
    assert path.read_bytes() == mark + f'{text}{"" if end else chr(10)}"9\n10";{added}{end or chr(10)}'.encode()
    assert [question.id for question in read_gold(path)] == ["g1", "g2"]


def test_a_csv_gets_a_column_that_it_lacks(tmp_path):
    path = tmp_path / "gold.csv"
    path.write_text(
        "sep=;\nid;lang;question;kind;docs;answers;Ai\n\ng1;vi;Mấy giờ?;factoid;a.txt;8 giờ;'=tôi\n", "utf-8"
    )
    append_question(path, TWO, "en")
    assert read_gold(path) == [ONE, TWO]
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[:4] == [
        "sep=;", "id;lang;question;kind;docs;answers;Ai;all_of;wrong;evidence;history;note;variant", "",
        "g1;vi;Mấy giờ?;factoid;a.txt;8 giờ;'=tôi",
    ]  # fmt: skip


def test_a_workbook_keeps_its_other_sheets_formats_and_formulas(tmp_path):
    path = tmp_path / "gold.xlsx"
    book = Workbook()
    notes = book.active
    notes.append(["Tổng", "=COUNTA(Hỏi!A:A)"])
    page = book.create_sheet("Hỏi")
    page.append(["Câu hỏi", "Mã", "Ngôn ngữ", "Loại", "Đáp án", "Tài liệu", "Ai"])
    page.append(["Mấy giờ?", "g1", "vi", "factoid", "8 giờ", "a.txt", "=1+1"])
    page["A2"].fill = PatternFill("solid", fgColor="FFFF00")
    page.column_dimensions["A"].width = 77
    page.append([None, "  ", None, None, None, None, " "])
    book.save(path)
    append_question(path, TWO)
    assert read_gold(path) == [ONE, TWO]
    book = load_workbook(path)
    assert book.sheetnames == ["Sheet", "Hỏi"]
    assert book["Sheet"]["B1"].value == "=COUNTA(Hỏi!A:A)"
    page = book["Hỏi"]
    assert (page["A2"].fill.fgColor.rgb, page.column_dimensions["A"].width) == ("00FFFF00", 77)
    assert page["G3"].value is None
    assert (page["G2"].value, page["A3"].value, page["A3"].data_type, page["H1"].value) == (
        "=1+1",
        "=SUM(A1)?",
        "s",
        "Phải có đủ",
    )


def test_a_table_of_titles_alone_takes_its_first_question(tmp_path):
    for suffix in (".csv", ".xlsx"):
        path = tmp_path / f"gold{suffix}"
        write_entries(path, [])
        assert read_entries(path, may_be_empty=True) == ([], [])
        append_question(path, ONE)
        assert read_gold(path) == [ONE]


# --- whole or not at all ---


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "gold.jsonl"
    append_question(path, ONE)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, full)
            with pytest.raises(BadGold) as caught:
                append_question(path, TWO)
        assert "No space left on device" in caught.value.en
        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]


def test_a_stop_from_the_keyboard_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "gold.jsonl"
    append_question(path, ONE)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", stopped)
        with pytest.raises(KeyboardInterrupt):
            append_question(path, TWO)
    assert read_gold(path) == [ONE]
    assert list(tmp_path.iterdir()) == [path]


def test_rights_and_links_stay(tmp_path):
    path, link = tmp_path / "gold.jsonl", tmp_path / "link.jsonl"
    append_question(path, ONE)
    path.chmod(0o640)
    link.symlink_to(path)
    append_question(link, TWO)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert read_gold(path) == [ONE, TWO]


def test_a_folder_or_a_device_is_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        with pytest.raises(BadGold) as caught:
            replace_file(path, b"")
        assert "no ordinary file" in caught.value.en
    assert pipe.is_fifo()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadGold) as caught:
        append_question(tmp_path / "none" / "gold.jsonl", ONE)
    assert "cannot be written" in caught.value.en


def test_fields_of_a_question_are_a_row_of_the_format():
    assert list(fields_of(ONE)) == list(FIELDS[:6])
    assert fields_of(TWO)["all_of"] == ["1\n2"]
