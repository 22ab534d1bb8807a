import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from embeddings.encoder import bundled_path
from embeddings.reader import BUNDLED, LONGEST, TOKENS, SentenceReader, best_span, second, span
from embeddings.shape import RANGES

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
    assert reader.read("Cầu dài bao nhiêu?", []).spans == ()


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
    """The bundled reader with marks that speak for its hidden states at two words of the first pair."""
    source = bundled_path(BUNDLED)
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json", RANGES):
        shutil.copy(source / name, folder / name)
    bare = SentenceReader()
    body = bare._model._body  # type: ignore[union-attr]
    encodings = body.encoded([(QUESTION, second(*PAIRS[0]))])
    states = body.each(encodings, lambda states: states.copy(), workers=1)[0]
    centred = states - states.mean(axis=0)
    places = [next(n for n, t in enumerate(encodings[0].tokens) if n > 14 and word in t) for word in (start, end)]
    weights = load_file(source / "model.safetensors")
    weights["span.weight"] = np.stack([centred[place] for place in places]).astype(np.float16)
    weights["span.bias"] = np.zeros(2, dtype=np.float16)
    save_file(weights, folder / "model.safetensors")
    return SentenceReader(folder)


def test_a_model_with_marks_says_where_the_answer_stands(tmp_path: Path, reader: SentenceReader) -> None:
    marked = with_marks(tmp_path / "marked", "323", "sóng").read(QUESTION, PAIRS)
    assert marked.scores == pytest.approx(reader.read(QUESTION, PAIRS).scores, abs=1e-5)
    found = marked.spans[0]
    assert found is not None
    assert PAIRS[0][0][slice(*found)].startswith(("2.323", "323"))
    assert PAIRS[0][0][slice(*found)].endswith("sóng")
    assert marked.spans[-1] is None, "the last sentence is cut off"
    for (text, _), place in zip(PAIRS[:-1], marked.spans[:-1], strict=True):
        assert place is not None
        assert 0 <= place[0] < place[1] <= len(text)
        assert text[slice(*place)] == text[slice(*place)].strip()


def test_a_model_without_marks_gives_none(reader: SentenceReader) -> None:
    body = reader._model._body  # type: ignore[union-attr]
    if "span.weight" in body.head:
        pytest.skip("the bundled reader marks answers")
    assert reader.read(QUESTION, PAIRS).spans == (None,) * len(PAIRS)


@pytest.mark.parametrize("seed", range(20))
def test_the_best_span_is_that_of_trying_them_all(seed: int) -> None:
    draw = np.random.default_rng(seed)
    starts, ends = draw.normal(size=(2, 1 + seed * 3)).astype(np.float32)
    tried = [(starts[i] + ends[j], (i, j)) for i in range(len(starts)) for j in range(i, min(len(starts), i + LONGEST))]
    assert best_span(starts, ends) == max(tried)[1]


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
