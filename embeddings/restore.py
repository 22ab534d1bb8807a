"""Vietnamese typed without diacritics in, the most probable marked text out, one code point for one.

A back-off model of three words (Katz 1987, with absolute discounts) over whole syllables, learned from ordinary text by
`python -m embeddings.train.marks`; Viterbi's search finds the best path over the readings of each folded syllable. Documents that the
text may speak of weigh in with how they spell its words. What it does not do: mend typing errors, or change a word that bears a mark,
holds a digit, or is no folded syllable that the model knows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from corpus.vietnamese import canonical, fold, nfc
from embeddings.encoder import bundled_path

MODEL = "vi-marks.safetensors"
STEP = 0.0625  # nats in one unit of a stored cost
# A boundary, a word without an entry, a word that starts with a digit, a question mark: the first entries of every model.
EDGE, OTHER, NUMBER, ASKS = SIGNS = ("\x02", "\x03", "\x04", "?")
# So many nats each word typed with marks adds to the odds that a plain word beside it is meant as it stands.
TYPED = 2.0
# At so small a share of words that may have lost marks, a text is taken for another language.
FOREIGN = 0.4
# How much the documents' spelling of a word, and of two in a row, counts beside the model's; and what an unseen one counts as.
WORD_TOLD, PAIR_TOLD, UNTOLD = 0.3, 1.0, 0.1
PIECES = re.compile(r"\d+(?:[.,]\d+)*\w*|\w+|[.?!;:,()\"“”…]")

Ids = NDArray[np.int64]


@lru_cache(maxsize=65536)
def entry(word: str) -> str:
    """The form under which the model knows a word: lower case, the tone placed one way, no letter changed.

    >>> entry("Hoà"), entry("tỉ"), entry("Uỷ")
    ('hòa', 'tỉ', 'ủy')
    """
    low = word.lower()
    if low.isascii():
        return low
    placed = canonical(low)
    return placed if fold(placed) == fold(low) else low


def pieces(text: str) -> list[tuple[int, int, str]]:
    """Each word, number or boundary as (start, end, entry).

    >>> pieces("Năm 2025, Hà")
    [(0, 3, 'năm'), (4, 8, '\\x04'), (8, 9, '\\x02'), (10, 12, 'hà')]
    """
    return [(match.start(), match.end(), kind_of(match[0])) for match in PIECES.finditer(text)]


def kind_of(piece: str) -> str:
    """The entry of a word; one of the signs for what is none."""
    if piece[0].isalpha():
        return entry(piece)
    return NUMBER if piece[0].isdigit() else ASKS if piece == ASKS else EDGE


@dataclass(frozen=True, slots=True)
class Spellings:
    """How often documents spell a word one way, and two in a row."""

    words: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)


def spellings(texts: Iterable[str]) -> Spellings:
    """Those of the texts.

    >>> spellings(["Hà Nam", "hà nam"]).pairs
    Counter({('hà', 'nam'): 2})
    """
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        found = [kind_of(piece) for piece in PIECES.findall(text)]
        words.update(found)
        pairs.update(pairwise(found))
    return Spellings(words, pairs)


class Restorer:
    """The model, loaded. `restore` is a pure function of the text and safe in threads.

    Args:
        path: a file written by `python -m embeddings.train.marks`.
    """

    def __init__(self, path: Path) -> None:
        held = load_file(path)
        letters = held["words"].tobytes().decode("utf-8")
        self._words = letters.split("\n")
        self._size = len(self._words)
        self._one, self._one_back = held["one"].astype(np.int16), held["one_back"].astype(np.int16)  # (words,) costs
        self._pairs = _keys(held["pair_counts"], held["pairs"], self._size)  # (pairs + 1,) ascending
        self._two, self._two_back = held["two"], held["two_back"]  # (pairs + 1,)
        self._triples = _keys(held["triple_counts"], held["triples"], self._size)  # (triples + 1,) ascending
        self._three = held["three"]
        self._ids = {word: number for number, word in enumerate(self._words)}
        self._readings: dict[str, list[int]] = {}
        for number, folded in enumerate(fold(letters).split("\n")):
            self._readings.setdefault(folded, []).append(number)

    def restore(self, text: str, told: Spellings = Spellings()) -> str:
        """NFC `text` with the marks it most probably lost: as many code points, each letter in its own case.

        A text of another language stays as it is, and so does an acronym: capitals among small letters. `told` is how documents
        that may be meant spell.
        """
        text = nfc(text)
        found = pieces(text)
        loud = text.isupper() and len(found) > 1
        typed = sum(not word.isascii() for _, _, word in found)
        columns = [np.array(self._choices(text[a:b], word, loud), dtype=np.int64) for a, b, word in found]
        if self._foreign([word for _, _, word in found]):
            return text
        kept = [
            (TYPED / STEP * typed) * (column != self._ids.get(word, -1))
            for column, (_, _, word) in zip(columns, found, strict=True)
        ]
        spelled = [[self._words[n] for n in column] for column in columns] if told.words else []
        kept = [own + extra for own, extra in zip(kept, _told_words(spelled, told), strict=True)] if spelled else kept
        pairs = _told_pairs(spelled, told) if spelled else None
        letters = list(text)
        for (start, end, word), column, place in zip(found, columns, self._best(columns, kept, pairs), strict=True):
            number = int(column[place])
            if len(column) > 1 or (word.isascii() and number >= len(SIGNS)):
                letters[start:end] = [
                    new.upper() if old.isupper() else new
                    for old, new in zip(text[start:end], self._words[number], strict=True)
                ]
        return "".join(letters)

    def likeliest(
        self, readings: Sequence[Sequence[str]], costs: Sequence[Sequence[float]], told: Spellings = Spellings()
    ) -> list[str]:
        """One reading of each word, as they follow one another best.

        Args:
            readings: entries; those that the model does not know are all alike to it.
            costs: in nats, of each reading beside the model's.
        """
        columns = [np.array([self._ids.get(word, self._ids[OTHER]) for word in words]) for words in readings]
        weighed = _told_words(readings, told)
        own = [np.array(extra) / STEP + more for extra, more in zip(costs, weighed, strict=True)]
        places = self._best(columns, own, _told_pairs(readings, told))
        return [words[place] for words, place in zip(readings, places, strict=True)]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every entry but the signs."""
        return tuple(self._words[len(SIGNS) :])

    def readings(self, folded: str) -> list[str]:
        """The entries that a word without marks may stand for; itself where there is none."""
        return [self._words[n] for n in self._readings.get(folded, ())] or [folded]

    def knows(self, word: str) -> bool:
        """Whether the word, as spelled, is one of the model's."""
        return entry(word) in self._ids

    def paired(self, first: str, second: str) -> bool:
        """Whether the model holds the two words in a row."""
        one, other = self._ids.get(first), self._ids.get(second)
        if one is None or other is None:
            return False
        _, stored = self._pair(np.array([one]), np.array([other]))
        return bool(stored[0, 0])

    def can_read(self, word: str) -> bool:
        """Whether the word may stand without its marks for one of the model's."""
        return word in self._readings

    def _foreign(self, words: Sequence[str]) -> bool:
        """Whether most words could not be Vietnamese ones that lost their marks, or none could."""
        plain = [word for word in words if word.isascii() and word.isalpha()]
        able = sum(len(self._readings.get(word, ())) > 1 for word in plain)
        return able <= FOREIGN * len(plain)

    def _choices(self, typed: str, word: str, loud: bool) -> list[int]:
        """The readings of one piece; one alone where nothing is to be restored."""
        own = [self._ids.get(word, self._ids[OTHER])]
        if not word.isascii() or len(word) != len(typed) or (typed.isupper() and len(typed) > 1 and not loud):
            return own
        return self._readings.get(word, own)

    def _best(
        self,
        columns: Sequence[Ids],
        kept: Sequence[NDArray[np.float64]],
        pairs: Sequence[NDArray[np.float64]] | None = None,
    ) -> list[int]:
        """The path of least cost through the readings, as the place of each word's among its readings.

        Args:
            kept: (readings,) costs of its own for each of them.
            pairs: (readings of the word before, readings) further costs of each after each.
        """
        edge = np.array([self._ids[EDGE]], dtype=np.int64)
        before, second = edge, edge
        pair, stored = self._pair(before, second)
        total = np.zeros((1, 1))  # (readings before, readings here)
        trail = []
        for n, (third, own) in enumerate(zip(columns, kept, strict=True)):
            next_pair, next_stored = self._pair(second, third)
            if len(before) == len(second) == len(third) == 1:
                trail.append(np.zeros((1, 1), dtype=np.int64))
            else:
                through = total[:, :, None] + self._costs(pair, stored, second, third, next_pair, next_stored)
                trail.append(through.argmin(axis=0))  # (second, third)
                total = through.min(axis=0) + own
                if pairs is not None:
                    total += pairs[n]
            before, second, pair, stored = second, third, next_pair, next_stored
        here, last = divmod(int(total.argmin()), total.shape[1])
        path = [last, here]
        for back in reversed(trail):
            path.append(int(back[path[-1], path[-2]]))
        return path[: len(columns)][::-1]

    def _pair(self, first: Ids, second: Ids) -> tuple[Ids, NDArray[np.bool_]]:
        """(first, second) places among the stored pairs, and which are stored."""
        wanted = first[:, None] * self._size + second
        places = self._pairs.searchsorted(wanted)
        return places, self._pairs[places] == wanted

    def _costs(
        self, before: Ids, stored: NDArray[np.bool_], second: Ids, third: Ids, pair: Ids, paired: NDArray[np.bool_]
    ) -> NDArray[np.int16]:
        """(first, second, third) costs of each third word after the two before it.

        Args:
            before: (first, second) places among the pairs, `stored` where they are true.
            pair: (second, third) places among the pairs, `paired` where they are true.
        """
        plain = np.where(paired, self._two[pair], self._one_back[second][:, None] + self._one[third])
        extra = np.where(stored, self._two_back[before], np.uint8(0))
        costs = plain + extra[:, :, None]
        rows, columns = np.nonzero(stored)
        if len(rows):
            wanted = before[rows, columns][:, None] * self._size + third
            places = self._triples.searchsorted(wanted)
            costs[rows, columns] = np.where(self._triples[places] == wanted, self._three[places], costs[rows, columns])
        return costs


