"""Lists of other articles on a page, and comments: where they begin, and where the article goes on after them.

A list opens with its heading ("Tin liên quan") or shows by its stamps ("Đời sống - 12/07/2023 08:30"). It ends at the
bottom of the page, unless running text comes back: paragraphs one after the other, as no list of teasers has them.
"""

from collections.abc import Iterator, Sequence

from corpus.chrome import Kind

_RUN_WORDS = 80
_PARAGRAPH_WORDS = 40
_TEASER_WORDS = 20


def blocks(texts: Sequence[str], kinds: Sequence[Kind]) -> Iterator[int]:
    """The indices of all lines that belong to lists of other articles, headings of the lists among them.

    >>> list(blocks(["Hôm nay trời mưa.", "Tin khác", "Mưa lớn ở Huế", "Gió mùa về"], ["prose", "related", "text", "text"]))
    [1, 2, 3]
    """
    first = next((index for index, kind in enumerate(kinds) if kind == "prose"), len(kinds))
    index = 0
    while index < len(kinds):
        if kinds[index] not in ("related", "maybe_related"):
            index += 1
            continue
        stop = _stop(texts, kinds, index + 1, first < index)
        if kinds[index] == "maybe_related" and not _is_list(kinds, index, stop):
            index += 1
            continue
        yield from range(index, stop)
        index = max(stop, index + 1)
    yield from _stamped(texts, kinds)


def _is_list(kinds: Sequence[Kind], index: int, stop: int) -> bool:
    """Whether a heading that an article may have too stands over a list: beside another such heading, over stamps, or
    over titles down to the bottom of the page."""
    if any(
        kinds[beside] in ("related", "maybe_related") for beside in (index - 1, index + 1) if 0 <= beside < len(kinds)
    ):
        return True
    items = kinds[index + 1 : stop]
    if any(kind in ("stamp", "counter") for kind in items):
        return True
    return stop == len(kinds) and sum(kind == "text" for kind in items) >= max(
        2, sum(kind == "prose" for kind in items)
    )


def _words(text: str) -> int:
    return text.count(" ") + 1


def _stop(texts: Sequence[str], kinds: Sequence[Kind], begin: int, below_article: bool) -> int:
    """The index of the first line after the list that begins at `begin`: running text, a next heading, or the end."""
    titles = 0
    index = begin
    while index < len(kinds):
        kind = kinds[index]
        if kind in ("related", "maybe_related"):
            return index
        if kind != "prose":
            titles += kind == "text"
            index += 1
            continue
        run = index
        while run < len(kinds) and kinds[run] == "prose":
            run += 1
        if _is_article(texts, kinds, index, run, titles if below_article else 2):
            return index if below_article else _headline_above(kinds, begin, index)
        titles = -1  # a teaser: from here on a paragraph alone is one too
        index = run
    return len(kinds)


def _is_article(texts: Sequence[str], kinds: Sequence[Kind], first: int, run: int, titles: int) -> bool:
    """Whether the paragraphs [first, run) are the article going on, and no teaser."""
    count = run - first
    stamped = run < len(kinds) and kinds[run] in ("stamp", "date")
    words = sum(_words(texts[index]) for index in range(first, run))
    if stamped and count <= 2:
        return False
    if count >= 3 or (count == 2 and (words >= _RUN_WORDS or titles == 0 or titles >= 2)):
        return True
    teasers_go_on = run + 1 < len(kinds) and kinds[run] == "text" and kinds[run + 1] == "prose"
    if titles >= 2:
        return words >= _TEASER_WORDS and not teasers_go_on
    return titles in (0, 1) and words >= _PARAGRAPH_WORDS and not teasers_go_on


def _headline_above(kinds: Sequence[Kind], begin: int, first: int) -> int:
    """Where the article that begins at `first` under a list has its headline: above a row of its date or its views."""
    above = first
    while above > begin and kinds[above - 1] in ("date", "stamp", "counter", "control"):
        above -= 1
    return above - 1 if begin < above < first and kinds[above - 1] == "text" else first


def _stamped(texts: Sequence[str], kinds: Sequence[Kind]) -> Iterator[int]:
    """Lists without a heading, below running text: at least three stamps, each with a title and at most a teaser above."""
    first = next((index for index, kind in enumerate(kinds) if kind == "prose"), len(kinds))
    stamps = [index for index, kind in enumerate(kinds) if kind == "stamp" and index > first]
    group: list[int] = []
    for index in [*stamps, len(kinds) + 9]:
        if group and not 2 <= index - group[-1] <= 3:
            if len(group) >= 3:
                yield from range(_item_start(kinds, group[0]), group[-1] + 1)
            group = []
        group.append(index)


def _item_start(kinds: Sequence[Kind], stamp: int) -> int:
    if stamp >= 2 and kinds[stamp - 1] == "prose" and kinds[stamp - 2] == "text":
        return stamp - 2
    if stamp >= 1 and kinds[stamp - 1] == "text":
        return stamp - 1
    return stamp
