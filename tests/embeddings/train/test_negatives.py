from typing import Any

from embeddings.train.data import Asked
from embeddings.train.negatives import NUMBER, mined

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
