"""Training data as kinds of pairs: texts that belong together, first side shorter, each kind with its share of the steps."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from embeddings.train.data import Squad, files, flat, rows, squad

Loss = Literal["contrast", "distil"]

WINDOW = 95  # syllables of a window of a passage
WHOLE = 210  # syllables beyond which a whole passage is cut: the encoder reads 256 pieces
LEAST = 12  # letters of a text worth learning from
LIMIT = 60_000  # pairs of one file
CROPS = 3  # of one passage
SHORTEST = 50  # words of a passage that is worth cropping
SEED = 1

# Of the steps; the kinds that a folder does not hold are left out and the rest shares their part.
SHARES: Mapping[str, float] = {
    "question and passage": 0.27,
    "question and window": 0.10,
    "words and passage": 0.11,
    "headline and lead": 0.03,
    "headline and body": 0.04,
    "provision": 0.04,
    "section": 0.06,
    "English question": 0.09,
    "translation": 0.26,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together. Pairs of one `key` never stand against each other; `hard` are wrong second sides."""

    first: str
    second: str
    key: str
    hard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """Pairs of one kind.

    Attributes:
        share: of the steps.
        typed: whether the first sides are what a person types, so that they may be made noisy.
        loss: "distil" also draws both sides, of which the first is English, to the English teacher's vector of it.
        size: how large its batches are beside those of the shortest kind.
        of: each second side with the numbers of its pairs.
        mistaken: whether any pair has hard negatives.
    """

    name: str
    pairs: Sequence[Pair]
    share: float
    typed: bool = False
    loss: Loss = "contrast"
    size: float = 1.0
    of: Mapping[str, Sequence[int]] = field(init=False, repr=False, compare=False)
    mistaken: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        of: dict[str, list[int]] = {}
        for number, pair in enumerate(self.pairs):
            of.setdefault(pair.second, []).append(number)
        object.__setattr__(self, "of", of)
        object.__setattr__(self, "mistaken", any(pair.hard for pair in self.pairs))


def kinds(data: Path, shares: Mapping[str, float] = SHARES) -> list[Kind]:
    """Every kind that the folder holds and `shares` names, without hard negatives yet."""
    made = [
        Kind("words and passage", list(_words(data)), 0, typed=True, size=0.75),
        Kind("headline and lead", list(_headlines(data)), 0, typed=True, size=1.0),
        Kind("headline and body", list(_bodies(data)), 0, typed=True, size=0.5),
        Kind("provision", list(_provisions(data)), 0, typed=True, size=0.5),
        Kind("section", list(_sections(data)), 0, typed=True, size=0.5),
        Kind("English question", list(_english(data)), 0, size=0.5),
        Kind("translation", list(_translations(data)), 0, loss="distil", size=2.5),
    ]
    return [replace(kind, share=shares[kind.name]) for kind in made if kind.pairs and shares.get(kind.name)]


def asked(held: Squad, hard: Sequence[Sequence[int]], shares: Mapping[str, float] = SHARES) -> list[Kind]:
    """Questions with their whole passages and with windows of these, and with the passages mistaken for them."""
    whole, parts = [], []
    shortened = [cut(passage, WHOLE) for passage in held.passages]
    windowed = [windows(passage) for passage in held.passages]
    for item, wrong in zip(held.questions, hard, strict=True):
        key = f"passage {item.passage}"
        whole.append(Pair(item.question, shortened[item.passage], key, tuple(shortened[n] for n in wrong)))
        near = tuple(text for n in wrong for text in windowed[n])
        around = next((text for text in windowed[item.passage] if item.answers[0] in text), None)
        if around is not None:
            parts.append(Pair(item.question, around, key, near))
    made = [
        Kind("question and passage", whole, 0, typed=True, size=0.75),
        Kind("question and window", parts, 0, typed=True, size=1.0),
    ]
    return [replace(kind, share=shares[kind.name]) for kind in made if kind.pairs and shares.get(kind.name)]


def cut(text: str, syllables: int) -> str:
    """The first words of a text.

    >>> cut("một hai ba", 2)
    'một hai'
    """
    return " ".join(text.split()[:syllables])


