"""How much right answers fall when the same questions are typed in other ways: `python -m eval.robustness GOLD --docs FOLDER`.

English questions are left out: of the ways only capitals and slips would change them.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval import metrics
from eval.command import opened
from eval.gold import Question, read_gold
from eval.report.text import number, table
from eval.run import Asker, run_gold
from eval.variants import VARIANTS, typed


def robustness(questions: Sequence[Question], asker: Asker, *, progress: bool = False) -> list[dict[str, Any]]:
    """One row for the questions as written and one for each way of typing, with the difference and its p-value.

    A way's row counts every question, those that the way leaves as they are included; `changed` says how many it does not.
    """
    asked = [question for question in questions if question.lang == "vi"]
    plain = {record.id: float(record.right) for record in run_gold(asked, asker, progress=progress)}
    rows = [{"variant": "", "questions": len(plain), "changed": 0, "right": metrics.mean(plain.values())}]
    for way in VARIANTS:
        altered = [typed(question, way) for question in asked]
        changed = [
            new
            for new, old in zip(altered, asked, strict=True)
            if (new.question, new.history) != (old.question, old.history)
        ]
        right = plain | {record.id: float(record.right) for record in run_gold(changed, asker, progress=progress)}
        difference = metrics.difference(right, plain)
        rows.append(
            {
                "variant": way,
                "questions": len(right),
                "changed": len(changed),
                "right": metrics.mean(right.values()),
                "difference": difference.to_json(),
                "lost": sorted(id for id in right if right[id] < plain[id]),
            }
        )
    return rows


def text(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    cells = [
        [
            row["variant"] or "as written",
            str(row["changed"]),
            number(row["right"], "en", 3),
            "" if "difference" not in row else f"{row['difference']['mean']:+.3f}",
            "" if "difference" not in row else f"{row['difference']['p']:.3f}",
        ]
        for row in rows
    ]
    return "\n".join(table(["typed", "changed", "right", "difference", "p"], cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with opened(options.docs, options.docs, sys.stderr.isatty()) as library:
        rows = robustness(read_gold(options.gold), library, progress=sys.stderr.isatty())
    print(json.dumps(rows, ensure_ascii=False) if options.json else text(rows))


if __name__ == "__main__":
    main()
