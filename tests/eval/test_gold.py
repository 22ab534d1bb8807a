import json
from pathlib import Path

import pytest

from corpus.errors import BadGold
from corpus.read import read_article
from corpus.types import Article
from eval.fault import FAULTS, WARNINGS
from eval.gold import Fault, check_against, check_gold, clash, read_gold

ROW = {"id": "g1", "lang": "vi", "question": "Mấy giờ?", "kind": "factoid", "docs": ["a.txt"], "answers": ["8 giờ"]}
TEXTS = {"id", "lang", "question", "kind", "note", "subkind", "variant"}
PROJECT = Path(__file__).parents[2]
SAMPLE = PROJECT.parent / "shared" / "gold" / "sample.jsonl"


def written(folder: Path, *rows: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def without(field: str) -> dict[str, object]:
    return {key: value for key, value in ROW.items() if key != field}


def test_reads_every_field_and_ignores_unknown_ones(tmp_path):
    full = {
        **ROW,
        "all_of": ["8", "giờ"],
        "evidence": ["lúc 8 giờ"],
        "wrong": ["9 giờ"],
        "history": ["Họp ngày nào?", "Ở đâu?"],
        "note": "ghi chú",
        "subkind": "time",
        "variant": "typo",
        "reviewer": ["a name"],
    }
    silent = {**ROW, "id": "g2", "question": "Ai?", "docs": [], "answers": [], "wrong": ["8 giờ"]}
    first, second = read_gold(written(tmp_path, full, "", silent, ""))
    for field, value in full.items():
        if field != "reviewer":
            assert getattr(first, field) == (tuple(value) if isinstance(value, list) else value)
    assert first.answerable
    assert not second.answerable
    assert (second.wrong, second.variant) == (("8 giờ",), "")


def test_reads_a_file_with_a_byte_order_mark_and_crlf(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ROW).encode() + b"\r\n\r\n")
    assert [question.id for question in read_gold(path)] == ["g1"]


# The faults that stop the reading: a row after ROW on line 3, its field, what it is, and words of the sentence.
READING = [
    ("not json", None, "not_json", "not JSON"),
    ("[" * 100_000, None, "not_json", "not JSON"),
    ("[1]", None, "not_object", "not list"),
    ('{"id": "g2", "id": "g3"}', "id", "repeated_field", "twice on one line"),
    ({}, "id", "missing", "missing"),
    *((without(field), field, "missing", "missing") for field in ROW),
    *(({**ROW, field: 3}, field, "not_string", "needs a string, not int") for field in sorted(TEXTS)),
    ({**ROW, "question": None}, "question", "not_string", "needs a string, not null"),
    *(({**ROW, field: " "}, field, "blank", "must not be blank") for field in ("id", "lang", "kind")),
    ({**ROW, "question": " "}, "question", "blank_question", "blank"),
    ({**ROW, "note": "\ud800"}, "note", "broken_character", "broken character"),
    ({**ROW, "answers": ["8 giờ\udfff"]}, "answers", "broken_character", "broken character"),
    ({**ROW, "docs": "a.txt"}, "docs", "not_list", "needs a list of strings, not str"),
    ({**ROW, "answers": "8 giờ"}, "answers", "not_list", "needs a list of strings, not str"),
    ({**ROW, "history": None}, "history", "not_list", "needs a list of strings, not null"),
    *(
        ({**ROW, field: [1]}, field, "not_string_item", "must be a string, not int")
        for field in ("all_of", "evidence", "wrong")
    ),
    *(({**ROW, field: [""]}, field, "blank_item", "blank string") for field in ("docs", "answers", "wrong")),
    ({**ROW, "answers": []}, "answers", "no_answer", "at least one string"),
    ({**ROW, "docs": []}, "answers", "answer_without_docs", "silence is right"),
    ({**ROW, "docs": [], "answers": [], "all_of": ["8"]}, "all_of", "answer_without_docs", "silence is right"),
    ({**ROW, "question": "Ai?"}, "id", "repeated_id", "used already on line 1"),
    (
        {**ROW, "id": "g2", "question": "Ai?", "wrong": ["8 GIỜ"]},
        "answers",
        "contradiction",
        "holds a string listed in 'wrong': '8 giờ'",
    ),
    (
        {**ROW, "id": "g2", "question": "Ai?", "all_of": ["lúc 8 giờ"], "answers": [], "wrong": ["8"]},
        "all_of",
        "contradiction",
        "'lúc 8 giờ'",
    ),
    ({**ROW, "id": "g2", "answers": ["9 giờ"]}, "question", "conflict", "line 1 with other answers"),
    (
        {**ROW, "id": "g2", "question": "MẤY  GIỜ?", "all_of": ["8"]},
        "question",
        "conflict",
        "line 1 with other answers",
    ),
    ({**ROW, "id": "g2", "docs": [], "answers": []}, "question", "conflict", "line 1 with other answers"),
]


