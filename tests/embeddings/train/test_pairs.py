import random
from pathlib import Path

import pytest

from embeddings.train.data import squad
from embeddings.train.pairs import SHARES, asked, cut, kinds, window


def test_each_kind_of_the_folder_is_there_with_its_share(data: Path) -> None:
    found = {kind.name: kind for kind in kinds(data)}
    assert set(found) == set(SHARES) - {"question and passage", "question and window"}
    assert found["translation"].loss == "distil"
    assert found["provision"].pairs[0].second == "Quy định số 0 về trạm."
    assert found["headline and body"].pairs[0].second == "Hội chợ Hoa Lư mở cửa sáng nay. Khách đến rất đông."
    assert all(kind.share == SHARES[name] for name, kind in found.items())


def test_questions_stand_beside_their_passage_and_never_beside_a_false_one(data: Path) -> None:
    held = squad(data / "qa-vi-mau-train.json.gz")
    whole, parts = asked(held, [(1,)] + [()] * 7)
    assert whole.pairs[0].second == held.passages[0]
    assert whole.pairs[0].hard == (held.passages[1],)
    assert parts.pairs[0].second == held.passages[0]
    assert whole.typed
    assert parts.typed


def test_what_the_shares_leave_out_is_left_out(data: Path) -> None:
    assert [kind.name for kind in kinds(data, {"section": 1.0})] == ["section"]


@pytest.mark.parametrize("place", [0, 300, 899, 10**6])
def test_a_window_holds_its_place(place: int) -> None:
    words = [f"từ{n}" for n in range(200)]
    text = " ".join(words)
    found = window(text, min(place, len(text) - 1), random.Random(3), syllables=50)
    assert len(found.split()) == 50
    assert found in text
    if place < len(text):
        at = len(text[:place].split())
        assert words[min(at, 199)] in found.split()


def test_a_short_text_is_its_own_window() -> None:
    assert window("một hai", 0, random.Random(0)) == "một hai"
    assert cut("một hai ba", 10) == "một hai ba"
