"""The verb over saved runs; `tests/test_gate.py` has it ask."""

import argparse
import json
from dataclasses import replace

import pytest

from corpus.errors import BadInput
from eval.floors import Floors, read_floors, write_floors
from eval.saved import Cited, Digests, Found, Run, RunInfo, Saved, write_run
from ui import gate

INFO = RunInfo(
    program="0.1.0",
    started="2026-11-20T08:30:00+00:00",
    language="vi",
    set="gold",
    gold="gold.jsonl",
    questions=2,
    digests=Digests("g", "c", {"encoder": "e1"}),
    threshold=0.4,
    articles=1,
    passages=1,
    finished=True,
)


def record(id="1", right=True, **fields):
    cited = (Cited("hue.txt", "9 quận.", 0, 7, 0.9),)
    found = (Found("hue.txt#0-7", "hue.txt", 0, 7, True),)
    given = {
        "docs": ("hue.txt",), "answers": ("9",), "right": right, "forced_right": right, "hit1": right, "hit3": right,
        "confidence": 0.9 if right else 0.1, "citations": cited, "citation_precision": float(right), "complete": right,
        "passages": found, "relevant": ("hue.txt#0-7",), **fields,
    }  # fmt: skip
    return Saved(id, "vi", "Mấy?", "list", **given)


SILENT = Saved("2", "vi", "Giá vàng?", "unanswerable", answerable=False, right=True, abstained=True, confidence=0.1)


@pytest.fixture
def kept(tmp_path):
    """A run in which everything is right, and its pinned floors."""
    write_run(tmp_path / "run", Run(INFO, (record(), SILENT)))
    assert gate.run(options(tmp_path, pin=True, gold=tmp_path / "gold.jsonl", docs=tmp_path / "docs")) == 0
    return tmp_path


def options(home, **given):
    usual = {
        "folder": home / "run",
        "pin": False,
        "lower": False,
        "slack": 0.0,
        "gold": None,
        "docs": None,
        "json": False,
        "home": None,
    }
    return argparse.Namespace(floors=home / "floors.json", **{**usual, **given})


def test_pinning_makes_the_file(kept, capsys):
    (kept / "floors.json").unlink()
    assert gate.run(options(kept, pin=True, gold=kept / "gold.jsonl", docs=kept / "docs")) == 0
    floors = read_floors(kept / "floors.json")
    assert (floors.gold, floors.docs, floors.digests) == ("gold.jsonl", "docs", INFO.digests)
    assert floors.floors == dict.fromkeys(gate.gate.FLOORS, 1.0)
    assert floors.ceilings == {"crashed": 0.0, "citations_per_answer": 1.0}
    assert "ghim hit1: 1,0000" in capsys.readouterr().out


def test_the_same_run_passes(kept, capsys):
    assert gate.run(options(kept)) == 0
    assert "ĐẠT: cả 13 thước đo." in capsys.readouterr().out


def test_a_worse_run_fails_and_every_metric_that_fell_is_named(kept, capsys, monkeypatch):
    write_run(kept / "run", Run(INFO, (record(right=False), SILENT)))
    assert gate.run(options(kept)) == 1
    assert "KHÔNG ĐẠT: answerable, overall, hit1, hit3, citation_precision, complete, auroc." in capsys.readouterr().out
    monkeypatch.setenv("HOIDAP_LANG", "en")
    assert gate.run(options(kept)) == 1
    assert "FALLS SHORT" in capsys.readouterr().out
    assert gate.run(options(kept, json=True)) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["passed"] is False
    assert found["failed"][0] == "answerable"


def test_pinning_again_lowers_nothing_unless_it_is_said(kept, capsys):
    write_run(kept / "run", Run(INFO, (record(right=False), SILENT)))
    before = read_floors(kept / "floors.json")
    assert gate.run(options(kept, pin=True)) == 1
    assert read_floors(kept / "floors.json") == before
    assert "không số nào thay đổi" in capsys.readouterr().out
    # nothing is right any more, so that there is no AUROC: its floor stays and is still missed
    assert gate.run(options(kept, pin=True, lower=True)) == 1
    assert read_floors(kept / "floors.json").floors["hit1"] == 0
    out = capsys.readouterr().out
    assert "NỚI LỎNG hit1: từ 1,0000 thành 0,0000" in out
    assert "KHÔNG ĐẠT: auroc." in out


def test_other_questions_or_documents_are_refused_until_pinned_anew(kept, capsys):
    write_run(kept / "run", Run(replace(INFO, digests=Digests("g2", "c", {"encoder": "e1"})), (record(), SILENT)))
    with pytest.raises(BadInput, match="Hãy ghim lại bằng --pin"):
        gate.run(options(kept))
    write_run(kept / "run", Run(replace(INFO, digests=Digests("g", "c2", {"encoder": "e1"})), (record(), SILENT)))
    with pytest.raises(BadInput, match="Tài liệu đã khác"):
        gate.run(options(kept))
    assert gate.run(options(kept, pin=True)) == 0
    assert gate.run(options(kept)) == 0
    assert read_floors(kept / "floors.json").digests.corpus == "c2"


def test_other_models_are_said_and_the_floors_hold(kept, capsys):
    write_run(kept / "run", Run(replace(INFO, digests=Digests("g", "c", {"encoder": "e2"})), (record(), SILENT)))
    assert gate.run(options(kept)) == 0
    assert "Mô hình khác lúc ghim: encoder" in capsys.readouterr().out


@pytest.mark.parametrize("given", [{"lower": True}, {"slack": 0.1}, {"gold": "x"}, {"docs": "x"}])
def test_what_goes_with_pin_is_refused_without_it(kept, given):
    with pytest.raises(BadInput, match="chỉ dùng cùng --pin"):
        gate.run(options(kept, **given))


def test_the_questions_on_disk_must_be_the_pinned_ones_before_anything_is_asked(kept, monkeypatch):
    row = {"id": "1", "lang": "vi", "question": "?", "kind": "odd", "docs": [], "answers": []}
    (kept / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr("eval.gate_run.opened", lambda *given: pytest.fail("nothing may be indexed for this"))
    with pytest.raises(BadInput, match=r"gold\.jsonl đã khác lúc ghim"):
        gate.run(options(kept, folder=None))


def test_a_pinned_metric_that_nobody_measures_is_refused(kept):
    floors = read_floors(kept / "floors.json")
    write_floors(kept / "floors.json", Floors(floors.gold, floors.digests, None, {"hit@1": 0.5}))
    with pytest.raises(BadInput, match="'hit@1'"):
        gate.run(options(kept))


def test_the_options(capsys):
    parser = argparse.ArgumentParser()
    gate.arguments(parser)
    given = parser.parse_args(["floors.json", "--run", "r", "--pin", "--slack", "0.02"])
    assert (given.floors.name, given.folder.name, given.pin, given.slack) == ("floors.json", "r", True, 0.02)
    with pytest.raises(SystemExit):
        parser.parse_args(["floors.json", "--pin", "--slack", "nan"])
