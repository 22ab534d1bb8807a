"""Which line of a page is its headline: over the row of its date, or the first line over running text."""

import re
from collections.abc import Sequence

from corpus.chrome import Kind

_MAX_TITLE_WORDS = 40
_DEEPEST_ROW = 12
_ITEM = re.compile(r"(?:[-–+•*●▪]|\(?(?:\d{1,2}|[a-zđ])[.)]\s)")
_ROWS_UNDER_TITLE = frozenset({"date", "stamp", "counter"})


def without_stop(headline: str) -> str:
    """The headline as a title has it: its full stop, if it is one and no dots, left out."""
    return headline[:-1].rstrip() if headline.endswith(".") and not headline.endswith("..") else headline


def same(text: str, title: str) -> bool:
    """Whether `text` says the title again."""
    return without_stop(text).casefold() == without_stop(title).casefold()


def _can_be_title(text: str, kind: Kind) -> bool:
    if kind not in ("text", "prose") or _ITEM.match(text):
        return False
    words = text.count(" ") + 1
    if words == 1 and not text.istitle():
        return False
    return words <= _MAX_TITLE_WORDS and not text.endswith((":", ";", ",")) and any(map(str.isalpha, text))


def _is_long_headline(text: str) -> bool:
    """A first line that counts as prose by its length or its dots, yet has no sentence's end."""
    return not re.search(r"(?:[.…]|\./)[\"'”’»)\]]*$", text) or (
        bool(re.search(r"(?:…|\.\.)['\"”’]?$", text)) and text.count(" ") < 25
    )


def find_given(texts: Sequence[str], keep: Sequence[bool], first: int, title: str) -> int | None:
    """The index of the last line up to `first` that says a title known from elsewhere, or None."""
    found = [index for index in range(min(first + 1, len(texts))) if keep[index] and same(texts[index], title)]
    return found[-1] if found else None


def find(texts: Sequence[str], kinds: Sequence[Kind], keep: Sequence[bool], first: int, web: bool) -> int | None:
    """The index of the headline of a page whose first running text stands at `first`, or None.

    Above a row of a date or of views it is the last line of four or more words; on other pages of the web the first such
    line; in a plain text the first line of all.
    """
    candidates = [index for index in range(min(first, 40)) if keep[index] and _can_be_title(texts[index], kinds[index])]
    if not candidates:
        return _find_in_prose(texts, kinds, first)
    if first == len(texts) and not _has_body(texts, kinds, candidates[0]):
        return None
    # Without running text a row of a date far down belongs to a list.
    last_anchor = min(first + 1, _DEEPEST_ROW) if first < len(texts) else candidates[0] + 2
    anchors = range(candidates[0] + 1, min(last_anchor, len(texts)))
    anchor = next((index for index in anchors if kinds[index] in _ROWS_UNDER_TITLE), None)
    if anchor is not None:
        before = [index for index in candidates if index < anchor]
        return next((index for index in reversed(before) if texts[index].count(" ") >= 3), before[-1])
    if web:
        return next((index for index in candidates if texts[index].count(" ") >= 3), candidates[0])
    above = range(candidates[0])
    return candidates[0] if all(kinds[index] in ("letterhead", "date") for index in above) else None


def _find_in_prose(texts: Sequence[str], kinds: Sequence[Kind], first: int) -> int | None:
    """A headline that reads like prose, by its length, its full stop or its dots."""
    if kinds[0] == "caption" and first > 0 and re.match(r"(?:Video|Clip|Infographics?)\b", texts[0]):
        return 0
    below = first + 1
    if below >= len(texts) or not _can_be_title(texts[first], kinds[first]):
        return None
    if kinds[below] in _ROWS_UNDER_TITLE and ". " not in texts[first]:
        return first
    return first if kinds[below] == "prose" and first == 0 and _is_long_headline(texts[0]) else None


def _has_body(texts: Sequence[str], kinds: Sequence[Kind], candidate: int) -> bool:
    """Whether, on a page without a sentence, something longer than a list's item follows the first line."""
    below = [texts[i] for i in range(candidate + 1, len(texts)) if kinds[i] == "text"]
    return candidate + 1 < len(kinds) and (
        kinds[candidate + 1] in _ROWS_UNDER_TITLE or any(text.count(" ") >= 12 for text in below)
    )
