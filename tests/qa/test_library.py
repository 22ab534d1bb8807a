import os
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from filelock import FileLock

from corpus import folder
from corpus.errors import BadConfig, BadHome
from corpus.split import passage_of
from corpus.types import Article
from corpus.vietnamese import fold
from qa.config import Config
from qa.library import Library, open_library, titled
from qa.ranker import Ranker

Write: TypeAlias = Callable[[str, str], Path]

STATIONS = Article("trạm.txt", "Tỉnh Ninh Bình có 2.323 trạm phát sóng. Trạm phủ 100% thôn bản.", "Hạ tầng số")
MARKET = Article("chợ.txt", "Chợ trung tâm mở cửa lúc sáu giờ sáng. Hàng hóa phong phú.")


@pytest.fixture
def filled(library: Library) -> Library:
    library.put([STATIONS, MARKET])
    library.sync()
    return library


def consistent(library: Library) -> bool:
    """Whether both indexes hold just what the store holds."""
    wanted = library.store.passage_ids()
    return library.words.ids() == wanted and {passage_of(id) for id in library.vectors.ids()} == wanted


def first(library: Library, text: str) -> str | None:
    answer = library.ask(text)
    return answer.citations[0].quote if answer.citations else None


def test_a_question_is_answered_verbatim(filled: Library) -> None:
    answer = filled.ask("Ninh Bình có bao nhiêu trạm phát sóng?")
    assert answer.answer == "Tỉnh Ninh Bình có 2.323 trạm phát sóng. [1]"
    assert (answer.reason, answer.abstained) == (None, False)
    assert answer.took_ms > 0
    [citation] = answer.citations
    assert citation.article == STATIONS
    assert citation.article.text[citation.span.start : citation.span.end] == citation.quote


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "question_empty"),
        ("  \r\n\t", "question_empty"),
        ("\x00\u200b", "question_empty"),
        ("\ud800", "question_empty"),
        ("🙂🙂", "not_understood"),
        ("?!…", "not_understood"),
        ("a" * 10_001, "question_too_long"),
        ("🙂" * 10_001, "question_too_long"),
        (" " * 10_001, "question_too_long"),
        ("Vì sao bầu trời màu xanh lam thế?", "nothing_relevant"),
    ],
)
def test_questions_without_an_answer_get_a_reason(filled: Library, question: str, reason: str) -> None:
    answer = filled.ask(question)
    assert (answer.reason, answer.abstained, answer.citations) == (reason, True, ())
    assert answer.question == question
    assert answer.answer.endswith(".")


@pytest.mark.parametrize(
    "question",
    [
        "a" * 10_000,
        "số " * 3333,
        "Ninh Bình\r\ncó\r\nbao nhiêu trạm?",
        "Ninh Bình có \x00bao nhiêu\ud800 trạm?",
        "🙂 Ninh Bình có bao nhiêu trạm? 🙂",
        "n\u0301\u0302\u0323" * 50,
        "';DROP TABLE articles;--",
        'NEAR("a" OR b) AND *',
        "..\\..\\etc\\passwd",
        "%s %d {0} {question}",
    ],
)
@pytest.mark.parametrize("always", [False, True])
def test_odd_questions_get_an_answer_or_a_reason(filled: Library, question: str, always: bool) -> None:
    answer = filled.ask(question, [question], always=always)
    assert answer.abstained == (not answer.citations)
    answer.to_json()
    assert first(filled, "Ninh Bình có bao nhiêu trạm phát sóng?")


def test_all_spellings_of_a_question_get_the_same_first_citation(filled: Library) -> None:
    typed = "Hàng hoá ở chợ có phong phú không?"
    expected = "Hàng hóa phong phú."
    for text in (
        typed,
        unicodedata.normalize("NFD", typed),
        typed.replace("oá", "óa"),
        typed.upper(),
        fold(typed),
        fold(typed).upper(),
    ):
        assert first(filled, text) == expected, text


def test_nothing_indexed_is_a_reason_of_its_own(library: Library) -> None:
    answer = library.ask("Ninh Bình có gì?")
    assert answer.reason == "nothing_indexed"
    assert "hoidap index" in answer.answer
    assert library.ask("What is Ninh Binh?").answer != answer.answer


def test_the_reason_is_worded_in_the_language_of_the_question(filled: Library) -> None:
    assert filled.ask("Why is the sky blue over the ocean?").answer.startswith("Not found")
    assert filled.ask("Vì sao bầu trời xanh lam?").answer.startswith("Không tìm thấy")


def test_always_gives_the_best_evidence(filled: Library) -> None:
    silent = filled.ask("Hàng xóm ở đâu ra?")
    forced = filled.ask("Hàng xóm ở đâu ra?", always=True)
    assert silent.abstained
    assert forced.citations
    assert forced.confidence == silent.confidence


