"""What a page says of itself: title, day of publication, publisher. Nothing is guessed: None where it does not say."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus import chrome, dates, events, vietnamese
from corpus.clean import Line, Page
from corpus.letters import LOWER, UPPER

_SITE = re.compile(r"(?:trang|cong|website) (?:thong tin|tt ?dt|giao tiep)")
_WELCOME = re.compile(r"(?:chao mung.{0,40}?\bden(?: voi)? )", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright|bản quyền(?: thuộc)?(?: về)?)[\s:©]*(?:\d{4}(?:\s?-\s?\d{4})?)?[\s,.:]*(?:(?:by|của|thuộc về|bởi)\s)?(.{3,90})",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?:cơ quan|đơn vị) chủ quản\s?:\s?(.{3,90})", re.IGNORECASE)
_PLACE = re.compile(
    rf"\b(?i:(tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)) ((?:[{UPPER}]\w*)(?: [{UPPER}]\w*){{0,3}})"
)
_OPEN_PLACE = re.compile(r"\b(tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)$", re.IGNORECASE)
_COMMON = (
    "trang thông tin điện tử", "cổng thông tin điện tử", "trang thông tin", "cổng thông tin", "thông tin và truyền thông", "giao tiếp điện tử", "tổng hợp",
    "ủy ban nhân dân", "uỷ ban nhân dân", "hội đồng nhân dân", "thành phố", "thị xã", "thị trấn", "tỉnh", "huyện", "quận", "phường", "xã",
    "sở", "bộ", "cục", "báo", "tạp chí", "đài", "điện tử", "và", "của",
)  # fmt: skip
_COMMON_WORDS = re.compile(r"\b(?:" + "|".join(_COMMON) + r")\b", re.IGNORECASE)
_INITIALS = re.compile(r"(?:UBND|HĐND|TTĐT|MTTQ|TTTT|TT|TP|KH|CN|VN|HĐND-UBND)\b")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article beside its text; each None where the page does not say."""

    title: str | None = None
    published: date | None = None
    event: date | None = None
    publisher: str | None = None
    url: str | None = None

    def filled(self, other: "Facts") -> "Facts":
        """These facts, with `other`'s in the gaps.

        >>> Facts(title="A").filled(Facts(title="B", url="c")).url
        'c'
        """
        return replace(
            self,
            title=self.title or other.title,
            published=self.published or other.published,
            event=self.event or other.event,
            publisher=self.publisher or other.publisher,
            url=self.url or other.url,
        )


def from_page(page: Page) -> Facts:
    """All that a plain-text page says of itself."""
    day = published(page)
    return Facts(title=page.title, published=day, event=event(page.text, page.title, day), publisher=publisher(page))


def event(text: str, title: str | None = None, day: date | None = None) -> date | None:
    """The day of the event, from the first paragraphs of running text in `text` (see `corpus.events`)."""
    paragraphs = [line for line in text.split("\n") if chrome.is_prose(line)]
    return events.event_date(paragraphs, title, day)


def published(page: Page) -> date | None:
    """The day in a row between the headline and the text; elsewhere only where the row says that it is the one.

    A date over the headline is the page's clock, and dates in lists of other articles are theirs.
    """
    lines = page.lines
    body = [index for index, line in enumerate(lines) if line.kept and line.kind in ("prose", "text")]
    if not body:
        return None
    below = _rows(lines[page.headline + 1 : max(page.headline + 1, body[0])]) if page.headline is not None else []
    above = [row for row in _rows(lines[: page.headline if page.headline is not None else body[0]]) if row.labelled]
    after = _until_related(lines[body[-1] + 1 :])
    labelled = [row for row in (*below, *above, *_rows(after)) if row.labelled]
    found = next((row.day for row in (*labelled, *below)), None)
    return found or stated(page.text.split("\n"))


