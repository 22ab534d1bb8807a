"""argparse speaks the language of the command line, whatever version of it is installed."""

import argparse
import ast
import gettext
import inspect
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from corpus.vietnamese import has_marks
from ui import phrases
from ui.arguments import parser

Told: TypeAlias = Callable[..., tuple[int | str | None, str, str]]

# Said to programmers, or for what this command line has not: files opened by argparse, versions, deprecated options.
NOT_SAID = re.compile(
    r"conflict|required\' is an invalid|not defined|mutually exclusive|invalid option string|dest=|cannot |not callable|with mode|"
    r"version number|deprecated|default: "
)


@pytest.fixture(autouse=True)
def argparse_as_before() -> Iterator[None]:
    """No other test meets what is installed here."""
    yield
    phrases.install(lambda: "en")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the command line says to these arguments: status, stdout, stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int | str | None, str, str]:
        with pytest.raises(SystemExit) as stop:
            parser().parse_args(arguments)
        shown = capsys.readouterr()
        return stop.value.code, shown.out, shown.err

    return run


def looked_up() -> set[str]:
    """Every phrase that the installed argparse looks up."""
    found = set()
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return found


def test_every_phrase_that_people_may_meet_is_translated() -> None:
    found = {phrase for phrase in looked_up() if not NOT_SAID.search(phrase)}
    assert "unrecognized arguments: %s" in found
    assert found <= phrases.PHRASES.keys()


def test_a_translation_has_the_places_of_its_phrase() -> None:
    places = re.compile(r"%(?:\(\w+\))?[sr]")
    for phrase, translation in phrases.PHRASES.items():
        told = [place for place in places.findall(phrase) if place != "%(type)s"]  # a name of the code
        assert sorted(told) == sorted(places.findall(translation)), phrase
        assert has_marks(translation), phrase


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "hoidap: Còn thiếu LỆNH, hãy thêm vào."),
        (["index"], "hoidap index: Còn thiếu ĐƯỜNG_DẪN, hãy thêm vào."),
        (["fly"], "hoidap: Tham số LỆNH: không có lựa chọn 'fly', hãy chọn một trong "),
        (["ask", "--thừa", "a"], "hoidap: Không hiểu “--thừa”, hãy bỏ đi hoặc kiểm tra chính tả."),
        (["ask", "--h"], "hoidap ask: “--h” có thể là --help, --home, hãy viết đầy đủ tên tùy chọn."),
        (["ask", "--json=3"], "hoidap ask: Tham số --json: không nhận giá trị, hãy bỏ '3'."),
        (["search", "-k"], "hoidap search: Tham số -k: thiếu giá trị, hãy viết một giá trị ngay sau đó."),
        (["search", "-k", "hai", "a"], "hoidap search: Tham số -k: “hai” không dùng được, hãy đưa một số nguyên từ 1 đến 100."),
        (["index", ""], "hoidap index: Tham số ĐƯỜNG_DẪN: đường dẫn trống, hãy viết tên một tệp hoặc thư mục."),
    ],
)  # fmt: skip
def test_a_bad_argument_is_a_vietnamese_sentence_that_says_what_to_do(
    told: Told, arguments: list[str], said: str
) -> None:
    status, out, err = told(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(said)
    assert err.endswith("--help.\n")
    assert not re.search(r"argument|require|choose|choice|usage|expected|invalid", err)


def test_the_help_is_vietnamese(told: Told) -> None:
    for arguments in (["--help"], ["index", "-h"]):
        status, out, err = told(*arguments)
        assert (status, err) == (0, "")
        assert out.startswith("cách dùng: hoidap")
        assert "tham số:\n" in out
        assert "tùy chọn:\n" in out
        assert "in phần trợ giúp này rồi thoát" in out
        assert not re.search(r"usage|arguments|options:|show this", out)


def test_english_stays_english_and_the_language_may_change(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Còn thiếu" in told("index")[2]
    monkeypatch.setenv("HOIDAP_LANG", "en")
    assert told("index")[2].startswith("hoidap index: The following arguments are required: PATH. See hoidap index")
    assert told("--help")[1].startswith("usage: hoidap")
    assert told("search", "-k")[2].startswith("hoidap search: Argument -k: expected one argument.")
    monkeypatch.delenv("HOIDAP_LANG")
    assert told("--help")[1].startswith("cách dùng: hoidap")


def test_numbers_of_arguments() -> None:
    one = argparse.ArgumentParser(prog="x", exit_on_error=False)
    one.add_argument("--two", nargs=2)
    for language, said in (("vi", "tham số --two: cần đúng 2 giá trị"), ("en", "argument --two: expected 2 arguments")):
        phrases.install(lambda language=language: language)  # type: ignore[misc]
        with pytest.raises(argparse.ArgumentError) as error:
            one.parse_args(["--two", "a"])
        assert str(error.value).startswith(said)


def test_english_is_what_gettext_says() -> None:
    phrases.install(lambda: "en")
    assert all(vars(argparse)["_"](phrase) == gettext.gettext(phrase) for phrase in phrases.PHRASES)
