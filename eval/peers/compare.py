"""The peers beside this program: the same passages, the same questions, in turns; what comes out are ratios."""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from tqdm import tqdm

from corpus.passages import passages
from embeddings.encoder import bundled_path
from eval.peers import models
from eval.peers.driver import PeerFailed, Running
from eval.peers.environments import NoEnvironment, environment
from eval.speed import synthetic

Kind = Literal["ask", "search", "words"]
Result = dict[str, Any]
WARM = 2  # questions asked before the clock counts


@dataclass(frozen=True, slots=True)
class Contender:
    """One pipeline of a peer.

    Attributes:
        peer: the module of `eval.peers` that drives it, and the name of its environment.
        kind: what is compared; this program is asked for the same.
        encoder, reader: names in `MODELS`; "" where it has none.
        what: in a sentence, for the table's notes.
    """

    name: str
    title: str
    peer: str
    kind: Kind
    what: str
    mode: str = ""
    encoder: str = ""
    reader: str = ""


MODELS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "own": ("the bundled encoder, run by sentence-transformers", lambda folder: bundled_path()),
    "encoder-base": (models.BASE.what, models.encoder),
    "reader-base": (models.BASE.what, models.reader),
    "reader-large": (models.LARGE.what, lambda folder: models.reader(folder, models.LARGE)),
}
CONTENDERS = (
    Contender("bm25s", "bm25s", "bm25s", "words", "BM25 in memory, numba, syllables"),
    Contender(
        "langchain-own",
        "LangChain FAISS, our encoder",
        "langchain",
        "search",
        "flat FAISS index, one vector a passage, vectors alone",
        encoder="own",
    ),
    Contender(
        "langchain-base",
        "LangChain FAISS, base encoder",
        "langchain",
        "search",
        "flat FAISS index, one vector a passage, vectors alone",
        encoder="encoder-base",
    ),
    Contender(
        "haystack-bm25",
        "Haystack BM25, base reader",
        "haystack",
        "ask",
        "InMemoryBM25Retriever, ten passages, TransformersExtractiveReader",
        mode="bm25",
        reader="reader-base",
    ),
    Contender(
        "haystack-dense",
        "Haystack dense, base reader",
        "haystack",
        "ask",
        "SentenceTransformersTextEmbedder, InMemoryEmbeddingRetriever, ten passages, TransformersExtractiveReader",
        mode="dense",
        encoder="encoder-base",
        reader="reader-base",
    ),
    Contender(
        "txtai",
        "txtai RAG, base reader",
        "txtai",
        "ask",
        "Embeddings with content, RAG over Questions, the three best passages in one context",
        encoder="encoder-base",
        reader="reader-base",
    ),
)
LARGE = (
    Contender(
        "haystack-bm25-large",
        "Haystack BM25, large reader",
        "haystack",
        "ask",
        "InMemoryBM25Retriever, ten passages, TransformersExtractiveReader",
        mode="bm25",
        reader="reader-large",
    ),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for every contender.

    Attributes:
        questions: asked in each round.
        sample: passages that a contender's encoder really encodes.
        patience: seconds to wait for a reply.
        work: the folder of environments, models and indexes.
    """

    passages: int
    questions: int
    rounds: int
    threads: int
    sample: int
    seed: int
    patience: float
    work: Path


Start = Callable[[str, Sequence[str], Path], Running]


class Comparison:
    """This program, started and indexed over the passages of a setting, ready to be compared; a context manager."""

    def __init__(self, setting: Setting, questions: Sequence[str]) -> None:
        self.setting = setting
        self.questions = questions
        self._file = setting.work / f"passages-{setting.passages}-{setting.seed}.jsonl"
        self._folder = setting.work / f"own-{setting.passages}"

    @contextmanager
    def own(self) -> Iterator[tuple[Running, Result]]:
        """The process and what its indexing took. The index is made anew: its time is part of the comparison."""
        write_passages(self._file, self.setting.passages, self.setting.seed)
        shutil.rmtree(self._folder, ignore_errors=True)
        (self._folder / "home").mkdir(parents=True)
        with self._started("own", Path(sys.executable), self._folder, "") as running:
            yield running, running.order("index", passages=str(self._file.resolve()))

    def entry(self, contender: Contender, own: Running, indexed: Result, python: Path | None = None) -> Result:
        """What came out for one contender: `measured` with its ratios, or `skipped` with the reason."""
        named = {"title": contender.title, "kind": contender.kind, "what": contender.what}
        folder = self.setting.work / contender.name
        try:
            python = python or environment(contender.peer, self.setting.work / f"env-{contender.peer}")
            folder.mkdir(parents=True, exist_ok=True)
            with self._started(contender.peer, python, folder, contender.mode, contender) as peer:
                theirs = peer.order("index", passages=str(self._file.resolve()))
                rounds = self._rounds(contender, own, peer)
                memory = [side.order("memory")["rss_mb"] for side in (peer, own)]
                return {
                    "status": "measured",
                    **named,
                    "versions": peer.versions,
                    **summary(rounds),
                    "index_ratio": theirs["seconds"] / indexed["seconds"],
                    "memory_ratio": memory[0] / memory[1] if memory[1] else None,
                    "start_ratio": peer.start_s / own.start_s,
                    "index": theirs,
                    "memory_mb": {"theirs": memory[0], "ours": memory[1]},
                    "start_s": {"theirs": peer.start_s, "ours": own.start_s},
                    "rounds": rounds,
                }
        except (NoEnvironment, PeerFailed) as error:
            return {"status": "skipped", **named, "why": str(error)}

    def _started(self, peer: str, python: Path, folder: Path, mode: str, contender: Contender | None = None) -> Running:
        command = [str(python), "-P", "-m", f"eval.peers.{peer}", "--threads", str(self.setting.threads)]
        command += ["--sample", str(self.setting.sample), "--work", str(folder.resolve()), "--mode", mode]
        for option, name in (("--encoder", contender.encoder), ("--reader", contender.reader)) if contender else ():
            if name:
                command += [option, str(MODELS[name][1]((self.setting.work / "models" / name).resolve()))]
        return Running(command, folder.resolve() / "stderr.txt", self.setting.patience)

    def _rounds(self, contender: Contender, own: Running, peer: Running) -> list[Result]:
        for side in (own, peer):
            side.order(contender.kind, questions=self.questions[:WARM])
        found = []
        for number in tqdm(range(self.setting.rounds), desc=contender.name, unit="round", disable=None):
            asked = turn(self.questions, number, self.setting.questions)
            order = (own, peer) if number % 2 == 0 else (peer, own)
            replies = {id(side): side.order(contender.kind, questions=asked) for side in order}
            ours, theirs = replies[id(own)], replies[id(peer)]
            found.append(
                {
                    "ours_ms": median(ours["ms"]),
                    "theirs_ms": median(theirs["ms"]),
                    "ratio": median(theirs["ms"]) / median(ours["ms"]),
                    "theirs_found": sum(theirs["found"]),
                }
            )
        return found


def summary(rounds: Sequence[Result]) -> Result:
    """The median of the rounds' ratios, the lowest and the highest.

    >>> summary([{"ratio": 3.0}, {"ratio": 2.0}, {"ratio": 7.0}])
    {'ratio': 3.0, 'ratio_low': 2.0, 'ratio_high': 7.0}
    """
    ratios = [found["ratio"] for found in rounds]
    return {"ratio": median(ratios), "ratio_low": min(ratios), "ratio_high": max(ratios)}


def turn(questions: Sequence[str], number: int, size: int) -> list[str]:
    """The questions of one round; after the last one it begins again.

    >>> turn(["a", "b", "c"], 1, 2)
    ['c', 'a']
    """
    return [questions[(number * size + place) % len(questions)] for place in range(size)]


def write_passages(path: Path, count: int, seed: int) -> None:
    """The passages of a made collection, one JSON string a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = texts_of(count, seed)
    path.write_text("".join(f"{json.dumps(text, ensure_ascii=False)}\n" for text in texts), encoding="utf-8")


def texts_of(count: int, seed: int) -> Iterable[str]:
    """The texts of `count` passages."""
    for article in synthetic.collection(synthetic.bundled(), count, seed):
        yield from (passage.text for passage in passages(article))
