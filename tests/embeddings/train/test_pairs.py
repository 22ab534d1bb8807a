import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest

from embeddings.train.data import squad
from embeddings.train.pairs import SHARES, asked, cut, kinds, windows


def test_each_kind_of_the_folder_is_there_with_its_share(data: Path) -> None:
    found = {kind.name: kind for kind in kinds(data)}
    assert set(found) == set(SHARES) - {"question and passage", "question and window", "words and passage"}
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


def test_a_crop_is_a_few_words_of_its_passage_and_its_neighbours_are_its_mistakes(tmp_path: Path) -> None:
    bodies = [" ".join(f"từ{n}.{m}" for m in range(60)) for n in range(4)]
    rows = [{"title": "Bài" if n < 3 else "Khác", "heading": f"{n}", "body": body} for n, body in enumerate(bodies)]
    with gzip.open(tmp_path / "wiki-vi-mau.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(row, ensure_ascii=False) for row in [*rows, {**rows[0], "body": "ngắn"}]))
    [kind] = kinds(tmp_path, {"words and passage": 1.0})
    assert kind.typed
    assert set(kind.of) == set(bodies)
    for pair in kind.pairs:
        words = [word.rstrip(".,") for word in pair.first.split()]
        assert 1 <= len(words) <= 14
        assert set(words) <= set(pair.second.split())
        own = bodies.index(pair.second)
        assert set(pair.hard) == ({bodies[n] for n in range(3)} - {pair.second} if own < 3 else set())
