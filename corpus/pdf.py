"""PDF to lines: one line a paragraph or heading, without page numbers and without what stands on every page."""

import io
import re
from collections import Counter
from collections.abc import Sequence

import pypdf
from pypdf.errors import FileNotDecryptedError

from corpus import clean, dates, metadata
from corpus.metadata import Facts

_PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page)\s*)?[-–—|]?\s*\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?\s*[-–—|]?", re.IGNORECASE
)
_ITEM = re.compile(
    r"(?:[-–+•●▪*]|\(?\d{1,3}[.)]|\(?[a-zđ][.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|(?:Điều|Chương|Mục|Khoản|Phần|Phụ lục) [\dIVXLC]+)(?:[\s.:]|$)"
)
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$|\./\.$")
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)|^untitled|^không có tiêu đề|^(?:document|presentation|slide|book|tài liệu|bản trình bày)\s?\d*$|powerpoint presentation|\.(?:docx?|pdf|pptx?|xlsx?|qxd|indd|rtf|odt|tmp|html?)$",
    re.IGNORECASE,
)
_EDGE = 2


class Locked(Exception):
    """The file opens only with a password that is not empty."""


def read(data: bytes) -> tuple[list[str], Facts]:
    """(lines, facts) of a PDF; raises `Locked`, or whatever pypdf raises on a file that is damaged."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    try:
        pages = [clean.normalise(page.extract_text()).split("\n") for page in reader.pages]
        info = reader.metadata
    except FileNotDecryptedError as error:
        raise Locked from error
    lines = paragraphs(without_margins(pages))
    title = info.title if info is not None else None
    return lines, Facts(title=real_title(title))


def real_title(title: str | None) -> str | None:
    """`title` if a person gave it, None if a program did.

    >>> real_title("Microsoft Word - bao cao.doc") is None, real_title("Báo cáo tổng kết năm")
    (True, 'Báo cáo tổng kết năm')
    """
    text = clean.normalise(title or "").replace("\n", " ")
    words = text.split()
    if (
        len(words) < 2
        or len(text) > 300
        or _NO_TITLE.search(text)
        or not re.search(r"[^\W\d_]{2}", text)
        or dates.row(text)
    ):
        return None
    return text


def without_margins(pages: Sequence[Sequence[str]]) -> list[str]:
    """All lines of `pages` but numbers of pages and the heads and feet that at least half of three or more pages share.

    >>> without_margins([["Sở Y tế", "A.", "1"], ["Sở Y tế", "B.", "2"], ["Sở Y tế", "C.", "3"]])
    ['A.', 'B.', 'C.']
    """
    pages = [[line for line in page if line] for page in pages]
    seen: Counter[tuple[str, str]] = Counter()
    for page in pages:
        seen.update(
            {("top", _shape(line)) for line in page[:_EDGE]} | {("foot", _shape(line)) for line in page[-_EDGE:]}
        )
    repeated = {key for key, count in seen.items() if len(pages) >= 3 and count * 2 >= len(pages) and count >= 3}
    kept: list[str] = []
    for page in pages:
        for index, line in enumerate(page):
            top, foot = index < _EDGE, index >= len(page) - _EDGE
            edge = index == 0 or index == len(page) - 1
            number = edge and len(page) > 1 and _PAGE_NUMBER.fullmatch(line)
            shared = (top and ("top", _shape(line)) in repeated) or (foot and ("foot", _shape(line)) in repeated)
            if not (number or shared):
                kept.append(line)
    return kept


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines broken for the page's width put together again, with a space; nothing else is changed.

    >>> paragraphs(["Xã Đông họp bàn việc trồng rừng ở ba", "thôn miền núi.", "Kết quả"])
    ['Xã Đông họp bàn việc trồng rừng ở ba thôn miền núi.', 'Kết quả']
    """
    lengths = sorted(len(line) for line in lines)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    joined: list[list[str]] = []
    for line in lines:
        if joined and _goes_on(joined[-1][-1], line, width):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [" ".join(parts) for parts in joined]


def _goes_on(above: str, line: str, width: int) -> bool:
    if _ENDED.search(above) or _ITEM.match(line) or dates.row(above) or metadata.stated([above]):
        return False
    first = next((char for char in line if char.isalpha()), "")
    if above.endswith((",", "-", "–", "(")) or (first.islower() and line[0] not in "-–+•"):
        return True
    full = len(above) >= 0.75 * width
    return full and not above.isupper() and not line.isupper()
