"""`hoidap gate FLOORS.json`: the evaluation against pinned numbers. Exit 0: none fell short; 1: one did; 2: bad input."""

import argparse
import json
import math
import sys
from pathlib import Path

from corpus.errors import BadInput
from eval import gate
from eval.floors import Change, read_floors, write_floors
from eval.gate_run import begun, measure, read
from ui.arguments import default_home, language, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    folder = say("THƯ_MỤC", "FOLDER")
    parser.add_argument(
        "floors", type=Path, metavar="FLOORS.json", help=say("tệp ghi các điểm sàn", "the file of pinned floors")
    )
    parser.add_argument(
        "--run",
        type=Path,
        dest="folder",
        metavar=folder,
        help=say("xét lần chấm đã lưu này, không chấm lại", "judge this saved run instead of running anew"),
    )
    parser.add_argument(
        "--pin",
        action="store_true",
        help=say(
            "ghim các con số vừa đo; không hạ điểm sàn nào", "pin the numbers just measured; no floor is ever lowered"
        ),
    )
    parser.add_argument(
        "--lower",
        action="store_true",
        help=say("cùng --pin: cho phép hạ điểm sàn", "with --pin: floors may be lowered too"),
    )
    parser.add_argument(
        "--slack",
        type=_slack,
        default=0.0,
        metavar="S",
        help=say("cùng --pin: nới mỗi điểm ghim chừng này (mặc định 0)", "with --pin: leave so much room (default 0)"),
    )
    parser.add_argument(
        "--gold",
        type=Path,
        metavar=say("TỆP", "FILE"),
        help=say("cùng --pin: bộ câu hỏi để ghim", "with --pin: the questions to pin"),
    )
    parser.add_argument(
        "--docs",
        type=Path,
        metavar=folder,
        help=say("cùng --pin: thư mục tài liệu để ghim", "with --pin: the folder of documents to pin"),
    )


def run(options: argparse.Namespace) -> int:
    """Judge, and with --pin write the floors first.

    Raises:
        BadInput: the floors file cannot be used, or its questions or documents are not those that were pinned.
        BadGold: the questions' file is not in the gold format.
    """
    path, pinning = options.floors, options.pin
    _agree(options)
    held = read_floors(path) if path.exists() or not pinning else None
    floors = begun(path, held, options.gold, options.docs)
    if options.folder is not None:
        found = read(options.folder, floors, anew=pinning)
    else:
        home = options.home or default_home()
        own = options.home is not None
        found = measure(floors, path, home, own=own, anew=pinning, progress=sys.stderr.isatty())
    numbers = gate.numbers(found.records)
    changes: list[Change] = []
    models = gate.other_models(floors, found.digests) if held is not None else []
    if pinning:
        floors, changes = gate.pin(floors, found.digests, numbers, options.slack, lower=options.lower)
        write_floors(path, floors)
    checks = gate.check(floors, numbers)
    passed = all(check.ok for check in checks)
    if options.json:
        print(json.dumps(_json(checks, models, changes, len(found.records)), ensure_ascii=False))
    else:
        if pinning:
            print(gate.pin_text(changes, floors.ceilings, language()) + "\n")
        print(gate.gate_text(checks, models, language()))
    return 0 if passed else 1


def _agree(options: argparse.Namespace) -> None:
    given = {"--lower": options.lower, "--slack": options.slack, "--gold": options.gold, "--docs": options.docs}
    odd = [name for name, value in given.items() if value]
    if odd and not options.pin:
        raise BadInput(
            vi=f"{odd[0]} chỉ dùng cùng --pin. Hãy thêm --pin, hoặc bỏ {odd[0]}.",
            en=f"{odd[0]} goes with --pin only. Add --pin, or leave {odd[0]} out.",
        )


def _json(checks: list[gate.Check], models: list[str], changes: list[Change], questions: int) -> dict[str, object]:
    return {
        "passed": all(check.ok for check in checks),
        "failed": [check.metric for check in checks if not check.ok],
        "questions": questions,
        "metrics": [check.to_json() for check in checks],
        "other_models": models,
        "pinned": [{"metric": one.metric, "before": one.before, "after": one.after} for one in changes],
    }


def _slack(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(
            say(
                f"“{text}” không dùng được, hãy đưa một số từ 0 đến dưới 1",
                f"{text!r} cannot be used, give a number from 0 to below 1",
            )
        )
    return value
