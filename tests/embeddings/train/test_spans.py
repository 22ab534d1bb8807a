import gzip
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from embeddings.encoder import bundled_path
from embeddings.reader import BUNDLED, SentenceReader
from embeddings.train import spans
from embeddings.train.spans import Top, batches, loss_of, marked, pairs, train, upper
from embeddings.weights import UPPER_LAYERS

TOWNS = ["Hoa Lư", "Tam Điệp", "Gia Viễn", "Nho Quan", "Yên Mô", "Kim Sơn"]


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    path = tmp_path / "alone-vi-mau.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for n, town in enumerate(TOWNS):
            right = {
                "text": f"Đến nay {town} có {n + 31} trạm phát sóng.",
                "context": "Hạ tầng",
                "right": True,
                "answers": [f"{n + 31} trạm"],
            }
            wrong = {"text": "Trời nắng.", "context": "", "right": False, "answers": []}
            group = {"collection": 0, "question": f"{town} có mấy trạm?", "sentences": [right, wrong]}
            out.write(json.dumps(group, ensure_ascii=False) + "\n")
    return path


def test_only_right_sentences_with_their_answers_are_learned_from(groups: Path) -> None:
    found = list(pairs(groups))
    assert [pair.sentence[slice(*pair.answer)] for pair in found if pair.answer] == [
        f"{n + 31} trạm" for n in range(len(TOWNS))
    ]


def test_targets_are_tokens_of_the_sentence(groups: Path) -> None:
    base = bundled_path(BUNDLED)
    for item in marked(base, list(pairs(groups))):
        assert item.middle.shape[1] == 384
        assert 0 <= item.target[0] <= item.target[1] < len(item.inside)
        assert item.inside.max() < len(item.middle)


def test_a_pass_sees_everything_once_and_is_the_same_in_every_run(groups: Path) -> None:
    items = marked(bundled_path(BUNDLED), list(pairs(groups)))
    first = [[id(item) for item in batch] for batch in batches(items, 4, 0)]
    assert sorted(n for batch in first for n in batch) == sorted(map(id, items))
    assert first == [[id(item) for item in batch] for batch in batches(items, 4, 0)]


def test_a_run_learns_goes_on_and_leaves_the_scores(groups: Path, tmp_path: Path) -> None:
    base, out = bundled_path(BUNDLED), tmp_path / "out"
    items = marked(base, list(pairs(groups)))
    torch.manual_seed(1)
    before = loss_of(Top(base), items).item()
    train([groups], out, base=base, passes=2, size=3, rate=1e-4)
    train([groups], out, base=base, passes=4, size=3, rate=1e-4)
    assert len((out / "spans.tsv").read_text(encoding="utf-8").splitlines()) == 4
    assert "4 passes in steps of 3" in (out / "README.md").read_text(encoding="utf-8")
    assert loss_of(Top(out), items).item() < before
    layers = upper(out)
    assert layers is not None
    assert len(layers) == 2
    now, former = load_file(out / "model.safetensors"), load_file(base / "model.safetensors")
    kept = [name for name in former if not name.startswith("span.")]
    assert all(torch.equal(now[name], former[name]) for name in kept)
    assert any(name.startswith(UPPER_LAYERS) for name in now)


def test_a_reader_s_folder_can_get_its_second_top_in_place(groups: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(bundled_path(BUNDLED), folder)
    (folder / "README.md").write_text("# Một bộ đọc\n", encoding="utf-8")
    (folder / "checkpoint.pt").write_bytes(b"of the reader")
    train([groups], folder, base=folder, passes=1, size=3, rate=1e-4)
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Một bộ đọc\n\n# reader\n")
    assert "1 passes in steps of 3" in text
    assert (folder / "checkpoint.pt").read_bytes() == b"of the reader"
    assert SentenceReader(folder).read("Mấy trạm?", [("Có 5 trạm.", "")]).span(0) is not None


def test_nothing_to_learn_from(tmp_path: Path) -> None:
    path = tmp_path / "leer.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write("")
    with pytest.raises(SystemExit, match="--alone"):
        train([path], tmp_path / "out", base=bundled_path(BUNDLED), passes=1, size=3, rate=1e-4)


def test_the_bundled_reader_marks_answers() -> None:
    found = SentenceReader().read("Ninh Bình có bao nhiêu trạm?", [("Đến nay Ninh Bình có 2.323 trạm phát sóng.", "")])
    span = found.span(0)
    assert span is not None
    assert "2.323" in "Đến nay Ninh Bình có 2.323 trạm phát sóng."[slice(*span)]
    assert spans.UPPER == 2
    assert np.isfinite(found.scores).all()
