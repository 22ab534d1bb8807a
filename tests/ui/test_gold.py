"""`hoidap gold`: what a person types and sees, through pipes; the library is small and its every number can be worked out."""

import argparse
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.errors import BadGold, BadInput
from corpus.types import Article
from eval.gold import Question, read_gold
from eval.question import fields_of
from qa.config import Config
from qa.library import Library
from ui import gold, gold_dialogue

HUE = Article("huế.txt", "Sông Hương chảy qua Huế. Huế có 9 phường trung tâm. Dân số Huế là 1,2 triệu người.", "Về Huế")
VINH = Article("vinh.txt", "Vinh có 16 phường. Sông Lam chảy qua Vinh.")
ROW = {
    "id": "g1",
    "lang": "vi",
    "question": "Huế có mấy phường?",
    "kind": "factoid",
    "docs": ["huế.txt"],
    "answers": ["9"],
}


@pytest.fixture
def docs(tmp_path, encoder, ranker, reader, monkeypatch) -> Iterator[Library]:
    """The library that every verb opens."""
    (tmp_path / "kho").mkdir()
    with Library(tmp_path / "kho", Config(), encoder, ranker, reader) as opened:
        opened.put([HUE, VINH])
        opened.sync()
        monkeypatch.setattr(opened, "close", lambda: None)
        monkeypatch.setattr(gold, "open_library", lambda home: opened)
        yield opened
        monkeypatch.undo()


@pytest.fixture
def run(capsys, monkeypatch) -> Callable[..., SimpleNamespace]:
    """Runs one verb with lines piped to it."""

    def run(*arguments: object, typed: str = "") -> SimpleNamespace:
        parser = argparse.ArgumentParser()
        parser.add_argument("--home", type=Path)
        parser.add_argument("--json", action="store_true")
        gold.arguments(parser)
        options = parser.parse_args([str(argument) for argument in arguments])
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        status = gold.run(options)
        shown = capsys.readouterr()
        return SimpleNamespace(status=status, out=shown.out, err=shown.err, options=options)

    return run


@pytest.fixture
def english(monkeypatch) -> None:
    monkeypatch.setenv("HOIDAP_LANG", "en")


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def numbered(shown: str, text: str) -> str:
    """The number before the sentence that holds `text`."""
    return next(
        line.split(".")[0].strip() for line in shown.split("\n") if text in line and line.lstrip()[:1].isdigit()
    )


def test_home_and_json_may_stand_on_either_side(tmp_path, run):
    path = write(tmp_path / "gold.jsonl", ROW)
    assert run("--json", "check", path).options.json
    assert run("check", path, "--json").options.json
    assert not run("check", path).options.json
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    gold.arguments(parser)
    assert parser.parse_args(["--home", "a", "add", "x"]).home == Path("a")
    assert parser.parse_args(["add", "x", "--home", "b"]).home == Path("b")
    assert parser.parse_args(["add", "x"]).home is None


# --- check ---


def test_check_says_every_fault_on_a_line_of_its_own(tmp_path, run, english):
    path = write(
        tmp_path / "gold.jsonl", {**ROW, "lang": "fr"}, {**ROW, "answers": []}, ROW | {"id": "g3", "question": "?"}
    )
    note = {"answers": ["9", "chín"], "evidence": ["Huế có 9 phường"], "id": "g4", "question": "Mấy?"}
    path.write_text(path.read_text("utf-8") + json.dumps(ROW | note), "utf-8")
    found = run("check", path)
    lines = found.out.strip().split("\n")
    assert found.status == 2
    assert [line.split(",")[1] for line in lines[:4]] == [" line 4", " line 1", " line 2", " line 2"]
    assert lines[0].startswith(f"note: {path}, line 4, question 'g4', field 'answers'")
    assert lines[-1] == "3 errors, 1 notes. Mend them and check again."


def test_check_counts_what_holds(tmp_path, run):
    silent = {"id": "g2", "lang": "vi", "question": "Giá vàng?", "kind": "unanswerable", "docs": [], "answers": []}
    path = write(tmp_path / "gold.jsonl", ROW, silent, {**ROW, "id": "g3", "question": "Mấy?"})
    found = run("check", path)
    assert found.status == 0
    assert found.out.split("\n")[:4] == [
        f"{path} không có lỗi (0 lưu ý): 3 câu hỏi, 1 câu phải im lặng.",
        "  factoid           2",
        "  unanswerable      1",
        "Chưa đối chiếu với tài liệu: thêm --docs THƯ_MỤC.",
    ]


