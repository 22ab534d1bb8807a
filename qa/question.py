"""What a question asks: its language, its kind, its terms, and the constraints (numbers, years, names) that an answer must meet."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from typing import Literal

from corpus.abbreviations import expansions, spelled_out, typed_out
from corpus.errors import Language
from corpus.letters import UPPER
from corpus.vietnamese import bigrams, canonical, fold, has_marks, nfc, tokens
from embeddings.restore import Spellings, bundled_restorer
from qa.keyboard import typed

MAX_LENGTH = 10_000  # code points

Kind = Literal["number", "date", "person", "place", "reason", "definition", "list", "manner", "other"]

# Folded forms, so that a question typed without diacritics is read alike; the first pattern that is found decides.
_VIETNAMESE_KINDS: tuple[tuple[Kind, str], ...] = (
    ("reason", r"\b(vi sao|tai sao)\b"),
    ("definition", r"\bviet tat (cua|cho|la|tu)\b"),
    (
        "number",
        r"\b(bao nhieu|may (?!gio)|bao lau|bao xa|ti le|ty le .* (nao|the nao)|thu may|hang may|dung thu(?! tu\b)|xep thu(?! tu\b)|(?<!chi )(?<!co )so (nao|may)|so dien thoai)\b",
    ),
    (
        "date",
        r"\b(khi nao|bao gio|luc nao|ngay (nao|may)|nam (nao|may)|thang (nao|may)|thoi (gian|diem|han|ky) nao|giai doan nao|tu khi|may gio|den bao gio|ngay bao nhieu)\b",
    ),
    ("person", r"\b(ai|ten (la )?gi|nguoi nao|vi nao|nhan vat nao|ong nao|ba nao|dong chi nao|nhung ai)\b"),
    (
        "place",
        r"\b(o dau|noi nao|tai dau|dau|quoc gia nao|nuoc nao|tinh nao|thanh pho nao|huyen nao|dia phuong nao|cho nao|vung nao)\b",
    ),
    ("reason", r"\b(vi sao|tai sao|do dau|nguyen nhan|ly do|de lam gi|nham (muc dich )?gi|muc dich)\b"),
    (
        "list",
        r"\b(gom nhung|nhung gi|gom (co )?gi|bao gom|nhung .* (nao|gi)|cac .* nao|liet ke|ke ten|ke ra|ke du|ke het|nhung ai|la (hai|ba|bon|nam|sau|bay|tam|chin|muoi|\d{1,2}) (?!nao)\w+ .*nao)\b",
    ),
    (
        "definition",
        r"\b(la gi|la loai (\w+ )?gi|^(\w+(?: \w+)?)\b.* la \3 gi|nghia la|duoc hieu|dinh nghia|khai niem|viet tat cua|la ai)\b",
    ),
    ("manner", r"\b(nhu the nao|the nao|ra sao|bang cach|cach nao|lam sao|muc nao)\b"),
)
_ENGLISH_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "number",
        r"\b(how (many|much|long|far|large|big|high|old|often)|what (share|percentage|percent|proportion|number|rank|rate|amount|population)|which rank)\b",
    ),
    (
        "date",
        r"\b(when|what (year|date|day|month|time|period)|which (year|date|day|month|period)|by what|since what)\b",
    ),
    ("person", r"\b(who|whom|whose)\b"),
    ("place", r"\b(where|(what|which) (country|city|province|place|district|state|location|town))\b"),
    ("reason", r"\b(why|what (caused|causes|reason)|for what purpose|for what reason)\b"),
    ("list", r"\b(which .*s (are|were|did|do|have)|what are|list|name the)\b"),
    (
        "definition",
        r"\b(what is (?:(?:a|an) (?:\w+ ){0,3}\w+|(?:the )?\w+)(?=\?*$)|what does .* (mean|stand for)|define|definition)\b",
    ),
    ("manner", r"\b(how)\b"),
)
_ENGLISH_WORDS = frozenset(
    [
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "where",
        "why",
        "how",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "that",
        "this",
        "these",
        "those",
        "has",
        "have",
        "had",
        "be",
        "been",
        "can",
        "could",
        "should",
        "will",
        "would",
        "much",
        "many",
        "there",
        "it",
        "its",
        "as",
        "than",
        "between",
        "about",
        "into",
    ]
)
# Syllables that ask or bind and name nothing. Without diacritics some of them are also content ("đề", "thể", "cơ", "vị"), so a
# question typed without any drops the plain ones alone.
_EMPTY = frozenset(
    "gì nào bao nhiêu ai đâu sao mấy khi thế như là có được không và của các những ở trong cho với về thì mà này đó do đã sẽ đang bị "
    "bởi nhằm để làm tại vì theo thuộc từ đến vào ra lên hay hoặc phải rồi nhỉ ạ vậy gồm nhé à ừ".split()
)
_EMPTY_UNMARKED = frozenset(
    "gi nao nhieu ai sao khong va cua cac nhung trong nhu duoc thi ma nay da se hoac roi nhi vay gom o ve".split()
)
ASKING = frozenset(fold(word) for word in _EMPTY)
_WORD = re.compile(r"\w+")
_ALIKE = {
    "may": "mấy",
    "dau": "đâu",
    "ai": "ai",
    "nao": "nào",
    "gi": "gì",
    "sao": "sao",
    "so": "số",
    "luc": "lúc",
    "tinh": "tỉnh",
}
_NUMERALS = {fold(word): word for word in ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")}
# "Mấy ông ấy họp ở đâu?" asks for a place: "mấy" counts where nothing else asks, and wherever it stands after these.
_ASKING_ENGLISH = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b")
_SOME = re.compile(r"(?<!thu )(?<!hang )(?<!so )(?<!co )(?<!duoc )(?<!la )\bmay \w+")
_ASKS_ELSE = re.compile(r"\b(?:ai|gi|nao|dau|sao|khong|chua)\b")
QUOTED = re.compile(r"[\"“‘«]([^\"”’»]{2,80})[\"”’»]")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
NAME = re.compile(rf"(?<!\w)[{UPPER}]\w*(?:\s+[{UPPER}]\w*)+")

COUNTED = re.compile(r"_(?:\d+|[ivx]{1,5})$")  # a folded bigram that ends in a number


@dataclass(frozen=True)
class Question:
    """One question, read. `text` is standalone, NFC, white space collapsed, abbreviations as typed.

    Attributes:
        spelled: `text` with known abbreviations written out.
        extra: the other forms of its abbreviations, for the word search.
        restored: where it was typed without any diacritics, `spelled` with the most probable ones; "" elsewhere.
    """

    text: str
    spelled: str
    language: Language
    extra: tuple[str, ...] = ()
    restored: str = ""

    @property
    def reading(self) -> str:
        """What the encoder and the reader are given."""
        return self.restored or self.spelled

    @cached_property
    def marked(self) -> bool:
        """Whether it was typed with diacritics (an English question counts as typed in full)."""
        return self.language == "en" or has_marks(self.text)

    @cached_property
    def folded(self) -> str:
        """The text folded and in lower case."""
        return fold(self.text).lower()

    @cached_property
    def asked(self) -> str:
        """The text folded and in lower case, "_" for a word whose marks tell that it is not the one that asks."""
        return self._plain(_ALIKE)

    @cached_property
    def counting(self) -> str:
        """The same for the words that count: "tâm" is not "tám"."""
        return self._plain(_ALIKE | _NUMERALS)

    def _plain(self, alike: Mapping[str, str]) -> str:
        if self.language == "en" or not self.marked:
            return self.folded
        return fold(_WORD.sub(partial(_unmistaken, alike), self.text)).lower()

    @cached_property
    def kind(self) -> Kind:
        low = self.asked
        patterns = _ENGLISH_KINDS if self.language == "en" else _VIETNAMESE_KINDS
        if self.language == "vi" and _ASKS_ELSE.search(_SOME.sub("", low)):
            low = _SOME.sub("_", low)
        asking = _ASKING_ENGLISH.search(low) if self.language == "en" else None
        latest = asking.start() if asking else len(low)  # in "who spoke when it closed" only the first word asks
        found = ((kind, re.search(pattern, low)) for kind, pattern in patterns)
        return next((kind for kind, match in found if match and match.start() <= latest), "other")

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Its distinct content syllables, canonical, in order; all of them when none is left otherwise."""
        found = tokens(self.spelled)
        kept = [term for term in found if term not in self.empty]
        return tuple(dict.fromkeys(kept or found))

    @cached_property
    def empty(self) -> frozenset[str]:
        """The syllables that say nothing, as this question spells them."""
        if self.language == "en":
            return _ENGLISH_WORDS
        return _EMPTY if self.marked else _EMPTY_UNMARKED

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Its folded bigrams, those of two empty syllables left out."""
        found = tokens(self.spelled)
        return frozenset(
            f"{fold(one)}_{fold(other)}"
            for one, other in pairwise(found)
            if not (one in self.empty and other in self.empty)
        )

    @cached_property
    def years(self) -> frozenset[str]:
        return years(self.text)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers it names that are no years, as written."""
        return frozenset(t for t in tokens(self.text) if t[0].isdigit()) - self.years

    @cached_property
    def number_pairs(self) -> frozenset[str]:
        """Each number, Arabic or Roman, with the word before it, folded: "quy_ii", "thu_9", "thang_7"."""
        folded = [fold(token) for token in tokens(self.text)]
        return frozenset(pair for pair in bigrams(folded) if COUNTED.search(pair))

    @cached_property
    def full_names(self) -> tuple[tuple[str, ...], ...]:
        """Its `full_names` as folded syllables."""
        return tuple(tuple(fold(token) for token in tokens(name)) for name in full_names(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded syllables of its capitalised names of two syllables or more, and of what it quotes."""
        found = [] if self.text.isupper() else [*_names(self.text), *QUOTED.findall(self.text)]
        return frozenset(fold(token) for name in found for token in tokens(name))

    @cached_property
    def unit(self) -> tuple[str, ...]:
        """The folded syllables (at most three) that say what is counted: "bao nhiêu thôn" asks for "thôn"."""
        low = fold(self.text).lower()
        match = re.search(r"(?:bao nhieu|\bmay|how many|how much|mấy)\s+(.+)", low)
        if match is None:
            return ("%",) if re.search(r"(ty le|ti le|share|percent|proportion)", low) else ()
        words = re.findall(r"\w+", match[1])[:3]
        if words[:2] == ["phan", "tram"] or words[:1] in (["percent"], ["percentage"]):
            return ("%",)
        return tuple(word for word in words if word not in _EMPTY_UNMARKED)


def _unmistaken(alike: Mapping[str, str], match: re.Match[str]) -> str:
    """The word, unless it would be taken for one that asks once its marks are gone: "máy" is not "mấy"."""
    word = match[0].lower()
    asks = alike.get(fold(word))
    return match[0] if asks is None or word == asks else "_"


def years(text: str) -> frozenset[str]:
    """The years that a text names, from 1500 to 2099.

    >>> sorted(years("Từ năm 2019 đến 2024, mã 12024"))
    ['2019', '2024']
    """
    return frozenset(_YEAR.findall(text))


def full_names(text: str) -> list[str]:
    """The capitalised names of two syllables or more; a question's first word is a capital by rule and left out.

    >>> full_names("Tỉnh Ninh Bình ở đâu?"), full_names("Ninh Bình ở đâu?")
    (['Ninh Bình'], [])
    """
    found = [match[0] if match.start() else match[0].partition(" ")[2] for match in NAME.finditer(text)]
    return [name for name in map(_without_capitals, found) if " " in name]


def _names(text: str) -> list[str]:
    """The capitalised names of two syllables or more; a first word that only asks or binds is left out of them."""
    found = []
    for match in NAME.finditer(text):
        first, _, rest = match[0].partition(" ")
        bare = not match.start() and canonical(first) in _EMPTY | _ENGLISH_WORDS
        found.append(_without_capitals(rest if bare else match[0]))
    return [name for name in found if " " in name]


def _without_capitals(name: str) -> str:
    """The name without words all in capitals: they abbreviate, and documents spell them in another way."""
    return " ".join(word for word in name.split() if len(word) < 2 or not word.isupper())


def clean_question(text: str) -> str:
    """NFC, control characters and lone surrogates dropped, white space collapsed.

    >>> clean_question("  Chuye\\u0302\\u0309n đổi\\x00 số ? ") == "Chuyển đổi số ?"
    True
    """
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text if not _dropped(c))
    return " ".join(nfc(kept).split())


def keyed(text: str) -> str:
    """The cleaned question, and where it was typed in raw Telex or VNI, what these keys write.

    >>> keyed("Chuyeern ddooir soos laf gif?"), keyed("digital transformation")
    ('Chuyển đổi số là gì?', 'digital transformation')
    """
    cleaned = clean_question(text)
    restorer = bundled_restorer()
    return typed(cleaned, restorer.knows, restorer.can_read)


def _dropped(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cs", "Co", "Cn"} and char not in "\u00ad"


def language_of(text: str) -> Language:
    """ "en" when English function words carry the question, else "vi".

    >>> language_of("What share of subscribers use mobile money?"), language_of("thanh toan o dau")
    ('en', 'vi')
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not words or any(c >= "ă" or c in "âêôđ" for word in words for c in word if c.isalpha() and not c.isascii()):
        return "vi"
    english = sum(word in _ENGLISH_WORDS for word in words)
    vietnamese = sum(word in ASKING for word in words if word not in _ENGLISH_WORDS)
    return "en" if english > vietnamese and english >= 1 else "vi"


def read_question(
    text: str, known: Mapping[str, str], told: Callable[[str], Spellings] = lambda text: Spellings()
) -> Question:
    """Read a standalone question.

    Args:
        known: abbreviations with their long forms.
        told: how the documents that a question without marks may be about spell their words.

    >>> read_question("UBND có bao nhiêu thôn?", {"UBND": "ủy ban nhân dân"}).spelled
    'ủy ban nhân dân có bao nhiêu thôn?'
    >>> read_question("chuyen doi so la gi?", {}).restored
    'chuyển đổi số là gì?'
    """
    cleaned = keyed(text)
    language = language_of(cleaned)
    if cleaned.isupper():  # "AI" may then be the word "ai"
        known = {short: long for short, long in known.items() if len(short) > 2}
    if language == "en":
        return Question(cleaned, cleaned, language)
    full = typed_out(cleaned)
    marked = cleaned if has_marks(cleaned) else bundled_restorer().restore(full, told(full))
    restored = spelled_out(marked, known) if marked != cleaned else ""
    return Question(cleaned, spelled_out(full, known), language, tuple(expansions(marked, known)), restored)


def understood(text: str) -> bool:
    """Whether there is a word or a number in it at all."""
    return any(canonical(token)[0].isalnum() for token in tokens(text))
