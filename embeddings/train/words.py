"""Puts a table of word vectors beside an encoder's body: `python -m embeddings.train.words DATA -o FOLDER`.

What a text is about stands in the mean of its last states; which rare words it holds drowns there. So the vector has two parts. The
first is that mean, evened out: the directions in which all texts differ are drawn in a little (Su et al. 2021, arXiv:2103.15316). The
second is the sum of the pieces' own vectors over the root of their number; it takes no time to compute and is learned by the contrast
that the body learned by, the body left alone. A table starts from the body's word vectors, which know translations, and from random
directions, which know nothing but which word it is.

All parts are modules of sentence-transformers, so the folder stays an ordinary one. A run takes a few minutes and is not resumed.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from tqdm import tqdm

from embeddings.encoder import BUNDLED, SentenceEncoder, bundled_path, unit
from embeddings.graph import ready
from embeddings.train.batches import Batch, batch
from embeddings.train.card import words_card
from embeddings.train.data import files
from embeddings.train.loop import contrast, loaded, plain, save
from embeddings.train.material import learned_from, typing
from embeddings.train.pairs import Kind

SEED = 1
WIDTH = 208  # with it the encoder has just under 30 million parameters
STEPS, SIZE, RATE = 800, 384, 3e-3
SCALE = 20.0
RANDOM = 0.75  # of a starting vector's squared length
EVENNESS = 0.12  # 0 leaves the first part as it is, 0.5 makes all directions alike
WEIGHT = 0.55  # of the second part beside the first
SAMPLE = 20_000  # pairs that evenness, weight and how rare a piece is are measured on
LEAST_RARE = 0.3

Matrix = NDArray[np.float32]


def evening(vectors: Matrix, power: float = EVENNESS) -> Matrix:
    """(d, d): what draws in the directions in which the (n, d) unit vectors differ most; their covariance to the power of -`power`.

    >>> evening(np.array([[1, 0], [-1, 0], [0, 0.1], [0, -0.1]], np.float32), 0.5).astype(float).round(1).tolist()
    [[1.2, 0.0], [0.0, 12.2]]
    """
    spread, directions = np.linalg.eigh(np.cov(vectors.T.astype(np.float64)))
    return np.asarray((directions * (spread + 1e-4) ** -power) @ directions.T, dtype=np.float32)


def rareness(pieces: Sequence[Sequence[int]], size: int) -> Matrix:
    """(size,) the log of how many texts there are to one that holds the piece, at least `LEAST_RARE`.

    >>> rareness([[0, 1], [0], [0]], 2).astype(float).round(2).tolist()
    [0.3, 0.41]
    """
    held = np.bincount([piece for text in pieces for piece in set(text)], minlength=size)
    return np.maximum(np.log(len(pieces) / (held + 1)), LEAST_RARE).astype(np.float32)


def start(vectors: Matrix, rare: Matrix, width: int = WIDTH) -> Matrix:
    """(pieces, width) starting vectors: the main directions of (pieces, d) word vectors and random ones, longer for rare pieces."""
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    known = unit(centred @ directions[:width].T)
    unknown = unit(np.random.default_rng(SEED).standard_normal(known.shape))
    both = np.sqrt(1 - RANDOM) * known + np.sqrt(RANDOM) * unknown
    return np.asarray(both * (rare / rare.mean())[:, None], dtype=np.float32)


class Table(torch.nn.Module):
    """Word vectors being learned; those of the `silent` pieces, which stand in every text, stay zero.

    Args:
        tokenizer: a `tokenizers.Tokenizer` that cuts as the body's does.
        vectors: (pieces, width).
    """

    def __init__(self, tokenizer: Any, vectors: Matrix, silent: Sequence[int]) -> None:
        super().__init__()
        self.tokenizer = tokenizer
        self.bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(vectors), freeze=False, mode="sum")
        self.silent = list(silent)
        self.bag.weight.data[self.silent] = 0

    def forward(self, texts: Sequence[str]) -> torch.Tensor:
        """(texts, width): the sums of the pieces' vectors over the roots of their numbers."""
        pieces = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        lengths = torch.tensor([len(text) for text in pieces])
        flat = torch.tensor([piece for text in pieces for piece in text])
        sums = self.bag(flat, lengths.cumsum(0) - lengths)
        return torch.as_tensor(sums / lengths.sqrt()[:, None])

    def vectors(self) -> Matrix:
        """(pieces, width) as learned so far."""
        return np.asarray(self.bag.weight.detach().numpy(), dtype=np.float32)


