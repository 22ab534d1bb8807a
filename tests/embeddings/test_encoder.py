from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadConfig, NoEncoder
from embeddings.encoder import (
    BUNDLED,
    Prompts,
    SentenceEncoder,
    bundled_path,
    check_prompts,
    fingerprint,
    known_prompts,
    unit,
)

ODD = ["", " \n ", "🙂", "e\u0301", "a\x00b", "x" * 20_000, "số " * 3000]


def check_vectors(vectors: np.ndarray, rows: int, dimension: int) -> None:
    assert vectors.shape == (rows, dimension)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(rows), abs=1e-5)


def test_the_bundled_encoder_gives_unit_float32_vectors(bundled_encoder: SentenceEncoder) -> None:
    texts = ["Chuyển đổi số là gì?", "What is digital transformation?", *ODD]
    check_vectors(bundled_encoder.encode_queries(texts), len(texts), bundled_encoder.dimension)
    check_vectors(bundled_encoder.encode_passages(texts), len(texts), bundled_encoder.dimension)
    check_vectors(bundled_encoder.encode_queries([]), 0, bundled_encoder.dimension)


def test_the_bundled_encoder_is_bilingual(bundled_encoder: SentenceEncoder) -> None:
    question = bundled_encoder.encode_queries(["How many villages have no mobile signal?"])[0]
    passages = bundled_encoder.encode_passages(
        ["Còn bao nhiêu thôn chưa có sóng di động?", "Đội tuyển bóng đá thắng trận chung kết."]
    )
    near, far = (passages @ question).tolist()
    assert near > far + 0.2


def test_order_and_batches_make_no_difference(bundled_encoder: SentenceEncoder) -> None:
    texts = [f"Câu số {n} " + "dài " * (n * 7 % 40) for n in range(40)]
    together = bundled_encoder.encode_passages(texts)
    backwards = bundled_encoder.encode_passages(texts[::-1])[::-1]
    assert (together * backwards).sum(axis=1).min() > 0.99


def test_progress_is_drawn_on_stderr_alone(
    bundled_encoder: SentenceEncoder, capsys: pytest.CaptureFixture[str]
) -> None:
    bundled_encoder.encode_passages(["Một.", "Hai."], progress=True)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "%" in shown.err
    bundled_encoder.encode_passages(["Một.", "Hai."])
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("intfloat/multilingual-e5-large", "query: ", "passage: "),
        ("/models/Multilingual-E5-Base", "query: ", "passage: "),
        ("BAAI/bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
        ("nomic-ai/nomic-embed-text-v1.5", "search_query: ", "search_document: "),
        ("BAAI/bge-m3", "", ""),
        ("keepitreal/vietnamese-sbert", "", ""),
        (BUNDLED, "", ""),
    ],
)
def test_prompts_are_known_by_name(name: str, query: str, passage: str) -> None:
    assert known_prompts(name) == Prompts(query, passage)


def test_the_instruct_model_takes_an_instruction() -> None:
    assert known_prompts("intfloat/multilingual-e5-large-instruct").query.startswith("Instruct: ")
    assert known_prompts("intfloat/multilingual-e5-large-instruct").passage == ""


def test_prompts_are_put_before_the_texts(small_e5: Path) -> None:
    encoder = SentenceEncoder(str(small_e5))
    bare = SentenceEncoder(str(small_e5), Prompts())
    assert encoder.prompts == Prompts("query: ", "passage: ")
    check_vectors(encoder.encode_queries(["có 12 xã", *ODD]), 1 + len(ODD), 32)
    assert encoder.encode_queries(["có 12 xã"]) == pytest.approx(bare.encode_queries(["query: có 12 xã"]), abs=1e-3)
    assert encoder.encode_passages(["có 12 xã"]) == pytest.approx(bare.encode_queries(["passage: có 12 xã"]), abs=1e-3)
    assert np.abs(encoder.encode_queries(["có 12 xã"]) - bare.encode_queries(["có 12 xã"])).max() > 0.01
    assert encoder.fingerprint != bare.fingerprint


