import json
from pathlib import Path

import pytest

from corpus.errors import BadGold
from corpus.types import Article
from eval.gold import Fault, check_against, read_gold

ROW = {"id": "g1", "lang": "vi", "question": "Mấy giờ?", "kind": "factoid", "docs": ["a.txt"], "answers": ["8 giờ"]}
SAMPLE = Path(__file__).parents[3] / "shared" / "gold" / "sample.jsonl"


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
        "reviewer": "a name",
    }
    silent = {**ROW, "id": "g2", "docs": [], "answers": [], "wrong": ["8 giờ"]}
    first, second = read_gold(written(tmp_path, full, "", silent, ""))
    assert (first.id, first.answers, first.all_of, first.history) == (
        "g1",
        ("8 giờ",),
        ("8", "giờ"),
        ("Họp ngày nào?", "Ở đâu?"),
    )
    assert (first.note, first.subkind, first.evidence) == ("ghi chú", "time", ("lúc 8 giờ",))
    assert first.answerable
    assert not second.answerable
    assert second.wrong == ("8 giờ",)


def test_reads_a_file_with_a_byte_order_mark_and_crlf(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ROW).encode() + b"\r\n\r\n")
    assert [question.id for question in read_gold(path)] == ["g1"]


FAULTS = [
    ("not json", None, "not JSON"),
    ("[1]", None, "not list"),
    ("[" * 100_000, None, "not JSON"),
    *((without(field), field, "missing") for field in ROW),
    *(({**ROW, field: 3}, field, "needs a string, not int") for field in ("id", "lang", "question", "kind", "note")),
    *(({**ROW, field: " "}, field, "must not be blank") for field in ("id", "lang", "kind")),
    ({**ROW, "question": None}, "question", "needs a string, not null"),
    ({**ROW, "question": " "}, "question", "blank"),
    ({**ROW, "docs": "a.txt"}, "docs", "needs a list of strings, not str"),
    ({**ROW, "answers": "8 giờ"}, "answers", "needs a list of strings, not str"),
    ({**ROW, "history": None}, "history", "needs a list of strings, not null"),
    *(({**ROW, field: [1]}, field, "must be a string, not int") for field in ("all_of", "evidence", "wrong")),
    *(({**ROW, field: [""]}, field, "blank string") for field in ("docs", "answers", "wrong")),
    ({**ROW, "answers": []}, "answers", "at least one string"),
    ({**ROW, "docs": []}, "answers", "silence is right"),
    ({**ROW, "docs": [], "answers": [], "all_of": ["8"]}, "all_of", "silence is right"),
    (ROW, "id", "'g1' is used already on line 1"),
]


@pytest.mark.parametrize(("row", "field", "message"), FAULTS)
def test_every_fault_names_file_line_field_in_both_languages(tmp_path, row, field, message):
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


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "Cannot read"), (b"\xff\xfe\x00", "not UTF-8"), (b"\n \n", "holds no question")],
)
def test_a_file_that_cannot_be_used_says_so(tmp_path, content, message):
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadGold) as caught:
        read_gold(path)
    assert message in caught.value.en
    assert str(path) in caught.value.vi


def test_a_blank_question_is_odd_input_that_only_silence_answers(tmp_path):
    assert read_gold(written(tmp_path, {**ROW, "question": "", "docs": [], "answers": []}))[0].question == ""


def test_check_finds_what_the_documents_do_not_hold(make):
    questions = [
        make.question(),
        make.question(id="q2", answers=("9  QUẬN", "10 quận"), evidence=("không có",)),
        make.question(id="q3", docs=("la.txt", "vinh.txt"), answers=("16 phường",)),
        make.question(id="q4", wrong=("9",)),
        make.question(id="q5", docs=(), wrong=("9",)),
    ]
    faults = check_against(questions, [make.HUE, make.VINH])
    assert faults == [
        Fault("q2", "answers", "10 quận", "not_in_docs"),
        Fault("q2", "evidence", "không có", "not_in_docs"),
        Fault("q3", "docs", "la.txt", "unknown_doc"),
        Fault("q4", "answers", "9 quận", "contradiction"),
    ]
    assert faults[0].text("en") == "Question 'q2', field 'answers': stands in no document named in 'docs': '10 quận'."
    assert all(fault.text().startswith(f"Câu hỏi '{fault.id}'") for fault in faults)


def test_the_sample_reads_and_its_answers_stand_in_the_raw_pages():
    if not SAMPLE.exists():
        pytest.skip("the shared gold sample is not beside this checkout")
    questions = read_gold(SAMPLE)
    assert (len(questions), sum(question.answerable for question in questions)) == (30, 26)
    pages = [
        Article(path.name, path.read_text(encoding="utf-8-sig"))
        for path in sorted((SAMPLE.parents[1] / "seeds").glob("*.txt"))
    ]
    assert check_against(questions, pages) == []
