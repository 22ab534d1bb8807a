"""What a question wants to know of something, where one word tells: when it comes into force, its address, its visitors, its nth meeting."""

import re
from collections.abc import Iterable
from functools import lru_cache

from corpus.vietnamese import fold
from qa.numerals import ENGLISH_ORDINALS, ORDINALS
from qa.question import Question

# Folded: what asks for an attribute, and what a sentence that gives it says. The last are those of the page around an article.
_ATTRIBUTES = tuple(
    (re.compile(rf"\b(?:{asks})\b"), re.compile(told))
    for asks, told in (
        (
            r"co hieu luc|hieu luc (?:tu|khi|vao|ngay)|(?:bat dau|duoc) ap dung (?:tu|vao|ke tu|ngay|khi)|(?:take|takes|took|come|comes|came|go|goes|went) (?:in)?to (?:effect|force)|take effect|takes effect|effective date",
            r"\bhieu luc\b|\bthi hanh (?:tu|ke tu)\b|\bap dung (?:tu|ke tu)\b|\beffect|\bin force\b|\binto force\b",
        ),
        (
            r"so dien thoai|so dt|sdt|duong day nong|hotline|so fax|(?:tele)?phone number",
            r"\bdien thoai\b|\bduong day nong\b|\bhotline\b|\bphone\b|\bfax\b|\(?\b0\d{1,4}\)?[ .-]?\d{3}|\b(?:18|19)00",
        ),
        (
            r"dia chi (?!email|thu dien tu|ip\b|web|trang)(?:nao|o dau|cu the|la gi|tru so|cua)|(?:o|tai|den|toi) dia chi|(?:street|postal|office) address",
            r"\bdia chi\b|\bduong\b|\bpho\b|\bso nha\b|\btru so\b|\btoa nha\b|\bbo phan mot cua\b|\b(?:tai|o|so) \d{1,4}[a-z]?\b|\baddress\b|\bstreet\b|\broad\b|\bheadquarter",
        ),
        (
            r"que (?:quan )?(?:o|cua|goc)|que quan|(?:hometown|place of birth)|where was .* born",
            r"\bque\b|\bsinh\b|\btru tai\b|\bnguoi (?:tinh|huyen|xa)\b|\bborn\b|\bhometown\b",
        ),
        (
            r"sinh (?:nam|ngay|thang) (?:nao|bao nhieu|may)|bao nhieu tuoi|may tuoi|how old is (?:he|she|mr|ms|the (?:prime|chair|min))|when was .* born",
            r"\bsinh\b|\bsn\b|\btuoi\b|\b(?:len|hon|gan) \d{1,2}\b|\((?:\d{1,2}[/ ]|(?:19|18|20)\d\d)|\bborn\b|\baged?\b|\byears old\b",
        ),
        (
            r"\b(?:tien|muc) luong\b.* bao nhieu|(?<!so )(?<!khach )(?<!trong )(?<!san )(?<!khoi )\bluong (?:trung binh|thang|co ban|toi thieu|huu|khoi diem)\b.* bao nhieu|(?:what|how much) .*\b(?:salar(?:y|ies)|wages?)",
            r"\bluong\b|\bthu nhap\b|\bsalar|\bwage|\bincome|\bpay\b|\b(?:dong|usd|do la|euro)(?:/| moi | mot )(?:thang|nam|gio|ngay)\b",
        ),
        (
            r"ai (?:la nguoi )?(?:da )?ky (?:ban hanh|quyet dinh|ket|nghi|van ban|cong dien|chi thi)|nguoi ky|(?:who|whom) signed",
            r"\bky\b|\bsign|\bthay mat\b|\bban hanh\b.*\bthu tuong\b|\bthu tuong\b.*\bban hanh\b",
        ),
        (
            r"(?:duoc|quoc hoi) (?:\w+ ){0,2}?thong qua (?:\w+ )?(?:ngay|nam|khi|luc|vao|thang|bao gio)|when was .* (?:passed|adopted)",
            r"\bthong qua\b|\bpassed\b|\badopted\b",
        ),
        (
            r"(?<!do )(?<!bot )(?<!giam )(?<!kiem )(?:chi|ton|tieu|bo ra|het|tri gia)(?: (?:het|ra|mat|khoang|tat ca|tong cong|cho \w+|toi|den))* bao nhieu (?:tien|kinh phi|ngan sach|ty|trieu)|kinh phi (?:\w+ )*?(?:bao nhieu|la bao)|(?:how much (?:money )?(?:did|does|do|was|will|has|have) .*(?:cost|spend|spent))",
            r"^(?!.*\b(?:tiet kiem|doanh thu|loi nhuan|saves?|revenue)\b).*(?:\b(?:ty|trieu|nghin|ngan|tram|\d+) dong\b|\b(?:do la|usd|euro|yen|bang anh|vnd)\b|\$)|\bchi (?:cho|phi|ra|het|hon|gan|khoang|\d|ngan sach|thuong xuyen)|\bkinh phi\b|\bchi phi\b|\bvon\b|\bngan sach\b|\bdau tu\b|\bhet\b|\bton\b|\btri gia\b|\bcost|\bbudget|\bspen|\binvest|\bfund|\bworth\b",
        ),
        (r"(?:tai|o|cua) diem cau|venue", r"\bdiem cau\b|\bvenue\b"),
        (r"thu dien tu|e-?mail", r"\bhop thu\b|\bthu dien tu\b|\be-?mail\b|@"),
        (
            r"luot truy cap|luot xem|nguoi truy cap|page ?views|visitors (?:to|of|on) (?:the |this )?(?:web|site|page|portal)\w*",
            r"\btruy cap\b|\bluot xem\b|\bviews?\b|\bvisit",
        ),
        (
            r"ra doi (?:tu |vao |hoi )?(?:nam|khi|ngay|luc|thang|bao) (?:nao|may|gio|bao)|duoc ban hanh (?:tu |vao |hoi )?(?:nam|khi|ngay|luc|thang|bao) (?:nao|may|gio|bao)|when was .* issued",
            r"\bra (?:doi|mat|quyet|nghi|thong|chi|luat|lenh)\b|\blap ra\b|\bban hanh\b|\bthong qua\b|\bky\b|\bcong bo\b|\b(?:thanh|sang|duoc) lap\b|\bsinh\b|\b(?:co|ke)? ?tu (?:nam|the|thang|ngay)\b|\bkhai (?:truong|sinh|mac)\b|"
            r"\bbat dau\b|\bdau tien\b|\bxuat hien\b|\bhinh thanh\b|\bphat (?:hanh|minh)\b|\bxay\b|\bviet\b|\btao ra\b|\bngay \d{1,2} thang\b|/(?:19|20)\d\d/|/[nqt][dqt]|\b(?:issu|adopt|found|establish|creat|launch|introduc|publish)",
        ),
        (
            r"troi (?:nang|mua|dep|lanh|nong) (?:hay|hoac|hay la|khong)\b|thoi tiet (?:\w+ )*?(?:the nao|ra sao)|nhiet do (?:\w+ )*?bao nhieu|(?:the weather|the temperature)\b.*\?",
            r"\bthoi tiet\b|\bnhiet\b|\bdo c\b|\d ?°|\btroi\b|\bmua (?:to|lon|rao|phun|dong|bao|lu)\b|\bnang nong\b|\bret\b|\bkhi hau\b|\bweather\b|\btemperature|\brain|\bclimate\b|\b(?:hot|cold|warm)\b",
        ),
        (r"chiu trach nhiem (?:chinh )?(?:ve )?(?:xuat ban|noi dung)", r"\bchiu trach nhiem\b"),
        (r"dia chi toa soan|toa soan (?:\w+ )*?(?:o dau|dia chi)|editorial office", r"\btoa soan\b|\beditorial\b"),
        (r"quan tri vien|quan tri (?:trang|website|mang)|webmaster", r"\bquan tri\b|\bwebmaster\b"),
        (
            r"(?:ai|don vi nao|co quan nao) .*\bban quyen|ban quyen .*(?:thuoc (?:ve )?ai|cua ai|thuoc ve)|copyright",
            r"\bban quyen\b|\bcopyright\b",
        ),
    )
)
_PRICE_WANTED = re.compile(r"(?<!đánh )(?<!trị )(?<!định )\bgiá (?!trị\b)(?:\w+ )*?bao nhiêu|\bprices? of\b")
_PRICE_WANTED_UNMARKED = re.compile(
    r"(?<!quoc )(?<!tham )(?<!danh )(?<!chuyen )(?<!tri )\bgia (?!tri\b|tang\b|dinh\b|nhap\b|vien\b)(?:\w+ )*?bao nhieu"
)
_PRICE = re.compile(r"\bgiá\b(?! trị)|\bprices?\b")
_NTH = re.compile(
    rf"\b(?:phien(?: hop)?|hoi nghi|ky hop|cuoc hop|dai hoi|khoa|lan)(?: [a-z]+){{0,3}}? thu (\d{{1,3}}|[ivx]+|{'|'.join(ORDINALS)})\b"
)
_NTH_ENGLISH = re.compile(
    rf"\b(?:(\d{{1,3}})(?:st|nd|rd|th)|({'|'.join(ENGLISH_ORDINALS)})) (?:session|meeting|conference|congress|edition)\b"
)


