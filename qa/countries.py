"""Which countries a text names, in Vietnamese or in English: the same country is the same in both."""

import re
from functools import lru_cache

from babel import Locale

from corpus.letters import UPPER
from corpus.types import Span
from corpus.vietnamese import nfc

_ALSO = {
    "Mỹ": "US", "Hoa Kì": "US", "America": "US", "USA": "US", "Anh": "GB", "Britain": "GB", "England": "GB", "Ý": "IT", "Úc": "AU",
    "Nhật": "JP", "Hàn": "KR", "South Korea": "KR", "North Korea": "KP", "Lào": "LA", "Laos": "LA", "Vietnam": "VN", "Viet Nam": "VN",
    "Campuchia": "KH", "Miến Điện": "MM", "Burma": "MM", "Xin-ga-po": "SG", "In-đô-nê-xi-a": "ID", "Ma-lai-xi-a": "MY", "Phi-líp-pin": "PH",
    "Liên bang Nga": "RU", "Cộng hòa Séc": "CZ", "Ai Cập": "EG", "Ấn Độ": "IN", "Trung Hoa": "CN", "UAE": "AE", "Hong Kong": "HK", "Hồng Kông": "HK",
}  # fmt: skip
# Words of the language as well: a country only inside a sentence, with its capital, or after "nước".
_WORDS = frozenset({"Anh", "Ý", "Pháp", "Đức", "Áo", "Hàn", "Nhật", "Mỹ", "Úc", "Nga", "Chad", "Turkey", "Jordan"})
_PLACES = re.compile(
    r"\s(?:Tho|Đình|Lộc|Xuyên|Hào|Lợi|Phước|Thuận|Thọ|Trì|Phổ|Trọng|Quảng|Hiệp|Hòa)\b"
)  # "Mỹ Tho", "Đức Thọ", "Đức Phổ"
_NAMED = re.compile(rf"(?:\bsông|(?<!\w)[{UPPER}]\w*)$")  # "sông Hàn", "Nam Mỹ", "Phú Mỹ"
HOME = "VN"  # documents of an office speak of it without saying so


@lru_cache(maxsize=1)
def _known() -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {nfc(name): code for name, code in _ALSO.items()}
    for language in ("vi", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}:
                codes.setdefault(nfc(name), code)
    names = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])"), codes


def countries(text: str) -> frozenset[str]:
    """The two-letter codes of the countries that `text` names, Việt Nam apart.

    >>> sorted(countries("Lào và Thái Lan xếp sau Hoa Kỳ")), sorted(countries("How does Laos rank?"))
    (['LA', 'TH', 'US'], ['LA'])
    >>> sorted(countries("Người Mỹ Tho bên sông Hàn")), sorted(countries("Tổng thống Mỹ Joe Biden"))
    ([], ['US'])
    >>> sorted(countries("LÀO ĐỨNG THỨ MẤY, ANH CÓ BIẾT?"))
    ['LA']
    >>> sorted(countries("Anh có biết nước Anh ở đâu không?")), sorted(countries("Anh có biết không?"))
    (['GB'], [])
    """
    return named(text) - {HOME}


def named(text: str) -> frozenset[str]:
    """The same with Việt Nam.

    >>> sorted(named("Viet Nam and Laos"))
    ['LA', 'VN']
    """
    codes, text = _known()[1], nfc(text)
    if text.isupper():
        text = text.title()
        spans = [span for span in country_names(text) if text[span.start : span.end] not in _WORDS]
    else:
        spans = country_names(text)
    return frozenset(codes[text[span.start : span.end]] for span in spans)


def country_names(text: str) -> list[Span]:
    """Where an NFC `text` names countries, in code points.

    >>> [(span.start, span.end) for span in country_names("Còn Thái Lan và Lào?")]
    [(4, 12), (16, 19)]
    """
    found = []
    for match in _known()[0].finditer(text):
        before = text[: match.start()].rstrip()
        opens = not before or before[-1] in ".!?:;\"“”'(-–\n"
        tongue = before.casefold().endswith(("tiếng", "ngôn ngữ"))  # not the country but how people speak
        word = match[0] in _WORDS and (opens or _NAMED.search(before) or _PLACES.match(text, match.end()))
        if not tongue and not word:
            found.append(Span(match.start(), match.end()))
    return found
