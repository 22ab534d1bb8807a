"""Records in, all their numbers out, as a dict that is JSON: what `hoidap eval --json` prints and scores.json holds.

A mean comes as {"mean", "interval"}, the interval being the bootstrap's, of 95%; a share of questions as {"questions", "right", "share",
"interval"}, the interval Wilson's. None: nothing can be said. Every question of a ranking that found nothing counts as 0.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from eval import calibration, metrics
from eval.saved import Found, Kind, Saved

Scores = dict[str, Any]
Values = Mapping[str, Mapping[str, float]]  # metric -> question -> value


def run_scores(records: Sequence[Saved], kind: Kind) -> Scores:
    """What scores.json holds: the numbers of `gold_scores` whatever the set; those of the set alone under "squad" or "beir"."""
    own = {"squad": squad_scores, "beir": beir_scores}.get(kind)
    return {**gold_scores(records), **({kind: own(records)} if own is not None else {})}


def gold_scores(records: Sequence[Saved]) -> Scores:
    """All numbers of a gold run."""
    citations = [citation for record in records for citation in record.citations]
    given = [record for record in records if record.citations]
    ranking = ranking_scores(records)
    kinds = dict.fromkeys(record.kind for record in records)
    return {
        "questions": len(records),
        "answerable": share([r for r in records if r.answerable]),
        "unanswerable": share([r for r in records if not r.answerable]),
        "overall": share(records),
        "kinds": {kind: share([r for r in records if r.kind == kind]) for kind in kinds},
        "abstention": _abstention(records),
        "citations_per_answer": len(citations) / len(given) if given else None,
        "verbatim": {"quotes": len(citations), "true": sum(citation.verbatim for citation in citations)},
        "crashed": sum(record.error is not None for record in records),
        "latency_ms": _latency(records),
        **_further(records, ranking),
        "wrong": [_wrong(record) for record in records if not record.right],
        "per_question": [
            {
                "id": record.id,
                "kind": record.kind,
                "answerable": record.answerable,
                "right": record.right,
                "abstained": record.abstained,
                "stage": record.stage,
                "confidence": record.confidence,
                "citations": len(record.citations),
                "ms": round(record.ms, 1),
                "forced_right": record.forced_right,
                "RR": ranking["RR"].get(record.id),
            }
            for record in records
        ],
    }


def squad_scores(records: Sequence[Saved]) -> Scores:
    """All numbers of a SQuAD run. Questions that nothing answers count for silence, not for the ranking.

    "hybrid" and "words" rank the articles by their best passage, "ranking" the passages that hold the answer.
    """
    ranked = [record for record in records if record.answerable]
    gold = {record.id: set(record.docs) for record in ranked}
    hybrid = metrics.rank_scores({record.id: ranked_sources(record.passages) for record in ranked}, gold)
    words = metrics.rank_scores({record.id: ranked_sources(record.words) for record in ranked}, gold)
    difference = metrics.difference(hybrid["nDCG@10"], words["nDCG@10"]).to_json() if ranked else None
    return {
        "questions": len(records),
        "answerable": len(ranked),
        "hybrid": {name: average(values.values()) for name, values in hybrid.items()},
        "words": {name: average(values.values()) for name, values in words.items()},
        "hybrid_minus_words": {"nDCG@10": difference},
        "first_sentence": {
            "forced": average(float(record.forced_right) for record in records),
            "shipped": average(float(record.right) for record in records),
        },
        "abstained": metrics.mean([float(record.abstained) for record in records]),
        "abstention": _abstention(records),
        "latency_ms": _latency(records),
        "crashed": sum(record.error is not None for record in records),
        "crashes": [{"id": record.id, "error": record.error} for record in records if record.error],
        **_further(records, ranking_scores(records)),
        "per_question": [
            {
                "id": record.id,
                "hybrid_nDCG@10": hybrid["nDCG@10"].get(record.id),
                "words_nDCG@10": words["nDCG@10"].get(record.id),
                "forced": record.forced_right,
                "shipped": record.right,
                "abstained": record.abstained,
                "confidence": record.confidence,
                "ms": round(record.ms, 1),
            }
            for record in records
        ],
    }


def beir_scores(records: Sequence[Saved]) -> Scores:
    """All numbers of a BEIR run: whole documents are ranked, nothing is asked. "left_out": nothing is relevant to them."""
    ranking = ranking_scores(records)
    return {
        "questions": len(records),
        "ranking": {name: average(values.values()) for name, values in ranking.items()},
        "left_out": sum(not record.relevant for record in records),
        "latency_ms": _latency(records),
        "crashed": sum(record.error is not None for record in records),
        "crashes": [{"id": record.id, "error": record.error} for record in records if record.error],
        "per_question": [
            {
                "id": record.id,
                **{name: values.get(record.id) for name, values in ranking.items()},
                "ms": round(record.ms, 1),
            }
            for record in records
        ],
    }


def ranking_scores(records: Iterable[Saved]) -> dict[str, dict[str, float]]:
    """Per metric and question, of those to which something is relevant: {"nDCG@10": {"q1": 1.0}, …}."""
    judged = [record for record in records if record.relevant]
    gold = {
        record.id: dict(zip(record.relevant, record.grades or (1,) * len(record.relevant), strict=True))
        for record in judged
    }
    return metrics.rank_scores({record.id: [found.id for found in record.passages] for record in judged}, gold)


def ranked_sources(found: Iterable[Found]) -> tuple[str, ...]:
    """The articles of a ranking, each once, in the order of their best passage."""
    return tuple(dict.fromkeys(one.source for one in found))


def share(records: Sequence[Saved]) -> Scores:
    """How many of the questions are right."""
    right = sum(record.right for record in records)
    return _share(right, len(records))


def average(values: Iterable[float]) -> Scores:
    """The mean and its bootstrap interval."""
    held = list(values)
    return {"mean": metrics.mean(held), "interval": list(metrics.interval(held)) if held else None}


def _further(records: Sequence[Saved], ranking: Values) -> Scores:
    """What gold and SQuAD runs share, over all questions and by group."""
    confidences, right = [record.confidence for record in records], [record.forced_right for record in records]
    return {
        **_numbers(records, ranking, average),
        "forced": share_of(record.forced_right for record in records if record.answerable),
        "confidence": {
            **_confidence(records),
            "risk_coverage": [point.to_json() for point in calibration.risk_coverage(confidences, right)],
            "reliability": [one.to_json() for one in calibration.reliability(confidences, right)],
        },
        "stages": dict(Counter(record.stage for record in records if record.stage)),
        "by": {
            "kind": _by(records, ranking, lambda record: [record.kind]),
            "document": _by(records, ranking, lambda record: record.docs),
            "variant": _by(records, ranking, lambda record: [record.variant]),
            "language": _by(records, ranking, lambda record: [record.lang]),
            "level": _by(records, ranking, lambda record: [record.level] if record.level else []),
        },
    }


def _by(records: Sequence[Saved], ranking: Values, groups: Callable[[Saved], Iterable[str]]) -> Scores:
    """The numbers of each group, by name; a question may stand in several."""
    held: dict[str, list[Saved]] = {}
    for record in records:
        for name in dict.fromkeys(groups(record)):
            held.setdefault(name, []).append(record)
    return {name: _group(held[name], ranking) for name in held}


def _group(records: Sequence[Saved], ranking: Values) -> Scores:
    return {
        **share(records),
        "abstention": _abstention(records),
        "forced": share_of(record.forced_right for record in records if record.answerable),
        **_numbers(records, ranking, lambda values: metrics.mean(list(values))),
        "confidence": _confidence(records),
        "latency_ms": _latency(records),
        "crashed": sum(record.error is not None for record in records),
    }


def _numbers(records: Sequence[Saved], ranking: Values, mean: Callable[[Iterable[float]], Any]) -> Scores:
    """Means over the questions for which each number is defined; "left_out": nothing in the store is relevant to them."""

    def of(value: Callable[[Saved], bool | float | None]) -> Any:
        return mean([float(found) for record in records if (found := value(record)) is not None])

    ids = [record.id for record in records]
    return {
        "ranking": {
            **{name: mean([values[id] for id in ids if id in values]) for name, values in ranking.items()},
            "left_out": sum(record.answerable and not record.relevant for record in records),
        },
        "sentence": {"hit@1": of(lambda record: record.hit1), "hit@3": of(lambda record: record.hit3)},
        "citation": {
            "precision": of(lambda record: record.citation_precision),
            "recall": of(lambda record: record.citation_recall),
        },
        "complete": of(lambda record: record.complete),
        "span": {"exact": of(lambda record: record.span_em), "f1": of(lambda record: record.span_f1)},
    }


def share_of(right: Iterable[bool]) -> Scores:
    """How many are true."""
    held = list(right)
    return _share(sum(held), len(held))


def _share(right: int, questions: int) -> Scores:
    return {
        "questions": questions,
        "right": right,
        "share": right / questions if questions else None,
        "interval": list(metrics.share_interval(right, questions)) if questions else None,
    }


def _abstention(records: Sequence[Saved]) -> Scores:
    silence = metrics.abstention([record.abstained for record in records], [record.answerable for record in records])
    return {"precision": silence.precision, "recall": silence.recall}


def _confidence(records: Sequence[Saved]) -> Scores:
    confidences, right = [record.confidence for record in records], [record.forced_right for record in records]
    return {
        "auroc": calibration.auroc(confidences, right),
        "aurc": calibration.aurc(confidences, right),
        "ece": calibration.calibration_error(confidences, right),
    }


def _latency(records: Sequence[Saved]) -> Scores:
    ms = [record.ms for record in records]
    return {f"p{percent}": metrics.percentile(ms, percent) for percent in (50, 95, 99)}


def _wrong(record: Saved) -> Scores:
    return {
        "id": record.id,
        "kind": record.kind,
        "question": record.question,
        "history": list(record.history),
        "expected": {"docs": list(record.docs), "answers": list(record.answers), "all_of": list(record.all_of)},
        "given": [{"source": citation.source, "quote": citation.quote} for citation in record.citations],
        "abstained": record.abstained,
        "abstention_reason": record.abstention_reason,
        "confidence": None if record.stage == "crashed" else record.confidence,
        "stage": record.stage,
        "reason": {"vi": record.why["vi"], "en": record.why["en"]},
        "error": record.error,
    }