def test_check_compares_with_a_folder_and_reports_what_it_cannot_read(tmp_path, run, english):
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "huế.txt").write_text(HUE.text, "utf-8")
    (folder / "x.bin").write_bytes(b"\0")
    path = write(
        tmp_path / "gold.jsonl",
        ROW,
        {**ROW, "id": "g2", "question": "?", "docs": ["sub/huế.txt", "z.txt"], "answers": ["10"]},
    )
    found = run("check", path, "--docs", folder)
    assert found.status == 2
    assert "no document named 'z.txt'" in found.out
    assert "stands in no document named in 'docs': '10'" in found.out
    assert "line 1" not in found.out
    assert "x.bin" in found.err
    assert run("check", write(tmp_path / "good.jsonl", ROW), "--docs", folder).out.endswith(
        "Compared with 1 documents.\n"
    )
    (folder / "sub" / "huế.txt").unlink()
    with pytest.raises(BadInput):
        run("check", path, "--docs", folder)
    with pytest.raises(BadInput):
        run("check", path, "--docs", tmp_path / "none")


def test_check_compares_with_a_home_that_is_named(tmp_path, run, docs):
    path = write(tmp_path / "gold.jsonl", {**ROW, "docs": ["vinh.txt"]})
    assert run("check", path).status == 0
    found = run("check", path, "--home", tmp_path, "--json")
    assert found.status == 2
    assert json.loads(found.out)["documents"] == 2
    docs.remove(["huế.txt", "vinh.txt"])
    with pytest.raises(BadInput, match="còn trống"):
        run("check", path, "--home", tmp_path)


def test_check_gives_json_and_strict_takes_notes_for_errors(tmp_path, run, english):
    path = write(tmp_path / "gold.jsonl", {**ROW, "answers": ["9", "chín"], "evidence": ["Huế có 9 phường"]})
    found = run("check", path, "--json")
    assert found.status == 0
    assert run("check", path, "--strict").status == 2
    report = json.loads(found.out)
    [fault] = report.pop("faults")
    assert report == {
        "file": str(path), "questions": 1, "answerable": 1, "kinds": {"factoid": 1}, "documents": None, "errors": 0, "warnings": 1,
    }  # fmt: skip
    assert fault.pop("text").startswith(f"{path}, line 1, question 'g1'")
    assert fault == {
        "sheet": "", "line": 1, "id": "g1", "field": "answers", "what": "alternative_not_in_evidence", "value": "chín",
        "level": "warning",
    }  # fmt: skip


def test_check_of_a_file_that_cannot_be_read_is_an_error_to_mend(tmp_path, run):
    with pytest.raises(BadGold):
        run("check", tmp_path / "none.jsonl")


# --- add ---


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_a_question_is_typed_its_sentence_picked_and_recorded(tmp_path, run, docs, suffix):
    path = tmp_path / f"gold{suffix}"
    first = run("add", path, typed="Huế có mấy phường?\n\n\n")
    assert not path.exists()
    number = numbered(first.err, "9 phường")
    assert "[huế.txt]" in first.err
    found = run("add", path, typed=f"Huế có mấy phường?\n\n{number}\n10 phường\n9 PHƯỜNG\n\n\n")
    assert found.status == 0
    assert "“10 phường” không đứng trong câu này" in found.err
    assert f"Đã ghi g001 vào {path}." in found.err
    assert found.out == "Đã ghi thêm 1 câu hỏi.\n"
    assert read_gold(path) == [
        Question(
            "g001", "vi", "Huế có mấy phường?", "factoid", ("huế.txt",), ("9 PHƯỜNG",),
            evidence=("Huế có 9 phường trung tâm.",),
        )
    ]  # fmt: skip
    again = run("add", path, typed="huế có mấy phường?\n\n\n")
    assert "đã có trong tệp: 'g001', dòng" in again.err
    assert len(read_gold(path)) == 1


