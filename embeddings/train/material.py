"""What an encoder learns from: the kinds of pairs of a data folder, with hard negatives mined once and kept beside the run."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from embeddings.encoder import SentenceEncoder
from embeddings.restore import bundled_restorer
from embeddings.train.data import files, squad
from embeddings.train.negatives import confused, mined
from embeddings.train.noise import noisy
from embeddings.train.pairs import Kind, asked, kinds
from embeddings.train.written_pairs import written_kinds


def typing() -> Callable[[str, random.Random], str]:
    """What a person's typing does to a question, restoring marks as the program does."""
    restore = bundled_restorer().restore
    return lambda text, draw: noisy(text, draw, restore)


def questioned(data: Path, out: Path, base: str) -> list[Kind]:
    """The kinds of questions with hard negatives; these are kept in `out` so that a resumed run need not mine again."""
    found: list[Kind] = []
    for path in files(data, "qa-vi-*.json.gz"):
        held = squad(path)
        kept = out / f"negatives-{path.name.split('.')[0]}.json"
        found += asked(held, _kept(kept, partial(mined, held.questions, held.passages, progress=True), base))
    return found


def mistaken(kind: Kind, out: Path, base: str) -> Kind:
    """The kind with hard negatives mined from its own second sides, kept in `out` as well."""
    firsts, seconds = [pair.first for pair in kind.pairs], [pair.second for pair in kind.pairs]
    hard = _kept(out / f"negatives-{kind.name}.json", partial(confused, firsts, seconds, progress=True), base)
    pairs = [replace(pair, hard=tuple(seconds[n] for n in wrong)) for pair, wrong in zip(kind.pairs, hard, strict=True)]
    return replace(kind, pairs=pairs)


def learned_from(data: Path, out: Path, base: str) -> list[Kind]:
    """Every kind that the folder holds, with hard negatives kept in `out`.

    Raises:
        SystemExit: it holds none.
    """
    found = [
        *questioned(data, out, base),
        *written_kinds(data),
        *(mistaken(kind, out, base) if kind.loss == "distil" else kind for kind in kinds(data)),
    ]
    if not found:
        raise SystemExit(f"{data} holds no training data, see embeddings/train/data.py")
    return found


def _kept(path: Path, mine: Callable[[SentenceEncoder], list[tuple[int, ...]]], base: str) -> list[tuple[int, ...]]:
    """What was mined before, or is now with the encoder to start from."""
    if not path.is_file():
        path.write_text(json.dumps(mine(SentenceEncoder(base))))
    return [tuple(row) for row in json.loads(path.read_text())]
