"""Fit the ranker and its calibration from questions with known answers: `python -m qa.fit TRAIN.json.gz [-o ranker.json]`.

Training questions are asked in three forms: as written, without diacritics, and as a question in another language would meet the
words (only names and numbers match). The network learns to score the sentence that holds the answer above the others (softmax
over one question's sentences). The calibration is fitted on held-out questions of which a quarter lost their passage and a fifth
were turned into near-misses (another year, another name).
"""

import argparse
import gzip
import json
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from corpus.types import Article
from corpus.vietnamese import fold, nfc
from embeddings.encoder import SentenceEncoder
from qa.config import Config
from qa.features import NAMES
from qa.library import Library
from qa.question import NAME, Question
from qa.ranker import Ranker, evidence_inputs, to_json
from qa.retrieve import Fusion, retrieve
from qa.select import measure, term_weights

SEED = 1
HIDDEN = 24
FORMS = ("written", "unmarked", "foreign")
NEAR_MISSES = 0.15  # of the held-out questions
THRESHOLD = 0.3  # chosen on the development sets: below it the program keeps silent
LEVELS = (0.5, 0.8)  # from here on a confidence is called medium, high


@dataclass(frozen=True, slots=True)
class Example:
    """One question measured: rows (n, f), which of them are right (n,), and how it was asked."""

    rows: NDArray[np.float32]
    right: NDArray[np.bool_]
    form: str


