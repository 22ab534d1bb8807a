"""Two runs over the same questions: what became better, what worse, and whether chance alone would give as much.

The second run is compared with the first: a difference is second less first, a question is won where the second is better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.errors import BadInput, Language
from eval import metrics, saved
from eval.measures import MEASURES, Values, values
from eval.metrics import Difference
from eval.saved import Run, Saved

DIFFERENT = ("gold", "corpus", "models")  # what makes two runs two things, as `saved.COMPARED` names it
ASKED = ("question", "history", "docs", "answers", "all_of", "wrong")  # a question that differs here is another one


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over the questions for which both runs have a value.

    Attributes:
        first, second: the means; None where there is no such question.
        difference: second less first; `wins` are questions on which the second is better, also where less is better.
    """

    questions: int
    first: float | None
    second: float | None
    difference: Difference | None

    def to_json(self) -> dict[str, Any]:
        row = {"questions": self.questions, "first": self.first, "second": self.second}
        return row | {"difference": self.difference.to_json() if self.difference else None}


@dataclass(frozen=True, slots=True)
class Turned:
    """A question that one run answers rightly and the other does not, and both records of it."""

    first: Saved
    second: Saved

    def to_json(self) -> dict[str, Any]:
        asked = {"id": self.first.id, "kind": self.first.kind, "question": self.first.question}
        return asked | {
            "history": list(self.first.history),
            "expected": {"answers": list(self.first.answers), "all_of": list(self.first.all_of)},
            "first": _said_json(self.first),
            "second": _said_json(self.second),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second run against the first.

    Attributes:
        unlike: in what the runs differ, keys of `saved.COMPARED`; `models`, the models that do.
        only_first, only_second: ids of questions that one run alone holds.
        changed: ids of questions that the runs hold in two wordings, or with two sets of answers; they are left out.
        rows: per measure; `kinds`: per kind and measure. Measures that say nothing about these questions are left out.
        won, lost: the questions that the second run alone, or the first alone, answers rightly.
    """

    first: Run
    second: Run
    unlike: tuple[str, ...]
    models: tuple[str, ...]
    questions: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    changed: tuple[str, ...]
    rows: Mapping[str, Row]
    kinds: Mapping[str, Mapping[str, Row]]
    won: tuple[Turned, ...]
    lost: tuple[Turned, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "first": _info_json(self.first),
            "second": _info_json(self.second),
            "unlike": list(self.unlike),
            "models": list(self.models),
            "questions": self.questions,
            "only_first": list(self.only_first),
            "only_second": list(self.only_second),
            "changed": list(self.changed),
            "measures": {name: row.to_json() for name, row in self.rows.items()},
            "kinds": {kind: {name: row.to_json() for name, row in rows.items()} for kind, rows in self.kinds.items()},
            "won": [turned.to_json() for turned in self.won],
            "lost": [turned.to_json() for turned in self.lost],
        }


def compare(first: Run, second: Run) -> Comparison:
    """The second run against the first, over the questions that both hold.

    Raises `BadInput` when there is none.
    """
    before = {record.id: record for record in first.records}
    after = {record.id: record for record in second.records}
    both = [id for id in before if id in after]
    pairs = [(before[id], after[id]) for id in both if _asked(before[id]) == _asked(after[id])]
    if not pairs:
        raise BadInput(
            vi="Hai lần chấm không có câu hỏi chung nào nên không so sánh được. Hãy chấm cả hai trên cùng một bộ câu hỏi.",
            en="The two runs have no question in common, so they cannot be compared. Run both on the same questions.",
        )
    kinds = dict.fromkeys(one.kind for one, _ in pairs)
    return Comparison(
        first=first,
        second=second,
        unlike=tuple(saved.differences(first.info, second.info)),
        models=_models(first, second),
        questions=len(pairs),
        only_first=tuple(id for id in before if id not in after),
        only_second=tuple(id for id in after if id not in before),
        changed=tuple(id for id in both if _asked(before[id]) != _asked(after[id])),
        rows=_rows(pairs),
        kinds={kind: _rows([pair for pair in pairs if pair[0].kind == kind]) for kind in kinds},
        won=tuple(Turned(one, other) for one, other in pairs if other.right and not one.right),
        lost=tuple(Turned(one, other) for one, other in pairs if one.right and not other.right),
    )


def row(first: Values, second: Values, *, lower: bool = False) -> Row:
    """One measure over the questions that both sides have a value for; `lower`: less is better.

    >>> found = row({"a": 1.0, "b": 0.0, "c": 1.0}, {"a": 1.0, "b": 1.0})
    >>> found.questions, found.first, found.second, found.difference.wins, found.difference.losses
    (2, 0.5, 1.0, 1, 0)
    """
    shared = [id for id in first if id in second]
    if not shared:
        return Row(0, None, None, None)
    one, other = ({id: side[id] for id in shared} for side in (first, second))
    found = metrics.difference(other, one)
    if lower:
        found = Difference(found.mean, found.p, found.losses, found.ties, found.wins)
    return Row(len(shared), metrics.mean(one.values()), metrics.mean(other.values()), found)


def said(record: Saved, language: Language = "vi") -> str:
    """What one run answered, on one line."""
    if record.error is not None:
        return ("lỗi khi chạy: " if language == "vi" else "crashed: ") + record.error
    if not record.citations:
        silent = "từ chối trả lời" if language == "vi" else "abstained"
        return f"{silent} ({record.abstention_reason})" if record.abstention_reason else silent
    return " ".join(f"“{citation.quote}” ({citation.source})" for citation in record.citations)


def _rows(pairs: Sequence[tuple[Saved, Saved]]) -> dict[str, Row]:
    first, second = values([pair[0] for pair in pairs]), values([pair[1] for pair in pairs])
    rows = {name: row(first[name], second[name], lower=measure.lower) for name, measure in MEASURES.items()}
    return {name: found for name, found in rows.items() if found.questions}


def _asked(record: Saved) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in ASKED)


def _models(first: Run, second: Run) -> tuple[str, ...]:
    one, other = first.info.digests.models, second.info.digests.models
    return tuple(name for name in sorted({*one, *other}) if one.get(name) != other.get(name))


def _said_json(record: Saved) -> dict[str, Any]:
    return {
        "right": record.right,
        "abstained": record.abstained,
        "abstention_reason": record.abstention_reason,
        "confidence": record.confidence,
        "stage": record.stage,
        "why": dict(record.why),
        "citations": [{"source": citation.source, "quote": citation.quote} for citation in record.citations],
        "error": record.error,
    }


def _info_json(run: Run) -> dict[str, Any]:
    info = run.info
    return {
        "program": info.program,
        "started": info.started,
        "set": info.set,
        "gold": info.gold,
        "questions": info.questions,
        "records": len(run.records),
        "finished": info.finished,
        "digests": asdict(info.digests),
        "threshold": info.threshold,
        "articles": info.articles,
        "passages": info.passages,
    }
