import random

from embeddings.train.batches import batch
from embeddings.train.pairs import Kind, Pair


def quiet(text: str, draw: random.Random) -> str:
    return text


def kind(name: str, number: int, keys: int, share: float = 1.0, typed: bool = False) -> Kind:
    pairs = [
        Pair(f"{name} hỏi {n}", f"{name} đáp {n}", f"{n % keys}", (f"{name} sai {n}", f"{name} sai {n + 1}"))
        for n in range(number)
    ]
    return Kind(name, pairs, share, typed)


def test_the_same_step_is_the_same_batch() -> None:
    kinds = [kind("a", 40, 40), kind("b", 40, 40)]
    for step in range(5):
        assert batch(kinds, step, 8, 1, quiet) == batch(kinds, step, 8, 1, quiet)
    assert len({batch(kinds, step, 8, 1, quiet).firsts for step in range(10)}) == 10


def test_shares_decide_how_often_a_kind_comes() -> None:
    kinds = [kind("a", 20, 20, 3.0), kind("b", 20, 20, 1.0)]
    names = [batch(kinds, step, 4, 0, quiet).kind.name for step in range(400)]
    assert 0.68 < names.count("a") / 400 < 0.82


def test_no_key_stands_against_itself_and_no_right_side_among_the_wrong() -> None:
    found = batch([kind("a", 40, 3)], 0, 16, 2, quiet)
    assert len(found.firsts) == 3
    right = found.seconds[:3]
    assert [text.replace("đáp", "hỏi") for text in right] == list(found.firsts)
    assert len(set(found.seconds)) == len(found.seconds)
    assert all("sai" in text for text in found.seconds[3:])
    assert len(found.seconds) > 3


def test_only_what_is_typed_is_noisy() -> None:
    def loud(text: str, draw: random.Random) -> str:
        return text.upper()

    assert all(text.isupper() for text in batch([kind("a", 9, 9, typed=True)], 0, 4, 0, loud).firsts)
    assert not any(text.isupper() for text in batch([kind("a", 9, 9)], 0, 4, 0, loud).firsts)
