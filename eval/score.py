"""Records in, all their numbers out, as a dict that is JSON: what `hoidap eval --json` prints."""

from collections.abc import Sequence
from typing import Any

from eval import metrics
from eval.run import Record, SquadRecord

Scores = dict[str, Any]


def gold_scores(records: Sequence[Record]) -> Scores:
    """All numbers of a gold run; shares are 0..1 with Wilson's 95% interval, None where there is no question."""
    answers = [record.answer for record in records if record.answer is not None]
    citations = [citation for answer in answers for citation in answer.citations]
    given = [answer for answer in answers if not answer.abstained]
    silence = metrics.abstention(
        [record.verdict.abstained for record in records], [record.question.answerable for record in records]
    )
    kinds = dict.fromkeys(record.question.kind for record in records)
    return {
        "questions": len(records),
        "answerable": _share([r for r in records if r.question.answerable]),
        "unanswerable": _share([r for r in records if not r.question.answerable]),
        "overall": _share(records),
        "kinds": {kind: _share([r for r in records if r.question.kind == kind]) for kind in kinds},
        "abstention": {"precision": silence.precision, "recall": silence.recall},
        "citations_per_answer": len(citations) / len(given) if given else None,
        "verbatim": {
            "quotes": len(citations),
            "true": sum(c.article.text[c.span.start : c.span.end] == c.quote for c in citations),
        },
        "crashed": sum(record.error is not None for record in records),
        "latency_ms": _latency([record.ms for record in records]),
        "wrong": [_wrong(record) for record in records if not record.verdict.right],
        "per_question": [
            {
                "id": record.question.id,
                "kind": record.question.kind,
                "answerable": record.question.answerable,
                "right": record.verdict.right,
                "abstained": record.verdict.abstained,
                "stage": record.verdict.stage,
                "confidence": record.answer.confidence if record.answer else 0.0,
                "citations": len(record.answer.citations) if record.answer else 0,
                "ms": round(record.ms, 1),
            }
            for record in records
        ],
    }


def squad_scores(records: Sequence[SquadRecord]) -> Scores:
    """All numbers of a SQuAD run. Questions that nothing answers count for silence, not for the ranking."""
    ranked = [record for record in records if record.question.answers]
    gold = {record.question.id: {record.question.context} for record in ranked}
    hybrid = metrics.rank_scores({record.question.id: record.hybrid for record in ranked}, gold)
    words = metrics.rank_scores({record.question.id: record.words for record in ranked}, gold)
    difference = metrics.difference(hybrid["nDCG@10"], words["nDCG@10"]).to_json() if ranked else None
    return {
        "questions": len(records),
        "answerable": len(ranked),
        "hybrid": {name: _mean(list(values.values())) for name, values in hybrid.items()},
        "words": {name: _mean(list(values.values())) for name, values in words.items()},
        "hybrid_minus_words": {"nDCG@10": difference},
        "first_sentence": {
            "forced": _mean([float(record.forced) for record in records]),
            "shipped": _mean([float(record.shipped) for record in records]),
        },
        "abstained": metrics.mean([float(record.abstained) for record in records]),
        "latency_ms": _latency([record.ms for record in records]),
        "crashed": sum(record.error is not None for record in records),
        "crashes": [{"id": record.question.id, "error": record.error} for record in records if record.error],
        "per_question": [
            {
                "id": record.question.id,
                "hybrid_nDCG@10": hybrid["nDCG@10"].get(record.question.id),
                "words_nDCG@10": words["nDCG@10"].get(record.question.id),
                "forced": record.forced,
                "shipped": record.shipped,
                "abstained": record.abstained,
                "confidence": record.confidence,
                "ms": round(record.ms, 1),
            }
            for record in records
        ],
    }


def _share(records: Sequence[Record]) -> Scores:
    right = [float(record.verdict.right) for record in records]
    return {
        "questions": len(right),
        "right": int(sum(right)),
        "share": metrics.mean(right),
        "interval": list(metrics.share_interval(int(sum(right)), len(right))) if right else None,
    }


def _mean(values: Sequence[float]) -> Scores:
    return {"mean": metrics.mean(values), "interval": list(metrics.interval(values)) if values else None}


def _latency(ms: Sequence[float]) -> Scores:
    return {"p50": metrics.percentile(ms, 50), "p95": metrics.percentile(ms, 95)}


def _wrong(record: Record) -> Scores:
    question, answer, verdict = record.question, record.answer, record.verdict
    return {
        "id": question.id,
        "kind": question.kind,
        "question": question.question,
        "history": list(question.history),
        "expected": {"docs": list(question.docs), "answers": list(question.answers), "all_of": list(question.all_of)},
        "given": [{"source": c.article.source, "quote": c.quote} for c in answer.citations] if answer else [],
        "abstained": verdict.abstained,
        "abstention_reason": answer.reason if answer else None,
        "confidence": answer.confidence if answer else None,
        "stage": verdict.stage,
        "reason": {"vi": verdict.reason("vi"), "en": verdict.reason("en")},
        "error": record.error,
    }
