import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import folder
from corpus.errors import BadFile, BadInput
from corpus.store import Store

Write: TypeAlias = Callable[[str, str], Path]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def held(store: Store) -> dict[str, str]:
    return {article.source: article.text for article in store.articles()}


def test_what_is_new_changed_unchanged_and_gone(store: Store, tmp_path: Path, write: Write) -> None:
    for name in ("d/một.txt", "d/hai.txt", "d/sâu/ba.txt"):
        write(name, f"Đây là bài {name}.")
    report = folder.update(store, [tmp_path / "d"])
    assert sorted(report.added) == ["hai.txt", "một.txt", "sâu/ba.txt"]
    assert (report.updated, report.unchanged, report.removed, report.failed) == ([], [], [], [])
    before = store.passage_ids()

    report = folder.update(store, [tmp_path / "d"])
    assert len(report.unchanged) == 3
    assert not report.added + report.updated + report.removed
    assert store.passage_ids() == before

    write("d/một.txt", "Đây là bài đã sửa.")
    (tmp_path / "d/hai.txt").unlink()
    write("d/bốn.txt", "Đây là bài thứ tư.")
    report = folder.update(store, [tmp_path / "d"])
    assert (report.added, report.updated, report.unchanged, report.removed) == (
        ["bốn.txt"],
        ["một.txt"],
        ["sâu/ba.txt"],
        ["hai.txt"],
    )
    assert held(store) == {
        "bốn.txt": "Đây là bài thứ tư.",
        "một.txt": "Đây là bài đã sửa.",
        "sâu/ba.txt": "Đây là bài d/sâu/ba.txt.",
    }
    assert len(before & store.passage_ids()) == 1


def test_a_folder_inside_an_indexed_one_leaves_the_rest_alone(store: Store, tmp_path: Path, write: Write) -> None:
    write("d/trên.txt", "Bài ở trên.")
    write("d/con/dưới.txt", "Bài ở dưới.")
    folder.update(store, [tmp_path / "d"])
    write("d/con/mới.txt", "Bài mới.")
    report = folder.update(store, [tmp_path / "d" / "con"])
    assert report.added == ["con/mới.txt"]
    assert report.removed == []
    assert sorted(held(store)) == ["con/dưới.txt", "con/mới.txt", "trên.txt"]
    folder.update(store, [tmp_path / "d"])
    assert sorted(held(store)) == ["con/dưới.txt", "con/mới.txt", "trên.txt"]


def test_one_file_leaves_its_neighbours_alone(store: Store, tmp_path: Path, write: Write) -> None:
    write("d/a.txt", "Bài A dài.")
    b = write("d/b.txt", "Bài B dài.")
    folder.update(store, [tmp_path / "d"])
    write("d/b.txt", "Bài B mới.")
    assert folder.update(store, [b]).updated == ["b.txt"]
    assert sorted(held(store)) == ["a.txt", "b.txt"]


def test_two_folders_with_the_same_file_name(store: Store, tmp_path: Path, write: Write) -> None:
    write("x/tin.txt", "Tin của X.")
    write("y/tin.txt", "Tin của Y.")
    folder.update(store, [tmp_path / "x"])
    assert held(store) == {"tin.txt": "Tin của X."}
    folder.update(store, [tmp_path / "y"])
    assert held(store) == {"x/tin.txt": "Tin của X.", "y/tin.txt": "Tin của Y."}
    with pytest.raises(BadInput, match=r"x/tin\.txt, y/tin\.txt"):
        folder.named(store, "tin.txt")
    assert folder.named(store, "y/tin.txt") == ["y/tin.txt"]
    (tmp_path / "y/tin.txt").unlink()
    report = folder.update(store, [tmp_path / "y"])
    assert report.removed == ["y/tin.txt"]
    assert list(held(store).values()) == ["Tin của X."]


NAMES = [
    "a/t.txt",
    "b/t.txt",
    "a/b/t.txt",
    "b/a/t.txt",
    "a/a/t.txt",
    "a/b/a/t.txt",
    "b/b/a/t.txt",
    "a/u.txt",
    "b/a/u.txt",
    "t.txt",
]
FOLDERS = ["", "a", "b", "a/b", "b/a", "a/a", "a/b/a", "b/b"]
ROOTS = [*FOLDERS, "a/t.txt", "b/a/u.txt", "t.txt"]


