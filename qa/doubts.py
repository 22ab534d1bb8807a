"""The reasons that speak against a sentence whatever its scores, by name."""

import re
from typing import Literal

from corpus.types import Article, Sentence
from qa.attributes import lacks_attribute
from qa.constraints import (
    contradicts,
    counts_another,
    names_another,
    names_another_country,
    speaks_of_another_country,
)
from qa.enumerations import enumeration, heads_list
from qa.items import lacks_items, only_one_of
from qa.offices import another_office
from qa.periods import after, periods
from qa.persons import lacks_person
from qa.question import Question, years
from qa.references import names_another_document, of_another_clause
from qa.types import Hit
from qa.wanted import (
    lacks_figure,
    lacks_name,
    lacks_place,
    lacks_rank,
    lacks_share,
    lacks_unit,
    only_aims,
    only_restates,
    undone,
)

Doubt = Literal[
    "heading",
    "another_time_or_number",
    "no_figure",
    "no_name",
    "no_place",
    "no_rank",
    "no_items",
    "no_unit",
    "only_one_of",
    "another_office",
    "another_name",
    "another_country",
    "another_document",
    "no_attribute",
    "only_aims",
    "only_restates",
    "undone",
]
_TO_COME = re.compile(
    r"\b(?:sẽ|dự kiến|mục tiêu|phấn đấu|chỉ tiêu|kế hoạch|phải|hạn|trước|will|by|target|plan|expected|aims?)\b",
    re.IGNORECASE,
)
WHOLE = 20_000  # code points up to which a whole article is searched for a name; in a longer one the passage is


def doubts(question: Question, hit: Hit, sentence: Sentence) -> tuple[Doubt, ...]:
    """What speaks against one sentence of a hit: it is a heading (of no list that is asked for) or a question, or one of `qa.constraints` holds."""
    article = hit.passage.article
    text = article[sentence.span]
    around = searched(hit)
    found: dict[Doubt, bool] = {
        "heading": (sentence.kind == "heading" and not heads_list(question, article, sentence.span))
        or text.rstrip("\"”’»') ").endswith("?"),
        "another_time_or_number": contradicts(question, text) or _too_early(question, article, text),
        "no_figure": lacks_figure(question, text) or lacks_share(question, text),
        "no_name": lacks_name(question, text) or lacks_person(question, text),
        "no_place": lacks_place(question, text),
        "no_rank": lacks_rank(question, text),
        "no_items": lacks_items(question, text) and not enumeration(article, sentence.span),
        "no_unit": lacks_unit(question, f"{article.title or ''} {hit.passage.text}"),
        "only_one_of": only_one_of(question, text),
        "another_office": another_office(question, text),
        "another_name": names_another(question, f"{article.title or ''} {around}") or counts_another(question, text),
        "another_country": speaks_of_another_country(question, text)
        or names_another_country(question, f"{article.title or ''}. {hit.passage.text}"),
        "another_document": names_another_document(question, f"{article.title or ''}. {around}")
        or of_another_clause(question, article, sentence.span.start, sentence.span.end),
        "no_attribute": lacks_attribute(question, text),
        "only_aims": only_aims(question, text),
        "only_restates": only_restates(question, text),
        "undone": undone(question, text),
    }
    return tuple(name for name, holds in found.items() if holds)


def _too_early(question: Question, article: Article, text: str) -> bool:
    """Whether a number is asked for of a time after the article's and the sentence speaks of no time itself, nor of what is to come."""
    day = max(filter(None, (article.published, article.event)), default=None)
    if day is None or question.kind != "number" or not after(question.text, day):
        return False
    return not (periods(text) or years(text) or _TO_COME.search(text))


def searched(hit: Hit) -> str:
    """Where a name that the question gives is looked for: the whole article, of a very long one the passage."""
    article = hit.passage.article
    return article.text if len(article.text) < WHOLE else hit.passage.text
