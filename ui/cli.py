"""The command line. stdout carries results only; progress, warnings and errors go to stderr.

Exit status 0: done, abstentions and single failed files included. 2: bad input, or nothing could be indexed.
1: an internal fault, or a failed gate.
"""

import argparse
import json
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module, resources
from pathlib import Path
from typing import Any

from corpus.errors import BadInput, HoiDapError
from qa.answer import abstained
from qa.library import Library, open_library
from qa.limits import Limits, read_limits
from qa.question import MAX_LENGTH
from qa.types import Answer
from ui import output
from ui.arguments import MODULES, default_home, language, parser, say


def bundled_articles() -> Path:
    """The folder of articles that ships with the program."""
    return Path(str(resources.files("corpus"))) / "articles"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    options = parser(given).parse_args(given)
    try:
        if options.verb in MODULES:
            return int(import_module(f"ui.{options.verb}").run(options))
        return RUN[options.verb](options)
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
    from corpus import folder

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
    limits = read_limits(options.since, options.until, options.source)
    if options.batch is not None:
        lines = _batch_lines(options.batch)
        with _open(options) as library:
            for id, value in lines:
                _print_json(_batch_answer(library, value, options.always, limits).to_json(id))
        return 0
    if not options.question:
        raise BadInput(
            vi='Thiếu câu hỏi; hãy viết: hoidap ask "câu hỏi của bạn".',
            en='No question; write: hoidap ask "your question".',
        )
    with _open(options) as library:
        answer = library.ask(" ".join(options.question), always=options.always, limits=limits)
    refused = answer.reason in {"question_empty", "question_too_long"}
    if options.json:
        _print_json(answer.to_json())
    elif not refused:
        print(output.answer_text(answer, language(), why=options.why))
    if refused:
        print(f"hoidap: {answer.answer}", file=sys.stderr)
    return 2 if refused else 0


def _batch_answer(library: Library, value: Any, always: bool, limits: Limits) -> Answer:
    question = value.get("question") if isinstance(value, dict) else None
    history = value.get("history") or [] if isinstance(value, dict) else []
    if not isinstance(question, str):
        return abstained(
            "", "not_understood" if question is not None or not isinstance(value, dict) else "question_empty", "vi"
        )
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        return abstained(question[:MAX_LENGTH], "not_understood", "vi")
    return library.ask(question, history, always=always, limits=limits)


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
            from corpus import folder

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

    if sum(given is not None for given in (options.gold, options.squad, options.beir)) != 1:
        raise BadInput(
            vi="Hãy đưa một tệp GOLD.jsonl, hoặc --squad TỆP, hoặc --beir THƯ_MỤC.",
            en="Give a GOLD.jsonl file, or --squad FILE, or --beir FOLDER.",
        )
    progress, out = sys.stderr.isatty(), options.out
    if options.squad is not None:
        scores, text = command.squad(
            options.squad, options.questions, options.strip, options.home, language(), progress, out
        )
    elif options.beir is not None:
        scores, text = command.beir(options.beir, options.split, options.home, language(), progress, out)
    else:
        home = options.home or default_home()
        scores, text = command.gold(options.gold, home, options.docs, language(), progress, out)
    if options.json:
        _print_json(scores)
    else:
        print(text)
    return 0


def run_train(options: argparse.Namespace) -> int:
    from ui.train import adapt_home, outcome_text

    if not options.adapt:
        raise BadInput(
            vi="Hãy thêm --adapt để mô hình học từ tài liệu trong kho.",
            en="Add --adapt to let the encoder learn from the documents of the home.",
        )
    outcome = adapt_home(options.home or default_home(), options.gold, progress=sys.stderr.isatty())
    if options.json:
        _print_json(outcome.to_json())
    else:
        print(outcome_text(outcome, language()))
    return 0 if outcome.switched else 1


def run_status(options: argparse.Namespace) -> int:
    with _open(options) as library:
        status = library.status()
    if options.json:
        _print_json(status)
    else:
        print(output.status_text(status, language()))
    return 0


def run_remove(options: argparse.Namespace) -> int:
    from corpus import folder

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


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "index": run_index,
    "ask": run_ask,
    "search": run_search,
    "serve": run_serve,
    "eval": run_eval,
    "train": run_train,
    "status": run_status,
    "remove": run_remove,
}

if __name__ == "__main__":
    sys.exit(main())
