"""A question read together with the conversation: what it leaves out is taken from the question before it."""

import re
from collections.abc import Sequence
from functools import reduce

from corpus.vietnamese import fold, has_marks
from qa.countries import country_names
from qa.question import NAME, clean_question, language_of

# Patterns over folded lower-case text unless they say otherwise.
_OPENERS = re.compile(
    r"^(con|the con|vay con|the thi|vay thi|the|vay|va|nhung|roi|so voi|cu the|trong do|trong so do|khi do|luc do|luc ay|"
    r"what about|how about|and|but|then|compared)\b"
)
_ABOUT = re.compile(
    r"^\W*(?:(?:(?:thế|vậy|và)\s+)?còn|(?:(?:the|vay|va)\s+)?con|what about|how about|and(?: what about)?)\s+(.+?)"
    r"(?:\s+(?:thì sao|thi sao|thì thế nào|thi the nao|ra sao|sao|thế nào|the nao))?\s*[?.!]*$",
    re.IGNORECASE,
)
# "Malaysia?", "Thế năm 2020?", "Năm 2021 thì sao?": what it is about alone.
_BARE = re.compile(
    r"^\W*(?:(?:thế|vậy|và|the|vay|va|and)\s+)?(?:(?:còn|con)\s+)?(.+?)(\s+(?:thì sao|thi sao|thì thế nào|thi the nao))?\s*[?.!]*$",
    re.IGNORECASE,
)
BARE = 4  # syllables up to which a name or a time alone is a question
_WHY = re.compile(
    r"^(tại sao|vì sao|tai sao|vi sao|why)(?:\s+(?:lại|lai|so|is that|was that))?(?:\s+(?:như|nhu))?(?:\s+(?:thế|vậy|the|vay))?\W*$",
    re.IGNORECASE,
)
_SCOPE = re.compile(r"\b(?:trên (?:phạm vi )?)?(?:cả nước|toàn quốc|nước ta|nước mình)\b|\bnationwide\b", re.IGNORECASE)
_HOME = re.compile(r"\b(?:nước mình|nước ta|nước nhà|nuoc minh|nuoc ta|our country)\b", re.IGNORECASE)
# With diacritics the pointing words are plain; without them "do", "nay" and "no" are also other words.
_POINTERS_MARKED = re.compile(r"\b(đó|này|kia|ấy|nó|họ|vừa rồi|như vậy)\b", re.IGNORECASE)
_POINTERS = re.compile(
    r"\b(?!hom|hien|do|la|ngay)\w+ (?:do|ay|kia|nay)\b(?! dau| ai| gi)|\b(?:it|its|they|them|their|he|she|his|her|that|these|those)\b"
)
_PERSONS = re.compile(
    r"\b(ong ay|ba ay|anh ay|chi ay|so do|viec do|dieu do|viec nay|dieu nay|nhung nguoi do|(?:hai|cac|may) con so (?:lai|tren|do|nay|ay))\b"
)
_ELLIPSIS = re.compile(
    r"^(o dau|tai dau|khi nao|bao gio|luc nao|ai|vi sao|tai sao|bao nhieu|may|nhu the nao|gom nhung gi|la gi|tang hay giam|"
    r"dien ra|to chuc|xay ra|bat dau|ket thuc|tang|giam|dat|gom|so tien|tri gia|so luong|muc dich|ket qua|nguyen nhan|ly do|thoi gian|"
    r"thoi han|dia diem|kinh phi|where|when|who|why|how many|how much|how|since when|by whom)\b"
)
_ASKING = re.compile(
    r"\b(?:(?:tại|ở|vào|trong)\s+)?(?:sự kiện|hội nghị|cơ quan|đơn vị|địa phương|giai đoạn|thời gian|thời điểm|ngày|tháng|năm|lúc|bộ|nước|"
    r"tỉnh|nơi|người|lĩnh vực)\s+nào\b|"
    r"\b(?:có bao nhiêu|là bao nhiêu|đạt bao nhiêu|bao nhiêu|thứ mấy|mấy|là những gì|gồm những gì|những gì|là gì|cái gì|khi nào|bao giờ|"
    r"lúc nào|ở đâu|tại đâu|như thế nào|thế nào|ra sao|vì sao|tại sao|là ai|co bao nhieu|la bao nhieu|dat bao nhieu|bao nhieu|thu may|"
    r"la nhung gi|gom nhung gi|nhung gi|la gi|cai gi|khi nao|bao gio|luc nao|o dau|tai dau|nhu the nao|the nao|ra sao|vi sao|tai sao|"
    r"la ai|ngay nao|nam nao|how many|how much|what is|what are|what was|what were|when|where|who|why|how|which)\b|^ai\b",
    re.IGNORECASE,
)
_THAN_BEFORE = re.compile(r"\bso voi (?:nam truoc|nam ngoai|cung ky(?: nam truoc)?|truoc(?: do| day)?)\b")
_SOURCE = re.compile(r"\btheo\s+[^,?.]+|\baccording to\s+[^,?.]+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TIME = re.compile(
    r"\b(?:(?:\d+|sáu|ba|chín)\s+tháng\s+(?:đầu|cuối)\s+(?:của\s+)?năm(?:\s+\d{4})?|quý\s+(?:[ivx]+|\d)(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?|"
    r"tháng\s+\d{1,2}(?:\s*[/-]\s*\d{4}|\s+năm\s+\d{4})?|ngày\s+\d{1,2}/\d{1,2}(?:/\d{4})?|giai đoạn\s+\d{4}\s*[-–]\s*\d{4}|"
    r"nam\s+(?:19|20)\d\d|năm\s+(?:19|20)\d\d|(?:in\s+)?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"^(?:o\s+)?cap\s+(?:trung uong|tinh|huyen|xa|bo|co so|thon)$", re.IGNORECASE)
_LEVELS = re.compile(
    r"(?<!\d )(?<!can )\b(?:(?:da so|phan lon|hau het|cac|moi|nhung)\s+)?(?:cap\s+(?:trung uong|tinh|huyen|xa|bo|co so|thon)|"
    r"xa(?:,\s+phuong)?(?:,\s+thi tran)|tinh,\s+thanh pho|bo,\s+nganh)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:đó|ấy|này|nó|họ|it|its|they|their|that|those)\b(?! (?:đã|có|được))", re.IGNORECASE)
OWN = 5  # syllables before what asks from which "còn …" asks of something of its own
SHORT = 8  # syllables up to which a question with a pointing word, or without a subject, leans on the one before


def standalone(question: str, history: Sequence[str] = ()) -> str:
    """`question` made readable without the conversation; `history` are the person's earlier questions, oldest first.

    >>> standalone("Còn tháng 6/2024 thì sao?", ["Tỷ trọng kinh tế số năm 2023 là bao nhiêu?"])
    'Tỷ trọng kinh tế số tháng 6/2024 là bao nhiêu?'
    >>> standalone("Thế nước mình?", ["Singapore đứng thứ mấy?", "Còn Malaysia?"])
    'Việt Nam đứng thứ mấy?'
    >>> standalone("Tại sao lại thế?", ["Huyện còn bao nhiêu chỉ số thấp?"])
    'Tại sao huyện còn chỉ số thấp?'
    >>> standalone("Chủ đề năm 2025 là gì?", ["Ai chủ trì hội nghị?"])
    'Chủ đề năm 2025 là gì?'
    """
    turns = [clean_question(turn) for turn in (*history, question)]
    joined = reduce(_joined, [turn for turn in turns if turn], "") or clean_question(question)
    return joined if joined == turns[-1] else joined[:1].upper() + joined[1:]


def _joined(before: str, now: str) -> str:
    if not before or not leans(now):
        return now
    subject = _bare(now)
    about = _ABOUT.match(now)
    if subject is None and about is not None and "?" not in about[1]:
        subject = about[1].strip()
        asks = _ASKING.search(subject)
        if asks and len(subject[: asks.start()].split()) >= OWN and not _POINTS_BACK.search(subject):
            return f"{subject}?"
    if subject is not None:
        subject = _HOME.sub("Việt Nam", subject)
        return _swapped(before, subject) or f"{before.rstrip('?. ')} ({subject})?"
    why = _WHY.match(now)
    if why is not None:
        about_what = topic(before)
        return f"{why[1]} {about_what if NAME.match(about_what) else about_what[:1].lower() + about_what[1:]}?"
    rest = re.sub(r"^(thế|vậy|và|the|vay|va|and|but)\s+", "", now, flags=re.IGNORECASE)
    return f"{topic(before)}: {rest}"


def _bare(question: str) -> str | None:
    """The name or the time that a question is, with nothing asked of it; None of any other."""
    found = _BARE.match(question)
    if found is None or _ASKING.search(found[1]):
        return None
    subject = found[1].strip()
    short = len(subject.split()) <= BARE
    loud = question.isupper()  # then capitals name nothing
    named = short and (
        bool(country_names(subject))
        or (not loud and NAME.fullmatch(subject))
        or _HOME.fullmatch(subject)
        or _SOURCE.fullmatch(subject)
    )
    timed = short and _TIME.fullmatch(subject)
    return subject if named or timed or (found[2] and len(subject.split()) <= SHORT) else None


def leans(question: str) -> bool:
    """Whether a question needs the one before it: it opens with a joining word, lacks a subject, or points back.

    >>> leans("Ở đâu?"), leans("Hội nghị đó diễn ra ở đâu?"), leans("Chuyển đổi số là gì?"), leans("Giá vàng hôm nay bao nhiêu?")
    (True, True, False, False)
    """
    low = fold(question).lower().strip(" ?!.")
    if _OPENERS.match(low) or _PERSONS.search(low) or _bare(question) is not None:
        return True
    low = _THAN_BEFORE.sub("", low)
    named = not question.isupper() and NAME.search(question[1:])
    if named or _YEAR.search(low) or len(low.split()) > SHORT:
        return False
    pointers = _POINTERS_MARKED.search(question) if has_marks(question) else _POINTERS.search(low)
    return bool(pointers) or bool(_ELLIPSIS.match(low) and len(low.replace(",", "").split()) <= 6)


def topic(question: str) -> str:
    """What a question is about: the question without its asking words.

    >>> topic("Ninh Bình có bao nhiêu doanh nghiệp bưu chính?")
    'Ninh Bình doanh nghiệp bưu chính'
    """
    head, _, tail = question.rpartition(": ")
    left = _ASKING.sub(" ", head if head and leans(tail) else question)
    return " ".join(left.strip(" ?.!").split()) or question.strip(" ?")


def _swapped(before: str, subject: str) -> str | None:
    """The question before about another time or another name; None when it has nothing of that kind."""
    new, old = _TIME.search(subject), _TIME.search(before)
    if new:
        time = new[0][:1].lower() + new[0][1:]
        if old:
            return before[: old.start()] + time + before[old.end() :]
        return (
            f"{before.rstrip('?. ')} {time}?" if language_of(before) == "vi" else f"{before.rstrip('?. ')} {subject}?"
        )
    if _SOURCE.match(subject) and (source := _SOURCE.search(before)):
        return before[: source.start()] + subject[:1].lower() + subject[1:] + before[source.end() :]
    if _LEVEL.match(fold(subject)) and (level := _LEVELS.search(fold(before))):
        return before[: level.start()] + re.sub(r"^(?:ở|o)\s+", "", subject) + before[level.end() :]
    if subject[:1].isupper() and not subject.isupper() and (scope := _SCOPE.search(before)):
        return before[: scope.start()] + subject + before[scope.end() :]
    countries = country_names(before)
    if countries and country_names(subject):
        return before[: countries[0].start] + subject + before[countries[0].end :]
    names = [] if before.isupper() else list(NAME.finditer(before))
    if names and subject[:1].isupper():
        return before[: names[0].start()] + subject + before[names[0].end() :]
    return None
