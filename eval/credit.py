"""What the sentences of one answer earn: hits, precision and recall of the citations, enumerations, the short answer.

An expected string is one of `answers` or `all_of`. A sentence holds a string as `eval.judge` compares them, or as `form` does.
"""

from collections.abc import Iterable, Sequence

from corpus.types import Article
from eval import metrics
from eval.gold import Question
from eval.judge import counts
from eval.question import wordings
from eval.saved import Saved
from eval.shelf import Form
from eval.text import comparable, names
from qa.types import Answer, Citation

LIST = "list"  # the kind of question that wants an enumeration


def expected(question: Question | Saved) -> tuple[str, ...]:
    """The strings of which a right sentence holds one."""
    return (*question.answers, *(wording for value in question.all_of for wording in wordings(value)))


def holds(text: str, values: Iterable[str], form: Form = comparable) -> bool:
    """Whether one of `values` stands in `text`.

    >>> holds("Huế có  9 QUẬN.", ["9 quận"]), holds("Huế có 9 quận.", [])
    (True, False)
    """
    held = form(text)
    return any(form(value) in held for value in values)


def named(article: Article, question: Question) -> bool:
    """Whether the article is one of the question's `docs`."""
    return any(names(doc, article.source) for doc in question.docs)


def best_sentences(answer: Answer | None, most: int = 3) -> list[tuple[Article, str]]:
    """The `most` best sentences of a forced answer, best first, each with its article."""
    if answer is None:
        return []
    evidence = answer.evidence
    if evidence:
        return [(one.article, one.text) for one in evidence[:most]]
    return [(one.article, one.quote) for one in answer.citations if one.role == "answer"][:most]


def hit(question: Question, best: Sequence[tuple[Article, str]], form: Form = comparable) -> bool | None:
    """Whether one of the sentences holds an expected string and stands in `docs`; None where nothing answers."""
    if not question.answerable:
        return None
    return any(named(article, question) and holds(text, expected(question), form) for article, text in best)


def precision(question: Question, citations: Iterable[Citation], form: Form = comparable) -> float | None:
    """The share of the sentences cited as the answer that stand in `docs` and hold an expected string or evidence.

    What is cited as context alone is not counted. None where nothing answers or nothing is cited.
    """
    cited = [citation for citation in citations if citation.role == "answer"]
    if not question.answerable or not cited:
        return None
    sought = (*expected(question), *question.evidence)
    return sum(counts(one, question) and holds(one.quote, sought, form) for one in cited) / len(cited)


def recall(question: Question, citations: Iterable[Citation], form: Form = comparable) -> float | None:
    """The share of what is expected that the citations hold: each of `all_of`, and one of `answers` where there are any.

    Citing nothing holds nothing. None where nothing answers.
    """
    wanted = [wordings(value) for value in question.all_of] + ([question.answers] if question.answers else [])
    if not wanted:
        return None
    held = [citation.quote for citation in citations if counts(citation, question)]
    return sum(any(holds(quote, values, form) for quote in held) for values in wanted) / len(wanted)


def complete(question: Question, citations: Iterable[Citation]) -> bool | None:
    """Whether the whole enumeration is cited: `all_of`; of a list without it each of `evidence`, else one of `answers`.

    None of a question that wants no enumeration.
    """
    if not question.answerable or not (question.all_of or question.kind == LIST):
        return None
    held = [citation.quote for citation in citations if counts(citation, question)]
    items = [wordings(value) for value in question.all_of] or [(value,) for value in question.evidence]
    if not items:
        return any(holds(quote, question.answers) for quote in held)
    return all(any(holds(quote, item) for quote in held) for item in items)


def span(question: Question, answer: Answer | None) -> tuple[float | None, float | None]:
    """Exact match and token F1 of the short answer marked in the best sentence, against `answers`; nothing marked scores 0.

    (None, None) where there are no `answers`.
    """
    if not question.answers:
        return None, None
    best = answer.citations[0] if answer is not None and answer.citations else None
    given = best.quote[slice(*best.answer_span)] if best is not None and best.answer_span else ""
    return metrics.exact_match(given, question.answers), metrics.token_f1(given, question.answers)
