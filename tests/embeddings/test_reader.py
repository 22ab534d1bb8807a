import numpy as np
import pytest

from embeddings.reader import SentenceReader

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
    scores = reader.scores("Tỉnh có bao nhiêu trạm phát sóng?", items)
    assert scores.shape == (3,)
    assert int(np.argmax(scores)) == 1


def test_a_score_depends_on_its_own_sentence_alone(reader: SentenceReader) -> None:
    items = [("Cầu dài 300 m.", ""), ("Toàn tỉnh có 2.323 trạm phát sóng di động ở các xã, phường, thị trấn.", CONTEXT)]
    together = reader.scores("Cầu dài bao nhiêu?", items)
    alone = [reader.scores("Cầu dài bao nhiêu?", [item])[0] for item in items]
    assert together == pytest.approx(alone, abs=0.15)


def test_nothing_to_read(reader: SentenceReader) -> None:
    assert reader.scores("Cầu dài bao nhiêu?", []).shape == (0,)


def test_odd_text_is_read_without_fault(reader: SentenceReader) -> None:
    items = [("", ""), ("😀" * 400, "[SEP] [CLS]"), ("a" * 5000, "\x00"), ("ạ\u0301", "x")]
    assert np.isfinite(reader.scores("?" * 3000, items)).all()
