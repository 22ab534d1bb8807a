"""What a question wants and a sentence may lack: a rank, a name, a place, a figure or a day, the things counted, a result, a reason."""

import re

from corpus.letters import UPPER
from corpus.vietnamese import fold, may_be_syllable, tokens
from qa.constraints import joined
from qa.persons import asks_holder
from qa.quantities import quantities
from qa.question import Question

_COUNT_WORDS = re.compile(
    r"\b(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|chục|trăm|nghìn|ngàn|triệu|tỷ|tỉ|nửa|đôi|gấp|nhất|nhì|đầu|cuối|ngày|tháng|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|half|twice|first|second|third)\b"
)
_NAME_WANTED = re.compile(
    r"\b(ten (la )?gi|ho ten|ten ai|(tinh|nuoc|quoc gia|thanh pho|huyen) nao|(which|what) (province|country|city|district))\b"
)
_TIME_WANTED = re.compile(
    r"\b(?:bao lau|bao nhieu (?:nam|thang|ngay|gio|phut|tuoi)|(?:nam|ngay|thang) bao nhieu|how long|how old)\b"
)
# What is counted without being named, or by names that everybody chooses otherwise, and words that ask on.
_PLAIN_UNITS = frozenset(
    "% tien tuoi diem bac hang thoi gian suot khoang lan nguoi trong vao o tai cua den dong usd do la ty ti trieu nghin ngan chuc tram "
    "ten chau ke vi em be dua ba ong anh chi khach dan ho nha hom ngay gio phut giay thang nam tuan quy ky phen ban trai qua met cay so km hec ta "
    "hecta mau kg tan gam lit mon mat phan moi lau mieng tieng suat buoi cai chiec ve con doi lop mang bai cap ca vu noi cho ben huong "
    "hoi chuyen bua dem phong bao sao ai khau phieu nguyen nhan loai kieu thu dieu viec the".split()
)
_DAY_WANTED = re.compile(
    r"\bngay (?:nao|may|thang nam nao|bao nhieu)\b|\bhom nao\b|\b(?:what|which) (?:exact )?(?:day|date)\b"
)
_MOMENT_WANTED = re.compile(r"\b(?:khi nao|luc nao|bao gio|thoi (?:gian|diem|ky) nao|when)\b")
_WHEN_TOLD = re.compile(r"\b(?:khi|truoc|sau|thoi|duoi|cho (?:toi|den)|before|after|until|when|under|during|once)\b")
_DAY = re.compile(
    r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\b|\bngay (?:\d|mung|mong|ram|dau|cuoi|thu|sau|truoc|mai|nay|hom)|\b\d{1,2} thang \d|\bmung \d|\bthu (?:hai|ba|tu|nam|sau|bay)\b|"
    r"\bchu nhat\b|\bhom (?:qua|nay|sau|truoc)\b|\b(?:sang|trua|chieu|toi|dem|hom) (?:nay|qua|\d)|\b\w+day\b|\btoday\b|"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_HOUR_WANTED = re.compile(r"\b(?:may gio|what time|gio nao)\b")
_HOUR = re.compile(
    r"\d\s*(?:gio\b|h(?![a-z]))|\b\d{1,2}:\d\d\b|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) gio\b|\b[ap]m\b"
)
_DONE_WANTED = re.compile(r"\b(?:hoàn thành|đạt|thực hiện|triển khai|làm xong|xử lý|giải quyết)\b", re.IGNORECASE)
_UNDONE = re.compile(
    r"\b(?:hoàn thành|đạt|thực hiện|làm)?\s*(?:ở )?(?:mức )?thấp(?: hoặc| và)?\b|"
    r"\bchưa (?:được |thể )?(?:hoàn thành|đạt|thực hiện|triển khai|làm|xử lý|giải quyết|xong)(?: được| xong)?\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\bchưa\b", re.IGNORECASE)
_LACK_WANTED = re.compile(r"\b(?:chưa|không|còn|thiếu|ít|thấp|kém|chậm|nợ)\b", re.IGNORECASE)
_SHARE_WANTED = re.compile(
    r"\b(?:bao nhieu|may) (?:%|phan tram)|\b(?:what|how many) (?:share|percent|percentage|per cent)\b"
)
_SHARE = re.compile(
    r"%|phần trăm|percent|per cent|\d ?/ ?\d|\d trên \d|nửa|phần (?:ba|tư|năm|mười)|toàn bộ|tất cả|gấp|lần|đều|half|third|quarter|all\b"
)
_TIMES_TOLD = re.compile(
    r"\b(?:ngày|tháng|năm|quý|nhiệm kỳ|giai đoạn|khóa|in|since|by)\s+(?:\d[\d/.-]*|[ivx]+)(?:\s*[-–/]\s*\d+)*|\b\d{1,2}/\d{1,2}(?:/\d{4})?|\b\d{1,2}/\d{4}|"
    r"\b(?:hằng|hàng|mỗi|từng|trong)\s+(?:ngày|tháng|năm)|\bnửa\s+(?:đầu|cuối|sau)\b|\b(?:\d{1,2}|ba|sáu|chín)\s+tháng\s+(?:đầu|cuối)\b|\b(?:first|second) half\b|\b(?:ngày|tháng|năm|đầu|cuối)\b|(?<!\d)(?:19|20)\d\d(?!\d)"
)
_PLACE_WANTED = re.compile(r"\b(?:o|tai|thuoc)?\s*(?:tinh|thanh pho|huyen|xa|tinh, thanh pho) nao\b")
_PLACED = re.compile(
    rf"\b(?:[Ởở]|[Tt]ại|[Tt]ỉnh|TP\.?|[Tt]hành phố|[Hh]uyện|[Xx]ã|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Kk]hu|[Vv]ùng|[Tt]huộc|[Đđ]ến|[Tt]ừ|[Đđ]i|[Nn]ối|[Ss]ang|[Vv]ề|[Tt]hủ đô|bang|là|in|at)\s+([{UPPER}]\w*(?:\s+[{UPPER}]\w*)*)"
)
_OPENING = re.compile(rf"^[{UPPER}]\w*(?:\s+[{UPPER}]\w*)+")
_CAPITALISED = re.compile(rf"(?<=[\w,;:|(\"“–-] )[{UPPER}]\w*|(?<=[(\"“])[{UPPER}]\w*")
_RANK_WANTED = re.compile(
    r"\b(?:(?:xep|dung|vi tri|o|giu|hang)\s+thu may|hang may|thu hang nao|xep hang (?:bao nhieu|may)|which rank|what rank)\b"
)
_RANK = re.compile(
    r"\b(?:thu|hang|vi tri|top|rank|ranked|ranks|number)\s+(?:\d|(?:nhat|nhi|ba|tu|nam|sau|bay|tam|chin|muoi|first|second|third)\b)|\b\d+/\d+\b|"
    r"\b\d+(?:st|nd|rd|th)\b|\b(?:dau tien|dung dau|dan dau|first|second|third)\b"
)
_AIM = re.compile(
    r"(?<!dat )(?<!vuot )(?<!thanh )(?<!voi )(?<!cac )(?<!nhung )\b(?:muc tieu (?:la|dat|de ra|den|cua|dua|phan dau|nam)|phan dau|chi tieu (?:la|dat|de ra)|aims? (?:to|at|for)|targets? (?:is|was|are|of)|the (?:goal|target))\b"
)
_AHEAD = re.compile(
    r"\b(?:muc tieu|phan dau|chi tieu|dich|huong toi|targets?|goals?|aims?|se|den (?:het )?nam|du kien|ke hoach|nhiem vu|tuong lai|yeu cau|can|phai|will|by|should|expected|plan\w*|must)\b"
)
_REASON_WANTED = re.compile(r"\b(?:vi sao|tai sao|why)\b")
_REASON = re.compile(
    r"\b(?:do|vi|boi|nho|nguyen nhan|nham|de|l[iy] do|voi su|khi|khien|dan den|gay|tai|nen|bat nguon|xuat phat|because|due|since|so that|in order|"
    r"cause[ds]?|reasons?|owing|thanks to|to|for)\b"
)
RESTATED = 0.7  # of the question's words that a sentence which only restates it has
_NUMBER_NAMED = re.compile(
    r"\b(?:so|quay|lo|dieu|khoan|nghi quyet|quyet dinh|nghi dinh|thong tu) (?:nao|may|bao nhieu)\b|\bnumber\b|\bwhich (?:resolution|decision|decree)"
)
# What a number belongs to by name: "Đề án 06", "Nghị quyết số 57", "phiên họp thứ 8".
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:đề án|nghị quyết|quyết định|nghị định|thông tư|chỉ thị|công điện|công văn|kế hoạch|luật|điều|khoản|chương|mục|mẫu|project|resolution|decision|decree|directive|circular|article)"
    r"(?: số| no\.?)? \d+[\w/-]*|\bsố \d{1,3}(?=\s|[.,;]|$)(?! [%a-zđ])|\b\d+[a-zđ]\b"
)


