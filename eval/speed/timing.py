"""One collection timed: indexing, warm questions, a cold start, memory.

`build` and `serve` are meant to be called by `apart`, each in a process of its own: the memory of one must not be counted for another.
"""

import json
import multiprocessing
import os
import platform
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from importlib import metadata, resources
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

from tqdm import tqdm

from corpus.errors import BadInput
from corpus.types import Article
from eval import metrics
from eval.files import replaced
from eval.gold import Question
from eval.run import Asker
from eval.speed import synthetic
from eval.speed.shares import OTHER, Watch, shares, watched
from qa.library import open_library

Timing = dict[str, Any]
T = TypeVar("T")
P = ParamSpec("P")

HOME, STATE = "home", "building.json"
CHUNK = 2000  # articles stored between two looks at how far it is
LIBRARIES = ("hoidap", "numpy", "onnxruntime", "faiss-cpu", "tantivy", "tokenizers")


def apart(function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What `function` returns, called in a new process that starts from nothing."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments, **options).result()


def build(folder: Path, passages: int, seed: int) -> Timing:
    """Index so many passages in `folder`, going on where an interrupted call stopped; what it took, all sittings together.

    What is there already is taken when it was made by the same code and encoder, else made anew.
    """
    key = {"passages": passages, "seed": seed, "code": code("corpus", "embeddings")}
    state = read_json(folder / STATE)
    if state.get("key") != key:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        state = {
            "key": key,
            "done": False,
            "articles": 0,
            "store_s": 0.0,
            "index_s": 0.0,
            "sittings": 0,
            "peak_mb": 0.0,
        }
    if state["done"]:
        return state
    state["sittings"] += 1
    with open_library(folder / HOME) as library:
        made = islice(synthetic.collection(synthetic.bundled(), passages, seed), state["articles"], None)
        with tqdm(total=passages, desc="store", unit="passage", disable=None) as bar:
            bar.update(library.store.counts()["passages"])
            for chunk in _chunks(made, CHUNK):
                started = perf_counter()
                library.put(chunk)
                state["store_s"] += perf_counter() - started
                state["articles"] += len(chunk)
                write_json(folder / STATE, state)
                bar.update(library.store.counts()["passages"] - bar.n)
        library.encoder.encode_queries(["?"])  # loaded before the clock runs
        started = perf_counter()
        try:
            library.sync(progress=sys.stderr.isatty())
            state["done"] = True
        finally:
            state["index_s"] += perf_counter() - started
            state["peak_mb"] = max(state["peak_mb"], memory()["peak_mb"])
            write_json(folder / STATE, state)
        state["vectors"] = len(library.vectors)
    seconds = state["store_s"] + state["index_s"]
    state |= {
        "passages": passages,
        "seconds": seconds,
        "passages_per_s": passages / seconds,
        "disk_mb": megabytes(folder / HOME),
    }
    write_json(folder / STATE, state)
    return state


def serve(folder: Path, questions: Sequence[Question], clients: int) -> Timing:
    """Open the home of `folder` and ask every question three times: one after the other, by `clients` at once, and watched."""
    started = perf_counter()
    with open_library(folder / HOME) as library:
        library.ask(questions[0].question, questions[0].history)
        first = (perf_counter() - started) * 1000
        loaded = memory()["rss_mb"]
        warm = warm_ms(library, questions)
        started = perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda question: library.ask(question.question, question.history), questions))
        at_once = len(questions) / (perf_counter() - started)
        used = memory()
        watch = Watch()
        with watched(watch):
            for question in tqdm(questions, desc="parts", unit="question", disable=None):
                with watch.part(OTHER):
                    library.ask(question.question, question.history)
    return {
        "first_ms": first,
        "questions": len(warm),
        "ask_ms": {f"p{p}": metrics.percentile(warm, p) for p in (50, 95, 99)},
        "per_second": len(warm) / sum(warm) * 1000,
        "at_once": {"clients": clients, "per_second": at_once},
        "memory_mb": {"loaded": loaded, "asked": used["rss_mb"], "peak": used["peak_mb"]},
        "shares": shares(watch),
    }


def warm_ms(asker: Asker, questions: Sequence[Question]) -> list[float]:
    """Wall milliseconds of each question, after the first has been asked once to load everything."""
    asker.ask(questions[0].question, questions[0].history)
    taken = []
    for question in tqdm(questions, desc="ask", unit="question", disable=None):
        started = perf_counter()
        asker.ask(question.question, question.history)
        taken.append((perf_counter() - started) * 1000)
    return taken


def cold_ms(command: Sequence[str], runs: int) -> list[float]:
    """Wall milliseconds of each of `runs` processes of `command`. Raises `BadInput` when it cannot run or fails."""
    taken = []
    for _ in range(runs):
        started = perf_counter()
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            detail = getattr(error, "stderr", None) or str(error)
            raise BadInput(
                vi=f"Không chạy được {command[0]}: {detail.strip()}. Hãy chạy `make install`, hoặc dùng --cold 0.",
                en=f"Cannot run {command[0]}: {detail.strip()}. Run `make install`, or give --cold 0.",
            ) from error
        taken.append((perf_counter() - started) * 1000)
    return taken


def memory() -> dict[str, float]:
    """What this process holds in memory and held at most, in MiB (`rss_mb`, `peak_mb`)."""
    status = Path("/proc/self/status")
    if not status.is_file():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"rss_mb": peak, "peak_mb": peak}
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii", errors="ignore").splitlines())
    return {name: int(lines[key].split()[0]) / 1024 for name, key in (("rss_mb", "VmRSS"), ("peak_mb", "VmHWM"))}


def megabytes(folder: Path) -> float:
    """What the files of a folder take on disk, in MiB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


def machine() -> dict[str, Any]:
    """Where it is measured."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8", errors="ignore").splitlines() if info.is_file() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": model or platform.processor(),
        "memory_gb": round(pages / 2**30, 1),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def versions(names: Iterable[str] = LIBRARIES) -> dict[str, str]:
    """The installed version of each library that is there."""
    found = {}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def code(*packages: str) -> str:
    """Twelve digits of a hash over the modules and model weights of these packages: equal digits, equal programs."""
    digest = sha256()
    for package in packages:
        folder = Path(str(resources.files(package)))
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".safetensors", ".onnx"} or path.name in {"ranker.json", "tokenizer.json"}:
                if "train" in path.relative_to(folder).parts:
                    continue
                digest.update(f"{package}/{path.relative_to(folder)}\0".encode())
                digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def now() -> str:
    """The time, to the second, with its zone."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_json(path: Path, value: Any) -> None:
    """Put `value` in place of the file, whose folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replaced(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def read_json(path: Path) -> Timing:
    """The JSON object in a file; empty where there is none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _chunks(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    rest = iter(articles)
    while chunk := list(islice(rest, size)):
        yield chunk
