from itertools import pairwise
from pathlib import Path

import pytest

from embeddings.train.data import squad
from embeddings.train.pairs import SHARES, asked, cut, kinds, windows


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


@pytest.mark.parametrize("words", [1, 50, 51, 83, 84, 200])
def test_windows_cover_the_text_and_overlap(words: int) -> None:
    text = " ".join(f"từ{n}" for n in range(words))
    found = windows(text, 50)
    assert all(len(part.split()) <= 50 and part in text for part in found)
    assert {word for part in found for word in part.split()} == set(text.split())
    assert len(set(found)) == len(found)
    for one, other in pairwise(found):
        assert len(set(one.split()) & set(other.split())) >= 50 // 3


def test_a_short_text_is_its_own_window() -> None:
    assert windows("một hai") == ["một hai"]
    assert cut("một hai ba", 10) == "một hai ba"
