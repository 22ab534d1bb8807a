from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.words import WITHOUT_MARKS, Weights, WordIndex, fields

TEXTS = [
    (1, "chuyển đổi số quốc gia"),
    (2, "chuyến đò sớ quốc giá"),
    (3, "Uỷ ban 1.234,5 tỉ đồng"),
    (2**63 - 256, "số 🙂 liệu"),
]

WITH_MARKS = Weights(marked=1.0, marked_bigrams=0.5, folded=0.0, folded_bigrams=0.0)


@pytest.fixture
def index(tmp_path: Path) -> WordIndex:
    made = WordIndex(tmp_path / "words")
    made.update(TEXTS)
    return made


def found(index: WordIndex, text: str, weights: Weights = WITH_MARKS) -> list[int]:
    return [id for id, _ in index.search(text, 10, weights)]


def test_terms_by_field() -> None:
    assert fields("Uỷ ban số") == {
        "t": ["ủy", "ban", "số"],
        "f": ["uy", "ban", "so"],
        "tb": ["ủy_ban", "ban_số"],
        "fb": ["uy_ban", "ban_so"],
    }
    assert fields("") == {"t": [], "f": [], "tb": [], "fb": []}


def test_marks_decide_where_they_are_typed_and_are_forgiven_where_not(index: WordIndex) -> None:
    assert found(index, "chuyển đổi số")[0] == 1
    assert 2 not in found(index, "chuyển đổi số")
    assert set(found(index, "chuyen doi so", WITHOUT_MARKS)[:1]) == {1}
    assert set(found(index, "quoc gia", WITHOUT_MARKS)) == {1, 2}
    assert found(index, "quoc giá", WITH_MARKS) == [2]


def test_spellings_and_numbers_meet(index: WordIndex) -> None:
    assert found(index, "ỦY BAN") == [3]
    assert found(index, "tỷ") == [3]
    assert found(index, "1.234,5") == [3]
    assert found(index, "234") == []


def test_scores_fall_and_k_bounds_them(index: WordIndex) -> None:
    scores = [score for _, score in index.search("số quốc gia chuyển", 10, WITH_MARKS)]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    assert len(index.search("số quốc gia chuyển", 1, WITH_MARKS)) == 1


def test_further_texts_count_half(index: WordIndex) -> None:
    alone = dict(index.search("số", 10, WITH_MARKS))
    both = dict(index.search("số", 10, WITH_MARKS, ["ban"]))
    assert both.items() >= alone.items()
    assert both[3] == pytest.approx(dict(index.search("ban", 10, WITH_MARKS))[3] / 2, rel=1e-5)


@pytest.mark.parametrize("text", ["", "   ", "🙂", "\x00", "?!…", "AND", "t:", "a OR (", '"số', "*", "[1 TO 2]"])
def test_odd_queries_are_words_and_nothing_else(index: WordIndex, text: str) -> None:
    assert isinstance(index.search(text, 10, WITH_MARKS), list)


def test_a_query_of_ten_thousand_words(index: WordIndex) -> None:
    assert index.search(" ".join(f"từ{n}" for n in range(5000)) + " ban", 10, WITH_MARKS)[0][0] == 3


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = WordIndex(tmp_path / "words")
    assert (len(index), index.ids(), index.search("số", 5, WITH_MARKS)) == (0, set(), [])
    assert index.document_frequency(["số"]) == ({"số": 0}, 0)


def test_frequencies_marked_and_folded(index: WordIndex) -> None:
    assert index.document_frequency(["số", "sớ", "không"]) == ({"số": 2, "sớ": 1, "không": 0}, 4)
    assert index.document_frequency(["so"], folded=True) == ({"so": 3}, 4)


def test_what_was_written_is_there_after_opening_again(index: WordIndex, tmp_path: Path) -> None:
    del index
    again = WordIndex(tmp_path / "words")
    assert again.ids() == {id for id, _ in TEXTS}
    again.update([], [1, 99])
    assert WordIndex(tmp_path / "words").ids() == {2, 3, 2**63 - 256}


@pytest.mark.parametrize("damage", ["meta", "segment", "foreign"])
def test_a_damaged_index_is_made_anew(index: WordIndex, tmp_path: Path, damage: str) -> None:
    del index
    folder = tmp_path / "words"
    if damage == "meta":
        (folder / "meta.json").write_text("{ no json", encoding="utf-8")
    elif damage == "segment":
        for path in folder.glob("*.term"):
            path.unlink()
    else:
        (folder / "meta.json").write_text("{}", encoding="utf-8")
    again = WordIndex(folder)
    again.update([(5, "số")], again.ids() - {5})
    assert found(again, "số") == [5]


def test_a_broken_update_changes_nothing_and_frees_the_lock(index: WordIndex) -> None:
    def dies() -> Iterator[tuple[int, str]]:
        yield 7, "một hai"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.update(dies(), [1])
    assert index.ids() == {id for id, _ in TEXTS}
    index.update([(7, "một hai")], [1])
    assert index.ids() == {2, 3, 7, 2**63 - 256}


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=12))
@settings(max_examples=10, deadline=None)
def test_it_holds_what_was_added_less_what_was_removed(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, int]]
) -> None:
    index = WordIndex(tmp_path_factory.mktemp("w"))
    held: set[int] = set()
    for add, id in steps:
        if add and id not in held:
            index.update([(id, f"từ {id}")])
            held.add(id)
        elif not add:
            index.update([], [id])
            held.discard(id)
        assert index.ids() == held
        assert len(index) == len(held)
