import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import BadInput
from eval.speed import bench, timing

MACHINE = {"cores": 2, "processor": "one", "memory_gb": 8.0, "python": "3.11", "system": "Linux"}


@pytest.fixture
def measured():
    """The results of one size, every number different."""
    return {
        "key": {"passages": 1000, "seed": 0, "questions": 5, "cold": 1, "code": "abc"},
        "at": "2026-01-02T03:04:05+00:00",
        "machine": MACHINE,
        "versions": {"hoidap": "0.1"},
        "index": {"seconds": 12.5, "passages_per_s": 80.0, "peak_mb": 512.4, "disk_mb": 6.6},
        "ask": {
            "ask_ms": {"p50": 10.0, "p95": 20.25, "p99": 30.0},
            "per_second": 90.0,
            "at_once": {"clients": 2, "per_second": 150.0},
            "memory_mb": {"loaded": 300.0, "asked": 333.3, "peak": 350.0},
            "shares": {"reader": 0.8, "other": 0.2},
        },
        "cold_ms": {"runs": 0, "p50": None, "max": None},
    }


@pytest.fixture
def fake(monkeypatch, measured):
    """Nothing is measured: what would be called is noted."""
    called = []

    def apart(function, folder, *rest):
        called.append((function.__name__, folder.name))
        return measured["index"] if function is timing.build else measured["ask"]

    monkeypatch.setattr(timing, "apart", apart)
    monkeypatch.setattr(timing, "code", lambda *packages: "abc")
    monkeypatch.setattr(timing, "cold_ms", lambda command, runs: called.append(("cold", runs)) or [])
    return called


def run(tmp_path: Path, *more: str) -> int:
    return bench.main(["--work", str(tmp_path / "work"), "--results", str(tmp_path / "results"), *more])


def test_a_size_is_measured_once_and_its_results_are_kept(tmp_path, fake, capsys):
    assert run(tmp_path, "--sizes", "1000", "300", "--questions", "5", "--cold", "1") == 0
    assert fake == [(step, f"passages-{size}") if size else ("cold", 1) for size, step in STEPS]
    kept = json.loads((tmp_path / "results" / "speed.json").read_text(encoding="utf-8"))
    assert sorted(kept["sizes"]) == ["1000", "300"]
    assert kept["sizes"]["300"]["key"]["questions"] == 5
    assert (tmp_path / "results" / "speed.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert "| 20.2" in (tmp_path / "results" / "README.md").read_text(encoding="utf-8")
    assert "| 20.2" in capsys.readouterr().out

    fake.clear()
    assert run(tmp_path, "--sizes", "1000", "--questions", "5", "--cold", "1") == 0
    assert fake == []
    assert run(tmp_path, "--sizes", "1000", "--questions", "5", "--cold", "1", "--again") == 0
    assert len(fake) == 3
    assert run(tmp_path, "--sizes", "1000", "--questions", "4", "--cold", "1") == 0
    assert len(fake) == 6


STEPS = [(300, "build"), (300, "serve"), (0, "cold"), (1000, "build"), (1000, "serve"), (0, "cold")]


def test_a_million_passages_are_asked_for_by_a_flag(tmp_path, fake):
    assert run(tmp_path, "--sizes", "7", "--million") == 0
    assert [folder for step, folder in fake if step == "build"] == ["passages-7", "passages-1000000"]


def test_an_interrupted_run_keeps_what_was_done(tmp_path, fake, monkeypatch, capsys):
    assert run(tmp_path, "--sizes", "7") == 0
    done = timing.apart

    def interrupted(function, *rest):
        if function is timing.serve:
            raise KeyboardInterrupt
        return done(function, *rest)

    monkeypatch.setattr(timing, "apart", interrupted)
    assert run(tmp_path, "--sizes", "7", "8") == bench.INTERRUPTED
    assert "goes on from here" in capsys.readouterr().err
    assert list(timing.read_json(tmp_path / "results" / "speed.json")["sizes"]) == ["7"]


def test_json_instead_of_tables(tmp_path, fake, capsys):
    assert run(tmp_path, "--sizes", "7", "--json") == 0
    assert json.loads(capsys.readouterr().out)["sizes"]["7"]["cold_ms"]["p50"] is None


def test_a_size_is_at_least_one(tmp_path, fake, capsys):
    assert run(tmp_path, "--sizes", "0") == 2
    assert "from 1 on" in capsys.readouterr().err
    assert fake == []


def test_gold_questions_are_read_from_every_file_of_the_folder(tmp_path):
    with pytest.raises(BadInput):
        bench.gold_questions(tmp_path)
    row = {"lang": "vi", "question": "?", "kind": "factoid", "docs": ["a"], "answers": ["b"]}
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({**row, "id": name}))
    assert [question.id for question in bench.gold_questions(tmp_path)] == ["a", "b"]


def test_the_first_question_is_asked_once_more_to_warm_up(make):
    asked = []

    def ask(question, history, always):
        asked.append(question)
        return make.answer()

    questions = [replace(make.question(), id=str(n), question=str(n)) for n in range(3)]
    assert len(timing.warm_ms(make.Asker(ask), questions)) == 3
    assert asked == ["0", "0", "1", "2"]


def test_cold_starts_run_the_command_and_say_why_it_cannot():
    assert len(timing.cold_ms([sys.executable, "-c", "pass"], 2)) == 2
    assert timing.cold_ms(["/no/such/command"], 0) == []
    with pytest.raises(BadInput, match="/no/such/command"):
        timing.cold_ms(["/no/such/command"], 1)
    with pytest.raises(BadInput, match="hỏng"):
        timing.cold_ms([sys.executable, "-c", "import sys; sys.exit('hỏng')"], 1)


def test_memory_is_that_of_this_process_and_grows_with_what_it_holds():
    # A fresh process: in this one the block may come from memory that earlier tests gave back.
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json; from eval.speed import timing; before = timing.memory();"
            "held = bytearray(b'x') * (64 << 20); print(json.dumps([before, timing.memory()]))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = json.loads(done.stdout)
    assert after["rss_mb"] - before["rss_mb"] > 40
    assert after["peak_mb"] >= after["rss_mb"] - 1


def test_the_hash_of_the_program_is_stable_and_tells_packages_apart():
    assert timing.code("corpus") == timing.code("corpus") != timing.code("qa")
    assert len(timing.code("qa")) == 12


def test_a_home_is_built_once_and_then_asked(tmp_path, make, monkeypatch):
    from eval.speed.shares import OTHER, PARTS

    built = timing.build(tmp_path / "w", 12, 0)
    assert (built["done"], built["passages"], built["sittings"]) == (True, 12, 1)
    assert built["vectors"] > 12
    assert built["passages_per_s"] == pytest.approx(12 / built["seconds"])
    assert timing.build(tmp_path / "w", 12, 0) == built

    served = timing.serve(tmp_path / "w", [make.question()], 2)
    assert served["questions"] == 1
    assert list(served["shares"]) == [*PARTS, OTHER]
    assert sum(served["shares"].values()) == pytest.approx(1)
    assert served["shares"]["reader"] > 0
    assert served["ask_ms"]["p50"] == pytest.approx(1000 / served["per_second"])

    state = timing.read_json(tmp_path / "w" / timing.STATE)
    timing.write_json(tmp_path / "w" / timing.STATE, {**state, "done": False, "articles": 1})
    resumed = timing.build(tmp_path / "w", 12, 0)
    assert resumed["sittings"] == 2
    assert resumed["vectors"] == built["vectors"]
    assert timing.build(tmp_path / "w", 9, 0)["passages"] == 9