def test_the_threshold_of_the_settings_overrules_the_calibrated_one(
    tmp_path: Path, make_encoder: Any, ranker: Ranker, reader: Any
) -> None:
    for threshold, abstained in ((0.0, False), (1.0, True)):
        home = tmp_path / f"kho{threshold}"
        home.mkdir()
        with Library(home, Config(threshold=threshold), make_encoder(), ranker, reader) as library:
            library.put([STATIONS])
            library.sync()
            assert library.ask("Trạm xa lạ nào?").abstained is abstained
            assert library.threshold == threshold


def test_a_follow_up_is_read_with_the_question_before(filled: Library) -> None:
    answer = filled.ask("Còn Ninh Bình thì sao?", ["Kon Tum có bao nhiêu trạm phát sóng?"])
    assert answer.standalone_question == "Ninh Bình có bao nhiêu trạm phát sóng?"
    assert answer.question == "Còn Ninh Bình thì sao?"
    assert answer.citations[0].quote.startswith("Tỉnh Ninh Bình có 2.323")


BOATS = Article("thuyền.txt", "Năm 2030 làng có 40 thuyền đánh cá. Năm 2031 làng có 52 thuyền đánh cá.")


@pytest.fixture
def boats(library: Library) -> Library:
    library.put([BOATS, STATIONS, MARKET])
    library.sync()
    return library


def test_a_question_that_holds_two_is_answered_in_two_parts(boats: Library) -> None:
    text = "Làng có bao nhiêu thuyền đánh cá năm 2030 và năm 2031?"
    answer = boats.ask(text)
    quotes = [citation.quote for citation in answer.citations]
    assert quotes == ["Năm 2030 làng có 40 thuyền đánh cá.", "Năm 2031 làng có 52 thuyền đánh cá."]
    assert answer.answer == f"{quotes[0]} [1]\n{quotes[1]} [2]"
    assert (answer.question, answer.standalone_question) == (text, text)
    parts = ("Làng có bao nhiêu thuyền đánh cá năm 2030?", "Làng có bao nhiêu thuyền đánh cá năm 2031?")
    assert answer.understood == " · ".join(parts)
    assert answer.confidence == min(boats.ask(part).confidence for part in parts)


def test_two_parts_about_different_documents(boats: Library) -> None:
    parts = ("Ninh Bình có bao nhiêu trạm phát sóng?", "Chợ trung tâm huyện nhà mở cửa lúc mấy giờ sáng?")
    apart = [boats.ask(part) for part in parts]
    assert apart[0].confidence != apart[1].confidence
    for order in ((0, 1), (1, 0)):
        answer = boats.ask(" ".join(parts[i] for i in order))
        assert [c.quote for c in answer.citations] == [apart[i].citations[0].quote for i in order]
        assert answer.understood == " · ".join(parts[i] for i in order)
        assert answer.confidence == min(one.confidence for one in apart)


def test_a_follow_up_that_holds_two(boats: Library) -> None:
    answer = boats.ask("Còn năm 2030 và năm 2031?", ["Làng có bao nhiêu thuyền đánh cá năm 2029?"])
    assert answer.question == "Còn năm 2030 và năm 2031?"
    assert [citation.quote for citation in answer.citations][:1] == ["Năm 2030 làng có 40 thuyền đánh cá."]


@pytest.mark.parametrize("always", [False, True])
def test_where_one_part_has_no_answer_the_whole_question_is_asked(boats: Library, always: bool) -> None:
    text = "Ninh Bình có bao nhiêu trạm phát sóng và vì sao bầu trời xanh lam tím biếc?"
    assert boats.ask("Ninh Bình trạm phát sóng: vì sao bầu trời xanh lam tím biếc?").abstained
    answer = boats.ask(text, always=always)
    assert answer.standalone_question == text
    assert answer.understood is None
    assert answer.confidence == boats._one(text, text, always).confidence
    assert answer.abstained is not always


def test_abbreviations_of_the_documents_are_known_in_both_directions(library: Library) -> None:
    library.put(
        [
            Article("1.txt", "Trung tâm dữ liệu vùng (TTDLV) đặt tại Huế. Nhà mới xây."),
            Article("2.txt", "TTDLV có 40 nhân viên."),
            Article("3.txt", "Trời hôm nay đẹp lắm."),
        ]
    )
    library.sync()
    assert library.abbreviations()["TTDLV"] == "trung tâm dữ liệu vùng"
    answer = library.ask("TTDLV đặt ở đâu?")
    assert answer.understood == "trung tâm dữ liệu vùng đặt ở đâu?"
    assert answer.citations[0].quote == "Trung tâm dữ liệu vùng (TTDLV) đặt tại Huế."
    assert "2.txt" in {
        hit.passage.article.source for hit in library.retrieve("Trung tâm dữ liệu vùng có nhân viên", vectors=False)
    }
    library.put([Article("4.txt", "Tổ hợp kỹ sư (THKS) họp.")])
    assert "THKS" in library.abbreviations()