@pytest.mark.parametrize(("row", "field", "what", "message"), READING)
def test_a_fault_of_reading_names_file_line_field_in_both_languages(tmp_path, row, field, what, message):
    path = written(tmp_path, ROW, "", row)
    with pytest.raises(BadGold) as caught:
        read_gold(path)
    error = caught.value
    assert error.en.startswith(f"{path}, line 3")
    assert error.vi.startswith(f"{path}, dòng 3")
    assert message in error.en
    if field:
        assert f"field {field!r}" in error.en
        assert f"trường {field!r}" in error.vi
    faults = check_gold(path).faults
    assert (field or "", what) in {(fault.field, fault.what) for fault in faults}
    assert all("\n" not in fault.text(language) for fault in faults for language in ("vi", "en"))


# What only a check finds.
ARTICLES = [Article("2024/a.txt", "Họp lúc 8 giờ. Nghỉ lúc 9 giờ."), Article("b.txt", "Họp lúc 7 giờ.")]
CHECKING = [
    ({"lang": "fr"}, "lang", "language", "'vi' or 'en', not 'fr'"),
    ({"kind": "factoid "}, "kind", "spaces", "white space at its ends: 'factoid '"),
    ({"docs": ["a.txt", " b.txt"]}, "docs", "spaces", "' b.txt'"),
    ({"evidence": ["Nghỉ lúc 9 giờ."]}, "answers", "not_in_evidence", "no string listed in 'evidence': '8 giờ'"),
    (
        {"answers": [], "all_of": ["8 giờ", "9 giờ"], "evidence": ["Họp lúc 8 giờ."]},
        "all_of",
        "not_in_evidence",
        "'9 giờ'",
    ),
    (
        {"answers": ["8 giờ", "9 giờ"], "evidence": ["Họp lúc 8 giờ."]},
        "answers",
        "alternative_not_in_evidence",
        "alternative stands in no string listed in 'evidence' (another one does): '9 giờ'",
    ),
    ({"docs": ["a.txt", "c.txt"]}, "docs", "unknown_doc", "no document named 'c.txt'"),
    ({"answers": ["8 giờ", "10 giờ"]}, "answers", "not_in_docs", "in no document named in 'docs': '10 giờ'"),
    ({"evidence": ["Họp lúc 8 giờ sáng."]}, "evidence", "not_in_docs", "'Họp lúc 8 giờ sáng.'"),
    ({"answers": ["8 giờ. Nghỉ"]}, "answers", "not_in_sentence", "no single sentence"),
    ({"id": "g0", "question": "Mấy giờ?"}, "question", "repeated_question", "line 1 with the same answers"),
]


@pytest.mark.parametrize(("fields", "field", "what", "message"), CHECKING)
def test_a_fault_of_checking_names_file_line_field_in_both_languages(tmp_path, fields, field, what, message):
    path = written(tmp_path, ROW, {**ROW, "id": "g2", "question": "Họp mấy giờ?", **fields})
    assert len(read_gold(path)) == 2
    faults = [fault for fault in check_gold(path, ARTICLES).faults if fault.what == what]
    [fault] = [fault for fault in faults if fault.field == field]
    assert fault.text("en").startswith(f"{path}, line 2, question {fields.get('id', 'g2')!r}, field {field!r}: ")
    assert fault.text("vi").startswith(f"{path}, dòng 2, câu hỏi {fields.get('id', 'g2')!r}, trường {field!r}: ")
    assert message in fault.text("en")
    assert fault.level == ("warning" if what in WARNINGS else "error")


SHEETS = {
    "missing_column", "repeated_column", "untitled_cell", "cell_number", "cell_date", "cell_truth", "cell_formula", "cell_error",
}  # fmt: skip


def test_every_fault_that_there_is_is_tested_here_or_with_the_sheets():
    assert {what for _, _, what, _ in [*READING, *CHECKING]} | SHEETS == FAULTS.keys()
    assert all(vi and en and vi != en for vi, en in FAULTS.values())


def test_a_question_that_holds_has_no_fault(tmp_path):
    rows = [
        {**ROW, "evidence": ["Họp lúc 8 giờ."], "docs": ["2024/a.txt"]},
        {**ROW, "id": "g2", "question": "Còn nghỉ?", "history": ["Mấy giờ?"], "answers": ["9 giờ"], "wrong": ["8 giờ"]},
        {**ROW, "id": "g3", "docs": ["b.txt"], "answers": ["7 giờ"]},
        {**ROW, "id": "g4", "question": "", "docs": [], "answers": []},
    ]
    checked = check_gold(written(tmp_path, *rows), ARTICLES)
    assert (checked.faults, len(checked.entries)) == ([], 4)