def only_aims(question: Question, sentence: str) -> bool:
    """Whether what is reached is asked for by a number and the sentence tells only what is aimed at.

    >>> asked = Question("Việt Nam xếp thứ mấy?", "Việt Nam xếp thứ mấy?", "vi")
    >>> only_aims(asked, "Mục tiêu là vào nhóm 30 nước dẫn đầu."), only_aims(asked, "Xếp thứ 25, vượt mục tiêu.")
    (True, False)
    """
    if question.kind != "number" or _AHEAD.search(question.folded):
        return False
    return _AIM.search(fold(sentence).lower()) is not None


def only_restates(question: Question, sentence: str) -> bool:
    """Whether a reason is asked for and the sentence only says what happened: it has the question's words and none that gives a reason.

    >>> asked = Question("Vì sao số xã giảm?", "Vì sao số xã giảm?", "vi")
    >>> only_restates(asked, "Số xã giảm 7%."), only_restates(asked, "Số xã giảm do sáp nhập."), only_restates(asked, "Hai xã đã nhập một.")
    (True, False, False)
    """
    if not _REASON_WANTED.search(question.asked):
        return False
    told = fold(sentence).lower()
    if _REASON.search(told):
        return False
    words = frozenset(fold(token) for token in tokens(sentence))
    terms = [fold(term) for term in question.terms if fold(term) not in {"sao", "why"}]
    return sum(term in words for term in terms) >= RESTATED * len(terms)


