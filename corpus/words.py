"""The word index: BM25 (tantivy) over syllables and syllable bigrams, each with its marks and folded.

Derived from the store and rebuilt when missing; it holds ids and terms, never text.
"""

import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from corpus.vietnamese import bigrams, fold, tokens

BATCH = 2000
_FIELDS = ("t", "f", "tb", "fb")  # marked, folded; then the bigrams of both


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a match in each field counts, for a question that bears marks and for one typed without any.

    A question with marks prefers exact matches; its folded match is worth less but forgives a wrong tone.
    """

    marked: float
    marked_bigrams: float
    folded: float
    folded_bigrams: float


WITHOUT_MARKS = Weights(marked=0.0, marked_bigrams=0.0, folded=1.0, folded_bigrams=0.5)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=False, indexed=True, fast=True)
    for name in _FIELDS:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def fields(text: str) -> dict[str, list[str]]:
    """The terms of `text` by field.

    >>> fields("Chuyển đổi số")["fb"]
    ['chuyen_doi', 'doi_so']
    """
    marked = tokens(text)
    folded = [fold(token) for token in marked]
    return {"t": marked, "f": folded, "tb": bigrams(marked), "fb": bigrams(folded)}


class WordIndex:
    """Passages by their words. One process writes at a time; searching is safe from many threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._schema = _schema()
        self._index = self._open()

    def _open(self) -> tantivy.Index:
        try:
            return tantivy.Index(self._schema, path=str(self._folder), reuse=True)
        except ValueError:  # another schema or a damaged folder: derived data, made anew
            shutil.rmtree(self._folder)
            self._folder.mkdir(parents=True)
            return tantivy.Index(self._schema, path=str(self._folder), reuse=False)

    def reload(self) -> None:
        """See what another process has written."""
        self._index.reload()

    def __len__(self) -> int:
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def ids(self) -> set[int]:
        """Every passage id that it holds."""
        self._index.reload()
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return set()
        addresses = [address for _, address in searcher.search(tantivy.Query.all_query(), searcher.num_docs).hits]
        return {int(value) for value in searcher.fast_field_values("id", addresses) if value is not None}

    def update(self, added: Iterable[tuple[int, str]], removed: Iterable[int] = ()) -> None:
        """Add (id, text) pairs and remove ids, in one commit; text is title and passage."""
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        try:
            for id in removed:
                writer.delete_documents_by_term("id", id)
            for id, text in added:
                document = tantivy.Document()
                document.add_integer("id", id)
                for name, terms in fields(text).items():
                    document.add_text(name, " ".join(terms))
                writer.add_document(document)
            writer.commit()
        finally:
            writer.wait_merging_threads()  # gives the lock back; what was not committed is dropped
        self._index.reload()

    def search(
        self, text: str, k: int, weights: Weights, extra: Sequence[str] = (), only: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The `k` best (id, BM25 score), best first; `extra` texts add their terms at half weight. `only`: among these ids."""
        parts: dict[tuple[str, str], float] = {}
        for source, share in ((text, 1.0), *((other, 0.5) for other in extra)):
            terms = fields(source)
            for name, weight in zip(
                _FIELDS,
                (weights.marked, weights.folded, weights.marked_bigrams, weights.folded_bigrams),
                strict=True,
            ):
                for term in terms[name] if weight else ():
                    parts.setdefault((name, term), weight * share)
        searcher = self._index.searcher()
        if not parts or not searcher.num_docs:
            return []
        query = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, name, term, "freq"), weight),
                )
                for (name, term), weight in parts.items()
            ]
        )
        if only is not None:
            among = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, "id", list(only)), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, among)])
        found = searcher.search(query, k, count=False).hits
        ids = searcher.fast_field_values("id", [address for _, address in found])
        return [(int(id), float(score)) for id, (score, _) in zip(ids, found, strict=True) if id is not None]

    def document_frequency(self, terms: Iterable[str], *, folded: bool = False) -> tuple[dict[str, int], int]:
        """How many passages hold each term, and how many passages there are."""
        searcher = self._index.searcher()
        name = "f" if folded else "t"
        return {term: int(searcher.doc_freq(name, term)) for term in set(terms)}, int(searcher.num_docs)
