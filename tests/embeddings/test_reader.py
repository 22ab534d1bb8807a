import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from embeddings.encoder import bundled_path
from embeddings.reader import BUNDLED, LIKELY, LONGEST, TOKENS, SentenceReader, best_span, second, span
from embeddings.shape import LAYERS, RANGES, UPPER
from embeddings.weights import UPPER_LAYERS

CONTEXT = "Hạ tầng số của tỉnh"


@pytest.fixture(scope="module")
def reader() -> SentenceReader:
    return SentenceReader()


def test_the_sentence_that_answers_scores_above_those_that_do_not(reader: SentenceReader) -> None:
    items = [
        ("Trời hôm nay nắng đẹp và nhiều gió.", ""),
        ("Toàn tỉnh có 2.323 trạm phát sóng di động.", CONTEXT),
        ("Các xã tổ chức nhiều lớp học về kỹ năng số.", CONTEXT),
    ]
    scores = reader.read("Tỉnh có bao nhiêu trạm phát sóng?", items).scores
    assert scores.shape == (3,)
    assert int(np.argmax(scores)) == 1


def test_a_score_depends_on_its_own_sentence_alone(reader: SentenceReader) -> None:
    items = [("Cầu dài 300 m.", ""), ("Toàn tỉnh có 2.323 trạm phát sóng di động ở các xã, phường, thị trấn.", CONTEXT)]
    together = reader.read("Cầu dài bao nhiêu?", items).scores
    alone = [reader.read("Cầu dài bao nhiêu?", [item]).scores[0] for item in items]
    assert together == pytest.approx(alone, abs=0.15)


def test_nothing_to_read(reader: SentenceReader) -> None:
    assert reader.read("Cầu dài bao nhiêu?", []).scores.shape == (0,)


def test_odd_text_is_read_without_fault(reader: SentenceReader) -> None:
    items = [("", ""), ("😀" * 400, "[SEP] [CLS]"), ("a" * 5000, "\x00"), ("ạ\u0301", "x")]
    assert np.isfinite(reader.read("?" * 3000, items).scores).all()


QUESTION = "Tỉnh có bao nhiêu trạm phát sóng di động?"
PAIRS = [
    ("Toàn tỉnh có 2.323 trạm phát sóng di động.", CONTEXT),
    ("Đến nay 98% thôn, bản đã có sóng; còn 36 thôn chưa có.", "Hạ tầng số của tỉnh Toàn tỉnh có nhiều trạm."),
    ("Trời hôm nay nắng đẹp và nhiều gió.", ""),
    ("The province has built 120 new base stations since 2021.", "Mobile coverage"),
    ("chuyen doi so la gi", ""),
    ("Các xã tổ chức lớp học kỹ năng số cho người dân. " * 9, "Hạ tầng [SEP] số" * 9),
]


def test_scores_are_those_of_sentence_transformers(reader: SentenceReader) -> None:
    """The reference computes in float32; a score is a logit, whose spread over these pairs is several units."""
    from sentence_transformers import CrossEncoder
    from torch import float32
    from torch.nn import Identity

    reference = CrossEncoder(
        str(bundled_path(BUNDLED)),
        max_length=TOKENS,
        device="cpu",
        activation_fn=Identity(),
        model_kwargs={"dtype": float32},
        local_files_only=True,
    )
    wanted = reference.predict([(QUESTION, second(*pair)) for pair in PAIRS], show_progress_bar=False)
    off = np.abs(reader.read(QUESTION, PAIRS).scores - wanted)
    assert off.mean() < 0.15
    assert off.max() < 0.4
    assert np.ptp(wanted) > 2


def with_marks(folder: Path, start: str, end: str) -> SentenceReader:
    """The bundled reader with its own last layers as second top, and marks that speak for its states at two words of the first pair."""
    source = bundled_path(BUNDLED)
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(source / name, folder / name)
    bare = SentenceReader()
    body = bare._model._body  # type: ignore[union-attr]
    encodings = body.encoded([(QUESTION, second(*PAIRS[0]))])
    states = body.each(encodings, lambda states: states.copy(), workers=1)[0]
    centred = states - states.mean(axis=0)
    places = [next(n for n, t in enumerate(encodings[0].tokens) if n > 14 and word in t) for word in (start, end)]
    weights = load_file(source / "model.safetensors")
    ranges = dict(load_file(source / RANGES))
    for layer in range(UPPER):
        former = LAYERS - UPPER + layer
        for name in [name for name in weights if name.startswith(f"bert.encoder.layer.{former}.")]:
            weights[name.replace(f"bert.encoder.layer.{former}.", f"{UPPER_LAYERS}{layer}.")] = weights[name]
        for name in ("qkv", "up", "down"):
            ranges[f"span.{layer}.{name}"] = ranges[f"{former}.{name}"]
    save_file(ranges, folder / RANGES)
    weights["span.weight"] = np.stack([centred[place] for place in places]).astype(np.float16)
    weights["span.bias"] = np.zeros(2, dtype=np.float16)
    save_file(weights, folder / "model.safetensors")
    return SentenceReader(folder)


