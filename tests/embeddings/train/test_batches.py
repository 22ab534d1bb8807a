import random

from embeddings.train.batches import MOST, batch
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


def test_no_key_stands_against_itself() -> None:
    found = batch([kind("a", 40, 3)], 0, 16, 0, quiet)
    assert len(found.firsts) == len(found.seconds) == 3
    assert [text.replace("đáp", "hỏi") for text in found.seconds] == list(found.firsts)


def test_each_second_side_brings_all_that_it_answers_and_what_is_mistaken_for_it() -> None:
    pairs = [Pair(f"hỏi {n}.{m}", f"đáp {n}", f"{n}", (f"đáp {n + 1}", "sai")) for n in range(12) for m in range(3)]
    found = batch([Kind("a", pairs, 1.0)], 3, 6, 1, quiet)
    assert len(set(found.seconds)) == len(found.seconds) == 6
    assert all(
        found.seconds[own] == f"đáp {first[4:].split('.')[0]}"
        for first, own in zip(found.firsts, found.own, strict=True)
    )
    asked = [second for second in found.seconds if second != "sai"]
    assert all(sum(found.seconds[own] == second for own in found.own) == 3 for second in asked if second != "đáp 12")
    numbers = {int(second[4:]) for second in asked}
    assert "sai" in found.seconds or any(n + 1 in numbers for n in numbers)


def test_no_second_side_brings_more_than_so_many() -> None:
    pairs = [Pair(f"hỏi {n}", "đáp", "đáp") for n in range(50)] + [Pair("khác", "nữa", "nữa")]
    found = batch([Kind("a", pairs, 1.0)], 0, 2, 0, quiet)
    assert len(found.firsts) == MOST + 1


def test_only_what_is_typed_is_noisy() -> None:
    def loud(text: str, draw: random.Random) -> str:
        return text.upper()

    assert all(text.isupper() for text in batch([kind("a", 9, 9, typed=True)], 0, 4, 0, loud).firsts)
    assert not any(text.isupper() for text in batch([kind("a", 9, 9)], 0, 4, 0, loud).firsts)
