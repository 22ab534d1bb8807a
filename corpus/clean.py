"""Text made regular, and page chrome taken off: whole lines go or stay, nothing inside a line is touched.

    text -normalise-> lines -label-> kinds -cut-> Page: what stays, what went and as what

It is careful in prose's favour: a line goes because of what it is *and* where it stands (over the headline, below the
last sentence, under an image, in a list of other articles). A text without chrome keeps every line but its headline,
which becomes the title. A text of one line keeps everything.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus import chrome, headline, related
from corpus.chrome import Kind

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\x1c-\x1f]")
# Controls, soft hyphen, zero-width and bidirectional marks, byte-order mark, lone surrogates. The joiner stays between emoji.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)

_ALWAYS = frozenset({"counter", "caption", "pointer"})
_FOOT = frozenset({"imprint", "counter", "keywords", "rating"})
_ABOVE_FOOT = frozenset(
    {
        "contact",
        "banner",
        "image",
        "control",
        "menu",
        "tally",
        "date",
        "stamp",
        "related",
        "maybe_related",
        "letterhead",
    }
)
_SIGNS_OF_A_PAGE = frozenset({"banner", "counter", "related", "imprint", "rating", "image"})
_CLOSING = frozenset(
    {"byline", "credit", "control", "image", "caption", "counter", "date", "stamp", "tally", "keywords", "rating"}
)
_UNDER_TITLE = frozenset({"date", "stamp", "counter", "byline"})
_UNDER_TITLE_OF_PAGE = frozenset(
    {
        "date",
        "stamp",
        "counter",
        "byline",
        "credit",
        "banner",
        "imprint",
        "image",
        "rating",
        "control",
        "menu",
        "cipher",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: what it is, and whether it stays. The title is a line that does not stay."""

    text: str
    kind: Kind
    kept: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page after cleaning: all its lines in order, those kept and those dropped.

    Attributes:
        lines: every line that is not empty.
        title: the headline, without a closing full stop; None where the page has none.
        headline: the index of the line that is the title, if it stands on the page.
    """

    lines: tuple[Line, ...]
    title: str | None = None
    headline: int | None = None

    @property
    def text(self) -> str:
        """The kept lines, one below the other."""
        return "\n".join(line.text for line in self.lines if line.kept)

    @property
    def dropped(self) -> tuple[Line, ...]:
        """What went."""
        return tuple(line for line in self.lines if not line.kept)


def normalise(text: str) -> str:
    """NFC; lines parted by one "\\n", stripped, none empty; runs of white space one space; nothing invisible.

    >>> normalise("Chuye\\u0302\\u0309n  đổi\\r\\n\\r\\n\\tsố\\x00 \\u200b")
    'Chuyển đổi\\nsố'
    """
    text = _INVISIBLE.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))
    text = unicodedata.normalize("NFC", text)
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def clean_page(text: str) -> Page:
    """The article in a plain-text dump of a page. Pure and idempotent on what it keeps below a headline.

    >>> page = clean_page('''Trang chủ
    ... Xã Đông khánh thành thư viện
    ... Lượt xem: 12
    ... Thư viện xã mở cửa từ thứ hai đến thứ sáu hằng tuần.
    ... Tin liên quan
    ... Xã Tây trồng cây''')
    >>> page.title, page.text
    ('Xã Đông khánh thành thư viện', 'Thư viện xã mở cửa từ thứ hai đến thứ sáu hằng tuần.')
    """
    return clean_lines(normalise(text).split("\n"))


def clean_lines(lines: Sequence[str], title: str | None = None, web: bool = False) -> Page:
    """`clean_page` of lines already normalised.

    Args:
        lines: as `normalise` leaves them.
        title: the headline, if known from elsewhere; it is taken out where it stands at the top.
        web: whether the lines are known to come from a web page, so that doubtful rows at its edges are chrome.
    """
    texts = [line for line in lines if line]
    if len(texts) <= 1:
        return Page(tuple(Line(text, "prose", True) for text in texts), title)
    kinds: list[Kind] = [chrome.kind(text) for text in texts]
    keep = [True] * len(texts)
    for index in related.blocks(texts, kinds):
        keep[index] = False
    web = web or _is_web_page(texts, kinds)

    start, top = _head(texts, kinds, keep, title, web)
    end = _foot(texts, kinds, keep, start)
    _body(texts, kinds, keep, start, end, web)
    if top is not None:
        keep[top] = False
    found = title if title is not None or top is None else headline.without_stop(texts[top])
    return Page(tuple(map(Line, texts, kinds, keep)), found, top)


def _is_web_page(texts: Sequence[str], kinds: Sequence[Kind]) -> bool:
    """Whether anything besides the article itself stands on the page, so that doubtful rows are chrome too."""
    if any(kind in _SIGNS_OF_A_PAGE for kind in kinds) or any(kind in ("date", "stamp") for kind in kinds[1:4]):
        return True
    if kinds[0] in ("date", "stamp") and kinds[1] == "text":
        return True
    entries = [kind in ("menu", "control") for kind in kinds]
    pairs = (index for index, (one, two) in enumerate(pairwise(entries)) if one and two)
    return any(chrome.is_site_menu(texts[index]) or chrome.is_site_menu(texts[index + 1]) for index in pairs)


def _prose_indices(kinds: Sequence[Kind], keep: Sequence[bool]) -> list[int]:
    return [index for index, kind in enumerate(kinds) if kind == "prose" and keep[index]]


def _head(
    texts: Sequence[str], kinds: Sequence[Kind], keep: list[bool], title: str | None, web: bool
) -> tuple[int, int | None]:
    """(index of the article's first line, index of its headline); drops what stands above and around the headline."""
    prose = _prose_indices(kinds, keep)
    first = prose[0] if prose else len(texts)
    top = (
        headline.find(texts, kinds, keep, first, web)
        if title is None
        else headline.find_given(texts, keep, first, title)
    )
    if top is not None and top >= first:
        first = next((index for index in prose if index > top), len(texts))
    if top is None:
        start = 0
        while prose and start < first and web and kinds[start] not in ("text", "letterhead", "caption"):
            keep[start] = False
            start += 1
        return start, None
    for index in range(top):
        keep[index] = (
            keep[index] and not web and kinds[index] in ("text", "letterhead", "date", "menu", "control", "contact")
        )
    start = top + 1
    for index in range(start, first):
        row = kinds[index] in (_UNDER_TITLE_OF_PAGE if web else _UNDER_TITLE)
        if row or (web and chrome.is_name(texts[index])) or headline.same(texts[index], texts[top]):
            keep[index] = False
    return start, top


def _foot(texts: Sequence[str], kinds: Sequence[Kind], keep: list[bool], start: int) -> int:
    """The index after the article's last line; drops all that stands from there on."""
    prose = [index for index in _prose_indices(kinds, keep) if index >= start]
    end = len(texts)
    if not prose:
        return end
    total = sum(len(texts[index]) for index in prose)
    for index in range(prose[0] + 1, len(texts)):
        if not _opens_foot(kinds, keep, index):
            continue
        after = [i for i in prose if i > index]
        if len(after) <= 2 and sum(len(texts[i]) for i in after) * 8 <= total:
            end = index
            break
    last = max(index for index in prose if index < end)
    if end < len(texts):
        while end - 1 > last and (not keep[end - 1] or kinds[end - 1] in _ABOVE_FOOT or _is_office(texts[end - 1])):
            end -= 1
    for index in range(end, len(texts)):
        keep[index] = False
    return end


def _opens_foot(kinds: Sequence[Kind], keep: Sequence[bool], index: int) -> bool:
    if kinds[index] not in _FOOT:
        return False
    return keep[index] or kinds[index] in ("imprint", "rating")


def _is_office(text: str) -> bool:
    """A line in capitals such as stands over an imprint: the body that runs the site."""
    return (
        text.isupper()
        and text.count(" ") >= 2
        and bool(re.search(r"\b(?:UBND|ỦY BAN|UỶ BAN|TỈNH|HUYỆN|CỔNG|TRANG|SỞ|BỘ|XÃ|PHƯỜNG|THÀNH PHỐ|BÁO)\b", text))
    )


def _body(texts: Sequence[str], kinds: Sequence[Kind], keep: list[bool], start: int, end: int, web: bool) -> None:
    """Drops captions and the like inside the article, and the rows of its author at the end."""
    under_image = False
    for index in range(start, end):
        kind = kinds[index]
        if kind == "image" and web:
            keep[index] = False
            under_image = True
            continue
        if kind in _ALWAYS or (under_image and kind == "text" and chrome.is_caption_of_image(texts[index])):
            under_image = kind == "caption" and bool(re.search(r"\d\.?$", texts[index]))
            keep[index] = False
            continue
        under_image = False
    last = max((index for index in range(start, end) if kinds[index] == "prose" and keep[index]), default=None)
    if last is None:
        return
    for index in range(end - 1, max(last, end - 6), -1):
        if not keep[index]:
            continue
        name = web and (chrome.is_name(texts[index]) or _is_signature(texts[index]))
        closing = kinds[index] in _CLOSING if web else kinds[index] == "byline"
        if not (name or closing):
            break
        keep[index] = False


def _is_signature(text: str) -> bool:
    """An author's name in capitals, as newspapers set it below an article."""
    return text.isupper() and 2 <= len(text.split()) <= 4 and chrome.is_name(text.title())
