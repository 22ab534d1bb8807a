"""Which pairs each step sees: of one kind, no key twice; the n-th batch is the same in every run.

A batch is drawn by its second sides: each comes with all the first sides it answers, so that a passage is read once for several
questions, and with what is mistaken for it, which brings its own questions along.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from embeddings.train.pairs import Kind, Pair

SEED = 1
POOL = 8  # batches drawn at once, of which the pairs of like length make one
MOST = 6  # first sides of one second

Noise = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Batch:
    """The sides of one step: the right one of `firsts[n]` is `seconds[own[n]]`."""

    kind: Kind
    firsts: tuple[str, ...]
    seconds: tuple[str, ...]
    own: tuple[int, ...]


def batch(kinds: Sequence[Kind], step: int, size: int, hard: int, noise: Noise) -> Batch:
    """The batch of one step.

    Args:
        size: second sides in a batch of the shortest kind.
        hard: hard negatives of each pair drawn, where it has any.
        noise: what a person's typing does to a text.
    """
    draw = random.Random(f"{SEED}:{step}")
    kind = draw.choices(kinds, [kind.share for kind in kinds])[0]
    number = max(2, round(size * kind.size))
    seconds = list(kind.of)
    if kind.mistaken:
        chosen = _with_mistakes(kind, draw.sample(seconds, min(len(seconds), number)), number, hard, draw)
    else:
        pool = sorted(draw.sample(seconds, min(len(seconds), number * POOL)), key=len)
        start = draw.randrange(max(1, len(pool) - number + 1))
        chosen = _distinct(kind, [*pool[start:], *reversed(pool[:start])], number)
    firsts: list[tuple[str, int]] = []
    for place, second in enumerate(chosen):
        pairs = [kind.pairs[n] for n in kind.of.get(second, ())]
        for pair in draw.sample(pairs, min(MOST, len(pairs))):
            firsts.append((noise(pair.first, draw) if kind.typed else pair.first, place))
    return Batch(kind, tuple(text for text, _ in firsts), tuple(chosen), tuple(place for _, place in firsts))


def _with_mistakes(kind: Kind, seeds: Sequence[str], number: int, hard: int, draw: random.Random) -> list[str]:
    """Second sides and after each what one of its pairs is mistaken for, until there are so many."""
    wanted: list[str] = []
    for seed in seeds:
        wrong = list(dict.fromkeys(text for n in kind.of[seed] for text in kind.pairs[n].hard))
        wanted += [seed, *draw.sample(wrong, min(hard, len(wrong)))]
    return _distinct(kind, wanted, number)


def _distinct(kind: Kind, seconds: Sequence[str], number: int) -> list[str]:
    """The first so many with different keys; one that answers nothing is its own key."""
    keys: set[str] = set()
    chosen: list[str] = []
    for second in seconds:
        pairs: Sequence[Pair] = [kind.pairs[n] for n in kind.of.get(second, ())]
        own = {pair.key for pair in pairs} | {second}
        if not own & keys:
            keys |= own
            chosen.append(second)
        if len(chosen) == number:
            break
    return chosen
