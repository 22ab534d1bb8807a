"""Slips of the finger mended: a word that fits neither the language nor the documents becomes the likeliest one a slip away.

A slip is a letter too many, too few, changed about with its neighbour, or another one (Damerau 1964). Which of the known words was
meant is what the restorer's model of the language and the documents' own words make most of.
"""

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from corpus.letters import UPPER
from corpus.vietnamese import canonical, fold, has_marks
from embeddings.restore import Restorer, Spellings, pieces
from qa.question import ASKING

SHORTEST = 3  # letters of a word that is mended; shorter ones are near to everything
LONG = 6  # letters of a name that the documents' one a slip away stands for, whatever is beside it
PLACE = 2  # syllables of a place's name; a longer one is a person's, and another syllable there makes another person
OTHER = 2.5  # nats more for another letter or one too many than for one left out, doubled or changed about
# Nats: what a word that nothing knows costs as it stands, what mending a known one costs, and what another first letter does.
STRANGE, KNOWN, HEAD = 12.0, 4.0, 2.0

_SHORT = re.compile(rf"(?<![\w/.-])[{UPPER}]{{{SHORTEST},6}}(?![\w/.-])")

Held = Callable[[Sequence[str]], Collection[str]]
Told = Callable[[str], Spellings]


def mended(text: str, restorer: Restorer, held: Held, told: Told) -> str:
    """The Vietnamese question with its slips mended; all else, and its letters' case, as typed.

    A word that nothing knows is mended whenever something is near. One of the language's is, in a question with marks, where it stands
    beside neither neighbour in the language and the documents have a near one there, or the language beside both. A name, that is a capital in the middle, becomes
    what the documents have beside the same neighbour, or a long name of theirs: a person whom they do not know is nobody else. A name
    that is one of the language's words too is mended in names of at most two syllables alone, and where the documents have no such word.

    Args:
        text: NFC.
        held: which of some canonical words the documents hold.
        told: how the documents that a text may be about spell.
    """
    found = pieces(text)
    words, entries = [text[start:end] for start, end, _ in found], [entry for _, _, entry in found]
    plain, loud = not has_marks(text), text.isupper()
    able = [
        n for n, word in enumerate(words) if len(word) >= SHORTEST and word.isalpha() and (loud or not word.isupper())
    ]
    named = {n for n in able if found[n][0] and words[n][0].isupper() and not loud}
    sure = {n for n in named if _knows(restorer, entries[n], plain)}
    strange = _strange([n for n in able if n in named or not _knows(restorer, entries[n], plain)], entries, held)
    alone = {n for n in able if n not in strange | named and not plain and _alone(n, entries, restorer)}
    if not strange and not alone:
        return text
    spelled = told(" ".join(word for n, word in enumerate(words) if n not in strange))
    readings: list[list[str]] = []
    costs: list[list[float]] = []
    for n, entry in enumerate(entries):
        own = restorer.readings(entry) if plain and n not in strange else [entry]
        near = _near(entry, restorer, spelled, plain) if n in strange else []
        if n in alone and not _beside(n, entries, spelled):
            near = [
                word
                for word in _near(entry, restorer, spelled, plain)
                if _fits(word, n, entries, spelled) or _joins(word, n, entries, restorer)
            ]
        readings.append([*own, *near])
        costs.append(
            [STRANGE * (n in strange)] * len(own)
            + [
                KNOWN * (n in alone) + HEAD * (fold(word[0]) != fold(entry[0])) + _cost(entry, word, plain)
                for word in near
            ]
        )
    chosen = restorer.likeliest(readings, costs, spelled)
    for n in sorted(strange | alone, reverse=True):
        new = chosen[n]
        long = len(entries[n]) >= LONG and new in spelled.words
        if n in sure and (fold(new) == fold(entries[n]) or _run(n, named) > PLACE):
            continue
        if new != entries[n] and (n not in named or long or _beside(n, chosen, spelled)):
            text = text[: found[n][0]] + _cased(fold(new) if plain else new, words[n]) + text[found[n][1] :]
    return text


