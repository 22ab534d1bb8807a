"""Abbreviations: those that a text defines itself, "Ủy ban nhân dân (UBND)", and a short list that official Vietnamese takes as known."""

import re
from collections.abc import Mapping
from functools import partial

from corpus.vietnamese import fold, nfc

COMMON: Mapping[str, str] = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "MTTQ": "mặt trận tổ quốc",
    "CĐS": "chuyển đổi số",
    "TTHC": "thủ tục hành chính",
    "CCHC": "cải cách hành chính",
    "CSDL": "cơ sở dữ liệu",
    "BCĐ": "ban chỉ đạo",
    "KT-XH": "kinh tế xã hội",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến",
    "CCCD": "căn cước công dân",
    "CNTT": "công nghệ thông tin",
    "TMĐT": "thương mại điện tử",
    "TTĐT": "thông tin điện tử",
    "TTg": "thủ tướng",
    "ATTT": "an toàn thông tin",
    "ANM": "an ninh mạng",
    "AI": "trí tuệ nhân tạo",
    "TW": "trung ương",
    "T.Ư": "trung ương",
    "TP": "thành phố",
    "TP.HCM": "thành phố hồ chí minh",
    "TPHCM": "thành phố hồ chí minh",
    "VN": "việt nam",
    "DN": "doanh nghiệp",
    "GDP": "tổng sản phẩm trong nước",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "GD&ĐT": "giáo dục và đào tạo",
    "TT&TT": "thông tin và truyền thông",
    "KH&CN": "khoa học và công nghệ",
    "NN&PTNT": "nông nghiệp và phát triển nông thôn",
    "LĐTBXH": "lao động thương binh và xã hội",
    "ĐMST": "đổi mới sáng tạo",
    "KHCN": "khoa học công nghệ",
    "LHQ": "liên hợp quốc",
    "BCA": "bộ công an",
    "BCT": "bộ chính trị",
    "KTS": "kinh tế số",
    "LLSX": "lực lượng sản xuất",
    "CNH": "công nghiệp hóa",
    "HĐH": "hiện đại hóa",
    "NSNN": "ngân sách nhà nước",
    "QLNN": "quản lý nhà nước",
    "CBCCVC": "cán bộ công chức viên chức",
    "QPPL": "quy phạm pháp luật",
    "NTM": "nông thôn mới",
    "ANTT": "an ninh trật tự",
    "SXKD": "sản xuất kinh doanh",
    "TK": "tài khoản",
    "CQ": "cơ quan",
    "QĐ": "quyết định",
    "NQ": "nghị quyết",
    "PCT": "phó chủ tịch",
    "ASEAN": "hiệp hội các quốc gia đông nam á",
    "GRDP": "tổng sản phẩm trên địa bàn",
    "FDI": "đầu tư trực tiếp nước ngoài",
    "CPI": "chỉ số giá tiêu dùng",
    "PCI": "chỉ số năng lực cạnh tranh cấp tỉnh",
    "ITU": "liên minh viễn thông quốc tế",
    "WTO": "tổ chức thương mại thế giới",
    "SĐT": "số điện thoại",
    "EGDI": "chỉ số phát triển chính phủ điện tử",
    "DTI": "chỉ số chuyển đổi số",
}

# How people shorten everyday words when they type; read only where the word stands in lower case.
TYPED: Mapping[str, str] = {
    "j": "gì",
    "ko": "không",
    "đc": "được",
    "bn": "bao nhiêu",
    "bnh": "bao nhiêu",
    "ntn": "như thế nào",
    "cx": "cũng",
    "sđt": "số điện thoại",
    "sdt": "số điện thoại",
}
_TYPED = re.compile(rf"(?<![\w&./-])(?:{'|'.join(TYPED)})(?![\w&./-])")
_DEFINED = re.compile(r"\(\s*([A-ZĐƯ][A-ZĐƯ0-9&.\-]{1,9})\s*(?=[),;])")
_WORD = re.compile(r"[^\W\d_]+")
# The number of a document, 57-NQ/TW or 42/2022/NĐ-CP: its letters stand for what they name, but are never written out there.
_NUMBERED = re.compile(r"(?<!\w)\d{1,5}(?:/\d{4})?[-/][^\W\d_]+(?:[-/][^\W_]+)*")


def harvest(text: str) -> dict[str, str]:
    """Short form -> long form (lower case), for every "long form (SF)" whose initials agree.

    >>> harvest("Hội nghị bàn về chuyển đổi số (CĐS, gọi tắt) và thương mại điện tử (TMĐT).")
    {'CĐS': 'chuyển đổi số', 'TMĐT': 'thương mại điện tử'}
    """
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        letters = [char for char in match[1] if char.isalpha()]
        words = _WORD.findall(text[max(0, match.start() - 120) : match.start()])
        tail = words[-len(letters) :]
        if len(letters) >= 2 and len(tail) == len(letters) and _initials(tail) == [fold(c).lower() for c in letters]:
            found.setdefault(match[1], " ".join(tail).lower())
    return found


def _initials(words: list[str]) -> list[str]:
    return [fold(word[0]).lower() for word in words]


def expansions(question: str, known: Mapping[str, str]) -> list[str]:
    """The other form of every abbreviation and of every long form in `question`, in both directions.

    >>> expansions("UBND tỉnh nào?", {"UBND": "ủy ban nhân dân"}), expansions("Ủy ban nhân dân", {"UBND": "ủy ban nhân dân"})
    (['ủy ban nhân dân'], ['UBND'])
    """
    text = nfc(question)
    low = f" {' '.join(_WORD.findall(text.lower()))} "
    found = []
    for short, long in known.items():
        if written(short, text):
            found.append(long)
        elif f" {long} " in low:
            found.append(short)
    return found


def written(short: str, text: str) -> bool:
    """Whether the abbreviation stands in `text` as a word of its own, with its capitals or wholly in lower case."""
    if short not in text and short.lower() not in text:
        return False
    text = _NUMBERED.sub(" ", text)
    pattern = re.compile(rf"(?<![\w&-]){re.escape(short)}(?![\w&-])")
    if pattern.search(text):
        return True
    lower = re.compile(rf"(?<![\w&-]){re.escape(short.lower())}(?![\w&-])")
    return len(short) > 2 and bool(lower.search(text))


def spelled_out(question: str, known: Mapping[str, str]) -> str:
    """`question` with each abbreviation replaced by its long form.

    >>> spelled_out("UBND tỉnh có CĐS không?", {"UBND": "ủy ban nhân dân", "CĐS": "chuyển đổi số"})
    'ủy ban nhân dân tỉnh có chuyển đổi số không?'
    >>> spelled_out("TW ra 57-NQ/TW khi nào?", {"TW": "trung ương"})
    'trung ương ra 57-NQ/TW khi nào?'
    """
    text = nfc(question)
    for short in sorted(known, key=len, reverse=True):
        if written(short, text):
            flags = re.IGNORECASE if len(short) > 2 else 0
            whole = rf"{_NUMBERED.pattern}|(?<![\w&-])(?P<short>{re.escape(short)})(?![\w&-])"
            text = re.sub(whole, partial(_long, long=known[short]), text, flags=flags)
    return text


def _long(match: re.Match[str], long: str) -> str:
    return long if match["short"] else match[0]


def typed_out(question: str) -> str:
    """`question` with the everyday words that people shorten when they type written out.

    >>> typed_out("CĐS là j, làm ntn?"), typed_out("Mục J")
    ('CĐS là gì, làm như thế nào?', 'Mục J')
    """
    return _TYPED.sub(lambda match: TYPED[match[0]], nfc(question))
