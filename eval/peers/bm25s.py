"""bm25s: word search alone, in memory, scored with numba. Ten passages for a question."""

from collections.abc import Sequence
from typing import Any

from eval.peers import protocol

LIBRARIES = ("bm25s", "numba", "numpy")
K = 10


class Bm25s:
    def __init__(self, options: protocol.Options) -> None:
        import bm25s  # type: ignore[import-not-found]

        self._bm25s = bm25s
        self._passages: list[str] = []
        self._index: Any = None

    def _tokens(self, texts: list[str]) -> Any:
        # whole syllables: the library's own pattern drops those of one letter
        return self._bm25s.tokenize(texts, stopwords=None, token_pattern=r"(?u)\b\w+\b", show_progress=False)

    def index(self, passages: Sequence[str]) -> dict[str, Any]:
        self._passages = list(passages)
        self._index = self._bm25s.BM25(backend="numba")
        self._index.index(self._tokens(self._passages), show_progress=False)
        return {}

    def words(self, question: str) -> int:
        k = min(K, len(self._passages))
        found, _ = self._index.retrieve(self._tokens([question]), corpus=self._passages, k=k, show_progress=False)
        return len(found[0])


if __name__ == "__main__":
    protocol.main(Bm25s, LIBRARIES)
