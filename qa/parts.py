"""A question in, the questions that it holds out: two sentences, two clauses that both ask, two things of one kind, or one thing asked
of several times."""

import re

from corpus.letters import UPPER
from corpus.vietnamese import fold, has_marks
from qa.conversation import topic
from qa.moments import EACH, MEETING, TIME, YEAR, over_times, sentence, together
from qa.question import NAME, clean_question, language_of

_ASKS = re.compile(
    r"\b(?:bao nhiêu|mấy|khi nào|bao giờ|nào|gì|ai|đâu|thế nào|ra sao|vì sao|tại sao|how many|how much|what|when|where|who|why|how|which)\b",
    re.IGNORECASE,
)
_ASKS_UNMARKED = re.compile(
    r"\b(?:bao nhieu|thu may|khi nao|bao gio|nao|la gi|nhung gi|ai|o dau|the nao|ra sao|vi sao|tai sao|"
    r"how many|how much|what|when|where|who|why|how|which)\b",
    re.IGNORECASE,
)
# Over folded text, whose offsets are those of the text itself.
_JOINS = re.compile(r"(?:[,;]\s*(?:con|va|roi|dong thoi|and)|\s+va|\s+and|;)\s+", re.IGNORECASE)
_BEFORE_TIME = re.compile(
    rf"^(?:luc|vao|trong|cua|hoi|o|tai|den|in|on|of|at|by|for)?\s*(?:{MEETING}\s+)?$", re.IGNORECASE
)
_WHERE = re.compile(rf"^\s+(?:trên|ở|tại|của|tren|o|tai|cua|on|at|in|of)(?:\s+\w+)??\s+(?=[{UPPER}])")
_OPENING = re.compile(
    r"^(?:(?:xin |hãy |làm ơn )*(?:cho (?:tôi|mình|em) (?:biết |xem |xin )?|cho biết |(?:tôi|mình|em) (?:cần |muốn biết )|"
    r"(?:nhắc|nêu|kể(?! từ)|nói) (?:(?:giúp|giùm|lại|rõ|cho) )*(?:(?:tôi|mình|em) )?(?:biết )?)"
    r"(?:(?:hai|2) (?:con số|số liệu|điều|việc|số|tên))?[:,]?\s*|(?:please )?(?:tell|give) me (?:both )?)",
    re.IGNORECASE,
)
_OPENING_UNMARKED = re.compile(
    r"^(?:(?:xin |hay |lam on )*(?:cho (?:toi|minh|em) (?:biet |xem |xin )?|cho biet |(?:toi|minh|em) (?:can |muon biet ))|"
    r"(?:nhac|neu|ke|noi) (?:(?:giup|gium|lai|ro|cho) )+(?:(?:toi|minh|em) )?(?:biet )?)"
    r"(?:(?:hai|2) (?:con so|so lieu|dieu|viec|so|ten))?[:,]?\s*",
    re.IGNORECASE,
)
_BOTH = re.compile(r"^(?:(?:hai|cả hai|both)\s+)", re.IGNORECASE)
_FIGURES = re.compile(r"con số|số liệu|con so|so lieu", re.IGNORECASE)
_TAIL = re.compile(
    r" (?:lan luot )?(?:la (?:gi|ai|bao nhieu(?: \w+){0,3}|nhung (?:gi|ai))|gom (?:co )?(?:nhung )?gi|"
    r"(?:co|dat|chiem) bao nhieu(?: \w+){0,3})\s*\??$",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\b(?:cua|cho|trong|o|tai|nam \d)\b")
_PLURAL = re.compile(r"^(?:nhung|cac|moi) ")
OWN = 3  # syllables before what asks from which a second question has a subject of its own
LONGEST = 400  # code points of a question that is looked into


def parts(question: str) -> tuple[str, ...]:
    """The standalone questions that a standalone `question` holds: itself, two, or one for each time of a row.

    >>> parts("Kinh tế số năm 2022 và năm 2023 chiếm bao nhiêu phần trăm GDP?")
    ('Kinh tế số năm 2022 chiếm bao nhiêu phần trăm GDP?', 'Kinh tế số năm 2023 chiếm bao nhiêu phần trăm GDP?')
    >>> parts("Hội nghị tháng 7 diễn ra khi nào và do ai chủ trì?")
    ('Hội nghị tháng 7 diễn ra khi nào?', 'Hội nghị tháng 7 diễn ra: do ai chủ trì?')
    >>> parts("Bộ Thông tin và Truyền thông báo cáo gì?")
    ('Bộ Thông tin và Truyền thông báo cáo gì?',)
    """
    text = clean_question(question)
    if len(text) > LONGEST:
        return (text,)
    halves = [half.strip() for half in re.split(r"(?<=\?)\s+", text) if half.strip()]
    if len(halves) == 2 and all(_asks(half) for half in halves):
        return halves[0], _complete(halves[1], halves[0])
    several = over_times(text)
    if several:
        return several
    if together(text) and len(TIME.findall(fold(text))) > 1:
        return (text,)
    opening = (_OPENING if has_marks(text) or language_of(text) == "en" else _OPENING_UNMARKED).match(text)
    body = text[opening.end() :] if opening else text
    low = fold(body)
    for join in _JOINS.finditer(low):
        found = _coordinated(body[: join.start()], body[join.end() :], opening[0] if opening else "")
        if found:
            return found
    return (text,)


def _coordinated(left: str, right: str, opening: str) -> tuple[str, ...]:
    """The two questions of "left và right"; () when it is one question. After an opening what is wanted may be merely listed."""
    if len(left.split()) < 2:
        return ()
    old, new = _last_time(left), TIME.search(fold(right))
    two_times = old is not None and new is not None and fold(old[0]).lower() != new[0].lower()
    if _asks(left) and _asks(right):
        whole = len(left.split()) >= 4 and len(right.split()) >= 2
        return (f"{left.rstrip(' ,;?')}?", _complete(right, left)) if whole else ()
    bare = new is not None and _BEFORE_TIME.match(fold(right[: new.start()])) is not None
    listed = bool(opening) and not _asks(left) and not _asks(right)
    asking = " là bao nhiêu" if listed and _FIGURES.search(opening) else ""
    if listed and not bare and (two_times or _two_names(left, right) or _one_kind(left, right)):
        return f"{sentence(left)}{asking}?", f"{sentence(right)}{asking}?"
    shared = _TAIL.search(fold(right))
    if shared and not bare and new is None and not _asks(left) and _one_kind(left, right[: shared.start()]):
        return f"{sentence(left)}{right[shared.start() :].rstrip(' ?')}?", f"{sentence(right)}?"
    if not two_times or old is None or new is None or not (listed or _asks(left) or _asks(right)):
        return ()
    left = sentence(_BOTH.sub("", left))
    old = _last_time(left) or old
    year = YEAR.search(new[0])
    lent = right[new.start() + year.start() : new.end()] if year and not re.search(r"\d{4}", old[0]) else ""
    before, after = left[: old.start()], left[old.end() :]
    here, there = _place(after), _place(right[new.end() :])
    end = new.end() + (there if here else 0)
    tail = EACH.sub("", right[end:]).rstrip(" .?!") + asking
    first = f"{before}{left[old.start() : old.end()]}{lent}{after}{tail}?"
    if bare:
        second = f"{before}{right[new.start() : end]}{after[here if there else 0 :]}"
        return first, f"{sentence(second)}{tail}?"
    return () if _asks(left) else (first, f"{sentence(right[:end])}{tail}?")


def _one_kind(left: str, right: str) -> bool:
    """Whether both are whole things of one kind: "phương châm năm …" and "phương châm của …"; nothing that is said of both together."""
    one, other = fold(left).lower(), fold(right).lower()
    if "," in left or together(f"{one} {other}") or (_OWNER.search(other) and not _OWNER.search(one)):
        return False
    first, second = _PLURAL.sub("", one).split(), _PLURAL.sub("", other).split()
    return min(len(first), len(second)) >= 3 and first[:2] == second[:2] and first[2:] != second[2:]


def _two_names(left: str, right: str) -> bool:
    one, other = NAME.search(left), NAME.search(right)
    return bool(one and other and one[0] != other[0] and min(len(left.split()), len(right.split())) >= 4)


def _place(text: str) -> int:
    """Where the place ends that `text`, which follows a time, opens with: " ở tỉnh Kon Tum"; 0 where there is none."""
    where = _WHERE.match(text)
    name = NAME.match(text, where.end()) if where else None
    return name.end() if name else 0


def _complete(right: str, left: str) -> str:
    """The second question with the first one's subject, unless it has one of its own."""
    text = sentence(right).rstrip(" .?!")
    asks = (_ASKS if has_marks(right) else _ASKS_UNMARKED).search(right)
    subject = right[: asks.start()].split() if asks else []
    if NAME.search(right) or TIME.search(fold(right)) or len(right.split()) > 7 or len(subject) >= OWN:
        return f"{text}?"
    return f"{topic(left)}: {right.rstrip(' .?!')}?"


def _last_time(text: str) -> re.Match[str] | None:
    found = list(TIME.finditer(fold(text)))
    return found[-1] if found else None


def _asks(text: str) -> bool:
    return bool((_ASKS if has_marks(text) else _ASKS_UNMARKED).search(text))
