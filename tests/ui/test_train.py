import json
import shutil
from pathlib import Path

import pytest

from corpus.errors import BadInput
from qa.config import read_config
from qa.library import open_library
from ui import cli, train
from ui.train import Outcome, adapt_home, outcome_text, with_encoder


@pytest.fixture
def filled(tmp_path: Path, bundled_home: Path) -> Path:
    home = tmp_path / "kho"
    shutil.copytree(bundled_home, home)
    (home / "config.toml").write_text('title = "Của tôi"\n', encoding="utf-8")
    return home


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    row = {
        "id": "1",
        "lang": "vi",
        "question": "Giá cà phê hôm nay?",
        "kind": "unanswerable",
        "docs": [],
        "answers": [],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_gold_is_asked_for_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["train", "--adapt", "--home", str(tmp_path / "kho")]) == 2
    assert "--gold" in capsys.readouterr().err
    monkeypatch.setenv("HOIDAP_LANG", "en")
    assert cli.main(["train", "--home", str(tmp_path / "kho")]) == 2
    assert "Add --adapt" in capsys.readouterr().err


def test_an_empty_home_has_nothing_to_learn_from(tmp_path: Path, gold: Path) -> None:
    with pytest.raises(BadInput, match="hoidap index"):
        adapt_home(tmp_path / "kho", gold)


def test_an_encoder_that_scores_no_lower_is_taken_up(filled: Path, gold: Path) -> None:
    outcome = adapt_home(filled, gold, seconds=1)
    folder = filled / "models" / "adapted"
    assert outcome.switched
    assert outcome.steps >= 1
    assert outcome.encoder == str(folder.resolve())
    config = read_config(filled)
    assert config.encoder == str(folder.resolve())
    assert config.title == "Của tôi"
    with open_library(filled) as library:
        assert library.search("chuyển đổi số")  # its vectors are there: nothing is to be indexed again
    assert not list((filled / "models").glob("*.part"))


def test_one_that_scores_lower_is_kept_beside_and_the_settings_stay(
    filled: Path, gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shares = iter([0.9, 0.8])
    monkeypatch.setattr(train, "_share", lambda *rest: next(shares))
    monkeypatch.setattr("embeddings.train.adapt.SECONDS", 1.0)
    assert cli.main(["train", "--adapt", "--gold", str(gold), "--home", str(filled), "--json"]) == 1
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["switched"] is False
    assert (outcome["before"], outcome["after"]) == (0.9, 0.8)
    assert (filled / "models" / "adapted-refused" / "model.safetensors").is_file()
    assert not (filled / "models" / "adapted").exists()
    assert (filled / "config.toml").read_text(encoding="utf-8") == 'title = "Của tôi"\n'


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ('encoder = "x"\n', ""),
        ('query_prompt = "q: "\npassage_prompt = ""\nthreshold = 0.5\n', "threshold = 0.5\n"),
        ("# encoder = không đổi\n", "# encoder = không đổi\n"),
    ],
)
def test_only_the_encoder_is_set(text: str, kept: str) -> None:
    assert with_encoder(text, Path("/kho/a")) == f'encoder = "/kho/a"\n{kept}'


def test_both_outcomes_are_told_in_both_languages() -> None:
    taken = Outcome(3, 40, 9, 10, 0.5, 0.6, True, "/kho/models/adapted", "/kho/models/adapted", 61.0)
    refused = Outcome(3, 40, 9, 10, 0.6, 0.5, False, "vi-en-minilm", "/kho/models/adapted-refused", 61.0)
    assert "trước 50.0%, sau 60.0%" in outcome_text(taken, "vi")
    assert "uses /kho/models/adapted" in outcome_text(taken, "en")
    assert "vẫn dùng vi-en-minilm" in outcome_text(refused, "vi")
    assert "scores lower" in outcome_text(refused, "en")
