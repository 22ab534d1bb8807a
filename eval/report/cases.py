"""The questions of a run as the report tells them: the stages that lost some, each wrong answer, one row for every question."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.credit import expected, holds
from eval.question import wordings
from eval.report.marks import Piece, marked
from eval.report.say import Say
from eval.report.words import STAGES
from eval.saved import Cited, Saved
from eval.text import names

QUERY = "query"  # the kind of a question for which documents are ranked and nothing is answered
RELEVANT = 12  # documents named of those that such a question should find


@dataclass(frozen=True, slots=True)
class Count:
    """A stage or a kind, what it is called, what it means (stages), and how many wrong answers it has."""

    name: str
    label: str
    count: int
    means: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A string that was expected; `gone`: no citation that counts holds it."""

    text: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A citation of a wrong answer; `elsewhere`: it stands in no document that counts."""

    pieces: tuple[Piece, ...]
    source: str
    context: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """The passage that holds the answer, and in words where it stood in the ranking."""

    pieces: tuple[Piece, ...]
    source: str
    rank: str


@dataclass(frozen=True, slots=True)
class Case:
    """A wrong answer; `number` counts them from 1. `found`: what stood first where documents were ranked and nothing asked."""

    number: int
    id: str
    stage: str
    stage_label: str
    kind: str
    kind_label: str
    variant: str
    history: tuple[str, ...]
    question: str
    answerable: bool
    expected: tuple[tuple[str, tuple[Chip, ...]], ...]
    docs: tuple[str, ...]
    citations: tuple[Given, ...]
    silent: str
    found: str
    sure: str
    error: str
    why: str
    holding: Holding | None


@dataclass(frozen=True, slots=True)
class Row:
    """Any question; `number` is that of its wrong answer, 0 where it is right."""

    id: str
    question: str
    kind_label: str
    number: int
    stage_label: str
    confidence: float
    ms: float


def stages(records: Iterable[Saved], say: Say) -> list[Count]:
    """The stages that lost a question, in the order in which a question passes them."""
    counts = Counter(str(record.stage or "") for record in records if not record.right)
    return [
        Count(name, say.stage(name), counts[name], say.words(STAGES[name][1])) for name in STAGES if counts.get(name)
    ]


def kinds(records: Iterable[Saved], say: Say) -> list[Count]:
    """The kinds with a wrong answer, the most wrong first."""
    counts = Counter(record.kind for record in records if not record.right)
    return [Count(name, say.kind(name), count) for name, count in counts.most_common()]


def cases(records: Iterable[Saved], threshold: float, say: Say) -> list[Case]:
    """Every wrong answer, in the order of the questions."""
    wrong = (record for record in records if not record.right)
    return [_case(number, record, threshold, say) for number, record in enumerate(wrong, start=1)]


def rows(records: Iterable[Saved], say: Say) -> list[Row]:
    """Every question, in its order."""
    number = 0
    found = []
    for record in records:
        number += not record.right
        found.append(
            Row(
                id=record.id,
                question=record.question,
                kind_label=say.kind(record.kind),
                number=0 if record.right else number,
                stage_label="" if record.right else say.stage(record.stage or ""),
                confidence=record.confidence,
                ms=record.ms,
            )
        )
    return found


def _case(number: int, record: Saved, threshold: float, say: Say) -> Case:
    ranked = record.kind == QUERY
    silent = say.page("was_silent")
    if reason := say.reason(record.abstention_reason):
        silent = f"{silent}: {reason}."
    sure = say.page("sure", confidence=say.percent(record.confidence), threshold=say.percent(threshold))
    return Case(
        number=number,
        id=record.id,
        stage=record.stage or "",
        stage_label=say.stage(record.stage or ""),
        kind=record.kind,
        kind_label=say.kind(record.kind),
        variant=record.variant,
        history=record.history,
        question=record.question,
        answerable=record.answerable,
        expected=tuple(_expected(record, say)),
        docs=record.docs,
        citations=tuple(_given(citation, record) for citation in record.citations),
        silent=silent if record.abstained else "",
        found=_first(record, say) if ranked else "",
        sure="" if record.error or ranked else sure,
        error=record.error or "",
        why=record.why[say.language],
        holding=_holding(record, say),
    )


def _expected(record: Saved, say: Say) -> Iterable[tuple[str, tuple[Chip, ...]]]:
    cited = [citation.quote for citation in record.citations if _counts(citation, record)]
    if record.answers:
        yield say.page("one_of"), tuple(Chip(value) for value in record.answers)
    if record.all_of:
        yield say.page("each_of"), tuple(Chip(value, gone=not _held(value, cited)) for value in record.all_of)
    if record.wrong:
        yield say.page("none_of"), tuple(Chip(value) for value in record.wrong)
    if record.kind == QUERY:
        yield say.page("one_of"), tuple(Chip(value) for value in record.relevant[:RELEVANT])


def _first(record: Saved, say: Say) -> str:
    if record.error:
        return ""
    return say.page("first_found", source=record.passages[0].source) if record.passages else say.page("none_found")


def _given(citation: Cited, record: Saved) -> Given:
    return Given(
        pieces=tuple(marked(citation.quote, expected(record), record.wrong)),
        source=citation.source,
        context=citation.role == "context",
        elsewhere=record.answerable and not _counts(citation, record),
    )


def _holding(record: Saved, say: Say) -> Holding | None:
    held = record.holding
    if held is None:
        return None
    ids = [(unit.source, unit.start, unit.end) for unit in record.passages]
    place = (held.source, held.start, held.end)
    if record.error:
        rank = ""
    elif place in ids:
        rank = say.page("ranked", rank=ids.index(place) + 1)
    else:
        rank = say.page("unranked", count=len(ids))
    return Holding(tuple(marked(held.text, expected(record), record.wrong)), held.source, rank)


def _counts(citation: Cited, record: Saved) -> bool:
    return any(names(doc, citation.source) for doc in record.docs)


def _held(value: str, quotes: Sequence[str]) -> bool:
    return any(holds(quote, wordings(value)) for quote in quotes)
