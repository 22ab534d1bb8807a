"""A question read together with the conversation: what it leaves out is taken from the question before it."""

import re
from collections.abc import Sequence
from functools import reduce

from corpus.vietnamese import fold
from qa.question import NAME, clean_question, language_of

_OPENERS = re.compile(
    r"^(con|the con|vay con|the thi|vay thi|the|vay|va|nhung|roi|so voi|cu the|trong do|khi do|luc do|what about|how about|and|but|then|compared)\b"
)
_ABOUT = re.compile(
    r"^\W*(?:(?:thế |vậy |và )?còn|(?:the |vay |va )?con|thế|vậy|what about|how about|and(?: what about)?)\s+(.+?)(?:\s+(?:thì sao|thi sao|thì thế nào|thi the nao|ra sao|sao|thế nào|the nao))?\s*[?.!]*$",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\b(do|nay|kia|ay|no|ho|tren|vua roi|nhu vay|it|its|they|them|their|he|she|his|her|this|that|these|those)\b"
)
_ELLIPSIS = re.compile(
    r"^(o dau|tai dau|khi nao|bao gio|luc nao|ai|ai vay|vi sao|tai sao|bao nhieu|may|nhu the nao|gom nhung gi|la gi|tang hay giam|"
    r"where|when|who|why|how many|how much|how|since when|by whom)\b"
)
_ASKING = re.compile(
    r"\b(có bao nhiêu|là bao nhiêu|đạt bao nhiêu|bao nhiêu|thứ mấy|mấy|là những gì|gồm những gì|những gì|là gì|cái gì|khi nào|bao giờ|lúc nào|ở đâu|tại đâu|như thế nào|thế nào|ra sao|vì sao|tại sao|là ai|"
    r"co bao nhieu|la bao nhieu|dat bao nhieu|bao nhieu|thu may|la nhung gi|gom nhung gi|nhung gi|la gi|cai gi|khi nao|bao gio|luc nao|o dau|tai dau|nhu the nao|the nao|ra sao|vi sao|tai sao|la ai|"
    r"how many|how much|what is|what are|what was|what were|when|where|who|why|how|which)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PERIOD = re.compile(
    r"\b(?:\d+ tháng (?:đầu|cuối) năm|quý [IVX\d]+|tháng \d+|giai đoạn \d{4}\s*-\s*\d{4}|Q[1-4])\b", re.IGNORECASE
)
SHORT = 8  # syllables up to which a question with a pointing word leans on the one before


def standalone(question: str, history: Sequence[str] = ()) -> str:
    """`question` made readable without the conversation; `history` are the person's earlier questions, oldest first.

    >>> standalone("Còn năm 2023 thì sao?", ["Tỷ trọng kinh tế số năm 2024 là bao nhiêu?"])
    'Tỷ trọng kinh tế số năm 2023 là bao nhiêu?'
    >>> standalone("Chủ đề năm 2025 là gì?", ["Ai chủ trì hội nghị?"])
    'Chủ đề năm 2025 là gì?'
    """
    turns = [clean_question(turn) for turn in (*history, question)]
    return reduce(_joined, [turn for turn in turns if turn], "") or clean_question(question)


def _joined(before: str, now: str) -> str:
    if not before or not leans(now):
        return now
    about = _ABOUT.match(now)
    if about is not None:
        subject = about[1].strip()
        return _swapped(before, subject) or f"{before.rstrip('?. ')} ({subject})?"
    rest = re.sub(r"^(thế|vậy|và|the|vay|va|and|but)\s+", "", now, flags=re.IGNORECASE)
    return f"{topic(before)}: {rest}"


def leans(question: str) -> bool:
    """Whether a question needs the one before it: it opens with a joining word, is a bare question word, or points back.

    >>> leans("Ở đâu?"), leans("Ai chủ trì hội nghị đó?"), leans("Chuyển đổi số là gì?")
    (True, True, False)
    """
    low = fold(question).lower().strip(" ?!.")
    words = low.split()
    if _OPENERS.match(low):
        return True
    if NAME.search(question[1:]):
        return False
    if _ELLIPSIS.match(low) and len(words) <= 4:
        return True
    return len(words) <= SHORT and bool(_POINTERS.search(low)) and not _YEAR.search(low)


def topic(question: str) -> str:
    """What a question is about: the question without its asking words.

    >>> topic("Ninh Bình có bao nhiêu doanh nghiệp bưu chính?")
    'Ninh Bình doanh nghiệp bưu chính'
    """
    left = _ASKING.sub(" ", question)
    return " ".join(left.strip(" ?.!").split()) or question.strip(" ?")


def _swapped(before: str, subject: str) -> str | None:
    """The question before about another year, period or name; None when it has nothing of that kind."""
    for pattern in (_PERIOD, _YEAR):
        new, old = pattern.search(subject), pattern.search(before)
        if new and old:
            replaced = before[: old.start()] + new[0] + before[old.end() :]
            year, former = _YEAR.search(subject), _YEAR.search(before)
            if pattern is _PERIOD and year and former:
                replaced = replaced.replace(former[0], year[0])
            return replaced
    names = list(NAME.finditer(before))
    if names and (NAME.search(subject) or subject[:1].isupper()):
        last = names[0]
        return before[: last.start()] + subject + before[last.end() :]
    if language_of(before) == "vi" and re.search(r"\bnăm\b", subject) and not _YEAR.search(before):
        return f"{before.rstrip('?. ')} {subject}?"
    return None
