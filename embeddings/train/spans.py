"""Train a reader's second top, which marks answers: `python -m embeddings.train.spans GROUPS.jsonl.gz… -o FOLDER`.

The last two layers of the reader serve its score. For the marks a copy of them is trained beside them, with the span layer (Devlin et
al. 2019, arXiv:1810.04805, section 4.2), on right sentences with known answers. The layers below stay as they are, and so does every
score: their states are computed once, by the fast path that will compute them in use, which makes a pass over all sentences short.

Seeded; a checkpoint after each pass, from which a run goes on; the loss is logged to FOLDER/spans.tsv. The folder written is the base's
with the second top put in.
"""

import argparse
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch.nn import functional
from tqdm import tqdm

from embeddings.encoder import bundled_path
from embeddings.graph import ready
from embeddings.reader import BUNDLED, TOKENS, inside_sentence, second
from embeddings.runtime import Body, cores
from embeddings.shape import LAYERS, UPPER
from embeddings.train.card import spans_card
from embeddings.train.loop import fast_bfloat16
from embeddings.train.reader import Pair, answer_span, pace, read_groups, token_span
from embeddings.weights import UPPER_LAYERS

SEED = 1
PASSES, SIZE, RATE = 6, 48, 1.5e-4
OWN = ("spans.pt", "spans.tsv")  # checkpoint and log of a run, beside those of the reader
POOL = 20  # batches drawn at once, whose pairs of like length go together


@dataclass(frozen=True, slots=True)
class Marked:
    """One pair: its states (tokens, 384) below the top, the places of the sentence's tokens, and which of these are first and last of the answer."""

    middle: NDArray[np.float16]
    inside: NDArray[np.intp]
    target: tuple[int, int]


class Top(torch.nn.Module):
    """Two layers and the marks of start and end, starting as the reader's own last two."""

    def __init__(self, base: Path) -> None:
        from transformers import BertConfig
        from transformers.models.bert.modeling_bert import BertLayer

        super().__init__()
        config = BertConfig.from_pretrained(base, attention_probs_dropout_prob=0.0, attn_implementation="sdpa")
        self.layer = torch.nn.ModuleList(BertLayer(config) for _ in range(UPPER))  # type: ignore[no-untyped-call]
        self.head = torch.nn.Linear(config.hidden_size, 2)
        stored = load_file(base / "model.safetensors")
        for number, layer in enumerate(self.layer):
            own, former = f"{UPPER_LAYERS}{number}.", f"bert.encoder.layer.{LAYERS - UPPER + number}."
            prefix = own if any(name.startswith(own) for name in stored) else former
            layer.load_state_dict(
                {n.removeprefix(prefix): t.float() for n, t in stored.items() if n.startswith(prefix)}
            )
        if "span.weight" in stored:
            self.head.load_state_dict({name: stored[f"span.{name}"].float() for name in ("weight", "bias")})

    def forward(self, middle: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(n, tokens, 2) marks of (n, tokens, 384) states, of which (n, tokens) are there."""
        states = middle
        for layer in self.layer:
            states = layer(states, mask[:, None, None, :])
        return torch.as_tensor(self.head(states))

    def tensors(self) -> dict[str, torch.Tensor]:
        """As they stand in a reader's folder."""
        layers = {f"{UPPER_LAYERS}{name}": tensor for name, tensor in self.layer.state_dict().items()}
        return layers | {f"span.{name}": tensor for name, tensor in self.head.state_dict().items()}


def upper(folder: Path) -> Sequence[torch.nn.Module] | None:
    """The layers of a folder's second top, in float32; None where it has none."""
    stored = load_file(folder / "model.safetensors")
    return list(Top(folder).eval().layer) if any(name.startswith(UPPER_LAYERS) for name in stored) else None


def pairs(path: Path) -> Iterator[Pair]:
    """Each question of a file with each right sentence that its answer stands in."""
    for group in read_groups(path):
        for sentence in group["sentences"]:
            answer = answer_span(sentence["text"], sentence["answers"]) if sentence["right"] else None
            if answer is not None:
                yield Pair(group["question"], sentence["text"], sentence["context"], True, answer)


def marked(base: Path, found: Sequence[Pair]) -> list[Marked]:
    """The pairs as the reader's body sees them; those whose answer is cut off are left out."""
    body = Body(base, TOKENS)
    encodings = body.encoded([(pair.question, second(pair.sentence, pair.context)) for pair in found])
    inside = [inside_sentence(pair.sentence, encoding) for pair, encoding in zip(found, encodings, strict=True)]
    targets = [
        token_span(pair, encoding.offsets, places.tolist())
        for pair, encoding, places in zip(found, encodings, inside, strict=True)
    ]
    kept = [n for n, target in enumerate(targets) if target is not None]
    middles = body.each(
        [encodings[n] for n in kept],
        lambda states: states.astype(np.float16),
        workers=cores(),
        outputs=("middle",),
        progress=True,
    )
    return [Marked(middle, inside[n], targets[n] or (0, 0)) for n, middle in zip(kept, middles, strict=True)]


def batches(items: Sequence[Marked], size: int, number: int) -> Iterator[list[Marked]]:
    """One pass over all, the `number`-th, in batches of like length; the same in every run."""
    draw = random.Random(f"{SEED}:{number}")
    order = draw.sample(range(len(items)), len(items))
    made = []
    for start in range(0, len(order), size * POOL):
        pool = sorted(order[start : start + size * POOL], key=lambda n: len(items[n].middle))
        made += [pool[n : n + size] for n in range(0, len(pool), size)]
    draw.shuffle(made)
    for chosen in made:
        yield [items[n] for n in chosen]


def loss_of(top: Top, items: Sequence[Marked]) -> torch.Tensor:
    """The mean loss of the answers' first and last tokens among those of their sentences."""
    longest = max(len(item.middle) for item in items)
    middle = np.zeros((len(items), longest, items[0].middle.shape[1]), dtype=np.float16)
    mask = np.zeros((len(items), longest), dtype=bool)
    allowed = np.zeros((len(items), longest), dtype=bool)
    for n, item in enumerate(items):
        middle[n, : len(item.middle)], mask[n, : len(item.middle)], allowed[n, item.inside] = item.middle, True, True
    target = torch.tensor([[item.inside[place] for place in item.target] for item in items])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast_bfloat16()):
        marks = top(torch.from_numpy(middle).float(), torch.from_numpy(mask)).float()
    marks = marks.masked_fill(~torch.from_numpy(allowed)[:, :, None], -1e4)
    return functional.cross_entropy(marks.transpose(1, 2).flatten(0, 1), target.flatten())


