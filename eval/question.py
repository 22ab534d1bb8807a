"""One gold question, and how it is made of a row of its file.

What needs only the row is checked here; what needs the other questions or the documents, in `eval/gold.py`.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from eval.fault import Fault, Place

REQUIRED: Final = ("id", "lang", "question", "kind", "docs", "answers")
LISTS: Final = ("docs", "answers", "all_of", "wrong", "evidence", "history")
FIELDS: Final = (
    "id", "lang", "question", "kind", "docs", "answers", "all_of", "wrong", "evidence", "history", "note", "subkind", "variant",
)  # fmt: skip
_NOT_BLANK: Final = ("id", "lang", "kind")


@dataclass(frozen=True, slots=True)
class Question:
    """One gold question.

    Attributes:
        kind: free, the report groups by it ("factoid", "list", "unanswerable" …); `subkind` is finer.
        docs: file names that may be cited, matched on the whole source or its last part; empty: silence is right.
        answers: one of them must stand in a cited sentence.
        all_of: each of them must stand in a cited sentence, or one of its wordings: "14,6 triệu || 14.6 million".
        evidence: parts of the sentences that support the answer.
        wrong: strings that no cited sentence may hold.
        history: the person's earlier questions, oldest first.
        variant: the name of the way in which another question was changed to make this one; "" for none.
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
    variant: str = ""

    @property
    def answerable(self) -> bool:
        return bool(self.docs)


def wordings(value: str) -> tuple[str, ...]:
    """The wordings of one string of `all_of`, any of which will do.

    >>> wordings("14,6 triệu || 14.6 million"), wordings("71/193")
    (('14,6 triệu', '14.6 million'), ('71/193',))
    """
    return tuple(re.split(r"\s+\|\|\s+", value.strip()))


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as it stands in a file; `extra` holds the fields that the format does not know."""

    question: Question
    place: Place
    extra: Mapping[str, Any] = field(default_factory=dict)


def question_of(
    row: Mapping[str, Any], place: Place, unread: Collection[str] = ()
) -> tuple[Question | None, list[Fault]]:
    """The question that `row` holds, or all its faults; the fields in `unread` were found bad already."""
    id = row.get("id", "")
    name = id if isinstance(id, str) and not _broken(id) else ""
    faults = [
        Fault(name, field, "", "missing", place) for field in REQUIRED if field not in row and field not in unread
    ]
    for field_ in FIELDS:
        if field_ in row and field_ not in unread:
            found = _list(field_, row[field_]) if field_ in LISTS else _string(field_, row[field_])
            faults += [replace(fault, id=name, place=place) for fault in found]
    if faults or unread:
        return None, faults
    values: dict[str, Any] = {key: tuple(row[key]) if key in LISTS else row[key] for key in FIELDS if key in row}
    question = Question(**values)
    faults = [replace(fault, id=name, place=place) for fault in _whole(question)]
    return (None if faults else question), faults


def fields_of(question: Question) -> dict[str, Any]:
    """The question as a row, in the order of the format: lists for lists, optional fields only where they say something."""
    row: dict[str, Any] = {}
    for key in FIELDS:
        value = getattr(question, key)
        if value or key in REQUIRED:
            row[key] = list(value) if key in LISTS else value
    return row


def _string(name: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault("", name, _kind(value), "not_string")
    elif _broken(value):
        yield Fault("", name, value, "broken_character")
    elif name in _NOT_BLANK and not value.strip():
        yield Fault("", name, "", "blank")


def _list(name: str, values: object) -> Iterator[Fault]:
    if not isinstance(values, list):
        yield Fault("", name, _kind(values), "not_list")
        return
    for value in values:
        if not isinstance(value, str):
            yield Fault("", name, _kind(value), "not_string_item")
        elif _broken(value):
            yield Fault("", name, value, "broken_character")
        # An empty string stands in every sentence: it would make every answer right, or wrong.
        elif not value.strip() and name != "history":
            yield Fault("", name, "", "blank_item")


def _whole(question: Question) -> Iterator[Fault]:
    # A blank question is odd input that only silence can answer.
    if question.answerable and not question.question.strip():
        yield Fault("", "question", "", "blank_question")
    if question.answerable and not (question.answers or question.all_of):
        yield Fault("", "answers", "", "no_answer")
    for name in ("answers", "all_of"):
        if not question.answerable and getattr(question, name):
            yield Fault("", name, "", "answer_without_docs")


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__


def _broken(text: str) -> bool:
    """Whether half of a surrogate pair stands in it."""
    return any("\ud800" <= char <= "\udfff" for char in text)
