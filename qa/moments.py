"""The times that one question asks about, and a question for each: "từ bao nhiêu … lên bao nhiêu …", "so sánh … và …", rows of times."""

import re
from itertools import pairwise

from corpus.vietnamese import fold, has_marks
from qa.question import language_of

# Over folded text, whose offsets are those of the text itself.
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
TIME = re.compile(
    r"\b(?:(?:ngay\s+)?\d{1,2}/\d{1,2}/\d{4}|(?:thang\s+)?\d{1,2}/\d{4}|thang\s+\d{1,2}(?:\s+nam\s+\d{4})?|"
    r"quy\s+(?:[ivx]+|\d)(?:\s*/\s*\d{4}|\s+nam\s+\d{4})?|(?:(?:dau|cuoi|nua dau)\s+)?nam\s+\d{4}|"
    rf"(?:\d{{1,2}}\s+)?(?:{_MONTHS})\s+(?:\d{{1,2}},?\s+)?\d{{4}}|(?:19|20)\d\d)\b(?!/)",
    re.IGNORECASE,
)
MEETING = r"(?:hoi nghi|phien hop|cuoc hop|ky hop|buoi hop|chuong trinh|hoi thao|dot|moc|dip|lan)"
YEAR = re.compile(r"(?:\s+nam\s+|\s*/\s*)\d{4}$", re.IGNORECASE)
EACH = re.compile(r"^\s*,?\s*(?:(?:mỗi|từng|moi|tung|each)\s+\w+|lần lượt|lan luot|respectively)", re.IGNORECASE)
# Between two times of a row: "tháng 7/2023, hội nghị tháng 4/2024 và …", over folded text.
_NEXT = re.compile(
    r"^\s*(?:[,;]\s*(?:(?:va|roi|den|and) )?|(?:va|roi|den|and|to) )"
    rf"(?:(?:o |tai |vao )?{MEETING} )?$",
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
# What is said of two things or of several times together.
_TOGETHER = re.compile(
    r"\b(?:nhau|khac|chenh|cong lai|so sanh|sap nhap|quan he|giua|trung binh|tong(?: so)?|nhat|nam nao|thang nao|ngay nao|"
    r"in which|between|highest|lowest|most|least|average|total|compared?)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(?:so|ty le|ti le|ty trong|muc|luong|doanh thu|kim ngach|san luong)\b", re.IGNORECASE)
ROW = (3, 5)  # times of a row: so many at least and at most


def over_times(text: str) -> tuple[str, ...]:
    """The question that `text` asks of each of several times; () where it asks of one, or of all together.

    >>> over_times("Chợ bán gì trong các năm 2020, 2021 và 2023?")
    ('Chợ bán gì năm 2020?', 'Chợ bán gì năm 2021?', 'Chợ bán gì năm 2023?')
    >>> over_times("Số chợ tăng từ bao nhiêu (năm 2020) lên bao nhiêu (năm 2023)?")
    ('Số chợ năm 2020 là bao nhiêu?', 'Số chợ năm 2023 là bao nhiêu?')
    >>> over_times("So sánh số chợ giữa năm 2020 và năm 2023.")
    ('Số chợ năm 2020 là bao nhiêu?', 'Số chợ năm 2023 là bao nhiêu?')
    """
    return _grown(text) or _compared(text) or _row(text)


def together(text: str) -> bool:
    """Whether something is asked of several things or times together: what differs, the sum, which one is the highest.

    >>> together("Năm 2020 và năm 2021 khác nhau thế nào?"), together("Năm 2020 và năm 2021 có mấy chợ?")
    (True, False)
    """
    return _TOGETHER.search(fold(text)) is not None


def _grown(text: str) -> tuple[str, ...]:
    """What something was at two times, of "từ bao nhiêu … lên bao nhiêu …"; () where that is not asked."""
    low = fold(text).lower()
    times = list(TIME.finditer(low))
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
    return tuple(f"{sentence(what)} {year if t.isdigit() else ''}{t} là bao nhiêu{unit}?" for t in told)


def _compared(text: str) -> tuple[str, ...]:
    """What something was at each of two times, of "so sánh … giữa … và …"; () where that is not asked."""
    low = fold(text)
    times, compare = list(TIME.finditer(low)), re.match(r"(?:hay )?so sanh ", low, re.IGNORECASE)
    if compare is None or len(times) != 2 or not _NEXT.match(low[times[0].end() : times[1].start()]):
        return ()
    what = re.sub(r"(?:giữa|của|trong|giua|cua|trong|năm|nam)\s*$", "", text[compare.end() : times[0].start()]).strip()
    rest = text[times[1].end() :].rstrip(" .?!")
    asking = " là bao nhiêu" if _AMOUNT.match(fold(what)) else ""
    return tuple(f"{sentence(what)} {text[t.start() : t.end()]}{rest}{asking}?" for t in times) if what else ()


def _row(text: str) -> tuple[str, ...]:
    """The question of each time of a row; () where fewer than three or too many stand in one, or something is asked of all together."""
    low = fold(text)
    times = list(TIME.finditer(low))
    row = times[:1]
    for time in times[1:]:
        if _NEXT.match(low[row[-1].end() : time.start()]):
            row.append(time)
        elif len(row) >= ROW[0]:
            break
        else:
            row = [time]
    if not ROW[0] <= len(row) <= ROW[1] or together(text):
        return ()
    span = re.search(r"\b(?:tu|from)\s*$", low[: row[0].start()], re.IGNORECASE)
    if span and not low[row[0].end() :].lstrip().startswith(","):
        return ()  # "từ năm 2020 đến năm 2022 và năm 2024"
    after = EACH.sub("", text[row[-1].end() :]).rstrip(" .?!")
    before, first = _before_row(text, row[0])
    year = YEAR.search(row[-1][0])
    lent = text[row[-1].start() + year.start() : row[-1].end()] if year else ""
    items = [first]
    for last, time in pairwise(row):
        between = text[last.end() : time.start()]
        joining = _ITS_JOIN.match(fold(between))
        items.append(between[joining.end() if joining else 0 :] + text[time.start() : time.end()])
    unit = re.match(r"(?:nam|thang|quy|ngay)\s", row[0][0], re.IGNORECASE)
    word = text[row[0].start() :][: unit.end()] if unit else "năm " if has_marks(text) else "nam "
    if language_of(text) == "en":
        word = ""
    items = [f"{word}{item}" if item[:1].isdigit() else item for item in items]
    items = [item if re.search(r"\d{4}", item) else item + lent for item in items]
    return tuple(f"{sentence(f'{before} {item}{after}')}?" for item in items)


def _before_row(text: str, first: re.Match[str]) -> tuple[str, str]:
    """What stands before a row of times, and the first time with what it is of: "Từ hội nghị 12/7/2023, …"."""
    before, own = text[: first.start()], text[first.start() : first.end()]
    if language_of(text) == "en":
        return before.rstrip(" ,"), own
    meeting = re.search(rf"^(?:tu|tai|trong|o|qua) ({MEETING} )$", fold(before), re.IGNORECASE)
    if meeting:
        return "", before[meeting.start(1) :] + own
    return before[: len(_BEFORE_ROW.sub("", fold(before)))].rstrip(" ,"), own


def sentence(text: str) -> str:
    """The text without the marks around it, its first letter a capital."""
    text = text.strip(" .?!,;")
    return text[:1].upper() + text[1:]
