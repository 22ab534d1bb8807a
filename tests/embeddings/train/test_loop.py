import math
from functools import partial
from pathlib import Path

import pytest
import torch

from embeddings.train.batches import batch
from embeddings.train.loop import Recipe, Trainer, contrast, drawn_to, loaded, save, undropped
from embeddings.train.pairs import Kind, Pair

KINDS = [
    Kind("câu hỏi", [Pair(f"tỉnh {n} có gì", f"tỉnh {n} có {n} trạm", f"{n}", (f"xã {n}",)) for n in range(30)], 1.0),
    Kind("dịch", [Pair(f"town {n}", f"thôn {n}", f"thôn {n}") for n in range(30)], 1.0, loss="distil"),
]


def quiet(text: str, draw: object) -> str:
    return text


batch_of = partial(batch, KINDS, size=6, hard=1, noise=quiet)


def test_the_contrastive_loss_by_hand() -> None:
    firsts = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    seconds = torch.tensor([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])  # the third is a hard negative
    one = -math.log(math.exp(2) / (math.exp(2) + math.exp(1.2) + 1))
    other = -math.log(math.exp(1.6) / (1 + math.exp(1.6) + math.exp(2)))
    back = [-math.log(math.exp(2) / (math.exp(2) + 1)), -math.log(math.exp(1.6) / (math.exp(1.6) + math.exp(1.2)))]
    expected = (2 * (one + other) / 2 + sum(back) / 2) / 3
    assert float(contrast(firsts, seconds, torch.arange(2), 2.0)) == pytest.approx(expected, abs=1e-5)


def test_questions_of_one_passage_do_not_stand_against_each_other() -> None:
    firsts = torch.tensor([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])
    seconds = torch.eye(2)
    forth = [[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]]
    right = [0, 0, 1]
    there = sum(-row[own] + math.log(sum(map(math.exp, row))) for row, own in zip(forth, right, strict=True)) / 3
    # back: the first passage against its own question and the third's; the second passage against all three
    back = [
        -1.0 + math.log(math.exp(1.0) + math.exp(0.0)),
        -0.6 + math.log(math.exp(0.6) + math.exp(0.0)),
        -1.0 + math.log(math.exp(0.0) + math.exp(0.8) + math.exp(1.0)),
    ]
    expected = (2 * there + sum(back) / 3) / 3
    assert float(contrast(firsts, seconds, torch.tensor(right), 1.0)) == pytest.approx(expected, abs=1e-5)


def test_attention_drops_nothing(small_e5: Path) -> None:
    model = undropped(loaded(small_e5))
    rates = {name: part.p for name, part in model.named_modules() if isinstance(part, torch.nn.Dropout)}
    assert any(rates.values())
    assert not any(rate for name, rate in rates.items() if ".attention.self." in name)


def test_the_teacher_is_reached_when_both_sides_stand_on_it() -> None:
    teacher = torch.eye(4)
    assert float(drawn_to(teacher, teacher, teacher, 25.0)) == pytest.approx(0, abs=1e-4)
    assert float(drawn_to(teacher, teacher, teacher.roll(1, 0), 25.0)) > 10


def test_the_loss_falls_and_the_folder_loads(tmp_path: Path, small_e5: Path) -> None:
    model = loaded(small_e5)
    done = Trainer(model, Recipe(40, 3e-3, 1e-3), tmp_path / "run", teacher=loaded(small_e5)).run(batch_of, "học")
    assert done.steps == 40
    assert done.pieces > 1000
    for first, last in done.losses.values():
        assert last < first
    save(model, tmp_path / "model")
    assert loaded(tmp_path / "model").encode(["tỉnh 1 có gì"]).shape[0] == 1
    lines = (tmp_path / "run" / "loss.tsv").read_text().splitlines()
    assert [int(line.split("\t")[0]) for line in lines] == list(range(1, 41))


def test_a_run_that_was_stopped_ends_as_one_that_was_not(
    tmp_path: Path, small_e5: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.train.loop.EVERY", 4)
    recipe = Recipe(12, 1e-3, 1e-3, mean_of=0.5)
    whole, broken = loaded(small_e5), loaded(small_e5)
    Trainer(whole, recipe, tmp_path / "whole").run(batch_of, "học")
    first = Trainer(broken, recipe, tmp_path / "broken")
    with pytest.raises(KeyboardInterrupt):
        first.run(stopping(7), "học")
    again = Trainer(broken, recipe, tmp_path / "broken")
    done = again.run(batch_of, "học")
    assert done.steps == 12
    for one, other in zip(whole.parameters(), broken.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def stopping(at: int):  # type: ignore[no-untyped-def]
    def batches(step: int) -> object:
        if step == at:
            raise KeyboardInterrupt
        return batch_of(step)

    return batches


def test_a_checkpoint_of_another_length_is_refused(tmp_path: Path, small_e5: Path) -> None:
    Trainer(loaded(small_e5), Recipe(2), tmp_path).run(batch_of, "học")
    with pytest.raises(ValueError, match="of a run of 2 steps, not 3"):
        Trainer(loaded(small_e5), Recipe(3), tmp_path).run(batch_of, "học")


def test_time_ends_a_run(tmp_path: Path, small_e5: Path) -> None:
    assert Trainer(loaded(small_e5), Recipe(9), tmp_path).run(batch_of, "học", until=lambda: True).steps == 0
