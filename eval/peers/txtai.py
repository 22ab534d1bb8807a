"""txtai's extractive pipeline: an embeddings database with content, and RAG over the Questions pipeline.

The context is what RAG takes by itself: the three best passages joined into one text, cut to what the reader holds.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from eval.peers import protocol
from eval.peers.sampling import Sampled

LIBRARIES = ("txtai", "faiss-cpu", "transformers", "torch")


class Txtai:
    def __init__(self, options: protocol.Options) -> None:
        import torch
        from txtai import Embeddings  # type: ignore[import-not-found]
        from txtai.pipeline import RAG, Questions  # type: ignore[import-not-found]

        torch.set_num_threads(options.threads)

        class Tolerant(Questions):  # type: ignore[misc]
            """A reader of random weights may mark a place outside the context, which a trained one does not."""

            def answer(self, *arguments: Any) -> Any:
                try:
                    return super().answer(*arguments)
                except TypeError:
                    return None

        self._embeddings = Embeddings(
            path=options.encoder,
            method="meanpooling",
            content=True,
            gpu=False,
            instructions={"query": "query: ", "data": "passage: "},
        )
        self._sampled: Sampled | None = None
        self._sample = options.sample
        self._rag = RAG(self._embeddings, Tolerant(options.reader, gpu=False), output="reference")

    def index(self, passages: Sequence[str]) -> dict[str, Any]:
        model = self._embeddings.model
        encode = model.encode
        sampled = Sampled(lambda texts: encode(texts, "data"), self._sample)
        started = perf_counter()
        model.encode = lambda data, category=None: sampled(data)
        try:
            self._embeddings.index(list(passages))
        finally:
            model.encode = encode
        return dict(sampled.told(perf_counter() - started, len(passages)))

    def ask(self, question: str) -> int:
        return len(self._rag([question]))


if __name__ == "__main__":
    protocol.main(Txtai, LIBRARIES)
