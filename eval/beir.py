"""Retrieval sets as BEIR ships them: `corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv` in one folder, read as they are.

Each document becomes an article whose source is its `_id`. The queries asked are those that the split judges, in the file's order.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.clean import normalise
from corpus.errors import BadGold
from corpus.types import Article
from eval.text import collapsed

HEADER = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class BeirQuery:
    """A query and how relevant documents are to it: `grades`, by document; 0 and below: judged, and not relevant."""

    id: str
    text: str
    grades: dict[str, int]


@dataclass(frozen=True, slots=True)
class BeirSet:
    """The documents in file order and the judged queries in file order."""

    articles: tuple[Article, ...]
    queries: tuple[BeirQuery, ...]


def beir_files(folder: Path, split: str = "test") -> tuple[Path, Path, Path]:
    """The three files of a set: documents, queries, judgements."""
    return folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / f"{split}.tsv"


def read_beir(folder: Path, split: str = "test") -> BeirSet:
    """The set in `folder`. Raises `BadGold` naming file, line and field."""
    corpus, asked, judged = beir_files(folder, split)
    articles: dict[str, Article] = {}
    for number, row in _objects(corpus):
        id = _string(corpus, number, row, "_id")
        if id in articles:
            raise _twice(corpus, number, "_id", id)
        articles[id] = _article(corpus, number, row, id)
    queries: dict[str, str] = {}
    for number, row in _objects(asked):
        id = _string(asked, number, row, "_id")
        if id in queries:
            raise _twice(asked, number, "_id", id)
        queries[id] = collapsed(_string(asked, number, row, "text"))
    if not articles or not queries:
        empty = corpus if not articles else asked
        raise BadGold(
            vi=f"{empty} trống. Mỗi dòng cần một đối tượng JSON của định dạng BEIR.",
            en=f"{empty} is empty. Each line needs one JSON object of the BEIR format.",
        )
    grades: dict[str, dict[str, int]] = {}
    for number, query, document, grade in _judgements(judged):
        if query not in queries:
            raise _fault(
                judged, number, HEADER[0], f"{asked.name} không có câu {query!r}", f"{asked.name} has no {query!r}"
            )
        if document not in articles:
            raise _fault(
                judged, number, HEADER[1], f"{corpus.name} không có {document!r}", f"{corpus.name} has no {document!r}"
            )
        if document in grades.setdefault(query, {}):
            raise _twice(judged, number, HEADER[1], document)
        grades[query][document] = grade
    if not grades:
        raise BadGold(
            vi=f"{judged} không chấm câu nào. Mỗi dòng cần: mã câu, mã tài liệu, điểm, cách nhau bằng tab.",
            en=f"{judged} judges no query. Each line needs a query's id, a document's id and a score, with tabs between.",
        )
    return BeirSet(
        tuple(articles.values()),
        tuple(BeirQuery(id, text, grades[id]) for id, text in queries.items() if id in grades),
    )


def _article(path: Path, number: int, row: dict[str, Any], id: str) -> Article:
    title = collapsed(_string(path, number, row, "title", blank=True)) if "title" in row else ""
    text = normalise(_string(path, number, row, "text", blank=True))
    if not (title or text):
        raise _fault(path, number, "text", "cả 'title' lẫn 'text' đều trống", "both 'title' and 'text' are blank")
    # What has a title alone is found by it.
    return Article(source=id, text=text or title, title=title if text and title else None)


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadGold(
                vi=f"{path}, dòng {number}: không phải JSON ({error}). Cần định dạng BEIR, mỗi dòng một đối tượng.",
                en=f"{path}, line {number}: not JSON ({error}). The BEIR format is needed, one object a line.",
            ) from error
        if not isinstance(row, dict):
            raise BadGold(
                vi=f"{path}, dòng {number}: cần một đối tượng JSON {{…}}, không phải {type(row).__name__}.",
                en=f"{path}, line {number}: needs a JSON object {{…}}, not {type(row).__name__}.",
            )
        yield number, row


def _judgements(path: Path) -> Iterator[tuple[int, str, str, int]]:
    for number, line in _lines(path):
        cells = line.rstrip("\r").split("\t")
        if number == 1 and tuple(cells) == HEADER:
            continue
        if len(cells) != len(HEADER):
            raise BadGold(
                vi=f"{path}, dòng {number}: cần 3 cột cách nhau bằng tab ({', '.join(HEADER)}), không phải {len(cells)}.",
                en=f"{path}, line {number}: needs 3 columns with tabs between ({', '.join(HEADER)}), not {len(cells)}.",
            )
        query, document, score = cells
        try:
            grade = int(score)
        except ValueError:
            raise _fault(
                path,
                number,
                HEADER[2],
                f"cần một số nguyên, không phải {score!r}",
                f"needs a whole number, not {score!r}",
            ) from None
        yield number, query, document, grade


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadGold(
            vi=f"Không đọc được {path} ({error.strerror}). Một bộ BEIR cần corpus.jsonl, queries.jsonl và qrels/<phần>.tsv.",
            en=f"Cannot read {path} ({error.strerror}). A BEIR set needs corpus.jsonl, queries.jsonl and qrels/<split>.tsv.",
        ) from error
    except UnicodeDecodeError as error:
        raise BadGold(
            vi=f"{path} không phải UTF-8 (byte thứ {error.start}). Hãy lưu lại tệp bằng mã UTF-8.",
            en=f"{path} is not UTF-8 (byte {error.start}). Save the file as UTF-8.",
        ) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _string(path: Path, number: int, row: dict[str, Any], field: str, *, blank: bool = False) -> str:
    value = row.get(field)
    if not isinstance(value, str):
        raise _fault(path, number, field, "thiếu, hoặc không phải chuỗi", "missing, or not a string")
    if not blank and not value.strip():
        raise _fault(path, number, field, "không được để trống", "must not be blank")
    return value


def _twice(path: Path, number: int, field: str, value: str) -> BadGold:
    return _fault(
        path, number, field, f"{value!r} đã có ở một dòng trước", f"{value!r} stands on an earlier line already"
    )


def _fault(path: Path, number: int, field: str, vi: str, en: str) -> BadGold:
    return BadGold(
        vi=f"{path}, dòng {number}, trường {field!r}: {vi}. Cần định dạng BEIR.",
        en=f"{path}, line {number}, field {field!r}: {en}. The BEIR format is needed.",
    )
