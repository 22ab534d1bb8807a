"""Fit what decides between sentences: `python -m qa.fit network TRAIN.json.gz`, then `python -m qa.fit confidence TRAIN.json.gz`
and `python -m qa.fit levels TEST.json.gz`.

The network learns to score the sentence that holds the answer above the others (softmax over one question's sentences). Then the reader
is trained (`qa.mine`, `embeddings.train.reader`). Last, the confidence is fitted on collections that the
reader never saw, a quarter of their documents taken away and some questions turned into near-misses. How often the answers of each
level are right is measured on files that nothing was fitted on.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.vietnamese import fold
from embeddings.encoder import SentenceEncoder
from embeddings.reader import SentenceReader
from embeddings.train.reader import HELD_OUT
from qa.agreement import agreeing
from qa.examples import (
    SEED,
    Asked,
    Example,
    collection,
    deal,
    foreign,
    measured,
    names_of,
    near_miss,
    read_squad,
    source,
)
from qa.features import NAMES
from qa.ranker import EXTRA, Ranker, load_ranker, to_json
from qa.select import read
from qa.types import Level

HIDDEN = 24
FORMS = {"written": 0.5, "unmarked": 0.33, "foreign": 0.17}
NEAR_MISSES = 0.15  # of the questions that the confidence is fitted on
LEVEL_NAMES: tuple[Level, ...] = ("low", "medium", "high")
THRESHOLD = 0.18  # chosen on the development sets: below it the program keeps silent
LEVELS = (0.4, 0.7)  # from here on a confidence is called medium, high

READING = 2.0  # the reader's weight beside the network's score; 1 to 3 are alike on held-out questions
# What the confidence may look at. With every feature it knew its own kind of question better (AUC .884 against .875 on held-out
# ones) and kept silent too often over other folders.
CONFIDENCE = frozenset(
    {
        "score",
        "margin",
        "read",
        "best_read",
        "read_margin",
        "coverage",
        "passage_coverage",
        "names_missing",
        "numbers_missing",
        "years_missing",
        "pairs_missing",
        "other_year",
        "rarest_missing",
    }
)


def blank() -> Ranker:
    """A ranker with nothing fitted yet."""
    none = np.zeros(0)
    return Ranker(none, none, none, none, none, 0.0, none, intercept=0.0, threshold=THRESHOLD, levels=LEVELS)


def learning_examples(train: Path, limit: int | None = None) -> list[Example]:
    """Every question in one form, asked of its own collection; half of the collections keep their titles."""
    contexts, questions = read_squad(train)
    draw = random.Random(SEED)
    groups = deal(contexts, draw)
    draw.shuffle(questions)
    encoder = SentenceEncoder()
    found: list[Example] = []
    for group in tqdm(groups, desc="collections"):
        own = [question for question in questions[:limit] if question[1] in group]
        forms = draw.choices(list(FORMS), list(FORMS.values()), k=len(own))
        titled = draw.random() < 0.5
        with collection(contexts, sorted(group), titled=titled, encoder=encoder, ranker=blank()) as library:
            for (text, context, answers), form in zip(own, forms, strict=True):
                question = library.read(fold(text) if form == "unmarked" else text)
                question = foreign(question) if form == "foreign" else question
                field, right = measured(library, question, context, answers)
                found.append(Example(field.rows, right, np.zeros(len(right)), np.eye(len(right), dtype=bool)))
    return found


def held_out_examples(train: Path, network: Ranker, *, unseen: bool = False) -> Iterator[Example]:
    """The questions of the collections that the reader never saw, read; a quarter of the documents is gone.

    `unseen`: the reader saw nothing of the file, all its collections are used.
    """
    contexts, questions = read_squad(train)
    draw = random.Random(SEED)
    groups = deal(contexts, draw)
    names = names_of(questions)
    encoder, reader = SentenceEncoder(), SentenceReader()
    for number in tqdm(range(len(groups)) if unseen else sorted(HELD_OUT), desc="collections"):
        group = sorted(groups[number])
        gone = set(draw.sample(group, len(group) // 4))
        kept = [i for i in group if i not in gone]
        titled = draw.random() < 0.5
        with collection(contexts, kept, titled=titled, encoder=encoder, ranker=network, reader=reader) as library:
            for text, context, answers in tqdm([q for q in questions if q[1] in groups[number]], leave=False):
                typed, where = _changed((text, context, answers), names, draw)
                question = library.read(typed)
                field, right = measured(library, question, where, answers)
                if not len(right):
                    continue
                scores = network.scores(field.rows)
                first, found = read(question, field, scores, reader)
                same = agreeing(question, field.texts(first))
                yield Example(field.rows[first], right[first], found.scores, same)


def _changed(asked: Asked, names: Sequence[str], draw: random.Random) -> tuple[str, int]:
    """The question as it is put: some near-misses, some without diacritics."""
    text, context, _ = asked
    if draw.random() < NEAR_MISSES:
        other = near_miss(text, names, draw)
        if other:
            return other, -1
    return (fold(text) if draw.random() < 0.2 else text), context


def fit_network(items: Sequence[Example], *, epochs: int = 30, hidden: int = HIDDEN) -> Ranker:
    """A ranker with its network fitted by Adam on the softmax loss over each question's sentences."""
    import torch

    torch.manual_seed(SEED)
    items = [item for item in items if item.right.any() and not item.right.all()]
    stacked = np.concatenate([item.rows for item in items])
    mean, spread = stacked.mean(axis=0), stacked.std(axis=0)
    seen = spread > 1e-3  # a feature that never varied in training has nothing to say later
    scale = np.where(seen, spread, 1.0)
    width = max(len(item.rows) for item in items)
    features = np.zeros((len(items), width, len(NAMES)), dtype=np.float32)
    present = np.zeros((len(items), width), dtype=bool)
    right = np.zeros((len(items), width), dtype=bool)
    for i, item in enumerate(items):
        features[i, : len(item.rows)] = (item.rows - mean) / scale
        present[i, : len(item.rows)] = True
        right[i, : len(item.rows)] = item.right
    x, p, y = torch.from_numpy(features), torch.from_numpy(present), torch.from_numpy(right)
    first = torch.nn.Linear(len(NAMES), hidden)
    second = torch.nn.Linear(hidden, 1, bias=False)
    optimiser = torch.optim.AdamW([*first.parameters(), *second.parameters()], lr=5e-3, weight_decay=1e-3)
    batches = epochs * (len(items) // 256 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 5e-3, total_steps=batches)
    for _ in tqdm(range(epochs), desc="network"):
        for chunk in torch.split(torch.randperm(len(items)), 256):
            scores = second(torch.relu(first(x[chunk]))).squeeze(-1).masked_fill(~p[chunk], -1e9)
            good = torch.logsumexp(scores.masked_fill(~y[chunk], -1e9), 1)
            loss = (torch.logsumexp(scores, 1) - good).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            if schedule.last_epoch < batches - 1:
                schedule.step()
    w1, b1 = first.weight.detach().numpy().T * seen[:, None], first.bias.detach().numpy()
    return replace(blank(), mean=mean, scale=scale, w1=w1, b1=b1, w2=second.weight.detach().numpy()[0])


def fit_confidence(network: Ranker, items: Sequence[Example]) -> Ranker:
    """`network` with the reader's weight and the logistic regression over the three best sentences."""
    from sklearn.linear_model import LogisticRegression

    ranker = replace(network, reading=READING)
    inputs, labels = [], []
    for item in items:
        scores = ranker.scores(item.rows)
        best = np.argsort(-ranker.final(scores, item.reads))[:3]
        inputs.append(ranker.inputs(item.rows, scores, item.reads, item.same)[best])
        labels.append(item.right[best])
    used = np.array([name in CONFIDENCE for name in (*NAMES, *EXTRA)])
    model = LogisticRegression(C=0.1, max_iter=5000).fit(np.concatenate(inputs)[:, used], np.concatenate(labels))
    coefficients = np.zeros(len(used))
    coefficients[used] = model.coef_[0]
    return replace(ranker, coefficients=coefficients, intercept=float(model.intercept_[0]))


def hit_rate(ranker: Ranker, items: Sequence[Example]) -> float:
    """How often the sentence put first is right."""
    first = [int(np.argmax(ranker.final(ranker.scores(i.rows), i.reads))) if len(i.rows) else -1 for i in items]
    return float(np.mean([place >= 0 and bool(item.right[place]) for place, item in zip(first, items, strict=True)]))


def level_counts(path: Path, ranker: Ranker) -> dict[Level, list[bool]]:
    """Of each level whether its answers' first sentences are right; every question asked of all documents of the file."""
    contexts, questions = read_squad(path)
    encoder, reader = SentenceEncoder(), SentenceReader()
    found: dict[Level, list[bool]] = {level: [] for level in LEVEL_NAMES}
    numbers = range(len(contexts))
    with collection(contexts, numbers, titled=True, encoder=encoder, ranker=ranker, reader=reader) as library:
        for text, context, answers in tqdm(questions, desc=path.name):
            answer = library.ask(text)
            if not answer.abstained:
                best = answer.citations[0]
                right = best.article.source == source(context) and any(one in best.quote for one in answers)
                found[answer.level].append(right)
    return found


def measured_levels(ranker: Ranker, paths: Sequence[Path]) -> Ranker:
    """`ranker` with the share of right answers of each level, over all the files together; prints how many there were."""
    held: dict[Level, list[bool]] = {level: [] for level in LEVEL_NAMES}
    for path in paths:
        for level, right in level_counts(path, ranker).items():
            held[level] += right
    print("; ".join(f"{level}: {sum(right)} of {len(right)} right" for level, right in held.items()))
    low, medium, high = (round(sum(right) / max(1, len(right)), 3) for right in held.values())
    return replace(ranker, precision=(low, medium, high))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("network", "confidence", "levels"))
    parser.add_argument("train", type=Path, help="SQuAD-format questions to learn from")
    parser.add_argument(
        "--more",
        type=Path,
        nargs="*",
        default=(),
        help="further files; for the confidence, such as the reader never saw",
    )
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).with_name("ranker.json"))
    parser.add_argument("--limit", type=int, default=None, help="use so many questions only")
    options = parser.parse_args()
    if options.step == "network":
        examples = learning_examples(options.train, options.limit)
        ranker = fit_network(examples + [item for path in options.more for item in learning_examples(path)])
        ranker = replace(ranker, coefficients=np.zeros(len(NAMES) + len(EXTRA)))
    elif options.step == "levels":
        ranker = measured_levels(load_ranker(), [options.train, *options.more])
    else:
        network = load_ranker()
        items = list(held_out_examples(options.train, network))
        items += [item for path in options.more for item in held_out_examples(path, network, unseen=True)]
        ranker = fit_confidence(network, items)
        print(
            f"by the network alone {hit_rate(network, items):.3f}, with the reader {hit_rate(ranker, items):.3f} right"
        )
    options.out.write_text(json.dumps(to_json(ranker)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
