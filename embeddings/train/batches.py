"""Which pairs each step sees: of one kind, of like length, no key twice; the n-th batch is the same in every run."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from embeddings.train.pairs import Kind, Pair

SEED = 1
POOL = 8  # batches drawn at once, of which the pairs of like length make one

Noise = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Batch:
    """The sides of one step: `seconds` are the right ones of `firsts` in their order, then hard negatives."""

    kind: Kind
    firsts: tuple[str, ...]
    seconds: tuple[str, ...]


def batch(kinds: Sequence[Kind], step: int, size: int, hard: int, noise: Noise) -> Batch:
    """The batch of one step.

    Args:
        size: pairs in a batch of the shortest kind.
        hard: hard negatives of each pair, where it has any.
        noise: what a person's typing does to a text.
    """
    draw = random.Random(f"{SEED}:{step}")
    kind = draw.choices(kinds, [kind.share for kind in kinds])[0]
    number = max(2, round(size * kind.size))
    pool = draw.sample(range(len(kind.pairs)), min(len(kind.pairs), number * POOL))
    pool.sort(key=lambda n: len(kind.pairs[n].second))
    start = draw.randrange(max(1, len(pool) - number + 1))
    chosen = _distinct([kind.pairs[n] for n in [*pool[start:], *reversed(pool[:start])]], number)
    wrong = [other for pair in chosen for other in draw.sample(pair.hard, min(hard, len(pair.hard)))]
    right = {pair.second for pair in chosen}
    return Batch(
        kind,
        tuple(noise(pair.first, draw) if kind.typed else pair.first for pair in chosen),
        (*(pair.second for pair in chosen), *(text for text in dict.fromkeys(wrong) if text not in right)),
    )


def _distinct(pairs: Sequence[Pair], number: int) -> list[Pair]:
    """The first so many with different keys and second sides."""
    keys: set[str] = set()
    chosen: list[Pair] = []
    for pair in pairs:
        if pair.key not in keys and pair.second not in keys:
            keys |= {pair.key, pair.second}
            chosen.append(pair)
        if len(chosen) == number:
            break
    return chosen
