"""Texts in, unit vectors out, by any sentence-transformers model: a local folder or a hub name, with its prompts.

A folder of the bundled shape is run by `embeddings.runtime`, all others by sentence-transformers.
"""

import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BadConfig, NoEncoder
from embeddings.pooling import Pooling, pooling
from embeddings.runtime import Body, cores, fits, mean, stored_prompts, token_limit

Vectors = NDArray[np.float32]  # (n, dimension), each row of length 1

BUNDLED = "vi-en-minilm"
BATCH = 32
TOKENS = 256  # that a model reads, when it does not say
# Below so many texts one thread is used: a single question gains nothing from more, and suffers on a busy machine.
FEW = 4


class Encoder(Protocol):
    """What retrieval needs of a model; tests pass a tiny fake."""

    @property
    def fingerprint(self) -> str:
        """A short name of model and prompts: vectors of equal fingerprints may be compared."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) unit vectors of questions."""

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """(n, dimension) unit vectors of passages; `progress` draws a bar on stderr."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """The words a model was trained to see before a question and before a passage."""

    query: str = ""
    passage: str = ""


_KNOWN_PROMPTS = (
    # a part of the model's name, what it asks for
    (
        "multilingual-e5-large-instruct",
        Prompts("Instruct: Given a question, retrieve passages that answer it\nQuery: ", ""),
    ),
    ("e5-", Prompts("query: ", "passage: ")),
    ("bge-base-en", Prompts("Represent this sentence for searching relevant passages: ", "")),
    ("bge-small-en", Prompts("Represent this sentence for searching relevant passages: ", "")),
    ("bge-large-en", Prompts("Represent this sentence for searching relevant passages: ", "")),
    ("nomic-embed-text", Prompts("search_query: ", "search_document: ")),
    ("snowflake-arctic-embed-l-v2", Prompts("query: ", "")),
    ("snowflake-arctic-embed-m-v2", Prompts("query: ", "")),
    ("embeddinggemma", Prompts("task: search result | query: ", "title: none | text: ")),
)


def known_prompts(name: str) -> Prompts:
    """The prompts of well-known models, found in the model's name; none for the rest.

    >>> known_prompts("intfloat/multilingual-e5-small")
    Prompts(query='query: ', passage='passage: ')
    """
    low = Path(name).name.lower()
    return next((prompts for part, prompts in _KNOWN_PROMPTS if part in low), Prompts())


def bundled_path(name: str = BUNDLED) -> Path:
    """The folder of a model that ships with the program."""
    return Path(str(resources.files("embeddings"))) / "models" / name


class SentenceEncoder:
    """An `Encoder` over one model.

    Args:
        name: a folder, a bundled model's name, or a hub name.
        prompts: overrides what is known by name or stored with the model.

    Raises:
        NoEncoder: the model is neither a local folder nor reachable.
    """

    def __init__(self, name: str = BUNDLED, prompts: Prompts | None = None) -> None:
        self.name = name
        self._folder = _local_folder(name)
        self._model = _load(name, self._folder)
        self.prompts = prompts or own_prompts(self._model.prompts) or known_prompts(name)
        self.fingerprint = fingerprint(name, self._folder, self.prompts)

    @property
    def dimension(self) -> int:
        return self._model.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode([self.prompts.query + text for text in texts], progress=False)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        return self._encode([self.prompts.passage + text for text in texts], progress=progress)

    def _encode(self, texts: list[str], *, progress: bool) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit(self._model.encode(texts, progress=progress))


class _Fast:
    """A folder of the bundled shape."""

    def __init__(self, folder: Path, pool: Pooling) -> None:
        self.prompts = stored_prompts(folder)
        self.dimension = pool.dimension
        self._pool = pool
        self._body = Body(folder, token_limit(folder, TOKENS))

    def encode(self, texts: list[str], *, progress: bool) -> Vectors:
        encodings = self._body.encoded(texts)
        workers = 1 if len(texts) < FEW else cores()
        means = np.stack(self._body.each(encodings, mean, workers=workers, progress=progress))
        return self._pool(means, [encoding.ids for encoding in encodings])


class _General:
    """Any other model, by sentence-transformers."""

    def __init__(self, name: str, folder: Path | None) -> None:
        quiet()
        from sentence_transformers import SentenceTransformer

        self._lock = threading.Lock()  # the tokenizer's truncation is set at each call, so one call at a time
        self._model: SentenceTransformer = SentenceTransformer(
            str(folder or name),
            device=_device(),
            model_kwargs={"dtype": local_dtype()},
            local_files_only=folder is not None,
        )
        self.prompts: dict[str, str] = {key: value for key, value in (self._model.prompts or {}).items() if value}

    @property
    def dimension(self) -> int:
        size = self._model.get_embedding_dimension()
        if size is None:
            raise ValueError("the model does not say how long its vectors are")
        return int(size)

    def encode(self, texts: list[str], *, progress: bool) -> Vectors:
        with self._lock, _threads(1 if len(texts) < FEW else None):
            vectors = self._model.encode(
                texts,
                prompt="",
                batch_size=BATCH,
                show_progress_bar=progress,
                normalize_embeddings=True,
                convert_to_tensor=True,
            )
        return np.asarray(vectors.float().cpu().numpy(), dtype=np.float32)


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows scaled to length 1 as float32; a row of zeros stays.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    rows = np.nan_to_num(np.asarray(vectors, dtype=np.float32))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.ascontiguousarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _local_folder(name: str) -> Path | None:
    for candidate in (Path(name).expanduser(), bundled_path(name)):
        if (candidate / "modules.json").is_file() or (candidate / "config.json").is_file():
            return candidate.resolve()
    return None


def _load(name: str, folder: Path | None) -> _Fast | _General:
    if folder is None and Path(name).expanduser().is_dir():
        raise NoEncoder(
            vi=f"Thư mục {name} không chứa mô hình sentence-transformers (thiếu modules.json); hãy chỉ đến thư mục mô hình.",
            en=f"The folder {name} holds no sentence-transformers model (no modules.json); name the model's own folder.",
        )
    try:
        pool = pooling(folder) if folder is not None and fits(folder) else None
        return _Fast(folder, pool) if folder is not None and pool is not None else _General(name, folder)
    except Exception as error:  # a damaged model makes its loader raise anything at all
        print(f"{type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)
        if folder is not None:
            raise NoEncoder(
                vi=f"Không nạp được mô hình trong thư mục {folder}: tệp bị hỏng hoặc thiếu; hãy chép lại trọn thư mục mô hình.",
                en=f"The model in the folder {folder} cannot be loaded: a file is damaged or missing; copy the model's whole folder again.",
            ) from error
        raise NoEncoder(
            vi=(
                f"Không nạp được mô hình {name}: không phải thư mục mô hình trên máy và cũng không tải về được. "
                f"Trên một máy có mạng, hãy chạy `hf download {name} --local-dir THƯ_MỤC`, chép thư mục đó sang đây "
                f'rồi đặt `encoder = "THƯ_MỤC"` trong config.toml.'
            ),
            en=(
                f"The model {name} could not be loaded: it is no model folder on this machine and it could not be "
                f"downloaded. On a machine with a network run `hf download {name} --local-dir FOLDER`, copy that folder "
                f'here and set `encoder = "FOLDER"` in config.toml.'
            ),
        ) from error


@contextmanager
def _threads(number: int | None) -> Iterator[None]:
    """Torch limited to `number` threads within; None leaves it as it is."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(number or before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def quiet() -> None:
    """Nothing but our own progress on stderr while a model loads."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def local_dtype() -> Any:
    """bfloat16 where the processor multiplies it natively (twice as fast), float32 elsewhere."""
    import torch

    flags = Path("/proc/cpuinfo")
    native = flags.is_file() and "avx512_bf16" in flags.read_text(encoding="utf-8", errors="ignore")
    return torch.bfloat16 if native else torch.float32


def own_prompts(stored: Mapping[str, str]) -> Prompts | None:
    """The prompts stored in a model's folder, when it names any that are not empty.

    >>> own_prompts({"query": "q: ", "document": ""})
    Prompts(query='q: ', passage='')
    """
    named = {key: value for key, value in stored.items() if value}
    if not named:
        return None
    return Prompts(named.get("query", ""), named.get("document", named.get("passage", "")))


def fingerprint(name: str, folder: Path | None, prompts: Prompts) -> str:
    """Sixteen hexadecimal digits of the model's weights (or hub name) and prompts."""
    digest = blake2b(digest_size=8)
    if folder is None:
        digest.update(name.encode())
    else:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".safetensors", ".bin"} or path.name in {
                "config.json",
                "tokenizer.json",
                "modules.json",
            }:
                digest.update(str(path.relative_to(folder)).encode())
                with path.open("rb") as file:
                    while block := file.read(1 << 20):
                        digest.update(block)
    digest.update(f"\x1f{prompts.query}\x1f{prompts.passage}".encode())
    return digest.hexdigest()


def check_prompts(query: str | None, passage: str | None) -> Prompts | None:
    """Prompts from settings: both or neither.

    Raises:
        BadConfig: only one of the two is set.
    """
    if query is None and passage is None:
        return None
    if query is None or passage is None:
        raise BadConfig(
            vi="Hãy đặt cả query_prompt và passage_prompt, hoặc bỏ cả hai.",
            en="Set both query_prompt and passage_prompt, or neither.",
        )
    return Prompts(query, passage)
