import argparse
import io
import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest

from corpus.store import Store
from qa import library
from ui import cli

Write: TypeAlias = Callable[[str, str], Path]
Hoidap: TypeAlias = Callable[..., Any]

VERBS = ["index", "ask", "search", "serve", "eval", "train", "gold", "gate", "compare", "stability", "status", "remove"]
ANSWER = {
    "id", "question", "standalone_question", "understood", "answer", "abstained", "reason", "confidence", "level", "level_precision", "citations",
    "figures", "related", "took_ms",
}  # fmt: skip
HIT = {"source", "title", "start", "end", "text", "score"}
STATIONS = "Tỉnh Ninh Bình có 2.323 trạm phát sóng di động."


@pytest.fixture
def hoidap(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bundled_encoder: object) -> Hoidap:
    """Runs the command in this process; the bundled model is loaded once for all tests."""
    real = library.SentenceEncoder
    monkeypatch.setattr(
        library,
        "SentenceEncoder",
        lambda name, prompts: bundled_encoder if name == "vi-en-minilm" else real(name, prompts),
    )

    def run(*arguments: str) -> SimpleNamespace:
        capsys.readouterr()
        try:
            status = cli.main(list(arguments))
        except SystemExit as stop:
            status = stop.code  # type: ignore[assignment]
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        lines = (
            [json.loads(line) for line in shown.out.splitlines()]
            if "--json" in arguments or "--batch" in arguments
            else []
        )
        return SimpleNamespace(
            status=status, out=shown.out, err=shown.err, lines=lines, json=lines[0] if lines else None
        )

    return run


@pytest.fixture
def docs(write: Write) -> Path:
    write("docs/trạm.txt", f"{STATIONS} Trạm phủ 100% thôn bản.")
    return write("docs/chợ.txt", "Chợ trung tâm huyện mở cửa lúc sáu giờ sáng hằng ngày.").parent


@pytest.fixture
def filled(hoidap: Hoidap, docs: Path) -> Hoidap:
    assert hoidap("index", str(docs)).status == 0
    return hoidap


def options_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    [verbs] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(verbs.choices)


# --- help ---


