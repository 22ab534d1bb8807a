"""What writing a gold question needs, without a screen: sentences to choose from, the next id, a guess at the kind, objections."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.split import sentences
from corpus.types import Article, Span
from corpus.vietnamese import fold, has_marks
from eval.fault import Fault, Place
from eval.gold import asked, clash, contradictions
from eval.question import Entry, Question, fields_of, question_of
from eval.text import comparable
from qa.types import Answer, Hit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may hold the answer.

    Attributes:
        answer: the short answer that the program sees in it, "" for none.
        also_in: sources of other articles that hold the same sentence.
    """

    article: Article
    span: Span
    answer: str = ""
    also_in: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.article[self.span]


@dataclass(frozen=True, slots=True)
class Disliked:
    """A question whose answer somebody did not like, as it was asked and as it was read with the conversation before it."""

    question: str
    standalone: str
    answer: str
    reasons: tuple[str, ...] = ()


def cited(answer: Answer) -> list[Candidate]:
    """What the program would answer with."""
    return [
        Candidate(
            citation.article,
            citation.span,
            citation.quote[slice(*citation.answer_span)] if citation.answer_span else "",
            citation.also_in,
        )
        for citation in answer.citations
    ]


def of_passages(hits: Iterable[Hit], shown: Iterable[Candidate]) -> list[Candidate]:
    """The sentences of the passages, in order, but for those shown already."""
    seen = {(candidate.article.source, candidate.span) for candidate in shown}
    found: dict[tuple[str, Span], Candidate] = {}
    for hit in hits:
        start = hit.passage.span.start
        for sentence in sentences(hit.passage.text):
            span = Span(start + sentence.span.start, start + sentence.span.end)
            key = (hit.passage.article.source, span)
            if key not in seen:
                found.setdefault(key, Candidate(hit.passage.article, span))
    return list(found.values())


def holding(articles: Iterable[Article], text: str, most: int) -> list[Candidate]:
    """The first `most` sentences that hold `text`, whatever the letter case."""
    sought = comparable(text)
    found: list[Candidate] = []
    for article in articles:
        if sought not in comparable(article.text):
            continue
        found += [
            Candidate(article, sentence.span)
            for sentence in sentences(article.text)
            if sought in comparable(article[sentence.span])
        ]
        if len(found) >= most:
            break
    return found[:most]


def next_id(ids: Iterable[str]) -> str:
    """The id after the highest one of the commonest shape.

    >>> next_id(["b008", "b009", "x1"]), next_id([]), next_id(["câu hỏi"])
    ('b010', 'g001', 'g001')
    """
    taken = list(ids)
    numbered = [match for id in taken if (match := re.fullmatch(r"(.*?)([0-9]+)", id, re.DOTALL))]
    if not numbered:
        return "g001"
    [(prefix, _)] = Counter(match[1] for match in numbered).most_common(1)
    numbers = [match[2] for match in numbered if match[1] == prefix]
    return f"{prefix}{max(map(int, numbers)) + 1:0{max(map(len, numbers))}}"


_DEFINES = re.compile(r"\b(?:la gi|nghia la gi|viet tat cua|what (?:is|are) (?:an? |the )?\w+\??$|what does .* mean)")


def guess_kind(question: Question) -> str:
    """The kind that a question looks like; its `kind` is not looked at.

    >>> guess_kind(Question("g1", "vi", "CĐS là gì?", "", ("a.md",), ("CĐS",)))
    'definition'
    """
    text = fold(question.question).casefold()
    kinds = [
        ("unanswerable", not question.answerable),
        ("followup", bool(question.history)),
        ("list", len(question.all_of) > 1),
        ("english", question.lang == "en"),
        ("no_diacritics", not has_marks(question.question) and len(question.question.split()) > 2),
        ("definition", bool(_DEFINES.search(text))),
    ]
    return next((kind for kind, fits in kinds if fits), "factoid")


def same(entries: Iterable[Entry], question: str, history: Sequence[str] = ()) -> Entry | None:
    """The entry that asks the same."""
    key = asked(question, history)
    return next((entry for entry in entries if asked(entry.question.question, entry.question.history) == key), None)


def objections(question: Question, entries: Iterable[Entry], path: Path) -> list[Fault]:
    """What keeps `question` out of a file that holds `entries`."""
    read, faults = question_of(fields_of(question), Place(path, len(list(entries)) + 1))
    if read is None:
        return faults
    faults = list(contradictions(question))
    for entry in entries:
        if entry.question.id == question.id:
            faults.append(Fault(question.id, "id", str(entry.place.line), "repeated_id"))
        if clash(question, entry.question):
            faults.append(Fault(question.id, "question", str(entry.place.line), "conflict"))
    return faults


def disliked(feedback: Iterable[Mapping[str, Any]], entries: Sequence[Entry]) -> list[Disliked]:
    """The questions whose last verdict was "down", oldest first, each once, but for those that `entries` hold already."""
    known = {comparable(entry.question.question) for entry in entries}
    last: dict[tuple[str, str], tuple[str, Disliked]] = {}
    for row in feedback:
        answer = row["answer"] if isinstance(row["answer"], dict) else {}
        question = str(row["question"])
        key = (comparable(question), str(answer.get("id") or ""))
        reasons = last[key][1].reasons if key in last else ()
        if row["reason"]:
            reasons = (*reasons, str(row["reason"]))
        shown = Disliked(
            question, str(answer.get("standalone_question") or question), str(answer.get("answer") or ""), reasons
        )
        last[key] = (str(row["verdict"]), shown)
    found: dict[str, Disliked] = {}
    for verdict, one in last.values():
        if (
            verdict == "down"
            and one.question.strip()
            and not {comparable(one.question), comparable(one.standalone)} & known
        ):
            found.setdefault(comparable(one.standalone), one)
    return list(found.values())
