import gzip
import json
import math
import random
from pathlib import Path

import pytest
import torch

from embeddings.reader import SentenceReader
from embeddings.train_reader import GROUP, HELD_OUT, Group, batches, loss_of, read_groups, sample, train


def group(question: str, right: int, wrong: int, collection: int = 0) -> Group:
    sentences = [{"text": f"sai {n}", "context": "bài", "right": False, "answers": []} for n in range(wrong)]
    sentences += [{"text": f"đúng {n}", "context": "bài", "right": True, "answers": ["đúng"]} for n in range(right)]
    return {"question": question, "sentences": sentences, "collection": collection}


def test_the_loss_by_hand() -> None:
    scores = torch.tensor([1.0, 2.0, -1.0])
    one = -math.log(math.exp(2) / (math.exp(1) + math.exp(2) + 1))  # sentences 1 and 2, the second right
    none = -math.log(1 / (math.exp(-1) + 1))  # sentence 3 alone, none right
    assert loss_of(scores, [2, 1], [False, True, False]).item() == pytest.approx((one + none) / 2, abs=1e-6)


def test_a_sample_holds_the_right_sentence_and_the_hardest_wrong_ones() -> None:
    question, items = sample(group("hỏi", 1, 11), random.Random(0))
    assert question == "hỏi"
    assert len(items) == GROUP
    assert [right for _, right in items].count(True) == 1
    assert sum(text.split(" [SEP]")[0] in {"sai 0", "sai 1", "sai 2", "sai 3"} for text, _ in items) >= 3


def test_batches_are_the_same_in_every_run_and_after_a_break() -> None:
    groups = [group(str(n), 1, 8) for n in range(10)]
    whole = list(batches(groups, 4, 7, 0))
    assert whole == list(batches(groups, 4, 7, 0))
    assert whole[3:] == list(batches(groups, 4, 7, 3))
    assert {question for batch in whole[:2] for question, _ in batch} <= {str(n) for n in range(10)}


def test_collections_kept_for_the_confidence_are_never_learned(tmp_path: Path) -> None:
    path = tmp_path / "groups.jsonl.gz"
    rows = [group("học", 1, 1, 0), group("giữ", 1, 1, min(HELD_OUT)), {**group("rỗng", 0, 0), "sentences": []}]
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    assert [found["question"] for found in read_groups([path])] == ["học"]


def test_a_run_saves_goes_on_and_loads_as_a_reader(tmp_path: Path, small_e5: Path) -> None:
    groups = [group(f"tỉnh có {n} trạm", 1, 3) for n in range(4)]
    train(groups, tmp_path, steps=1, size=2, rate=1e-3, base=small_e5)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 1
    train(groups, tmp_path, steps=2, size=2, rate=1e-3, base=small_e5)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 2
    assert SentenceReader(tmp_path).scores("tỉnh có gì", [("đúng 0", "bài")]).shape == (1,)
