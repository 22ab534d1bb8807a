"""What one line of a page looks like, read alone: a counter, a caption, a heading of related articles, prose …

Patterns are of Vietnamese government portals and newspapers in general, and of English pages; they are matched on the
folded line, so that marks and tone placement do not matter, except where marks tell words apart (ảnh, anh). Where a
line stands in its page decides whether it goes: that is `corpus.clean`.
"""

import re
from functools import lru_cache
from typing import Literal

from corpus import dates, vietnamese
from corpus.letters import LOWER, UPPER

Kind = Literal[
    "prose",  # at least one whole sentence
    "text",  # anything else that may belong to the article: a heading, an item, a row of a table
    "date",  # a date and hardly anything else
    "stamp",  # a section's name or an author with a date or "3 giờ trước"
    "counter",  # views, visitors
    "tally",  # a row like a counter's, which only company makes one
    "banner",  # the site's name
    "imprint",  # who runs the site
    "contact",  # an address, a telephone number: imprint only in company
    "caption",
    "image",  # what a picture leaves behind in a dump
    "byline",
    "credit",  # a name and a unit, a source: a byline only at the end of an article
    "related",  # the heading of a list of other articles, or of comments
    "maybe_related",  # the same in words that an article may use for a heading of its own
    "pointer",  # "Xem thêm: …" with the title of another article
    "keywords",
    "rating",
    "cipher",  # a number or a bullet alone
    "control",  # print, share, log in
    "menu",
    "letterhead",  # the country's name and motto over an official document
]

_EDGE = " \t-–—•*»›>|:·+…←→▪●■◆#."
_SENTENCE_END = re.compile(r"(?:[.!?…]|\./)[\"'”’»)\]]*$")
_CALL = re.compile(r"[?!][\"'”’»)\]]*$")
_CLAUSE_END = re.compile(r"[:;,]$")


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?:" + "|".join(alternatives) + r")\Z")