def test_the_verbs_are_those_of_the_outside_surface() -> None:
    assert list(options_of(cli.parser())) == VERBS


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_verb_and_option_is_in_the_help(hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("HOIDAP_LANG", language)
    monkeypatch.setenv("COLUMNS", "200")
    top = hoidap("--help")
    assert (top.status, top.err) == (0, "")
    for name, parser in options_of(cli.parser()).items():
        assert name in top.out
        shown = hoidap(name, "--help")
        assert (shown.status, shown.err) == (0, "")
        assert {"--home", "--json"} <= set(parser._option_string_actions)
        for action in parser._actions:
            assert action.help, action
            for option in action.option_strings:
                assert option in shown.out
            if not action.option_strings:
                assert str(action.metavar) in shown.out


# --- index, status, remove ---


def test_index_says_what_it_did(hoidap: Hoidap, docs: Path, home: Path) -> None:
    first = hoidap("index", str(docs))
    assert (first.status, first.err) == (0, "")
    assert first.out == "Thêm 2, cập nhật 0, giữ nguyên 0, bỏ 0, lỗi 0.\nKho có 2 tài liệu, 2 đoạn.\n"
    assert home.is_dir()
    (docs / "chợ.txt").unlink()
    again = hoidap("index", str(docs), "--json")
    assert again.json == {
        "added": [], "updated": [], "unchanged": 1, "removed": ["chợ.txt"], "failed": [], "articles": 1, "passages": 1, "feedback": 0,
    }  # fmt: skip


def test_bad_files_are_listed_and_do_not_stop_the_run(hoidap: Hoidap, docs: Path) -> None:
    (docs / "hỏng.pdf").write_bytes(b"%PDF-1.4 junk")
    (docs / "lạ.xyz").write_bytes(b"x")
    found = hoidap("index", str(docs), "--json")
    assert found.status == 0
    assert len(found.json["added"]) == 2
    assert {Path(item["path"]).name for item in found.json["failed"]} == {"hỏng.pdf", "lạ.xyz"}
    for item in found.json["failed"]:
        assert f"{item['path']}: {item['error']}" in found.err


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x02" * 100])
def test_nothing_to_index_is_bad_input(hoidap: Hoidap, tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / "trống").mkdir()
    if content is not None:
        (tmp_path / "trống" / "a.txt").write_bytes(content)
    found = hoidap("index", str(tmp_path / "trống"))
    assert found.status == 2
    assert ".docx" in found.err


def test_a_missing_path_is_bad_input(hoidap: Hoidap, tmp_path: Path) -> None:
    found = hoidap("index", str(tmp_path / "không có"))
    assert (found.status, found.out) == (2, "")
    assert "hãy kiểm tra lại đường dẫn" in found.err


def test_status(filled: Hoidap, home: Path) -> None:
    found = filled("status", "--json").json
    assert (found["articles"], found["passages"], found["indexed_words"], found["feedback"]) == (2, 2, 2, 0)
    assert found["home"] == str(home)
    shown = filled("status")
    assert shown.status == 0
    assert "Tài liệu" in shown.out
    assert str(home) in shown.out


def test_remove(filled: Hoidap, docs: Path, write: Write) -> None:
    assert filled("remove", "chợ.txt").out == "Đã bỏ chợ.txt\n"
    missing = filled("remove", "chợ.txt")
    assert (missing.status, missing.out) == (2, "")
    assert "hoidap search" in missing.err
    write("khác/trạm.txt", "Một trạm khác hẳn ở Kon Tum.")
    filled("index", str(docs.parent / "khác"))
    ambiguous = filled("remove", "trạm.txt")
    assert ambiguous.status == 2
    assert "docs/trạm.txt, khác/trạm.txt" in ambiguous.err
    assert filled("status", "--json").json["articles"] == 2
    assert filled("remove", "khác/trạm.txt", "docs/trạm.txt", "--json").json == {
        "removed": ["khác/trạm.txt", "docs/trạm.txt"]
    }
    assert filled("ask", "Ninh Bình có mấy trạm?", "--json").json["reason"] == "nothing_indexed"


def test_removing_one_unknown_removes_nothing(filled: Hoidap) -> None:
    assert filled("remove", "chợ.txt", "không có.txt").status == 2
    assert filled("status", "--json").json["articles"] == 2


# --- ask, search ---


def test_ask_prints_the_quote_and_its_source(filled: Hoidap) -> None:
    found = filled("ask", "Ninh Bình có bao nhiêu trạm phát sóng di động?", "--always")
    assert found.status == 0
    assert f"{STATIONS} [1]" in found.out
    assert "[1] trạm.txt" in found.out
    assert found.err == ""


def test_words_of_a_question_need_no_quotes(filled: Hoidap) -> None:
    assert filled("ask", "Ninh", "Bình", "có", "mấy", "trạm?", "--json").json["question"] == "Ninh Bình có mấy trạm?"


def test_the_json_of_an_answer(filled: Hoidap) -> None:
    found = filled("ask", "Ninh Bình có bao nhiêu trạm phát sóng di động?", "--json", "--always").json
    assert set(found) >= ANSWER
    [citation, *_] = found["citations"]
    text = f"{STATIONS} Trạm phủ 100% thôn bản."
    assert citation["quote"] == STATIONS == text[citation["start"] : citation["end"]]
    assert citation["source"] == "trạm.txt"


def test_an_abstention_is_no_failure(filled: Hoidap) -> None:
    found = filled("ask", "Thủ đô nước Pháp xây tháp sắt năm nào?", "--json")
    assert (found.status, found.json["abstained"], found.json["citations"]) == (0, True, [])
    assert found.json["reason"] in {"not_answered", "nothing_relevant"}


def test_an_empty_home_says_how_to_fill_it(hoidap: Hoidap) -> None:
    found = hoidap("ask", "Có gì mới?")
    assert found.status == 0
    assert "hoidap index" in found.out
    assert hoidap("search", "gì", "--json").json["hits"] == []


@pytest.mark.parametrize("question", [[], [""], ["  \n"], ["x" * 10_001], ["\x00"]])
def test_no_question_or_too_long_a_one_is_bad_input(hoidap: Hoidap, question: list[str]) -> None:
    found = hoidap("ask", *question)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("hoidap: ")
    assert found.err.endswith(".\n")


@pytest.mark.parametrize("text", ["\udcff\udcfe số", "🙂", "-5 độ là gì?", "x" * 10_000])
def test_odd_arguments_are_answered(filled: Hoidap, text: str) -> None:
    assert filled("ask", text, "--json").status == 0
    assert filled("ask", text).status == 0
    assert filled("search", text, "--json").status == 0
    assert filled("search", text).status == 0


def test_search(filled: Hoidap) -> None:
    found = filled("search", "trạm phát sóng", "-k", "1", "--json").json
    assert set(found) == {"id", "query", "hits"}
    [hit] = found["hits"]
    assert set(hit) == HIT
    assert hit["source"] == "trạm.txt"
    assert hit["end"] - hit["start"] == len(hit["text"])
    assert STATIONS in filled("search", "trạm phát sóng").out


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["search"], ["search", ""], ["search", "x" * 10_001], ["search", "-k", "0", "a"], ["search", "-k", "101", "a"],
        ["search", "-k", "hai", "a"], ["ask", "--thừa", "a"], ["fly"], ["index"], ["index", ""], ["remove"], ["remove", ""], ["status", "--home", ""],
        ["serve", "--port", "99999"], ["serve", "--port", "x"], ["eval"], ["eval", "a.jsonl", "--squad", "b.json"],
        ["eval", "không-có.jsonl"], ["eval", "--squad", "không-có.json"], ["eval", "a.jsonl", "--beir", "b"], ["eval", "--beir", "không-có"],
        ["ask", "--batch", "không-có.jsonl"], ["ask", "--batch", "."], ["search", "--batch", "không-có.jsonl"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["vi", "en"])
def test_bad_arguments_are_a_sentence_and_exit_2(
    hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], language: str
) -> None:
    monkeypatch.setenv("HOIDAP_LANG", language)
    monkeypatch.chdir(tmp_path)
    found = hoidap(*arguments)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("hoidap")
    assert len(found.err.strip().splitlines()) == 1


