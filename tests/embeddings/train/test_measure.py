import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.restore import bundled_restorer
from embeddings.train.measure import found, measured, ranks, syllables


def test_a_rank_by_hand() -> None:
    questions = np.array([[1.0, 0.0]], np.float32)
    passages = np.array([[0.9, 0.1], [1.0, 0.0], [0.5, 0.5]], np.float32)
    assert ranks(questions, passages, [0]).tolist() == [1]
    assert found(ranks(questions, passages, [0])).ndcg == pytest.approx(1 / math.log2(3))


def test_an_encoder_that_tells_nothing_apart_is_not_rewarded() -> None:
    same = np.ones((20, 1), np.float32)
    assert found(ranks(same, same, list(range(20)))).first < 0.1


def test_the_development_files_of_a_folder(data: Path, encoder: Any) -> None:
    (data / "qa-vi-mau-train.json.gz").rename(data / "qa-vi-viquad-dev.json.gz")
    results = measured(encoder, data, bundled_restorer())
    assert set(results) == {"UIT-ViQuAD dev", "UIT-ViQuAD dev, stripped", "UIT-ViQuAD dev, stripped and restored"}
    assert results["UIT-ViQuAD dev"].ndcg == 1  # each passage names its town


def test_syllables_count_what_came_back() -> None:
    bearing, every = syllables(bundled_restorer(), ["Thủ đô của Việt Nam ở đâu?"])
    assert bearing == 1
    assert every == 1
