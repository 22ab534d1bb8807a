"""Gold questions, read as strictly as code, and checked against themselves and against the documents.

A file is JSON lines, .csv or .xlsx, all with the fields of `Question`: `id`, `lang`, `question`, `kind`, `docs`, `answers`
(required), `all_of`, `wrong`, `evidence`, `history`, `note`, `subkind`, `variant` (optional). Other fields are ignored. Empty
`docs`: the documents do not answer, silence is right.

Reading stops at the first fault that no answer could mend; `check_gold` finds them all, and those that only make a question
weaker.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.split import sentences
from corpus.types import Article
from eval.fault import Fault
from eval.question import Entry, Question, wordings
from eval.sheets.goldfile import read_entries
from eval.text import comparable, names

__all__ = [
    "Checked",
    "Fault",
    "Question",
    "asked",
    "check_against",
    "check_gold",
    "clash",
    "contradictions",
    "read_gold",
]


@dataclass(frozen=True, slots=True)
class Checked:
    """The questions of a file that can be read, and everything that is wrong with the file, in its order."""

    entries: Sequence[Entry]
    faults: Sequence[Fault]

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.level == "error"]


def read_gold(path: Path) -> list[Question]:
    """The questions of a gold file, in its order. Raises `BadGold` naming file, line and field."""
    entries, faults = read_entries(path)
    faults += _placed(entries, contradictions)
    faults += [fault for fault in _repeated(entries) if fault.level == "error"]
    if faults:
        raise faults[0].error()
    return [entry.question for entry in entries]


def check_gold(path: Path, articles: Iterable[Article] | None = None) -> Checked:
    """All that is wrong with a gold file, by itself and over `articles`.

    Raises:
        BadGold: the file as a whole cannot be used.
    """
    entries, faults = read_entries(path)
    faults += _placed(entries, contradictions)
    faults += _repeated(entries)
    faults += _placed(entries, _marks)
    faults += _placed(entries, _unsupported)
    if articles is not None:
        documents = _Documents(articles)
        faults += _placed(entries, documents.faults)
    places = [place for place in (*(e.place for e in entries), *(f.place for f in faults)) if place is not None]
    sheets = list(dict.fromkeys(place.sheet for place in places))
    return Checked(entries, sorted(faults, key=lambda fault: _order(fault, sheets)))


def check_against(questions: Iterable[Question], articles: Iterable[Article]) -> list[Fault]:
    """What in `questions` cannot hold over `articles`, in the order of the questions."""
    documents = _Documents(articles)
    return [fault for question in questions for fault in (*documents.faults(question), *contradictions(question))]


def asked(question: str, history: Iterable[str] = ()) -> tuple[str, ...]:
    """What makes two questions the same one.

    >>> asked("Ở  đâu?", ["Họp khi nào?"]) == asked("ở đâu?", ["họp khi nào?"])
    True
    """
    return (comparable(question), *map(comparable, history))


def clash(question: Question, other: Question) -> bool:
    """Whether the two ask the same and cannot both be right: other answers from the same documents, or silence."""
    if asked(question.question, question.history) != asked(other.question, other.history):
        return False
    if question.answerable != other.answerable:
        return True
    return set(question.docs) == set(other.docs) and _expected(question) != _expected(other)


def _expected(question: Question) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(comparable, question.answers)), frozenset(map(comparable, question.all_of))


def _order(fault: Fault, sheets: Sequence[str]) -> tuple[int, int]:
    return (sheets.index(fault.place.sheet), fault.place.line) if fault.place else (0, 0)


def _placed(entries: Iterable[Entry], check: Callable[[Question], Iterable[Fault]]) -> list[Fault]:
    return [replace(fault, place=entry.place) for entry in entries for fault in check(entry.question)]


def contradictions(question: Question) -> Iterator[Fault]:
    """Answers that hold what the question itself calls wrong."""
    wrong = [comparable(value) for value in question.wrong]
    for field in ("answers", "all_of"):
        for value in getattr(question, field):
            if any(other in comparable(value) for other in wrong):
                yield Fault(question.id, field, value, "contradiction")


def _repeated(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Each question that an earlier one asks already: with other answers, or in vain."""
    earlier: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        question = entry.question
        others = earlier.setdefault(asked(question.question, question.history), [])
        for other in others:
            line = str(other.place.line)
            if clash(question, other.question):
                yield Fault(question.id, "question", line, "conflict", entry.place)
                break
            if set(question.docs) == set(other.question.docs):
                yield Fault(question.id, "question", line, "repeated_question", entry.place)
                break
        others.append(entry)


def _marks(question: Question) -> Iterator[Fault]:
    if question.lang.strip() not in {"vi", "en"}:
        yield Fault(question.id, "lang", question.lang, "language")
    for field in ("id", "lang", "kind", "subkind", "variant"):
        if (value := getattr(question, field)) != value.strip():
            yield Fault(question.id, field, value, "spaces")
    yield from (Fault(question.id, "docs", doc, "spaces") for doc in question.docs if doc != doc.strip())


def _unsupported(question: Question) -> Iterator[Fault]:
    """Answers that stand in no evidence, where there is any. Of alternatives, one must; the others are only pointed out."""
    if not question.evidence:
        return
    evidence = [comparable(value) for value in question.evidence]
    lost = [value for value in question.answers if not any(comparable(value) in text for text in evidence)]
    what = "not_in_evidence" if len(lost) == len(question.answers) else "alternative_not_in_evidence"
    yield from (Fault(question.id, "answers", value, what) for value in lost)
    for value in question.all_of:
        if not any(comparable(wording) in text for wording in wordings(value) for text in evidence):
            yield Fault(question.id, "all_of", value, "not_in_evidence")


def _last_part(name: str) -> str:
    return unicodedata.normalize("NFC", name).rsplit("/", 1)[-1]


class _Documents:
    """The articles as questions are held against them; sentences are cut only where a question names the article."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = list(articles)
        self._named: dict[str, list[int]] = {}
        for number, article in enumerate(self._articles):
            self._named.setdefault(_last_part(article.source), []).append(number)
        self._texts: dict[int, str] = {}
        self._sentences: dict[int, list[str]] = {}

    def faults(self, question: Question) -> Iterator[Fault]:
        """Documents that are not there; then strings that stand in none of those named, or in no single sentence of them."""
        found: dict[int, None] = {}
        for doc in question.docs:
            meant = [n for n in self._named.get(_last_part(doc), ()) if names(doc, self._articles[n].source)]
            found |= dict.fromkeys(meant)
            if not meant:
                yield Fault(question.id, "docs", doc, "unknown_doc")
        for field in ("answers", "all_of", "evidence"):
            for value in getattr(question, field):
                for wording in wordings(value) if field == "all_of" else (value,):
                    sought = comparable(wording)
                    if found and not any(sought in self._text(n) for n in found):
                        yield Fault(question.id, field, wording, "not_in_docs")
                    elif found and field != "evidence" and not any(sought in s for n in found for s in self._cut(n)):
                        yield Fault(question.id, field, wording, "not_in_sentence")

    def _text(self, number: int) -> str:
        if number not in self._texts:
            self._texts[number] = comparable(self._articles[number].text)
        return self._texts[number]

    def _cut(self, number: int) -> list[str]:
        if number not in self._sentences:
            article = self._articles[number]
            self._sentences[number] = [comparable(article[sentence.span]) for sentence in sentences(article.text)]
        return self._sentences[number]
