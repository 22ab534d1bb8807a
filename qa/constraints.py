"""What a question pins down and a sentence fails: another year, quarter or rank, another place or person, no figure where one is asked."""

import re
from functools import lru_cache

from corpus.letters import UPPER
from corpus.vietnamese import bigrams, fold, may_be_syllable, tokens
from qa.countries import HOME, countries, named
from qa.periods import another_period
from qa.quantities import quantities
from qa.question import COUNTED, QUOTED, Question

# What a figure is compared with is not what it is about: "tăng 15 bậc so với năm 2022".
_COMPARED = re.compile(
    r"\b(?:so với|so voi|hơn so với|compared (?:with|to)|than in|up on|on the same period of|over the same period of)\b[^,.;)]*",
    re.IGNORECASE,
)
_COUNT_WORDS = re.compile(
    r"\b(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|chục|trăm|nghìn|ngàn|triệu|tỷ|tỉ|nửa|đôi|gấp|nhất|nhì|đầu|cuối|ngày|tháng|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|half|twice|first|second|third)\b"
)
_OFFICE = re.compile(
    r"\b(pho |vice[ -]|deputy )?(thu tuong|chu tich|bo truong|bi thu|giam doc|cuc truong|vu truong|tong thu ky|truong ban|"
    r"prime minister|chairman|minister|secretary|director)\b"
)
_NAME_WANTED = re.compile(
    r"\b(ten (la )?gi|ho ten|ten ai|(tinh|nuoc|quoc gia|thanh pho|huyen) nao|(which|what) (province|country|city|district))\b"
)
_TIME_WANTED = re.compile(
    r"\b(?:bao lau|bao nhieu (?:nam|thang|ngay|gio|phut|tuoi)|(?:nam|ngay|thang) bao nhieu|how long|how old)\b"
)
# What is counted without being named, and words that ask on.
_PLAIN_UNITS = frozenset(
    "tien tuoi diem bac hang thoi gian suot khoang lan nguoi trong vao o tai cua den dong usd do la ty trieu nghin".split()
)
_DAY_WANTED = re.compile(r"\bngay (?:nao|may|thang nam nao|bao nhieu)\b|\bhom nao\b|\b(?:what|which) (?:exact )?(?:day|date)\b")
_MOMENT_WANTED = re.compile(r"\b(?:khi nao|luc nao|bao gio|thoi (?:gian|diem|ky) nao|when)\b")
_WHEN_TOLD = re.compile(r"\b(?:khi|truoc|sau|thoi|duoi|cho (?:toi|den)|before|after|until|when|under|during|once)\b")
_DAY = re.compile(
    r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\b|\bngay (?:\d|mung|mong|ram|dau|cuoi|thu|sau|truoc|mai|nay|hom)|\b\d{1,2} thang \d|\bmung \d|\bthu (?:hai|ba|tu|nam|sau|bay)\b|"
    r"\bchu nhat\b|\bhom (?:qua|nay|sau|truoc)\b|\b(?:sang|trua|chieu|toi|dem|hom) (?:nay|qua|\d)|\b\w+day\b|\btoday\b|"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_HOUR_WANTED = re.compile(r"\b(?:may gio|what time|gio nao)\b")
_HOUR = re.compile(r"\d\s*(?:gio\b|h(?![a-z]))|\b\d{1,2}:\d\d\b|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) gio\b|\b[ap]m\b")
_TIMES_TOLD = re.compile(
    r"\b(?:ngày|tháng|năm|quý|nhiệm kỳ|giai đoạn|khóa|in|since|by)\s+(?:\d[\d/.-]*|[ivx]+)(?:\s*[-–/]\s*\d+)*|\b\d{1,2}/\d{1,2}(?:/\d{4})?|\b\d{1,2}/\d{4}|"
    r"\b(?:hằng|hàng|mỗi|từng|trong)\s+(?:ngày|tháng|năm)|\bnửa\s+(?:đầu|cuối|sau)\b|\b(?:\d{1,2}|ba|sáu|chín)\s+tháng\s+(?:đầu|cuối)\b|\b(?:first|second) half\b|\b(?:ngày|tháng|năm|đầu|cuối)\b|(?<!\d)(?:19|20)\d\d(?!\d)"
)
_TELL = re.compile(r"\b(?:liet ke|ke (?:ra|ten)|list|name)\b")
_ITEMS_WANTED = re.compile(
    r"\bliet ke\b|\bke (?:ra|ten)\b|\b(?:gom|bao gom)\s+(?:co\s+)?(?:nhung|cac|gi|cai)|\bla nhung gi\b|\bgom\b.*\bnao\b"
)
_LISTS = re.compile(r"[,;:](?=\s).*(?:[,;](?=\s)|\bva\b|\band\b|$)|\b(?:gom|la)\b.*\b(?:va|cung)\b|:\s*$")
_PLACE_WANTED = re.compile(r"\b(?:o|tai|thuoc)?\s*(?:tinh|thanh pho|huyen|xa|tinh, thanh pho) nao\b")
_PLACED = re.compile(
    rf"\b(?:[Ởở]|[Tt]ại|[Tt]ỉnh|TP\.?|[Tt]hành phố|[Hh]uyện|[Xx]ã|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Kk]hu|[Vv]ùng|[Tt]huộc|[Đđ]ến|[Tt]ừ|[Đđ]i|[Nn]ối|[Ss]ang|[Vv]ề|[Tt]hủ đô|bang|là|in|at)\s+([{UPPER}]\w*(?:\s+[{UPPER}]\w*)*)"
)
_OPENING = re.compile(rf"^[{UPPER}]\w*(?:\s+[{UPPER}]\w*)+")
_CAPITALISED = re.compile(rf"(?<=[\w,;:|(\"“–-] )[{UPPER}]\w*|(?<=[(\"“])[{UPPER}]\w*")
_NUMERALS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_NUMERALS |= {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_COUNTED_THINGS = re.compile(
    rf"(?:^|[\s“\"])([2-9]|1[0-2]|{'|'.join(_NUMERALS)})\s(?!thang|nam\b|ngay|phan|ty|trieu|nghin)([a-z]+).*\b(?:nao|gi|gom|ra sao|what|which)\b"
)
_LISTED = re.compile(r"(?:\b(?:gom|la|nhu|gom co|bao gom|are|namely|include|includes)\b|:)(.+)")
_ANNOUNCES = re.compile(r":(?=\s|$)|\bsau(?: day)?\.?\s*$|\bfollowing\.?\s*$")
_BETWEEN = re.compile(r"[,;](?=\s)|\bva\b|\band\b")
_RANK_WANTED = re.compile(
    r"\b(?:(?:xep|dung|vi tri|o|giu|hang)\s+thu may|hang may|thu hang nao|xep hang (?:bao nhieu|may)|which rank|what rank)\b"
)
_RANK = re.compile(
    r"\b(?:thu|hang|vi tri|top|rank|ranked|ranks|number)\s+(?:\d|(?:nhat|nhi|ba|tu|nam|sau|bay|tam|chin|muoi|first|second|third)\b)|\b\d+/\d+\b|"
    r"\b\d+(?:st|nd|rd|th)\b|\b(?:dau tien|dung dau|dan dau|first|second|third)\b"
)
_ONE_OF = re.compile(r"\b(?:mot|1) trong (?:so )?(?:nhung|cac|\d|hai|ba|bon|nam|sau|bay)|\bone of\b")
_SHORT = re.compile(r"\b[A-ZĐƯ][A-ZĐƯ0-9&]{1,9}\b")
_ROMAN = {
    f"{tens}{ones}": str(10 * ten + one)
    for ten, tens in enumerate(("", "x", "xx"))
    for one, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + ones
}
_PLACES = dict(zip("nhat hai ba tu nam sau bay tam chin muoi".split(), map(str, range(1, 11)), strict=True))
_PLACES |= dict(zip("first second third fourth fifth sixth seventh eighth ninth tenth".split(), map(str, range(1, 11)), strict=True))
_NTH_THING = re.compile(
    r"\b(?!(?:xep|dung|hang|tri|ngay|sang|trua|chieu|toi|hom|la|lan|o|du|vao|giu|chiem) )(\w+) thu (\d{1,2}|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)\b"
)
_NTH_ENGLISH = re.compile(r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?!time|place|half|quarter|in\b|of\b)(\w+)")
_AIM = re.compile(
    r"(?<!dat )(?<!vuot )(?<!thanh )(?<!voi )(?<!cac )(?<!nhung )\b(?:muc tieu (?:la|dat|de ra|den|cua|dua|phan dau|nam)|phan dau|chi tieu (?:la|dat|de ra)|aims? (?:to|at|for)|targets? (?:is|was|are|of)|the (?:goal|target))\b"
)
_AHEAD = re.compile(r"\b(?:muc tieu|phan dau|chi tieu|dich|huong toi|targets?|goals?|aims?|se|den (?:het )?nam|du kien|ke hoach|nhiem vu|tuong lai|yeu cau|can|phai|will|by|should|expected|plan\w*|must)\b")
_REASON_WANTED = re.compile(r"\b(?:vi sao|tai sao|why)\b")
_REASON = re.compile(
    r"\b(?:do|vi|boi|nho|nguyen nhan|nham|de|l[iy] do|voi su|khi|khien|dan den|gay|tai|nen|bat nguon|xuat phat|because|due|since|so that|in order|"
    r"cause[ds]?|reasons?|owing|thanks to|to|for)\b"
)
RESTATED = 0.7  # of the question's words that a sentence which only restates it has
_TIMED_YEAR = re.compile(
    r"(?:/|\b(?:năm|nam|in|of|since|before|after|từ|đến|tu|den)\s+)((?:19|20)\d\d)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def contradicts(question: Question, sentence: str) -> bool:
    """Whether the sentence speaks of another year, another number of the same thing or another in the same row, and not of the one asked for.

    >>> asked = Question("Năm 2019 xếp thứ mấy?", "Năm 2019 xếp thứ mấy?", "vi")
    >>> contradicts(asked, "Năm 2021 xếp thứ 3."), contradicts(asked, "Xếp thứ 6, so với năm 2018 thì tăng.")
    (True, False)
    >>> contradicts(Question("Bài học thứ tư là gì?", "", "vi"), "Bài học thứ hai là kiên trì.")
    True
    """
    own = own_words(sentence)
    years = frozenset(_YEAR.findall(own))
    if _times(question) and years and not question.years & years:
        return True
    if another_period(question.text, own):
        return True
    asked, told_order = _ordered(question.asked), _ordered(fold(own).lower())
    if any((thing, nth) not in told_order and thing in {other for other, _ in told_order} for thing, nth in asked):
        return True
    wanted = {_arabic(pair) for pair in question.number_pairs if not pair[0].isdigit()}
    if not wanted:
        return False
    told = {
        _arabic(pair)
        for clause in re.split(r"[,;:](?=\s)|[()“”\"–]|\s-\s", own)
        for pair in bigrams([fold(token) for token in tokens(clause)])
        if COUNTED.search(pair)
    }
    heads = {pair.rsplit("_", 1)[0] for pair in told}
    return any(pair not in told and pair.rsplit("_", 1)[0] in heads for pair in wanted)


def _arabic(pair: str) -> str:
    """A folded word with its number, a Roman one in digits and "kỉ" written "kỷ"."""
    word, _, number = pair.rpartition("_")
    return f"{'ky' if word == 'ki' else word}_{_ROMAN.get(number, number)}"


def _ordered(text: str) -> frozenset[tuple[str, str]]:
    """What a folded text tells of by its place in a row: "bài học thứ tư", "the fourth lesson"."""
    vietnamese = {(match[1], _PLACES.get(match[2], match[2])) for match in _NTH_THING.finditer(text)}
    return frozenset(vietnamese | {(match[2], _PLACES.get(match[1], match[1])) for match in _NTH_ENGLISH.finditer(text)})


def only_aims(question: Question, sentence: str) -> bool:
    """Whether what is reached is asked for by a number and the sentence tells only what is aimed at.

    >>> asked = Question("Việt Nam xếp thứ mấy?", "Việt Nam xếp thứ mấy?", "vi")
    >>> only_aims(asked, "Mục tiêu là vào nhóm 30 nước dẫn đầu."), only_aims(asked, "Xếp thứ 25, vượt mục tiêu.")
    (True, False)
    """
    if question.kind != "number" or _AHEAD.search(fold(question.text).lower()):
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


def own_words(sentence: str) -> str:
    """The sentence without what it compares with.

    >>> own_words("Năm 2023 tăng 15 bậc so với năm 2022, đứng thứ 3.")
    'Năm 2023 tăng 15 bậc  , đứng thứ 3.'
    """
    return _COMPARED.sub(" ", sentence)


def lacks_rank(question: Question, sentence: str) -> bool:
    """Whether a rank is asked for and the sentence has none: how many places one rose is no rank.

    >>> asked = Question("Việt Nam xếp thứ mấy?", "Việt Nam xếp thứ mấy?", "vi")
    >>> lacks_rank(asked, "Thứ hạng của Việt Nam tăng 15 bậc."), lacks_rank(asked, "Việt Nam đứng thứ 71.")
    (True, False)
    """
    if not _RANK_WANTED.search(fold(question.text).lower()):
        return False
    return not (_RANK.search(fold(sentence).lower()) or " | " in sentence)


def counted_things(question: Question) -> tuple[tuple[str, ...], str] | None:
    """The ways to write how many things a question counts, digits first, and the folded word that begins what they are called.

    >>> counted_things(Question("Ba việc lớn là những việc nào?", "", "vi"))
    (('3', 'ba', 'three'), 'viec')
    """
    found = _counted(question.counting)
    if found is None:
        return None
    number = int(found[1]) if found[1].isdigit() else _NUMERALS[found[1]]
    return (str(number), *(word for word, value in _NUMERALS.items() if value == number)), found[2]


def _counted(asked: str) -> re.Match[str] | None:
    return _COUNTED_THINGS.search(f"{asked} gi" if _TELL.search(asked) else asked)


def only_one_of(question: Question, sentence: str) -> bool:
    """Whether several things are asked for and the sentence says of one that it is among them.

    >>> asked = Question("Ba đột phá gồm những gì?", "Ba đột phá gồm những gì?", "vi")
    >>> only_one_of(asked, "Thể chế là một trong ba đột phá."), only_one_of(asked, "Ba đột phá gồm thể chế, hạ tầng và nhân lực.")
    (True, False)
    """
    several = question.kind == "list" and ("gom" in question.asked or _counted(question.counting))
    return bool(several) and _ONE_OF.search(fold(sentence).lower()) is not None


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


def _times(question: Question) -> frozenset[str]:
    """The years that bound the answer. Where a day is asked for, one inside a name ("hội nghị tổng kết 2024") does not."""
    return frozenset(_TIMED_YEAR.findall(question.text)) if question.kind == "date" else question.years


def another_office(question: Question, sentence: str) -> bool:
    """Whether a person is asked for by an office and the sentence has only its deputy, or the other way round.

    >>> asked = Question("Chủ tịch tỉnh là ai?", "Chủ tịch tỉnh là ai?", "vi")
    >>> another_office(asked, "Phó Chủ tịch tỉnh dự họp."), another_office(asked, "Chủ tịch và các Phó Chủ tịch tỉnh dự họp.")
    (True, False)
    """
    if question.kind != "person":
        return False
    told = _offices(sentence)
    return any(
        (deputy, office) not in told and (not deputy, office) in told for deputy, office in _offices(question.text)
    )


def _offices(text: str) -> frozenset[tuple[bool, str]]:
    """(whether a deputy, the office) of every office named."""
    return frozenset((bool(match[1]), match[2]) for match in _OFFICE.finditer(fold(text).lower()))


def defines(question: Question, sentence: str) -> bool:
    """Whether the sentence writes out an abbreviation that the question asks about: "trạm phát sóng (BTS)".

    >>> asked = Question("Trạm BTS là loại trạm gì?", "Trạm BTS là loại trạm gì?", "vi")
    >>> defines(asked, "Có 2.323 trạm phát sóng di động mặt đất (BTS)."), defines(asked, "Có 2.323 trạm BTS.")
    (True, False)
    """
    shorts = [word for word in _SHORT.findall(question.text) if question.kind == "definition"]
    return any(f"({short})" in sentence or f"{short} (" in sentence for short in shorts)


def _leaves_out_a_quote(question: Question, sentence: str) -> bool:
    told = fold(sentence).lower()
    return any(fold(name).lower() not in told for name in QUOTED.findall(question.text))


def enumerates(question: Question, sentence: str) -> bool:
    """Whether so many things are asked for by number and the sentence lists at least as many.

    >>> asked = Question("Ba đột phá là gì?", "Ba đột phá là gì?", "vi")
    >>> enumerates(asked, "Ba đột phá gồm thể chế, hạ tầng và nhân lực."), enumerates(asked, "Ba đột phá rất quan trọng.")
    (True, False)
    """
    counted = counted_things(question)
    if counted is None or question.kind in {"number", "date", "person", "place", "reason"}:
        return False
    if _leaves_out_a_quote(question, sentence):
        return False
    listed = _LISTED.search(fold(sentence).lower())
    return listed is not None and len(_BETWEEN.findall(listed[1])) + 1 >= int(counted[0][0])


_CODE = re.compile(r"\b[2-6]G\b")
# A name that people say and documents do not write.
_ALSO = {("sai", "gon"): (("ho", "chi", "minh"), ("hcm",), ("tphcm",))}


def names_another(question: Question, article: str) -> bool:
    """Whether the question names somebody or something of two syllables or more, or a standard ("5G"), that the article never mentions.

    Of an English question only names that are Vietnamese: others are written in another way in Vietnamese text.

    >>> asked = Question("Tỉnh Nam Định có gì?", "Tỉnh Nam Định có gì?", "vi")
    >>> names_another(asked, "Tỉnh Ninh Bình có 969 trạm."), names_another(asked, "Tỉnh nam định")
    (True, False)
    >>> names_another(Question("Có bao nhiêu trạm 5G?", "", "vi"), "Có 969 trạm 4G.")
    True
    >>> asked = Question("Did the Prime Minister visit Nam Dinh?", "", "en")
    >>> names_another(asked, "Thủ tướng thăm Ninh Bình."), names_another(asked, "Thủ tướng thăm Nam Định.")
    (True, False)
    """
    if question.text.isupper():
        return False
    told = joined(article)
    if any(f"_{code.lower()}_" not in told for code in _CODE.findall(question.text)):
        return True
    asked = (name for name in question.full_names if question.language == "vi" or all(map(may_be_syllable, name)))
    return any(not any(f"_{'_'.join(way)}_" in told for way in (name, *_ALSO.get(name, ()))) for name in asked)


@lru_cache(maxsize=64)
def joined(article: str) -> str:
    """An article's folded syllables as one string, to look names up in; cached, since its sentences come one after the other."""
    return f"_{'_'.join(fold(token) for token in tokens(article))}_"


def names_another_country(question: Question, article: str) -> bool:
    """Whether the question names a country that the article never mentions, in either language.

    >>> asked = Question("Lào xếp thứ mấy?", "Lào xếp thứ mấy?", "vi")
    >>> names_another_country(asked, "Việt Nam xếp thứ 55."), names_another_country(asked, "Laos is 130th.")
    (True, False)
    """
    asked = countries(question.text) if not question.text.isupper() else frozenset()
    return bool(asked) and not asked <= told_countries(article)


def speaks_of_another_country(question: Question, sentence: str) -> bool:
    """Whether the question names foreign countries alone and the sentence Việt Nam alone.

    >>> asked = Question("Lào xếp thứ mấy?", "Lào xếp thứ mấy?", "vi")
    >>> speaks_of_another_country(asked, "Việt Nam xếp thứ 55."), speaks_of_another_country(asked, "Xếp thứ 55.")
    (True, False)
    """
    asked = named(question.text) if not question.text.isupper() else frozenset()
    return bool(asked) and HOME not in asked and named(sentence) == {HOME}


@lru_cache(maxsize=512)
def told_countries(article: str) -> frozenset[str]:
    """The countries of an article; cached, since articles come back."""
    return countries(article)


def lacks_place(question: Question, sentence: str) -> bool:
    """Whether a province, district or town is asked for and the sentence names none: "ở Bắc Ninh", "tỉnh Bắc Ninh".

    >>> asked = Question("Nhà máy đặt ở tỉnh nào?", "Nhà máy đặt ở tỉnh nào?", "vi")
    >>> lacks_place(asked, "Thủ tướng Phạm Văn Đồng thăm nhà máy."), lacks_place(asked, "Nhà máy đặt tại Bắc Ninh.")
    (True, False)
    """
    if not _PLACE_WANTED.search(question.asked) or " | " in sentence:
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
    if _HOUR_WANTED.search(fold(question.text).lower()):
        return not _HOUR.search(fold(sentence).lower())
    if question.kind == "date" and _DAY_WANTED.search(fold(question.text).lower()):
        return not _DAY.search(fold(sentence).lower())
    counted = question.kind == "number" and not _TIME_WANTED.search(fold(question.text).lower())
    if question.kind == "date" and _MOMENT_WANTED.search(fold(question.text).lower()) and _WHEN_TOLD.search(fold(sentence).lower()):
        return False
    told = sentence.lower() if _NUMBER_NAMED.search(fold(question.text).lower()) else _NAMED_BY_NUMBER.sub(" ", sentence.lower())
    if any(char.isdigit() for char in sentence) and not (counted and not _numbers(told)):
        return False
    return not _COUNT_WORDS.search(_TIMES_TOLD.sub(" ", told) if counted else told)


def _numbers(sentence: str) -> bool:
    """Whether the sentence has a number in digits that is no time."""
    return bool(quantities(sentence)) or any(char.isdigit() for char in _TIMES_TOLD.sub(" ", sentence.lower()))


_NUMBER_NAMED = re.compile(r"\b(?:so|quay|lo|dieu|khoan|nghi quyet|quyet dinh|nghi dinh|thong tu) (?:nao|may|bao nhieu)\b|\bnumber\b|\bwhich (?:resolution|decision|decree)")
# What a number belongs to by name: "Đề án 06", "Nghị quyết số 57", "phiên họp thứ 8".
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:đề án|nghị quyết|quyết định|nghị định|thông tư|chỉ thị|công điện|công văn|kế hoạch|luật|điều|khoản|chương|mục|mẫu|project|resolution|decision|decree|directive|circular|article)"
    r"(?: số| no\.?)? \d+[\w/-]*|\bsố \d{1,3}(?=\s|[.,;]|$)(?! [%a-zđ])|\b\d+[a-zđ]\b"
)


def lacks_unit(question: Question, passage: str) -> bool:
    """Whether things are to be counted of which the passage never speaks: "bao nhiêu lượt truy cập".

    >>> asked = Question("Có bao nhiêu lượt xem?", "Có bao nhiêu lượt xem?", "vi")
    >>> lacks_unit(asked, "Có 7 doanh nghiệp."), lacks_unit(asked, "Đã có 7 người xem.")
    (True, False)
    """
    wanted = frozenset(question.unit) - _PLAIN_UNITS
    ranked = _RANK_WANTED.search(fold(question.text).lower())
    if question.language == "en" or question.kind != "number" or not wanted or "%" in wanted or ranked:
        return False
    told = joined(passage)
    return not any(f"_{word}_" in told for word in wanted)


def lacks_items(question: Question, sentence: str) -> bool:
    """Whether the items of something are asked for ("gồm những gì") and the sentence lists nothing and announces no list.

    A sentence that leaves out what the question puts in quotes lists something else.

    >>> asked = Question("“5 đảm bảo” gồm những gì?", "“5 đảm bảo” gồm những gì?", "vi")
    >>> lacks_items(asked, "Thủ tướng nêu “5 đảm bảo”."), lacks_items(asked, "“5 đảm bảo”: đủ người, đủ việc.")
    (True, False)
    """
    asked, told = fold(question.text).lower(), fold(sentence).lower()
    if question.kind != "list" or not _ITEMS_WANTED.search(asked) or " | " in sentence:
        return False
    if _leaves_out_a_quote(question, sentence):
        return True
    counted = counted_things(question)
    few = counted is not None and 2 < int(counted[0][0]) > len(_BETWEEN.findall(told)) + 1
    return (few and not _ANNOUNCES.search(told)) or not _LISTS.search(told)
