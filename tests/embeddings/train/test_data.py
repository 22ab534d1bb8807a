from pathlib import Path

import pytest

from embeddings.train.data import (
    english_texts,
    files,
    held_out,
    measured_rows,
    measured_squad,
    questions,
    rows,
    squad,
    vietnamese_texts,
)


def test_what_is_kept_for_measuring_is_never_learned_from(data: Path) -> None:
    assert [path.name for path in files(data, "qa-vi-*.json.gz")] == ["qa-vi-mau-train.json.gz"]
    everything = " ".join([*vietnamese_texts(data), *english_texts(data), *questions(data)])
    assert "Bí mật" not in everything
    assert "bí mật" not in everything
    assert "secret" not in everything
    with pytest.raises(ValueError, match="kept for measuring"):
        squad(data / "qa-vi-mau-dev.json.gz")
    with pytest.raises(ValueError, match="kept for measuring"):
        rows(data / "parallel-en-vi-mau-dev.jsonl.gz")


def test_it_can_be_measured_on(data: Path) -> None:
    assert measured_squad(data / "qa-vi-mau-dev.json.gz").questions[0].answers == ("Bí mật",)
    assert list(measured_rows(data / "parallel-en-vi-mau-dev.jsonl.gz")) == [
        {"en": "the secret", "vi": "bí mật của bộ đo"}
    ]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("qa-en-questions-for-mlqa-dev.json.gz", True),
        ("parallel-en-vi-ntrex-dev.jsonl.gz", True),
        ("qa-vi-viquad-train.json.gz", False),
        ("news-vi-development.jsonl.gz", False),
    ],
)
def test_names_that_say_so(name: str, kept: bool) -> None:
    assert held_out(Path(name)) is kept


def test_a_passage_counts_once_and_its_questions_know_it(data: Path) -> None:
    held = squad(data / "qa-vi-mau-train.json.gz")
    assert len(held.passages) == 8
    for asked in held.questions:
        assert asked.answers[0] in held.passages[asked.passage]


def test_questions_come_with_their_mark_and_without(data: Path) -> None:
    found = list(questions(data))
    assert found[:2] == ["Huyện Hoa Lư có mấy trạm phát sóng", "Huyện Hoa Lư có mấy trạm phát sóng?"]