def lacks_attribute(question: Question, sentence: str) -> bool:
    """Whether the question asks for an attribute by its name and the sentence does not speak of it.

    >>> asked = Question("Luật Đất đai có hiệu lực từ ngày nào?", "", "vi")
    >>> lacks_attribute(asked, "Luật Đất đai được bàn ngày 6/2."), lacks_attribute(asked, "Luật này thi hành từ ngày 1/8.")
    (True, False)
    """
    told = fold(sentence).lower()
    if any(not given.search(told) for given in _wanted(question.text)):
        return True
    return _wants_price(question.text.lower()) and not _PRICE.search(sentence.lower())


@lru_cache(maxsize=64)
def _wanted(text: str) -> tuple[re.Pattern[str], ...]:
    """What a sentence must say to give the attributes that a question asks for; cached, since its sentences come one after the other."""
    asked = fold(text).lower()
    return tuple(given for wanted, given in _ATTRIBUTES if wanted.search(asked))


def _wants_price(asked: str) -> bool:
    """Without its mark, "giá" is also in "quốc gia", "gia tăng" and names."""
    return bool(_PRICE_WANTED.search(asked) or (asked == fold(asked) and _PRICE_WANTED_UNMARKED.search(asked)))


def names_unknown_meeting(question: Question, articles: Iterable[str]) -> bool:
    """Whether the question names the nth meeting of a row and none of the articles, in either language, has one of that number.

    >>> asked = Question("Phiên họp thứ 9 họp ngày nào?", "", "vi")
    >>> names_unknown_meeting(asked, ["Phiên họp thứ 8 họp ngày 24/4."]), names_unknown_meeting(asked, ["the ninth session"])
    (True, False)
    """
    asked = meetings(question.text)
    return bool(asked) and not any(asked & meetings(article) for article in articles)


def meetings(text: str) -> frozenset[int | str]:
    """The numbers of the meetings, congresses and terms that a text names; a Roman one as it stands.

    >>> sorted(meetings("Phiên họp lần thứ tám; the 9th session; xếp thứ 6"))
    [8, 9]
    """
    told = fold(text).lower()
    found: set[int | str] = set()
    for number in _NTH.findall(told):
        found.add(int(number) if number.isdigit() else ORDINALS.get(number, number))
    for digits, word in _NTH_ENGLISH.findall(told):
        found.add(int(digits) if digits else ENGLISH_ORDINALS[word])
    return frozenset(found)
