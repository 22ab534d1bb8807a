"""How well the reader marks the answer inside the sentence that holds it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from corpus.types import Article
from embeddings.reader import Reader
from eval import metrics
from eval.score import Scores
from eval.squad import SquadQuestion
from qa.examples import holding
from qa.question import Question


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
    span = found.span(best)
    return Marked(question, items[best][0][slice(*span)] if span else "")


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
