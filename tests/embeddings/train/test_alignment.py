import numpy as np
import pytest
from scipy.sparse import csr_array

from embeddings.train.alignment import align, carried


def reference(pairs: list[tuple[list[int], list[int]]], shape: tuple[int, int], rounds: int) -> np.ndarray:
    """t(English | foreign) by the textbook's loops."""
    chances = np.zeros(shape)
    for foreign, english in pairs:
        for f in foreign:
            chances[f, english] = 1.0
    for _ in range(rounds):
        counts = np.zeros(shape)
        for foreign, english in pairs:
            for e in english:
                total = sum(chances[f, e] for f in foreign)
                for f in foreign:
                    counts[f, e] += chances[f, e] / total
        chances = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-12)
    return chances


def test_it_agrees_with_the_textbook() -> None:
    draw = np.random.default_rng(1)
    pairs = [(draw.integers(0, 6, 4).tolist(), draw.integers(0, 7, 5).tolist()) for _ in range(20)]
    found = align([one for one, _ in pairs], [other for _, other in pairs], (6, 7), rounds=4)
    assert found.toarray() == pytest.approx(reference(pairs, (6, 7), 4), abs=1e-9)


def test_sides_of_unlike_number_are_refused() -> None:
    with pytest.raises(ValueError, match="1 sentences cannot stand beside 2"):
        align([[0]], [[0], [1]], (1, 2))


def test_empty_sentences_align_nothing() -> None:
    assert align([[]], [[1]], (2, 2)).toarray().sum() == 0


def test_improbable_translations_are_noise_and_scattered_ones_give_no_vector() -> None:
    chances = csr_array(np.array([[0.6, 0.395, 0.005], [0.005, 0.005, 0.1], [0, 0, 1.0]]))
    vectors, known = carried(chances, np.eye(3, dtype=np.float32))
    assert vectors[0] == pytest.approx([0.6 / 0.995, 0.395 / 0.995, 0], abs=1e-6)
    assert known.tolist() == [True, False, True]