def read_squad(path: Path) -> tuple[list[tuple[str, str]], list[tuple[str, int, list[str]]]]:
    """Distinct contexts with their titles, and (question, context number, answers)."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        data = json.load(file)["data"]
    contexts: dict[str, int] = {}
    titles: list[str] = []
    questions = []
    for article in data:
        for paragraph in article["paragraphs"]:
            number = contexts.setdefault(_flat(paragraph["context"]), len(contexts))
            titles += [_flat(article.get("title", ""))] * (len(contexts) - len(titles))
            for qa in paragraph["qas"]:
                answers = [_flat(answer["text"]) for answer in qa["answers"]]
                if answers:
                    questions.append((_flat(qa["question"]), number, answers))
    return list(zip(contexts, titles, strict=True)), questions


def _flat(text: str) -> str:
    return " ".join(nfc(text).split())


def examples(library: Library, questions: Sequence[tuple[str, int, list[str]]], seed: int) -> Iterator[Example]:
    """Each question measured in one form; half as written, a third unmarked, the rest foreign."""
    draw = random.Random(seed)
    forms = [draw.choices(FORMS, (0.5, 0.33, 0.17))[0] for _ in questions]
    typed = [fold(text) if form == "unmarked" else text for (text, _, _), form in zip(questions, forms, strict=True)]
    vectors = library.encoder.encode_queries(typed)
    for (_, context, answers), form, text, vector in zip(questions, forms, typed, vectors, strict=True):
        question = library.read(text)
        yield measured(library, question, vector, form, context, answers)


def measured(
    library: Library, question: Question, vector: NDArray[np.float32], form: str, context: int, answers: Sequence[str]
) -> Example:
    """One question against the library; context -1 has no right sentence."""
    if form == "foreign":
        question = foreign(question)
    hits = retrieve(question, vector, library.store, library.words, library.vectors, k=10, fusion=Fusion())
    field = measure(question, hits, vector, library.vectors, term_weights(question, library.words))
    right = [
        field.hits[rank].passage.article.source == source(context)
        and any(answer in field.hits[rank].passage.article[sentence.span] for answer in answers)
        for rank, sentence in field.sentences
    ]
    return Example(field.rows, np.array(right, dtype=bool), form)


def source(context: int) -> str:
    return f"{context}.txt"


def foreign(question: Question) -> Question:
    """The question as words of another language would be: only its names and numbers can be found."""
    keep = [
        t
        for t in question.text.split()
        if any(c.isdigit() for c in t) or fold(t.strip('?,."')).lower() in question.names
    ]
    return replace(question, text=" ".join(keep) or "?", spelled=question.spelled, language="en", extra=())


def near_miss(text: str, names: Sequence[str], draw: random.Random) -> str | None:
    """The same question about another year, another name or another number; None when it has none of them."""
    question = Question(text, text, "vi")
    own = name_of(text)
    others = [name for name in names if own and len(name.split()) == len(own.split()) and fold(name) != fold(own)]
    ways = [
        *(["year"] if question.years else []),
        *(["name"] if others else []),
        *(["number"] if question.numbers else []),
    ]
    if not ways:
        return None
    way = draw.choice(ways)
    if way == "name":
        return text.replace(str(own), draw.choice(others))
    old = draw.choice(sorted(question.years if way == "year" else question.numbers))
    digits = re.search(r"\d+", old)
    if digits is None:
        return None
    number = int(digits[0]) + draw.choice([-7, -5, -3, -2, -1, 1, 2, 3, 5, 7])
    return text.replace(old, old.replace(digits[0], str(abs(number) or 11), 1)) if old in text else None


def name_of(text: str) -> str | None:
    """Its first capitalised name of two syllables or more that does not open the question."""
    found = [match[0] for match in NAME.finditer(text) if match.start() > 0]
    return found[0] if found else None


def fit_network(start: Ranker, items: Sequence[Example], *, epochs: int = 30, hidden: int = HIDDEN) -> Ranker:
    """`start` with its network fitted by Adam on the softmax loss over each question's sentences."""
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
    parameters = [*first.parameters(), *second.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=5e-3, weight_decay=1e-3)
    batches = epochs * (len(items) // 256 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 5e-3, total_steps=batches)
    for _ in tqdm(range(epochs), desc="network"):
        order = torch.randperm(len(items))
        for chunk in torch.split(order, 256):
            scores = second(torch.relu(first(x[chunk]))).squeeze(-1).masked_fill(~p[chunk], -1e9)
            everything = torch.logsumexp(scores, 1)
            good = torch.logsumexp(scores.masked_fill(~y[chunk], -1e9), 1)
            loss = (everything - good).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            if schedule.last_epoch < batches - 1:
                schedule.step()
    w1, b1 = first.weight.detach().numpy().T * seen[:, None], first.bias.detach().numpy()
    return replace(start, mean=mean, scale=scale, w1=w1, b1=b1, w2=second.weight.detach().numpy()[0])


def fit_calibration(ranker: Ranker, items: Sequence[Example]) -> tuple[NDArray[Any], float]:
    """Coefficients and intercept of the logistic regression over the three best sentences of each held-out question."""
    from sklearn.linear_model import LogisticRegression

    inputs, labels = [], []
    for item in items:
        if not len(item.rows):
            continue
        scores = ranker.scores(item.rows)
        best = np.argsort(-scores)[:3]
        inputs.append(evidence_inputs((item.rows - ranker.mean) / ranker.scale, scores)[best])
        labels.append(item.right[best])
    model = LogisticRegression(C=0.3, max_iter=3000).fit(np.concatenate(inputs), np.concatenate(labels))
    return model.coef_[0], float(model.intercept_[0])


def hit_rate(ranker: Ranker, items: Sequence[Example]) -> float:
    """How often the best-scored sentence is right."""
    return float(np.mean([len(i.rows) > 0 and bool(i.right[int(np.argmax(ranker.scores(i.rows)))]) for i in items]))


def collect(train: Path, limit: int | None) -> tuple[list[Example], list[Example]]:
    """Questions measured to learn from, and held-out ones to calibrate on (a quarter of the passages gone, near-misses among them).

    The documents are dealt into collections of very different sizes, as people's folders are; half keep their titles.
    """
    contexts, questions = read_squad(train)
    draw = random.Random(SEED)
    names = sorted({name for text, _, _ in questions if (name := name_of(text))})
    learned: list[Example] = []
    held: list[Example] = []
    encoder = SentenceEncoder()
    groups = deal(contexts, draw)
    draw.shuffle(questions)
    questions = questions[:limit]
    for number, group in enumerate(groups):
        own = [question for question in questions if question[1] in group]
        learn, hold = own[: len(own) * 3 // 4], own[len(own) * 3 // 4 :]
        with tempfile.TemporaryDirectory() as folder, Library(Path(folder), Config(), encoder, blank()) as library:
            titled = draw.random() < 0.5
            library.put(Article(source(i), contexts[i][0], contexts[i][1] if titled else None) for i in sorted(group))
            library.sync()
            learned += examples(library, learn, SEED + number)
            library.remove(source(i) for i in draw.sample(sorted(group), len(group) // 4))
            asked = []
            for text, context, answers in hold:
                other = near_miss(text, names, draw) if draw.random() < NEAR_MISSES else None
                asked.append((other, -1, answers) if other else (text, context, answers))
            held += examples(library, asked, SEED - number)
        print(f"collection {number + 1} of {len(groups)}: {len(group)} documents, {len(own)} questions", flush=True)
    return learned, held


def deal(contexts: Sequence[tuple[str, str]], draw: random.Random) -> list[frozenset[int]]:
    """The documents as collections: those of one title stay together; 20 of one title, 10 of three, 4 of eight, one of the rest."""
    by_title: dict[str, set[int]] = {}
    for number, (_, title) in enumerate(contexts):
        by_title.setdefault(title, set()).add(number)
    titles = sorted(by_title)
    draw.shuffle(titles)
    sizes = [*([1] * 20), *([3] * 10), *([8] * 4)]
    groups = []
    for size in [*sizes, len(titles)]:
        taken, titles = titles[:size], titles[size:]
        if taken:
            groups.append(frozenset().union(*(by_title[title] for title in taken)))
    return groups


def blank() -> Ranker:
    """A ranker with nothing fitted yet."""
    none = np.zeros(0)
    return Ranker(none, none, none, none, none, none, intercept=0.0, threshold=THRESHOLD, levels=LEVELS)


def save(path: Path, learned: Sequence[Example], held: Sequence[Example]) -> None:
    """Measured questions as one .npz, to fit again without measuring again."""
    items = [*learned, *held]
    np.savez_compressed(
        path,
        rows=np.concatenate([item.rows for item in items]),
        right=np.concatenate([item.right for item in items]),
        sizes=np.array([len(item.rows) for item in items]),
        forms=np.array([item.form for item in items]),
        learned=np.array(len(learned)),
    )


def load(path: Path) -> tuple[list[Example], list[Example]]:
    """The inverse of `save`."""
    with np.load(path) as data:
        ends = np.cumsum(data["sizes"])[:-1]
        parts = zip(np.split(data["rows"], ends), np.split(data["right"], ends), data["forms"].tolist(), strict=True)
        items = [Example(rows, right, form) for rows, right, form in parts]
        count = int(data["learned"])
    return items[:count], items[count:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path, help="SQuAD-format questions to learn from")
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).with_name("ranker.json"))
    parser.add_argument("--limit", type=int, default=None, help="use so many questions only")
    parser.add_argument(
        "--measured", type=Path, default=None, help="an .npz that keeps what was measured; read when it exists"
    )
    options = parser.parse_args()
    if options.measured is not None and options.measured.is_file():
        learned, held = load(options.measured)
    else:
        learned, held = collect(options.train, options.limit)
        if options.measured is not None:
            save(options.measured, learned, held)
    network = fit_network(blank(), learned)
    coefficients, intercept = fit_calibration(network, held)
    ranker = replace(network, coefficients=coefficients, intercept=intercept)
    for form in FORMS:
        rate = hit_rate(ranker, [item for item in held if item.form == form])
        print(f"held out, {form}: the best sentence is right in {rate:.3f} (a quarter of the passages removed)")
    options.out.write_text(json.dumps(to_json(ranker)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
