"""News articles in, groups to learn reading from out: a figure, a day or a place in the headline becomes the question.

A headline says in its own words what a sentence of the article says in others. What it pins down is replaced by the words that ask
for it, and the sentences that hold the same figure are right (Lewis et al. 2019, arXiv:1906.04980, with headlines for sentences).
Some questions are turned into near-misses, some lose their right sentences.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import Language
from corpus.letters import UPPER
from corpus.split import sentences
from corpus.vietnamese import fold, nfc, tokens
from qa.examples import FORMS, SEED, altered, near_miss
from qa.question import full_names
from qa.select import BEFORE

SIZE = 12  # sentences in a group
NEAR_MISSES = 0.3
EMPTIED = 0.15
SHARED = 0.3  # of the headline's other words that a right sentence holds, at least

_NUMBER = re.compile(
    r"(?:(?:hơn|gần|trên|khoảng|over|nearly|about|more than)\s+)?(?<![\w.,/:-])(\d+(?:[.,]\d+)*)(?![\w./:-])"
    r"(?P<scale>\s*%|\s+(?:triệu|tỷ|tỉ|nghìn|ngàn|million|billion|thousand)\b)?(?=\s+[a-zà-ỹđ])",
    re.IGNORECASE,
)
_NOT_A_COUNT = re.compile(
    rf"(?:\b(?i:năm|ngày|tháng|quý|thứ|top|tuổi|số|in|on|of|year|page|chapter)|(?<!^)\b[{UPPER}]\w*)\s+$"
)
_DAY = re.compile(r"(?:(?:từ|vào|trong|hôm)\s+)?(?:ngày\s+)?(\d{1,2}/\d{1,2}(?:/\d{4})?)(?![\w/])")
_YEAR = re.compile(r"(?:vào\s+|từ\s+|trong\s+)?\bnăm\s+((?:19|20)\d\d)\b")
_ENGLISH_YEAR = re.compile(r"\bin\s+((?:19|20)\d\d)\b")
_PLACE = re.compile(rf"\b(?:ở|tại)\s+((?:[{UPPER}]\w+)(?:\s+[{UPPER}]\w+){{0,3}})")
_PERSON = re.compile(
    rf"^(?:Ông|Bà|Thủ tướng|Chủ tịch nước|Bộ trưởng|Phó Thủ tướng|Tổng thống|HLV|Nghệ sĩ|Ca sĩ)\s+((?:[{UPPER}]\w+)(?:\s+[{UPPER}]\w+){{1,3}})"
)
_HOW_MANY: dict[Language, tuple[str, str]] = {
    "vi": ("bao nhiêu", "bao nhiêu phần trăm"),
    "en": ("how many", "what percentage of"),
}
_ASKING: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "vi": ((_DAY, "khi nào"), (_YEAR, "năm nào"), (_PLACE, "ở đâu"), (_PERSON, "Ai")),
    "en": ((_ENGLISH_YEAR, "in which year"),),
}


@dataclass(frozen=True, slots=True)
class Cloze:
    """A question made from a headline, and the string that its answer holds."""

    question: str
    answer: str


def clozes(title: str, language: Language = "vi") -> list[Cloze]:
    """Every question that a headline gives.

    >>> clozes("VNeID có hơn 55 triệu tài khoản ở Hà Nội")
    [Cloze(question='VNeID có bao nhiêu tài khoản ở Hà Nội?', answer='55 triệu'), Cloze(question='VNeID có hơn 55 triệu tài khoản ở đâu?', answer='Hà Nội')]
    """
    found = []
    for match in _NUMBER.finditer(title):
        if _NOT_A_COUNT.search(title[: match.start()]):
            continue
        scale = (match["scale"] or "").strip()
        asking = _HOW_MANY[language][scale == "%"]
        answer = match[1] + (scale if scale == "%" else f" {scale}" if scale else "")
        found.append(Cloze(_asked(title, match, asking), answer))
    for pattern, asking in _ASKING[language]:
        found += [Cloze(_asked(title, match, asking), match[1]) for match in pattern.finditer(title)]
    return found


def _asked(title: str, match: re.Match[str], asking: str) -> str:
    text = f"{title[: match.start()]}{asking}{title[match.end() :]}".strip(" .!?…")
    return f"{text[:1].upper()}{text[1:]}?"


def holds(text: str, answer: str) -> bool:
    """Whether the string stands in the text as a word of its own.

    >>> holds("Tăng 15,5%", "15"), holds("Có 15 xã", "15")
    (False, True)
    """
    return re.search(rf"(?<![\w.,/]){re.escape(answer)}(?![\w/]|[.,]\d)", text) is not None


def cloze_groups(path: Path, limit: int) -> Iterator[dict[str, Any]]:
    """Up to `limit` groups of a file of JSON lines with title, lead and body; each article gives one at most."""
    draw = random.Random(f"{SEED}:{path.name}")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    draw.shuffle(articles)
    names = sorted({name for article in articles[:20_000] for name in full_names(nfc(article["title"]))})
    made = 0
    for article in articles:
        group = _group(article, names, draw)
        if group is not None:
            yield group
            made += 1
        if made == limit:
            return


def _group(article: dict[str, Any], names: Sequence[str], draw: random.Random) -> dict[str, Any] | None:
    title = " ".join(nfc(article["title"]).split())
    text = "\n".join(nfc(part) for part in (article["lead"], *article["body"]))
    spans = [s.span for s in sentences(text) if s.kind == "sentence" and 15 < s.span.end - s.span.start < 500]
    told = [text[s.start : s.end] for s in spans]
    options = [(cloze, right) for cloze in clozes(title) if (right := _right(cloze, told))]
    if not options or len(told) < 3:
        return None
    cloze, right = draw.choice(options)
    question = cloze.question
    missed = draw.random() < NEAR_MISSES and near_miss(question, names, draw)
    emptied = not missed and draw.random() < EMPTIED
    question = missed or question
    left = [i for i in range(len(told)) if not (emptied and holds(told[i], cloze.answer))]
    asked = {fold(token) for token in tokens(question)}
    left.sort(key=lambda i: -_overlap(asked, told[i]))
    items = [
        {
            "text": told[i],
            "context": text[max(0, spans[i].start - BEFORE) : spans[i].start].strip(),
            "right": i in right and not missed,
            "answers": [cloze.answer] if i in right and not missed else [],
        }
        for i in left[:SIZE]
        if missed or i in right or not holds(told[i], cloze.answer)  # neither surely right nor surely wrong
    ]
    typed = altered(question, draw.choices(list(FORMS), list(FORMS.values()))[0], draw)
    return {"collection": -2, "question": typed, "sentences": items} if items else None


def _right(cloze: Cloze, told: Sequence[str]) -> set[int]:
    """The sentences that hold the answer and enough of the question; none where it stands in too many to be telling."""
    asked = {fold(token) for token in tokens(cloze.question)}
    found = {i for i, text in enumerate(told) if holds(text, cloze.answer) and _overlap(asked, text) >= SHARED}
    return found if len(found) <= 3 else set()


def _overlap(asked: set[str], text: str) -> float:
    return len(asked & {fold(token) for token in tokens(text)}) / len(asked)
