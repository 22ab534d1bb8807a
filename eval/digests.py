"""What a run depends on, in short: the questions, the documents, the models and the program's own code."""

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from importlib import metadata, resources
from pathlib import Path

from corpus.store import Store
from corpus.types import Article
from embeddings import reader, restore
from embeddings.encoder import Prompts, bundled_path, fingerprint
from eval.saved import Digests
from qa.library import Library
from qa.ranker import to_json

PACKAGES = ("corpus", "embeddings", "qa", "eval")
SHORT = 16  # hexadecimal digits of a model's or the code's digest


def version() -> str:
    """The program's version."""
    return metadata.version("hoidap")


def digests(files: Iterable[Path], library: Library, changed: str = "") -> Digests:
    """The digests of a run of the questions in `files` over `library`; `changed` says how the questions were changed."""
    return Digests(gold_digest(files, changed), corpus_digest(library.store), model_digests(library))


def gold_digest(files: Iterable[Path], changed: str = "") -> str:
    """SHA-256 of the file's bytes; of several files, or of changed questions, over their digests and the change."""
    parts = [sha256(path.read_bytes()).hexdigest() for path in files]
    if len(parts) == 1 and not changed:
        return parts[0]
    return sha256("\n".join([*parts, changed]).encode()).hexdigest()


def corpus_digest(store: Store) -> str:
    """SHA-256 over the sources, sorted, each with the SHA-256 of its text."""
    found = sha256()
    for source, digest in source_digests(store).items():
        found.update(f"{source}\t{digest}\n".encode())
    return found.hexdigest()


def source_digests(store: Store) -> dict[str, str]:
    """The SHA-256 of the text of every source, by source."""
    return {
        article.source: sha256(article.text.encode()).hexdigest() for article in sorted(store.articles(), key=_source)
    }


def _source(article: Article) -> str:
    return article.source


def model_digests(library: Library) -> dict[str, str]:
    """Fingerprints: {"encoder", "reader", "restorer", "ranker"}."""
    return {
        "encoder": library.encoder.fingerprint,
        "reader": _reader() if isinstance(library.reader, reader.SentenceReader) else type(library.reader).__name__,
        "restorer": _restorer(),
        "ranker": sha256(json.dumps(to_json(library.ranker)).encode()).hexdigest()[:SHORT],
    }


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over the modules that are run when something is evaluated."""
    found = sha256()
    for package in PACKAGES:
        folder = Path(str(resources.files(package)))
        for path in sorted(folder.rglob("*.py")):
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:SHORT]


@lru_cache(maxsize=1)
def _reader() -> str:
    return fingerprint(reader.BUNDLED, bundled_path(reader.BUNDLED), Prompts("", ""))


@lru_cache(maxsize=1)
def _restorer() -> str:
    return sha256(bundled_path(restore.MODEL).read_bytes()).hexdigest()[:SHORT]
