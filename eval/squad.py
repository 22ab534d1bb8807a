"""Reading comprehension sets in SQuAD JSON (v1 and v2, plain or gzipped) as a collection to search and questions to ask.

Each distinct context becomes an article without a title. Nothing here says whether an answer stands in one sentence.
"""

import gzip
import json
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import Any

from corpus.clean import normalise
from corpus.errors import BadGold
from corpus.types import Article
from eval.text import collapsed, stripped
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question, the source of the context it was written for, and its answers: strings of that context.

    No answers: the set says that the context does not answer it.
    """

    id: str
    question: str
    context: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SquadSet:
    """The distinct contexts in file order (`squad/000000.txt` …) and the questions in file order."""

    contexts: tuple[Article, ...]
    questions: tuple[SquadQuestion, ...]


def read_squad(path: Path, *, questions: Path | None = None, strip: bool = False) -> SquadSet:
    """The set in `path`.

    An id used again becomes "id#2", "id#3" …, here and in `questions`.

    Args:
        questions: a parallel SQuAD file: the words of each question are taken from it, by id.
        strip: take the diacritics off the questions.

    Raises `BadGold` naming the file and the place in it.
    """
    contexts: dict[str, Article] = {}
    read: dict[str, SquadQuestion] = {}
    for where, row, text in _rows(path):
        if text not in contexts:
            contexts[text] = Article(source=f"squad/{len(contexts):06}.txt", text=text)
        question = _question(path, where, row, contexts[text].source)
        unique = _unique(question.id, read)
        read[unique] = replace(question, id=unique)
    if not read:
        raise BadGold(
            vi=f"{path} không có câu hỏi nào theo định dạng SQuAD.", en=f"{path} holds no question in SQuAD format."
        )
    if questions is not None:
        read = _reworded(read, path, questions)
    if strip:
        read = {id: replace(question, question=stripped(question.question)) for id, question in read.items()}
    return SquadSet(tuple(contexts.values()), tuple(read.values()))


def first_sentence_right(question: SquadQuestion, answer: Answer) -> bool:
    """Whether the first citation comes from the question's context and holds one of its answers (case matters).

    Where the set says that nothing answers, silence is right.
    """
    if not question.answers:
        return answer.abstained
    if answer.abstained:
        return False
    first = answer.citations[0]
    return first.article.source == question.context and any(a in collapsed(first.quote) for a in question.answers)


def _reworded(read: dict[str, SquadQuestion], path: Path, other: Path) -> dict[str, SquadQuestion]:
    words: dict[str, str] = {}
    for where, row, _ in _rows(other):
        words[_unique(_string(other, where, row, "id"), words)] = _string(other, where, row, "question")
    absent = [id for id in read if id not in words]
    if absent:
        raise BadGold(
            vi=f"{other} thiếu {len(absent)} câu hỏi của {path}, chẳng hạn {absent[0]!r}. Hai tệp phải có cùng các mã.",
            en=f"{other} lacks {len(absent)} questions of {path}, such as {absent[0]!r}. Both need the same ids.",
        )
    return {id: replace(question, question=words[id]) for id, question in read.items()}


def _unique(id: str, used: Container[str]) -> str:
    """`id`, or from its second use on "id#2" …: published sets give a few ids to several questions, and all count."""
    return next(name for name in chain([id], (f"{id}#{n}" for n in count(2))) if name not in used)


def _question(path: Path, where: str, row: dict[str, Any], context: str) -> SquadQuestion:
    answers = row.get("answers", [])
    if not isinstance(answers, list):
        raise _fault(path, where, "answers", "cần một danh sách", "needs a list")
    impossible = bool(row.get("is_impossible", False))
    texts = [
        collapsed(_string(path, f"{where}.answers[{i}]", a, "text")) for i, a in enumerate(answers) if not impossible
    ]
    if not impossible and not all(texts):
        raise _fault(path, where, "answers", "có đáp án trống", "holds a blank answer")
    if not texts and not impossible:
        raise _fault(
            path, where, "answers", "thiếu đáp án (và không có is_impossible)", "no answer, and no is_impossible"
        )
    id, text = _string(path, where, row, "id"), _string(path, where, row, "question")
    return SquadQuestion(id, text, context, tuple(dict.fromkeys(texts)))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each question: its place in the file, its object, the text of its context."""
    data = _list(path, "", _load(path), "data")
    for i, article in enumerate(data):
        at_article = f"data[{i}]"
        for j, paragraph in enumerate(_list(path, at_article, article, "paragraphs")):
            at = f"{at_article}.paragraphs[{j}]"
            text = normalise(_string(path, at, paragraph, "context"))
            if not text:
                raise _fault(path, at, "context", "đoạn văn trống", "the context is blank")
            for k, row in enumerate(_list(path, at, paragraph, "qas")):
                yield f"{at}.qas[{k}]", row, text


def _load(path: Path) -> Any:
    try:
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        return json.loads(raw.decode("utf-8-sig"))
    except (OSError, EOFError, zlib.error) as error:
        raise BadGold(
            vi=f"Không đọc được {path}: {error}. Hãy kiểm tra đường dẫn và tệp.",
            en=f"Cannot read {path}: {error}. Check the path and the file.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadGold(
            vi=f"{path} không phải JSON mã UTF-8 ({error}). Cần một tệp SQuAD (.json hoặc .json.gz).",
            en=f"{path} is not JSON in UTF-8 ({error}). A SQuAD file (.json or .json.gz) is needed.",
        ) from error


def _list(path: Path, where: str, parent: Any, field: str) -> list[Any]:
    values = parent.get(field) if isinstance(parent, dict) else None
    if not isinstance(values, list):
        raise _fault(path, where, field, "thiếu, hoặc không phải danh sách", "missing, or not a list")
    return values


def _string(path: Path, where: str, parent: Any, field: str) -> str:
    value = parent.get(field) if isinstance(parent, dict) else None
    if not isinstance(value, str):
        raise _fault(path, where, field, "thiếu, hoặc không phải chuỗi", "missing, or not a string")
    return value


def _fault(path: Path, where: str, field: str, vi: str, en: str) -> BadGold:
    place = f" {where}" if where else ""
    return BadGold(
        vi=f"{path},{place} trường {field!r}: {vi}. Cần định dạng SQuAD.",
        en=f"{path},{place} field {field!r}: {en}. The SQuAD format is needed.",
    )