def test_several_sentences_are_alternatives_or_all_needed(tmp_path, run, docs, english):
    path = write(tmp_path / "gold.jsonl", {**ROW, "id": "b09", "question": "?"})
    shown = run("add", path, typed="Những thành phố nào có phường?\nTrước đó?\nVà sau?\n\n\n\n").err
    hue, vinh = numbered(shown, "9 phường"), numbered(shown, "16 phường")
    lines = f"Những thành phố nào có phường?\n\n{hue}, {vinh} {hue}\n9 phường\n16 phường\na\n\n"
    lines += f"Thành phố nào có phường?\nTrước đó?\n\n{hue} {vinh}\n9 phường\n16 phường\n\nmulti_doc\n"
    assert run("add", path, "--json", typed=lines).status == 0
    _, both, either = read_gold(path)
    assert (both.id, both.kind, both.answers, both.all_of) == ("b10", "list", (), ("9 phường", "16 phường"))
    assert both.docs == ("huế.txt", "vinh.txt")
    assert (either.id, either.kind, either.history) == ("b11", "multi_doc", ("Trước đó?",))
    assert (either.answers, either.all_of) == (("9 phường", "16 phường"), ())


def test_silence_is_recorded_and_a_question_may_be_left_at_any_step(tmp_path, run, docs):
    path = tmp_path / "gold.jsonl"
    number = numbered(run("add", path, typed="Huế có mấy phường?\n\n\n").err, "9 phường")
    left = f"Huế có mấy phường?\n\n\nHuế có mấy phường?\n\n{number}\n\n-\n"
    found = run("add", path, "--json", typed=left + "Giá vàng ở Huế?\n\n0\n\n\n")
    [question] = read_gold(path)
    assert (question.kind, question.docs, question.answers, question.answerable) == ("unanswerable", (), (), False)
    assert json.loads(found.out) == {"file": str(path), "added": [fields_of(question)]}


def test_a_whole_sentence_is_the_answer_when_none_is_typed(tmp_path, run, docs):
    path = tmp_path / "gold.jsonl"
    number = numbered(run("add", path, typed="Huế có mấy phường?\n\n\n").err, "9 phường")
    run("add", path, typed=f"Huế có mấy phường?\n\n{number}\n\n\n")
    [question] = read_gold(path)
    assert question.answers == question.evidence == ("Huế có 9 phường trung tâm.",)


def test_sentences_are_searched_for_and_wrong_numbers_refused(tmp_path, run, docs):
    path = tmp_path / "gold.jsonl"
    lines = "Huế?\n\n99\n+\n+\n?\nkhông đâu có chữ này\n?1,2 TRIỆU\nsông lam\n\n"
    shown = run("add", path, typed=lines).err
    assert "Hãy chọn số từ 1 đến" in shown
    assert "Không còn đoạn nào nữa" in shown
    number = numbered(shown, "Sông Lam")
    run("add", path, typed=lines[:-1] + f"{number}\nSông Lam\n\n")
    [question] = read_gold(path)
    assert (question.docs, question.answers) == (("vinh.txt",), ("Sông Lam",))


def test_input_that_ends_half_way_leaves_the_file_as_it_was(tmp_path, run, docs):
    path = write(tmp_path / "gold.jsonl", {**ROW, "question": "?"})
    before = path.read_bytes()
    number = numbered(run("add", path, typed="Huế có mấy phường?\n\n\n").err, "9 phường")
    steps = ["Huế có mấy phường?\n", "\n", f"{number}\n", "9\n"]
    for count in range(len(steps) + 1):
        found = run("add", path, typed="".join(steps[:count]))
        assert found.status == 0
        assert "Hết đầu vào" in found.err
        assert path.read_bytes() == before
    run("add", path, typed="".join([*steps, "\n", "Câu dở?\n"]))
    assert [question.id for question in read_gold(path)] == ["g1", "g2"]


def test_a_stop_from_the_keyboard_leaves_the_file_as_it_was(tmp_path, run, docs, monkeypatch):
    path = write(tmp_path / "gold.jsonl", ROW)
    before = path.read_bytes()

    def stopped(prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(gold_dialogue, "ask", stopped)
    with pytest.raises(KeyboardInterrupt):
        run("add", path)
    assert path.read_bytes() == before


def test_a_keyboard_is_asked_line_by_line(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", lambda: "  chín ")
    assert gold_dialogue.ask("Mấy?") == "chín"
    assert capsys.readouterr() == ("", "Mấy?\n")


def test_a_file_with_faults_is_to_be_mended_first_and_an_empty_home_filled(tmp_path, run, docs):
    path = write(tmp_path / "gold.jsonl", {**ROW, "lang": 1})
    with pytest.raises(BadGold):
        run("add", path, typed="Ai?\n")
    docs.remove(["huế.txt", "vinh.txt"])
    with pytest.raises(BadInput, match="còn trống"):
        run("add", tmp_path / "new.jsonl", typed="Ai?\n")


def test_a_line_that_is_not_utf_8_says_so_and_nothing_is_recorded(tmp_path, run, docs, monkeypatch):
    path = tmp_path / "gold.jsonl"
    with pytest.raises(BadInput, match="không phải UTF-8"):
        run("add", path, typed="Huế \ud800?\n\n0\n\n\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Huế?\n".encode("utf-16")), "utf-8"))
    with pytest.raises(BadInput):
        gold_dialogue.ask("?")
    assert not path.exists()


