"""Draws an encoder to one person's documents: articles in, a model folder out, within a budget of seconds.

Nothing is labelled; the pairs are what the articles themselves hold together: title and text, heading and section, a sentence and the
next, a paragraph's first sentence and its rest. Whether the result is better is for the caller to measure.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from corpus.errors import BadInput
from corpus.split import sentences
from corpus.types import Article, Sentence
from embeddings.graph import ready
from embeddings.train.batches import Batch, batch
from embeddings.train.loop import Done, Recipe, Trainer, loaded, save
from embeddings.train.noise import SHARES, noisy
from embeddings.train.pairs import LEAST, WINDOW, Kind, Pair, cut

SECONDS = 480.0  # of training; opening, encoding and measuring come on top
SIZE = 32
PASSES = 3.0  # over all pairs at most
FEWEST = 24  # pairs below which there is nothing to learn
RECIPE = Recipe(steps=1, vectors=1e-4, body=2e-5, mean_of=0.3)
PROBES = 2  # batches that the speed is measured on


@dataclass(frozen=True, slots=True)
class Adapted:
    """What was done: the pairs there were, and the run."""

    pairs: int
    done: Done


def kinds(articles: Sequence[Article]) -> list[Kind]:
    """The kinds of pairs that these articles hold, shares by what each teaches of questions."""
    titles, sections, openings, neighbours = [], [], [], []
    for article in articles:
        if article.title and len(article.text) >= LEAST:
            titles.append(Pair(article.title, cut(article.text, WINDOW), article.source))
        for lines in _paragraphs(article):
            texts = [article[line.span] for line in lines]
            if lines[0].kind == "heading" and len(texts) > 1:
                sections.append(Pair(texts[0], cut(" ".join(texts[1:]), WINDOW), f"{article.source}\n{texts[0]}"))
            elif len(texts) > 2:
                openings.append(Pair(texts[0], cut(" ".join(texts[1:]), WINDOW), texts[0]))
            said = [text for text, line in zip(texts, lines, strict=True) if line.kind == "sentence"]
            neighbours += [Pair(one, other, one) for one, other in pairwise(said)]
    made = [
        Kind("title and text", _able(titles), 0.35, typed=True),
        Kind("heading and section", _able(sections), 0.2, typed=True),
        Kind("opening and rest", _able(openings), 0.25, typed=True),
        Kind("neighbouring sentences", _able(neighbours), 0.2),
    ]
    return [kind for kind in made if len(kind.pairs) > 1]


def _able(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if min(len(pair.first), len(pair.second)) >= LEAST and pair.first != pair.second]


def _paragraphs(article: Article) -> Iterator[list[Sentence]]:
    """The sentences of each paragraph; a heading is put before the paragraph that follows it."""
    held: list[Sentence] = []
    for line in sentences(article.text):
        follows = held and (held[-1].paragraph == line.paragraph or all(one.kind == "heading" for one in held))
        if held and (line.kind == "heading" or not follows):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def adapt(
    articles: Sequence[Article],
    base: Path,
    out: Path,
    restored: Callable[[str], str],
    *,
    seconds: float = SECONDS,
    size: int = SIZE,
) -> Adapted:
    """Fit the encoder in `base` to the articles and write it to `out`.

    Args:
        restored: puts marks back, as the program does with what people type.
        seconds: of training at most; the number of steps follows from the speed measured here.

    Raises:
        BadInput: the articles hold too little to learn from.
    """
    found = kinds(articles)
    number = sum(len(kind.pairs) for kind in found)
    if number < FEWEST:
        raise BadInput(
            vi=f"Kho chỉ có {number} cặp câu để học, cần ít nhất {FEWEST}; hãy lập chỉ mục thêm tài liệu bằng `hoidap index` rồi chạy lại.",
            en=f"The documents hold {number} pairs to learn from, {FEWEST} are needed; index more with `hoidap index` and run again.",
        )
    batch_of = partial(_batch, found, size, restored)
    model = loaded(base)
    pace = _seconds_a_step(Trainer(model, RECIPE, out), batch_of)
    steps = max(1, min(int(seconds / pace), round(PASSES * number / size)))
    ends = time.monotonic() + seconds
    done = Trainer(model, replace(RECIPE, steps=steps), out).run(
        batch_of, "adapt", until=lambda: time.monotonic() > ends
    )
    save(model, out)
    ready(out)
    (out / "checkpoint.pt").unlink(missing_ok=True)
    return Adapted(number, done)


def _batch(found: Sequence[Kind], size: int, restored: Callable[[str], str], step: int) -> Batch:
    def noise(text: str, draw: random.Random) -> str:
        return noisy(text, draw, restored, SHARES)

    return batch(found, step, size, 0, noise)


def _seconds_a_step(trainer: Trainer, batch_of: Callable[[int], Batch]) -> float:
    """Wall seconds of one step, measured without learning anything."""
    trainer.probe(batch_of(0))  # the first pass is slower
    began = time.monotonic()
    for step in range(PROBES):
        trainer.probe(batch_of(step))
    return max(1e-3, (time.monotonic() - began) / PROBES)
