"""`hoidap compare A B`: two run folders in, what became better and what worse out. Exit 0, whoever wins; 2: not two runs."""

import argparse
import json
from pathlib import Path

from corpus.errors import BadInput
from eval.compare.page import page
from eval.compare.runs import compare
from eval.compare.text import compare_text
from eval.files import replaced
from eval.saved import read_run
from ui.arguments import language, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    folder = say("THƯ_MỤC", "FOLDER")
    written = say("thư mục do `hoidap eval … --out` ghi", "a folder written by `hoidap eval … --out`")
    parser.add_argument(
        "first", type=Path, metavar=f"{folder}_A", help=say(f"A, trước: {written}", f"A, before: {written}")
    )
    parser.add_argument(
        "second", type=Path, metavar=f"{folder}_B", help=say(f"B, sau: {written}", f"B, after: {written}")
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar=say("TỆP.html", "FILE.html"),
        help=say("ghi thêm một trang có biểu đồ của cả hai", "also write a page with the plots of both side by side"),
    )


def run(options: argparse.Namespace) -> int:
    """Print the comparison.

    Raises:
        BadInput: a folder holds no run, the runs share no question, or the page cannot be written.
    """
    found = compare(read_run(options.first), read_run(options.second))
    names = (str(options.first), str(options.second))
    if options.out is not None:
        _write(options.out, page(found, names, language()))
    print(json.dumps(found.to_json(), ensure_ascii=False) if options.json else compare_text(found, names, language()))
    return 0


def _write(path: Path, text: str) -> None:
    try:
        replaced(path, text)
    except OSError as error:
        raise BadInput(
            vi=f"Không ghi được {path} ({error.strerror}). Hãy chọn một tệp khác cho --out.",
            en=f"{path} cannot be written ({error.strerror}). Choose another file for --out.",
        ) from error
