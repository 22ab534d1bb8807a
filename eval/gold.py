"""Gold questions: one JSON object a line, read as strictly as code.

Fields: `id`, `lang`, `question`, `kind`, `docs`, `answers` (required), `all_of`, `evidence`, `wrong`, `history`,
`note`, `subkind` (optional); other fields are ignored. Empty `docs`: the documents do not answer, silence is right.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadGold, Language
from corpus.types import Article
from eval.text import comparable, names

REQUIRED = ("id", "lang", "question", "kind", "docs", "answers")


@dataclass(frozen=True, slots=True)
class Question:
    """One gold question.

    Attributes:
        kind: free, the report groups by it ("factoid", "list", "unanswerable" …); `subkind` is finer.
        docs: file names that may be cited, matched on the whole source or its last part; empty: silence is right.
        answers: one of them must stand in a cited sentence.
        all_of: each of them must stand in a cited sentence.
        evidence: parts of the sentences that support the answer.
        wrong: strings that no cited sentence may hold.
        history: the person's earlier questions, oldest first.
    """

    id: str
    lang: str
    question: str
    kind: str
    docs: tuple[str, ...]
    answers: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    note: str = ""
    subkind: str = ""

    @property
    def answerable(self) -> bool:
        return bool(self.docs)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a gold question that cannot hold over the given documents.

    Attributes:
        what: "unknown_doc", "not_in_docs" (the value stands in no document named in `docs`) or "contradiction" (the
            value holds a string that the same question calls wrong).
    """

    id: str
    field: str
    value: str
    what: str

    def text(self, language: Language = "vi") -> str:
        vi, en = {
            "unknown_doc": ("không có tài liệu nào tên là", "there is no document named"),
            "not_in_docs": ("không đứng trong tài liệu nào ghi ở 'docs':", "stands in no document named in 'docs':"),
            "contradiction": ("chứa một chuỗi bị ghi ở 'wrong':", "holds a string listed in 'wrong':"),
        }[self.what]
        if language == "en":
            return f"Question {self.id!r}, field {self.field!r}: {en} {self.value!r}."
        return f"Câu hỏi {self.id!r}, trường {self.field!r}: {vi} {self.value!r}."