_SUBJECT = r"(?:cac |nhung )?(?:bai viet|tin bai|tin tuc|tin|bai|thong tin|su kien|video|noi dung|chu de)"
_RELATED = _whole(
    rf"{_SUBJECT}(?: (?:bai|tuc))? (?:lien quan|khac|moi hon|cu hon|cung chuyen muc|cung chu de|cung loai|cung danh muc|da dua|da dang"
    r"|tiep theo|doc nhieu(?: nhat)?|xem nhieu(?: nhat)?|moi nhat|moi dang|moi cap nhat|noi bat|nong|lien quan khac|truoc|sau)",
    r"cung chuyen muc|cung chu de|cung tac gia|cung danh muc|tin moi|tin doc nhieu|co the ban quan tam|ban co the quan tam"
    r"|co the ban chua doc|ban co the thich|co the ban muon xem|doc tiep|xem tiep|tin tai tro|bai cung chuyen muc",
    r"binh luan(?: \(\d+\))?|\d+ binh luan|y kien ban doc(?: \(\d+\))?|gui binh luan(?: cua ban)?|viet binh luan|phan hoi ban doc",
    r"related (?:articles?|news|posts?|stories|content|links)|most (?:read|viewed|popular)|you (?:may|might) also like"
    r"|recommended(?: for you)?|latest (?:news|articles|posts)|popular (?:posts|news)|more (?:news|stories|from .{1,30})"
    r"|(?:\d+ )?comments?(?: \(\d+\))?|leave a (?:comment|reply)",
)
_MAYBE_RELATED = _whole(
    r"doc nhieu(?: nhat)?|xem nhieu(?: nhat)?|dang doc|doc them|xem them|noi bat|moi nhat|nong nhat|van ban khac"
    r"|van ban lien quan|lien quan|chuyen de|thu vien anh|thu vien video|see also|read more|trending|y kien"
)
_POINTER = re.compile(
    r"(?:>>+|»|xem them|doc them|doc tiep|xem lai|tin lien quan|bai lien quan|bai doc them|read more|related|see also)\s?(?::|>>|»|\|)\s?\S"
    r"|(?:>>+|»)\s?\S"
)
_NUMBER = r"[\d.,\s]*\d"
_COUNTER = _whole(
    rf"(?:so |tong |tong so )?(?:luot|lan) (?:xem|doc|truy cap|tai)(?: bai| tin| trang)?\s?:?\s?(?:{_NUMBER})?",
    rf"{_NUMBER} (?:luot|lan) (?:xem|doc|truy cap|tai|thich)",
    rf"(?:da xem|luot view|views?|hits|pageviews?)\s?:?\s?{_NUMBER}|{_NUMBER} (?:views?|hits)",
    rf"(?:{_NUMBER} )?(?:(?:tong )?so (?:nguoi|luot|khach)|tong luot|dang|khach|thanh vien) (?:dang )?(?:truy cap|online|truc tuyen)"
    rf"(?:[\s:]+{_NUMBER})?(?: (?:so nguoi |dang |khach )?(?:online|truc tuyen|truy cap)(?:[\s:]+{_NUMBER})?)?",
    r"thong ke (?:luot )?truy cap|luot truy cap|bo dem(?: truy cap)?|thong ke website",
)
_TALLY = _whole(
    rf"(?:hom nay|hom qua|trong ngay|tuan nay|tuan truoc|trong tuan|thang nay|thang truoc|trong thang|nam nay|trong nam|tat ca|tong cong|tong|xem)\s?:?\s?{_NUMBER}"
)
_UNIT = (
    r"(?:cua |tong hop |dien tu |ve )*(?:uy ban nhan dan|ubnd|hdnd|dang uy|huyen uy|tinh uy|thanh uy|mttq|tinh|huyen|thanh pho|tp|thi xa|thi tran|quan|xa"
    r"|phuong|so|bo|cuc|tong cuc|chi cuc|vien|truong|benh vien|cong an|toa an|chinh phu|quoc hoi|hoi|ban|dang bo)\b"
)
_BANNER = re.compile(
    r"(?:chao mung .{0,30}\bden (?:voi )?)?(?:trang|cong|website) (?:thong tin(?: dien tu)?|tt ?dt|giao tiep dien tu)(?: tong hop)?"
    rf"(?:[\s,:–-]*\Z|[\s,:–-]+{_UNIT})"
    r"|chao mung .{0,30}\bden (?:voi )?.{0,80}\Z"
)
_PRESS = re.compile(
    rf"(?:BÁO|TẠP CHÍ|ĐÀI PHÁT THANH|ĐÀI TRUYỀN HÌNH|ĐÀI PT)(?! CÁO| CHÍ)(?: [^\s{LOWER}]+){{1,6}}\Z"
    rf"|(?:Báo|Tạp chí) (?:điện tử (?=[{UPPER}])\S+(?: \S+){{0,4}}|[{UPPER}]\S*(?: \S+){{0,4}} (?:điện tử|online))\Z"
)
_HAPPENS = re.compile(
    r"\b(?:đạt|đã|được|khai trương|ra mắt|công bố|tổ chức|giành|chính thức|phát động|vận hành|nâng cấp|triển khai|cung cấp|hoạt động|có|cho|là|đưa|tăng)\b"
)
_IMPRINT = re.compile(
    r"(?:co quan chu quan|don vi chu quan|chu quan|chiu trach nhiem (?:noi dung|chinh|quan ly|xuat ban)|nguoi chiu trach nhiem(?: noi dung| chinh)?"
    r"|quan ly va nhap (?:thong tin|lieu)|tong bien tap|pho tong bien tap|truong ban bien tap|ban bien tap"
    r"|don vi (?:thiet ke|phat trien|xay dung|van hanh))\s?:"
    r"|(?:©|\(c\) ?\d{4}|copyright\b|ban quyen (?:thuoc|©|\d{4}|cua|website|noi dung)|all rights reserved|powered by|designed by|developed by)"
    r"|(?:so )?giay phep\s?(?:so|hoat dong|thiet lap|xuat ban|bao chi|mxh|trang|:)?.{0,60}\b(?:gp|ttdt|gp-|bttt|cbc|ptth)\b"
    r"|(?:de nghi |vui long |yeu cau )?ghi ro nguon\b|(?:thiet ke|phat trien|xay dung)(?: va phat trien)? boi\b"
    r"|.{0,20}\bgiu ban quyen\b|chung nhan tin nhiem mang|.{0,40}\bkhi phat hanh lai thong tin tu\b"
)
_CONTACT = re.compile(
    r"(?:e-?mail|thu dien tu|hop thu|(?:so )?dien thoai|dt|sdt|tel|phone|mobile|fax|dia chi|address|website|duong day nong|hotline|tru so(?: chinh)?|toa soan"
    r"|nguoi phu trach(?: chinh)?|phu trach(?: noi dung| website)?|quan tri(?: vien| website)?|lien he(?: quang cao| toa soan)?|quang cao|van phong dai dien)\s?[:.(]"
    r"|\S+@\S+\.\S+\Z"
)
_KEYWORDS = re.compile(
    r"(?:tu khoa|tags?|keywords?|the bai viet|chu de bai viet)(?: tim kiem| lien quan)?(?:\s?:.*)?\Z"
)
_RATING = _whole(
    r"danh gia(?: bai viet| cua ban| bai dang)?(?: ?[-–,/]? ?nhan xet)|danh gia (?:bai viet|cua ban|bai dang|noi dung)\b.{0,60}|binh chon(?: cua ban)?"
    r"|tong so diem cua bai viet la.{0,60}|click de danh gia.{0,40}|hay (?:danh gia|binh chon|cham diem)\b.{0,60}|xep hang(?: bai viet)?\s?:.{0,60}"
    r"|\d(?:[.,]\d)? ?/ ?5(?: \(?\d+ (?:binh chon|luot|danh gia).*)?|(?:chua co|\d+) (?:danh gia|luot danh gia|luot binh chon)"
)
_CONTROL = _whole(
    r"(?:ban )?in (?:trang|bai|bai viet|tin|noi dung)(?: nay)?|in|print(?: this page)?|chia se(?: (?:bai viet|tin|qua|len|tren|voi|facebook|zalo|twitter|email|ban be|mang xa hoi))*"
    r"|share(?: (?:on|this|via|facebook|twitter))*|gui (?:email|mail|bai viet|cho ban be|qua email|tin)|luu (?:bai|bai viet|tin)|dang (?:nhap|ky|xuat)|login|log in|sign (?:in|up)|logout"
    r"|co chu|tang co chu|giam co chu|co chu (?:nho|lon|binh thuong)|a[-+]?(?: a[-+]?)+|nghe (?:doc )?(?:bai|bai viet|noi dung|audio)|doc bai viet|doc bao|nghe"
    r"|(?:facebook|zalo|twitter|linkedin|youtube|tiktok|telegram|messenger|pinterest|viber|google|rss|e-?mail|copy)(?: (?:facebook|zalo|twitter|linkedin|youtube|email|messenger|telegram|print|in))*"
    r"|(?:sao chep|copy) (?:lien ket|link|duong dan)|tro lai|quay lai|ve trang truoc|ve dau trang|len dau trang|dau trang|back to top|scroll to top|go top|top|tim kiem|search|nhap tu khoa.{0,30}"
    r"|thich|like|tra loi|reply|bao cao vi pham|theo doi(?: chung toi)?(?: tren .{1,30})?|follow us.{0,20}|font size|toggle navigation|menu|close|skip to (?:main )?content|lien ket(?: web| website)?"
    r"|banner|logo|header|footer|sidebar|breadcrumb|quang cao|advertisement|tieng viet|english|vietnamese|xem tat ca|xem chi tiet|chi tiet|tai ve|tai xuong|trang sau|trang truoc"
)
_MENU = _whole(
    r"trang chu|home(?:page)?|gioi thieu(?: chung)?|lien he|contact(?: us)?|about(?: us)?|so do (?:trang|cong|website|site)|sitemap|gop y|hoi dap|faq|tin tuc(?: ?[-–&,] ?su kien)?|news"
    r"|thu vien(?: anh| video| hinh anh)?|hinh anh|video(?: clip)?s?|van ban(?: phap quy| chi dao| chi dao dieu hanh)?|dich vu cong(?: truc tuyen)?|thu tuc hanh chinh|bo may to chuc|co cau to chuc|to chuc bo may"
    r"|lich cong tac|lich lam viec|thong bao|thoi su|chinh tri|kinh te|van hoa|xa hoi|van hoa ?[-–] ?xa hoi|giao duc|y te|the thao|giai tri|phap luat|quoc te|the gioi|khoa hoc|cong nghe|doanh nghiep|thi truong|du lich"
    r"|bat dong san|tai chinh|su kien|multimedia|podcast|media|ban doc|doi song|quoc phong ?[-–] ?an ninh|tin noi bat|tin trong (?:tinh|huyen|nuoc)|cong khai ngan sach|chuyen muc|danh muc|(?:trang chu|home)(?: ?(?:[>/»›|]+|-) ?.{1,80})"
)
_SITE_MENU = _whole(
    r"trang chu.*|home|lien he|so do.*|sitemap|gop y|hoi dap|gioi thieu|tin tuc(?: ?[-–&,] ?su kien)?|dang nhap|dang ky|login|in (?:trang|bai).*|chia se.*|gui (?:email|bai).*|facebook.*|zalo.*|share.*|print|thu vien anh|thu tuc hanh chinh|dich vu cong.*"
)
_IMAGE = _whole(
    r"anh tin bai|anh bai viet|anh dai dien|(?:\[|\()?(?:image|img|picture|photo|hinh anh|anh minh hoa|(?:hinh|anh) ?\d+)(?: ?\d+)?(?:\]|\))?|\S+\.(?:jpe?g|png|gif|webp|bmp)"
)
_LETTERHEAD = _whole(r"cong hoa xa hoi chu nghia viet nam|doc lap\s?[-–.]\s?tu do\s?[-–.]\s?hanh phuc")
# "Hà Nội, ngày 5 tháng 3 năm 2024" over a document; with a day of the week it is a clock.
LETTER_DATE = re.compile(
    r"(?:^|\s)(?!Thứ |thứ |Chủ nhật)[^\W\d_][^\d,;:]{1,30}, ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})$"
)
_BYLINE = re.compile(
    r"(?:tin,? ?(?:va |& )?anh|tin,? bai|bai,? ?(?:va |& )?anh|tin,? bai,? anh|bai viet|tac gia(?: bai viet)?|nguoi viet|nguoi dang|nguoi gui|bien tap(?: vien)?|by|author|posted by|written by)\s?:\s?\S"
)
_CREDIT = re.compile(
    r"(?:thuc hien|nguon(?: tin| bai)?|theo|tin|bai|anh|source|pv|phong vien|ctv|dua tin)\s?:\s?\S|(?:bbt|pv|ban bien tap)\Z"
)
_FROM = re.compile(rf"\(?(?:Theo|THEO|Nguồn|NGUỒN) (?:[{UPPER}]|\S+\.\w)[^,;:]{{0,50}}\)?\Z")
_COMPILED = re.compile(r"\((?:t/?h|tong hop|bien soan|suu tam|st|luoc ghi|ghi)\)+\Z")
_NAME = rf"(?:[{UPPER}][\w.]*)"
_UNIT_WORD = r"(?:Trung tâm|TT\b|Phòng|Ban\b|Sở|Văn phòng|VP\b|Đài|UBND|Cổng|Trang|Công an|Báo|Bộ|Hội|Đoàn|MTTQ|HĐND|Cục|Chi cục|Trường|Bệnh viện|Tạp chí|VH|CTV|PV)"
_NAME_UNIT = re.compile(
    rf"{_NAME}(?: {_NAME}){{0,5}}(?:, {_NAME}(?: {_NAME}){{0,4}}){{0,2}}(?:\s[-–(]\s?|[-–(,]\s){_UNIT_WORD}.{{0,60}}\Z"
)
_BARE_NAME = re.compile(rf"{_NAME}(?: {_NAME}){{1,4}}(?:\s?[,&–-]\s?{_NAME}(?: {_NAME}){{1,4}})?\Z")
_PHOTO_TAIL = re.compile(
    r"(?:^|[-–—.,;:()|/\"”]\s?)(?:Ảnh|ẢNH|Photo)\s?\d{1,2}\s?\.?\)?$"
    r"|(?:^|[-–—.,;()|/!?…\"”’]\s?)(?:Nguồn ảnh|Nguồn Ảnh|Ảnh|ẢNH|Photo|Photos|Image|Ảnh minh họa|Ảnh minh hoạ|Ảnh tư liệu)\s?(?:minh họa|minh hoạ|tư liệu|internet|Internet)?\s?[:：]\s?(?:(?!\.\s)[^!?:]){1,70}$"
    r"|(?:^|[-–—.,;(|/]\s?)\(?(?:Ảnh|ẢNH|Hình) (?:minh họa|minh hoạ|tư liệu|internet|Internet|chụp màn hình|tác giả|TL|nhân vật cung cấp)\s?\.?\)?$"
)
_PHOTO_HEAD = re.compile(
    r"\(?(?:Nguồn ảnh|Ảnh|ẢNH|Photo|Photos|Đồ họa|Đồ hoạ|Infographics?|Video|Clip|Hình \d{1,2}|Ảnh \d{1,2})\s?[:：]\s?\S"
)
_SCENE = re.compile(
    r"(?:quang canh|toan canh)(?: (?:cua|chung))? (?:hoi nghi|buoi|le|phien|cuoc|chuong trinh|diem cau|dai hoi|ky hop|hoi thao|hoi thi|toa dam|dien dan|khai mac|su kien)"
    r"|(?:mot so |nhung )?hinh anh (?:tai|ve|trong|cua) (?:diem cau|hoi nghi|buoi|le|phien|cuoc|chuong trinh|dai hoi|ky hop|hoi thao|toa dam|su kien)"
)