def windows(text: str, syllables: int = WINDOW) -> list[str]:
    """The text in overlapping parts of about so many words, a third of each shared with the next.

    >>> windows("một hai ba bốn năm", 3)
    ['một hai ba', 'ba bốn năm']
    """
    words = text.split()
    last = max(0, len(words) - syllables)
    starts = [*range(0, last, max(1, syllables - syllables // 3)), last]
    return [" ".join(words[start : start + syllables]) for start in starts]


def _kept(pairs: Iterator[Pair], limit: int = LIMIT) -> Iterator[Pair]:
    """Those with enough to say on both sides, each first side once, a sample of them."""
    seen = {
        pair.first: pair
        for pair in pairs
        if min(len(pair.first), len(pair.second)) >= LEAST and pair.first != pair.second
    }
    found = list(seen.values())
    yield from found if len(found) <= limit else random.Random(SEED).sample(found, limit)


def _headlines(data: Path) -> Iterator[Pair]:
    for path in files(data, "news-vi-*.jsonl.gz"):
        yield from _kept(Pair(flat(r["title"]), cut(flat(r["lead"]), WINDOW), flat(r["lead"])) for r in rows(path))


def _bodies(data: Path) -> Iterator[Pair]:
    for path in files(data, "news-vi-*.jsonl.gz"):
        yield from _kept(
            Pair(flat(row["title"]), cut(flat(" ".join([row["lead"], *row["body"]])), WHOLE), flat(row["lead"]))
            for row in rows(path)
            if row.get("body")
        )


def _provisions(data: Path) -> Iterator[Pair]:
    for path in files(data, "law-vi-*.jsonl.gz"):
        for pair in _kept(Pair(flat(row["title"]), _body(row["body"]), flat(row["title"])) for row in rows(path)):
            if not pair.first.startswith("#"):
                yield pair


def _body(text: str) -> str:
    """A provision's text without the note in brackets that names its act."""
    return cut(flat(re.sub(r"^\s*\([^()]*(\([^()]*\)[^()]*)*\)", "", text)), WHOLE)


def _sections(data: Path) -> Iterator[Pair]:
    for path in files(data, "wiki-vi-*.jsonl.gz"):
        yield from _kept(
            Pair(
                flat(f"{row['title']} {row['heading']}"),
                cut(flat(row["body"]), WHOLE),
                f"{row['title']} {row['heading']}",
            )
            for row in rows(path)
            if row["title"][:1].isupper() or row["heading"]
        )


def _words(data: Path) -> Iterator[Pair]:
    """A few words in a row out of a passage, some left out, with the passage (random crops: Izacard et al. 2022, arXiv:2112.09118).

    Passages of one article, and the next rows of a file, are each other's hard negatives.
    """
    draw = random.Random(SEED)
    for pattern, name in (
        ("wiki-vi-*.jsonl.gz", "title"),
        ("law-vi-*.jsonl.gz", "document"),
        ("news-vi-*.jsonl.gz", "title"),
    ):
        for path in files(data, pattern):
            texts = [(str(row.get(name, "")), cut(_text(row), WHOLE)) for row in rows(path)]
            texts = [(title, text) for title, text in texts if len(text.split()) >= SHORTEST]
            if len(texts) > LIMIT // 3:
                start = draw.randrange(len(texts) - LIMIT // 3)
                texts = texts[start : start + LIMIT // 3]
            for place, (title, text) in enumerate(texts):
                near = tuple(
                    other for own, other in texts[max(0, place - 3) : place + 4] if own == title and other != text
                )
                for _ in range(CROPS):
                    yield Pair(_crop(text.split(), draw), text, text, near)


def _text(row: Mapping[str, Any]) -> str:
    body = row.get("body", "")
    return flat(body if isinstance(body, str) else " ".join([str(row.get("lead", "")), *body]))


def _crop(words: Sequence[str], draw: random.Random) -> str:
    """Six to fourteen words in a row, about one in seven of them left out."""
    number = draw.randrange(6, 15)
    start = draw.randrange(max(1, len(words) - number))
    kept = [word for word in words[start : start + number] if draw.random() > 1 / 7]
    return " ".join(kept or words[start : start + number]).strip(" ,.;:()")


def _english(data: Path) -> Iterator[Pair]:
    for path in files(data, "pairs-en*.jsonl.gz"):
        for row in rows(path):
            sides = [flat(str(value)) for name, value in row.items() if name != "source"]
            if len(sides) == 2 and min(map(len, sides)) >= LEAST:
                yield Pair(sides[0], cut(sides[1], WHOLE), sides[1])
    for path in files(data, "qa-en-*.json.gz"):
        held = squad(path)
        for item in held.questions:
            passage = held.passages[item.passage]
            yield Pair(item.question, cut(passage, WHOLE), f"{path.name} {item.passage}")


def _translations(data: Path) -> Iterator[Pair]:
    for path in files(data, "parallel-en-vi*.jsonl.gz"):
        for row in rows(path):
            one, other = cut(flat(row["en"]), WINDOW), cut(flat(row["vi"]), WINDOW)
            if min(len(one), len(other)) >= LEAST:
                yield Pair(one, other, one)