def abbreviations_mended(text: str, known: Collection[str], held: Held) -> str:
    """The question with each abbreviation that nobody knows as the only known one a slip away: "UND" is "UBND".

    Another letter in the place of one makes another abbreviation, and is no slip here.

    Args:
        known: abbreviations, in capitals.

    >>> abbreviations_mended("PCT UND tỉnh là ai?", {"UBND", "BCT"}, lambda words: set())
    'PCT UBND tỉnh là ai?'
    """
    if text.isupper():
        return text

    def mend(match: re.Match[str]) -> str:
        short = match[0]
        if short in known or held([canonical(short)]):
            return short
        near = [other for other, _, _ in extract(short, list(known), scorer=OSA.distance, score_cutoff=1, limit=None)]
        near = [other for other in near if len(other) != len(short) or sorted(other) == sorted(short)]
        return near[0] if len(near) == 1 and len(near[0]) >= SHORTEST else short

    return _SHORT.sub(mend, text)


def _run(n: int, named: Collection[int]) -> int:
    """How many names in a row the n-th word stands in."""
    last = n
    while last + 1 in named:
        last += 1
    while n - 1 in named:
        n -= 1
    return last - n + 1


def _knows(restorer: Restorer, word: str, plain: bool) -> bool:
    return restorer.knows(word) or (plain and restorer.can_read(word))


def _strange(places: Sequence[int], entries: Sequence[str], held: Held) -> set[int]:
    """Those of the places whose words the documents do not hold either."""
    known = held([canonical(entries[n]) for n in places]) if places else ()
    return {n for n in places if canonical(entries[n]) not in known}


def _alone(n: int, entries: Sequence[str], restorer: Restorer) -> bool:
    """Whether the n-th word, none of those that ask, stands beside neither of its neighbours in the language."""
    around = pairwise(entries[max(0, n - 1) : n + 2])
    return fold(entries[n]) not in ASKING and not any(restorer.paired(*pair) for pair in around)


def _beside(n: int, entries: Sequence[str], spelled: Spellings) -> bool:
    """Whether the documents have the n-th word beside one of its neighbours."""
    return any(pair in spelled.pairs for pair in pairwise(entries[max(0, n - 1) : n + 2]))


def _fits(word: str, n: int, entries: Sequence[str], spelled: Spellings) -> bool:
    return _beside(n, [*entries[:n], word, *entries[n + 1 :]], spelled)


def _joins(word: str, n: int, entries: Sequence[str], restorer: Restorer) -> bool:
    """Whether the language has the word beside both neighbours of the n-th."""
    around = entries[max(0, n - 1) : n + 2 : 2]
    return 0 < n < len(entries) - 1 and restorer.paired(around[0], word) and restorer.paired(word, around[1])


def _near(word: str, restorer: Restorer, spelled: Spellings, plain: bool) -> list[str]:
    """The language's and the documents' words at one slip from a word or, where it bears no marks, the same without theirs.

    In a question without any marks the slip is looked for in the words without theirs.
    """
    known = [*restorer.words, *(other for other in spelled.words if other.isalpha() and not restorer.knows(other))]
    compared = [fold(other) for other in known] if plain else known
    near = [known[place] for _, _, place in extract(word, compared, scorer=OSA.distance, score_cutoff=1, limit=None)]
    meant = restorer.readings(word) if not plain and word.isascii() and restorer.can_read(word) else []
    return list(dict.fromkeys(other for other in [*near, *meant] if other != word))


def _cost(typed: str, meant: str, plain: bool) -> float:
    """0 where a letter was left out, doubled or changed about with the next, which fingers do; `OTHER` for other slips.

    >>> _cost("đểm", "điểm", False), _cost("đểmm", "đểm", False), _cost("đểm", "để", False), _cost("đểm", "đếm", False)
    (0.0, 0.0, 2.5, 2.5)
    """
    if plain:
        meant = fold(meant)
    if len(meant) > len(typed) or (len(meant) == len(typed) and sorted(meant) == sorted(typed)):
        return 0.0
    doubled = any(typed[:n] + typed[n + 1 :] == meant and typed[n] == typed[n + 1] for n in range(len(typed) - 1))
    return 0.0 if doubled else OTHER


def _cased(word: str, typed: str) -> str:
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word
