"""The gate against changes that make the answers worse: every one must make it fail and name what fell; no change must not."""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from qa import library as asking
from qa.library import Library
from qa.retrieve import Fusion
from ui import gate

GOLD = Path(__file__).parent.parent / "eval" / "gold" / "bundled.jsonl"
SMALL = {"paraphrase": 7, "list": 4, "english": 4, "unanswerable": 6}  # so many of each kind, the first ones


@pytest.fixture(scope="module")
def home(bundled_home: Path) -> Path:
    """Instead of the empty one of each test: the bundled articles."""
    return bundled_home


@pytest.fixture(scope="module")
def pinned(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """The floors of a small set, of the program as it is."""
    folder = tmp_path_factory.mktemp("gate")
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen = [row for kind, most in SMALL.items() for row in [row for row in rows if row["kind"] == kind][:most]]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in chosen)
    (folder / "small.jsonl").write_text(text, encoding="utf-8")
    assert gate.run(options(folder / "floors.json", home, pin=True, gold=folder / "small.jsonl")) == 0
    return folder / "floors.json"


def options(floors: Path, home: Path | None, **given: Any) -> argparse.Namespace:
    usual = {"folder": None, "pin": False, "lower": False, "slack": 0.0, "gold": None, "docs": None, "json": True}
    return argparse.Namespace(floors=floors, home=home, **{**usual, **given})


def judged(floors: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Exit status and what was printed."""
    capsys.readouterr()
    status = gate.run(options(floors, home))
    return status, json.loads(capsys.readouterr().out)


def test_an_unchanged_program_passes_again(pinned: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = pinned.read_bytes()
    for _ in range(2):
        status, found = judged(pinned, home, capsys)
        assert (status, found["failed"], found["other_models"]) == (0, [], [])
        assert found["questions"] == sum(SMALL.values())
    assert pinned.read_bytes() == before


@pytest.mark.parametrize("fusion", [Fusion(0, 0, 0), Fusion(words=0)], ids=["vectors", "words"])
def test_a_fusion_weight_of_zero_fails(
    pinned: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fusion: Fusion
) -> None:
    monkeypatch.setattr(asking, "Fusion", lambda: fusion)
    status, found = judged(pinned, home, capsys)
    assert status == 1
    assert {"recall@10", "ndcg@10"} & set(found["failed"])
    assert {"answerable", "hit1", "hit3"} & set(found["failed"])


def test_sentences_in_a_shuffled_order_fail(
    pinned: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rank, chance = asking.rank, random.Random(0)

    def shuffled(*given: Any) -> Sequence[Any]:
        ranked = rank(*given)
        return chance.sample(ranked, len(ranked))

    monkeypatch.setattr(asking, "rank", shuffled)
    status, found = judged(pinned, home, capsys)
    assert status == 1
    assert {"answerable", "hit1"} <= set(found["failed"])
    assert not {"recall@10", "ndcg@10"} & set(found["failed"])  # the passages are as good as before


def test_silence_switched_off_fails(
    pinned: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "threshold", 0.0)
    status, found = judged(pinned, home, capsys)
    assert status == 1
    assert "unanswerable" in found["failed"]
    assert not {"recall@10", "ndcg@10", "hit1"} & set(found["failed"])


def test_a_crash_fails_and_is_a_miss(
    pinned: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any) -> None:
        raise ZeroDivisionError("hỏng")

    monkeypatch.setattr(asking, "retrieve", broken)
    status, found = judged(pinned, home, capsys)
    assert status == 1
    assert {"crashed", "answerable", "unanswerable", "hit1"} <= set(found["failed"])
    [crashed] = [each for each in found["metrics"] if each["metric"] == "crashed"]
    assert crashed["value"] == sum(SMALL.values())