def read_gold(path: Path) -> list[Question]:
    """The questions of a gold file, in its order. Raises `BadGold` naming file, line and field."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadGold(
            vi=f"Không đọc được tệp câu hỏi {path}: {error.strerror}. Hãy kiểm tra đường dẫn.",
            en=f"Cannot read the gold file {path}: {error.strerror}. Check the path.",
        ) from error
    except UnicodeDecodeError as error:
        raise BadGold(
            vi=f"{path} không phải UTF-8 (byte thứ {error.start}). Hãy lưu lại tệp bằng mã UTF-8.",
            en=f"{path} is not UTF-8 (byte {error.start}). Save the file as UTF-8.",
        ) from error
    questions: dict[str, Question] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        question = _question(line, _Place(path, number))
        if question.id in questions:
            raise _Place(path, number).fault(
                "id",
                vi=f"mã {question.id!r} đã dùng ở dòng {lines[question.id]}; mỗi câu hỏi cần một mã riêng",
                en=f"the id {question.id!r} is used already on line {lines[question.id]}; each question needs its own",
            )
        questions[question.id] = question
        lines[question.id] = number
    if not questions:
        raise BadGold(
            vi=f"{path} không có câu hỏi nào. Mỗi dòng cần một đối tượng JSON.",
            en=f"{path} holds no question. Each line needs one JSON object.",
        )
    return list(questions.values())


def check_against(questions: Iterable[Question], articles: Iterable[Article]) -> list[Fault]:
    """What in `questions` cannot hold over `articles`, in the order of the questions."""
    texts = [(article.source, comparable(article.text)) for article in articles]
    faults: list[Fault] = []
    for question in questions:
        faults += [
            Fault(question.id, "docs", doc, "unknown_doc")
            for doc in question.docs
            if not any(names(doc, source) for source, _ in texts)
        ]
        named = [text for source, text in texts if any(names(doc, source) for doc in question.docs)]
        wrong = [comparable(value) for value in question.wrong]
        for field, value in _values(question):
            sought = comparable(value)
            if named and not any(sought in text for text in named):
                faults.append(Fault(question.id, field, value, "not_in_docs"))
            if field != "evidence" and any(other in sought for other in wrong):
                faults.append(Fault(question.id, field, value, "contradiction"))
    return faults


def _values(question: Question) -> Iterator[tuple[str, str]]:
    for field in ("answers", "all_of", "evidence"):
        for value in getattr(question, field):
            yield field, value


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    line: int

    def fault(self, field: str, *, vi: str, en: str) -> BadGold:
        return BadGold(
            vi=f"{self.path}, dòng {self.line}, trường {field!r}: {vi}.",
            en=f"{self.path}, line {self.line}, field {field!r}: {en}.",
        )


def _question(line: str, place: _Place) -> Question:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadGold(
            vi=f"{place.path}, dòng {place.line}: không phải JSON ({error}). Mỗi dòng cần đúng một đối tượng JSON.",
            en=f"{place.path}, line {place.line}: not JSON ({error}). Each line needs exactly one JSON object.",
        ) from error
    if not isinstance(row, dict):
        raise BadGold(
            vi=f"{place.path}, dòng {place.line}: cần một đối tượng JSON {{…}}, không phải {type(row).__name__}.",
            en=f"{place.path}, line {place.line}: needs a JSON object {{…}}, not {type(row).__name__}.",
        )
    for field in REQUIRED:
        if field not in row:
            raise place.fault(field, vi="thiếu trường này, hãy thêm vào", en="this field is missing, add it")
    question = Question(
        id=_string(row, "id", place, blank=False),
        lang=_string(row, "lang", place, blank=False),
        question=_string(row, "question", place),
        kind=_string(row, "kind", place, blank=False),
        docs=_strings(row, "docs", place),
        answers=_strings(row, "answers", place),
        all_of=_strings(row, "all_of", place),
        evidence=_strings(row, "evidence", place),
        wrong=_strings(row, "wrong", place),
        history=_strings(row, "history", place),
        note=_string(row, "note", place),
        subkind=_string(row, "subkind", place),
    )
    _check(question, place)
    return question


def _check(question: Question, place: _Place) -> None:
    # A blank question is odd input that only silence can answer.
    if question.answerable and not question.question.strip():
        raise place.fault("question", vi="câu hỏi để trống", en="the question is blank")
    if question.answerable and not (question.answers or question.all_of):
        raise place.fault(
            "answers",
            vi="câu có 'docs' cần ít nhất một chuỗi ở 'answers' hoặc 'all_of'",
            en="a question with 'docs' needs at least one string in 'answers' or 'all_of'",
        )
    for field in ("answers", "all_of"):
        if not question.answerable and getattr(question, field):
            raise place.fault(
                field,
                vi="câu không có 'docs' (phải từ chối) thì không thể có đáp án; hãy thêm 'docs' hoặc bỏ đáp án",
                en="a question without 'docs' (silence is right) cannot have answers; add 'docs' or drop the answers",
            )


def _string(row: dict[str, Any], field: str, place: _Place, *, blank: bool = True) -> str:
    value = row.get(field, "")
    if not isinstance(value, str):
        raise place.fault(
            field, vi=f"cần một chuỗi, không phải {_kind(value)}", en=f"needs a string, not {_kind(value)}"
        )
    if not blank and not value.strip():
        raise place.fault(field, vi="không được để trống", en="must not be blank")
    return value


def _strings(row: dict[str, Any], field: str, place: _Place) -> tuple[str, ...]:
    values = row.get(field, [])
    if not isinstance(values, list):
        raise place.fault(
            field,
            vi=f"cần một danh sách chuỗi, không phải {_kind(values)}",
            en=f"needs a list of strings, not {_kind(values)}",
        )
    for value in values:
        if not isinstance(value, str):
            raise place.fault(
                field,
                vi=f"mỗi mục của danh sách phải là chuỗi, không phải {_kind(value)}",
                en=f"each item of the list must be a string, not {_kind(value)}",
            )
        # An empty string stands in every sentence: it would make every answer right, or wrong.
        if not value.strip() and field != "history":
            raise place.fault(field, vi="danh sách có một chuỗi trống", en="the list holds a blank string")
    return tuple(values)


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__
