"""This program behind the same protocol as its peers. An answer, or ten passages with vectors or by words alone."""

from collections.abc import Sequence
from typing import Any

from corpus.types import Article
from eval.peers import protocol
from qa.library import open_library

LIBRARIES = ("hoidap", "onnxruntime", "faiss-cpu", "tantivy", "tokenizers")
K = 10


class Own:
    def __init__(self, options: protocol.Options) -> None:
        self._library = open_library(options.work / "home")
        self._loaded = (self._library.encoder, self._library.reader)  # as the peers load theirs

    def index(self, passages: Sequence[str]) -> dict[str, Any]:
        self._library.put(Article(f"{place:07}.txt", text) for place, text in enumerate(passages))
        self._library.sync()
        return {"held": self._library.store.counts()["passages"]}

    def ask(self, question: str) -> int:
        return len(self._library.ask(question).citations)

    def search(self, question: str) -> int:
        return len(self._library.retrieve(question, K))

    def words(self, question: str) -> int:
        return len(self._library.retrieve(question, K, vectors=False))


if __name__ == "__main__":
    protocol.main(Own, LIBRARIES)