def fit(
    top: Top, items: Sequence[Marked], out: Path, *, passes: int, size: int, rate: float
) -> tuple[float, list[float]]:
    """Train; the hours it took and the mean loss of each pass, all its parts together."""
    torch.manual_seed(SEED)
    optimiser = torch.optim.AdamW(top.parameters(), lr=rate, weight_decay=0.01)
    checkpoint = out / OWN[0]
    start, seconds = 0, 0.0
    losses: list[float] = []
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        top.load_state_dict(state["top"])
        optimiser.load_state_dict(state["optimiser"])
        start, seconds, losses = state["passes"], state["seconds"], list(state["losses"])
    steps = -(-len(items) // size)
    began = time.monotonic() - seconds
    top.train()
    for number in range(start, passes):
        seen: list[float] = []
        for batch in tqdm(batches(items, size, number), desc=f"pass {number + 1} of {passes}", total=steps):
            for group in optimiser.param_groups:
                group["lr"] = rate * pace(number * steps + len(seen), passes * steps)
            loss = loss_of(top, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            seen.append(loss.item())
        seconds = time.monotonic() - began
        losses.append(float(np.mean(seen)))
        with (out / OWN[1]).open("a", encoding="utf-8") as log:
            log.write(f"{number + 1}\t{losses[-1]:.4f}\t{seconds:.0f}\n")
        state = {
            "top": top.state_dict(),
            "optimiser": optimiser.state_dict(),
            "passes": number + 1,
            "seconds": seconds,
            "losses": losses,
        }
        torch.save(state, checkpoint)
    return seconds / 3600, losses


def train(files: Sequence[Path], out: Path, *, base: Path, passes: int, size: int, rate: float) -> None:
    """Read the groups, fit, and write the base's folder with the second top, and its card."""
    given = {path: list(pairs(path)) for path in files}
    found = [pair for own in given.values() for pair in own]
    if not found:
        raise SystemExit("there is no marked answer to learn from; mine some with `python -m qa.mine --alone`")
    out.mkdir(parents=True, exist_ok=True)
    top = Top(base)
    hours, losses = fit(top, marked(base, found), out, passes=passes, size=size, rate=rate)
    for path in base.iterdir() if base != out else ():
        if path.is_file() and path.name not in {"README.md", "model.safetensors", "checkpoint.pt", "loss.tsv", *OWN}:
            shutil.copyfile(path, out / path.name)
    stored = load_file(base / "model.safetensors")
    made: dict[str, Any] = {name: tensor.half().contiguous() for name, tensor in top.tensors().items()}
    save_file(stored | made, out / "model.safetensors", metadata={"format": "pt"})
    ready(out)
    numbers = {path: len(own) for path, own in given.items()}
    told = spans_card(out.name, base.name, numbers, passes=passes, size=size, rate=rate, hours=hours, losses=losses)
    card = out / "README.md"
    if base == out and card.is_file():
        told = card.read_text(encoding="utf-8") + "\n" + told[told.index("# ") :]
    card.write_text(told, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", type=Path, nargs="+", help="groups from `python -m qa.mine`, with --alone or without")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--size", type=int, default=SIZE, help="sentences in a step")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--base", type=Path, default=bundled_path(BUNDLED), help="a reader's folder")
    options = parser.parse_args()
    train(
        options.groups,
        options.out,
        base=options.base,
        passes=options.passes,
        size=options.size,
        rate=options.rate,
    )


if __name__ == "__main__":
    main()
