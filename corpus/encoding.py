"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, UTF-16 by its nulls, what a page declares, windows-1258, and then a guess.

No byte is replaced or skipped: text is decoded whole, or it is not text.
"""

import codecs
import re
import unicodedata

import charset_normalizer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_SAMPLE = 1 << 16
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONED = re.compile(f"[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][{_TONES}]")
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ]")
_GUESSES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_2", "iso8859_5", "koi8_r",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp874",
]  # fmt: skip


def decode(data: bytes) -> str | None:
    """The text in `data`, or None where it is not text.

    >>> decode("Chuyển đổi số".encode("utf-16")), decode(bytes(range(256)) * 9) is None
    ('Chuyển đổi số', True)
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _text(_strict(data, name))
    wide = _wide(data)
    if wide is not None:
        return _text(_strict(data, wide))
    text = _strict(data, "utf-8")
    if text is None:
        text = _declared(data) or _windows_1258(data) or _guess(data)
    return _text(text)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _text(text: str | None) -> str | None:
    """`text`, unless its beginning is full of control characters, as in a program, a picture or an archive."""
    if text is None:
        return None
    sample = text[:_SAMPLE]
    controls = sum(unicodedata.category(char) in ("Cc", "Cn") and char not in "\t\n\r\x0b\x0c\x85" for char in sample)
    return None if controls * 20 > len(sample) and controls > 1 else text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nulls in every other place, hardly any in the places between."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2 or b"\0" not in sample:
        return None
    half = len(sample) // 2
    first, second = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if second >= 0.3 and first <= 0.05:
        return "utf-16-le"
    if first >= 0.3 and second <= 0.05:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:2048])
    if match is None:
        return None
    return _strict(data, (match[1] or match[2]).decode("ascii", "ignore"))


def _windows_1258(data: bytes) -> str | None:
    """Vietnamese in windows-1258, known by its tone marks: they stand after a vowel, and after nothing else."""
    text = _strict(data, "cp1258")
    if text is None:
        return None
    sample = text[:_SAMPLE]
    tones = sum(map(sample.count, _TONES))
    placed = len(_TONED.findall(sample))
    if tones != placed or not (tones or _VIETNAMESE.search(sample)):
        return None
    return text


def _guess(data: bytes) -> str | None:
    best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=_GUESSES, enable_fallback=False).best()
    return None if best is None else _strict(data, best.encoding)