def lacks_rank(question: Question, sentence: str) -> bool:
    """Whether a rank is asked for and the sentence has none: how many places one rose is no rank.

    >>> asked = Question("Việt Nam xếp thứ mấy?", "Việt Nam xếp thứ mấy?", "vi")
    >>> lacks_rank(asked, "Thứ hạng của Việt Nam tăng 15 bậc."), lacks_rank(asked, "Việt Nam đứng thứ 71.")
    (True, False)
    """
    if not _RANK_WANTED.search(question.folded):
        return False
    return not (_RANK.search(fold(sentence).lower()) or " | " in sentence)


def lacks_name(question: Question, sentence: str) -> bool:
    """Whether a name is asked for and the sentence has none but the question's own.

    >>> asked = Question("Nhà máy đặt ở tỉnh nào?", "Nhà máy đặt ở tỉnh nào?", "vi")
    >>> lacks_name(asked, "Nhà máy có 500 công nhân."), lacks_name(asked, "Nhà máy đặt ở Bắc Ninh.")
    (True, False)
    """
    if not _NAME_WANTED.search(question.asked):
        return False
    own = {fold(token) for token in tokens(question.text)}
    told = f"| {sentence}" if " | " in sentence else sentence  # the first cell of a row opens no sentence
    return all(name.isupper() or fold(name).lower() in own for name in _CAPITALISED.findall(told))


def lacks_place(question: Question, sentence: str) -> bool:
    """Whether a province, district or town is asked for and the sentence names none: "ở Bắc Ninh", "tỉnh Bắc Ninh".

    >>> asked = Question("Nhà máy đặt ở tỉnh nào?", "Nhà máy đặt ở tỉnh nào?", "vi")
    >>> lacks_place(asked, "Thủ tướng Phạm Văn Đồng thăm nhà máy."), lacks_place(asked, "Nhà máy đặt tại Bắc Ninh.")
    (True, False)
    """
    if not _PLACE_WANTED.search(question.asked) or " | " in sentence or asks_holder(question):
        return False
    own = {fold(token) for token in tokens(question.text)}
    told = [match[1] for match in _PLACED.finditer(sentence)] + _OPENING.findall(sentence)
    return all({fold(token) for token in tokens(name)} <= own for name in told)


