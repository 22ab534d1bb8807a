"""An encoder that encodes the first passages and makes up the rest.

The models that peers are timed with have random weights, so a random vector is worth as much as an encoded one, and a large
collection need not be encoded by a slow model only to be searched. What indexing would have taken is worked out from the sample.
"""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Sampled:
    """Rows of length 1 for texts: really encoded for the first `sample`, random afterwards.

    >>> sampled = Sampled(lambda texts: np.ones((len(texts), 4), dtype=np.float32), 2)
    >>> sampled(["a", "b", "c"]).shape, sampled.encoded
    ((3, 4), 2)
    """

    def __init__(self, encode: Callable[[list[str]], Any], sample: int) -> None:
        self.encoded = 0
        self.seconds = 0.0
        self._encode = encode
        self._sample = sample
        self._chance = np.random.default_rng(0)
        self._dimension = 0

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        real = list(texts[: max(0, self._sample - self.encoded)])
        rows: list[NDArray[np.float32]] = []
        if real:
            started = perf_counter()
            rows.append(np.asarray(self._encode(real), dtype=np.float32))
            self.seconds += perf_counter() - started
            self.encoded += len(real)
            self._dimension = rows[0].shape[1]
        if len(texts) > len(real):
            made = self._chance.standard_normal((len(texts) - len(real), self._dimension), dtype=np.float32)
            rows.append(made / np.linalg.norm(made, axis=1, keepdims=True))
        return np.concatenate(rows) if rows else np.zeros((0, self._dimension), dtype=np.float32)

    def told(self, seconds: float, passages: int) -> dict[str, float]:
        """What indexing took in all, had every one of `passages` been encoded: `seconds` were measured with the sample."""
        if not self.encoded:
            return {"seconds": seconds, "encoded": 0}
        return {
            "seconds": seconds - self.seconds + self.seconds / self.encoded * passages,
            "encoded": self.encoded,
            "measured_s": seconds,
        }
