"""What argparse itself says, in Vietnamese: it looks every phrase up by the two names of gettext in its own module."""

import argparse
import gettext
from collections.abc import Callable, Mapping
from typing import Final

from corpus.errors import Language

# As the versions of Python from 3.11 on word them. Phrases for the programmer alone are left out.
PHRASES: Final[Mapping[str, str]] = {
    "usage: ": "cách dùng: ",
    "positional arguments": "tham số",
    "options": "tùy chọn",
    "subcommands": "lệnh con",
    "show this help message and exit": "in phần trợ giúp này rồi thoát",
    "%(prog)s: error: %(message)s\n": "%(prog)s: lỗi: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "tham số %(argument_name)s: %(message)s",
    "the following arguments are required: %s": "còn thiếu %s, hãy thêm vào",
    "one of the arguments %s is required": "cần một trong các tham số %s, hãy thêm vào",
    "unrecognized arguments: %s": "không hiểu “%s”, hãy bỏ đi hoặc kiểm tra chính tả",
    "unexpected option string: %s": "không hiểu tùy chọn “%s”, hãy bỏ đi hoặc kiểm tra chính tả",
    "ambiguous option: %(option)s could match %(matches)s": (
        "“%(option)s” có thể là %(matches)s, hãy viết đầy đủ tên tùy chọn"
    ),
    "invalid choice: %(value)r (choose from %(choices)s)": "không có lựa chọn %(value)r, hãy chọn một trong %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "không có lựa chọn %(value)r, có lẽ là %(closest)r; hãy chọn một trong %(choices)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "không có lệnh %(parser_name)r, hãy chọn một trong %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "không nhận giá trị %(value)r, hãy đưa một giá trị khác",
    "expected one argument": "thiếu giá trị, hãy viết một giá trị ngay sau đó",
    "expected at most one argument": "chỉ nhận nhiều nhất một giá trị, hãy bớt đi",
    "expected at least one argument": "thiếu giá trị, hãy viết ít nhất một giá trị ngay sau đó",
    "expected %s argument": "cần đúng %s giá trị, hãy viết ngay sau đó",
    "expected %s arguments": "cần đúng %s giá trị, hãy viết ngay sau đó",
    "not allowed with argument %s": "không dùng chung được với %s, hãy bỏ một trong hai",
    "ignored explicit argument %r": "không nhận giá trị, hãy bỏ %r",
    "can't open '%(filename)s': %(error)s": "không mở được tệp %(filename)s (%(error)s), hãy kiểm tra đường dẫn",
}


def install(language: Callable[[], Language]) -> None:
    """Make argparse speak Vietnamese whenever `language` says so; English stays as it is."""

    def phrase(message: str) -> str:
        return PHRASES.get(message, message) if language() == "vi" else gettext.gettext(message)

    def counted(one: str, many: str, number: int) -> str:
        return phrase(one) if language() == "vi" else gettext.ngettext(one, many, number)

    vars(argparse).update(_=phrase, ngettext=counted)