def fit(table: Table, everything: Sequence[Kind], *, steps: int, size: int, rate: float) -> None:
    """Learn the table by contrast alone."""
    noise = typing()
    optimiser = torch.optim.Adam(table.parameters(), lr=rate)
    with tqdm(range(steps), desc="words") as bar:
        for step in bar:
            for group in optimiser.param_groups:
                group["lr"] = rate * min((step + 1) / 20, 1 - step / steps)
            seen: Batch = batch(everything, step, size, 1, noise)
            rows = functional.normalize(table([*seen.firsts, *seen.seconds]), dim=1)
            firsts, seconds = rows[: len(seen.firsts)], rows[len(seen.firsts) :]
            loss = contrast(firsts, seconds, torch.tensor(seen.own), SCALE)
            loss.backward()  # type: ignore[no-untyped-call]
            table.bag.weight.grad[table.silent] = 0  # type: ignore[index]
            optimiser.step()
            optimiser.zero_grad()
            bar.set_postfix_str(f"{seen.kind.name} {loss.item():.3f}", refresh=False)


def joined(model: Any, even: Matrix, words: Matrix) -> Any:
    """A plain encoder with the first part evened out by (d, d) and the table (pieces, width) beside it."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Dense, Normalize
    from sentence_transformers.sentence_transformer.modules import Pooling, WordEmbeddings
    from sentence_transformers.sentence_transformer.modules.tokenizer import WhitespaceTokenizer

    size = len(even)
    # The body cuts the text; the tokenizer that the table asks for is never used.
    table = WordEmbeddings(WhitespaceTokenizer([], stop_words=[]), torch.from_numpy(words))
    # Its last step joins "cls", which a module may set, to the mean of tokens: here both parts of the vector.
    first = Dense(
        size,
        size,
        bias=False,
        activation_function=torch.nn.Identity(),
        init_weight=torch.from_numpy(np.ascontiguousarray(even.T)),
        module_output_name="cls_token_embeddings",
    )
    both = Pooling((size + words.shape[1]) // 2, ("cls", "mean_sqrt_len_tokens"))  # it doubles the number it is told
    modules = [model[0], model[1], Normalize(), table, first, both, Normalize()]
    return SentenceTransformer(modules=modules, device="cpu")


def put_beside(
    everything: Sequence[Kind], out: Path, *, steps: int = STEPS, size: int = SIZE, rate: float = RATE
) -> None:
    """Fit the table, measure evenness and weight, and put both into the folder of a plain encoder."""
    from tokenizers import Tokenizer

    model = loaded(out)
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(model[0].max_seq_length)
    pairs = [pair for kind in everything for pair in kind.pairs]
    sample = [pairs[n] for n in np.random.default_rng(SEED).permutation(len(pairs))[:SAMPLE]]
    firsts, seconds = [pair.first for pair in sample], [pair.second for pair in sample]
    vectors = model[0].model.get_input_embeddings().weight.detach().float().numpy()
    rare = rareness([encoding.ids for encoding in tokenizer.encode_batch(seconds)], len(vectors))
    table = Table(tokenizer, start(vectors, rare), tokenizer.encode("").ids)
    fit(table, everything, steps=steps, size=size, rate=rate)
    sides = [SentenceEncoder(str(out)).encode_passages(texts, progress=True) for texts in (firsts, seconds)]
    even = evening(np.concatenate(sides))
    with torch.no_grad():
        usual = [float(table(texts).norm(dim=1).mean()) for texts in (firsts, seconds)]
    evened = [float(np.linalg.norm(side @ even, axis=1).mean()) for side in sides]
    weight = np.float32(WEIGHT * np.sqrt(np.prod(evened) / np.prod(usual)))
    save(joined(model, even, table.vectors() * weight), out)


def train(data: Path, out: Path, *, base: Path, steps: int, size: int, rate: float) -> None:
    """The folder of `base` with a table learned anew, and its card."""
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    everything = learned_from(data, out, str(base))
    save(plain(loaded(base)), out)
    ready(out)
    put_beside(everything, out, steps=steps, size=size, rate=rate)
    used = [path for pattern in ("*.json.gz", "*.jsonl.gz") for path in files(data, pattern)]
    hours = (time.monotonic() - began) / 3600
    told = words_card(out.name, base.name, used, steps=steps, size=size, rate=rate, width=WIDTH, hours=hours)
    (out / "README.md").write_text(told, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of training data, see embeddings/train/data.py")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--base", default=BUNDLED, help="what to start from: a bundled model's name or a folder")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--size", type=int, default=SIZE, help="pairs in a batch of short texts; long ones take half")
    parser.add_argument("--rate", type=float, default=RATE, help="learning rate")
    options = parser.parse_args()
    base = bundled_path(options.base) if bundled_path(options.base).is_dir() else Path(options.base)
    train(options.data, options.out, base=base, steps=options.steps, size=options.size, rate=options.rate)


if __name__ == "__main__":
    main()
