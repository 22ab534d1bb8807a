"""A question in, the questions that it holds out: two sentences, two clauses that both ask, two things of one kind, or one thing asked
of several times."""

import re
from itertools import pairwise

from corpus.letters import UPPER
from corpus.vietnamese import fold, has_marks
from qa.conversation import topic
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
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_TIME = re.compile(
    r"\b(?:(?:ngay\s+)?\d{1,2}/\d{1,2}/\d{4}|(?:thang\s+)?\d{1,2}/\d{4}|thang\s+\d{1,2}(?:\s+nam\s+\d{4})?|"
    r"quy\s+(?:[ivx]+|\d)(?:\s*/\s*\d{4}|\s+nam\s+\d{4})?|(?:(?:dau|cuoi|nua dau)\s+)?nam\s+\d{4}|"
    rf"(?:\d{{1,2}}\s+)?(?:{_MONTHS})\s+(?:\d{{1,2}},?\s+)?\d{{4}}|(?:19|20)\d\d)\b(?!/)",
    re.IGNORECASE,
)
_MEETING = r"(?:hoi nghi|phien hop|cuoc hop|ky hop|buoi hop|chuong trinh|hoi thao|dot|moc|dip|lan)"
_BEFORE_TIME = re.compile(
    rf"^(?:luc|vao|trong|cua|hoi|o|tai|den|in|on|of|at|by|for)?\s*(?:{_MEETING}\s+)?$", re.IGNORECASE
)
_YEAR = re.compile(r"(?:\s+nam\s+|\s*/\s*)\d{4}$", re.IGNORECASE)
_WHERE = re.compile(rf"^\s+(?:trên|ở|tại|của|tren|o|tai|cua|on|at|in|of)(?:\s+\w+)??\s+(?=[{UPPER}])")
_OPENING = re.compile(
    r"^(?:(?:xin |hãy |làm ơn )*(?:cho (?:tôi|mình|em) (?:biết |xem |xin )?|cho biết |(?:tôi|mình|em) (?:cần |muốn biết )|"
    r"(?:nhắc|nêu|kể(?! từ)|nói) (?:(?:giúp|giùm|lại|rõ|cho) )*(?:(?:tôi|mình|em) )?(?:biết )?)"
    r"(?:(?:hai|2) (?:con số|số liệu|điều|việc|số|tên))?[:,]?\s*|(?:please )?(?:tell|give) me (?:both )?)",
    re.IGNORECASE,
)
_EACH = re.compile(r"^\s*,?\s*(?:(?:mỗi|từng|moi|tung|each)\s+\w+|lần lượt|lan luot|respectively)", re.IGNORECASE)
_BOTH = re.compile(r"^(?:(?:hai|cả hai|both)\s+)", re.IGNORECASE)
_FIGURES = re.compile(r"con số|số liệu", re.IGNORECASE)
# Between two times of a row: "tháng 7/2023, hội nghị tháng 4/2024 và …", over folded text.
_NEXT = re.compile(
    r"^\s*(?:[,;]\s*(?:(?:va|roi|den|and) )?|(?:va|roi|den|and|to) )"
    rf"(?:(?:o |tai |vao )?{_MEETING} )?$",
    re.IGNORECASE,
)
_ITS_JOIN = re.compile(r"^\s*(?:[,;]\s*)?(?:(?:va|roi|den|and|to) )?", re.IGNORECASE)
_BEFORE_ROW = re.compile(
    r"\b(?:(?:tu|qua|trong|tai|vao|o|cua|theo|lan luot|from|in|on|at|of) )*(?:(?:cac|nhung|ca|ba|bon|nam|\d) )*"
    r"(?:(?:moc|thoi diem|lan|dot|ky|nam|thang|quy|ngay)(?: thoi gian)?:? )?$",
    re.IGNORECASE,
)
_GROWN = re.compile(
    r"^(?P<what>(?!vi sao|tai sao|theo |nho dau|do dau).+?)"
    r"(?: (?:da )?(?:tang|giam|thay doi|chuyen|bien dong|doi|di|nhay|tut)(?: (?:manh|nhanh|them|dan))?)?"
    r" tu (?:bao nhieu|may)(?P<unit>(?: \w+){0,3}?)"
    r" (?:len|den|toi|xuong|con|thanh)(?: (?:con|den|toi))? (?:bao nhieu|may)(?P<last>(?: \w+){0,3})$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r" (?:lan luot )?(?:la (?:gi|ai|bao nhieu(?: \w+){0,3}|nhung (?:gi|ai))|gom (?:co )?(?:nhung )?gi|"
    r"(?:co|dat|chiem) bao nhieu(?: \w+){0,3})\s*\??$",
    re.IGNORECASE,
)
# What is said of two things or of several times together.
_TOGETHER = re.compile(
    r"\b(?:nhau|khac|chenh|cong lai|so sanh|sap nhap|quan he|giua|trung binh|tong(?: so)?|nhat|nam nao|thang nao|ngay nao|"
    r"in which|between|highest|lowest|most|least|average|total|compared?)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\b(?:cua|cho|trong|o|tai|nam \d)\b")
_PLURAL = re.compile(r"^(?:nhung|cac|moi) ")
OWN = 3  # syllables before what asks from which a second question has a subject of its own
_AMOUNT = re.compile(r"(?:so|ty le|ti le|ty trong|muc|luong|doanh thu|kim ngach|san luong)\b", re.IGNORECASE)
ROW = (3, 5)  # times of a row: so many at least and at most
LONGEST = 400  # code points of a question that is looked into


def parts(question: str) -> tuple[str, ...]:
    """The standalone questions that a standalone `question` holds: itself, two, or one for each time of a row.

    >>> parts("Kinh tế số năm 2022 và năm 2023 chiếm bao nhiêu phần trăm GDP?")
    ('Kinh tế số năm 2022 chiếm bao nhiêu phần trăm GDP?', 'Kinh tế số năm 2023 chiếm bao nhiêu phần trăm GDP?')
    >>> parts("Hội nghị tháng 7 diễn ra khi nào và do ai chủ trì?")
    ('Hội nghị tháng 7 diễn ra khi nào?', 'Hội nghị tháng 7 diễn ra: do ai chủ trì?')
    >>> parts("Chợ bán gì trong các năm 2020, 2021 và 2023?")
    ('Chợ bán gì năm 2020?', 'Chợ bán gì năm 2021?', 'Chợ bán gì năm 2023?')
    >>> parts("Số chợ tăng từ bao nhiêu (năm 2020) lên bao nhiêu (năm 2023)?")
    ('Số chợ năm 2020 là bao nhiêu?', 'Số chợ năm 2023 là bao nhiêu?')
    >>> parts("Bộ Thông tin và Truyền thông báo cáo gì?")
    ('Bộ Thông tin và Truyền thông báo cáo gì?',)
    """
    text = clean_question(question)
    if len(text) > LONGEST:
        return (text,)
    halves = [half.strip() for half in re.split(r"(?<=\?)\s+", text) if half.strip()]
    if len(halves) == 2 and all(_asks(half) for half in halves):
        return halves[0], _complete(halves[1], halves[0])
    several = _grown(text) or _compared(text) or _row(text)
    if several:
        return several
    if _TOGETHER.search(fold(text)) and len(_TIME.findall(fold(text))) > 1:
        return (text,)
    opening = _OPENING.match(text)
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
    old, new = _last_time(left), _TIME.search(fold(right))
    two_times = old is not None and new is not None and fold(old[0]).lower() != new[0].lower()
    if _asks(left) and _asks(right):
        whole = len(left.split()) >= 4 and len(right.split()) >= 2
        return (f"{left.rstrip(' ,;?')}?", _complete(right, left)) if whole else ()
    bare = new is not None and _BEFORE_TIME.match(fold(right[: new.start()])) is not None
    listed = bool(opening) and not _asks(left) and not _asks(right)
    asking = " là bao nhiêu" if listed and _FIGURES.search(opening) else ""
    if listed and not bare and (two_times or _two_names(left, right) or _one_kind(left, right)):
        return f"{_sentence(left)}{asking}?", f"{_sentence(right)}{asking}?"
    shared = _TAIL.search(fold(right))
    if shared and not bare and new is None and not _asks(left) and _one_kind(left, right[: shared.start()]):
        return f"{_sentence(left)}{right[shared.start() :].rstrip(' ?')}?", f"{_sentence(right)}?"
    if not two_times or old is None or new is None or not (listed or _asks(left) or _asks(right)):
        return ()
    left = _sentence(_BOTH.sub("", left))
    old = _last_time(left) or old
    year = _YEAR.search(new[0])
    lent = right[new.start() + year.start() : new.end()] if year and not re.search(r"\d{4}", old[0]) else ""
    before, after = left[: old.start()], left[old.end() :]
    here, there = _place(after), _place(right[new.end() :])
    end = new.end() + (there if here else 0)
    tail = _EACH.sub("", right[end:]).rstrip(" .?!") + asking
    first = f"{before}{left[old.start() : old.end()]}{lent}{after}{tail}?"
    if bare:
        second = f"{before}{right[new.start() : end]}{after[here if there else 0 :]}"
        return first, f"{_sentence(second)}{tail}?"
    return () if _asks(left) else (first, f"{_sentence(right[:end])}{tail}?")


def _grown(text: str) -> tuple[str, ...]:
    """What something was at two times, of "từ bao nhiêu … lên bao nhiêu …"; () where that is not asked."""
    low = fold(text).lower()
    times = list(_TIME.finditer(low))
    if len(times) != 2 or times[0][0] == times[1][0]:
        return ()
    bare = text
    for time in reversed(times):
        start = len(
            re.sub(r"(?:\b(?:tu|den|giua|va|vao|trong|cua|hoi|o|tai|luc|nam|so voi)\s+)*\(?$", "", low[: time.start()])
        )
        bare = bare[:start].rstrip() + " " + bare[time.end() :].lstrip(")")
    bare = re.sub(r"\s+", " ", bare).strip(" ,.?")
    found = _GROWN.match(fold(bare))
    if found is None:
        return ()
    what = bare[: found.end("what")].strip(" ,")
    unit = bare[found.start("unit") : found.end("unit")] or bare[found.start("last") : found.end("last")]
    told = [text[time.start() : time.end()] for time in times]
    year = "năm " if has_marks(text) else "nam "
    return tuple(f"{_sentence(what)} {year if t.isdigit() else ''}{t} là bao nhiêu{unit}?" for t in told)


def _compared(text: str) -> tuple[str, ...]:
    """What something was at each of two times, of "so sánh … giữa … và …"; () where that is not asked."""
    low = fold(text)
    times, compare = list(_TIME.finditer(low)), re.match(r"(?:hay )?so sanh ", low, re.IGNORECASE)
    if compare is None or len(times) != 2 or not _NEXT.match(low[times[0].end() : times[1].start()]):
        return ()
    what = re.sub(r"(?:giữa|của|trong|giua|cua|trong|năm|nam)\s*$", "", text[compare.end() : times[0].start()]).strip()
    rest = text[times[1].end() :].rstrip(" .?!")
    asking = " là bao nhiêu" if _AMOUNT.match(fold(what)) else ""
    return tuple(f"{_sentence(what)} {text[t.start() : t.end()]}{rest}{asking}?" for t in times) if what else ()


def _row(text: str) -> tuple[str, ...]:
    """The question of each time of a row; () where fewer than three or too many stand in one, or something is asked of all together."""
    low = fold(text)
    times = list(_TIME.finditer(low))
    row = times[:1]
    for time in times[1:]:
        if _NEXT.match(low[row[-1].end() : time.start()]):
            row.append(time)
        elif len(row) >= ROW[0]:
            break
        else:
            row = [time]
    if not ROW[0] <= len(row) <= ROW[1] or _TOGETHER.search(low):
        return ()
    if re.search(r"\b(?:tu|from)\s*$", low[: row[0].start()], re.IGNORECASE) and not re.match(
        r"\s*,", low[row[0].end() :]
    ):
        return ()  # "từ năm 2020 đến năm 2022 và năm 2024"
    after = _EACH.sub("", text[row[-1].end() :]).rstrip(" .?!")
    before, first = _before_row(text, row[0])
    year = _YEAR.search(row[-1][0])
    lent = text[row[-1].start() + year.start() : row[-1].end()] if year else ""
    items = [first]
    for last, time in pairwise(row):
        between = text[last.end() : time.start()]
        joining = _ITS_JOIN.match(fold(between))
        items.append(between[joining.end() if joining else 0 :] + text[time.start() : time.end()])
    unit = re.match(r"(?:nam|thang|quy|ngay)\s", row[0][0], re.IGNORECASE)
    word = (
        ""
        if language_of(text) == "en"
        else text[row[0].start() :][: unit.end()]
        if unit
        else "năm "
        if has_marks(text)
        else "nam "
    )
    items = [f"{word}{item}" if item[:1].isdigit() else item for item in items]
    items = [item if re.search(r"\d{4}", item) else item + lent for item in items]
    return tuple(f"{_sentence(f'{before} {item}{after}')}?" for item in items)


def _before_row(text: str, first: re.Match[str]) -> tuple[str, str]:
    """What stands before a row of times, and the first time with what it is of: "Từ hội nghị 12/7/2023, …"."""
    before, own = text[: first.start()], text[first.start() : first.end()]
    if language_of(text) == "en":
        return before.rstrip(" ,"), own
    meeting = re.search(rf"^(?:tu|tai|trong|o|qua) ({_MEETING} )$", fold(before), re.IGNORECASE)
    if meeting:
        return "", before[meeting.start(1) :] + own
    return before[: len(_BEFORE_ROW.sub("", fold(before)))].rstrip(" ,"), own


def _one_kind(left: str, right: str) -> bool:
    """Whether both are whole things of one kind: "phương châm năm …" and "phương châm của …"; nothing that is said of both together."""
    one, other = fold(left).lower(), fold(right).lower()
    if "," in left or _TOGETHER.search(f"{one} {other}") or (_OWNER.search(other) and not _OWNER.search(one)):
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
    text = _sentence(right).rstrip(" .?!")
    asks = (_ASKS if has_marks(right) else _ASKS_UNMARKED).search(right)
    subject = right[: asks.start()].split() if asks else []
    if NAME.search(right) or _TIME.search(fold(right)) or len(right.split()) > 7 or len(subject) >= OWN:
        return f"{text}?"
    return f"{topic(left)}: {right.rstrip(' .?!')}?"


def _last_time(text: str) -> re.Match[str] | None:
    found = list(_TIME.finditer(fold(text)))
    return found[-1] if found else None


def _asks(text: str) -> bool:
    return bool((_ASKS if has_marks(text) else _ASKS_UNMARKED).search(text))


def _sentence(text: str) -> str:
    text = text.strip(" .?!,;")
    return text[:1].upper() + text[1:]