def key(line: str) -> str:
    """`line` folded, in lower case, without bullets and dashes at its ends and without the name of an icon before it.

    >>> key("- Cùng chuyên mục:")
    'cung chuyen muc'
    """
    folded = vietnamese.fold(line).casefold().strip(_EDGE)
    return re.sub(r"^[a-z]+_[a-z_]+\s+", "", folded)


def is_prose(line: str) -> bool:
    """Whether `line` reads as running text: a sentence with its end, or too long for a heading.

    >>> is_prose("Hội nghị bàn về hạ tầng số và dữ liệu số."), is_prose("Hạ tầng số ở nông thôn")
    (True, False)
    """
    words = line.count(" ") + 1
    if words >= 25:
        return True
    return words >= 8 and bool(_SENTENCE_END.search(line)) and not _CALL.search(line)


def is_caption_of_image(line: str) -> bool:
    """Whether `line`, standing just under an image, is its caption: no sentence, and long or about people or a scene."""
    if len(line) > 300 or _CLAUSE_END.search(line) or line.endswith("."):
        return False
    if line.count(" ") >= 6 and not re.match(r"[\W\d_]", line):
        return True
    return bool(
        _SCENE.match(key(line))
        or re.match(
            r"(?:hinh anh|anh|cac dai bieu|dai bieu|dong chi|d/c|cac dong chi|lanh dao|ong|ba|doan|thu tuong|chu tich|bi thu|pho)\b",
            key(line),
        )
        or re.search(
            r"\b(?:phat bieu|chu tri|trao (?:tang|qua|bang)|chup anh|luu niem|tham quan|quang canh)\b", key(line)
        )
    )


