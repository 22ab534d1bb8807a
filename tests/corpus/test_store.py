import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadHome
from corpus.store import Entry, Store
from corpus.types import Article


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def put(store: Store, source: str, text: str, path: str | None = None, **facts: object) -> None:
    store.put([(Article(source, text, **facts), path or f"/d/{source}", f"digest of {text}")])  # type: ignore[arg-type]


def test_an_article_comes_back_as_it_was_put(store: Store, tmp_path: Path) -> None:
    article = Article(
        "a/b.txt", "Một\x00 câu.\nHai 🙂.", "T", date(2024, 1, 2), date(2023, 12, 31), "Báo", "https://x.invalid/"
    )
    store.put([(article, "/d/a/b.txt", "1")])
    assert store.article("a/b.txt") == article
    assert list(store.articles()) == [article]
    assert store.article("khác.txt") is None
    again = Store(tmp_path / "store.sqlite")
    assert list(again.articles()) == [article]
    again.close()


@given(texts=st.lists(st.text(alphabet=st.characters(codec="utf-8")), max_size=4))
def test_passages_are_slices_of_their_articles(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    store = Store(tmp_path_factory.mktemp("s") / "store.sqlite")
    for n, text in enumerate(texts):
        put(store, f"{n}.txt", text)
    found = store.passages(sorted(store.passage_ids()))
    assert found.keys() == store.passage_ids()
    for id, passage in found.items():
        assert passage.id == id
        assert passage.text == passage.article.text[passage.span.start : passage.span.end]
        assert passage.article == store.article(passage.article.source)
    together = dict.fromkeys((f"{n}.txt" for n in range(len(texts))), "")
    for passage in sorted(found.values(), key=lambda p: p.span):
        together[passage.article.source] += passage.text
    assert ["".join(text.split()) for text in together.values()] == ["".join(text.split()) for text in texts]
    store.close()


def test_putting_a_path_again_takes_the_place_of_what_it_held(store: Store) -> None:
    put(store, "a.txt", "Ủy ban nhân dân (UBND) cũ.")
    before = store.passage_ids()
    put(store, "a.txt", "Bản mới.")
    assert not before & store.passage_ids()
    assert store.counts() == {"articles": 1, "passages": 1, "feedback": 0}
    assert store.abbreviations() == {}
    assert store.entries() == [Entry("a.txt", "/d/a.txt", "digest of Bản mới.")]


def test_putting_is_all_or_nothing(store: Store) -> None:
    put(store, "a.txt", "Một.")

    def items() -> Iterator[tuple[Article, str, str]]:
        yield Article("b.txt", "Hai."), "/d/b.txt", "2"
        yield Article("a.txt", "Ba."), "/d/a.txt", "3"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.put(items())
    assert [a.text for a in store.articles()] == ["Một."]


def test_removing_says_how_many_there_were(store: Store) -> None:
    put(store, "a.txt", "Một.")
    put(store, "b.txt", "Hai.")
    assert store.remove(["a.txt", "không có.txt"]) == 1
    assert [entry.source for entry in store.entries()] == ["b.txt"]
    assert len(store.passage_ids()) == 1


def test_renaming_keeps_the_passages(store: Store) -> None:
    put(store, "a.txt", "Một.")
    before = store.passage_ids()
    store.rename({"/d/a.txt": "d/a.txt", "/không/có": "x"})
    assert store.passage_ids() == before
    assert store.article("a.txt") is None
    assert store.article("d/a.txt") is not None


def test_sources_may_change_hands(store: Store) -> None:
    for source in ("a", "b", "c"):
        put(store, source, f"Bài {source}.")
    store.rename({"/d/a": "b", "/d/b": "c", "/d/c": "a"})
    assert {article.source: article.text for article in store.articles()} == {
        "b": "Bài a.",
        "c": "Bài b.",
        "a": "Bài c.",
    }


def test_passages_that_are_gone_are_left_out(store: Store) -> None:
    put(store, "a.txt", "Một.")
    [id] = store.passage_ids()
    assert store.passages([id, 5, 6]).keys() == {id}
    assert store.passages([]) == {}
    assert store.passages(list(range(2000))) == {}


def test_the_most_frequent_long_form_of_an_abbreviation_holds(store: Store) -> None:
    put(store, "1.txt", "cải cách (CC)")
    put(store, "2.txt", "công chức (CC)")
    put(store, "3.txt", "công chức (CC)")
    assert store.abbreviations() == {"CC": "công chức"}


def test_feedback_is_kept_in_order_and_outlives_the_documents(store: Store) -> None:
    put(store, "a.txt", "Một.")
    store.add_feedback("Câu hỏi?", {"answer": "Một. [1]"}, "up", None)
    store.add_feedback("Câu \x00 khác \ud800?", {"answer": "đoạn \udfff"}, "down", "sai")
    store.remove(["a.txt"])
    first, second = store.feedback()
    assert (first["question"], first["answer"], first["verdict"], first["reason"]) == (
        "Câu hỏi?",
        {"answer": "Một. [1]"},
        "up",
        None,
    )
    assert second["verdict"] == "down"
    assert second["question"].startswith("Câu")
    assert store.counts()["feedback"] == 2
    with pytest.raises(ValueError, match="verdict"):
        store.add_feedback("?", {}, "sideways", None)


def test_a_store_of_another_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = Store(path)
    put(store, "a.txt", "Một.")
    store.close()
    db = sqlite3.connect(path)
    db.execute("UPDATE meta SET value='999' WHERE key='schema'")
    db.commit()
    db.close()
    with pytest.raises(BadHome, match="999") as caught:
        Store(path)
    assert "--home" in caught.value.en
    db = sqlite3.connect(path)
    assert db.execute("SELECT COUNT(*) FROM articles").fetchone() == (1,)
    db.close()


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be looked at " * 100, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_store_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    with pytest.raises(BadHome, match="--home") as caught:
        Store(path)
    assert str(path) in caught.value.en
    assert path.read_bytes() == content


def test_a_folder_in_place_of_the_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()
    with pytest.raises(BadHome):
        Store(tmp_path / "store.sqlite")


def test_two_stores_may_be_open_on_one_file(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "s"), Store(tmp_path / "s")
    put(one, "a.txt", "Một.")
    assert [a.text for a in other.articles()] == ["Một."]
    put(other, "b.txt", "Hai.")
    assert one.counts()["articles"] == 2
    one.close()
    other.close()