def lacks_figure(question: Question, sentence: str) -> bool:
    """Whether a number or a day is asked for and the sentence has none, neither in digits nor in words; a date is no number.

    >>> asked = Question("Có bao nhiêu xã?", "Có bao nhiêu xã?", "vi")
    >>> lacks_figure(asked, "Các xã đã đạt chuẩn."), lacks_figure(asked, "Hai xã đã đạt chuẩn.")
    (True, False)
    >>> lacks_figure(asked, "Ngày 12/10/2024 các xã đã đạt chuẩn."), lacks_figure(asked, "Các xã có Tổ công tác Đề án 06.")
    (True, True)
    >>> lacks_figure(Question("Họp vào ngày nào?", "", "vi"), "Họp vào tháng 7/2023.")
    True
    """
    if question.kind not in {"number", "date"}:
        return False
    if _HOUR_WANTED.search(question.folded):
        return not _HOUR.search(fold(sentence).lower())
    if question.kind == "date" and _DAY_WANTED.search(question.folded):
        return not _DAY.search(fold(sentence).lower())
    counted = question.kind == "number" and not _TIME_WANTED.search(question.folded)
    if question.kind == "date" and _MOMENT_WANTED.search(question.folded) and _WHEN_TOLD.search(fold(sentence).lower()):
        return False
    told = sentence.lower() if _NUMBER_NAMED.search(question.folded) else _NAMED_BY_NUMBER.sub(" ", sentence.lower())
    if any(char.isdigit() for char in sentence) and not (counted and not _numbers(told)):
        return False
    return not _COUNT_WORDS.search(_TIMES_TOLD.sub(" ", told) if counted else told)


def _numbers(sentence: str) -> bool:
    """Whether the sentence has a number in digits that is no time."""
    return bool(quantities(sentence)) or any(char.isdigit() for char in _TIMES_TOLD.sub(" ", sentence.lower()))


def lacks_share(question: Question, sentence: str) -> bool:
    """Whether a share in per cent is asked for and the sentence gives none, nor a fraction.

    >>> asked = Question("Chiếm bao nhiêu phần trăm?", "Chiếm bao nhiêu phần trăm?", "vi")
    >>> lacks_share(asked, "Năm 2021 đứng thứ 3."), lacks_share(asked, "Chiếm 12% năm 2021."), lacks_share(asked, "Chiếm một nửa.")
    (True, False, False)
    """
    wanted = question.kind == "number" and _SHARE_WANTED.search(question.folded)
    return bool(wanted) and not _SHARE.search(sentence.lower())


def undone(question: Question, sentence: str) -> bool:
    """Whether it is asked how much is done, reached or there, and the sentence tells of what is not yet.

    >>> asked = Question("Xã hoàn thành bao nhiêu chỉ số?", "Xã hoàn thành bao nhiêu chỉ số?", "vi")
    >>> undone(asked, "Xã chưa thực hiện được 5 chỉ số."), undone(asked, "Xã đạt 5 chỉ số.")
    (True, False)
    >>> undone(asked, "Xã hoàn thành 12 chỉ số, chưa thực hiện 5 chỉ số.")
    False
    """
    asked = question.reading  # with its marks put back: "đạt" is no "đất"
    if question.kind != "number" or not _DONE_WANTED.search(asked) or _LACK_WANTED.search(asked):
        return False
    return bool(_NOT_YET.search(sentence)) and not _DONE_WANTED.search(_UNDONE.sub(" ", sentence))


def lacks_unit(question: Question, passage: str) -> bool:
    """Whether things are to be counted of which the passage never speaks: "bao nhiêu lượt truy cập".

    >>> asked = Question("Có bao nhiêu lượt xem?", "Có bao nhiêu lượt xem?", "vi")
    >>> lacks_unit(asked, "Có 7 doanh nghiệp."), lacks_unit(asked, "Đã có 7 người xem.")
    (True, False)
    """
    wanted = question.unit[:2]
    if question.language == "en" or question.kind != "number" or _RANK_WANTED.search(question.folded):
        return False
    short = any(word.isupper() and (fold(word).lower(),) == wanted[:1] for word in question.text.split())
    if not wanted or wanted[0] in _PLAIN_UNITS or wanted == ("luot",) or short:
        return False
    told = joined(passage)
    heads = wanted if may_be_syllable(wanted[0]) else wanted[:1]  # "petabyte" is said in no other word
    return not any(f"_{word}_" in told for word in heads)
