"""How a folder of the bundled shape makes one vector of a text: what its sentence-transformers modules say, done without torch."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from embeddings.shape import HIDDEN
from embeddings.weights import Floats

PLAIN = ["Transformer", "Pooling", "Normalize"]
WITH_WORDS = [*PLAIN, "WordEmbeddings", "Dense", "Pooling", "Normalize"]


@dataclass(frozen=True, slots=True)
class Pooling:
    """The mean of a text's last states, brought to length 1; with word vectors also evened out, and these beside it.

    Attributes:
        even: (384, 384) what the mean is multiplied by, or None.
        words: (pieces, width) vectors of the pieces, summed over the root of their number; or None.
    """

    even: Floats | None = None
    words: NDArray[np.float16 | np.float32] | None = None

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return HIDDEN + (0 if self.words is None else self.words.shape[1])

    def __call__(self, means: Floats, pieces: Sequence[Sequence[int]]) -> Floats:
        """(n, dimension) of n texts' means (n, 384) and pieces; not yet of length 1."""
        if self.even is None or self.words is None:
            return means
        first = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12) @ self.even
        second = [self.words[list(own)].sum(axis=0, dtype=np.float32) / np.sqrt(max(1, len(own))) for own in pieces]
        return np.concatenate([first, np.stack(second)], axis=1)


def pooling(folder: Path) -> Pooling | None:
    """How the folder's modules make a vector; None where they say anything that is not done here."""
    modules = read_json(folder / "modules.json")
    paths = [str(module["path"]) for module in modules] if isinstance(modules, list) else []
    kinds = [str(module["type"]).rpartition(".")[2] for module in modules] if paths else []
    settings = [read_json(folder / path / "config.json") for path in paths]
    if kinds[:3] != PLAIN or read_json(folder / "sentence_bert_config.json").get("do_lower_case"):
        return None
    if settings[1].get("pooling_mode") != "mean":
        return None
    if kinds == PLAIN:
        return Pooling()
    wanted: dict[str, Any] = {
        "bias": False,
        "activation_function": "torch.nn.modules.linear.Identity",
        "module_input_name": "sentence_embedding",
        "module_output_name": "cls_token_embeddings",
    }
    if (
        kinds != WITH_WORDS
        or any(settings[4].get(key) != value for key, value in wanted.items())
        or settings[5].get("pooling_mode") != ["cls", "mean_sqrt_len_tokens"]
    ):
        return None
    words = load_file(folder / paths[3] / "model.safetensors")["emb_layer.weight"]
    even = load_file(folder / paths[4] / "model.safetensors")["linear.weight"]
    return Pooling(np.ascontiguousarray(even.T, dtype=np.float32), words)


def read_json(path: Path) -> Any:
    """What stands in a JSON file; nothing where it cannot be read: the loader of other models will say what is wrong."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