def test_prompts_stored_with_a_model_are_used_and_can_be_overruled(prompted: Path) -> None:
    assert SentenceEncoder(str(prompted)).prompts == Prompts("hỏi: ", "đoạn: ")
    assert SentenceEncoder(str(prompted), Prompts("q ", "p ")).prompts == Prompts("q ", "p ")


@pytest.mark.parametrize("name", ["không/có-mô-hình-này", "/không/có/đường/dẫn", "khong-co", "a b c", "..", ""])
def test_a_missing_model_says_how_to_get_it_by_hand(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoEncoder) as caught:
        SentenceEncoder(name)
    for sentence in (caught.value.vi, caught.value.en):
        assert name in sentence
        assert "config.toml" in sentence or "modules.json" in sentence
    if name.count("/") == 1:
        assert f"hf download {name} --local-dir" in caught.value.vi
        assert f"hf download {name} --local-dir" in caught.value.en
    assert "Traceback" not in capsys.readouterr().err


def test_a_folder_that_is_no_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoEncoder, match=r"modules\.json"):
        SentenceEncoder(str(tmp_path))


@pytest.mark.parametrize("damage", ["no weights", "cut weights", "no json"])
def test_a_damaged_model_is_refused(small_e5: Path, tmp_path: Path, damage: str) -> None:
    import shutil

    copy = tmp_path / "multilingual-e5-copy"
    shutil.copytree(small_e5, copy)
    weights = copy / "model.safetensors"
    if damage == "no weights":
        weights.unlink()
    elif damage == "cut weights":
        weights.write_bytes(weights.read_bytes()[:1000])
    else:
        (copy / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(NoEncoder, match="chép lại") as caught:
        SentenceEncoder(str(copy))
    assert str(copy) in caught.value.en


def test_the_fingerprint_names_weights_and_prompts(small_e5: Path, prompted: Path, tmp_path: Path) -> None:
    import shutil

    none = Prompts()
    moved = tmp_path / "anywhere"
    shutil.copytree(small_e5, moved)
    one = fingerprint("x", small_e5, none)
    assert len(one) == 16
    assert fingerprint("another name", moved, none) == one
    assert fingerprint("x", prompted, none) != one
    assert fingerprint("x", small_e5, Prompts("q", "")) != one
    assert fingerprint("x", small_e5, Prompts("", "q")) != fingerprint("x", small_e5, Prompts("q", ""))
    assert fingerprint("x", None, none) != fingerprint("y", None, none)
    (moved / "model.safetensors").write_bytes(b"other weights")
    assert fingerprint("x", moved, none) != one


def test_the_bundled_model_is_found_from_any_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert (bundled_path() / "modules.json").is_file()


def test_prompts_are_set_together_or_not_at_all() -> None:
    assert check_prompts(None, None) is None
    assert check_prompts("", "p: ") == Prompts("", "p: ")
    for pair in (("q: ", None), (None, "p: ")):
        with pytest.raises(BadConfig, match="query_prompt"):
            check_prompts(*pair)


@given(st.lists(st.lists(st.floats(-1e6, 1e6, width=32), min_size=3, max_size=3), min_size=1, max_size=5))
def test_scaled_rows_have_length_one_or_are_zero(rows: list[list[float]]) -> None:
    scaled = unit(np.array(rows))
    lengths = np.linalg.norm(scaled.astype(np.float64), axis=1)
    for length, row in zip(lengths, rows, strict=True):
        if max(map(abs, row)) > 1e-15:
            assert length == pytest.approx(1, abs=1e-4)
        elif not any(row):
            assert length == 0


def test_what_is_not_a_number_becomes_zero() -> None:
    assert np.isfinite(unit(np.array([[np.nan, 1.0], [np.nan, np.nan]]))).all()