def test_messages_follow_the_language(hoidap: Hoidap, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Thiếu câu hỏi" in hoidap("ask").err
    monkeypatch.setenv("HOIDAP_LANG", "en")
    assert "No question" in hoidap("ask").err


# --- batches ---

BATCH = [
    ('{"id": "a", "question": "Ninh Bình có bao nhiêu trạm phát sóng?"}', "a", None),
    ('{"id": 7, "question": "Còn chợ huyện thì sao?", "history": ["Ninh Bình có bao nhiêu trạm?"]}', 7, None),
    ("{ không phải JSON", None, "not_understood"),
    ('{"id": "b"}', "b", "question_empty"),
    ('{"id": "c", "question": ""}', "c", "question_empty"),
    ('{"id": "d", "question": 5}', "d", "not_understood"),
    ('{"id": "e", "question": null}', "e", "question_empty"),
    ('{"id": "f", "question": "Có gì?", "history": "Một?"}', "f", "not_understood"),
    ('{"id": "g", "question": "Có gì?", "history": [1]}', "g", "not_understood"),
    ("[1, 2]", None, "not_understood"),
    ('"chuỗi"', None, "not_understood"),
    ("null", None, "not_understood"),
    ('{"id": {"x": [1]}, "question": "🙂"}', {"x": [1]}, "not_understood"),
    ('{"id": "h", "question": "' + "x" * 10_001 + '"}', "h", "question_too_long"),
    ('{"id": "i", "question": "\\ud800 trạm\\u0000 mấy"}', "i", None),
    ('{"id": "j", "question": ' + "9" * 5000 + "}", None, "not_understood"),
    ("[" * 100_000, None, "not_understood"),
    ('{"question": "Không có id?"}', None, None),
    ('{"id": "k", "question": "Chợ mở lúc nào?", "history": null, "thừa": 1}\r', "k", None),
]  # fmt: skip


def test_a_batch_keeps_order_and_ids_and_survives_bad_lines(filled: Hoidap, write: Write) -> None:
    file = write("hỏi.jsonl", "\ufeff" + "\n".join(line for line, _, _ in BATCH) + "\n\n  \n")
    found = filled("ask", "--batch", str(file))
    assert (found.status, found.err) == (0, "")
    assert [line["id"] for line in found.lines] == [id for _, id, _ in BATCH]
    for (text, _, reason), line in zip(BATCH, found.lines, strict=True):
        assert set(line) >= ANSWER
        assert line["abstained"] == (not line["citations"]) == (line["reason"] is not None)
        if reason is not None:
            assert line["reason"] == reason, text[:60]
    always = filled("ask", "--batch", str(file), "--always")
    assert [line["abstained"] for line, (_, _, reason) in zip(always.lines, BATCH, strict=True)] == [
        reason is not None for _, _, reason in BATCH
    ]


def test_a_batch_comes_from_standard_input(filled: Hoidap, monkeypatch: pytest.MonkeyPatch) -> None:
    data = '{"id": 1, "question": "Chợ mở lúc nào?"}\n'.encode() + b"\xff"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    found = filled("ask", "--batch", "-")
    assert [(line["id"], line["reason"] == "not_understood") for line in found.lines] == [(1, False), (None, True)]


def test_a_batch_of_searches(filled: Hoidap, write: Write) -> None:
    lines = [
        '{"id": "a", "query": "trạm phát sóng"}', '{"id": 2}', '{"id": 3, "query": ["x"]}', "hỏng", '{"id": 4, "query": " "}',
        json.dumps({"id": 5, "query": "y" * 20_000}), '{"id": 6, "query": "chợ"}',
    ]  # fmt: skip
    found = filled("search", "-k", "1", "--batch", str(write("tìm.jsonl", "\n".join(lines))))
    assert found.status == 0
    assert [line["id"] for line in found.lines] == ["a", 2, 3, None, 4, 5, 6]
    assert [[hit["source"] for hit in line["hits"]] for line in found.lines] == [
        ["trạm.txt"],
        [],
        [],
        [],
        [],
        [],
        ["chợ.txt"],
    ]


def test_an_empty_batch(filled: Hoidap, write: Write) -> None:
    found = filled("ask", "--batch", str(write("trống.jsonl", "\n\n")))
    assert (found.status, found.out, found.err) == (0, "", "")


# --- homes ---


@pytest.mark.parametrize("verb", [["status"], ["ask", "Có gì?"], ["search", "gì"], ["remove", "a"]])
def test_a_home_that_cannot_be_used_is_a_sentence(hoidap: Hoidap, tmp_path: Path, verb: list[str]) -> None:
    (tmp_path / "tệp").write_text("x", encoding="utf-8")
    (tmp_path / "hỏng").mkdir()
    (tmp_path / "hỏng" / "store.sqlite").write_bytes(b"not a database" * 500)
    (tmp_path / "khác").mkdir()
    Store(tmp_path / "khác" / "store.sqlite").close()
    db = sqlite3.connect(tmp_path / "khác" / "store.sqlite")
    db.execute("UPDATE meta SET value='999' WHERE key='schema'")
    db.commit()
    db.close()
    (tmp_path / "thiết lập").mkdir()
    (tmp_path / "thiết lập" / "config.toml").write_text("màu = 1", encoding="utf-8")
    (tmp_path / "lạ").mkdir()
    (tmp_path / "lạ" / "config.toml").write_text('colour = "red"', encoding="utf-8")
    for name, word in (("tệp", "--home"), ("hỏng", "--home"), ("khác", "999"), ("thiết lập", "TOML"), ("lạ", "colour")):
        found = hoidap(*verb, "--home", str(tmp_path / name))
        assert (found.status, found.out) == (2, ""), name
        assert word in found.err
        assert len(found.err.strip().splitlines()) == 1


def test_a_home_indexed_with_another_encoder(filled: Hoidap, home: Path, small_e5: Path, docs: Path) -> None:
    (home / "config.toml").write_text(f'encoder = "{small_e5.as_posix()}"', encoding="utf-8")
    for verb in (["ask", "Có gì?"], ["search", "gì"]):
        found = filled(*verb)
        assert (found.status, found.out) == (2, "")
        assert "hoidap index" in found.err
    assert filled("status").status == 0
    assert filled("index", str(docs)).status == 0
    assert filled("ask", "Ninh Bình có mấy trạm?", "--always", "--json").json["citations"]


def test_a_model_that_is_not_there(filled: Hoidap, home: Path) -> None:
    (home / "config.toml").write_text('encoder = "không/có-đâu"', encoding="utf-8")
    found = filled("ask", "Có gì?")
    assert (found.status, found.out) == (2, "")
    assert "hf download không/có-đâu --local-dir" in found.err


def test_the_home_may_stand_anywhere_after_the_verb(hoidap: Hoidap, docs: Path, tmp_path: Path, home: Path) -> None:
    kho = str(tmp_path / "kho")
    assert hoidap("index", "--home", kho, str(docs)).status == 0
    assert hoidap("search", "trạm", "--json", "--home", kho).json["hits"]
    assert hoidap("search", "--home", kho, "trạm", "--json").json["hits"]
    assert not home.exists()


def test_without_a_variable_the_home_follows_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for value in (None, ""):
        monkeypatch.delenv("HOIDAP_HOME") if value is None else monkeypatch.setenv("HOIDAP_HOME", value)
        if sys.platform == "linux":
            assert cli.default_home() == tmp_path / "data" / "hoidap"


# --- the rest ---


def test_a_port_in_use_is_a_sentence(hoidap: Hoidap) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = hoidap("serve", "--port", str(taken.getsockname()[1]))
    assert (found.status, found.out) == (2, "")
    assert "--port" in found.err


def test_an_internal_fault_says_so_and_exits_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(library.Library, "status", lambda self: 1 // 0)
    assert cli.main(["status"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "ZeroDivisionError" in shown.err
    assert shown.err.splitlines()[-1].startswith("hoidap: lỗi bên trong")


def test_stopping_is_no_fault(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    def stop(self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(library.Library, "status", stop)
    assert cli.main(["status"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def process(*arguments: str, **more: Any) -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
        **more,
    )


def test_the_command_as_a_process_keeps_stdout_for_results(bundled_home: Path) -> None:
    question = "Năm 2024 Việt Nam xếp thứ mấy thế giới về Chính phủ điện tử?"
    found = process("ask", question, "--json", "--always", "--home", str(bundled_home))
    assert found.returncode == 0
    value = json.loads(found.stdout.decode("utf-8"))
    assert value["question"] == question
    assert f"{value['citations'][0]['quote']} [1]" in value["answer"]
    assert b"Traceback" not in found.stderr


def test_a_reader_that_closes_early_is_no_fault(home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    found = subprocess.run(
        [sys.executable, "-m", "ui.cli", "status"], stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(writing)
    assert b"Traceback" not in found.stderr
    assert b"Exception ignored" not in found.stderr
