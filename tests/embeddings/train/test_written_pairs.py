"""The written questions as pairs to learn from."""

import gzip
import json
from pathlib import Path

import pytest

from embeddings.train.written import Written, articles, key
from embeddings.train.written_pairs import NEAR, kept, written_kinds

BODY = ["Có 9 quận tham gia.", "Trời mưa từ sáng."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    row = {"title": "Họp báo", "lead": "Huế họp báo.", "body": BODY}
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress((json.dumps(row) + "\n").encode()))
    return tmp_path


def asked(folder: Path, answer: tuple[int, int] | None = (16, 22), part: str = "train", **changes: str) -> Written:
    [article] = articles(folder / "news.jsonl.gz")
    values = {
        "file": "news.jsonl.gz",
        "article": key(*article),
        "kind": "fact",
        "lang": "vi",
        "question": "Mấy quận dự?",
    }
    return Written(part=part, answer=answer, **{**values, **changes})


def test_a_question_stands_with_its_passage_and_its_sentence_beside_the_rest_of_the_article(folder: Path) -> None:
    whole, parts = written_kinds(folder, [asked(folder)])
    assert [pair.second for pair in whole.pairs] == ["Họp báo Huế họp báo. Có 9 quận tham gia. Trời mưa từ sáng."]
    assert [pair.second for pair in parts.pairs] == [BODY[0]]
    assert set(parts.pairs[0].hard) == {"Huế họp báo.", BODY[1]}
    assert whole.typed
    assert parts.typed


def test_other_parts_questions_without_an_answer_and_missing_files_are_left_out(folder: Path) -> None:
    left = [
        asked(folder, part="fit"),
        asked(folder, part="test"),
        asked(folder, answer=None),
        asked(folder, file="nowhere.jsonl.gz"),
        asked(folder, article="0" * 16),
    ]
    assert written_kinds(folder, left) == []


def test_sentences_that_answer_other_questions_are_told_apart_too(folder: Path) -> None:
    _, parts = written_kinds(folder, [asked(folder), asked(folder, (0, 3), question="Ai họp báo?")])
    first, other = parts.pairs
    assert first.second in other.hard
    assert other.second in first.hard
    assert first.key != other.key


def test_mistakes_are_those_near_the_sentence(tmp_path: Path) -> None:
    body = [f"Đây là câu số {n} của bài." for n in range(200)]
    row = {"title": "Dài", "lead": "Mở đầu.", "body": body}
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress((json.dumps(row) + "\n").encode()))
    [article] = articles(tmp_path / "news.jsonl.gz")
    start = article[1].index("câu số 150")
    _, parts = written_kinds(tmp_path, [asked(tmp_path, (start, start + 10))])
    assert parts.pairs[0].second == body[150]
    assert len(parts.pairs[0].hard) == NEAR - 1
    assert {body[149], body[151]} <= set(parts.pairs[0].hard)


def test_what_is_kept_for_measuring_is_asked_over_all_its_articles(folder: Path) -> None:
    rows = [
        asked(folder, part="test"),
        asked(folder, part="test", kind="paraphrase", question="Bao nhiêu nơi góp mặt?"),
        asked(folder, part="train", kind="paraphrase"),
    ]
    found = kept(folder, "paraphrase", rows)
    assert found.questions == ("Bao nhiêu nơi góp mặt?",)
    assert [found.passages[n] for n in found.passage] == [
        "Họp báo\nHuế họp báo.\nCó 9 quận tham gia.\nTrời mưa từ sáng."
    ]
    assert [found.sentences[n] for n in found.sentence] == [BODY[0]]
    assert len(found.sentences) == 3
    assert kept(folder, "english", rows).questions == ()
