"""How a peer is talked to: one JSON object a line on stdin, one back on stdout for each. Standard library only.

    {"do": "index", "passages": FILE}       ->  {"seconds", "passages", …}   FILE: one JSON string a line
    {"do": KIND, "questions": [TEXT, …]}    ->  {"ms": [of each], "found": [how many passages or answers]}
    {"do": "memory"}                        ->  {"rss_mb"}
    {"do": "stop"}

A KIND of question is a method of the peer: `ask` (a whole answer), `search` (passages, by vectors) or `words` (passages, by words alone).
The first line, {"ready": …}, comes when everything is loaded that can be before there is a passage. What a library prints goes to stderr.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

# Told to libraries before they are imported.
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "NUMBA_NUM_THREADS")
KINDS = ("ask", "search", "words")
QUIET = {
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "DO_NOT_TRACK": "1",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What every peer is started with.

    Attributes:
        mode: which of the peer's pipelines.
        encoder, reader: model folders; "" where the pipeline has none.
        threads: that it may use.
        sample: passages that its encoder really encodes; the rest get random vectors.
        work: a folder for its files.
    """

    mode: str
    encoder: str
    reader: str
    threads: int
    sample: int
    work: Path


class Peer(Protocol):
    """A program that takes in passages; one or more of the methods `KINDS`, (question: str) -> how many it finds, stand beside this."""

    def index(self, passages: Sequence[str]) -> dict[str, Any]:
        """Take in the passages; more to say than the time it took, {} if there is nothing."""


def main(open_peer: Callable[[Options], Peer], libraries: Sequence[str], argv: Sequence[str] | None = None) -> None:
    """Serve one peer until it is told to stop. `libraries`: whose versions are told."""
    options = _options(argv)
    answers = _own_stdout()
    limit(options.threads)
    started = perf_counter()
    peer = open_peer(options)
    versions = {name: metadata.version(name) for name in libraries}
    _say(answers, {"ready": True, "seconds": perf_counter() - started, "versions": versions})
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "stop":
            break
        _say(answers, obey(peer, order))


def obey(peer: Peer, order: dict[str, Any]) -> dict[str, Any]:
    """The reply to one order."""
    match order["do"]:
        case "index":
            with Path(order["passages"]).open(encoding="utf-8") as file:
                passages = [json.loads(line) for line in file]
            started = perf_counter()
            more = peer.index(passages)
            return {"seconds": perf_counter() - started, "passages": len(passages), **more}
        case kind if kind in KINDS:
            find: Callable[[str], int] = getattr(peer, kind)
            ms, found = [], []
            for question in order["questions"]:
                started = perf_counter()
                found.append(find(question))
                ms.append((perf_counter() - started) * 1000)
            return {"ms": ms, "found": found}
        case "memory":
            return {"rss_mb": resident_mb()}
        case other:
            raise ValueError(f"there is no order {other!r}")


def limit(threads: int) -> None:
    """Let this process compute on so many cores and threads."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    os.environ.update(QUIET, **dict.fromkeys(THREADS, str(threads)))


def resident_mb() -> float:
    """What this process holds in memory, in MiB; 0 where it is not known."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii", errors="ignore").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _options(argv: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", default="")
    parser.add_argument("--encoder", default="")
    parser.add_argument("--reader", default="")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--sample", type=int, required=True)
    parser.add_argument("--work", type=Path, required=True)
    return Options(**vars(parser.parse_args(argv)))


def _own_stdout() -> int:
    """A descriptor of stdout for the replies alone; whatever else is printed goes to stderr from here on."""
    own = os.dup(1)
    os.dup2(2, 1)
    return own


def _say(descriptor: int, reply: dict[str, Any]) -> None:
    data = f"{json.dumps(reply, ensure_ascii=False)}\n".encode()
    while data:
        data = data[os.write(descriptor, data) :]
