"""Questions written for this project over articles of the training data: `python -m embeddings.train.written DATA PART -o OUT.json.gz`.

They ask in other words than the text does, in Vietnamese and English, and a part of them asks what the article does not tell. The
file holds the questions and where their answers stand, not the articles, which are looked up in the data folder; what comes out is
a SQuAD 2.0 file, for `python -m qa.mine` and `python -m qa.fit`. The parts are `train` (the reader learns from it), `fit` (the
network and the confidence do) and `test` (nothing does).
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.vietnamese import nfc

FILE = Path(__file__).with_name("written.jsonl.gz")
PARTS = ("train", "fit", "test")


@dataclass(frozen=True, slots=True)
class Written:
    """One question.

    Attributes:
        file: the data file that holds its article.
        article: the article's `key`.
        kind: "paraphrase", "fact", "list", "definition", "english" or "unanswerable".
        answer: (start, end) code points of the short answer in the article's text; None of an unanswerable one.
    """

    file: str
    article: str
    part: str
    kind: str
    lang: str
    question: str
    answer: tuple[int, int] | None


def read_written(path: Path = FILE) -> list[Written]:
    """All questions of the file, in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Written(**{**row, "answer": tuple(row["answer"]) if row["answer"] else None}) for row in rows]


def save_written(questions: Sequence[Written], path: Path = FILE) -> None:
    """Write the file: the same questions give the same bytes."""
    lines = "".join(json.dumps(asdict(question), ensure_ascii=False) + "\n" for question in questions)
    path.write_bytes(gzip.compress(lines.encode("utf-8"), mtime=0))


def articles(path: Path) -> Iterator[tuple[str, str]]:
    """(title, text) of each row of a data file of news or law, white space collapsed, one paragraph a line."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            news = "lead" in row
            lines = [row["lead"], *row["body"]] if news else row["body"].split("\n")
            title = row["title"] if news else f"{row['document']} - {' '.join(row['title'].split())}"
            yield _flat(title), "\n".join(part for part in map(_flat, lines) if part)


def key(title: str, text: str) -> str:
    """What names an article."""
    return sha256(f"{title}\n{text}".encode()).hexdigest()[:16]


def squad(questions: Sequence[Written], folder: Path) -> dict[str, Any]:
    """The questions with their articles, as SQuAD 2.0. Raises `KeyError` where an article is not in its file."""
    wanted: dict[str, dict[str, list[Written]]] = defaultdict(lambda: defaultdict(list))
    for question in questions:
        wanted[question.file][question.article].append(question)
    data = []
    for name, of in wanted.items():
        found = {key(*article): article for article in articles(folder / name)}
        for article, own in of.items():
            title, text = found[article]
            asked = [_asked(question, text, f"{article}-{n}") for n, question in enumerate(own)]
            data.append({"title": title, "paragraphs": [{"context": text, "qas": asked}]})
    return {"version": "2.0", "data": data}


def _asked(question: Written, text: str, id: str) -> dict[str, Any]:
    span = question.answer
    answers = [{"text": text[span[0] : span[1]], "answer_start": span[0]}] if span else []
    return {"id": id, "question": question.question, "answers": answers, "is_impossible": not answers}


def _flat(text: str) -> str:
    return " ".join(nfc(text).split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the data folder")
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    found = squad([question for question in read_written() if question.part == options.part], options.folder)
    options.out.write_bytes(gzip.compress(json.dumps(found, ensure_ascii=False).encode("utf-8"), mtime=0))


if __name__ == "__main__":
    main()
