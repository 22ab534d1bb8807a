"""Which countries a text names, in Vietnamese or in English: the same country is the same in both."""

import re
from functools import lru_cache

from babel import Locale

from corpus.vietnamese import nfc

_ALSO = {
    "Mỹ": "US", "Hoa Kì": "US", "America": "US", "USA": "US", "Anh": "GB", "Britain": "GB", "England": "GB", "Ý": "IT", "Úc": "AU",
    "Nhật": "JP", "Hàn": "KR", "South Korea": "KR", "North Korea": "KP", "Lào": "LA", "Laos": "LA", "Vietnam": "VN", "Viet Nam": "VN",
    "Campuchia": "KH", "Miến Điện": "MM", "Burma": "MM", "Xin-ga-po": "SG", "In-đô-nê-xi-a": "ID", "Ma-lai-xi-a": "MY", "Phi-líp-pin": "PH",
    "Liên bang Nga": "RU", "Cộng hòa Séc": "CZ", "Ai Cập": "EG", "Ấn Độ": "IN", "Trung Hoa": "CN", "UAE": "AE", "Hong Kong": "HK", "Hồng Kông": "HK",
}  # fmt: skip
# Words of the language as well: a country only inside a sentence, with its capital, or after "nước".
_WORDS = frozenset({"Anh", "Ý", "Pháp", "Đức", "Áo", "Hàn", "Nhật", "Mỹ", "Úc", "Nga", "Chad", "Turkey", "Jordan"})
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
    >>> sorted(countries("Anh có biết nước Anh ở đâu không?")), sorted(countries("Anh có biết không?"))
    (['GB'], [])
    """
    return named(text) - {HOME}


def named(text: str) -> frozenset[str]:
    """The same with Việt Nam.

    >>> sorted(named("Viet Nam and Laos"))
    ['LA', 'VN']
    """
    pattern, codes = _known()
    found = set()
    for match in pattern.finditer(nfc(text)):
        before = text[: match.start()].rstrip()
        opens = not before or before[-1] in ".!?:;\"“”'(-–\n"
        tongue = before.casefold().endswith(("tiếng", "ngôn ngữ"))  # not the country but how people speak
        if not tongue and not (opens and match[0] in _WORDS):
            found.add(codes[match[0]])
    return frozenset(found)
