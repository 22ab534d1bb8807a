"""Train the sentence reader: `python -m embeddings.train.reader GROUPS.jsonl.gz… -o FOLDER`.

A cross-encoder (Nogueira and Cho 2019, arXiv:1901.04085) that starts from the bundled encoder's body. A group is one question with
several sentences, some of them right; the loss is the softmax over the group with one more choice, "none of these", whose score is
fixed at 0, as the null answer of SQuAD 2.0 readers has it. So a score above 0 says that the sentence answers, and the best score of a
question says whether any does. A second head marks where in a right sentence the answer starts and ends (Devlin et al. 2019,
arXiv:1810.04805, section 4.2). Word vectors stay as they are, which keeps both languages aligned, unless they are given a rate of their own.

Last, a second top that marks answers is trained on the right sentences alone (`embeddings.train.spans`).

Runs save a checkpoint and go on from it, a finished one when more steps are asked for; seeded; the loss is logged to FOLDER/loss.tsv.
The result is a cross-encoder folder in half precision, with its card.
"""

import argparse
import gzip
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from tqdm import tqdm
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from embeddings.encoder import BUNDLED, bundled_path
from embeddings.graph import ready
from embeddings.reader import TOKENS, second
from embeddings.train.card import reader_card
from embeddings.train.loop import undropped

SEED = 1
GROUP = 6  # sentences of one group seen at a time
BUCKETS = 4
EVERY = 100  # steps between two checkpoints
LOGGED = 25  # steps of one line of the loss log
SPAN_WEIGHT = 0.5  # of the span loss beside the loss of the scores
MARKED = 48  # right sentences alone in a step
HELD_OUT = frozenset(
    {3, 11, 19, 22, 27, 31}
)  # collections that the reader never sees: the confidence is fitted on them

Group = dict[str, Any]


def read_groups(path: Path) -> list[Group]:
    """The groups of a file that hold a sentence, those of the collections kept for calibration apart."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        groups = [json.loads(line) for line in file]
    return [group for group in groups if group["sentences"] and group["collection"] not in HELD_OUT]


@dataclass(frozen=True, slots=True)
class Pair:
    """One question and sentence; `answer` is the answer's (start, end) code points in `sentence`, where it is known."""

    question: str
    sentence: str
    context: str
    right: bool
    answer: tuple[int, int] | None


def sample(group: Group, draw: random.Random) -> list[Pair]:
    """The question with up to `GROUP` sentences, right ones first; a fifth of the time the context is left out."""
    right = [s for s in group["sentences"] if s["right"]]
    wrong = [s for s in group["sentences"] if not s["right"]]
    head = wrong[:4]
    rest = wrong[4:]
    draw.shuffle(head)
    draw.shuffle(rest)
    chosen = [*right[:2], *head[:3], *rest, *head[3:]][:GROUP]
    bare = draw.random() < 0.2
    return [
        Pair(
            group["question"],
            s["text"],
            "" if bare else s["context"],
            s["right"],
            answer_span(s["text"], s["answers"] if s["right"] else ()),
        )
        for s in chosen
    ]


def answer_span(text: str, answers: Sequence[str]) -> tuple[int, int] | None:
    """Where the first of the answers that stands in the text stands.

    >>> answer_span("Đạt 45% vào năm 2022.", ["2023", "45%"])
    (4, 7)
    """
    for answer in answers:
        start = text.find(answer)
        if answer and start >= 0:
            return start, start + len(answer)
    return None


