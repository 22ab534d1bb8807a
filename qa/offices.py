"""The offices that a question and a sentence name: "Phó Chủ tịch tỉnh" is a deputy, of a province."""

import re
from dataclasses import dataclass

from corpus.vietnamese import fold
from qa.persons import asks_holder
from qa.question import Question

_OFFICE = re.compile(
    r"\b(pho |vice[ -]|deputy )?(thu tuong|chu tich|bo truong|bi thu|giam doc|cuc truong|vu truong|tong thu ky|truong ban|"
    r"prime minister|chairman|minister|secretary|director)\b"
    r"(?:(?: (?!la\b|tinh\b|va\b|cua\b)[^\W\d]+){0,4}? (tinh|thanh pho|tp|huyen|thi xa|quan|xa|phuong|quoc gia|nuoc)\b)?"
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
    if question.kind != "person":
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
    found = _OFFICE.finditer(fold(text).lower())
    return frozenset(_Office(bool(m[1]), m[2], {"tp": "thanh pho", None: ""}.get(m[3], m[3])) for m in found)
