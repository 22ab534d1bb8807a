"""Question and sentences in; for each, a score that it answers and where in it the answer stands.

A cross-encoder folder of the bundled shape is run by `embeddings.runtime`, any other by sentence-transformers.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import bundled_path, local_dtype, quiet
from embeddings.runtime import Body, cores, fits
from embeddings.weights import Floats

if TYPE_CHECKING:
    from tokenizers import Encoding

BUNDLED = "vi-en-reader"
TOKENS = 128
BATCH = 16
WORKERS = 2  # batches read at a time
LONGEST = 24  # tokens of an answer

Item = tuple[str, str]  # a sentence and what it stands in


@dataclass(frozen=True, slots=True)
class Reads:
    """What a reader found in n sentences.

    Attributes:
        scores: (n,); above 0: the sentence answers, below: nothing here does.
        spans: for each the likeliest answer as (start, end) code points of the sentence; None where the model marks none, or
            where the sentence was too long to be read whole.
    """

    scores: NDArray[np.float64]
    spans: tuple[tuple[int, int] | None, ...]


class Reader(Protocol):
    """What selection needs of a reader; tests pass a tiny fake."""

    def read(self, question: str, items: Sequence[Item]) -> Reads:
        """What it finds in n (sentence, context) pairs."""


def second(text: str, context: str) -> str:
    """What stands beside the question: the sentence, then what it stands in.

    >>> second("Đạt 45%.", "Hồ sơ trực tuyến")
    'Đạt 45%. [SEP] Hồ sơ trực tuyến'
    """
    return f"{text} [SEP] {context}" if context else text


class SentenceReader:
    """A `Reader` over one cross-encoder folder with a single output."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or bundled_path(BUNDLED)
        self._model = _Fast(folder) if fits(folder) else _General(folder)

    def read(self, question: str, items: Sequence[Item]) -> Reads:
        if not items:
            return Reads(np.zeros(0), ())
        return self._model.read(question, items)


class _Fast:
    """A folder of the bundled shape."""

    def __init__(self, folder: Path) -> None:
        self._body = Body(folder, TOKENS)

    def read(self, question: str, items: Sequence[Item]) -> Reads:
        encodings = self._body.encoded([(question, second(*item)) for item in items])
        found = self._body.each(encodings, self._judged, workers=min(WORKERS, cores()))
        spans = (
            None if marks is None else span(text, encoding, marks)
            for (text, _), encoding, (_, marks) in zip(items, encodings, found, strict=True)
        )
        return Reads(np.array([score for score, _ in found]), tuple(spans))

    def _judged(self, states: Floats) -> tuple[float, Floats | None]:
        """The score of one pair and, where the model has them, its tokens' (tokens, 2) marks of start and end."""
        head = self._body.head
        pooled = np.tanh(head["pooler.dense.weight"] @ states[0] + head["pooler.dense.bias"])  # (384,)
        score = float((head["classifier.weight"] @ pooled + head["classifier.bias"])[0])
        return score, states @ head["span.weight"].T + head["span.bias"] if "span.weight" in head else None


class _General:
    """Any other cross-encoder, by sentence-transformers; it marks no answers."""

    def __init__(self, folder: Path) -> None:
        quiet()
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        self._lock = threading.Lock()  # as in the encoder
        self._model = CrossEncoder(
            str(folder),
            max_length=TOKENS,
            device="cpu",
            activation_fn=Identity(),
            model_kwargs={"dtype": local_dtype()},
            local_files_only=True,
        )

    def read(self, question: str, items: Sequence[Item]) -> Reads:
        pairs: list[Any] = [(question, second(*item)) for item in items]
        with self._lock:
            found = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=False)
        return Reads(np.array([float(score) for score in found]), (None,) * len(items))


def span(text: str, encoding: "Encoding", marks: Floats) -> tuple[int, int] | None:
    """The likeliest answer inside the sentence `text`, from the marks (tokens, 2) of its pair; no white space at its ends."""
    offsets = np.array(encoding.offsets)  # (tokens, 2)
    second_part = np.array([side == 1 for side in encoding.sequence_ids])
    inside = np.flatnonzero(second_part & (offsets[:, 1] > 0) & (offsets[:, 1] <= len(text)))
    if not len(inside) or offsets[inside[-1], 1] < len(text.rstrip()):
        return None
    inside = np.array([n for n in inside if text[slice(*encoding.offsets[n])].strip()], dtype=np.intp)
    if not len(inside):
        return None
    first, last = best_span(marks[inside, 0], marks[inside, 1])
    start, end = int(offsets[inside[first], 0]), int(offsets[inside[last], 1])
    answer = text[start:end]
    start += len(answer) - len(answer.lstrip())
    end -= len(answer) - len(answer.rstrip())
    return start, end


def best_span(starts: Floats, ends: Floats) -> tuple[int, int]:
    """The places first <= last, at most `LONGEST` tokens, with the largest sum of marks.

    >>> best_span(np.array([0.0, 3.0, 1.0]), np.array([9.0, 0.0, 2.0]))
    (0, 0)
    >>> best_span(np.array([0.0, 3.0, 1.0]), np.array([0.0, 0.0, 2.0]))
    (1, 2)
    """
    sums = starts[:, None] + ends  # (first, last)
    allowed = np.tri(len(ends), k=LONGEST - 1).astype(bool) & ~np.tri(len(ends), k=-1).astype(bool)
    place = int(np.argmax(np.where(allowed, sums, -np.inf)))
    return place // len(ends), place % len(ends)
