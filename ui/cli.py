"""The command line. stdout carries results only; progress, warnings and errors go to stderr.

Exit status 0: done, abstentions and single failed files included. 2: bad input, or nothing could be indexed.
1: an internal fault, or a failed gate.
"""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn

import platformdirs

from corpus import folder
from corpus.errors import BadInput, HoiDapError, Language
from qa.answer import abstained
from qa.library import Library, open_library
from qa.question import MAX_LENGTH
from qa.types import Answer
from ui import output

HOME_VARIABLE = "HOIDAP_HOME"
LANGUAGE_VARIABLE = "HOIDAP_LANG"
PORT = 7860


def language() -> Language:
    """Of help and messages: Vietnamese, or what HOIDAP_LANG names."""
    return "en" if os.environ.get(LANGUAGE_VARIABLE, "").lower().startswith("en") else "vi"


def say(vi: str, en: str) -> str:
    """The sentence in the language of the command line."""
    return en if language() == "en" else vi


def default_home() -> Path:
    """HOIDAP_HOME, else the folder for a program's data on this system."""
    return Path(os.environ.get(HOME_VARIABLE) or platformdirs.user_data_path("hoidap", appauthor=False))


def bundled_articles() -> Path:
    """The folder of articles that ships with the program."""
    return Path(str(resources.files("corpus"))) / "articles"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        hint = say(f"Xem cách dùng: {self.prog} --help", f"See: {self.prog} --help")
        self.exit(2, f"{self.prog}: {message}. {hint}\n")


def parser() -> argparse.ArgumentParser:
    """Every verb with its options and help."""
    common = _Parser(add_help=False)
    common.add_argument(
        "--home",
        type=_path,
        metavar=say("THƯ_MỤC", "DIR"),
        help=say(
            f"nơi giữ kho đã lập chỉ mục (mặc định: {HOME_VARIABLE} hoặc thư mục dữ liệu của hệ thống)",
            f"where the indexed documents are kept (default: {HOME_VARIABLE} or the system's data folder)",
        ),
    )
    common.add_argument("--json", action="store_true", help=say("in kết quả dạng JSON", "print the result as JSON"))
    top = _Parser(
        prog="hoidap",
        description=say(
            "Hỏi đáp trên tài liệu của chính bạn: mỗi câu trả lời là câu nguyên văn, có trích nguồn. "
            f"Đặt {LANGUAGE_VARIABLE}=en để xem tiếng Anh.",
            "Answers from your own documents: verbatim sentences, each cited.",
        ),
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar=say("LỆNH", "VERB"))

    def verb(name: str, run: Callable[[argparse.Namespace], int], vi: str, en: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, parents=[common], help=say(vi, en), description=say(vi, en))
        made.set_defaults(run=run)
        return made

    index = verb(
        "index", run_index, "đọc tệp và thư mục, lập chỉ mục phần mới", "read files and folders, index what is new"
    )
    index.add_argument(
        "paths",
        nargs="+",
        type=_path,
        metavar=say("ĐƯỜNG_DẪN", "PATH"),
        help=say("tệp hoặc thư mục", "a file or a folder"),
    )

    ask = verb("ask", run_ask, "hỏi một câu", "ask a question")
    ask.add_argument("question", nargs="*", metavar=say("CÂU_HỎI", "QUESTION"), help=say("câu hỏi", "the question"))
    ask.add_argument(
        "--batch",
        metavar=say("TỆP", "FILE"),
        help=say(
            "mỗi dòng một JSON {id, question, history}; '-' là đầu vào chuẩn",
            "one JSON {id, question, history} a line; '-' is standard input",
        ),
    )
    ask.add_argument(
        "--always",
        action="store_true",
        help=say(
            "luôn đưa bằng chứng tốt nhất, không im lặng (để đo)",
            "give the best evidence, never keep silent (for measuring)",
        ),
    )

    search = verb("search", run_search, "tìm đoạn văn", "find passages")
    search.add_argument(
        "query", nargs="*", metavar=say("TỪ_KHÓA", "QUERY"), help=say("điều cần tìm", "what to look for")
    )
    search.add_argument(
        "-k",
        type=_count,
        default=10,
        metavar="N",
        help=say("số đoạn, 1 đến 100 (mặc định 10)", "how many passages, 1 to 100 (default 10)"),
    )
    search.add_argument(
        "--batch", metavar=say("TỆP", "FILE"), help=say("mỗi dòng một JSON {id, query}", "one JSON {id, query} a line")
    )

    serve = verb("serve", run_serve, "mở trò chuyện trên web và API", "serve the web chat and the API")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        help=say("địa chỉ lắng nghe (mặc định 127.0.0.1)", "address to listen on (default 127.0.0.1)"),
    )
    serve.add_argument(
        "--port", type=_port, default=PORT, help=say(f"cổng (mặc định {PORT})", f"port (default {PORT})")
    )

    evaluate = verb("eval", run_eval, "chấm câu trả lời theo bộ câu hỏi chuẩn", "score the answers against a gold set")
    evaluate.add_argument(
        "gold", nargs="?", type=_path, metavar="GOLD.jsonl", help=say("bộ câu hỏi chuẩn", "the gold questions")
    )
    evaluate.add_argument(
        "--squad",
        type=_path,
        metavar=say("TỆP", "FILE"),
        help=say("tệp dạng SQuAD (.json, .json.gz)", "a SQuAD-format file (.json, .json.gz)"),
    )
    evaluate.add_argument(
        "--questions",
        type=_path,
        metavar=say("TỆP", "FILE"),
        help=say("lấy câu hỏi của tệp song song theo id", "take the questions of a parallel file, by id"),
    )
    evaluate.add_argument(
        "--strip", action="store_true", help=say("bỏ hết dấu của câu hỏi", "remove the diacritics of the questions")
    )
    evaluate.add_argument(
        "--docs",
        type=_path,
        metavar=say("THƯ_MỤC", "DIR"),
        help=say("chấm trên thư mục này trong một kho tạm", "evaluate over this folder, in a temporary home"),
    )

    verb("status", run_status, "kho đang có gì", "what the home holds")
    remove = verb("remove", run_remove, "bỏ tài liệu khỏi kho", "remove documents from the home")
    remove.add_argument(
        "sources",
        nargs="+",
        metavar=say("NGUỒN", "SOURCE"),
        help=say("tên nguồn như trong trích dẫn", "the source as citations name it"),
    )
    return top