def test_a_model_with_marks_says_where_the_answer_stands(tmp_path: Path, reader: SentenceReader) -> None:
    marked = with_marks(tmp_path / "marked", "323", "sóng").read(QUESTION, PAIRS)
    assert marked.scores == pytest.approx(reader.read(QUESTION, PAIRS).scores, abs=1e-5)
    found = marked.span(0)
    assert found is not None
    assert PAIRS[0][0][slice(*found)].startswith(("2.323", "323"))
    assert PAIRS[0][0][slice(*found)].endswith("sóng")
    for (text, _), place in zip(PAIRS, map(marked.span, range(len(PAIRS))), strict=True):
        assert place is not None
        assert 0 <= place[0] < place[1] <= len(text)
        assert text[slice(*place)] == text[slice(*place)].strip()


def test_a_second_top_like_the_first_gives_its_states(tmp_path: Path) -> None:
    body = with_marks(tmp_path / "marked", "323", "sóng")._model._body  # type: ignore[union-attr]
    encodings = body.encoded([(QUESTION, second(*pair)) for pair in PAIRS])
    for states, middle in body.each(encodings, lambda *both: both, workers=2, outputs=("states", "middle")):
        assert np.abs(body.upper(middle) - states).max() < 0.2


def test_a_model_without_a_second_top_marks_nothing(tmp_path: Path, reader: SentenceReader) -> None:
    source = bundled_path(BUNDLED)
    shutil.copytree(source, tmp_path / "bare")
    weights = {n: t for n, t in load_file(source / "model.safetensors").items() if not n.startswith("span.")}
    save_file(weights, tmp_path / "bare" / "model.safetensors")
    found = SentenceReader(tmp_path / "bare").read(QUESTION, PAIRS)
    assert [found.span(place) for place in range(len(PAIRS))] == [None] * len(PAIRS)
    assert found.scores == pytest.approx(reader.read(QUESTION, PAIRS).scores, abs=1e-5)


@pytest.mark.parametrize("seed", range(20))
def test_the_best_span_is_that_of_trying_them_all(seed: int) -> None:
    draw = np.random.default_rng(seed)
    starts, ends = draw.normal(size=(2, 1 + seed * 3)).astype(np.float32)
    chances = {
        range(i, j + 1): float(np.exp(starts[i] + ends[j]))
        for i in range(len(starts))
        for j in range(i, min(len(starts), i + LONGEST))
    }
    kept = dict(sorted(chances.items(), key=lambda item: -item[1])[:LIKELY])

    def expected(given: range) -> float:
        return sum(
            chance * 2 * len(set(given) & set(answer)) / (len(given) + len(answer)) for answer, chance in kept.items()
        )

    first, last = best_span(starts, ends)
    assert expected(range(first, last + 1)) == pytest.approx(max(map(expected, kept)))


def test_a_sure_span_is_taken_as_it_is() -> None:
    starts, ends = np.full((2, 30), -9.0)
    starts[4] = ends[7] = 9.0
    assert best_span(starts, ends) == (4, 7)


def test_a_span_stays_inside_the_sentence() -> None:
    tokenizer = Tokenizer.from_file(str(bundled_path(BUNDLED) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    text = "Ðạt 45% e\u0301 🙂 rồi."
    encoding = tokenizer.encode("Đạt bao nhiêu?", second(text, "bối cảnh"))
    sides = encoding.sequence_ids
    for place in range(len(sides)):
        marks = np.zeros((len(sides), 2), dtype=np.float32)
        marks[place] = 9  # at the question, at a special token or in the context too
        found = span(text, encoding, marks)
        assert found is not None
        assert 0 <= found[0] < found[1] <= len(text)
        start, end = encoding.offsets[place]
        if sides[place] == 1 and 0 < end <= len(text) and text[start:end].strip():
            assert text[slice(*found)] == text[start:end].strip()
