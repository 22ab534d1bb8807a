"""Questions and something that answers them in, one record a question out. A crash is a miss, and the run goes on."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol, TypeVar

from tqdm import tqdm

from eval.gold import Question
from eval.judge import Verdict, judge
from eval.squad import SquadQuestion, first_sentence_right
from qa.types import Answer, Hit

log = logging.getLogger(__name__)
T = TypeVar("T")
DEPTH = 50  # passages retrieved to rank ten articles: an article may hold several


class Asker(Protocol):
    """What is evaluated: the library, or anything that answers like it.

    `always` takes away the threshold of silence and nothing else: an answer whose confidence reaches it is the same.
    """

    @property
    def threshold(self) -> float: ...

    def ask(self, question: str, history: Sequence[str] = (), *, always: bool = False) -> Answer: ...

    def retrieve(self, query: str, k: int, *, vectors: bool = True) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Record:
    """A gold question, its answer (None: it crashed, `error` says how), the verdict, wall milliseconds."""

    question: Question
    answer: Answer | None
    verdict: Verdict
    ms: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SquadRecord:
    """What one SQuAD question gave.

    Attributes:
        hybrid, words: the sources of the articles, ranked by their best passage, with vectors and by words alone.
        shipped: the first sentence is right, an abstention being a miss.
        forced: the same without the threshold of silence.
        ms: wall milliseconds of one answer.
        error: what crashed, None if nothing did.
    """

    question: SquadQuestion
    hybrid: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    abstained: bool = False
    shipped: bool = False
    forced: bool = False
    confidence: float = 0.0
    ms: float = 0.0
    error: str | None = None


def run_gold(questions: Iterable[Question], asker: Asker, *, progress: bool = False) -> list[Record]:
    """Ask every question with its history and judge the answer; `progress` shows a bar on stderr."""
    return [_gold_record(question, asker) for question in _bar(list(questions), progress)]


def run_squad(questions: Iterable[SquadQuestion], asker: Asker, *, progress: bool = False) -> list[SquadRecord]:
    """Retrieve (hybrid and words alone) and ask (as shipped and forced) every question."""
    return [_squad_record(question, asker) for question in _bar(list(questions), progress)]


def _gold_record(question: Question, asker: Asker) -> Record:
    errors: list[str] = []
    started = perf_counter()
    answer = _attempt(question.id, errors, lambda: asker.ask(question.question, question.history))
    ms = (perf_counter() - started) * 1000
    if answer is None:
        return Record(question, None, Verdict(right=False, abstained=False, stage="crashed"), ms, errors[0])
    return Record(question, answer, judge(question, answer), ms)


def _squad_record(question: SquadQuestion, asker: Asker) -> SquadRecord:
    errors: list[str] = []
    text = question.question
    hybrid = _attempt(question.id, errors, lambda: asker.retrieve(text, DEPTH)) or []
    words = _attempt(question.id, errors, lambda: asker.retrieve(text, DEPTH, vectors=False)) or []
    started = perf_counter()
    forced = _attempt(question.id, errors, lambda: asker.ask(text, always=True))
    ms = (perf_counter() - started) * 1000
    right = forced is not None and first_sentence_right(question, forced)
    silent = forced is not None and (forced.abstained or forced.confidence < asker.threshold)
    return SquadRecord(
        question=question,
        hybrid=ranked_sources(hybrid),
        words=ranked_sources(words),
        abstained=silent,
        shipped=not question.answers if silent else right,
        forced=right,
        confidence=forced.confidence if forced else 0.0,
        ms=ms,
        error="; ".join(dict.fromkeys(errors)) or None,
    )


def ranked_sources(hits: Iterable[Hit]) -> tuple[str, ...]:
    """The articles of `hits`, each once, in the order of their best passage."""
    return tuple(dict.fromkeys(hit.passage.article.source for hit in hits))


def _attempt(id: str, errors: list[str], call: Callable[[], T]) -> T | None:
    """What `call` returns, or None with the crash noted in `errors`."""
    # Our own mistakes are caught here and nowhere else: measuring one must not hide all the others.
    try:
        return call()
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
        log.warning("question %s crashed: %s", id, errors[-1], exc_info=log.isEnabledFor(logging.DEBUG))
        return None


def _bar(questions: list[T], progress: bool) -> Iterable[T]:
    # disable=None: no bar where stderr is no terminal
    bar: Iterable[T] = tqdm(questions, desc="Hỏi", unit=" câu", disable=None if progress else True)
    return bar
