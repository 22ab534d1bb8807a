"""Enumerations: the items that a sentence or a heading announces, which belong together."""

import re
from functools import lru_cache
from itertools import pairwise

from corpus.split import sentences
from corpus.types import Article, Sentence, Span
from corpus.vietnamese import fold, tokens
from qa.constraints import counted_things
from qa.question import Question

MOST_ITEMS = 12

# "1. …", "- …", "Thứ nhất, …", "Bài học thứ hai là …", "The third lesson …"
_ITEM = re.compile(
    r"^(?:[-–—•*+]\s|\(?(?:\d{1,2}|[a-zđ])[.)]\s|(?:\w+ ){0,2}thu (?:nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)\b|"
    r"(?:mot|hai|ba|bon|nam|sau|bay) la\b|(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh)\b)"
)
_ANNOUNCES = re.compile(r"\b(\d{1,2}|hai|ba|bon|nam|sau|bay|tam|chin|muoi|cac|nhung|two|three|four|five|six|seven)\b")


@lru_cache(maxsize=512)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of an article's text; cached, since its sentences are looked at one after the other."""
    return tuple(sentences(text))


def place_of(article: Article, span: Span) -> int | None:
    """Which of the article's sentences the span is; None where it is none of them."""
    return next((n for n, s in enumerate(sentences_of(article.text)) if s.span == span), None)


def enumeration(article: Article, span: Span) -> list[Span]:
    """The items that a sentence announces: the run of items right after it; [] when it announces none.

    A sentence announces when it ends in a colon, or names a number of things and the next paragraphs count them off.
    """
    place = place_of(article, span)
    if place is None:
        return []
    text = fold(article[span]).lower()
    following = sentences_of(article.text)[place + 1 : place + 1 + 4 * MOST_ITEMS]
    starts = [n for n, s in enumerate(following) if _ITEM.match(fold(article[s.span]).lower())]
    if not starts or starts[0] != 0 or _ITEM.match(text):
        return []
    if not (text.endswith(":") or _ANNOUNCES.search(text)) or len(starts) < 2:
        return []
    items: list[Span] = []
    paragraph = following[0].paragraph
    for n, sentence in enumerate(following):
        new_paragraph = sentence.paragraph != paragraph
        if (
            (new_paragraph and n not in starts)
            or len(items) == MOST_ITEMS
            or (sentence.kind == "heading" and n not in starts)
        ):
            break
        paragraph = sentence.paragraph
        if n in starts:
            items.append(sentence.span)
    return items


def heads_list(question: Question, article: Article, span: Span) -> bool:
    """Whether a heading names so many things as the question counts, and just so many items stand below it.

    >>> asked = Question("Ba việc lớn là những việc nào?", "Ba việc lớn là những việc nào?", "vi")
    >>> below = Article("a.md", "Ba việc cần làm\\n\\n1. Học.\\n2. Đọc.\\n3. Viết.")
    >>> heads_list(asked, below, Span(0, 15)), heads_list(asked, below, Span(17, 24))
    (True, False)
    """
    asked = counted_things(question)
    if asked is None:
        return False
    number, thing = asked
    told = [fold(token) for token in tokens(article[span])]
    return any(word in number and thing == after for word, after in pairwise(told)) and len(
        enumeration(article, span)
    ) == int(number[0])
