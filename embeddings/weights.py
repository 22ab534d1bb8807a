"""A model folder's weights in, the tensors that the graph asks for out: quantised here, so that no folder carries them twice."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from embeddings.shape import APART, LARGEST, LAYERS, RANGES, UPPER

Floats = NDArray[np.float32]
Tensors = dict[str, NDArray[np.generic]]
Stored = Mapping[str, NDArray[np.float16 | np.float32]]

UPPER_LAYERS = "span.layer."


def read_weights(folder: Path) -> Stored:
    """Every tensor of `model.safetensors`, without the prefix that a model with a head puts before its body."""
    return {name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()}


def quantised(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """(outputs, inputs) floats as (inputs, outputs) integers and the (outputs,) factors that scale them back.

    >>> quantised(np.array([[1.0, -0.25], [0.0, 0.0]], dtype=np.float32))[0].tolist()
    [[63, 0], [-16, 0]]
    """
    largest = np.abs(weight).max(axis=1)
    scale = np.where(largest > 0, largest / LARGEST, 1).astype(np.float32)
    return np.ascontiguousarray(np.rint(weight / scale[:, None]).astype(np.int8).T), scale


def evening(ranges: Floats, weight: Floats) -> Floats:
    """(inputs,) divisors that share the spread of a layer's inputs between them and its weights (outputs, inputs)."""
    spread = np.maximum(ranges, 1e-3) / np.maximum(np.abs(weight).max(axis=0), 1e-3)
    return np.asarray(np.sqrt(spread), dtype=np.float32)


def graph_tensors(stored: Stored, folder: Path) -> Tensors:
    """The initializers of the body's graph, by name, from its weights and the ranges measured of it."""
    first = {f"first.{part}": stored[f"embeddings.LayerNorm.{part}"].astype(np.float32) for part in ("weight", "bias")}
    return first | _layers(stored, load_file(folder / RANGES), "encoder.layer.", "", LAYERS)


def upper_tensors(stored: Stored, folder: Path) -> Tensors | None:
    """Those of the graph of a reader's second top; None where the folder has no such layers."""
    if f"{UPPER_LAYERS}0.output.dense.weight" not in stored:
        return None
    return _layers(stored, load_file(folder / RANGES), UPPER_LAYERS, "span.", UPPER)


def _layers(
    stored: Stored, ranges: Mapping[str, NDArray[np.generic]], prefix: str, measured: str, number: int
) -> Tensors:
    made: Tensors = {}

    def floats(name: str) -> Floats:
        return stored[name].astype(np.float32)

    def put(name: str, weight: Floats, bias: Floats) -> None:
        made[f"{name}.weight"], made[f"{name}.scale"] = quantised(weight)
        made[f"{name}.bias"] = bias

    def evened(name: str, weight: Floats) -> Floats:
        divisor = evening(ranges[f"{measured}{name}"].astype(np.float32), weight)
        made[f"{name}.even"] = (1 / divisor).astype(np.float32)
        return np.asarray(weight * divisor, dtype=np.float32)

    def norm(name: str, source: str) -> None:
        for part in ("weight", "bias"):
            made[f"{name}.{part}"] = floats(f"{source}.LayerNorm.{part}")

    for layer in range(number):
        source = f"{prefix}{layer}."
        own = f"{layer}."
        parts = ("query", "key", "value")
        seen = [floats(f"{source}attention.self.{part}.weight") for part in parts]
        even = np.split(evened(f"{own}qkv", np.concatenate(seen)), 3)
        for part, weight in zip(parts, even, strict=True):
            put(f"{own}{part}", weight, floats(f"{source}attention.self.{part}.bias"))
        put(
            f"{own}out",
            floats(f"{source}attention.output.dense.weight"),
            floats(f"{source}attention.output.dense.bias"),
        )
        norm(f"{own}middle", f"{source}attention.output")
        order = np.argsort(
            -ranges[f"{measured}{own}down"].astype(np.float32), kind="stable"
        )  # the places to be kept apart come first
        up = evened(f"{own}up", floats(f"{source}intermediate.dense.weight"))[order]
        bias = floats(f"{source}intermediate.dense.bias")[order]
        put(f"{own}large", up[:APART], bias[:APART])
        put(f"{own}rest", up[APART:], bias[APART:])
        down = floats(f"{source}output.dense.weight")[:, order]
        put(f"{own}down", down[:, APART:], floats(f"{source}output.dense.bias"))
        made[f"{own}apart"] = np.ascontiguousarray(down[:, :APART].T)
        norm(f"{own}last", f"{source}output")
    return made
