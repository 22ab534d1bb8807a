"""Models of the usual public shapes with random weights: fit for timing, and for nothing else.

Written by the project's own transformers, read by every peer. The tokenizer is the bundled one: the public ones may cut a text into
more tokens or fewer.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.encoder import bundled_path, quiet

DONE = "complete"  # a file that says that the folder is
POSITIONS = 514


@dataclass(frozen=True, slots=True)
class Shape:
    """An XLM-RoBERTa body; the sizes are those of its public models."""

    layers: int
    hidden: int
    heads: int
    inner: int
    vocabulary: int = 250_002

    @property
    def what(self) -> str:
        return f"XLM-RoBERTa, {self.layers} layers of {self.hidden}, vocabulary of {self.vocabulary:,}, random weights, float32"


BASE = Shape(layers=12, hidden=768, heads=12, inner=3072)
LARGE = Shape(layers=24, hidden=1024, heads=16, inner=4096)


def encoder(folder: Path, shape: Shape = BASE) -> Path:
    """A sentence-transformers folder with the pooling of multilingual-e5: the mean, of length 1. Made unless it is there."""

    def write(beside: Path) -> None:
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
        from transformers import XLMRobertaModel

        body = beside / "body"
        XLMRobertaModel(_config(shape)).save_pretrained(body)
        _tokenizer().save_pretrained(body)
        modules = [Transformer(str(body), max_seq_length=512), Pooling(shape.hidden, pooling_mode="mean"), Normalize()]
        SentenceTransformer(modules=modules, device="cpu").save_pretrained(str(beside), create_model_card=False)
        shutil.rmtree(body)

    return _made(folder, write)


def reader(folder: Path, shape: Shape = BASE) -> Path:
    """A question answering folder (start and end of an answer). Made unless it is there."""

    def write(beside: Path) -> None:
        from transformers import XLMRobertaForQuestionAnswering

        XLMRobertaForQuestionAnswering(_config(shape)).save_pretrained(beside)
        _tokenizer().save_pretrained(beside)

    return _made(folder, write)


def _made(folder: Path, write: Callable[[Path], None]) -> Path:
    if not (folder / DONE).is_file():
        import torch

        quiet()
        torch.manual_seed(0)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        write(folder)
        (folder / DONE).touch()
    return folder


def _config(shape: Shape) -> Any:
    from transformers import XLMRobertaConfig

    return XLMRobertaConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=POSITIONS,
        type_vocab_size=1,
        layer_norm_eps=1e-5,
        pad_token_id=0,  # where the bundled tokenizer has it
    )


def _tokenizer() -> Any:
    """The bundled tokenizer as transformers has them, without token types, which these models have none of."""
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(bundled_path() / "tokenizer.json"),
        model_max_length=512,
        model_input_names=["input_ids", "attention_mask"],
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )
