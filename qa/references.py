"""Documents that a text refers to by number: "Nghị quyết 57-NQ/TW", "749/QĐ-TTg", "Điều 5"; whether a sentence is about the one asked for."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.types import Article
from corpus.vietnamese import fold
from qa.question import Question

# The kinds of documents that bear numbers, as they are written out and within a number.
_KINDS = {
    "nghi quyet": "nq", "quyet dinh": "qd", "nghi dinh": "nd", "thong tu": "tt", "chi thi": "ct", "ke hoach": "kh", "ket luan": "kl",
    "cong van": "cv", "cong dien": "cd", "thong bao": "tb", "bao cao": "bc", "huong dan": "hd", "chuong trinh": "ctr",
    "nq": "nq", "qd": "qd", "nd": "nd",
    "resolution": "nq", "decision": "qd", "decree": "nd", "circular": "tt", "directive": "ct", "conclusion": "kl",
}  # fmt: skip
_SHORT = "|".join(sorted({*_KINDS.values(), "l", "lct", "sl", "ttlt", "nqlt"}, key=len, reverse=True))
_ISSUER = r"[a-z]{1,12}\d{0,2}"
# 57-NQ/TW, 749/QĐ-TTg, 42/2022/NĐ-CP, 36/2024/QH15
_FULL = re.compile(
    rf"(?<![\w/.,-])(\d{{1,5}})(?:/(\d{{4}}))?\s?[-/]\s?(?:({_SHORT})((?:[-/]{_ISSUER})*)|((?:qh|ubtvqh)\d{{1,2}}))(?![\w/])"
)
# Nghị quyết 57, Quyết định số 749, QĐ 749, Resolution No. 57; not "3 nghị quyết", "nghị quyết 5 năm" or "kế hoạch 2025"
_SPOKEN = re.compile(
    rf"\b({'|'.join(_KINDS)})(?: so| no\.?)? (?!(?:19|20)\d\d\b)(\d{{1,5}})(?![\w%]|[.,/-]\d| (?:nam|thang|ngay|quy(?! dinh)|ty|trieu|nghin|nguoi|nhom|years?)\b)"
)
_CLAUSE = re.compile(r"\b(?:dieu|article) (\d{1,3})(?![\w%]|[.,/-]\d)")
_HEADING = re.compile(r"^[#*\s]*(?:Điều|ĐIỀU|Article) (\d{1,3})\b[.:]?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A document's number, the folded letters of its kind and of who issued it, and its year; "" where nothing is said."""

    number: str
    kind: str
    year: str = ""
    issuer: str = ""

    def may_be(self, other: "Reference") -> bool:
        """Whether both may be one document: nothing that both say differs.

        >>> Reference("57", "nq").may_be(Reference("57", "nq", issuer="tw")), Reference("57", "nq").may_be(Reference("57", "qd"))
        (True, False)
        """
        return self.number == other.number and all(
            not one or not two or one == two
            for one, two in ((self.kind, other.kind), (self.year, other.year), (self.issuer, other.issuer))
        )


@lru_cache(maxsize=512)
def references(text: str) -> frozenset[Reference]:
    """The documents that a text refers to by number, in either language; cached, since articles come back.

    >>> sorted((r.number, r.kind, r.issuer) for r in references("Nghị quyết 57-NQ/TW; Quyết định số 749/QĐ-TTg; 3 nghị quyết"))
    [('57', 'nq', 'tw'), ('749', 'qd', 'ttg')]
    >>> references("nghi dinh 13"), references("đạt 71/193, nghị quyết 5 năm")
    (frozenset({Reference(number='13', kind='nd', year='', issuer='')}), frozenset())
    """
    told = " ".join(fold(text).lower().split())
    found = {
        Reference(str(int(number)), kind or assembly, year or "", issuer.strip("-/"))
        for number, year, kind, issuer, assembly in _FULL.findall(told)
    }
    spoken = {Reference(str(int(number)), _KINDS[kind]) for kind, number in _SPOKEN.findall(_FULL.sub(" ", told))}
    return frozenset(found | spoken)


def names_another_document(question: Question, article: str) -> bool:
    """Whether the question asks about a document by number that the article never refers to.

    >>> asked = Question("Nghị quyết 57 nói gì?", "Nghị quyết 57 nói gì?", "vi")
    >>> names_another_document(asked, "Nghị quyết số 52-NQ/TW"), names_another_document(asked, "NQ số 57-NQ/TW")
    (True, False)
    """
    asked = references(question.text)
    told = references(article) if asked else frozenset()
    return any(not any(one.may_be(other) for other in told) for one in asked)


def of_another_clause(question: Question, article: Article, start: int, end: int) -> bool:
    """Whether the question asks about an article of a law ("Điều 5") and the sentence stands under the heading of another.

    A sentence that itself names the article asked about is never of another.
    """
    asked = set(_CLAUSE.findall(question.folded))
    if not asked or asked & set(_CLAUSE.findall(fold(article.text[start:end]).lower())):
        return False
    above = [number for place, number in clauses(article.text) if place <= start]
    return bool(above) and above[-1] not in asked


@lru_cache(maxsize=64)
def clauses(text: str) -> tuple[tuple[int, str], ...]:
    """Where the articles of a law begin in a text, and their numbers; cached, since its sentences come one after the other.

    >>> clauses("Luật\\nĐiều 1. Phạm vi\\nTheo Điều 9.\\nĐiều 2. Đối tượng")
    ((5, '1'), (34, '2'))
    """
    return tuple((match.start(), match[1]) for match in _HEADING.finditer(text))