def test_a_check_finds_all_faults_at_once_in_the_order_of_the_lines(tmp_path):
    rows = [
        {**ROW, "lang": "fr", "docs": ["c.txt"], "answers": ["1"]},
        {"id": "g2", "question": 1},
        {**ROW, "kind": "", "note": 2},
        "{",
        {**ROW, "id": "g5", "question": "Ai?", "evidence": ["x"]},
    ]
    faults = check_gold(written(tmp_path, *rows), ARTICLES).faults
    assert [(fault.place.line, fault.what) for fault in faults if fault.place] == [
        (1, "language"), (1, "unknown_doc"), (2, "missing"), (2, "missing"), (2, "missing"), (2, "missing"), (2, "not_string"),
        (3, "blank"), (3, "not_string"), (3, "repeated_id"), (4, "not_json"), (5, "not_in_evidence"), (5, "not_in_docs"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "Cannot read"), (b"\xff\xfe\x00", "not UTF-8"), (b"\n \n", "holds no question")],
)
def test_a_file_that_cannot_be_used_says_so(tmp_path, content, message):
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    for read in (read_gold, check_gold):
        with pytest.raises(BadGold) as caught:
            read(path)
        assert message in caught.value.en
        assert str(path) in caught.value.vi


def test_a_blank_question_is_odd_input_that_only_silence_answers(tmp_path):
    assert read_gold(written(tmp_path, {**ROW, "question": "", "docs": [], "answers": []}))[0].question == ""


def test_a_long_value_is_cut_in_the_sentence_and_whole_in_the_fault(tmp_path):
    long = "rất dài " * 100
    [fault] = check_gold(written(tmp_path, {**ROW, "lang": long.strip()})).faults
    assert fault.value == long.strip()
    assert len(fault.text("en")) < 300


def test_two_questions_clash_only_where_both_cannot_be_right(make):
    one = make.question()
    assert not clash(one, make.question(id="q2", evidence=("khác",), answers=("9  QUẬN",)))
    assert not clash(one, make.question(docs=("vinh.txt",), answers=("16 phường",)))
    assert not clash(one, make.question(answers=("8",), history=("Ở đâu?",)))
    assert not clash(one, make.question(question="Huế có mấy phường?", answers=("8",)))
    assert clash(one, make.question(answers=("8",)))
    assert clash(one, make.question(docs=()))


def test_check_finds_what_the_documents_do_not_hold(make):
    questions = [
        make.question(),
        make.question(id="q2", answers=("9  QUẬN", "10 quận"), evidence=("không có",)),
        make.question(id="q3", docs=("la.txt", "vinh.txt"), answers=("16 phường",)),
        make.question(id="q4", wrong=("9",)),
        make.question(id="q5", docs=(), wrong=("9",)),
        make.question(id="q6", all_of=("Huế. Huế",)),
    ]
    faults = check_against(questions, [make.HUE, make.VINH])
    assert faults == [
        Fault("q2", "answers", "10 quận", "not_in_docs"),
        Fault("q2", "evidence", "không có", "not_in_docs"),
        Fault("q3", "docs", "la.txt", "unknown_doc"),
        Fault("q4", "answers", "9 quận", "contradiction"),
        Fault("q6", "all_of", "Huế. Huế", "not_in_sentence"),
    ]
    assert faults[0].text("en") == "Question 'q2', field 'answers': stands in no document named in 'docs': '10 quận'."
    assert all(fault.text().startswith(f"Câu hỏi '{fault.id}'") for fault in faults)


def test_the_bundled_questions_hold_over_the_bundled_articles():
    articles = [read_article(path, path.name) for path in sorted((PROJECT / "corpus" / "articles").glob("*.md"))]
    assert check_gold(PROJECT / "eval" / "gold" / "bundled.jsonl", articles).errors == []


def test_the_sample_reads_and_its_answers_stand_in_the_raw_pages():
    if not SAMPLE.exists():
        pytest.skip("the shared gold sample is not beside this checkout")
    questions = read_gold(SAMPLE)
    assert (len(questions), sum(question.answerable for question in questions)) == (30, 26)
    assert check_gold(SAMPLE).faults == []
    pages = [
        Article(path.name, path.read_text(encoding="utf-8-sig"))
        for path in sorted((SAMPLE.parents[1] / "seeds").glob("*.txt"))
    ]
    assert [fault for fault in check_against(questions, pages) if fault.what != "not_in_sentence"] == []