def forward(model: Any, tokenizer: Any, pairs: Sequence[Pair], device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """(n,) scores of the pairs and the mean loss of the marked spans, computed in buckets of like length."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].question + pairs[i].sentence + pairs[i].context))
    size = math.ceil(len(order) / BUCKETS)
    scores: list[torch.Tensor] = []
    spans: list[torch.Tensor] = []
    for start in range(0, len(order), size):
        chunk = [pairs[i] for i in order[start : start + size]]
        batch = tokenizer(
            [pair.question for pair in chunk],
            [second(pair.sentence, pair.context) for pair in chunk],
            truncation="longest_first",
            max_length=TOKENS,
            padding=True,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = batch.pop("offset_mapping").tolist()
        with torch.autocast(device, dtype=torch.bfloat16):
            out = model.base_model(**batch.to(device))
            scores.append(model.classifier(model.dropout(out.pooler_output)).squeeze(-1).float())
            marks = model.span(out.last_hidden_state).float()  # (chunk, tokens, 2)
        for row, pair in enumerate(chunk):
            if pair.answer is None:
                continue
            inside = [
                n
                for n, (side, (_, end)) in enumerate(zip(batch.sequence_ids(row), offsets[row], strict=True))
                if side == 1 and 0 < end <= len(pair.sentence)
            ]
            target = token_span(pair, offsets[row], inside)
            if target is not None:
                own = marks[row, inside]  # (tokens of the sentence, 2)
                spans += [torch.nn.functional.cross_entropy(own.T, torch.tensor(target, device=device))]
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(scores)[back], torch.stack(spans).mean() if spans else torch.zeros((), device=device)


def token_span(pair: Pair, offsets: Sequence[Sequence[int]], inside: Sequence[int]) -> tuple[int, int] | None:
    """The places, among the sentence's tokens, of the answer's first and last; None when it is unknown or cut off."""
    if pair.answer is None:
        return None
    start, end = pair.answer
    covered = [place for place, n in enumerate(inside) if offsets[n][0] < end and offsets[n][1] > start]
    return (covered[0], covered[-1]) if covered and offsets[inside[-1]][1] >= end else None


def loss_of(scores: torch.Tensor, sizes: Sequence[int], right: Sequence[bool]) -> torch.Tensor:
    """The mean over groups of -log p(a right sentence), or of "none" where there is no right one."""
    losses = []
    start = 0
    for size in sizes:
        own = torch.cat([scores[start : start + size], scores.new_zeros(1)])
        flags = [*right[start : start + size], not any(right[start : start + size])]
        mask = torch.tensor(flags, device=scores.device)
        losses.append(torch.logsumexp(own, 0) - torch.logsumexp(own[mask], 0))
        start += size
    return torch.stack(losses).mean()


def batches(
    groups: Sequence[Group], size: int, steps: int, start: int, lone: Sequence[Group] = ()
) -> Iterator[tuple[list[list[Pair]], list[Pair]]]:
    """`steps` batches of sampled groups and of right sentences alone, from `lone`; the n-th is the same in every run."""
    order: list[int] = []
    for step in range(steps):
        draw = random.Random(f"{SEED}:{step}")
        if len(order) < size:
            fresh = list(range(len(groups)))
            random.Random(f"{SEED}:epoch:{step}").shuffle(fresh)
            order += fresh
        taken, order = order[:size], order[size:]
        if step >= start:
            own = [sample(groups[i], draw) for i in taken]
            yield own, [sample(group, draw)[0] for group in draw.sample(lone, min(MARKED, len(lone)))]


def pace(step: int, steps: int) -> float:
    """The share of the learning rate at the step that follows `step` others: up over a twentieth of `steps`, then down to 0.

    >>> [round(pace(step, 40), 2) for step in (0, 1, 2, 21, 40)]
    [0.5, 1.0, 1.0, 0.5, 0.0]
    """
    warm = max(1, steps // 20)
    return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a run was, all its parts together: hours, and of each loss its first value and its last, smoothed."""

    hours: float
    losses: dict[str, tuple[float, float]]


def fit(
    groups: Sequence[Group],
    out: Path,
    *,
    steps: int,
    size: int,
    rate: float,
    base: Path,
    vectors: float = 0.0,
    lone: Sequence[Group] = (),
) -> Fitted:
    """Fit and save as a cross-encoder folder; a checkpoint every `EVERY` steps."""
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModelForSequenceClassification.from_pretrained(base, num_labels=1, dtype=torch.float32).to(device)
    words = model.base_model.embeddings.word_embeddings.weight.requires_grad_(vectors > 0)
    model.span = torch.nn.Linear(model.config.hidden_size, 2).to(device)
    model.span.load_state_dict(marks_of(base) or model.span.state_dict())
    undropped(model)
    weights = [p for p in model.parameters() if p.requires_grad]
    body = [p for p in weights if p is not words]
    rates = [(rate, body), *([(vectors, [words])] if vectors > 0 else [])]
    optimiser = torch.optim.AdamW([{"params": own} for _, own in rates], lr=rate, weight_decay=0.01)
    checkpoint = out / "checkpoint.pt"
    start, seconds = 0, 0.0
    losses: dict[str, tuple[float, float]] = {}
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        start, seconds = state["step"], state.get("seconds", 0.0)  # the first checkpoints did not count them
        losses = {name: (first, last) for name, (first, last) in state.get("losses", {}).items()}
    model.train()
    began = time.monotonic() - seconds
    with (out / "loss.tsv").open("a", encoding="utf-8") as log, tqdm(total=steps, initial=start, desc="reader") as bar:
        running = running_marked = 0.0
        for step, (batch, marked_alone) in enumerate(batches(groups, size, steps, start, lone), start):
            for part, (own, _) in zip(optimiser.param_groups, rates, strict=True):
                part["lr"] = own * pace(step, steps)  # not stored: a resumed run follows its own steps
            pairs = [pair for items in batch for pair in items]
            scores, marked = forward(model, tokenizer, [*pairs, *marked_alone], device)
            loss = loss_of(scores[: len(pairs)], [len(items) for items in batch], [pair.right for pair in pairs])
            (loss + SPAN_WEIGHT * marked).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            running += loss.item()
            running_marked += marked.item()
            for name, value in (("sentence", loss.item()), ("span", marked.item())):
                first, last = losses.get(name, (value, value))
                losses[name] = (first, 0.9 * last + 0.1 * value)
            seconds = time.monotonic() - began
            bar.update()
            if (step + 1) % LOGGED == 0:
                log.write(f"{step + 1}\t{running / LOGGED:.4f}\t{running_marked / LOGGED:.4f}\t{seconds:.0f}\n")
                log.flush()
                running = running_marked = 0.0
            if (step + 1) % EVERY == 0 or step + 1 == steps:
                torch.save(
                    {
                        "model": model.state_dict(),
                        "optimiser": optimiser.state_dict(),
                        "step": step + 1,
                        "seconds": seconds,
                        "losses": {name: list(pair) for name, pair in losses.items()},
                    },
                    checkpoint,
                )
    model.half().save_pretrained(out)
    tokenizer.save_pretrained(out)
    return Fitted(seconds / 3600, losses)


def marks_of(base: Path) -> dict[str, torch.Tensor]:
    """The head that marks answers of a reader's folder, without a second top; empty where it has none."""
    path = base / "model.safetensors"
    if not path.is_file():
        return {}
    with safe_open(path, "pt") as weights:
        names = [name for name in weights.keys() if name in ("span.weight", "span.bias")]  # noqa: SIM118
        return {name.removeprefix("span."): weights.get_tensor(name).float() for name in names}


def train(
    files: Sequence[Path],
    out: Path,
    *,
    steps: int,
    size: int,
    rate: float,
    base: Path,
    vectors: float = 0.0,
    marked: Sequence[Path] = (),
) -> None:
    """Read the groups, fit, save and write the card."""
    found = {path: read_groups(path) for path in files}
    alone = {path: read_groups(path) for path in marked}
    groups = [group for own in found.values() for group in own]
    lone = [group for own in alone.values() for group in own]
    if not groups:
        raise SystemExit("there is no group to learn from; mine some with `python -m qa.mine`")
    fitted = fit(groups, out, steps=steps, size=size, rate=rate, base=base, vectors=vectors, lone=lone)
    ready(out)
    text = reader_card(
        out.name,
        base.name,
        {path: len(own) for path, own in (found | alone).items()},
        steps=steps,
        size=size,
        rate=rate,
        hours=fitted.hours,
        losses=fitted.losses,
    )
    (out / "README.md").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "groups",
        type=Path,
        nargs="+",
        help="groups from `python -m qa.mine`; where a name begins as its data file's does, the card tells source and terms",
    )
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument(
        "--marked", type=Path, nargs="*", default=(), help="groups of one right sentence, for its answer"
    )
    parser.add_argument(
        "--passes", type=int, default=6, help="over --marked, of the second top that marks answers; 0: none"
    )
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--size", type=int, default=16, help="groups in a step")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--vectors", type=float, default=0.0, help="rate of the word vectors; 0: they stay as they are")
    parser.add_argument("--base", type=Path, default=bundled_path(BUNDLED))
    options = parser.parse_args()
    train(
        options.groups,
        options.out,
        steps=options.steps,
        size=options.size,
        rate=options.rate,
        base=options.base,
        vectors=options.vectors,
        marked=options.marked,
    )
    if options.marked and options.passes:
        from embeddings.train.spans import RATE
        from embeddings.train.spans import SIZE as TOGETHER
        from embeddings.train.spans import train as train_spans

        train_spans(options.marked, options.out, base=options.out, passes=options.passes, size=TOGETHER, rate=RATE)


if __name__ == "__main__":
    main()
