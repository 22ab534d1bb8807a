"""The passages of a store by the documents that gold questions name: what should have been found, and where it stands."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from corpus.store import Store
from corpus.types import Article, Passage
from eval.text import comparable

Form = Callable[[str], str]  # how two strings are made alike before they are compared


class Shelf:
    """Passages, kept by the names of their articles: looking for an answer reads the named documents only.

    Each text is brought into the form in which it is compared once.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages: dict[str, list[Passage]] = {}
        for passage in sorted(passages, key=lambda one: (one.article.source, one.span)):
            self._passages.setdefault(passage.article.source, []).append(passage)
        self._named: dict[str, list[str]] = {}
        for source in self._passages:
            whole = unicodedata.normalize("NFC", source)
            for name in dict.fromkeys([whole, whole.rsplit("/", 1)[-1]]):
                self._named.setdefault(name, []).append(source)
        self._formed: dict[tuple[Form, str], str] = {}

    def sources(self, docs: Iterable[str]) -> list[str]:
        """The sources that `docs` name, each once; as `eval.text.names` has it."""
        named = (self._named.get(unicodedata.normalize("NFC", doc), []) for doc in docs)
        return list(dict.fromkeys(source for sources in named for source in sources))

    def articles(self, docs: Iterable[str]) -> list[Article]:
        return [self._passages[source][0].article for source in self.sources(docs)]

    def texts(self, docs: Iterable[str], form: Form = comparable) -> list[str]:
        """The texts of the articles that `docs` name, in the form in which they are compared."""
        return [self._form(form, article.source, article.text) for article in self.articles(docs)]

    def holding(self, docs: Iterable[str], values: Sequence[str], form: Form = comparable) -> list[Passage]:
        """The passages of `docs` that hold one of `values`, in the order in which they stand."""
        sought = [form(value) for value in values]
        found: list[Passage] = []
        for source in self.sources(docs):
            # Most articles hold an answer in one passage, or in none.
            text = self._form(form, source, self._passages[source][0].article.text)
            if any(value in text for value in sought):
                found += [
                    passage
                    for passage in self._passages[source]
                    if any(value in self._form(form, passage_name(passage), passage.text) for value in sought)
                ]
        return found

    def _form(self, form: Form, key: str, text: str) -> str:
        known = self._formed.get((form, key))
        if known is None:
            known = self._formed[form, key] = form(text)
        return known


def shelf_of(store: Store) -> Shelf:
    """All passages of `store`."""
    return Shelf(store.passages(sorted(store.passage_ids())).values())


def passage_name(passage: Passage) -> str:
    """How a run calls a passage.

    >>> from corpus.types import Span
    >>> passage_name(Passage(1, Article("a/b.txt", "Huế có 9 quận."), Span(0, 6)))
    'a/b.txt#0-6'
    """
    return f"{passage.article.source}#{passage.span.start}-{passage.span.end}"