@given(
    st.lists(st.tuples(st.sampled_from(ROOTS), st.lists(st.sampled_from(NAMES), unique=True)), min_size=1, max_size=5)
)
@example([("b", NAMES[:7]), ("a", NAMES[:6])])
@settings(max_examples=60, deadline=None)
def test_after_any_runs_each_file_below_has_one_source_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[str, list[str]]]
) -> None:
    top = tmp_path_factory.mktemp("t").resolve()
    store = Store(top / "store.sqlite")
    covered: dict[str, str] = {}
    for root, names in runs:
        for name in NAMES:
            path = top / "d" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name in names:
                path.write_text(f"Đây là bài {name}.", encoding="utf-8")
            else:
                path.unlink(missing_ok=True)
        for path in [top / "d" / name for name in FOLDERS]:
            path.mkdir(parents=True, exist_ok=True)
        if root in NAMES and root not in names:
            with pytest.raises(BadInput):
                folder.update(store, [top / "d" / root])
            continue
        below = root if root in NAMES else f"{root}/" if root else ""
        folder.update(store, [top / "d" / root])
        covered = {name: text for name, text in covered.items() if not name.startswith(below)}
        covered |= {name: f"Đây là bài {name}." for name in names if name.startswith(below)}
        entries = store.entries()
        assert {Path(entry.path).relative_to(top / "d").as_posix() for entry in entries} == covered.keys()
        for entry in entries:
            assert entry.path.endswith("/" + entry.source)
            article = store.article(entry.source)
            assert article is not None
            assert article.text == covered[Path(entry.path).relative_to(top / "d").as_posix()]
    store.close()


def test_a_file_that_goes_bad_keeps_what_was_indexed(store: Store, tmp_path: Path, write: Write) -> None:
    path = write("d/a.txt", "Bài còn tốt.")
    write("d/b.txt", "Bài khác.")
    folder.update(store, [tmp_path / "d"])
    path.write_bytes(b"")
    report = folder.update(store, [tmp_path / "d"])
    assert [name for name, _ in report.failed] == [str(path)]
    assert report.unchanged == ["b.txt"]
    assert report.removed == []
    assert held(store)["a.txt"] == "Bài còn tốt."
    write("d/a.txt", "Bài đã chữa.")
    assert folder.update(store, [tmp_path / "d"]).updated == ["a.txt"]


def test_a_killed_run_keeps_the_batches_that_were_done(
    store: Store, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "BATCH", 2)
    for n in range(5):
        write(f"d/{n}.txt", f"Đây là bài số {n}.")
    real = folder.read_article

    def dies(path: Path, source: str) -> object:
        if source == "3.txt":
            raise KeyboardInterrupt
        return real(path, source)

    monkeypatch.setattr(folder, "read_article", dies)
    with pytest.raises(KeyboardInterrupt):
        folder.update(store, [tmp_path / "d"])
    assert sorted(held(store)) == ["0.txt", "1.txt"]
    monkeypatch.setattr(folder, "read_article", real)
    report = folder.update(store, [tmp_path / "d"])
    assert len(report.unchanged) == 2
    assert report.added == ["2.txt", "3.txt", "4.txt"]


def test_a_folder_of_mixed_junk(store: Store, tmp_path: Path, write: Write) -> None:
    from pypdf import PdfWriter

    write("d/tốt.txt", "Đây là bài đọc được.")
    write("d/trống.txt", "")
    write("d/trắng.md", " \n\t\n")
    write("d/lạ.xyz", "Không rõ định dạng.")
    write("d/.ẩn.txt", "Tệp ẩn.")
    write("d/.git/config.txt", "Tệp trong thư mục ẩn.")
    write("d/Thumbs.db", "x")
    (tmp_path / "d/nhị phân.txt").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "d/hỏng.pdf").write_bytes(b"%PDF-1.7\nkhong phai")
    (tmp_path / "d/hỏng.docx").write_bytes(b"PK\x03\x04")
    locked = PdfWriter()
    locked.add_blank_page(100, 100)
    locked.encrypt("mật khẩu")
    locked.write(tmp_path / "d/khóa.pdf")
    (tmp_path / "d/thư mục.txt").mkdir()
    os.symlink(tmp_path / "d", tmp_path / "d/vòng")
    os.symlink(tmp_path / "không có", tmp_path / "d/đứt.txt")
    os.mkfifo(tmp_path / "d/ống.txt")

    report = folder.update(store, [tmp_path / "d"])
    assert report.added == ["tốt.txt"]
    assert held(store) == {"tốt.txt": "Đây là bài đọc được."}
    bad = {Path(name).name: error for name, error in report.failed}
    assert sorted(bad) == sorted(
        ["trống.txt", "trắng.md", "lạ.xyz", "nhị phân.txt", "hỏng.pdf", "hỏng.docx", "khóa.pdf"]
    )
    for name, error in bad.items():
        assert isinstance(error, BadFile)
        assert name in error.vi
        assert name in error.en
    assert "mật khẩu" in bad["khóa.pdf"].vi
    assert "password" in bad["khóa.pdf"].en


