from collections.abc import Sequence
from typing import Any

import numpy as np

from embeddings.encoder import Vectors
from embeddings.train.data import Asked
from embeddings.train.negatives import NUMBER, confused, mined

PASSAGES = (
    "Tỉnh Ninh Bình có mười trạm phát sóng.",
    "Tỉnh Ninh Bình có nhiều hang động đẹp.",
    "Ninh Bình: MƯỜI trạm, theo bản tin khác.",
    "Thể thao trong nước hôm nay.",
)
ASKED = Asked("Tỉnh Ninh Bình có bao nhiêu trạm phát sóng?", 0, ("mười",))


def test_mistakes_of_the_words_are_found_without_a_second_right_answer() -> None:
    [found] = mined([ASKED], PASSAGES, None)
    assert found[0] == 1
    assert 0 not in found
    assert 2 not in found


def test_mistakes_of_the_encoder_are_found_too(encoder: Any) -> None:
    other = Asked("Hôm nay có gì?", 1, ("đẹp",))
    found = mined([ASKED, other], PASSAGES, encoder)
    assert 3 in found[1]
    assert all(len(numbers) <= NUMBER for numbers in found)
    assert encoder.encoded == list(PASSAGES)


def test_a_translation_is_told_apart_from_its_nearest_and_never_from_what_says_the_same() -> None:
    class Angles:
        def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
            turns = np.radians([float(text.split()[0]) for text in texts])
            return np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)

    firsts = ("0 cat", "5 feline", "40 dog", "170 stone")
    seconds = ("2 mèo", "4 con mèo", "45 chó", "160 đá")
    assert confused(firsts, seconds, Angles()) == [(2, 3), (2, 3), (1, 0, 3), (2, 1, 0)]  # type: ignore[arg-type]
