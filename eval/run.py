"""Questions and something that answers them in, one `Saved` a question out. A crash is a miss, and the run goes on.

A crash costs only the part that crashed: whatever else was found out about the question is kept.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter
from typing import Protocol, TypeVar

from tqdm import tqdm

from eval import credit
from eval.beir import BeirQuery
from eval.gold import Question
from eval.judge import Stage, Verdict, judge
from eval.saved import Cited, Found, Held, Saved, Writer
from eval.shelf import Form, Shelf, passage_name
from eval.squad import SquadQuestion, first_sentence_right
from eval.text import collapsed, comparable
from qa.question import language_of
from qa.types import Answer, Citation, Hit

log = logging.getLogger(__name__)
T = TypeVar("T")
DEPTH = 50  # passages of a ranking: an article may hold several
DEEP = 100  # passages retrieved to rank whole documents


class Asker(Protocol):
    """What is evaluated: the library, or anything that answers like it.

    `always` takes away the threshold of silence and nothing else: an answer whose confidence reaches it is the same.
    """

    @property
    def threshold(self) -> float: ...

    def ask(self, question: str, history: Sequence[str] = (), *, always: bool = False) -> Answer: ...

    def retrieve(self, query: str, k: int, *, vectors: bool = True) -> list[Hit]: ...


def run_gold(
    questions: Iterable[Question],
    asker: Asker,
    shelf: Shelf | None = None,
    *,
    progress: bool = False,
    writer: Writer | None = None,
) -> list[Saved]:
    """Ask every question with its history as shipped, and again without the threshold where the answer was silence.

    Args:
        shelf: the passages of the documents. Without it nothing is ranked, and what is not indexed counts as not retrieved.
        progress: show a bar on stderr.
        writer: keeps each record at once, and holds those of a run that goes on: they are not asked again.
    """
    return _run(list(questions), lambda question: _gold_record(question, asker, shelf), progress, writer)


def run_squad(
    questions: Iterable[SquadQuestion],
    asker: Asker,
    shelf: Shelf | None = None,
    *,
    variant: str = "",
    progress: bool = False,
    writer: Writer | None = None,
) -> list[Saved]:
    """Retrieve (hybrid and words alone) and ask every question without the threshold; below it the shipped answer is silence.

    Args: see `run_gold`; `variant` names how the questions were changed.
    """
    return _run(list(questions), lambda question: _squad_record(question, asker, shelf, variant), progress, writer)


def run_beir(
    queries: Iterable[BeirQuery], asker: Asker, *, progress: bool = False, writer: Writer | None = None
) -> list[Saved]:
    """Rank the documents, each by its best passage, for every query; nothing is asked. Right: the first one is relevant."""
    return _run(list(queries), lambda query: _beir_record(query, asker), progress, writer)


def _run(questions: list[T], ask: Callable[[T], Saved], progress: bool, writer: Writer | None) -> list[Saved]:
    records = list(writer.done) if writer is not None else []
    for question in _bar(questions, len(records), progress):
        record = ask(question)
        if writer is not None:
            writer.append(record)
        records.append(record)
    return records


def _gold_record(question: Question, asker: Asker, shelf: Shelf | None) -> Saved:
    errors: list[str] = []
    started = perf_counter()
    answer = _attempt(question.id, errors, lambda: asker.ask(question.question, question.history))
    ms = (perf_counter() - started) * 1000
    forced = answer
    if answer is not None and answer.abstained:
        forced = _attempt(question.id, errors, lambda: asker.ask(question.question, question.history, always=True))
    query = (answer.standalone_question if answer is not None else "") or question.question
    hits = _attempt(question.id, errors, lambda: asker.retrieve(query, DEPTH)) if shelf is not None else []
    if answer is None:
        verdict = Verdict(right=False, abstained=False, stage="crashed")
    else:
        verdict = judge(question, answer, shelf.texts(question.docs) if shelf is not None else None)
    forced_right = forced is not None and question.answerable and judge(question, forced).right
    return _saved(
        question, answer, forced, verdict, forced_right, hits or [], [], shelf, comparable, ms, _joined(errors)
    )


def _squad_record(asked: SquadQuestion, asker: Asker, shelf: Shelf | None, variant: str) -> Saved:
    errors: list[str] = []
    text = asked.question
    hits = _attempt(asked.id, errors, lambda: asker.retrieve(text, DEPTH)) or []
    words = _attempt(asked.id, errors, lambda: asker.retrieve(text, DEPTH, vectors=False)) or []
    started = perf_counter()
    forced = _attempt(asked.id, errors, lambda: asker.ask(text, always=True))
    ms = (perf_counter() - started) * 1000
    silent = forced is not None and (forced.abstained or forced.confidence < asker.threshold)
    right = forced is not None and bool(asked.answers) and first_sentence_right(asked, forced)
    shipped = right and not silent if asked.answers else silent
    question = Question(
        id=asked.id,
        lang=language_of(text),
        question=text,
        kind="answerable" if asked.answers else "impossible",
        docs=(asked.context,) if asked.answers else (),
        answers=asked.answers,
        variant=variant,
    )
    verdict = Verdict(
        right=shipped,
        abstained=silent,
        stage=None if shipped else _squad_stage(question, forced, silent, hits, shelf),
        missing=asked.answers if not shipped else (),
    )
    # What it would have said below the threshold is not what it answers; that it found nothing at all is.
    answer = forced if forced is not None and (forced.abstained or not silent) else None
    return _saved(question, answer, forced, verdict, right, hits, words, shelf, collapsed, ms, _joined(errors))


def _squad_stage(
    question: Question, forced: Answer | None, silent: bool, hits: Sequence[Hit], shelf: Shelf | None
) -> Stage:
    if forced is None:
        return "crashed"
    if not question.answerable:
        return "not_silent"
    if shelf is not None and not shelf.holding(question.docs, question.answers, collapsed):
        return "not_indexed"
    if not any(_relevant(hit, question, collapsed) for hit in [*hits, *forced.hits]):
        return "not_retrieved"
    return "abstained" if silent else "not_selected"


def _beir_record(query: BeirQuery, asker: Asker) -> Saved:
    errors: list[str] = []
    started = perf_counter()
    hits = _attempt(query.id, errors, lambda: asker.retrieve(query.text, DEEP)) or []
    ms = (perf_counter() - started) * 1000
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.passage.article.source, hit)
    grades = {document: grade for document, grade in query.grades.items() if grade > 0}
    passages = tuple(
        Found(source, source, hit.passage.span.start, hit.passage.span.end, source in grades)
        for source, hit in list(best.items())[:DEPTH]
    )
    right = bool(passages) and passages[0].relevant
    stage: Stage | None = "crashed" if errors else None if right else "not_retrieved"
    verdict = Verdict(right, False, stage)
    return Saved(
        id=query.id,
        lang=language_of(query.text),
        question=query.text,
        kind="query",
        right=right,
        stage=stage,
        why={"vi": verdict.reason("vi"), "en": verdict.reason("en")},
        forced_right=right,
        passages=passages,
        relevant=tuple(grades),
        grades=tuple(grades.values()),
        ms=round(ms, 3),
        error=_joined(errors),
    )


def _saved(
    question: Question,
    answer: Answer | None,
    forced: Answer | None,
    verdict: Verdict,
    forced_right: bool,
    hits: Sequence[Hit],
    words: Sequence[Hit],
    shelf: Shelf | None,
    form: Form,
    ms: float,
    error: str | None,
) -> Saved:
    """The record of one question; `answer` is the shipped one."""
    values = credit.expected(question)
    stored = shelf.holding(question.docs, values, form) if shelf is not None else []
    citations = answer.citations if answer is not None else ()
    best = credit.best_sentences(forced)
    passages = _found(hits, question, form)
    em, f1 = credit.span(question, forced)
    ranked = [hit.passage for hit, found in zip(hits, passages, strict=True) if found.relevant]
    held = next(iter([*ranked, *stored]), None) if not verdict.right else None
    return Saved(
        id=question.id,
        lang=question.lang,
        question=question.question,
        kind=question.kind,
        subkind=question.subkind,
        variant=question.variant,
        history=question.history,
        docs=question.docs,
        answers=question.answers,
        all_of=question.all_of,
        wrong=question.wrong,
        evidence=question.evidence,
        answerable=question.answerable,
        right=verdict.right,
        abstained=verdict.abstained,
        stage=verdict.stage,
        why={"vi": verdict.reason("vi"), "en": verdict.reason("en")},
        abstention_reason=answer.reason if answer is not None else None,
        confidence=forced.confidence if forced is not None else 0.0,
        forced_right=forced_right,
        hit1=credit.hit(question, best[:1], form),
        hit3=credit.hit(question, best[:3], form),
        citation_precision=credit.precision(question, citations, form),
        citation_recall=credit.recall(question, citations, form),
        complete=credit.complete(question, citations),
        span_em=em,
        span_f1=f1,
        citations=tuple(_cited(citation) for citation in citations),
        passages=passages,
        relevant=tuple(passage_name(passage) for passage in stored),
        holding=Held(held.article.source, held.span.start, held.span.end, held.text) if held is not None else None,
        ms=round(ms, 3),
        error=error,
        words=_found(words, question, form),
        level=answer.level if answer is not None else "",
    )


def _found(hits: Sequence[Hit], question: Question, form: Form) -> tuple[Found, ...]:
    return tuple(
        Found(
            passage_name(hit.passage),
            hit.passage.article.source,
            hit.passage.span.start,
            hit.passage.span.end,
            _relevant(hit, question, form),
        )
        for hit in hits
    )


def _relevant(hit: Hit, question: Question, form: Form) -> bool:
    passage = hit.passage
    return credit.named(passage.article, question) and credit.holds(passage.text, credit.expected(question), form)


def _cited(citation: Citation) -> Cited:
    return Cited(
        citation.article.source,
        citation.quote,
        citation.span.start,
        citation.span.end,
        round(citation.support, 6),
        citation.role,
        citation.also_in,
        citation.answer_span,
        citation.article.text[citation.span.start : citation.span.end] == citation.quote,
    )


def _attempt(id: str, errors: list[str], call: Callable[[], T]) -> T | None:
    """What `call` returns, or None with the crash noted in `errors`."""
    # Our own mistakes are caught here and nowhere else: measuring one must not hide all the others.
    try:
        return call()
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
        log.warning("question %s crashed: %s", id, errors[-1], exc_info=log.isEnabledFor(logging.DEBUG))
        return None


def _joined(errors: Sequence[str]) -> str | None:
    return "; ".join(dict.fromkeys(errors)) or None


def _bar(questions: list[T], done: int, progress: bool) -> Iterator[T]:
    # disable=None: no bar where stderr is no terminal
    yield from tqdm(
        questions[done:],
        desc="Hỏi",
        unit=" câu",
        total=len(questions),
        initial=done,
        disable=None if progress else True,
    )
