"""What a question pins down and a sentence contradicts: another year, month, rank, name or country."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus.vietnamese import bigrams, fold, may_be_syllable, tokens
from qa.countries import HOME, countries, named
from qa.numerals import ENGLISH_ORDINALS, ORDINALS
from qa.periods import another_period
from qa.question import COUNTED, Question, years

# What a figure is compared with is not what it is about: "tăng 15 bậc so với năm 2022".
_COMPARED = re.compile(
    r"\b(?:so với|so voi|hơn so với|compared (?:with|to)|than in|up on|on the same period of|over the same period of)\b[^,.;)]*?(?=\s+thì\b|\s+thi\b|[,.;)?]|$)",
    re.IGNORECASE,
)
# The year in a document's number says nothing of the time: "Thông tư 31/2018/TT-BTC", "Văn bản 56 năm 2020".
_NUMBERED = re.compile(
    r"\b(?:thông tư|nghị định|quyết định|nghị quyết|luật|chỉ thị|công văn|văn bản|pháp lệnh)(?: liên tịch)?(?: số)? \d+(?:/| năm )(?:19|20)\d\d\b(?:/[\w-]+)?|"
    r"\b\d{1,4}/(?:19|20)\d\d/[A-ZĐ][\w-]*",
    re.IGNORECASE,
)
# With their marks: folded, "hạng" is also "hàng".
_RANK = re.compile(
    r"\b(?:(?:xếp|đứng|giữ)(?: ở| vào)?(?: vị trí| thứ hạng| hạng| thứ)+|(?<!thăng )(?<!nâng )hạng|vị trí(?: thứ)?|ranked|ranks) "
    rf"(\d{{1,3}}|nhất|nhì|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|{'|'.join(ENGLISH_ORDINALS)})(?:st|nd|rd|th)?\b(?! bậc)"
)
_RANK_WANTED = re.compile(
    r"\b(?:mấy|bao nhiêu|(?:vị trí|hạng|thứ) nào|bậc|từ (?:vị trí|hạng|thứ)|(?:what|which) (?:rank|place|position)|up from|from \d)\b"
)
_ROMAN = {
    f"{tens}{ones}": str(10 * ten + one)
    for ten, tens in enumerate(("", "x", "xx"))
    for one, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + ones
}
_PLACES = {word: str(number) for word, number in {**ORDINALS, **ENGLISH_ORDINALS}.items()}
_NTH_THING = re.compile(
    rf"\b(?!(?:xep|dung|hang|tri|ngay|sang|trua|chieu|toi|hom|la|lan|o|du|vao|giu|chiem) )(\w+) thu (\d{{1,2}}|{'|'.join(ORDINALS)})\b"
)
_NTH_ENGLISH = re.compile(rf"\b({'|'.join(ENGLISH_ORDINALS)}) (?!time|place|half|quarter|in\b|of\b)(\w+)")
_TIMED_YEAR = re.compile(
    r"(?:/|\b(?:năm|nam|in|of|since|before|after|từ|đến|tu|den)\s+)((?:19|20)\d\d)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CODE = re.compile(r"\b[2-6]G\b")
# A name that people say and documents do not write.
_ALSO: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]] = {
    ("sai", "gon"): (("ho", "chi", "minh"), ("hcm",), ("tphcm",))
}


def contradicts(question: Question, sentence: str) -> bool:
    """Whether the sentence speaks of another year, another number of the same thing or another in the same row, and not of the one asked for.

    >>> asked = Question("Năm 2019 xếp thứ mấy?", "Năm 2019 xếp thứ mấy?", "vi")
    >>> contradicts(asked, "Năm 2021 xếp thứ 3."), contradicts(asked, "Xếp thứ 6, so với năm 2018 thì tăng.")
    (True, False)
    >>> contradicts(Question("Bài học thứ tư là gì?", "", "vi"), "Bài học thứ hai là kiên trì.")
    True
    """
    own, bounds = own_words(sentence), _bounds(question)
    told_years = frozenset(_YEAR.findall(own))
    if bounds.years and told_years and not question.years & told_years:
        return True
    low = fold(own).lower()
    if another_period(bounds.text, own) or _others(bounds.ordered, _ordered(low)):
        return True
    ranks = _ranks(own) if bounds.ranks else frozenset()
    if ranks and not ranks & bounds.ranks:
        return True
    if not bounds.numbered:
        return False
    told = (
        pair
        for clause in re.split(r"[,;:](?=\s)|[()“”\"–]|\s-\s", own)
        for pair in bigrams([fold(token) for token in tokens(clause)])
        if COUNTED.search(pair)
    )
    return _others(bounds.numbered, frozenset(map(_arabic, told)))


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What a question pins down: its text without what it compares with, years, places in a row, ranks, numbers of things."""

    text: str
    years: frozenset[str]
    ordered: frozenset[tuple[str, str]]
    ranks: frozenset[str]
    numbered: frozenset[tuple[str, str]]


@lru_cache(maxsize=64)
def _bounds(question: Question) -> _Bounds:
    """Cached, since a question's sentences come one after the other."""
    text = _NUMBERED.sub(" ", own_words(question.text))
    # Where a day is asked for, a year inside a name ("hội nghị tổng kết 2024") does not bound it.
    bound = frozenset(_TIMED_YEAR.findall(text)) if question.kind == "date" else years(text)
    pairs = bigrams([fold(token) for token in tokens(text)])
    numbered = frozenset(_arabic(pair) for pair in pairs if pair in question.number_pairs and not pair[0].isdigit())
    ranks = frozenset() if _RANK_WANTED.search(question.text.lower()) else _ranks(text)
    return _Bounds(text, bound, _ordered(question.asked), ranks, numbered)


