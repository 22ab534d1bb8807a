"""The things that a question counts or wants listed, and the sentences that list them."""

import re

from corpus.vietnamese import fold
from qa.question import QUOTED, Question

_TELL = re.compile(r"\b(?:liet ke|ke (?:ra|ten)|list|name)\b")
_ITEMS_WANTED = re.compile(
    r"\bliet ke\b|\bke (?:ra|ten)\b|\b(?:gom|bao gom)\s+(?:co\s+)?(?:nhung|cac|gi|cai)|\bla nhung gi\b|\bgom\b.*\bnao\b"
)
_LISTS = re.compile(r"[,;:](?=\s).*(?:[,;](?=\s)|\bva\b|\band\b|$)|\b(?:gom|la)\b.*\b(?:va|cung)\b|:\s*$")
_NUMERALS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_NUMERALS |= {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_COUNTED_THINGS = re.compile(
    rf"(?:^|[\s“\"])([2-9]|1[0-2]|{'|'.join(_NUMERALS)})\s(?!thang|nam\b|ngay|phan|ty|trieu|nghin)([a-z]+).*\b(?:nao|gi|gom|ra sao|what|which)\b"
)
_LISTED = re.compile(r"(?:\b(?:gom|la|nhu|gom co|bao gom|are|namely|include|includes)\b|:)(.+)")
_ANNOUNCES = re.compile(r":(?=\s|$)|\bsau(?: day)?\.?\s*$|\bfollowing\.?\s*$")
_BETWEEN = re.compile(r"[,;](?=\s)|\bva\b|\band\b")
_ONE_OF = re.compile(r"\b(?:mot|1) trong (?:so )?(?:nhung|cac|\d|hai|ba|bon|nam|sau|bay)|\bone of\b")


def counted_things(question: Question) -> tuple[tuple[str, ...], str] | None:
    """The ways to write how many things a question counts, digits first, and the folded word that begins what they are called.

    >>> counted_things(Question("Ba việc lớn là những việc nào?", "", "vi"))
    (('3', 'ba', 'three'), 'viec')
    """
    asked = question.counting
    found = _COUNTED_THINGS.search(f"{asked} gi" if _TELL.search(asked) else asked)
    if found is None:
        return None
    number = int(found[1]) if found[1].isdigit() else _NUMERALS[found[1]]
    return (str(number), *(word for word, value in _NUMERALS.items() if value == number)), found[2]


def only_one_of(question: Question, sentence: str) -> bool:
    """Whether several things are asked for and the sentence says of one that it is among them.

    >>> asked = Question("Ba đột phá gồm những gì?", "Ba đột phá gồm những gì?", "vi")
    >>> only_one_of(asked, "Thể chế là một trong ba đột phá."), only_one_of(asked, "Ba đột phá gồm thể chế, hạ tầng và nhân lực.")
    (True, False)
    """
    several = question.kind == "list" and ("gom" in question.asked or counted_things(question))
    return bool(several) and _ONE_OF.search(fold(sentence).lower()) is not None


def _leaves_out_a_quote(question: Question, sentence: str) -> bool:
    told = fold(sentence).lower()
    return any(fold(name).lower() not in told for name in QUOTED.findall(question.text))


def enumerates(question: Question, sentence: str) -> bool:
    """Whether so many things are asked for by number and the sentence lists at least as many.

    >>> asked = Question("Ba đột phá là gì?", "Ba đột phá là gì?", "vi")
    >>> enumerates(asked, "Ba đột phá gồm thể chế, hạ tầng và nhân lực."), enumerates(asked, "Ba đột phá rất quan trọng.")
    (True, False)
    """
    counted = counted_things(question)
    if counted is None or question.kind in {"number", "date", "person", "place", "reason"}:
        return False
    if _leaves_out_a_quote(question, sentence):
        return False
    listed = _LISTED.search(fold(sentence).lower())
    return listed is not None and len(_BETWEEN.findall(listed[1])) + 1 >= int(counted[0][0])


def lacks_items(question: Question, sentence: str) -> bool:
    """Whether the items of something are asked for ("gồm những gì") and the sentence lists nothing and announces no list.

    A sentence that leaves out what the question puts in quotes lists something else.

    >>> asked = Question("“5 đảm bảo” gồm những gì?", "“5 đảm bảo” gồm những gì?", "vi")
    >>> lacks_items(asked, "Thủ tướng nêu “5 đảm bảo”."), lacks_items(asked, "“5 đảm bảo”: đủ người, đủ việc.")
    (True, False)
    """
    asked, told = question.folded, fold(sentence).lower()
    if question.kind != "list" or not _ITEMS_WANTED.search(asked) or " | " in sentence:
        return False
    if _leaves_out_a_quote(question, sentence):
        return True
    counted = counted_things(question)
    few = counted is not None and 2 < int(counted[0][0]) > len(_BETWEEN.findall(told)) + 1
    return (few and not _ANNOUNCES.search(told)) or not _LISTS.search(told)
