"""How Vietnamese text is compared: tokens, tone placement, i/y spelling, folding. Quoted text is never touched by this.

Every function here works for matching only; citations are cut from the article's own text.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.types import Span

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+")
_SYLLABLE = re.compile(
    r"(?:ngh?|gh?|kh|th|ph|ch|nh|tr|qu|gi|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)
_OPEN_TONE = re.compile(r"(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])$")
_TONE_FIRST = {
    **{"o" + late: early + "a" for late, early in zip("àáảãạ", "òóỏõọ", strict=True)},
    **{"o" + late: early + "e" for late, early in zip("èéẻẽẹ", "òóỏõọ", strict=True)},
    **{"u" + late: early + "y" for late, early in zip("ỳýỷỹỵ", "ùúủũụ", strict=True)},
}
_SHORT_I = re.compile(r"^(h|k|l|m|s|t|qu)([iìíỉĩị])$")
_I_TO_Y = dict(zip("iìíỉĩị", "yỳýỷỹỵ", strict=True))


def nfc(text: str) -> str:
    """The composed form, in which one Vietnamese letter is one code point."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in "đĐ":
        return "d" if char == "đ" else "D"
    base = unicodedata.normalize("NFD", char)[0]
    return base if len(base) == len(char) else char


def fold(text: str) -> str:
    """`text` without diacritics; the length of an NFC text is kept, so offsets stay true.

    >>> fold("Chuyển đổi số")
    'Chuyen doi so'
    """
    if text.isascii():
        return text
    return "".join(map(_fold_char, text))


def has_marks(text: str) -> bool:
    """Whether any letter bears a Vietnamese diacritic.

    >>> has_marks("chuyen doi so"), has_marks("chuyển doi so")
    (False, True)
    """
    composed = nfc(text)
    return fold(composed) != composed


def may_be_syllable(word: str) -> bool:
    """Whether a word, with its marks or without, is spelled as a Vietnamese syllable may be.

    >>> may_be_syllable("Đăk"), may_be_syllable("Dinh"), may_be_syllable("Centre")
    (False, True, False)
    """
    return _SYLLABLE.fullmatch(fold(word)) is not None


@lru_cache(maxsize=65536)
def canonical(syllable: str) -> str:
    """One spelling for the old and the new tone placement and for i/y after h k l m s t qu; lower case.

    >>> canonical("hoà"), canonical("Uỷ"), canonical("quý"), canonical("tỉ"), canonical("hoàn")
    ('hòa', 'ủy', 'quý', 'tỷ', 'hoàn')
    """
    low = nfc(syllable).lower()
    low = _OPEN_TONE.sub(lambda m: _TONE_FIRST[m[1]], low)
    return _SHORT_I.sub(lambda m: m[1] + _I_TO_Y[m[2]], low)


def spans(text: str) -> Iterator[tuple[str, Span]]:
    """Each token in its canonical form with its span in `text` (which should be NFC)."""
    for match in _TOKEN.finditer(text):
        yield canonical(match[0]), Span(match.start(), match.end())


def tokens(text: str) -> list[str]:
    """The syllables, words and numbers of `text`, in canonical form; a number keeps its separators.

    >>> tokens("Uỷ ban có 1.234,5 tỉ đồng")
    ['ủy', 'ban', 'có', '1.234,5', 'tỷ', 'đồng']
    """
    return [canonical(match) for match in _TOKEN.findall(nfc(text))]


def bigrams(syllables: Sequence[str]) -> list[str]:
    """Each pair of neighbours as one term.

    >>> bigrams(["chuyển", "đổi", "số"])
    ['chuyển_đổi', 'đổi_số']
    """
    return [f"{first}_{second}" for first, second in itertools.pairwise(syllables)]
