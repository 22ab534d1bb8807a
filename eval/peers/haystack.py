"""Haystack's extractive pipeline: an in-memory retriever, ten passages, and the extractive reader over all of them.

Modes: `bm25` (InMemoryBM25Retriever) and `dense` (InMemoryEmbeddingRetriever). Everything else is as Haystack sets it.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from eval.peers import protocol
from eval.peers.sampling import Sampled

LIBRARIES = ("haystack-ai", "transformers-haystack", "sentence-transformers-haystack", "transformers", "torch")
K = 10


class Haystack:
    def __init__(self, options: protocol.Options) -> None:
        import torch
        from haystack import Document, Pipeline  # type: ignore[import-not-found]
        from haystack.components.retrievers.in_memory import (  # type: ignore[import-not-found]
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore  # type: ignore[import-not-found]
        from haystack_integrations.components.readers.transformers import (  # type: ignore[import-not-found]
            TransformersExtractiveReader,
        )

        torch.set_num_threads(options.threads)
        self._dense = options.mode == "dense"
        self._document = Document
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._pipeline = Pipeline()
        reader = TransformersExtractiveReader(model=options.reader)
        reader.warm_up()
        self._pipeline.add_component("reader", reader)
        self._sampled: Sampled | None = None
        if self._dense:
            self._sampled = self._add_encoder(options)
            self._pipeline.add_component("retriever", InMemoryEmbeddingRetriever(self._store, top_k=K))
            self._pipeline.connect("encoder.embedding", "retriever.query_embedding")
        else:
            self._pipeline.add_component("retriever", InMemoryBM25Retriever(self._store, top_k=K))
        self._pipeline.connect("retriever.documents", "reader.documents")

    def _add_encoder(self, options: protocol.Options) -> Sampled:
        from haystack_integrations.components.embedders.sentence_transformers import (  # type: ignore[import-not-found]
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        shared = {
            "model": options.encoder,
            "progress_bar": False,
            "normalize_embeddings": True,
            "local_files_only": True,
        }
        of_questions = SentenceTransformersTextEmbedder(prefix="query: ", **shared)
        of_passages = SentenceTransformersDocumentEmbedder(prefix="passage: ", **shared)
        of_questions.warm_up()
        of_passages.warm_up()
        self._pipeline.add_component("encoder", of_questions)

        def encode(texts: list[str]) -> Any:
            found = of_passages.run([self._document(content=text) for text in texts])["documents"]
            return [document.embedding for document in found]

        return Sampled(encode, options.sample)

    def index(self, passages: Sequence[str]) -> dict[str, Any]:
        started = perf_counter()
        ids = [str(place) for place in range(len(passages))]
        if self._sampled is None:
            self._store.write_documents([self._document(id=id, content=p) for id, p in zip(ids, passages, strict=True)])
            return {}
        vectors = self._sampled(passages).tolist()
        self._store.write_documents(
            [self._document(id=id, content=p, embedding=v) for id, p, v in zip(ids, passages, vectors, strict=True)]
        )
        return dict(self._sampled.told(perf_counter() - started, len(passages)))

    def ask(self, question: str) -> int:
        first = {"encoder": {"text": question}} if self._dense else {"retriever": {"query": question}}
        return len(self._pipeline.run({**first, "reader": {"query": question}})["reader"]["answers"])


if __name__ == "__main__":
    protocol.main(Haystack, LIBRARIES)