def is_site_menu(line: str) -> bool:
    """Whether `line` is an entry that menus of sites have and articles hardly ever: "Trang chủ", "Đăng nhập"."""
    return len(line) <= 60 and bool(_SITE_MENU.match(key(line)))


def is_name(line: str) -> bool:
    """Whether `line` is one or two names of people and nothing else.

    >>> is_name("Trần Thị Bình"), is_name("Trần Thị Bình phát biểu")
    (True, False)
    """
    return bool(_BARE_NAME.match(line)) and not line.isupper()


@lru_cache(maxsize=4096)
def kind(line: str) -> Kind:
    """What `line` (normalised, not empty) looks like by itself.

    >>> kind("Lượt xem: 54"), kind("- Đọc nhiều"), kind("Tin liên quan:"), kind("Đông đảo người dân - Ảnh 2.")
    ('counter', 'maybe_related', 'related', 'caption')
    """
    prose = is_prose(line)
    if len(line) > 400:
        return "prose"
    core = key(line)
    if _is_caption(line, core):
        return "caption"
    if _IMPRINT.match(core) and len(line) <= 300:
        return "imprint"
    if prose:
        return "prose"
    for pattern, name in _BY_WHOLE_LINE:
        if pattern.match(core):
            return name
    if not re.search(r"[^\W\d_]", line):
        return "cipher" if re.fullmatch(r"[\W_]*\d{0,3}[\W_]*", line) else (_dated(line) or "text")
    if _COMPILED.search(core):
        return "credit"
    if _is_banner(line, core):
        return "banner"
    if LETTER_DATE.match(line):
        return "letterhead"
    if (dated := _dated(line)) is not None:
        return dated
    if _BYLINE.match(core):
        return "byline"
    if (_CREDIT.match(core) and line.count(" ") < 16) or _NAME_UNIT.match(line) or _FROM.match(line):
        return "credit"
    if _POINTER.match(vietnamese.fold(line).casefold().lstrip(" -–•*")) and not line.endswith("."):
        return "pointer"
    return "text"