def test_the_title_is_never_quoted(filled: Library) -> None:
    answer = filled.ask("Hạ tầng số Ninh Bình trạm phát sóng", always=True)
    assert all("Hạ tầng số" not in citation.quote for citation in answer.citations)
    [passage] = [p for p in filled.store.passages(sorted(filled.store.passage_ids())).values() if p.article.title]
    assert titled(passage) == f"Hạ tầng số\n{passage.text}"


# --- what is derived follows the truth ---


def test_indexing_again_encodes_only_what_is_new(filled: Library, make_encoder: Any) -> None:
    encoder = filled.encoder
    encoder.encoded.clear()  # type: ignore[attr-defined]
    filled.sync()
    assert encoder.encoded == []  # type: ignore[attr-defined]
    filled.put([Article("mới.txt", "Cầu mới dài 300 m.")])
    filled.sync()
    assert encoder.encoded == ["Cầu mới dài 300 m."]  # type: ignore[attr-defined]
    assert consistent(filled)


def test_a_changed_article_leaves_nothing_behind(filled: Library) -> None:
    filled.put([Article("trạm.txt", "Tỉnh Ninh Bình có 9 trạm phát sóng.", "Hạ tầng số")])
    filled.sync()
    assert consistent(filled)
    assert first(filled, "Ninh Bình có bao nhiêu trạm phát sóng?") == "Tỉnh Ninh Bình có 9 trạm phát sóng."
    assert len(filled.words) == 2


def test_removing_takes_articles_out_of_answers_at_once(filled: Library) -> None:
    assert filled.remove(["trạm.txt", "không có.txt"]) == 1
    assert consistent(filled)
    assert filled.article("trạm.txt") is None
    assert filled.ask("Ninh Bình có bao nhiêu trạm phát sóng?").abstained
    filled.remove(["chợ.txt"])
    assert filled.ask("Chợ mở lúc nào?").reason == "nothing_indexed"
    assert consistent(filled)


def test_a_run_killed_before_the_indexes_is_mended_by_the_next(filled: Library) -> None:
    filled.put([Article("mới.txt", "Cầu mới dài 300 m."), Article("chợ.txt", "Chợ đã đóng cửa hẳn.")])
    assert not consistent(filled)
    filled.ask("Cầu mới dài bao nhiêu?")
    filled.sync()
    assert consistent(filled)
    assert first(filled, "Cầu mới dài bao nhiêu?") == "Cầu mới dài 300 m."


def test_a_run_killed_while_encoding_keeps_what_was_encoded(
    filled: Library, monkeypatch: pytest.MonkeyPatch, make_encoder: Any, ranker: Ranker, reader: Any
) -> None:
    monkeypatch.setattr("qa.library.BATCH", 2)
    filled.put([Article(f"{n}.txt", f"Cầu {n} dài {n}00 m.") for n in range(6)])
    encoder = filled.encoder
    real, calls = encoder.encode_passages, []

    def dies(texts: Any, *, progress: bool = False) -> Any:
        calls.append(texts)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(texts, progress=progress)

    monkeypatch.setattr(encoder, "encode_passages", dies)
    with pytest.raises(KeyboardInterrupt):
        filled.sync()
    fresh = make_encoder()
    with Library(filled.home, Config(), fresh, ranker, reader) as library:
        library.sync()
        assert consistent(library)
        assert 2 <= len(fresh.encoded) < 6
        assert first(library, "Cầu 5 dài bao nhiêu?") == "Cầu 5 dài 500 m."


@pytest.mark.parametrize("lost", ["words", "vectors", "both", "damaged vectors"])
def test_derived_data_is_made_anew(filled: Library, make_encoder: Any, ranker: Ranker, reader: Any, lost: str) -> None:
    import shutil

    if lost in {"words", "both"}:
        shutil.rmtree(filled.home / "words")
    if lost in {"vectors", "both"}:
        (filled.home / "fake.faiss").unlink()
    if lost == "damaged vectors":
        (filled.home / "fake.faiss").write_bytes(b"junk")
    with Library(filled.home, Config(), make_encoder(), ranker, reader) as library:
        library.ask("Ninh Bình có bao nhiêu trạm phát sóng?")
        library.sync()
        assert consistent(library)
        assert first(library, "Ninh Bình có bao nhiêu trạm phát sóng?")


