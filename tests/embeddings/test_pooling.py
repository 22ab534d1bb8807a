import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import SentenceEncoder, bundled_path
from embeddings.pooling import Pooling, pooling
from embeddings.runtime import fits


def test_a_plain_folder_gives_the_mean(tmp_path: Path) -> None:
    for name in ("config.json", "1_Pooling", "2_Normalize"):
        source = bundled_path() / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    modules = json.loads((bundled_path() / "modules.json").read_text(encoding="utf-8"))[:3]
    (tmp_path / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    pool = pooling(tmp_path)
    assert pool == Pooling()
    assert pool.dimension == 384
    means = np.ones((2, 384), np.float32)
    assert pool(means, [[1], [2]]) is means


def test_word_vectors_stand_beside_the_evened_mean() -> None:
    words = np.array([[0, 0], [3, 0], [0, 4]], np.float32)
    pool = Pooling(2 * np.eye(384, dtype=np.float32), words)
    assert pool.dimension == 386
    found = pool(np.eye(2, 384, dtype=np.float32) * 7, [[0, 1, 1, 2], [0]])
    assert found[:, :2].tolist() == [[2, 0], [0, 2]]
    assert found[:, 384:].tolist() == [[3, 2], [0, 0]]
    assert not found[:, 2:384].any()


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("1_Pooling/config.json", "pooling_mode", "max"),
        ("4_Dense/config.json", "activation_function", "torch.nn.modules.activation.Tanh"),
        ("4_Dense/config.json", "module_output_name", "sentence_embedding"),
        ("5_Pooling/config.json", "pooling_mode", ["cls", "mean"]),
        ("sentence_bert_config.json", "do_lower_case", True),
    ],
)
def test_anything_else_is_left_to_sentence_transformers(file: str, key: str, value: object, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(bundled_path(), folder)
    assert fits(folder)
    assert pooling(folder) is not None
    path = folder / file
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {key: value}), encoding="utf-8")
    assert pooling(folder) is None


def test_a_rare_word_moves_the_vector_of_a_long_text(bundled_encoder: SentenceEncoder) -> None:
    text = "Hội nghị bàn về chuyển đổi số ở các xã, các phường và thị trấn trong tỉnh. " * 3
    question, same, other = bundled_encoder.encode_passages(
        ["Trạm Sapphire ở đâu?", text + "Trạm Sapphire", text + "Trạm Nho Quan"]
    )
    assert question @ same > question @ other
