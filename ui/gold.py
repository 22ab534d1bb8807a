"""`hoidap gold check | add | convert`: gold questions checked, written and moved between formats.

Exit 0: done; 2: `check` found an error, or the input is bad.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import BadFile, BadGold, BadInput
from corpus.types import Article
from eval.authoring import disliked
from eval.fault import Fault
from eval.gold import Checked, check_gold
from eval.question import Question, fields_of
from eval.sheets.goldfile import read_entries, write_entries
from qa.library import Library, open_library
from ui import gold_dialogue
from ui.arguments import default_home, language, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The verbs below the verb, each with its options; `--home` and `--json` may stand before or after their names."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--home", type=Path, metavar=say("THƯ_MỤC", "DIR"), help=say("kho đã lập chỉ mục", "the home of the documents")
    )
    common.add_argument("--json", action="store_true", help=say("in kết quả dạng JSON", "print the result as JSON"))
    verbs = parser.add_subparsers(dest="gold_verb", required=True, metavar=say("VIỆC", "TASK"))

    def verb(name: str, vi: str, en: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, parents=[common], help=say(vi, en), description=say(vi, en))

    file = say("TỆP", "FILE")
    formats = say("bộ câu hỏi (.jsonl, .csv, .xlsx)", "the gold questions (.jsonl, .csv, .xlsx)")
    check = verb("check", "tìm mọi lỗi của một bộ câu hỏi", "find every fault of a gold file")
    check.add_argument("file", type=Path, metavar=file, help=formats)
    check.add_argument(
        "--docs",
        type=Path,
        metavar=say("THƯ_MỤC", "DIR"),
        help=say(
            "đối chiếu với tài liệu ở đây (hoặc với kho, nếu ghi --home)",
            "compare with the documents there (or with a home, where --home is given)",
        ),
    )
    check.add_argument(
        "--strict", action="store_true", help=say("coi lưu ý cũng là lỗi", "take warnings for errors too")
    )
    add = verb(
        "add", "soạn thêm câu hỏi, chọn câu đúng từ tài liệu", "write questions, choosing sentences of the documents"
    )
    add.add_argument("file", type=Path, metavar=file, help=formats)
    add.add_argument(
        "--from-feedback",
        action="store_true",
        help=say("lần lượt các câu bị chê trong trò chuyện", "go through the answers that people disliked in the chat"),
    )
    convert = verb("convert", "chuyển sang dạng khác, theo đuôi tệp", "turn into another format, by the names' endings")
    convert.add_argument("file", type=Path, metavar=say("VÀO", "IN"), help=formats)
    convert.add_argument("out", type=Path, metavar=say("RA", "OUT"), help=say("tệp cần ghi", "the file to write"))
    convert.add_argument("--force", action="store_true", help=say("ghi đè nếu đã có", "replace one that is there"))


def run(options: argparse.Namespace) -> int:
    """Run the verb below the verb.

    Raises:
        BadGold: a file cannot be read or written.
        BadInput: there are no documents.
    """
    return {"check": _check, "add": _add, "convert": _convert}[options.gold_verb](options)


def _check(options: argparse.Namespace) -> int:
    articles = _articles(options)
    checked = check_gold(options.file, articles)
    bad = list(checked.faults) if options.strict else checked.errors
    if options.json:
        print(json.dumps(_report(options.file, checked, articles), ensure_ascii=False), flush=True)
    else:
        print(_text(options.file, checked, articles))
    return 2 if bad else 0


def _articles(options: argparse.Namespace) -> list[Article] | None:
    """The documents to compare with; None where none are named."""
    if options.docs is not None:
        return list(_documents(options.docs))
    if options.home is None:
        return None
    with open_library(options.home) as library:
        _filled(library)
        return list(library.articles())


def _documents(path: Path) -> Iterator[Article]:
    from corpus import folder
    from corpus.read import find_files, read_article

    root = path.resolve()
    files = find_files([root])
    read = 0
    for key, source in folder.sources([root], files, ()).items():
        try:
            article = read_article(Path(key), source)
        except BadFile as error:
            print(f"{key}: {error.text(language())}", file=sys.stderr)
            continue
        read += 1
        yield article
    if not read:
        raise BadInput(
            vi=f"Không đọc được tài liệu nào trong {path}; hãy kiểm tra --docs.",
            en=f"No document in {path} can be read; check --docs.",
        )


def _filled(library: Library) -> None:
    if not library.store.counts()["articles"]:
        raise BadInput(
            vi=f"Kho {library.home} còn trống; hãy chạy `hoidap index THƯ_MỤC` trước.",
            en=f"The home {library.home} is empty; run `hoidap index FOLDER` first.",
        )


def _report(path: Path, checked: Checked, articles: list[Article] | None) -> dict[str, Any]:
    questions = [entry.question for entry in checked.entries]
    return {
        "file": str(path),
        "questions": len(questions),
        "answerable": sum(question.answerable for question in questions),
        "kinds": dict(Counter(question.kind for question in questions).most_common()),
        "documents": None if articles is None else len(articles),
        "errors": len(checked.errors),
        "warnings": len(checked.faults) - len(checked.errors),
        "faults": [_fault(fault) for fault in checked.faults],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    place = fault.place
    return {
        "sheet": place.sheet if place else "",
        "line": place.line if place else None,
        "id": fault.id,
        "field": fault.field,
        "what": fault.what,
        "value": fault.value,
        "level": fault.level,
        "text": fault.text(language()),
    }


def _text(path: Path, checked: Checked, articles: list[Article] | None) -> str:
    mark = {"error": "", "warning": say("lưu ý: ", "note: ")}
    # Errors last: there may be many notes, and the end is what stays in sight.
    ordered = sorted(checked.faults, key=lambda fault: fault.level, reverse=True)
    lines = [mark[fault.level] + fault.text(language()) for fault in ordered]
    errors, warnings = len(checked.errors), len(checked.faults) - len(checked.errors)
    if lines:
        lines.append("")
    if errors:
        lines.append(
            say(
                f"{errors} lỗi, {warnings} lưu ý. Hãy sửa rồi kiểm tra lại.",
                f"{errors} errors, {warnings} notes. Mend them and check again.",
            )
        )
        return "\n".join(lines)
    questions = [entry.question for entry in checked.entries]
    silent = sum(not question.answerable for question in questions)
    lines.append(
        say(
            f"{path} không có lỗi ({warnings} lưu ý): {len(questions)} câu hỏi, {silent} câu phải im lặng.",
            f"{path} has no error ({warnings} notes): {len(questions)} questions, silence is right for {silent}.",
        )
    )
    kinds = Counter(question.kind for question in questions).most_common()
    width = max(len(kind) for kind, _ in kinds)
    lines += [f"  {kind:<{width}}  {count:>5}" for kind, count in kinds]
    if articles is None:
        lines.append(
            say("Chưa đối chiếu với tài liệu: thêm --docs THƯ_MỤC.", "Not compared with documents: add --docs FOLDER.")
        )
    else:
        lines.append(say(f"Đã đối chiếu với {len(articles)} tài liệu.", f"Compared with {len(articles)} documents."))
    return "\n".join(lines)


def _add(options: argparse.Namespace) -> int:
    entries = gold_dialogue.known(options.file)
    added: list[Question] = []
    with open_library(options.home or default_home()) as library:
        _filled(library)
        if options.from_feedback:
            offered = disliked(library.store.feedback(), entries)
            source = gold_dialogue.from_feedback(options.file, library, offered)
            if not offered:
                gold_dialogue.show(
                    say("Không còn câu bị chê nào cần xem.", "There is no disliked answer left to look at.")
                )
        else:
            source = gold_dialogue.typed(options.file, library)
        try:
            for question in source:
                added.append(question)  # kept when the input ends in the middle of the next
        except EOFError:
            gold_dialogue.show(
                say(
                    "Hết đầu vào; câu đang soạn dở không được ghi.",
                    "No more input; a question left half-way is not recorded.",
                )
            )
    if options.json:
        print(json.dumps({"file": str(options.file), "added": [fields_of(one) for one in added]}, ensure_ascii=False))
    else:
        print(say(f"Đã ghi thêm {len(added)} câu hỏi.", f"Recorded {len(added)} questions."))
    return 0


def _convert(options: argparse.Namespace) -> int:
    entries, faults = read_entries(options.file)
    if faults:
        raise faults[0].error()
    if options.out.exists() and not options.force:
        raise BadGold(
            vi=f"Đã có {options.out}; hãy chọn tên khác, hoặc thêm --force để ghi đè.",
            en=f"{options.out} is there already; choose another name, or add --force to replace it.",
        )
    write_entries(options.out, entries, language())
    if options.json:
        print(json.dumps({"file": str(options.out), "questions": len(entries)}, ensure_ascii=False))
    else:
        print(
            say(
                f"Đã ghi {len(entries)} câu hỏi vào {options.out}.", f"Wrote {len(entries)} questions to {options.out}."
            )
        )
    return 0
