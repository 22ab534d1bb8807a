"""How well the reader marks the answer inside the sentence that holds it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from tqdm import tqdm

from corpus.passages import passages
from corpus.split import sentences
from corpus.types import Article, Span
from embeddings.reader import Item, Reader
from eval import metrics
from eval.score import Scores
from eval.squad import SquadQuestion
from eval.text import collapsed
from qa.question import Question
from qa.select import reading_context
from qa.types import Hit


@dataclass(frozen=True, slots=True)
class Marked:
    """What the reader marked for one question: `given`, "" where it marked nothing or could not read the whole sentence.

    `held` is false where the answers stand in no single sentence: then there was nothing to read.
    """

    question: SquadQuestion
    given: str = ""
    held: bool = True

    @property
    def f1(self) -> float:
        return metrics.token_f1(self.given, self.question.answers)

    @property
    def exact(self) -> float:
        return metrics.exact_match(self.given, self.question.answers)


def mark(
    questions: Iterable[SquadQuestion],
    contexts: Mapping[str, Article],
    reader: Reader,
    read: Callable[[str], Question],
    *,
    progress: bool = False,
) -> list[Marked]:
    """Each question that has answers, put to the reader beside the sentence that holds one.

    Where several sentences hold one, the reader's best counts: that is the one it would put first.

    Args:
        contexts: the articles by source.
        read: makes a question of its text, as the library does.
    """
    asked = [question for question in questions if question.answers]
    bar = tqdm(asked, desc="spans", disable=None if progress else True)
    return [_marked(question, contexts[question.context], reader, read) for question in bar]


def _marked(question: SquadQuestion, context: Article, reader: Reader, read: Callable[[str], Question]) -> Marked:
    items = list(holding(context, question.answers))
    if not items:
        return Marked(question, held=False)
    found = reader.read(read(question.question).reading, items)
    best = int(np.argmax(found.scores))
    span = found.spans[best]
    return Marked(question, items[best][0][slice(*span)] if span else "")


def holding(article: Article, answers: Sequence[str]) -> Iterator[Item]:
    """The sentences of `article` in which one of `answers` stands whole, with the context that a reader sees beside each.

    >>> list(holding(Article("a.txt", "Huế có 9 quận. Vinh có 16 phường."), ["16"]))
    [('Vinh có 16 phường.', 'Huế có 9 quận.')]
    """
    for passage in passages(article):
        base = passage.span.start
        for part in sentences(passage.text):
            sentence = replace(part, span=Span(base + part.span.start, base + part.span.end))
            text = article[sentence.span]
            if any(answer in collapsed(text) for answer in answers):
                yield text, reading_context(Hit(passage, 0.0), sentence)


def span_scores(marked: Sequence[Marked]) -> Scores:
    """Means over the questions whose answer stands in one sentence; how many were left out, how many had nothing marked."""
    read = [one for one in marked if one.held]
    return {
        "questions": len(read),
        "left_out": len(marked) - len(read),
        "unmarked": sum(not one.given for one in read),
        "f1": metrics.mean([one.f1 for one in read]),
        "exact": metrics.mean([one.exact for one in read]),
        "per_question": [{"id": one.question.id, "given": one.given, "f1": one.f1, "exact": one.exact} for one in read],
    }
