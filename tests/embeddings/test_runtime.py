import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import runtime
from embeddings.encoder import SentenceEncoder, bundled_path
from embeddings.pooling import pooling
from embeddings.runtime import batches, fits
from embeddings.shape import GRAPH, RANGES, UPPER, UPPER_GRAPH
from embeddings.weights import evening, quantised

TEXTS = [
    "Chuyển đổi số là gì?",
    "chuyen doi so la gi",
    "CHUYỂN ĐỔI SỐ LÀ GÌ?",
    "What is the theme of the national day of digital transformation?",
    "Toàn tỉnh có 2.323 trạm phát sóng; 98% thôn, bản đã có sóng di động.",
    "  khoảng trắng \n hai đầu  ",
    "Mỗi xã một lớp học về kỹ năng số, mỗi tuần hai buổi. " * 4,
    "",
    "🙂",
    "e\u0301",
    "a\x00b",
    "[SEP] a",
    "số " * 3000,
]


def test_vectors_are_those_of_sentence_transformers(bundled_encoder: SentenceEncoder) -> None:
    from sentence_transformers import SentenceTransformer
    from torch import float32

    reference = SentenceTransformer(
        str(bundled_path()), device="cpu", model_kwargs={"dtype": float32}, local_files_only=True
    )
    wanted = reference.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    for found in (
        bundled_encoder.encode_passages(TEXTS),
        np.concatenate([bundled_encoder.encode_queries([t]) for t in TEXTS]),
    ):
        distances = 1 - (found * wanted).sum(axis=1)
        assert distances.max() < 0.01
        assert distances.mean() < 0.004


def test_the_bundled_models_take_the_fast_path() -> None:
    assert fits(bundled_path())
    assert pooling(bundled_path()) is not None
    assert fits(bundled_path("vi-en-reader"))
    assert pooling(bundled_path("vi-en-reader")) is None


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json"])
def test_another_shape_does_not(file: str, tmp_path: Path, small_e5: Path) -> None:
    assert not fits(small_e5)
    for name in ("config.json", "tokenizer_config.json", RANGES):
        shutil.copy(bundled_path() / name, tmp_path / name)
    assert fits(tmp_path)
    other = {"config.json": {"hidden_act": "relu"}, "tokenizer_config.json": {"model_input_names": ["token_type_ids"]}}
    path = tmp_path / file
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | other[file]), encoding="utf-8")
    assert not fits(tmp_path)
    path.unlink()
    assert not fits(tmp_path)


def test_many_threads_get_what_one_gets(bundled_encoder: SentenceEncoder) -> None:
    alone = [bundled_encoder.encode_queries([text]) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: bundled_encoder.encode_queries([text]), TEXTS * 3))
    for n, found in enumerate(together):
        assert (found == alone[n % len(TEXTS)]).all()


def test_one_worker_gives_what_many_give(bundled_encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    many = bundled_encoder.encode_passages(TEXTS * 3)
    monkeypatch.setattr("embeddings.encoder.cores", lambda: 1)
    assert (many * bundled_encoder.encode_passages(TEXTS * 3)).sum(axis=1).min() > 0.99


@given(st.lists(st.integers(2, 300), min_size=1), st.integers(1, 8))
def test_batches_hold_every_text_once_and_few_tokens(lengths: list[int], workers: int) -> None:
    made = list(batches(lengths, workers))
    assert sorted(place for batch in made for place in batch) == list(range(len(lengths)))
    for batch in made:
        assert len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= runtime.AT_ONCE


def test_quantised_weights_are_near_and_never_overflow() -> None:
    weight = np.random.default_rng(0).normal(size=(5, 64)).astype(np.float32)
    integers, scale = quantised(weight)
    assert np.abs(integers.astype(int)).max() * 255 * 2 < 2**15
    assert np.abs(integers.T * scale[:, None] - weight).max() <= scale.max() / 2 + 1e-6


def test_evened_inputs_and_weights_give_the_same_product() -> None:
    draw = np.random.default_rng(0)
    weight, x = draw.normal(size=(5, 8)).astype(np.float32), draw.normal(size=8).astype(np.float32)
    divisor = evening(np.array([0, 1, 2, 3, 30, 5, 6, 7], dtype=np.float32), weight)
    assert (weight * divisor) @ (x / divisor) == pytest.approx(weight @ x, abs=1e-5)


def test_the_graph_is_the_one_that_its_maker_makes() -> None:
    pytest.importorskip("onnx")
    from embeddings.graph import build

    assert build() == (bundled_path().parent / GRAPH).read_bytes()
    assert build(UPPER, whole=False) == (bundled_path().parent / UPPER_GRAPH).read_bytes()
