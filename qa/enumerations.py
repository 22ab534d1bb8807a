"""Enumerations: the items that a sentence or a heading announces, which belong together."""

import re
from functools import lru_cache
from itertools import pairwise

from corpus.split import sentences
from corpus.types import Article, Sentence, Span
from corpus.vietnamese import fold, tokens
from qa.items import counted_things
from qa.numerals import ORDINALS
from qa.question import Question

MOST_ITEMS = 12
NAMED = 3  # words of a heading that a question has all of

_NTH = rf"(?:{'|'.join(ORDINALS)})\b"
# "1. …", "- …", "Thứ nhất, …", "Bài học thứ hai là …", "The third lesson …", "Về kinh tế số: …", "Tháng 4/2024: …"
_ITEM = re.compile(
    rf"^(?:[-–—•*+]\s|\(?(?:\d{{1,2}}|[a-zđ])[.)]\s|(?!theo|nhu|tai|trong|voi|ngoai)(?:\w+ ){{0,4}}thu {_NTH}|"
    r"ve (?:\w+ ){0,9}\w+(?: \([^)]*\))?[,:]\s|(?:ngay|thang|quy|nam) [\d/iv]+(?: nam \d+)?:\s|"
    r"(?:mot|hai|ba|bon|nam|sau|bay) la\b|(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh)\b)"
)
_ROW = list(ORDINALS)
_ORDINAL = re.compile(rf"^((?:\w+ ){{0,4}}?)thu ({_NTH})")
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

    A sentence announces when it ends in a colon, or names a number of things and the next paragraphs count them off, or is their heading.
    """
    place = place_of(article, span)
    if place is None:
        return []
    text = fold(article[span]).lower()
    following = sentences_of(article.text)[place + 1 : place + 1 + 4 * MOST_ITEMS]
    if not following or not _is_item(article, following[0]) or _ITEM.match(text):
        return []
    announces = text.endswith(":") or _ANNOUNCES.search(text) or sentences_of(article.text)[place].kind == "heading"
    if not announces:
        return []
    starts = [n for n, sentence in enumerate(following) if _is_item(article, sentence)]
    if len(starts) < 2:
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


def _is_item(article: Article, sentence: Sentence) -> bool:
    return _ITEM.match(fold(article[sentence.span]).lower()) is not None


def ordinals(article: Article, span: Span) -> list[Span]:
    """The sentences of a row that the sentence is one of: "Nhiệm vụ thứ nhất …", "Nhiệm vụ thứ hai …"; [] when it is of none.

    >>> told = Article("a.md", "Việc thứ nhất là học. Học cả đời.\\n\\nViệc thứ hai là đọc.")
    >>> [told[part] for part in ordinals(told, Span(35, 55))]
    ['Việc thứ nhất là học.', 'Việc thứ hai là đọc.']
    """
    own = _ORDINAL.match(fold(article[span]).lower())
    if own is None:
        return []
    row: dict[str, Span] = {}
    for sentence in sentences_of(article.text):
        match = _ORDINAL.match(fold(article[sentence.span]).lower())
        if match and match[1] == own[1]:
            row.setdefault(match[2], sentence.span)
    whole = list(row)[:MOST_ITEMS]
    return (
        [row[nth] for nth in whole] if len(whole) > 1 and whole == _ROW[: len(whole)] and span in row.values() else []
    )


def wants_all(question: Question) -> bool:
    """Whether every item of a list is asked for, and not one of them by its number."""
    return (question.kind == "list" or counted_things(question) is not None) and not re.search(
        rf"\bthu {_NTH}", question.asked
    )


def heads_list(question: Question, article: Article, span: Span) -> bool:
    """Whether a heading names so many things as the question counts and just so many items stand below it, or a question for a list has
    all its words.

    >>> asked = Question("Ba việc lớn là những việc nào?", "Ba việc lớn là những việc nào?", "vi")
    >>> below = Article("a.md", "Ba việc cần làm\\n\\n1. Học.\\n2. Đọc.\\n3. Viết.")
    >>> heads_list(asked, below, Span(0, 15)), heads_list(asked, below, Span(17, 24))
    (True, False)
    >>> asked = Question("Những nhiệm vụ trọng tâm là gì?", "Những nhiệm vụ trọng tâm là gì?", "vi")
    >>> below = Article("a.md", "Nhiệm vụ trọng tâm\\n\\n1. Học.\\n2. Đọc.")
    >>> heads_list(asked, below, Span(0, 18))
    True
    """
    asked = counted_things(question)
    if asked is None:
        words = [token for token in tokens(article[span]) if token not in question.empty]
        own = {*tokens(question.spelled), *tokens(question.text)}
        named = question.kind == "list" and len(words) >= NAMED and own.issuperset(words)
        return named and len(enumeration(article, span)) > 1
    number, thing = asked
    told = [fold(token) for token in tokens(article[span])]
    return any(word in number and thing == after for word, after in pairwise(told)) and len(
        enumeration(article, span)
    ) == int(number[0])