@pytest.mark.parametrize("home", ["d", "d/kho"])
def test_a_home_inside_the_folder_is_no_document(tmp_path: Path, write: Write, home: str) -> None:
    write("d/a.txt", "Bài A dài.")
    write(f"{home}/config.toml", "")
    write(f"{home}/words/meta.json", "{}")
    write(f"{home}/ghi chú.txt", "Bài ở ngay trong kho.")
    store = Store(tmp_path / home / "store.sqlite")
    report = folder.update(store, [tmp_path / "d"])
    assert report.failed == []
    assert len(report.added) == 2
    write("d/lạ.json", "{}")
    assert len(folder.update(store, [tmp_path / "d"]).failed) == (1 if home == "d/kho" else 0)
    store.close()


def test_a_line_of_ten_megabytes(store: Store, tmp_path: Path, write: Write) -> None:
    write("d/dài.txt", "Câu này cứ lặp lại mãi. " * 100_000 + "x" * 8_000_000)
    report = folder.update(store, [tmp_path / "d"])
    assert report.added == ["dài.txt"]
    assert store.counts()["passages"] > 1000
    for passage in store.passages(sorted(store.passage_ids())[:50]).values():
        assert passage.text


def test_a_missing_path_says_so_and_changes_nothing(store: Store, tmp_path: Path, write: Write) -> None:
    write("d/a.txt", "Bài còn đây.")
    folder.update(store, [tmp_path / "d"])
    with pytest.raises(BadInput, match="không có"):
        folder.update(store, [tmp_path / "d", tmp_path / "không có"])
    assert sorted(held(store)) == ["a.txt"]


def test_documents_are_named_by_source_end_of_source_path_or_folder(
    store: Store, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("d/con/a.txt", "Bài A dài.")
    write("d/con/b.txt", "Bài B dài.")
    folder.update(store, [tmp_path / "d"])
    assert folder.named(store, "con/a.txt") == ["con/a.txt"]
    assert folder.named(store, "a.txt") == ["con/a.txt"]
    assert folder.named(store, str(tmp_path / "d/con/b.txt")) == ["con/b.txt"]
    assert sorted(folder.named(store, str(tmp_path / "d/con"))) == ["con/a.txt", "con/b.txt"]
    monkeypatch.chdir(tmp_path)
    assert sorted(folder.named(store, ".")) == ["con/a.txt", "con/b.txt"]
    for name in ("c.txt", ".txt", "", " ", "x\x00y", "~không-có-ai/a.txt", "x" * 5000):
        with pytest.raises(BadInput):
            folder.named(store, name)


def test_an_article_from_no_file_is_never_taken_for_a_missing_one(store: Store, tmp_path: Path, write: Write) -> None:
    from corpus.types import Article

    store.put([(Article("nhớ.txt", "Từ bộ nhớ."), "memory:nhớ.txt", "1")])
    write("d/a.txt", "Bài A dài.")
    folder.update(store, [tmp_path / "d"])
    assert sorted(held(store)) == ["a.txt", "nhớ.txt"]


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    (tmp_path / "b").write_bytes(b"x" * 3_000_000)
    (tmp_path / "c").write_bytes(b"x" * 2_999_999)
    assert (
        folder.file_digest(tmp_path / "a") == folder.file_digest(tmp_path / "b") != folder.file_digest(tmp_path / "c")
    )
    with pytest.raises(BadFile, match="hãy kiểm tra"):
        folder.file_digest(tmp_path / "d")


def test_nothing_is_lost_when_the_disk_refuses(
    store: Store, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("d/a.txt", "Bài A dài.")
    folder.update(store, [tmp_path / "d"])
    write("d/b.txt", "Bài B dài.")

    def full(text: str) -> dict[str, str]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("corpus.store.harvest", full)
    with pytest.raises(sqlite3.OperationalError):
        folder.update(store, [tmp_path / "d"])
    assert sorted(held(store)) == ["a.txt"]
