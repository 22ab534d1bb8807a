"""The offices that a question and a sentence name: "Phó Chủ tịch tỉnh" is a deputy, of a province."""

import re
from dataclasses import dataclass

from corpus.vietnamese import fold, has_marks
from qa.persons import asks_holder
from qa.question import Question

_NAMES = {
    "prime minister": "thu tuong",
    "chairman": "chu tich",
    "chairwoman": "chu tich",
    "minister": "bo truong",
    "secretary": "bi thu",
    "director": "giam doc",
}
# Over folded text, whose offsets are those of the text itself.
_OFFICE = re.compile(
    r"\b(pho |vice[ -]|deputy )?(thu tuong|chu tich|bo truong|bi thu|giam doc|cuc truong|vu truong|tong thu ky|truong ban|"
    rf"{'|'.join(_NAMES)})\b"
)
# Whose it is, right after an office: "Chủ tịch UBND tỉnh", "Giám đốc Sở Y tế tỉnh"; with the marks, which tell "huyện" from "Huyền".
_OF = re.compile(
    r"^(?:\s+(?:[Tt]hường trực|UBND|HĐND|[ỦUỤ]y ban nhân dân|[ỦU]ỷ ban nhân dân|Hội đồng nhân dân|Ủy ban|Sở(?:\s+\w+){1,4}?|[Tt]ỉnh ủy|\([^)]*\)))*"
    r"\s+(tỉnh|thành phố|TP|huyện|thị xã|thị trấn|quận|xã|phường|[Qq]uốc gia|nước)\b"
)
_OF_UNMARKED = re.compile(
    r"^(?:\s+(?:thuong truc|ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan))*\s+(tinh|thanh pho|tp|huyen|thi xa|thi tran|quan|xa|phuong)\b"
)


def another_office(question: Question, sentence: str) -> bool:
    """Whether a person is asked for by an office and the sentence has only its deputy, the same office of another level, or, where
    the holder is asked for, other offices alone; or the other way round.

    >>> asked = Question("Chủ tịch tỉnh là ai?", "Chủ tịch tỉnh là ai?", "vi")
    >>> another_office(asked, "Phó Chủ tịch tỉnh dự họp."), another_office(asked, "Chủ tịch và các Phó Chủ tịch tỉnh dự họp.")
    (True, False)
    >>> another_office(asked, "Bà Hoa là Chủ tịch huyện."), another_office(asked, "Bà Hoa là Bí thư Tỉnh ủy.")
    (True, True)
    """
    if question.kind != "person" and not asks_holder(question):
        return False
    asked, told = _offices(question.text), _offices(sentence)
    if asks_holder(question) and told and {o.name for o in asked}.isdisjoint(o.name for o in told):
        return bool(asked)
    return any(_another(office, told) for office in asked)


@dataclass(frozen=True, slots=True)
class _Office:
    """An office that a text names, and whose it is: of a "tinh", a "huyen"; "" where that is not said."""

    deputy: bool
    name: str
    level: str


def _another(asked: _Office, told: frozenset[_Office]) -> bool:
    """Whether the same office is told of a deputy, or of another level, and not as it is asked for."""
    same = [office for office in told if office.name == asked.name]
    own = [office for office in same if office.deputy == asked.deputy]
    if same and not own:
        return True
    return bool(asked.level and own) and all(office.level not in ("", asked.level) for office in own)


def _offices(text: str) -> frozenset[_Office]:
    low, marked = fold(text).lower(), has_marks(text)
    found = set()
    for match in _OFFICE.finditer(low):
        of = _OF.match(text[match.end() :]) if marked else _OF_UNMARKED.match(low[match.end() :])
        level = fold(of[1]).lower() if of else ""
        found.add(_Office(bool(match[1]), _NAMES.get(match[2], match[2]), "thanh pho" if level == "tp" else level))
    return frozenset(found)