def test_a_question_that_cannot_stand_beside_the_others_is_not_recorded(tmp_path, run, docs, monkeypatch):
    path = write(tmp_path / "gold.jsonl", ROW)
    before = path.read_bytes()
    monkeypatch.setattr(gold_dialogue, "same", lambda *_: None)
    found = run("add", path, typed="Huế có mấy phường?\n\n0\n\n\n")
    assert "dòng 1 với đáp án khác" in found.err
    assert found.out == "Đã ghi thêm 0 câu hỏi.\n"
    assert path.read_bytes() == before


def test_disliked_answers_are_gone_through_one_by_one(tmp_path, run, docs):
    path = write(tmp_path / "gold.jsonl", {**ROW, "question": "Đã có?"})
    shown = {"answer": "Sai rồi. [1]", "standalone_question": "Huế có mấy phường?"}
    docs.add_feedback("Còn Huế?", shown, "down", "thiếu số")
    docs.add_feedback("Đã có?", {"answer": ""}, "down")
    docs.add_feedback("Tốt?", {"answer": ""}, "up")
    docs.add_feedback("Sông nào ở Vinh?", {"answer": ""}, "down")
    skipped = run("add", path, "--from-feedback", typed="\n\n-\n")
    assert len(read_gold(path)) == 1
    for text in (
        "1/2  Còn Huế?",
        "đã hiểu là: Huế có mấy phường?",
        "bị chê: Sai rồi. [1]",
        "lý do: thiếu số",
        "2/2  Sông nào",
    ):
        assert text in skipped.err
    number = numbered(skipped.err, "9 phường")
    run("add", path, "--from-feedback", typed=f"\n{number}\n9\n\nSông nào chảy qua Vinh?\nsông lam\n0\n\n")
    _, first, second = read_gold(path)
    assert (first.id, first.question, first.answers, first.history) == ("g2", "Huế có mấy phường?", ("9",), ())
    assert (second.question, second.kind) == ("Sông nào chảy qua Vinh?", "unanswerable")
    left = run("add", path, "--from-feedback", typed="-\n")
    assert "1/1  Sông nào ở Vinh?" in left.err
    write(path, {**ROW, "question": "Sông nào ở Vinh?"}, {**ROW, "id": "g2"}, {**ROW, "id": "g3", "question": "Đã có?"})
    assert "Không còn câu bị chê nào" in run("add", path, "--from-feedback").err


# --- convert ---


def test_convert_writes_the_other_format_and_replaces_only_when_told_to(tmp_path, run, english):
    first = write(
        tmp_path / "gold.jsonl", ROW, {**ROW, "id": "g2", "question": "=1+1?", "note": "a\nb", "reviewer": "tôi"}
    )
    for source, target in (("gold.jsonl", "gold.xlsx"), ("gold.xlsx", "gold.csv"), ("gold.csv", "back.jsonl")):
        found = run("convert", tmp_path / source, tmp_path / target)
        assert (found.status, found.out) == (0, f"Wrote 2 questions to {tmp_path / target}.\n")
    assert (tmp_path / "back.jsonl").read_bytes() == first.read_bytes()
    before = (tmp_path / "gold.csv").read_bytes()
    with pytest.raises(BadGold) as caught:
        run("convert", first, tmp_path / "gold.csv")
    assert "add --force" in caught.value.en
    assert (tmp_path / "gold.csv").read_bytes() == before
    write(first, ROW)
    assert json.loads(run("convert", first, tmp_path / "gold.csv", "--force", "--json").out) == {
        "file": str(tmp_path / "gold.csv"), "questions": 1,
    }  # fmt: skip
    assert len(read_gold(tmp_path / "gold.csv")) == 1


def test_convert_refuses_a_file_with_faults(tmp_path, run):
    with pytest.raises(BadGold, match="dòng 1"):
        run("convert", write(tmp_path / "gold.jsonl", {**ROW, "lang": 1}), tmp_path / "gold.csv")
    assert not (tmp_path / "gold.csv").exists()
