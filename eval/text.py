"""How the evaluation compares strings: NFC, white space collapsed, and (for gold questions) without regard to case."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")


def collapsed(text: str) -> str:
    """NFC, every run of white space one space, none at the ends.

    >>> collapsed("  Ha\\u0300 \\n Nội ")
    'Hà Nội'
    """
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def comparable(text: str) -> str:
    """`collapsed`, and case folded.

    >>> comparable("GẤP  3 lần") == comparable("gấp 3 Lần")
    True
    """
    return collapsed(text).casefold()


def stripped(text: str) -> str:
    """`text` as typed without any diacritics: the combining marks of its NFD dropped, đ and Đ as d and D.

    >>> stripped("Đường Lê Lợi dài bao nhiêu?")
    'Duong Le Loi dai bao nhieu?'
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def names(doc: str, source: str) -> bool:
    """Whether the file name `doc` of a gold question means the article `source`: all of it, or its last part.

    >>> names("a.txt", "2024/a.txt"), names("2024/a.txt", "2024/a.txt"), names("a.txt", "ba.txt")
    (True, True, False)
    """
    doc, source = unicodedata.normalize("NFC", doc), unicodedata.normalize("NFC", source)
    return source == doc or source.rsplit("/", 1)[-1] == doc
