"""Make what the fast path needs beside the weights: `python -m embeddings.graph`, `python -m embeddings.graph FOLDER`.

What trains a model measures its ranges itself. Without a folder: the graphs of the body and of a reader's second top, small files without weights, written to `embeddings/models`. With one: the ranges of that
model's activations over the bundled articles, written to `FOLDER/ranges.safetensors`; run it again when the weights change.
Only needed where models are made: the extra `train` brings the package `onnx`.
"""

import argparse
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.pooling import read_json
from embeddings.shape import APART, EPSILON, GRAPH, HEADS, HIDDEN, INNER, LAYERS, RANGES, SHAPE, UPPER, UPPER_GRAPH

SAMPLES = 160  # paragraphs that the ranges are measured on
MICROSOFT = "com.microsoft"


def build(layers: int = LAYERS, *, whole: bool = True) -> bytes:
    """Layers from (n, tokens, 384) and lengths (n,) to the last states (n, tokens, 384), weights left out.

    Args:
        whole: what comes in are embedded tokens, and the states below a second top come out as well; else states come in.
    """
    from onnx import TensorProto, helper

    nodes: list[Any] = []
    initializers: list[Any] = []
    kinds = {"float": TensorProto.FLOAT, "int8": TensorProto.INT8}

    def op(kind: str, inputs: Sequence[str], outputs: Sequence[str] = (), **attributes: Any) -> str:
        made = list(outputs) or [f"{kind}_{len(nodes)}"]
        nodes.append(helper.make_node(kind, list(inputs), made, **attributes))
        return made[0]

    def weight(name: str, *dimensions: int, kind: str = "float") -> str:
        tensor = TensorProto(name=name, data_type=kinds[kind], dims=dimensions, data_location=TensorProto.EXTERNAL)
        place = tensor.external_data.add()
        place.key, place.value = "location", "model.safetensors"
        initializers.append(tensor)
        return name

    def quantise(x: str, name: str, inputs: int, *, even: bool) -> list[str]:
        if even:
            x = op("Mul", [x, weight(f"{name}.even", inputs)])
        made = [f"{name}.integers", f"{name}.step", f"{name}.zero"]
        op("DynamicQuantizeLinear", [x], made)
        return made

    def linear(x: Sequence[str], name: str, inputs: int, outputs: int) -> str:
        integers, step, zero = x
        kernel, scale = weight(f"{name}.weight", inputs, outputs, kind="int8"), weight(f"{name}.scale", outputs)
        bias = weight(f"{name}.bias", outputs)
        return op("MatMulIntegerToFloat", [integers, kernel, step, scale, zero, "", bias], domain=MICROSOFT)

    def norm(x: str, name: str) -> str:
        scale, bias = weight(f"{name}.weight", HIDDEN), weight(f"{name}.bias", HIDDEN)
        return op("LayerNormalization", [x, scale, bias], epsilon=EPSILON)

    x = norm("embedded", "first") if whole else "embedded"
    for layer in range(layers):
        own = f"{layer}."
        if whole and layer == layers - UPPER:
            op("Identity", [x], ["middle"])
        even = quantise(x, f"{own}qkv", HIDDEN, even=True)
        parts = [linear(even, f"{own}{part}", HIDDEN, HIDDEN) for part in ("query", "key", "value")]
        seen = op("MultiHeadAttention", [*parts, "", "lengths"], domain=MICROSOFT, num_heads=HEADS)
        y = linear(quantise(seen, f"{own}out", HIDDEN, even=False), f"{own}out", HIDDEN, HIDDEN)
        x = norm(op("Add", [x, y]), f"{own}middle")
        even = quantise(x, f"{own}up", HIDDEN, even=True)
        large = op("Gelu", [linear(even, f"{own}large", HIDDEN, APART)])
        rest = op("Gelu", [linear(even, f"{own}rest", HIDDEN, INNER - APART)])
        y = linear(quantise(rest, f"{own}down", INNER - APART, even=False), f"{own}down", INNER - APART, HIDDEN)
        y = op("Add", [y, op("MatMul", [large, weight(f"{own}apart", APART, HIDDEN)])])
        x = norm(op("Add", [x, y]), f"{own}last")
    op("Identity", [x], ["states"])
    graph = helper.make_graph(
        nodes,
        "bert",
        [
            helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["n", "tokens", HIDDEN]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["n"]),
        ],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", "tokens", HIDDEN])
            for name in (("states", "middle") if whole else ("states",))
        ],
        initializers,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)], ir_version=10
    )
    return bytes(model.SerializeToString())


def paragraphs() -> list[str]:
    """Paragraphs of the bundled articles, evenly drawn."""
    folder = Path(str(resources.files("corpus"))) / "articles"
    found = [
        part.strip()
        for path in sorted(folder.glob("*.md"))
        for part in path.read_text(encoding="utf-8").split("\n\n")
        if len(part.strip()) > 40
    ]
    return found[:: max(1, len(found) // SAMPLES)]


def measure(folder: Path, texts: Sequence[str]) -> dict[str, NDArray[np.float16]]:
    """The largest size that each input of the layers to be evened out reaches over `texts`; pairs for a model that reads pairs."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    from embeddings.train.spans import upper

    model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    seen: dict[str, torch.Tensor] = {}

    def watch(layers: Sequence[Any], prefix: str) -> None:
        for number, layer in enumerate(layers):
            for name, part in (
                ("qkv", layer.attention.self.query),
                ("up", layer.intermediate.dense),
                ("down", layer.output.dense),
            ):
                part.register_forward_pre_hook(keeping(f"{prefix}{number}.{name}"))

    def keeping(name: str) -> Any:
        def keep(_: Any, inputs: tuple[torch.Tensor, ...]) -> None:
            largest = inputs[0].detach().abs().flatten(0, -2).amax(0)
            seen[name] = torch.maximum(seen[name], largest) if name in seen else largest

        return keep

    watch(model.encoder.layer, "")
    second_top = upper(folder)
    watch(second_top or (), "span.")
    with torch.inference_mode():
        for n, text in enumerate(texts):
            question = " ".join(texts[n - 1].split()[:12])
            for pair in ((text,), (question, text)):
                read = tokenizer(*pair, truncation=True, max_length=256, return_tensors="pt")
                states = model(**read, output_hidden_states=True).hidden_states[LAYERS - UPPER]
                for layer in second_top or ():
                    states = layer(states)
    return {name: tensor.numpy().astype(np.float16) for name, tensor in seen.items()}


def ready(folder: Path) -> None:
    """Let the fast path run a folder of the bundled shape: measure its ranges and write them; leave any other folder as it is."""
    from safetensors.numpy import save_file

    config = read_json(folder / "config.json")
    if all(config.get(key) == value for key, value in SHAPE.items()):
        save_file(measure(folder, paragraphs()), folder / RANGES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="a model folder whose ranges are to be measured")
    options = parser.parse_args()
    if options.folder is None:
        models = Path(str(resources.files("embeddings"))) / "models"
        (models / GRAPH).write_bytes(build())
        (models / UPPER_GRAPH).write_bytes(build(UPPER, whole=False))
        return
    ready(options.folder)


if __name__ == "__main__":
    main()
