"""A folder of training data in, texts and pairs of texts out. Development files are refused by name.

Each file is read when it is there and passed over when it is not, so that a folder may hold any part of the set:

    qa-*.json.gz           SQuAD format, questions with their passages
    pairs-*.jsonl.gz       question and sentence, or title and body
    parallel-*.jsonl.gz    {"en", "vi"} sentences
    news-*.jsonl.gz        {"title", "lead"} and perhaps "body", a list of paragraphs
    law-*.jsonl.gz         {"title", "body"} provisions
    wiki-*.jsonl.gz        {"title", "heading", "body"} sections
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.vietnamese import nfc


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the number of its passage and its answers."""

    question: str
    passage: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Squad:
    """One SQuAD-format file: distinct passages and the questions on them that have answers."""

    passages: tuple[str, ...]
    questions: tuple[Asked, ...]


def files(folder: Path, pattern: str) -> list[Path]:
    """The files of one kind, sorted, development files left out.

    >>> files(Path("nowhere"), "qa-*.json.gz")
    []
    """
    return sorted(path for path in folder.glob(pattern) if not held_out(path))


def held_out(path: Path) -> bool:
    """Whether a file's name says that it is kept for measuring.

    >>> held_out(Path("qa-vi-viquad-dev.json.gz")), held_out(Path("qa-vi-viquad-train.json.gz"))
    (True, False)
    """
    parts = path.name.split(".")[0].split("-")
    return bool({"dev", "test", "eval"} & set(parts)) and "train" not in parts


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped JSON-lines file for training.

    Raises:
        ValueError: the file is kept for measuring.
    """
    if held_out(path):
        raise ValueError(f"{path.name} is kept for measuring, never learned from")
    return measured_rows(path)


def measured_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of any gzipped JSON-lines file; for measuring."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def squad(path: Path) -> Squad:
    """A SQuAD-format file for training.

    Raises:
        ValueError: the file is kept for measuring.
    """
    if held_out(path):
        raise ValueError(f"{path.name} is kept for measuring, never learned from")
    return measured_squad(path)


def measured_squad(path: Path) -> Squad:
    """Any SQuAD-format file; for measuring."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        data = json.load(file)["data"]
    passages: dict[str, int] = {}
    questions = []
    for article in data:
        for paragraph in article["paragraphs"]:
            number = passages.setdefault(flat(paragraph["context"]), len(passages))
            questions += [
                Asked(flat(qa["question"]), number, tuple(flat(answer["text"]) for answer in qa["answers"]))
                for qa in paragraph["qas"]
                if qa["answers"]
            ]
    return Squad(tuple(passages), tuple(questions))


def flat(text: str) -> str:
    """NFC, white space collapsed.

    >>> flat(" Chuyển\\n đổi ")
    'Chuyển đổi'
    """
    return " ".join(nfc(text).split())


def vietnamese_texts(folder: Path) -> Iterator[str]:
    """Every Vietnamese text of the folder: what a vocabulary and a model of marks are counted on."""
    for path in files(folder, "news-vi-*.jsonl.gz"):
        for row in rows(path):
            yield flat(". ".join([row["title"], row["lead"], *row.get("body", [])]))
    for path in files(folder, "law-vi-*.jsonl.gz"):
        for row in rows(path):
            yield flat(f"{row['title']}. {row['body']}")
    for path in files(folder, "wiki-vi-*.jsonl.gz"):
        for row in rows(path):
            yield flat(f"{row['title']}. {row['heading']}. {row['body']}")
    for path in files(folder, "qa-vi-*.json.gz"):
        held = squad(path)
        yield from held.passages
        yield from (asked.question for asked in held.questions)
    for path in files(folder, "parallel-*.jsonl.gz"):
        yield from (flat(row["vi"]) for row in rows(path))


def english_texts(folder: Path) -> Iterator[str]:
    """Every English text of the folder."""
    for path in files(folder, "parallel-*.jsonl.gz"):
        yield from (flat(row["en"]) for row in rows(path))
    for path in files(folder, "pairs-en*.jsonl.gz"):
        for row in rows(path):
            yield from (flat(str(value)) for key, value in row.items() if key != "source")
    for path in files(folder, "qa-en-*.json.gz"):
        held = squad(path)
        yield from held.passages
        yield from (asked.question for asked in held.questions)


def questions(folder: Path) -> Iterator[str]:
    """Every Vietnamese question of the folder, with its question mark and without."""
    for path in files(folder, "qa-vi-*.json.gz"):
        for asked in squad(path).questions:
            bare = asked.question.rstrip("? ")
            yield bare
            yield f"{bare}?"
