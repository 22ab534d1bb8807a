"""How fast it is: `python -m eval.speed` on the bundled articles and on passages shuffled from their sentences.

Measured: warm questions (p50, p95), the cold start of `hoidap ask` as a process of its own, indexing (opening the
encoder included) and peak memory. The questions are those of `eval/gold/`. Run it on a machine that does nothing else.
"""

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from corpus.errors import BadInput, HoiDapError
from corpus.passages import PASSAGE_TOKENS, token_count
from corpus.read import read_article
from corpus.split import sentences
from corpus.types import Article
from eval import metrics
from eval.collection import fill
from eval.gold import Question, read_gold
from eval.report import number, table
from eval.run import Asker
from qa.library import open_library

ARTICLES = Path(str(resources.files("corpus"))) / "articles"
GOLD = Path(__file__).with_name("gold")
COMMAND = Path(sys.executable).with_name("hoidap")


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 done, 2 bad input."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--passages", type=int, default=10_000, help="synthetic passages (default 10000; 0: none)")
    parser.add_argument("--questions", type=int, default=200, help="questions at most (default 200)")
    parser.add_argument("--cold", type=int, default=3, help="cold starts (default 3; 0: none)")
    parser.add_argument("--seed", type=int, default=0, help="of the shuffling (default 0)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    args = parser.parse_args(argv)
    try:
        articles, questions = bundled(), gold_questions(GOLD)[: args.questions]
        parts = {"bundled": measure(articles, questions, cold=args.cold)}
        if args.passages:
            synthetic = list(islice(shuffled(articles, args.seed), args.passages))
            parts[f"synthetic {args.passages}"] = measure(synthetic, questions, cold=0)
    except HoiDapError as error:
        print(error.en, file=sys.stderr)
        return 2
    result = {"machine": machine(), "seed": args.seed, "parts": parts}
    print(json.dumps(result, ensure_ascii=False, indent=2) if args.json else speed_text(result))
    return 0


def measure(articles: Sequence[Article], questions: Sequence[Question], *, cold: int) -> dict[str, Any]:
    """Index `articles` in a temporary home, ask `questions` warm, then start `hoidap ask` anew `cold` times."""
    with tempfile.TemporaryDirectory(prefix="hoidap-speed-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        with open_library(home) as library:
            started = perf_counter()
            fill(library, articles, home, progress=True)
            seconds = perf_counter() - started
            count = int(library.status()["passages"])
            warm = warm_ms(library, questions)
        starts = cold_ms([str(COMMAND), "ask", questions[0].question, "--home", folder], cold)
    return {
        "articles": len(articles),
        "passages": count,
        "index_s": seconds,
        "passages_per_s": count / seconds,
        "questions": len(warm),
        "ask_ms": {"p50": metrics.percentile(warm, 50), "p95": metrics.percentile(warm, 95)},
        "cold_ms": {"runs": len(starts), "p50": metrics.percentile(starts, 50), "max": max(starts, default=None)},
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def warm_ms(asker: Asker, questions: Sequence[Question]) -> list[float]:
    """Wall milliseconds of each question, after the first has been asked once to load everything."""
    asker.ask(questions[0].question, questions[0].history)
    taken = []
    for question in tqdm(questions, desc="ask", disable=None):
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


def shuffled(articles: Iterable[Article], seed: int = 0) -> Iterator[Article]:
    """Endless articles of one full passage each, of the articles' own sentences in random order."""
    pool = sorted({a[s.span] for a in articles for s in sentences(a.text) if s.kind == "sentence"})
    if not pool:
        raise ValueError("there is no sentence to shuffle")
    sizes = {sentence: token_count(sentence) for sentence in pool}
    chance = random.Random(seed)
    place = 0
    while True:
        text: list[str] = []
        room = PASSAGE_TOKENS
        for sentence in chance.sample(pool, min(len(pool), PASSAGE_TOKENS)):
            if text and sizes[sentence] > room:
                break
            text.append(sentence)
            room -= sizes[sentence]
        yield Article(source=f"synthetic/{place:07}.txt", text=" ".join(text))
        place += 1


def bundled() -> list[Article]:
    """The articles that the program brings along, in the order of their names."""
    return [read_article(path, path.name) for path in sorted(ARTICLES.glob("*.md"))]


def gold_questions(folder: Path) -> list[Question]:
    """The questions of every gold file in `folder`. Raises `BadInput` when there is none."""
    questions = [question for path in sorted(folder.glob("*.jsonl")) for question in read_gold(path)]
    if not questions:
        raise BadInput(
            vi=f"Không có tệp câu hỏi .jsonl nào trong {folder}.", en=f"There is no gold file (.jsonl) in {folder}."
        )
    return questions


def machine() -> dict[str, Any]:
    """Where it was measured."""
    return {"cores": len(os.sched_getaffinity(0)), "python": platform.python_version(), "system": platform.platform()}


def speed_text(result: dict[str, Any]) -> str:
    """The measurements as a Markdown table."""
    rows = []
    for name, part in result["parts"].items():
        values = [
            (part["passages"], 0),
            (part["index_s"], 1),
            (part["passages_per_s"], 0),
            (part["ask_ms"]["p50"], 1),
            (part["ask_ms"]["p95"], 1),
            (part["cold_ms"]["p50"], 0),
            (part["peak_memory_mb"], 0),
        ]
        rows.append([name, *(number(value, "en", places) for value, places in values)])
    headers = ["", "passages", "index s", "passages/s", "ask p50 ms", "ask p95 ms", "cold start ms", "peak MB"]
    where = result["machine"]
    return "\n".join(
        [f"{where['cores']} cores, Python {where['python']}, {where['system']}", "", *table(headers, rows)]
    )


if __name__ == "__main__":
    sys.exit(main())