def _told_words(readings: Sequence[Sequence[str]], told: Spellings) -> list[NDArray[np.float64]]:
    return [WORD_TOLD * told_costs([told.words.get(word, 0) for word in words]) for words in readings]


def _told_pairs(readings: Sequence[Sequence[str]], told: Spellings) -> list[NDArray[np.float64]]:
    """For each word (readings of the word before, its readings)."""
    return [
        PAIR_TOLD * told_costs([told.pairs.get((a, b), 0) for a in one for b in other]).reshape(len(one), len(other))
        for one, other in pairwise([[EDGE], *readings])
    ]


def told_costs(found: Sequence[int]) -> NDArray[np.float64]:
    """(readings,) costs, in steps, of readings that documents hold so often; 0 for all where they hold none of them.

    >>> told_costs([0, 9]).round().tolist(), told_costs([0, 0]).tolist()
    ([72.0, 0.0], [0.0, 0.0])
    """
    counts = np.array(found, dtype=np.float64)
    if not counts.any() or len(counts) == 1:
        return np.zeros(len(counts))
    shares = (counts + UNTOLD) / (counts.sum() + UNTOLD * len(counts))
    return np.asarray(-np.log(shares) / STEP)


def _keys(counts: NDArray[np.integer], words: NDArray[np.uint16], size: int) -> Ids:
    """Ascending keys `owner * size + word` of owners with so many words each; above the last is the key of nothing.

    >>> _keys(np.array([1, 2, 1]), np.array([3, 0, 2, 0], np.uint16), 10).tolist()[:3]
    [3, 10, 12]
    """
    keys = np.repeat(np.arange(len(counts), dtype=np.int64) * size, counts)
    keys += words
    keys[-1] = np.iinfo(np.int64).max
    return keys


@lru_cache(maxsize=1)
def bundled_restorer() -> Restorer:
    """The one that ships with the program, loaded once."""
    return Restorer(bundled_path(MODEL))
