from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from corpus.vietnamese import fold
from embeddings.encoder import bundled_path
from embeddings.restore import MODEL, Restorer, bundled_restorer, spellings
from embeddings.train.marks import model, numbered, vocabulary

QUESTION = "Tỉnh Ninh Bình có bao nhiêu trạm phát sóng di động năm 2025?"


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return bundled_restorer()


def test_the_marks_of_a_question_come_back(restorer: Restorer) -> None:
    assert restorer.restore(fold(QUESTION)) == QUESTION
    assert restorer.restore("Thu do cua Viet Nam o dau?") == "Thủ đô của Việt Nam ở đâu?"


def test_every_letter_keeps_its_case(restorer: Restorer) -> None:
    assert restorer.restore(fold(QUESTION).upper()) == QUESTION.upper()
    assert restorer.restore("UBND tinh Ha Nam") == "UBND tỉnh Hà Nam"


def test_what_bears_marks_is_never_changed(restorer: Restorer) -> None:
    assert restorer.restore("Tỉnh co bao nhieu xã") == "Tỉnh có bao nhiêu xã"
    assert restorer.restore("thụ tuc hanh chinh").split()[0] == "thụ"
    assert restorer.restore(QUESTION) == QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "What share of subscribers use mobile money in 2024?",
        "How many digital technology enterprises does Viet Nam have?",
        "Google, Microsoft 365, GPT-4, 5G, 1.234,5",
        "SAP",
        "",
        "   ",
        "?!…",
    ],
)
def test_english_latin_names_and_numbers_stay(restorer: Restorer, text: str) -> None:
    assert restorer.restore(text) == text


@given(st.text(max_size=80))
def test_one_code_point_for_one(text: str) -> None:
    import unicodedata

    composed = unicodedata.normalize("NFC", text)
    found = bundled_restorer().restore(text)
    assert len(found) == len(composed)
    changed = [(old, new) for old, new in zip(composed, found, strict=True) if old != new]
    assert all(fold(new) == old for old, new in changed)


def test_the_bundled_file_is_small() -> None:
    assert bundled_path(MODEL).stat().st_size < 8_000_000


def test_a_model_counted_on_a_few_lines_knows_their_context(tmp_path: Path) -> None:
    texts = ["bán gạo ở chợ", "bạn tôi ở đây"] * 6
    words, ids = vocabulary(*numbered(texts))
    path = tmp_path / "marks.safetensors"
    save_file(model(words, ids), path)
    own = Restorer(path)
    assert own.restore("ban gao") == "bán gạo"
    assert own.restore("ban toi") == "bạn tôi"
    assert own.restore("Ban lạ") in {"Ban lạ", "Bán lạ", "Bạn lạ"}


def test_probabilities_with_their_back_off_sum_to_one(tmp_path: Path) -> None:
    from embeddings.restore import STEP

    texts = ["a b c d", "a b d", "a c d", "b c d a"] * 20
    words, ids = vocabulary(*numbered(texts))
    held = model(words, ids)
    size = len(words)
    one = np.exp(-STEP * held["one"].astype(float))
    for owner in range(size):
        start, end = np.cumsum([0, *held["pair_counts"]])[owner : owner + 2]
        stored = held["pairs"][start:end]
        explicit = np.exp(-STEP * held["two"][start:end].astype(float)).sum()
        rest = np.delete(one, stored).sum() * np.exp(-STEP * float(held["one_back"][owner]))
        if len(stored):
            assert explicit + rest == pytest.approx(1, abs=0.06)


def test_documents_weigh_in_with_how_they_spell(restorer: Restorer) -> None:
    alone = restorer.restore("xa nao o Gia Vien?")
    told = spellings(["Huyện Gia Viễn có mười xã.", "Gia Viễn họp."])
    assert restorer.restore("xa nao o Gia Vien?", told) == "xã nào ở Gia Viễn?"
    assert alone != "xã nào ở Gia Viễn?"


def test_the_likeliest_reading_follows_its_neighbours(restorer: Restorer) -> None:
    readings = [["chuyển"], ["đồi", "đổi"], ["số"]]
    assert restorer.likeliest(readings, [[0], [0, 0], [0]]) == ["chuyển", "đổi", "số"]
    assert restorer.likeliest(readings, [[0], [0, 50], [0]]) == ["chuyển", "đồi", "số"]
    assert restorer.paired("chuyển", "đổi")
    assert not restorer.paired("đổi", "qwxz")
