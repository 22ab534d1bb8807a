"""The numbers of scores.json as the report shows them: the opening lines, the cards, the tables. Nothing is computed anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.report.cases import Count
from eval.report.say import NOTHING, Say
from eval.report.words import CARDS, MEASURED
from eval.saved import Saved
from eval.score import Scores

FOLD = 12  # a table of more rows than these is shown closed
MOST = 60  # rows of a table: a set of a thousand contexts has as many documents
GROUPS = ("kind", "level", "variant", "language", "document")
RANKING = ("nDCG@10", "R@1", "R@5", "R@10", "R@50", "RR")
SHARES = ("R@1", "R@5", "R@10", "R@50")  # shown in percent


@dataclass(frozen=True, slots=True)
class Card:
    """A headline number; `at`, `low` and `high` in 0..1 draw its place and its interval, `at` None: nothing is drawn."""

    name: str
    big: str
    means: str
    unit: str = ""
    range: str = ""
    at: float | None = None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a table: the right ones among its questions, with the interval of their share."""

    label: str
    questions: int
    right: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Table:
    """Groups, the weakest first; `fold`: shown closed."""

    title: str
    head: str
    rows: tuple[Group, ...]
    note: str = ""
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One measure, written out."""

    name: str
    value: str
    range: str = ""


def lead(records: Sequence[Saved], stages: Sequence[Count], say: Say) -> list[str]:
    """What a person must know who reads nothing else."""
    lines = []
    ranked = bool(records) and all(record.kind == "query" for record in records)
    for answerable in (True, False):
        asked = [record for record in records if record.answerable is answerable]
        if asked:
            key = "lead_query" if ranked else "lead_answerable" if answerable else "lead_unanswerable"
            right = sum(record.right for record in asked)
            lines.append(say.page(key, right=say.whole(right), all=say.whole(len(asked))))
    if stages:
        most = max(stages, key=lambda stage: stage.count)
        name = most.label[0].lower() + most.label[1:]
        lines.append(say.page("lead_lost", stage=name, count=say.whole(most.count)))
    return lines


def cards(scores: Scores, say: Say) -> list[Card]:
    """The headline numbers of a gold, a SQuAD or a BEIR set; one that was not measured is left out."""
    if "squad" in scores:
        first, ranking = scores["squad"]["first_sentence"], scores["squad"]["hybrid"]
        named = [("shipped", first["shipped"]), ("first_forced", first["forced"]), ("nDCG@10", ranking["nDCG@10"])]
    elif "beir" in scores:
        named = [(name, scores["beir"]["ranking"][name]) for name in ("nDCG@10", "R@10", "RR")]
    else:
        named = [(part, scores[part]) for part in ("answerable", "unanswerable", "forced")]
        named.append(("precision", scores["citation"]["precision"]))
    found = [_card(name, value, say) for name, value in named if _center(value) is not None]
    if scores["confidence"]["auroc"] is not None:
        found.append(
            Card(
                say.words(CARDS["auroc"][0]),
                say.decimal(scores["confidence"]["auroc"], 2),
                say.words(CARDS["auroc"][1]),
            )
        )
    if scores["latency_ms"]["p50"] is not None:
        found.append(_time(scores["latency_ms"], say))
    return found


def tables(scores: Scores, say: Say) -> list[Table]:
    """A table for the kinds, and for every other way of grouping that tells more than one group apart."""
    found = []
    for key in GROUPS:
        held = {name: value for name, value in scores["by"].get(key, {}).items() if value["questions"]}
        if len(held) > (0 if key == "kind" else 1):
            found.append(_table(key, held, say))
    return found


def weakest(groups: Mapping[str, Scores], say: Say) -> list[Group]:
    """The groups of scores.json, the least share first; of equal ones the larger."""
    rows = [
        Group(
            label=say.kind(name) if name else say.page("plain"),
            questions=value["questions"],
            right=value["right"],
            share=value["share"],
            low=value["interval"][0],
            high=value["interval"][1],
        )
        for name, value in groups.items()
        if value["questions"]
    ]
    return sorted(rows, key=lambda row: (row.share, -row.questions))


def measures(scores: Scores, say: Say) -> list[Line]:
    """Every number that the cards and the tables of groups do not show; those that nothing was measured of are left out."""
    citation, span, sentence = scores["citation"], scores["span"], scores["sentence"]
    silence, confidence, ranking = scores["abstention"], scores["confidence"], scores["ranking"]
    asked = "beir" not in scores  # else documents were ranked and nothing answered
    means: dict[str, tuple[Any, bool]] = {
        "overall": (scores["overall"] if asked else None, True),
        "hit@1": (sentence["hit@1"], True),
        "hit@3": (sentence["hit@3"], True),
        "citation_precision": (citation["precision"], True),
        "citation_recall": (citation["recall"], True),
        "complete": (scores["complete"], True),
        "exact": (span["exact"], True),
        "f1": (span["f1"], True),
        **{name: (scores.get("squad", {}).get(name, {}).get("nDCG@10"), False) for name in ("hybrid", "words")},
        **{name: (ranking[name], name in SHARES) for name in RANKING},
    }
    lines = [
        _line(name, value, say, percent=percent)
        for name, (value, percent) in means.items()
        if _center(value) is not None
    ]
    plain: dict[str, str] = {
        "silence_precision": say.percent(silence["precision"] if asked else None),
        "silence_recall": say.percent(silence["recall"] if asked else None),
        "auroc": say.decimal(confidence["auroc"], 3),
        "aurc": say.decimal(confidence["aurc"] if asked else None, 3),
        "ece": say.decimal(confidence["ece"] if asked else None, 3),
        "citations_per_answer": say.decimal(scores["citations_per_answer"], 2),
        "verbatim": _of(scores["verbatim"], say),
        "left_out": say.whole(ranking["left_out"] or None),
        **{name: _ms(scores["latency_ms"][name], say) for name in ("p50", "p95", "p99")},
        "crashed": say.whole(scores["crashed"]),
    }
    return lines + [Line(say.words(MEASURED[name]), value) for name, value in plain.items() if value != NOTHING]


def _card(name: str, value: Scores, say: Say) -> Card:
    title, means = (say.words(words) for words in CARDS[name])
    at, (low, high) = _center(value) or 0.0, value["interval"]
    if "right" in value:
        of = f"{say.whole(value['right'])}/{say.whole(value['questions'])}"
        return Card(title, say.percent(at), means, of, say.range(low, high), at, low, high)
    if name in ("nDCG@10", "RR"):
        return Card(
            title, say.decimal(at, 3), means, "", f"{say.decimal(low, 3)}–{say.decimal(high, 3)}", at, low, high
        )
    return Card(title, say.percent(at), means, "", say.range(low, high), at, low, high)


def _time(latency: Mapping[str, float], say: Say) -> Card:
    title, means = (say.words(words) for words in CARDS["time"])
    rest = f"p95 {say.whole(latency['p95'])} ms · p99 {say.whole(latency['p99'])} ms"
    return Card(title, say.whole(latency["p50"]), means, "ms", rest)


def _table(key: str, held: Mapping[str, Scores], say: Say) -> Table:
    rows = weakest(held, say)
    notes = [say.page("document_note")] if key == "document" else []
    if len(rows) > MOST:
        notes.append(say.page("weakest", shown=MOST, all=say.whole(len(rows))))
    fold = key != "kind" and len(rows) > FOLD
    return Table(say.page(f"by_{key}"), say.page(key), tuple(rows[:MOST]), " ".join(notes), fold)


def _center(value: Scores | None) -> float | None:
    """The mean, or the share, of what `eval.score` gives with an interval; None where there is none."""
    found = None if value is None else value.get("share", value.get("mean"))
    return None if found is None else float(found)


def _line(name: str, value: Scores, say: Say, *, percent: bool) -> Line:
    low, high = value["interval"]
    if percent:
        return Line(say.words(MEASURED[name]), say.percent(_center(value)), say.range(low, high))
    return Line(
        say.words(MEASURED[name]), say.decimal(_center(value), 3), f"{say.decimal(low, 3)}–{say.decimal(high, 3)}"
    )


def _of(verbatim: Scores, say: Say) -> str:
    return f"{say.whole(verbatim['true'])}/{say.whole(verbatim['quotes'])}" if verbatim["quotes"] else NOTHING


def _ms(value: float | None, say: Say) -> str:
    return NOTHING if value is None else f"{say.whole(value)} ms"