def _others(asked: frozenset[tuple[str, str]], told: frozenset[tuple[str, str]]) -> bool:
    """Whether both number the same thing and share no number of it."""
    return any(
        all((thing, number) not in told for thing, number in asked if thing == other)
        for other in {thing for thing, _ in asked} & {thing for thing, _ in told}
    )


def _arabic(pair: str) -> tuple[str, str]:
    """A folded word and its number, a Roman one in digits and "kỉ" written "kỷ"."""
    word, _, number = pair.rpartition("_")
    return "ky" if word == "ki" else word, _ROMAN.get(number, number)


def _ordered(text: str) -> frozenset[tuple[str, str]]:
    """What a folded text tells of by its place in a row: "bài học thứ tư", "the fourth lesson"."""
    vietnamese = {(match[1], _PLACES.get(match[2], match[2])) for match in _NTH_THING.finditer(text)}
    return frozenset(
        vietnamese | {(match[2], _PLACES.get(match[1], match[1])) for match in _NTH_ENGLISH.finditer(text)}
    )


def _ranks(text: str) -> frozenset[str]:
    """The ranks that a text gives: "xếp thứ 71", "hạng nhất", "ranked 71st"."""
    found = (fold(match[1]) for match in _RANK.finditer(text.lower()))
    return frozenset(_PLACES.get(rank, rank) for rank in found)


def own_words(sentence: str) -> str:
    """The sentence without what it compares with.

    >>> own_words("Năm 2023 tăng 15 bậc so với năm 2022, đứng thứ 3.")
    'Năm 2023 tăng 15 bậc  , đứng thứ 3.'
    """
    return _COMPARED.sub(" ", sentence)


def names_another(question: Question, article: str) -> bool:
    """Whether the question names somebody or something of two syllables or more, or a standard ("5G"), that the article never mentions.

    Of an English question only names that are Vietnamese: others are written in another way in Vietnamese text.

    >>> asked = Question("Tỉnh Nam Định có gì?", "Tỉnh Nam Định có gì?", "vi")
    >>> names_another(asked, "Tỉnh Ninh Bình có 969 trạm."), names_another(asked, "Tỉnh nam định")
    (True, False)
    >>> names_another(Question("Có bao nhiêu trạm 5G?", "", "vi"), "Có 969 trạm 4G.")
    True
    >>> asked = Question("Did the Prime Minister visit Nam Dinh?", "", "en")
    >>> names_another(asked, "Thủ tướng thăm Ninh Bình."), names_another(asked, "Thủ tướng thăm Nam Định.")
    (True, False)
    """
    if question.text.isupper():
        return False
    told = joined(article)
    if any(f"_{code.lower()}_" not in told for code in _CODE.findall(question.text)):
        return True
    short = _abbreviated(question, article)
    asked = (
        name
        for name in question.full_names
        if short.isdisjoint(name) and (question.language == "vi" or all(map(may_be_syllable, name)))
    )
    return any(not any(f"_{'_'.join(way)}_" in told for way in (name, *_ALSO.get(name, ()))) for name in asked)


def _abbreviated(question: Question, article: str) -> frozenset[str]:
    """The folded syllables of the question that the article has as an abbreviation: "Thông tin và Truyền thông" as "TT&TT"."""
    own = [syllable for syllable in (fold(token) for token in tokens(question.text)) if syllable != "va"]
    found: set[str] = set()
    for short in question.extra:
        letters = re.sub(r"[^a-z]", "", fold(short).lower())
        if short.isupper() and short in article:
            rows = (own[n : n + len(letters)] for n in range(len(own) - len(letters) + 1))
            found.update(*(row for row in rows if "".join(syllable[0] for syllable in row) == letters))
    return frozenset(found)


def counts_another(question: Question, sentence: str) -> bool:
    """Whether things of a standard ("5G") are to be counted and the sentence does not name it.

    >>> asked = Question("Có bao nhiêu trạm 5G?", "Có bao nhiêu trạm 5G?", "vi")
    >>> counts_another(asked, "Có 969 trạm."), counts_another(asked, "Có 69 trạm 5G.")
    (True, False)
    """
    asked = _CODE.findall(question.text) if question.kind == "number" else []
    return bool(asked) and not any(code in sentence for code in asked)


@lru_cache(maxsize=64)
def joined(article: str) -> str:
    """An article's folded syllables as one string, to look names up in; cached, since its sentences come one after the other."""
    return f"_{'_'.join(fold(token) for token in tokens(article))}_"


def names_another_country(question: Question, article: str) -> bool:
    """Whether the question names a country that the article never mentions, in either language.

    >>> asked = Question("Lào xếp thứ mấy?", "Lào xếp thứ mấy?", "vi")
    >>> names_another_country(asked, "Việt Nam xếp thứ 55."), names_another_country(asked, "Laos is 130th.")
    (True, False)
    """
    asked = countries(question.text)
    return bool(asked) and not asked <= told_countries(article)


def speaks_of_another_country(question: Question, sentence: str) -> bool:
    """Whether the question names foreign countries alone and the sentence Việt Nam alone.

    >>> asked = Question("Lào xếp thứ mấy?", "Lào xếp thứ mấy?", "vi")
    >>> speaks_of_another_country(asked, "Việt Nam xếp thứ 55."), speaks_of_another_country(asked, "Xếp thứ 55.")
    (True, False)
    """
    asked = named(question.text)
    return bool(asked) and HOME not in asked and named(sentence) == {HOME}


@lru_cache(maxsize=512)
def told_countries(article: str) -> frozenset[str]:
    """The countries of an article; cached, since articles come back."""
    return countries(article)
