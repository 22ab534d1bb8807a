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
# What a number after these does not count: "quận 12", "tháng năm", "nghị định 10", "hai mươi ba".
_BEFORE = (
    "quan phuong so cap muc do phong dieu khoan thu hang lop tang thang doi cuoi dau giua trong moi ngay muoi dinh thi an doan vong khu "
    "ky bang luc quyet phan chuong nhom bai tu loai quy nam"
).split()
_NAMED = "".join(f"(?<!\\b{word} )" for word in _BEFORE)
_NO_THING = r"(?!thang\b|nam\b|ngay\b|phan\b|ty\b|trieu\b|nghin\b|moi\b|nay\b|ngoai\b|sau\b|qua\b|truoc\b|toi\b|nao\b|hoc\b|muoi\b|tram\b|hai\b|ba\b|bon\b|bay\b|tam\b|chin\b)"
_COUNTED_THINGS = re.compile(
    rf"(?:^|(?<=[\s“\"])){_NAMED}(0?[2-9]|[1-9]\d|{'|'.join(_NUMERALS)})\s{_NO_THING}([a-z]+)"
    r"(?:(?:[ ”\"]+(?!nhung |cac |co |duoc |bi |da |se |phai |vi |o |tai |lam |ve )\w+){0,4} nao\b|"
    r"[^,;?]*?\b(?:la|gom|bao gom|gom co)\b(?: (?:nhung|cac|co))?(?: \w+){0,3} (?:gi|nao)\b|[^,;?]* gom\b|[^,;?]* ra sao\b|.*\b(?:what|which)\b)"
    rf"|\b(?:what|which)\b(?: (?:are|were|is))?(?: the)?(?: \w+)?? ([2-9]|1[0-2]|two|three|four|five|six|seven) ([a-z]+)"
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
    found = _COUNTED_THINGS.search(f"{asked} gom" if _TELL.search(asked) else asked)
    if found is None:
        return None
    written, thing = found[1] or found[3], found[2] or found[4]
    number = int(written) if written.isdigit() else _NUMERALS[written]
    return (str(number), *(word for word, value in _NUMERALS.items() if value == number)), thing


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
    """Whether so many things are asked for by number and the sentence names them and lists at least as many.

    >>> asked = Question("Ba đột phá là gì?", "Ba đột phá là gì?", "vi")
    >>> enumerates(asked, "Ba đột phá gồm thể chế, hạ tầng và nhân lực."), enumerates(asked, "Ba đột phá rất quan trọng.")
    (True, False)
    """
    counted = counted_things(question)
    if counted is None or question.kind in {"number", "date", "person", "place", "reason"}:
        return False
    if _leaves_out_a_quote(question, sentence):
        return False
    ways, thing = counted
    number, told = int(ways[0]), fold(sentence).lower()
    named = re.finditer(rf"\b(?:{'|'.join(ways)}) {thing}\b", told)
    if any(len(_BETWEEN.findall(told[match.end() :])) == number - 1 for match in named):
        return True
    listed = _LISTED.search(told)
    return listed is not None and f" {thing} " in f" {told} " and len(_BETWEEN.findall(listed[1])) >= number - 1


def lacks_items(question: Question, sentence: str) -> bool:
    """Whether the items of something are asked for ("gồm những gì") and the sentence lists nothing and announces no list.

    A sentence that leaves out what the question puts in quotes lists something else.

    >>> asked = Question("“5 đảm bảo” gồm những gì?", "“5 đảm bảo” gồm những gì?", "vi")
    >>> lacks_items(asked, "Thủ tướng nêu “5 đảm bảo”."), lacks_items(asked, "“5 đảm bảo”: đủ người, đủ việc.")
    (True, False)
    """
    asked, told = question.folded, fold(sentence).lower()
    counted = counted_things(question)
    asks = question.kind in {"list", "other", "definition"} and " | " not in sentence
    if asks and counted is not None and _only_counts(counted, told):
        return True
    if question.kind != "list" or not _ITEMS_WANTED.search(asked) or " | " in sentence:
        return False
    if _leaves_out_a_quote(question, sentence):
        return True
    few = counted is not None and 2 < int(counted[0][0]) > len(_BETWEEN.findall(told)) + 1
    return (few and not _ANNOUNCES.search(told)) or not _LISTS.search(told)


def _only_counts(counted: tuple[tuple[str, ...], str], told: str) -> bool:
    """Whether a folded sentence has so many things by their number and lists none of them: "tháo gỡ 5 điểm nghẽn"."""
    ways, thing = counted
    number = int(ways[0])
    mentions = list(re.finditer(rf"\b(?:{'|'.join(ways)}) {thing}\b", told))
    if number < 3 or not mentions or _ANNOUNCES.search(told):
        return False
    before, after = told[: mentions[0].start()], told[mentions[0].end() :]
    listed = _LISTED.search(after)
    parts = _BETWEEN.findall(listed[1] if listed else after)
    numbered = re.findall(r"\b\d+ \w+", after)
    if len(parts) >= number - 1 and (listed or len(numbered) < 2):
        return False
    return len(_BETWEEN.findall(before)) < number - 1