def stated(lines: Sequence[str]) -> date | None:
    """The day in the letterhead of an official document, "Hà Nội, ngày 5 tháng 3 năm 2024", in the first ten lines.

    >>> stated(["ỦY BAN NHÂN DÂN XÃ ĐÔNG", "Xã Đông, ngày 05 tháng 3 năm 2024"])
    datetime.date(2024, 3, 5)
    """
    for line in lines[:10]:
        match = chrome.LETTER_DATE.search(line) if len(line) <= 160 else None
        if match is not None:
            return dates.make(int(match[3]), int(match[2]), int(match[1]))
    return None


def _rows(lines: Sequence[Line]) -> list[dates.Row]:
    rows = (dates.row(line.text) for line in lines if line.kind in ("date", "stamp") and not line.kept)
    return [row for row in rows if row is not None and row.day is not None]


def _until_related(lines: Sequence[Line]) -> Sequence[Line]:
    stop = next((index for index, line in enumerate(lines) if line.kind in ("related", "maybe_related")), len(lines))
    return lines[:stop]


def publisher(page: Page) -> str | None:
    """The site or body that the page's own frame names: its banner, its imprint, or a credit "Cổng … (tổng hợp)"."""
    frame = [line for line in page.dropped if line.kind in ("banner", "imprint", "credit", "contact")]
    for line in frame:
        name = _site(line)
        if name is not None:
            return _completed(_recased(name), page)
    for pattern in (_RIGHTS, _OWNER):
        for line in frame:
            match = pattern.match(line.text) if line.kind == "imprint" else None
            if match is not None:
                return _recased(re.split(r"[.|;]|\s[-–]\s|, (?=[a-zđ])", match[1])[0].strip(" .,")) or None
    return None


def _site(line: Line) -> str | None:
    """The site's name in a banner or in a credit of the whole site; its welcome and remarks in brackets left out."""
    key = vietnamese.fold(line.text).casefold()
    if line.kind == "banner":
        welcome = _WELCOME.match(vietnamese.fold(line.text))
        return line.text[welcome.end() :] if welcome else line.text
    if _SITE.match(key) and line.kind in ("credit", "imprint"):
        return re.sub(r"\s*\(.*$", "", line.text)
    return None


def _completed(name: str, page: Page) -> str:
    """ "Cổng TTĐT tỉnh" with the province that the rest of the page's frame names, or else its text, if it is only one."""
    open_place = _OPEN_PLACE.search(name)
    if open_place is None:
        return name
    kind = open_place[1].casefold()
    for lines in (page.dropped, tuple(line for line in page.lines if line.kept)):
        found = Counter(
            match[2].title() if match[2].isupper() else match[2]
            for line in lines
            for match in _PLACE.finditer(line.text[:2000])
            if match[1].casefold() == kind
        )
        if len(found) == 1 or (len(found) > 1 and found.most_common(2)[0][1] >= 2 * found.most_common(2)[1][1]):
            return f"{name} {found.most_common(1)[0][0]}"
    return name


def _recased(name: str) -> str:
    """A name all in capitals, or with its place in small letters, the way it is written in a sentence.

    >>> _recased("CỔNG THÔNG TIN ĐIỆN TỬ UBND HUYỆN XUÂN LỘC")
    'Cổng thông tin điện tử UBND huyện Xuân Lộc'
    """
    name = name.strip(" -–|:.,")
    if not name or (
        not name.isupper() and not re.search(rf"(?:tỉnh|huyện|xã|phường|quận|thị trấn|thành phố) [{LOWER}]", name)
    ):
        return name
    parts: list[str] = []
    end = 0
    for match in _COMMON_WORDS.finditer(name):
        parts += [_capitals(name[end : match.start()]), match[0].lower()]
        end = match.end()
    parts.append(_capitals(name[end:]))
    joined = "".join(parts)
    return joined[:1].upper() + joined[1:]


def _capitals(text: str) -> str:
    return re.sub(
        r"\w[\w-]*", lambda m: m[0] if _INITIALS.fullmatch(m[0]) else m[0][:1].upper() + m[0][1:].lower(), text
    )
