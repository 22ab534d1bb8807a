"""How fast it is: `python -m eval.speed`, on collections of several sizes made of the bundled articles' sentences.

Measured for each size: indexing, a cold `hoidap ask`, warm questions (p50, p95, p99; one after the other and several at once), memory,
and which part of a question takes how long. The questions are those of `eval/gold/`. Run it on a machine that does nothing else.

A run may be interrupted and started again: it goes on where it was. Results are kept by size in `speed.json`; a size that was measured
with the same program and settings is not measured again.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import BadInput, HoiDapError
from eval import metrics
from eval.gold import Question, read_gold
from eval.speed import timing
from eval.speed.text import speed_text, write_readme
from eval.speed.timing import machine as machine

GOLD = Path(__file__).parents[1] / "gold"
RESULTS = Path(__file__).parents[1] / "results"
FILE, PLOT = "speed.json", "speed.svg"
WORK = Path("build") / "bench"
COMMAND = Path(sys.executable).with_name("hoidap")
SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 done, 2 bad input, 130 interrupted."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="passages (default 1000 10000 100000)"
    )
    parser.add_argument("--million", action="store_true", help="1,000,000 passages as well (hours, 16 GB of memory)")
    parser.add_argument("--questions", type=int, default=200, help="questions at most (default 200)")
    parser.add_argument("--cold", type=int, default=3, help="cold starts (default 3; 0: none)")
    parser.add_argument("--seed", type=int, default=0, help="of the made articles (default 0)")
    parser.add_argument("--again", action="store_true", help="measure sizes that were measured already")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    add_folders(parser)
    args = parser.parse_args(argv)
    try:
        check_positive(*args.sizes, args.questions)
        questions = gold_questions(GOLD)[: args.questions]
        for size in sorted({*args.sizes, *([MILLION] if args.million else [])}):
            size_timing(size, questions, args)
    except HoiDapError as error:
        print(error.en, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted. What was done is kept: the same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    results = timing.read_json(args.results / FILE)
    print(json.dumps(results, ensure_ascii=False, indent=2) if args.json else speed_text(results))
    return 0


def add_folders(parser: argparse.ArgumentParser) -> None:
    """The options that say where things are kept."""
    parser.add_argument(
        "--work", type=Path, default=WORK, metavar="DIR", help=f"keeps what was indexed (default {WORK})"
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=RESULTS,
        metavar="DIR",
        help=f"keeps {FILE}, {PLOT}, README.md (default eval/results)",
    )


def size_timing(size: int, questions: Sequence[Question], args: argparse.Namespace) -> None:
    """Measure one size and keep it, unless its results are there already."""
    key = {
        "passages": size,
        "seed": args.seed,
        "questions": len(questions),
        "cold": args.cold,
        "code": timing.code("corpus", "embeddings", "qa"),
    }
    results = timing.read_json(args.results / FILE)
    if results.get("sizes", {}).get(str(size), {}).get("key") == key and not args.again:
        print(f"{size} passages: measured already (--again measures anew)", file=sys.stderr)
        return
    print(f"{size} passages", file=sys.stderr)
    folder = args.work / f"passages-{size}"
    index = timing.apart(timing.build, folder, size, args.seed)
    ask = timing.apart(timing.serve, folder, questions, len(os.sched_getaffinity(0)))
    command = [str(COMMAND), "ask", questions[0].question, "--home", str(folder / timing.HOME)]
    cold = timing.cold_ms(command, args.cold)
    keep(
        args.results,
        "sizes",
        str(size),
        {
            "key": key,
            "at": timing.now(),
            "machine": machine(),
            "versions": timing.versions(),
            "index": index,
            "ask": ask,
            "cold_ms": {"runs": len(cold), "p50": metrics.percentile(cold, 50), "max": max(cold, default=None)},
        },
    )


def keep(folder: Path, part: str, name: str, value: Any) -> None:
    """Put `value` under `part` and `name` in the results of `folder`, and bring the README's tables and the plot up to them."""
    from eval.speed.plot import plot  # brings matplotlib

    results = timing.read_json(folder / FILE)
    results = {"format": 1, "sizes": {}, "peers": {}, **results}
    results[part][name] = value
    timing.write_json(folder / FILE, results)
    write_readme(folder / "README.md", results)
    (folder / PLOT).write_text(plot(results), encoding="utf-8")


def gold_questions(folder: Path) -> list[Question]:
    """The questions of every gold file in `folder`. Raises `BadInput` when there is none."""
    questions = [question for path in sorted(folder.glob("*.jsonl")) for question in read_gold(path)]
    if not questions:
        raise BadInput(
            vi=f"Không có tệp câu hỏi .jsonl nào trong {folder}.", en=f"There is no gold file (.jsonl) in {folder}."
        )
    return questions


def check_positive(*numbers: int) -> None:
    """Raises `BadInput` when one of the numbers is below 1."""
    for wrong in (number for number in numbers if number < 1):
        raise BadInput(
            vi=f"Cần một số từ 1 trở lên, không phải {wrong}.", en=f"A number from 1 on is needed, not {wrong}."
        )


if __name__ == "__main__":
    sys.exit(main())
