import random
from collections import Counter

import pytest

from corpus.vietnamese import canonical, fold
from embeddings.train.noise import SHARES, abbreviated, noisy, old_tones, slip

TEXT = "Ủy ban nhân dân tỉnh Hòa Bình họp về chuyển đổi số thế nào?"


def test_every_way_of_typing_comes_about() -> None:
    draw = random.Random(1)
    ways = Counter(noisy(TEXT, draw, lambda text: f"[{text}]") for _ in range(3000))
    assert ways[TEXT] / 3000 == pytest.approx(SHARES["plain"], abs=0.04)
    assert ways[fold(TEXT)] / 3000 == pytest.approx(SHARES["stripped"], abs=0.03)
    assert ways[f"[{fold(TEXT)}]"] / 3000 == pytest.approx(SHARES["restored"], abs=0.03)
    assert {TEXT.upper(), old_tones(TEXT), "UBND tỉnh Hòa Bình họp về CĐS thế nào?"} <= set(ways)
    assert sum(SHARES.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("new", "old"),
    [("hòa", "hoà"), ("Thủy", "Thuỷ"), ("KHỎE", "KHOẺ"), ("quý", "quý"), ("hoàn", "hoàn"), ("tòa án", "toà án")],
)
def test_old_tones(new: str, old: str) -> None:
    assert old_tones(new) == old
    assert [canonical(word) for word in old.split()] == [canonical(word) for word in new.split()]


def test_a_slip_changes_little_and_nothing_short() -> None:
    draw = random.Random(2)
    for _ in range(50):
        assert abs(len(slip(TEXT, draw)) - len(TEXT)) <= 2
    assert slip("hai", draw) == "hai"


def test_only_whole_words_are_abbreviated() -> None:
    assert abbreviated("chủ tịch ủy ban nhân dânx") == "chủ tịch ủy ban nhân dânx"
