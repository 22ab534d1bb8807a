"""Question and sentences in; for each, a score that it answers and where in it the answer stands.

A cross-encoder folder of the bundled shape is run by `embeddings.runtime`, any other by sentence-transformers.
"""

import threading
from collections.abc import Callable, Sequence
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
LIKELY = 150  # spans that are held against one another

Item = tuple[str, str]  # a sentence and what it stands in


@dataclass(frozen=True, slots=True)
class Reads:
    """What a reader found in n sentences.

    Attributes:
        scores: (n,); above 0: the sentence answers, below: nothing here does.
        span: of the sentence at a place the likeliest answer as its (start, end) code points, computed when asked for; None
            where the model marks none.
    """

    scores: NDArray[np.float64]
    span: Callable[[int], tuple[int, int] | None] = lambda place: None


def joined(one: Reads, other: Reads) -> Reads:
    """What was found in the sentences of both, one after the other.

    >>> both = joined(Reads(np.array([1.0]), lambda place: (0, 1)), Reads(np.array([2.0, 3.0]), lambda place: (place, 9)))
    >>> both.scores.tolist(), both.span(0), both.span(2)
    ([1.0, 2.0, 3.0], (0, 1), (1, 9))
    """
    size = len(one.scores)

    def span(place: int) -> tuple[int, int] | None:
        return one.span(place) if place < size else other.span(place - size)

    return Reads(np.concatenate([one.scores, other.scores]), span)


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
            return Reads(np.zeros(0))
        return self._model.read(question, items)


class _Fast:
    """A folder of the bundled shape."""

    def __init__(self, folder: Path) -> None:
        self._body = Body(folder, TOKENS)

    def read(self, question: str, items: Sequence[Item]) -> Reads:
        encodings = self._body.encoded([(question, second(*item)) for item in items])
        found = self._body.each(encodings, self._judged, workers=min(WORKERS, cores()), outputs=("states", "middle"))

        def marked(place: int) -> tuple[int, int] | None:
            marks = self._marks(found[place][1])
            return None if marks is None else span(items[place][0], encodings[place], marks)

        return Reads(np.array([score for score, _ in found]), marked)

    def _judged(self, states: Floats, middle: Floats) -> tuple[float, Floats]:
        """The score of one pair, and its states that the marks are made of."""
        head = self._body.head
        pooled = np.tanh(head["pooler.dense.weight"] @ states[0] + head["pooler.dense.bias"])  # (384,)
        return float((head["classifier.weight"] @ pooled + head["classifier.bias"])[0]), middle

    def _marks(self, middle: Floats) -> Floats | None:
        """(tokens, 2) marks of start and end; None where the folder has no second top."""
        top, head = self._body.upper(middle), self._body.head
        return None if top is None else top @ head["span.weight"].T + head["span.bias"]


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
        return Reads(np.array([float(score) for score in found]))


def inside_sentence(text: str, encoding: "Encoding") -> NDArray[np.intp]:
    """(n,) the places of the tokens of a pair that stand in its sentence `text`, white space apart."""
    offsets = np.array(encoding.offsets)  # (tokens, 2)
    second_part = np.array([side == 1 for side in encoding.sequence_ids])
    places = np.flatnonzero(second_part & (offsets[:, 1] > 0) & (offsets[:, 1] <= len(text)))
    return np.array([n for n in places if text[slice(*encoding.offsets[n])].strip()], dtype=np.intp)


def span(text: str, encoding: "Encoding", marks: Floats) -> tuple[int, int] | None:
    """The likeliest answer in what was read of the sentence `text`, from the marks (tokens, 2) of its pair."""
    inside = inside_sentence(text, encoding)
    if not len(inside):
        return None
    first, last = best_span(marks[inside, 0], marks[inside, 1])
    start, end = encoding.offsets[inside[first]][0], encoding.offsets[inside[last]][1]
    answer = text[start:end]
    return start + len(answer) - len(answer.lstrip()), end - len(answer) + len(answer.rstrip())


def best_span(starts: Floats, ends: Floats) -> tuple[int, int]:
    """The places first <= last, at most `LONGEST` tokens, of the span whose expected F1 is highest, whichever span is the answer.

    Spans are as likely as the softmax of their sums of marks says; the likeliest alone is often a bit too short or too long (minimum
    Bayes risk: Kumar and Byrne 2004, N04-1022).

    >>> best_span(np.array([0.0, 9.0, 1.0]), np.array([0.0, 0.0, 9.0]))
    (1, 2)
    >>> best_span(np.array([2.0, 2.1, 2.0]), np.array([-9.0, -9.0, 9.0]))
    (1, 2)
    """
    first, last = np.triu_indices(len(starts))
    allowed = last - first < LONGEST
    first, last = first[allowed], last[allowed]
    sums = (starts[first] + ends[last]).astype(np.float64)
    likely = np.argsort(-sums, kind="stable")[:LIKELY]
    first, last, chance = first[likely], last[likely], np.exp(sums[likely] - sums.max())
    lengths = last - first + 1
    shared = np.minimum(last[:, None], last) - np.maximum(first[:, None], first) + 1  # (spans, spans)
    f1 = 2 * np.maximum(shared, 0) / (lengths[:, None] + lengths)
    best = int(np.argmax(f1 @ chance))
    return int(first[best]), int(last[best])