def test_another_encoder_is_refused_until_the_home_is_indexed_with_it(
    filled: Library, make_encoder: Any, ranker: Ranker, reader: Any
) -> None:
    with Library(filled.home, Config(), make_encoder("other"), ranker, reader) as library:
        with pytest.raises(BadHome, match="hoidap index") as caught:
            library.ask("Ninh Bình có bao nhiêu trạm?")
        assert "config.toml" in caught.value.en
        assert library.status()["articles"] == 2
        library.sync()
        assert first(library, "Ninh Bình có bao nhiêu trạm phát sóng?")
        assert library.status()["vector_indexes"] == ["fake", "other"]


def test_two_processes_never_index_at_once(filled: Library) -> None:
    with FileLock(filled.home / "lock"), pytest.raises(BadHome, match="tiến trình khác"):
        filled.sync()
    filled.sync()


def test_many_threads_may_ask(filled: Library) -> None:
    found: list[str | None] = []
    threads = [
        threading.Thread(target=lambda: found.append(first(filled, "Ninh Bình có bao nhiêu trạm phát sóng?")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Tỉnh Ninh Bình có 2.323 trạm phát sóng."] * 8


def test_feedback_outlives_indexing(filled: Library) -> None:
    answer = filled.ask("Ninh Bình có bao nhiêu trạm?")
    filled.add_feedback(answer.question, answer.to_json(), "down", "sai số")
    filled.remove(["trạm.txt"])
    filled.sync()
    [kept] = filled.store.feedback()
    assert (kept["question"], kept["verdict"], kept["reason"]) == (answer.question, "down", "sai số")
    assert kept["answer"] == answer.to_json()
    assert filled.status()["feedback"] == 1


def test_files_changed_removed_and_named_alike(library: Library, tmp_path: Path, write: Write) -> None:
    write("x/tin.txt", "Cầu X dài 100 m.")
    write("y/tin.txt", "Cầu Y dài 200 m.")
    for name in ("x", "y"):
        folder.update(library.store, [tmp_path / name])
        library.sync()
    answer = library.ask("Cầu Y dài bao nhiêu?")
    assert answer.citations[0].article.source == "y/tin.txt"
    ids = library.store.passage_ids()
    folder.update(library.store, [tmp_path / "x", tmp_path / "y"])
    library.sync()
    assert library.store.passage_ids() == ids
    assert consistent(library)


# --- homes ---


def test_a_home_is_made_where_there_is_none(tmp_path: Path, encoder: Any) -> None:
    with open_library(tmp_path / "a" / "b", encoder=encoder) as library:
        assert library.status()["articles"] == 0
    assert (tmp_path / "a/b/store.sqlite").is_file()
    with open_library(str(tmp_path / "a" / "b"), encoder=encoder) as library:
        assert list(library.articles()) == []


def test_a_file_in_place_of_a_home_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("x", encoding="utf-8")
    for path in (tmp_path / "tệp", tmp_path / "tệp" / "kho"):
        with pytest.raises(BadHome, match="--home"):
            open_library(path)
    assert (tmp_path / "tệp").read_text(encoding="utf-8") == "x"


def test_a_bad_setting_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("color = 'red'", encoding="utf-8")
    with pytest.raises(BadConfig, match="color"):
        open_library(tmp_path)
    assert os.listdir(tmp_path) == ["config.toml"]


def test_one_prompt_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("query_prompt = 'q: '", encoding="utf-8")
    with open_library(tmp_path) as library, pytest.raises(BadConfig, match="passage_prompt"):
        library.encoder  # noqa: B018


def test_another_model_really_works(small_e5: Path, tmp_path: Path) -> None:
    home = tmp_path / "kho"
    home.mkdir()
    (home / "config.toml").write_text(f'encoder = "{small_e5.as_posix()}"', encoding="utf-8")
    with open_library(home) as library:
        library.put([STATIONS, MARKET])
        library.sync()
        assert library.encoder.dimension == 32
        assert library.encoder.prompts.query == "query: "  # type: ignore[attr-defined]
        assert library.status()["vector_indexes"] == [library.encoder.fingerprint]
        assert library.search("trạm phát sóng")
        answer = library.ask("Ninh Bình có bao nhiêu trạm phát sóng?", always=True)
        assert answer.citations[0].quote in {"Tỉnh Ninh Bình có 2.323 trạm phát sóng.", "Trạm phủ 100% thôn bản."}
    (home / "config.toml").unlink()
    with open_library(home) as library, pytest.raises(BadHome, match="mô hình khác"):
        library.ask("Ninh Bình có gì?")
