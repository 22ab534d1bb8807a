"""The same questions as people type them: without marks, decomposed, with the old tones, shortened, in raw Telex, with a slip, in capitals."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from corpus.abbreviations import COMMON
from corpus.vietnamese import fold, nfc
from embeddings.train.noise import abbreviated, old_tones
from eval.gold import Question
from qa.keyboard import raw_telex

SEED = 1


def unmarked(text: str) -> str:
    return fold(nfc(text))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def swapped(text: str) -> str:
    """Each known long form abbreviated; where there is none, each known abbreviation written out.

    >>> swapped("Ủy ban nhân dân họp"), swapped("UBND họp")
    ('UBND họp', 'ủy ban nhân dân họp')
    """
    short = abbreviated(nfc(text))
    if short != nfc(text):
        return short
    for abbreviation, long in sorted(COMMON.items(), key=lambda item: -len(item[0])):
        short = re.sub(rf"(?<![\w&-]){re.escape(abbreviation)}(?![\w&-])", long, short)
    return short


def slipped(text: str) -> str:
    """One slip of the finger: a letter inside a word left out, doubled or changed about with the next; the same for the same text."""
    draw = random.Random(f"{SEED}:{text}")
    places = [match.start() + 1 for match in re.finditer(r"[^\W\d_]{4,}", text)]
    if not places:
        return text
    place = draw.choice(places) + draw.randrange(2)
    before, here, after = text[:place], text[place], text[place + 1 :]
    return draw.choice([before + after, before + here + here + after, before + after[0] + here + after[1:]])


VARIANTS: Mapping[str, Callable[[str], str]] = {
    "no_diacritics": unmarked,
    "nfd": decomposed,
    "old_tones": lambda text: old_tones(nfc(text)),
    "abbreviation": swapped,
    "telex": raw_telex,
    "typo": slipped,
    "upper": str.upper,
}


def typed(question: Question, way: str) -> Question:
    """The gold question, and its history, typed in one of `VARIANTS`."""
    change = VARIANTS[way]
    return replace(
        question,
        question=change(question.question),
        history=tuple(change(turn) for turn in question.history),
        variant=way,
    )
