from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.encoder import Vectors, unit
from embeddings.index import VectorIndex


def random_vectors(n: int, dimension: int = 8, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(n, dimension)))


def halves(vectors: Vectors) -> Vectors:
    return vectors.astype(np.float16).astype(np.float32)


def test_the_nearest_agree_with_brute_force() -> None:
    vectors, ids = random_vectors(200), [n * 256 for n in range(200)]
    index = VectorIndex(8)
    index.add(ids, vectors)
    for query in random_vectors(5, seed=1):
        cosines = halves(vectors) @ query
        expected = [ids[i] for i in np.argsort(-cosines)[:7]]
        found = index.search(query, 7)
        assert [id for id, _ in found] == expected
        assert [cosine for _, cosine in found] == pytest.approx(sorted(cosines, reverse=True)[:7], abs=1e-5)
        assert [cosine for _, cosine in found] == pytest.approx(sorted(vectors @ query, reverse=True)[:7], abs=1e-3)


def test_vectors_come_back_in_the_order_asked_for() -> None:
    vectors = random_vectors(4)
    index = VectorIndex(8)
    index.add([10, 2**63 - 256, 30, 40], vectors)
    assert index.vectors([40, 10, 2**63 - 256]) == pytest.approx(halves(vectors)[[3, 0, 1]], abs=1e-6)
    assert index.vectors([]).shape == (0, 8)


def test_more_neighbours_than_there_are() -> None:
    index = VectorIndex(8)
    assert index.search(random_vectors(1)[0], 5) == []
    index.add([1, 2], random_vectors(2))
    assert len(index.search(random_vectors(1)[0], 5)) == 2


def test_shapes_are_checked_at_the_door() -> None:
    index = VectorIndex(8)
    with pytest.raises(ValueError, match=r"2 ids of dimension 8 .*\(3, 8\)"):
        index.add([1, 2], random_vectors(3))
    with pytest.raises(ValueError, match=r"dimension 8 .*\(2, 4\)"):
        index.add([1, 2], random_vectors(2, 4))
    index.add([], random_vectors(0))
    assert len(index) == 0


def test_families_of_ids() -> None:
    index = VectorIndex(8)
    index.add([0x200, 0x202, 0x201, 0x100, 0x300], random_vectors(5))
    assert index.between([0x200, 0x100, 0x400], 256) == [[0x200, 0x201, 0x202], [0x100], []]
    assert index.between([], 256) == []
    assert VectorIndex(8).between([5], 256) == [[]]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=20))
@settings(deadline=None)
def test_it_holds_what_was_added_less_what_was_removed(steps: list[tuple[bool, int]]) -> None:
    index = VectorIndex(8)
    held: set[int] = set()
    for add, id in steps:
        if add and id not in held:
            index.add([id], random_vectors(1, seed=id))
            held.add(id)
        elif not add:
            index.remove([id, 77])
            held.discard(id)
        assert index.ids() == held
        assert len(index) == len(held)
        order = sorted(held)
        assert index.vectors(order) == pytest.approx(
            halves(np.concatenate([random_vectors(1, seed=id) for id in order] or [random_vectors(0)])), abs=1e-6
        )


def test_a_saved_index_comes_back_and_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "abc.faiss"
    index = VectorIndex(8)
    index.add([1, 2, 3], random_vectors(3))
    index.save(path)
    index.remove([2])
    index.save(path)
    again = VectorIndex.load(path, 8)
    assert again.ids() == {1, 3}
    again.add([9], random_vectors(1))
    assert again.ids() == {1, 3, 9}
    assert [file.name for file in tmp_path.iterdir()] == ["abc.faiss"]


@pytest.mark.parametrize("damage", ["missing", "empty", "text", "cut", "other kind", "other dimension"])
def test_derived_data_that_cannot_be_used_counts_as_missing(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "abc.faiss"
    index = VectorIndex(4 if damage == "other dimension" else 8)
    index.add(range(50), random_vectors(50, index.dimension))
    index.save(path)
    if damage == "missing":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "text":
        path.write_bytes(b"not an index at all")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    elif damage == "other kind":
        faiss.write_index(faiss.IndexFlatIP(8), str(path))
    again = VectorIndex.load(path, 8)
    assert len(again) == 0
    again.add([5], random_vectors(1))
    assert again.ids() == {5}
