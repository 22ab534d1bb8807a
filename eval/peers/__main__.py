"""Other programs beside this one: `python -m eval.peers` (or `make bench-peers`), on a machine that does nothing else.

Each peer is installed into an environment of its own below --work (a gigabyte each, from the package index that pip is set to), its
models are made there with random weights (four gigabytes), and it is asked the same questions over the same passages in turns with this
program. One that does not install or does not run is left out, with the reason. Only ratios are told.

What was compared with the same program and settings is not compared again, so that an interrupted run goes on where it was.
"""

import argparse
import sys
from collections.abc import Sequence

from corpus.errors import BadInput, HoiDapError
from eval.peers import compare
from eval.speed import bench, timing
from eval.speed.text import speed_text


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 done, 2 bad input, 130 interrupted."""
    parser = argparse.ArgumentParser(prog="python -m eval.peers", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--passages", type=int, nargs="+", default=(1_000, 10_000), metavar="N", help="default 1000 10000"
    )
    parser.add_argument("--questions", type=int, default=10, help="in each round (default 10)")
    parser.add_argument("--rounds", type=int, default=7, help="default 7")
    parser.add_argument("--threads", type=int, default=2, help="of each program (default 2)")
    parser.add_argument("--sample", type=int, default=128, help="passages that slow encoders encode (default 128)")
    parser.add_argument("--seed", type=int, default=0, help="of the made articles (default 0)")
    parser.add_argument("--patience", type=float, default=3600, help="seconds to wait for a reply (default 3600)")
    parser.add_argument("--large", action="store_true", help="a reader of XLM-RoBERTa's large shape as well")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these alone: see eval/peers/compare.py")
    parser.add_argument("--again", action="store_true", help="compare what was compared already")
    bench.add_folders(parser)
    args = parser.parse_args(argv)
    try:
        bench.check_positive(*args.passages, args.questions, args.rounds, args.threads, args.sample)
        chosen = contenders(args.only, args.large)
        questions = [question.question for question in bench.gold_questions(bench.GOLD)]
        for size in args.passages:
            size_compared(size, chosen, questions, args)
    except HoiDapError as error:
        print(error.en, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted. What was done is kept: the same command goes on from here.", file=sys.stderr)
        return bench.INTERRUPTED
    print(speed_text({"peers": timing.read_json(args.results / bench.FILE).get("peers", {})}))
    return 0


def contenders(only: Sequence[str] | None, large: bool) -> list[compare.Contender]:
    """Those that are asked for. Raises `BadInput` for a name that is not there."""
    known = {contender.name: contender for contender in (*compare.CONTENDERS, *compare.LARGE)}
    for name in only or ():
        if name not in known:
            raise BadInput(
                vi=f"Không có chương trình {name!r} để so sánh; có {', '.join(known)}.",
                en=f"There is no {name!r} to compare with; there are {', '.join(known)}.",
            )
    return [known[name] for name in only] if only else [*compare.CONTENDERS, *(compare.LARGE if large else ())]


def size_compared(
    size: int, chosen: Sequence[compare.Contender], questions: Sequence[str], args: argparse.Namespace
) -> None:
    """Compare over one number of passages and keep what comes out, each contender as soon as it is done."""
    setting = compare.Setting(
        passages=size,
        questions=args.questions,
        rounds=args.rounds,
        threads=args.threads,
        sample=args.sample,
        seed=args.seed,
        patience=args.patience,
        work=args.work,
    )
    key = {
        **{name: getattr(setting, name) for name in ("passages", "questions", "rounds", "threads", "sample", "seed")},
        "code": timing.code("corpus", "embeddings", "qa"),
    }
    before = timing.read_json(args.results / bench.FILE).get("peers", {}).get(str(size), {})
    entries = dict(before.get("entries", {})) if before.get("key") == key else {}
    missing = [contender for contender in chosen if args.again or contender.name not in entries]
    if not missing:
        print(f"{size} passages: compared already (--again compares anew)", file=sys.stderr)
        return
    print(f"{size} passages", file=sys.stderr)
    comparison = compare.Comparison(setting, questions)
    with comparison.own() as (own, indexed):
        for contender in missing:
            entries[contender.name] = comparison.entry(contender, own, indexed)
            used = {name for c in chosen for name in (c.encoder, c.reader) if name}
            compared = {
                "key": key,
                "at": timing.now(),
                "machine": timing.machine(),
                "own": {"versions": own.versions, "index": indexed},
                "models": {name: what for name, (what, _) in compare.MODELS.items() if name in used},
                "entries": entries,
            }
            bench.keep(args.results, "peers", str(size), compared)


if __name__ == "__main__":
    sys.exit(main())
