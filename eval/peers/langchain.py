"""LangChain's FAISS retriever: vectors alone, flat index. Ten passages for a question."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from eval.peers import protocol
from eval.peers.sampling import Sampled

LIBRARIES = ("langchain-community", "langchain-core", "faiss-cpu", "sentence-transformers", "transformers", "torch")
K = 10


class Langchain:
    def __init__(self, options: protocol.Options) -> None:
        import torch
        from langchain_community.vectorstores import FAISS  # type: ignore[import-not-found]
        from langchain_core.embeddings import Embeddings
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(options.threads)
        model = SentenceTransformer(options.encoder, device="cpu", local_files_only=True)

        def encode(texts: list[str]) -> Any:
            return model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

        sampled = Sampled(lambda texts: encode([f"passage: {text}" for text in texts]), options.sample)

        class Local(Embeddings):
            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                rows: list[list[float]] = sampled(texts).tolist()
                return rows

            def embed_query(self, text: str) -> list[float]:
                row: list[float] = encode([f"query: {text}"])[0].tolist()
                return row

        self._store = FAISS
        self._embeddings = Local()
        self._sampled = sampled
        self._retriever: Any = None

    def index(self, passages: Sequence[str]) -> dict[str, Any]:
        started = perf_counter()
        store = self._store.from_texts(list(passages), self._embeddings)
        self._retriever = store.as_retriever(search_kwargs={"k": K})
        return dict(self._sampled.told(perf_counter() - started, len(passages)))

    def search(self, question: str) -> int:
        return len(self._retriever.invoke(question))


if __name__ == "__main__":
    protocol.main(Langchain, LIBRARIES)
