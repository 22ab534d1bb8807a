"""What each part of answering gives: `python -m eval.parts`.

Every part has gold questions of its own in `eval/gold/`, over the bundled articles. They are asked of the program as it is and of the
program without that part, its functions replaced by ones that do nothing. "Why" has no row: it explains answers and changes none.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corpus.errors import HoiDapError
from eval import metrics
from eval.command import opened
from eval.gold import Question, read_gold
from eval.report.text import number, table
from eval.run import run_gold
from eval.saved import Saved
from qa.library import Library
from qa.question import Question as Read
from qa.question import clean_question, language_of

GOLD = Path(__file__).with_name("gold")
ARTICLES = Path(__file__).parents[1] / "corpus" / "articles"


def _as_typed(text: str, *_: object) -> Read:
    cleaned = clean_question(text)
    return Read(cleaned, cleaned, language_of(cleaned))


def _first_alone(question: Read, evidence: Sequence[Any]) -> tuple[Any, ...]:
    from qa.answer import _citation

    best = evidence[0]
    return (_citation(question, best, best.sentence.span, "answer", evidence),)


# Of each part the functions that do it, and what they are without it.
PARTS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "understanding": {
        "qa.library.Library.typed": lambda self, text: clean_question(text),
        "qa.library.read_question": _as_typed,
        "qa.library.in_digits": lambda text: text,
    },
    "choosing": {"qa.answer.cite": _first_alone, "qa.library.combined": lambda *_: None},
    "time": {
        "qa.library.resolved": lambda text, today: text,
        "qa.answer.newest_first": lambda question, evidence, *_: evidence,
        "qa.answer.figures": lambda *_: [],
        "qa.doubts.contradicts": lambda *_: False,
    },
    "silence": {"qa.select.doubts": lambda *_: ()},
    "conversation": {"qa.library.standalone": lambda now, before: now, "qa.library.parts": lambda text: [text]},
}
SILENT = "silence"  # the part whose absence also takes the threshold away


@contextmanager
def without(part: str, library: Library) -> Iterator[None]:
    """The library does without the part. Not for two threads at once."""
    config = library.config
    with ExitStack() as stack:
        for target, instead in PARTS[part].items():
            stack.enter_context(patch(target, instead))
        if part == SILENT:
            library.config = replace(config, threshold=0.0)
        try:
            yield
        finally:
            library.config = config


def compared(questions: Sequence[Question], part: str, library: Library, *, progress: bool = False) -> dict[str, Any]:
    """Right answers and citations an answer, with the part and without it, and the p-value of the difference."""
    there = run_gold(questions, library, progress=progress)
    with without(part, library):
        gone = run_gold(questions, library, progress=progress)
    difference = metrics.difference(_right(there), _right(gone))
    return {
        "part": part,
        "questions": len(questions),
        "with": _row(there),
        "without": _row(gone),
        "difference": difference.to_json(),
    }


def _right(records: Sequence[Saved]) -> dict[str, float]:
    return {record.id: float(record.right) for record in records}


def _row(records: Sequence[Saved]) -> dict[str, Any]:
    answered = [record for record in records if record.citations]
    return {
        "right": metrics.mean(_right(records).values()),
        "citations": metrics.mean([float(len(record.citations)) for record in answered]),
    }


def text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as a Markdown table."""
    cells = [
        [
            row["part"],
            str(row["questions"]),
            *(number(row[way]["right"], "en", 3) for way in ("with", "without")),
            f"{row['difference']['mean']:+.3f}",
            f"{row['difference']['p']:.3f}",
            *(number(row[way]["citations"], "en", 2) for way in ("with", "without")),
        ]
        for row in rows
    ]
    headers = ["part", "questions", "right", "without it", "difference", "p", "citations", "without it"]
    return "\n".join(table(headers, cells))


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 done, 2 bad input."""
    parser = argparse.ArgumentParser(prog="python -m eval.parts", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    args = parser.parse_args(argv)
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    progress = sys.stderr.isatty()
    try:
        with opened(ARTICLES, ARTICLES, progress) as library:
            rows = [
                compared(read_gold(GOLD / f"{part}.jsonl"), part, library, progress=progress)
                for part in args.parts or PARTS
            ]
    except HoiDapError as error:
        print(error.en, file=sys.stderr)
        return 2
    print(json.dumps(rows, ensure_ascii=False) if args.json else text(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
