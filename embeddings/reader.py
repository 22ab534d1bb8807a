"""Question and sentence in, a score that the sentence answers out: a cross-encoder, by sentence-transformers."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import bundled_path, local_dtype, quiet

BUNDLED = "vi-en-reader"
TOKENS = 128
BATCH = 16


class Reader(Protocol):
    """What selection needs of a reader; tests pass a tiny fake."""

    def scores(self, question: str, items: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """(n,) for n (sentence, context) pairs; above 0: the sentence answers, below: nothing here does."""


def second(text: str, context: str) -> str:
    """What stands beside the question: the sentence, then what it stands in.

    >>> second("Đạt 45%.", "Hồ sơ trực tuyến")
    'Đạt 45%. [SEP] Hồ sơ trực tuyến'
    """
    return f"{text} [SEP] {context}" if context else text


class SentenceReader:
    """A `Reader` over one cross-encoder folder with a single output."""

    def __init__(self, folder: Path | None = None) -> None:
        quiet()
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        self._lock = threading.Lock()  # as in the encoder
        self._model = CrossEncoder(
            str(folder or bundled_path(BUNDLED)),
            max_length=TOKENS,
            device="cpu",
            activation_fn=Identity(),
            model_kwargs={"dtype": local_dtype()},
            local_files_only=True,
        )

    def scores(self, question: str, items: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        if not items:
            return np.zeros(0)
        pairs: list[Any] = [(question, second(text, context)) for text, context in items]
        with self._lock:
            found = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=False)
        return np.array([float(score) for score in found])