def _whole(text: str, least: int, most: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(
            say(f"phải là số nguyên từ {least} đến {most}", f"must be a whole number from {least} to {most}")
        )
    return value


def _count(text: str) -> int:
    return _whole(text, 1, 100)


def _port(text: str) -> int:
    return _whole(text, 0, 65535)


def _path(text: str) -> Path:
    """A path; the empty one, which Python takes for the working folder, is a variable that was not set."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say("đường dẫn trống", "the path is empty"))
    return Path(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except HoiDapError as error:
        print(f"hoidap: {error.text(language())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(say("hoidap: đã dừng theo yêu cầu.", "hoidap: stopped on request."), file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception:
        traceback.print_exc()
        print(
            say(
                "hoidap: lỗi bên trong chương trình; kho không bị hỏng. Hãy gửi những dòng trên cho người phát triển.",
                "hoidap: an internal fault; the home is unharmed. Send the lines above to the developers.",
            ),
            file=sys.stderr,
        )
        return 1


def _open(options: argparse.Namespace) -> Library:
    return open_library(options.home or default_home())


def run_index(options: argparse.Namespace) -> int:
    with _open(options) as library:
        report = folder.update(library.store, options.paths, progress=sys.stderr.isatty())
        library.sync(progress=sys.stderr.isatty())
        for path, error in report.failed:
            print(f"{path}: {error.text(language())}", file=sys.stderr)
        result = {
            "added": report.added,
            "updated": report.updated,
            "unchanged": len(report.unchanged),
            "removed": report.removed,
            "failed": [{"path": path, "error": error.text(language())} for path, error in report.failed],
            **library.store.counts(),
        }
    if options.json:
        _print_json(result)
    else:
        print(output.index_text(report, result, language()))
    if report.added or report.updated or report.unchanged or report.removed:
        return 0
    print(
        say(
            "hoidap: không có tệp nào lập chỉ mục được ở đây; hãy chỉ đến thư mục có tệp .txt, .html, .md, .pdf hoặc .docx.",
            "hoidap: nothing here could be indexed; name a folder with .txt, .html, .md, .pdf or .docx files.",
        ),
        file=sys.stderr,
    )
    return 2


def run_ask(options: argparse.Namespace) -> int:
    if options.batch is not None:
        lines = _batch_lines(options.batch)
        with _open(options) as library:
            for id, value in lines:
                _print_json(_batch_answer(library, value, options.always).to_json(id))
        return 0
    if not options.question:
        raise BadInput(
            vi='Thiếu câu hỏi; hãy viết: hoidap ask "câu hỏi của bạn".',
            en='No question; write: hoidap ask "your question".',
        )
    with _open(options) as library:
        answer = library.ask(" ".join(options.question), always=options.always)
    refused = answer.reason in {"question_empty", "question_too_long"}
    if options.json:
        _print_json(answer.to_json())
    elif not refused:
        print(output.answer_text(answer, language()))
    if refused:
        print(f"hoidap: {answer.answer}", file=sys.stderr)
    return 2 if refused else 0


def _batch_answer(library: Library, value: Any, always: bool) -> Answer:
    question = value.get("question") if isinstance(value, dict) else None
    history = value.get("history") or [] if isinstance(value, dict) else []
    if not isinstance(question, str):
        return abstained(
            "", "not_understood" if question is not None or not isinstance(value, dict) else "question_empty", "vi"
        )
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        return abstained(question[:MAX_LENGTH], "not_understood", "vi")
    return library.ask(question, history, always=always)


def run_search(options: argparse.Namespace) -> int:
    if options.batch is not None:
        lines = _batch_lines(options.batch)
        with _open(options) as library:
            for id, value in lines:
                query = value.get("query") if isinstance(value, dict) else None
                text = query if isinstance(query, str) else ""
                hits = library.search(text, options.k) if text.strip() and len(text) <= MAX_LENGTH else []
                _print_json(output.search_json(text, hits, id))
        return 0
    query = " ".join(options.query)
    if not query.strip():
        raise BadInput(
            vi='Thiếu điều cần tìm; hãy viết: hoidap search "từ khóa".',
            en='Nothing to look for; write: hoidap search "words".',
        )
    if len(query) > MAX_LENGTH:
        raise BadInput(
            vi="Điều cần tìm dài quá 10.000 ký tự; hãy viết ngắn hơn.",
            en="The query is longer than 10,000 characters; make it shorter.",
        )
    with _open(options) as library:
        hits = library.search(query, options.k)
    if options.json:
        _print_json(output.search_json(query, hits, None))
    else:
        print(output.search_text(hits, language()))
    return 0


def _batch_lines(name: str) -> list[tuple[Any, Any]]:
    """(id, value) of each line; value None where the line is no JSON.

    Raises:
        BadInput: the file cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInput(
            vi=f"Không đọc được tệp {name} ({error.strerror}); hãy kiểm tra đường dẫn.",
            en=f"The file {name} cannot be read ({error.strerror}); check the path.",
        ) from error
    return list(_parsed(data))


def _parsed(data: bytes) -> Iterator[tuple[Any, Any]]:
    for line in data.decode("utf-8-sig", errors="replace").split("\n"):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, brackets without end
            value = None
        yield (value.get("id") if isinstance(value, dict) else None), value


def run_serve(options: argparse.Namespace) -> int:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            raise BadInput(
                vi=f"Không mở được {options.host}:{options.port} ({error.strerror}); hãy chọn cổng khác bằng --port.",
                en=f"{options.host}:{options.port} cannot be opened ({error.strerror}); choose another with --port.",
            ) from error
    with _open(options) as library:
        if not library.store.counts()["articles"]:
            print(
                say(
                    "Kho còn trống: lập chỉ mục các bài viết đi kèm …",
                    "The home is empty: indexing the bundled articles …",
                ),
                file=sys.stderr,
            )
            folder.update(library.store, [bundled_articles()], progress=True)
        library.sync(progress=True)
        library.encoder.encode_queries(["khởi động"])
        import uvicorn

        from ui.api import build_app

        app = build_app(library, library.config)
        shown = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host
        print(f"Hỏi Đáp: http://{shown}:{options.port}{library.config.prefix}/", file=sys.stderr)
        uvicorn.run(app, host=options.host, port=options.port, log_level="warning")
    return 0


def run_eval(options: argparse.Namespace) -> int:
    from eval import command

    if (options.gold is None) == (options.squad is None):
        raise BadInput(
            vi="Hãy đưa một tệp GOLD.jsonl, hoặc --squad TỆP.", en="Give a GOLD.jsonl file, or --squad FILE."
        )
    progress = sys.stderr.isatty()
    if options.squad is not None:
        scores, text = command.squad(
            options.squad, options.questions, options.strip, options.home, language(), progress
        )
    else:
        home = options.home or default_home()
        scores, text = command.gold(options.gold, home, options.docs, language(), progress)
    if options.json:
        _print_json(scores)
    else:
        print(text)
    return 0


def run_status(options: argparse.Namespace) -> int:
    with _open(options) as library:
        status = library.status()
    if options.json:
        _print_json(status)
    else:
        print(output.status_text(status, language()))
    return 0


def run_remove(options: argparse.Namespace) -> int:
    with _open(options) as library:
        chosen = [source for name in options.sources for source in folder.named(library.store, name)]
        library.remove(chosen)
    if options.json:
        _print_json({"removed": chosen})
    else:
        print("\n".join(say(f"Đã bỏ {source}", f"Removed {source}") for source in chosen))
    return 0


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
