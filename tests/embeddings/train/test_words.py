import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from embeddings.encoder import SentenceEncoder, bundled_path
from embeddings.pooling import pooling
from embeddings.train.loop import loaded, plain
from embeddings.train.pairs import Kind, Pair
from embeddings.train.words import Table, evening, fit, joined, rareness, start, train


def test_evening_leaves_one_spread_in_every_direction() -> None:
    draw = np.random.default_rng(1)
    turn = np.linalg.qr(draw.standard_normal((5, 5)))[0]
    vectors = (draw.standard_normal((4000, 5)) * [3, 2, 1, 1, 1] @ turn).astype(np.float32)
    even = np.cov((vectors @ evening(vectors, 0.5)).T)
    assert even == pytest.approx(np.eye(5), abs=0.01)
    assert evening(vectors, 0.0) == pytest.approx(np.eye(5), abs=1e-5)


def test_rare_pieces_start_longer() -> None:
    draw = np.random.default_rng(1)
    rare = rareness([[0, 1, 1], [0, 2], [0], [0, 3], [0], [0]], 4)
    made = start(draw.standard_normal((4, 8)).astype(np.float32), rare, 3)
    lengths = np.linalg.norm(made, axis=1)
    assert made.shape == (4, 3)
    assert lengths[0] < lengths[1] == pytest.approx(lengths[2], rel=0.9)


def tokenizer():
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(bundled_path() / "tokenizer.json"))
    made.no_padding()
    return made


def test_a_table_learns_which_words_go_together() -> None:
    towns = ["Hoa Lư", "Tam Điệp", "Gia Viễn", "Nho Quan", "Yên Mô", "Kim Sơn", "Yên Khánh", "Nam Trực"]
    kind = Kind("mẫu", [Pair(f"trạm {town}", f"station {n}{n}{n}", town) for n, town in enumerate(towns)], 1.0)
    cut = tokenizer()
    vectors = np.random.default_rng(1).standard_normal((cut.get_vocab_size(), 16)).astype(np.float32)
    silent = cut.encode("").ids
    table = Table(cut, vectors, silent)

    def right() -> float:
        one = table([pair.first for pair in kind.pairs]).detach().numpy()
        other = table([pair.second for pair in kind.pairs]).detach().numpy()
        other /= np.linalg.norm(other, axis=1, keepdims=True)
        return float(((one @ other.T).argmax(axis=1) == np.arange(len(towns))).mean())

    before = right()
    fit(table, [kind], steps=60, size=8, rate=3e-2)
    assert right() == 1.0 > before
    assert not table.vectors()[silent].any()
    assert not table([""]).detach().numpy().any()


def test_the_folder_is_an_ordinary_one_and_the_fast_path_agrees_with_it(tmp_path: Path, data: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from torch import float32

    out = tmp_path / "out"
    out.mkdir()
    # Mining reads no more than this much; what is mined has its own tests.
    (out / "negatives-qa-vi-mau-train.json").write_text(json.dumps([[]] * 8), encoding="utf-8")
    (out / "negatives-translation.json").write_text(json.dumps([[]] * 8), encoding="utf-8")
    train(data, out, base=bundled_path(), steps=3, size=4, rate=1e-3)
    pool = pooling(out)
    assert pool is not None
    assert pool.dimension == 592
    body = load_file(out / "model.safetensors")
    assert all((body[name] == tensor).all() for name, tensor in load_file(bundled_path() / "model.safetensors").items())
    texts = ["Huyện Nho Quan có mấy trạm phát sóng?", "Khai mạc hội chợ ở Yên Mô. " * 20, ""]
    reference = SentenceTransformer(str(out), device="cpu", model_kwargs={"dtype": float32}, local_files_only=True)
    assert reference.get_embedding_dimension() == 592
    assert sum(weight.numel() for weight in reference.parameters()) < 30e6
    wanted = reference.encode(texts, show_progress_bar=False)
    assert (SentenceEncoder(str(out)).encode_passages(texts) * wanted).sum(axis=1).min() > 0.99


def test_what_is_joined_can_be_taken_apart() -> None:
    model = loaded(bundled_path())
    words = np.zeros((model[0].model.config.vocab_size, 16), np.float32)
    both = joined(plain(model), np.eye(384, dtype=np.float32), words)
    texts = ["Chuyển đổi số là gì?"]
    assert both.encode(texts)[0, :384] == pytest.approx(plain(both).encode(texts)[0], abs=1e-5)
