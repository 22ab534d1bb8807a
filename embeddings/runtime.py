"""The fast path: a body of the bundled shape run by onnxruntime in eight bits, without torch.

One session computes on one thread, and work is spread by running several batches at once: a single question suffers little on a busy
machine, and indexing uses every core. Safe to call from many threads.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from tqdm import tqdm

from embeddings.pooling import read_json
from embeddings.shape import GRAPH, RANGES, SHAPE, UPPER_GRAPH
from embeddings.weights import UPPER_LAYERS, Floats, Tensors, graph_tensors, read_weights, upper_tensors

if TYPE_CHECKING:
    from tokenizers import Encoding

AT_ONCE = 256  # tokens in one batch, padding included

Row = TypeVar("Row")


def fits(folder: Path) -> bool:
    """Whether the folder's body has the shape of the graph, its tokenizer is a plain one and its ranges have been measured."""
    config, tokenizer = read_json(folder / "config.json"), read_json(folder / "tokenizer_config.json")
    return (
        (folder / RANGES).is_file()
        and all(config.get(key) == value for key, value in SHAPE.items())
        and tokenizer.get("tokenizer_class") == "TokenizersBackend"
        and "token_type_ids" not in tokenizer.get("model_input_names", ())
    )


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def session(graph: str, tensors: Tensors) -> Any:
    """A bundled graph with these weights, ready to run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # no two batches are of one shape
    # No further rewriting: the skip norm that it would put in takes four times as long as an addition and a norm.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    options.add_external_initializers(
        list(tensors), [onnxruntime.OrtValue.ortvalue_from_numpy(tensor) for tensor in tensors.values()]
    )
    path = Path(str(resources.files("embeddings"))) / "models" / graph
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


class Body:
    """Texts in, the last states of their tokens out.

    Args:
        folder: a model folder that `fits`.
        tokens: the longest text in tokens; what is longer is cut.
    """

    def __init__(self, folder: Path, tokens: int) -> None:
        from tokenizers import Tokenizer

        stored = read_weights(folder)
        self._words = stored["embeddings.word_embeddings.weight"]
        self._positions = stored["embeddings.position_embeddings.weight"].astype(np.float32)
        # The bundled tokenizers do not tell the second of a pair from the first: both are of type 0.
        self._positions += stored["embeddings.token_type_embeddings.weight"][0].astype(np.float32)
        self.head: dict[str, Floats] = {
            name: tensor.astype(np.float32)
            for name, tensor in stored.items()
            if name.split(".")[0] in {"pooler", "classifier", "span"} and not name.startswith(UPPER_LAYERS)
        }
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(tokens)  # the longest of a pair first
        self._session = session(GRAPH, graph_tensors(stored, folder))
        second = upper_tensors(stored, folder)
        self._upper = session(UPPER_GRAPH, second) if second is not None else None

    def encoded(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> list["Encoding"]:
        """The tokens of texts or of pairs."""
        return self.tokenizer.encode_batch(list(texts))

    def each(
        self,
        encodings: Sequence["Encoding"],
        row: Callable[..., Row],
        *,
        workers: int,
        outputs: Sequence[str] = ("states",),
        progress: bool = False,
    ) -> list[Row]:
        """`row` of every text's last states (tokens, 384), in order; batches of like length, `workers` of them at a time.

        Args:
            outputs: what `row` is given: the last "states", those in the "middle", below a second top, or both.
        """
        found: dict[int, Row] = {}

        def run(places: list[int]) -> tuple[list[int], list[Row]]:
            return places, [row(*own) for own in self._states([encodings[place] for place in places], outputs)]

        planned = list(batches([len(encoding) for encoding in encodings], workers))
        with tqdm(total=len(encodings), unit="text", disable=not progress) as bar:
            for places, rows in _spread(run, planned, workers):
                found.update(zip(places, rows, strict=True))
                bar.update(len(places))
        return [found[place] for place in range(len(encodings))]

    def upper(self, middle: Floats) -> Floats | None:
        """The last states (tokens, 384) of the second top, from those in the middle; None where the folder has no second top."""
        if self._upper is None:
            return None
        given = {"embedded": middle[None], "lengths": np.array([len(middle)], dtype=np.int32)}
        return np.asarray(self._upper.run(None, given)[0][0], dtype=np.float32)

    def _states(self, encodings: Sequence["Encoding"], outputs: Sequence[str]) -> list[tuple[Floats, ...]]:
        lengths = np.array([len(encoding) for encoding in encodings], dtype=np.int32)
        ids = np.zeros((len(encodings), lengths.max()), dtype=np.intp)  # (n, tokens)
        for place, encoding in enumerate(encodings):
            ids[place, : lengths[place]] = encoding.ids
        embedded = self._words[ids].astype(np.float32)  # (n, tokens, 384)
        embedded += self._positions[: ids.shape[1]]
        found = self._session.run(list(outputs), {"embedded": embedded, "lengths": lengths})
        return [tuple(output[place, :length] for output in found) for place, length in enumerate(lengths)]


def batches(lengths: Sequence[int], workers: int) -> Iterator[list[int]]:
    """Places of texts of like length, longest first, at most `AT_ONCE` tokens together; few texts are shared among the workers.

    >>> list(batches([3, 400, 2, 390, 5], 1))
    [[1], [3], [4, 0, 2]]
    """
    limit = min(AT_ONCE, -(-sum(lengths) // workers))
    taken: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if taken and lengths[taken[0]] * (len(taken) + 1) > limit:
            yield taken
            taken = []
        taken.append(place)
    if taken:
        yield taken


def _spread(
    run: Callable[[list[int]], tuple[list[int], list[Row]]], planned: Sequence[list[int]], workers: int
) -> Iterator[tuple[list[int], list[Row]]]:
    if workers == 1 or len(planned) < 2:
        yield from map(run, planned)
        return
    with ThreadPoolExecutor(min(workers, len(planned))) as pool:
        yield from pool.map(run, planned)


def mean(states: Floats) -> Floats:
    """(384,): the mean of a text's states (tokens, 384)."""
    return np.asarray(states.mean(axis=0), dtype=np.float32)


def token_limit(folder: Path, default: int) -> int:
    """How many tokens the folder's model reads."""
    for name, key in (("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length")):
        value = read_json(folder / name).get(key)
        if isinstance(value, int):
            return min(value, int(read_json(folder / "config.json").get("max_position_embeddings", default)))
    return default


def stored_prompts(folder: Path) -> dict[str, str]:
    """The prompts that a sentence-transformers folder carries."""
    prompts = read_json(folder / "config_sentence_transformers.json").get("prompts")
    return dict(prompts) if isinstance(prompts, dict) else {}
