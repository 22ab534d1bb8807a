"""Which documents an answer may come from: those of some days, and those whose source is named so."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from corpus.errors import BadInput
from corpus.vietnamese import nfc

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?|(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")


@dataclass(frozen=True, slots=True)
class Limits:
    """None and "" limit nothing.

    Attributes:
        since, until: the first and the last day, both included; a document without a day lies outside.
        source: a part of the source's path, or a pattern of all of it with `*` and `?`; capitals count as small letters.
    """

    since: date | None = None
    until: date | None = None
    source: str = ""

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None or bool(self.source)

    def hold(self, source: str, day: date | None) -> bool:
        """Whether a document of this source and day lies within.

        >>> Limits(until=date(2024, 12, 31), source="tin").hold("Tin/a.html", date(2024, 5, 1))
        True
        """
        if (self.since is not None or self.until is not None) and day is None:
            return False
        if day is not None and not (self.since or date.min) <= day <= (self.until or date.max):
            return False
        wanted, path = nfc(self.source).casefold(), nfc(source).casefold()
        return fnmatchcase(path, wanted) if set("*?") & set(wanted) else wanted in path


ANYWHERE = Limits()


def read_limits(since: str = "", until: str = "", source: str = "") -> Limits:
    """The limits as people write them: days as "2024", "2024-05", "2024-05-31", "5/2024" or "31/5/2024".

    >>> read_limits("2024", "2/2024")
    Limits(since=datetime.date(2024, 1, 1), until=datetime.date(2024, 2, 29), source='')

    Raises:
        BadInput: what should be a day is none, or the last day lies before the first.
    """
    first, last = _day(since, end=False), _day(until, end=True)
    if first is not None and last is not None and last < first:
        raise BadInput(
            vi=f"Ngày cuối ({until}) đứng trước ngày đầu ({since}); hãy đổi lại hai ngày.",
            en=f"The last day ({until}) lies before the first ({since}); swap the two.",
        )
    return Limits(first, last, " ".join(source.split()))


def _day(text: str, *, end: bool) -> date | None:
    """The first or the last day of what is written; None of nothing."""
    text = text.strip()
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year = int(match[1] or match[6])
        month = int(match[2] or match[5] or (12 if end else 1))
        last = calendar.monthrange(year, month)[1]
        return date(year, month, int(match[3] or match[4] or (last if end else 1)))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise BadInput(
            vi=f"“{text}” không phải là ngày; hãy viết như 2024, 5/2024, 31/5/2024 hoặc 2024-05-31.",
            en=f"“{text}” is no day; write 2024, 2024-05 or 2024-05-31.",
        ) from error
