"""`hoidap stability BEFORE AFTER`: which answers changed because the documents did. Exit 0, whatever changed; 2: not two runs."""

import argparse
import json
from pathlib import Path

from eval.saved import read_run
from eval.stability import stability
from eval.stability_text import stability_text
from ui.arguments import language, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    folder = say("THƯ_MỤC", "FOLDER")
    written = say("thư mục do `hoidap eval … --out` ghi", "a folder written by `hoidap eval … --out`")
    before, after = say("trước khi đổi tài liệu", "before the change"), say("sau khi đổi tài liệu", "after the change")
    parser.add_argument("before", type=Path, metavar=f"{folder}_1", help=f"{before}: {written}")
    parser.add_argument("after", type=Path, metavar=f"{folder}_2", help=f"{after}: {written}")


def run(options: argparse.Namespace) -> int:
    """Print what became of every answer.

    Raises:
        BadInput: a folder holds no run, or the runs share no question.
    """
    found = stability(read_run(options.before), read_run(options.after))
    names = (str(options.before), str(options.after))
    print(json.dumps(found.to_json(), ensure_ascii=False) if options.json else stability_text(found, names, language()))
    return 0
