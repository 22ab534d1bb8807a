"""Vectors by passage id: FAISS, inner product over unit vectors (cosine), every vector looked at, kept as halves (fp16)."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors


class VectorIndex:
    """An id-mapped flat index; a cosine is exact to about 1e-3. Not safe for writing from two threads; searching is.

    >>> index = VectorIndex(2)
    >>> index.add([7, 9], np.eye(2, dtype=np.float32))
    >>> index.search(np.array([0.8, 0.6], dtype=np.float32), k=1)[0][0]
    7
    """

    def __init__(self, dimension: int) -> None:
        halves = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        self._index = faiss.IndexIDMap2(halves)
        self._sorted: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def ids(self) -> set[int]:
        """Every id that it holds."""
        return set(self._sorted.tolist())

    def between(self, starts: Sequence[int], width: int) -> list[list[int]]:
        """For each start, the ids that it holds in [start, start + width), in order."""
        begin = np.searchsorted(self._sorted, np.asarray(starts, dtype=np.int64))
        end = np.searchsorted(self._sorted, np.asarray(starts, dtype=np.int64) + width)
        return [self._sorted[a:b].tolist() for a, b in zip(begin, end, strict=True)]

    def _sort(self) -> None:
        self._sorted = np.sort(faiss.vector_to_array(self._index.id_map).astype(np.int64))

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add (n, dimension) unit vectors under n new ids."""
        if vectors.shape != (len(ids), self.dimension):
            raise ValueError(
                f"{len(ids)} ids of dimension {self.dimension} do not fit vectors of shape {vectors.shape}"
            )
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(ids, dtype=np.int64))
            self._sort()

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these ids; unknown ones are passed over."""
        gone = np.fromiter(ids, dtype=np.int64)
        if len(gone):
            self._index.remove_ids(faiss.IDSelectorBatch(gone))
            self._sort()

    def search(self, vector: Vectors, k: int, among: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """The `k` nearest (id, cosine), best first. `vector`: (dimension,). `among`: only these ids."""
        if not len(self):
            return []
        chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(among)) if among is not None else None  # type: ignore[call-arg]
        scores, ids = self._index.search(vector.reshape(1, -1), min(k, len(self)), params=chosen)  # (1, k), (1, k)
        return [(int(id), float(score)) for id, score in zip(ids[0], scores[0], strict=True) if id >= 0]

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """(n, dimension) stored vectors of ids that it holds."""
        if not ids:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        return np.asarray(rows, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write beside `path`, then rename: a killed run leaves the former file."""
        beside = path.with_suffix(".tmp")
        faiss.write_index(self._index, str(beside))
        os.replace(beside, path)

    @classmethod
    def load(cls, path: Path, dimension: int) -> "VectorIndex":
        """The index at `path`; an empty one when it is missing, damaged or of another dimension (derived data)."""
        index = cls(dimension)
        if path.is_file():
            try:
                stored = faiss.read_index(str(path))
            except RuntimeError:
                return index
            if isinstance(stored, faiss.IndexIDMap2) and stored.d == dimension:
                index._index = stored
                index._sort()
        return index
