"""Two runs of the same questions, before and after the documents changed: which answers changed, and which documents explain it.

An answer is held by what it cites. It is the same, or its quotes moved to another place, or they are others, or it was lost
(there was one, now there is silence) or gained. Whether it is right is told beside it, and decides nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpus.errors import BadInput
from eval import saved
from eval.saved import Run, Saved

Change = Literal["same", "moved", "changed", "lost", "gained"]
Edit = Literal["added", "removed", "changed"]
CHANGES: tuple[Change, ...] = ("lost", "changed", "gained", "moved", "same")  # in the order in which they are shown
SEEN = 10  # passages of a ranking that an answer is chosen from


@dataclass(frozen=True, slots=True)
class Edited:
    """A document that is not as it was."""

    source: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Answered:
    """One question before and after.

    Attributes:
        cited: the edited documents that the answer before or after cites.
        seen: other edited documents among the passages that the answer before or after was chosen from.
    """

    change: Change
    before: Saved
    after: Saved
    cited: tuple[Edited, ...] = ()
    seen: tuple[Edited, ...] = ()

    @property
    def explained(self) -> bool:
        """Whether an edited document stands behind the change."""
        return self.change == "same" or bool(self.cited or self.seen)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.before.id,
            "kind": self.before.kind,
            "question": self.before.question,
            "history": list(self.before.history),
            "change": self.change,
            "right": {"before": self.before.right, "after": self.after.right},
            "before": _citations(self.before),
            "after": _citations(self.after),
            "documents": {
                "cited": [{"source": one.source, "edit": one.edit} for one in self.cited],
                "seen": [{"source": one.source, "edit": one.edit} for one in self.seen],
            },
            "explained": self.explained,
        }


@dataclass(frozen=True, slots=True)
class Stability:
    """All questions that both runs hold, before and after.

    Attributes:
        edited: the documents that are not as they were; None where a run did not keep their digests and they differ.
        unlike: what differs besides the documents, keys of `saved.COMPARED`: it may explain what the documents do not.
        only_before, only_after: ids of questions that one run alone holds, or that it holds in other words.
    """

    before: Run
    after: Run
    edited: tuple[Edited, ...] | None
    unlike: tuple[str, ...]
    answers: tuple[Answered, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    def counts(self) -> dict[Change, int]:
        """How many answers of each kind of change."""
        found = Counter(answer.change for answer in self.answers)
        return {change: found[change] for change in CHANGES}

    def to_json(self) -> dict[str, Any]:
        return {
            "questions": len(self.answers),
            "counts": dict(self.counts()),
            "documents": None
            if self.edited is None
            else [{"source": one.source, "edit": one.edit} for one in self.edited],
            "unlike": list(self.unlike),
            "unexplained": [answer.before.id for answer in self.answers if not answer.explained],
            "right": {
                "before": sum(answer.before.right for answer in self.answers),
                "after": sum(answer.after.right for answer in self.answers),
            },
            "only_before": list(self.only_before),
            "only_after": list(self.only_after),
            "per_question": [answer.to_json() for answer in self.answers],
        }


def stability(before: Run, after: Run) -> Stability:
    """What became of every answer. Raises `BadInput` when the runs have no question in common."""
    first = {_asked(record): record for record in before.records}
    second = {_asked(record): record for record in after.records}
    both = [asked for asked in first if asked in second]
    if not both:
        raise BadInput(
            vi="Hai lần chấm không có câu hỏi chung nào. Hãy chấm cùng một bộ câu hỏi trước và sau khi đổi tài liệu.",
            en="The two runs have no question in common. Run the same questions before and after the documents change.",
        )
    edited = _edited(before, after)
    by_source = {one.source: one for one in edited or ()}
    unlike = [
        name for name in saved.differences(before.info, after.info) if name not in ("corpus", "gold", "questions")
    ]
    return Stability(
        before=before,
        after=after,
        edited=edited,
        unlike=tuple(unlike),
        answers=tuple(_answered(first[asked], second[asked], by_source) for asked in both),
        only_before=tuple(record.id for asked, record in first.items() if asked not in second),
        only_after=tuple(record.id for asked, record in second.items() if asked not in first),
    )


def edits(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Edited, ...]:
    """The documents that differ, by source, given the digest of each one's text.

    >>> edits({"a": "1", "b": "2"}, {"b": "3", "c": "4"})
    (Edited(source='a', edit='removed'), Edited(source='b', edit='changed'), Edited(source='c', edit='added'))
    """
    found = []
    for source in sorted({*before, *after}):
        if source not in after:
            found.append(Edited(source, "removed"))
        elif source not in before:
            found.append(Edited(source, "added"))
        elif before[source] != after[source]:
            found.append(Edited(source, "changed"))
    return tuple(found)


def change(before: Saved, after: Saved) -> Change:
    """What became of one answer; the order of its quotes matters.

    >>> change(Saved("1", "vi", "?", "factoid"), Saved("1", "vi", "?", "factoid"))
    'same'
    """
    if before.citations and not after.citations:
        return "lost"
    if after.citations and not before.citations:
        return "gained"
    if [one.quote for one in before.citations] != [one.quote for one in after.citations]:
        return "changed"
    places = [[(one.source, one.start, one.end) for one in record.citations] for record in (before, after)]
    return "same" if places[0] == places[1] else "moved"


def _answered(before: Saved, after: Saved, edited: Mapping[str, Edited]) -> Answered:
    what = change(before, after)
    if what == "same":
        return Answered(what, before, after)
    cited = [one.source for record in (before, after) for one in record.citations]
    # A document that was taken away can only have been seen before, a new one only after.
    seen = [one.source for record in (before, after) for one in record.passages[:SEEN]]
    named = _known(cited, edited)
    return Answered(what, before, after, named, tuple(one for one in _known(seen, edited) if one not in named))


def _known(sources: Iterable[str], edited: Mapping[str, Edited]) -> tuple[Edited, ...]:
    return tuple(edited[source] for source in dict.fromkeys(sources) if source in edited)


def _edited(before: Run, after: Run) -> tuple[Edited, ...] | None:
    if before.info.digests.corpus == after.info.digests.corpus:
        return ()
    if not before.info.sources or not after.info.sources:
        return None
    return edits(before.info.sources, after.info.sources)


def _asked(record: Saved) -> tuple[str, str, tuple[str, ...]]:
    return record.id, record.question, record.history


def _citations(record: Saved) -> list[dict[str, Any]]:
    return [{"source": one.source, "quote": one.quote, "start": one.start, "end": one.end} for one in record.citations]
