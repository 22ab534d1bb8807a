"""Questions with known answers in, measured examples out: what the ranker, the reader and the confidence are fitted on.

Documents are dealt into collections of very different sizes, as people's folders are. Questions are asked as written, without
diacritics, in capitals, with a typo, or as a question in another language would meet the words.
"""

import gzip
import json
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.passages import passages
from corpus.split import sentences
from corpus.types import Article, Span
from corpus.vietnamese import fold, nfc
from embeddings.encoder import Encoder
from embeddings.reader import Item, Reader
from qa.config import Config
from qa.library import Library
from qa.question import Question, full_names
from qa.ranker import Ranker
from qa.retrieve import retrieve
from qa.select import Field, measure, reading_context, term_weights
from qa.types import Hit

SEED = 1
FORMS = {
    "written": 0.62,
    "unmarked": 0.25,
    "upper": 0.03,
    "typo": 0.1,
}  # how the questions of a reader's training are typed

Asked = tuple[str, int, list[str]]  # question, number of its context (-1: none), answers


@dataclass(frozen=True, slots=True)
class Example:
    """One question measured: rows (n, f), which of them are right (n,), the reader's scores (n,), and which agree (n, n)."""

    rows: NDArray[np.float32]
    right: NDArray[np.bool_]
    reads: NDArray[np.float64]
    same: NDArray[np.bool_]


def read_squad(path: Path) -> tuple[list[tuple[str, str]], list[Asked]]:
    """Distinct contexts with their titles, and (question, context number, answers); no answers: the context does not answer."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        data = json.load(file)["data"]
    contexts: dict[str, int] = {}
    titles: list[str] = []
    questions = []
    for article in data:
        for paragraph in article["paragraphs"]:
            context = "\n".join(map(_flat, paragraph["context"].splitlines()))
            number = contexts.setdefault(context, len(contexts))
            titles += [_flat(article.get("title", ""))] * (len(contexts) - len(titles))
            for qa in paragraph["qas"]:
                answers = [_flat(answer["text"]) for answer in qa["answers"]]
                if answers or qa.get("is_impossible"):
                    questions.append((_flat(qa["question"]), number, answers))
    return list(zip(contexts, titles, strict=True)), questions


def _flat(text: str) -> str:
    return " ".join(nfc(text).split())


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


@contextmanager
def collection(
    contexts: Sequence[tuple[str, str]],
    numbers: Sequence[int],
    *,
    titled: bool,
    encoder: Encoder,
    ranker: Ranker,
    reader: Reader | None = None,
) -> Iterator[Library]:
    """A temporary library of these documents, with their titles or without."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Path(folder), Config(), encoder, ranker, reader) as library,
    ):
        library.put(Article(source(i), contexts[i][0], contexts[i][1] if titled else None) for i in numbers)
        library.sync()
        yield library


def measured(
    library: Library, question: Question, context: int, answers: Sequence[str]
) -> tuple[Field, NDArray[np.bool_]]:
    """The sentences of one question as the library finds them, and which are right; context -1 has no right one."""
    vector = library.encoder.encode_queries([question.reading])[0]
    hits = retrieve(question, vector, library.store, library.words, library.vectors, k=10, fusion=library.fusion)
    field = measure(question, hits, vector, library.vectors, term_weights(question, library.words))
    right = [
        field.hits[place].passage.article.source == source(context)
        and any(answer in field.hits[place].passage.article[sentence.span] for answer in answers)
        for place, sentence in field.sentences
    ]
    return field, np.array(right, dtype=bool)


def holding(article: Article, answers: Sequence[str]) -> Iterator[Item]:
    """The sentences of `article` in which one of `answers` stands whole, with the context that a reader sees beside each.

    >>> list(holding(Article("a.txt", "Huế có 9 quận. Vinh có 16 phường."), ["16"]))
    [('Vinh có 16 phường.', 'Huế có 9 quận.')]
    """
    for passage in passages(article):
        base = passage.span.start
        for part in sentences(passage.text):
            sentence = replace(part, span=Span(base + part.span.start, base + part.span.end))
            text = article[sentence.span]
            if any(answer in _flat(text) for answer in answers):
                yield text, reading_context(Hit(passage, 0.0), sentence)


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
    """The first name in a question that is surely one, see `full_names`."""
    return next(iter(full_names(text)), None)


def names_of(questions: Sequence[Asked]) -> list[str]:
    """The names of all questions, each once, sorted: what near-misses are made from."""
    return sorted({name for text, _, _ in questions if (name := name_of(text))})


def altered(text: str, form: str, draw: random.Random) -> str:
    """The question typed another way: without diacritics, in capitals, or with one letter wrong."""
    if form == "unmarked":
        return fold(text)
    if form == "upper":
        return text.upper()
    if form == "typo" and len(text) > 8:
        place = draw.randrange(1, len(text) - 2)
        kind = draw.random()
        if kind < 0.4:
            return text[:place] + text[place + 1 :]
        if kind < 0.7:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        return text[:place] + fold(text[place]) + text[place + 1 :]
    return text