_BY_WHOLE_LINE: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_RELATED, "related"),
    (_MAYBE_RELATED, "maybe_related"),
    (_COUNTER, "counter"),
    (_TALLY, "tally"),
    (_KEYWORDS, "keywords"),
    (_RATING, "rating"),
    (_IMAGE, "image"),
    (_CONTROL, "control"),
    (_MENU, "menu"),
    (_LETTERHEAD, "letterhead"),
    (_CONTACT, "contact"),
)


def _is_caption(line: str, core: str) -> bool:
    words = line.count(" ") + 1
    if words <= 60 and _PHOTO_TAIL.search(line):
        return True
    if words <= 30 and _PHOTO_HEAD.match(line):
        return True
    return words <= 16 and bool(_SCENE.match(core)) and not _CLAUSE_END.search(line)


def _is_banner(line: str, core: str) -> bool:
    if line.count(" ") > 20 or _SENTENCE_END.search(line):
        return False
    low = line.casefold()
    if _PRESS.match(line):
        return True
    return bool(_BANNER.match(core)) and not _HAPPENS.search(low)


def _dated(line: str) -> Kind | None:
    row = dates.row(line)
    if row is None:
        return None
    if row.day is not None and row.rest == 0:
        return "date"
    in_brackets = line.endswith(")") and not row.labelled and not re.search(r"\d:\d\d", line)
    return None if in_brackets and row.day is not None else "stamp"
