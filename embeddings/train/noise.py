"""The ways that people type the same words: without marks, with the old tone placement, in capitals, with a slip, abbreviated."""

import random
import re
from collections.abc import Callable, Mapping

from corpus.abbreviations import COMMON
from corpus.vietnamese import fold

SHARES: Mapping[str, float] = {
    "plain": 0.45,
    "stripped": 0.14,
    "restored": 0.14,
    "old": 0.06,
    "upper": 0.05,
    "typo": 0.1,
    "abbreviated": 0.06,
}

_NEW = re.compile(r"(?<![qQ])([òóỏõọ][ae]|[ùúủũụ]y)\b", re.IGNORECASE)
_TONES = {
    **{early + "a": "o" + late for early, late in zip("òóỏõọ", "àáảãạ", strict=True)},
    **{early + "e": "o" + late for early, late in zip("òóỏõọ", "èéẻẽẹ", strict=True)},
    **{early + "y": "u" + late for early, late in zip("ùúủũụ", "ỳýỷỹỵ", strict=True)},
}
_SHORT = sorted(((long, short) for short, long in COMMON.items()), key=lambda item: -len(item[0]))


def noisy(text: str, draw: random.Random, restored: Callable[[str], str], shares: Mapping[str, float] = SHARES) -> str:
    """The text typed in a way drawn by `shares`; `restored` puts marks back as the program will."""
    way = draw.choices(list(shares), list(shares.values()))[0]
    if way == "stripped":
        return fold(text)
    if way == "restored":
        return restored(fold(text))
    if way == "old":
        return old_tones(text)
    if way == "upper":
        return text.upper()
    if way == "typo":
        return slip(text, draw)
    return abbreviated(text) if way == "abbreviated" else text


def old_tones(text: str) -> str:
    """The tone on the second vowel of open oa, oe and uy, as the older spelling has it.

    >>> old_tones("Ủy ban tỉnh Hòa Bình, thủy điện")
    'Uỷ ban tỉnh Hoà Bình, thuỷ điện'
    """

    def swap(match: re.Match[str]) -> str:
        new = _TONES[match[0].lower()]
        return "".join(b.upper() if a.isupper() else b for a, b in zip(match[0], new, strict=True))

    return _NEW.sub(swap, text)


def slip(text: str, draw: random.Random) -> str:
    """One slip of the finger for every forty letters, at least one: a letter left out, doubled, changed about or without its mark."""
    for _ in range(max(1, len(text) // 40)):
        if len(text) < 8:
            return text
        place = draw.randrange(1, len(text) - 2)
        before, here, after = text[:place], text[place], text[place + 1 :]
        text = draw.choice(
            [
                before + after,
                before + here + here + after,
                before + after[0] + here + after[1:],
                before + fold(here) + after,
            ]
        )
    return text


def abbreviated(text: str) -> str:
    """Every long form that official Vietnamese abbreviates, abbreviated.

    >>> abbreviated("Ủy ban nhân dân tỉnh họp về chuyển đổi số")
    'UBND tỉnh họp về CĐS'
    """
    for long, short in _SHORT:
        text = re.sub(rf"(?<!\w){re.escape(long)}(?!\w)", short, text, flags=re.IGNORECASE)
    return text
