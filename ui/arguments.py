"""The words of the command line: every verb and option with its help, in Vietnamese or English."""

import argparse
import os
from collections.abc import Collection, Mapping
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import platformdirs

from corpus.errors import Language
from ui import phrases

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


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        hint = say(f"Xem cách dùng bằng lệnh {self.prog} --help.", f"See {self.prog} --help for how it is used.")
        self.exit(2, f"{self.prog}: {message[:1].upper()}{message[1:]}. {hint}\n")


# Verbs of a module of their own, which is imported when the verb is named: asking never waits for what measuring needs.
MODULES: Mapping[str, tuple[str, str]] = {
    "gold": ("kiểm tra, soạn và chuyển đổi bộ câu hỏi chuẩn", "check, write and convert gold questions"),
    "gate": (
        "chấm lại và báo lỗi khi điểm tụt dưới mức đã ghim",
        "run the evaluation again and fail when a number fell below its pinned floor",
    ),
    "compare": ("so sánh hai lần chấm", "compare two runs of the evaluation"),
    "stability": (
        "câu trả lời nào đổi khi tài liệu đổi, từ hai lần chấm",
        "which answers changed when the documents did, from two runs",
    ),
}


def parser(named: Collection[str] = ()) -> argparse.ArgumentParser:
    """Every verb with its options and help; of `MODULES` those that are `named` have their options."""
    phrases.install(language)
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

    def verb(name: str, vi: str, en: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, parents=[common], help=say(vi, en), description=say(vi, en))

    index = verb("index", "đọc tệp và thư mục, lập chỉ mục phần mới", "read files and folders, index what is new")
    index.add_argument(
        "paths",
        nargs="+",
        type=_path,
        metavar=say("ĐƯỜNG_DẪN", "PATH"),
        help=say("tệp hoặc thư mục", "a file or a folder"),
    )

    ask = verb("ask", "hỏi một câu", "ask a question")
    ask.add_argument("question", nargs="*", metavar=say("CÂU_HỎI", "QUESTION"), help=say("câu hỏi", "the question"))
    ask.add_argument(
        "--batch",
        metavar=say("TỆP", "FILE"),
        help=say(
            "mỗi dòng một JSON {id, question, history}; '-' là đầu vào chuẩn",
            "one JSON {id, question, history} a line; '-' is standard input",
        ),
    )
    for name, vi, en in (
        (
            "--since",
            "chỉ từ tài liệu có ngày từ đây về sau (2024, 5/2024, 31/5/2024)",
            "only documents of this day or later (2024, 2024-05, 2024-05-31)",
        ),
        ("--until", "chỉ từ tài liệu có ngày đến hết đây", "only documents of this day or earlier"),
        (
            "--source",
            "chỉ từ tài liệu có chữ này trong đường dẫn; * và ? khớp cả đường dẫn",
            "only documents with this in their path; * and ? match all of it",
        ),
    ):
        ask.add_argument(name, default="", metavar=say("GIÁ_TRỊ", "VALUE"), help=say(vi, en))
    ask.add_argument(
        "--always",
        action="store_true",
        help=say(
            "luôn đưa bằng chứng tốt nhất, không im lặng (để đo)",
            "give the best evidence, never keep silent (for measuring)",
        ),
    )

    ask.add_argument(
        "--why",
        action="store_true",
        help=say(
            "cho biết vì sao chọn từng câu: từ trùng, điểm của mỗi bước",
            "tell why each sentence was chosen: words shared, the score of each part",
        ),
    )

    search = verb("search", "tìm đoạn văn", "find passages")
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

    serve = verb("serve", "mở trò chuyện trên web và API", "serve the web chat and the API")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        help=say("địa chỉ lắng nghe (mặc định 127.0.0.1)", "address to listen on (default 127.0.0.1)"),
    )
    serve.add_argument(
        "--port", type=_port, default=PORT, help=say(f"cổng (mặc định {PORT})", f"port (default {PORT})")
    )

    evaluate = verb("eval", "chấm câu trả lời theo bộ câu hỏi chuẩn", "score the answers against a gold set")
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

    evaluate.add_argument(
        "--beir",
        type=_path,
        metavar=say("THƯ_MỤC", "DIR"),
        help=say(
            "thư mục dạng BEIR (corpus.jsonl, queries.jsonl, qrels/); chỉ đo việc tìm",
            "a BEIR-format folder (corpus.jsonl, queries.jsonl, qrels/); measures the search alone",
        ),
    )
    evaluate.add_argument(
        "--split",
        default="test",
        metavar=say("PHẦN", "SPLIT"),
        help=say("phần nào trong qrels/ của --beir (mặc định test)", "which of qrels/ with --beir (default test)"),
    )
    evaluate.add_argument(
        "--out",
        type=_path,
        metavar=say("THƯ_MỤC", "DIR"),
        help=say(
            "ghi cả lần chấm và báo cáo vào đây; bị ngắt thì chạy lại lệnh cũ để chấm tiếp",
            "keep the run and its report here; one that was interrupted goes on with the same command",
        ),
    )

    train = verb("train", "cho mô hình làm quen với tài liệu của kho", "draw the encoder to the documents of the home")
    train.add_argument(
        "--adapt",
        action="store_true",
        help=say(
            "học từ chính các bài trong kho (dưới 15 phút cho 1.000 bài); chỉ dùng mô hình mới khi điểm không thấp hơn",
            "learn from the home's own articles (under 15 minutes for 1,000); used only when it scores no lower",
        ),
    )
    train.add_argument(
        "--gold",
        type=_path,
        metavar="GOLD.jsonl",
        help=say("bộ câu hỏi chuẩn để so sánh hai mô hình", "the gold questions that compare the two encoders"),
    )

    for name, words in MODULES.items():
        added = verb(name, *words)
        if name in named:
            import_module(f"ui.{name}").arguments(added)

    verb("status", "kho đang có gì", "what the home holds")
    remove = verb("remove", "bỏ tài liệu khỏi kho", "remove documents from the home")
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
            say(
                f"“{text}” không dùng được, hãy đưa một số nguyên từ {least} đến {most}",
                f"{text!r} cannot be used, give a whole number from {least} to {most}",
            )
        )
    return value


def _count(text: str) -> int:
    return _whole(text, 1, 100)


def _port(text: str) -> int:
    return _whole(text, 0, 65535)


def _path(text: str) -> Path:
    """A path; the empty one, which Python takes for the working folder, is a variable that was not set."""
    if not text.strip():
        raise argparse.ArgumentTypeError(
            say("đường dẫn trống, hãy viết tên một tệp hoặc thư mục", "the path is empty, name a file or a folder")
        )
    return Path(text)
