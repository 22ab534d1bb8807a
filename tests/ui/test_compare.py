import argparse
import json
import re
from dataclasses import replace

import pytest

from corpus.errors import BadInput
from eval.saved import Cited, Digests, Found, Run, RunInfo, Saved, write_run
from ui import compare

INFO = RunInfo(
    program="0.1.0",
    started="2026-11-20T08:30:00+00:00",
    language="vi",
    set="gold",
    gold="gold.jsonl",
    questions=4,
    digests=Digests("g" * 64, "c" * 64, {"encoder": "e1", "reader": "r1"}),
    threshold=0.4,
    articles=3,
    passages=9,
    finished=True,
)
QUOTE = "Huế có 9 quận <b>&</b> huyện."


def record(id, right, kind="factoid", **fields):
    cited = (Cited("hue.txt", QUOTE, 0, len(QUOTE), 0.9),) if right else ()
    passages = (Found("hue.txt#0-9", "hue.txt", 0, 9, True),)
    given = {
        "docs": ("hue.txt",), "answers": ("9 quận",), "right": right, "forced_right": right, "abstained": not right,
        "confidence": 0.9 if right else 0.2, "hit1": right, "hit3": True, "citations": cited, "passages": passages,
        "relevant": ("hue.txt#0-9",), "ms": 40.0 + 10 * len(id), "stage": None if right else "abstained",
        "abstention_reason": None if right else "not_answered", **fields,
    }  # fmt: skip
    return Saved(id, "vi", f"Câu <i>{id}</i>?", kind, **given)


@pytest.fixture
def folders(tmp_path):
    """Of 12 questions the first run answers two rightly, the second eleven; one question each is the run's own."""
    ids = [f"q{n}" for n in range(12)]
    kinds = ["list" if n % 3 else "factoid" for n in range(12)]
    first = [record(id, n < 2, kind) for n, (id, kind) in enumerate(zip(ids, kinds, strict=True))]
    second = [record(id, n > 0, kind) for n, (id, kind) in enumerate(zip(ids, kinds, strict=True))]
    write_run(tmp_path / "a", Run(replace(INFO, questions=13), (*first, record("old", True))))
    digests = Digests("g" * 64, "d" * 64, INFO.digests.models)
    write_run(tmp_path / "b", Run(replace(INFO, questions=13, digests=digests), (*second, record("new", True))))
    return tmp_path / "a", tmp_path / "b"


def options(first, second, **given):
    return argparse.Namespace(first=first, second=second, **{"out": None, "json": False, **given})


def test_the_comparison_is_printed_in_the_language_of_the_command_line(folders, capsys, monkeypatch):
    assert compare.run(options(*folders)) == 0
    vi = capsys.readouterr().out
    assert vi.startswith("# So sánh hai lần chấm")
    assert "khác nhau về: tài liệu" in vi
    assert "chỉ có ở A (1): old." in vi
    assert "Câu chỉ B trả lời đúng (10)" in vi
    assert "Câu chỉ A trả lời đúng (1)" in vi
    monkeypatch.setenv("HOIDAP_LANG", "en")
    compare.run(options(*folders))
    assert "differ in: documents" in capsys.readouterr().out


def test_as_json(folders, capsys):
    assert compare.run(options(*folders, json=True)) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["questions"] == 12
    overall = found["measures"]["overall"]["difference"]
    assert (overall["wins"], overall["ties"], overall["losses"]) == (10, 1, 1)
    assert overall["p"] == pytest.approx(24 / 2**11)  # the signs that give a sum of 9 or more: none, or one of eleven
    assert (found["only_first"], found["only_second"]) == (["old"], ["new"])
    assert set(found["kinds"]) == {"factoid", "list"}


def test_the_page_needs_nothing_but_itself_and_escapes_what_it_shows(folders, tmp_path, capsys):
    path = tmp_path / "so-sanh.html"
    assert compare.run(options(*folders, out=path)) == 0
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    assert "Câu &lt;i&gt;q1" in page or "Câu &lt;i&gt;q2" in page
    assert "<i>q" not in page
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("<svg") == 8  # four plots a side
    assert "B tốt hơn" in page
    assert "hai lần chấm khác nhau về: tài liệu" in page
    assert len(page) < 500_000
    assert not list(tmp_path.glob("*.new"))


@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_opens_in_a_browser_without_an_error_or_an_outside_request(folders, tmp_path, browser, width):
    path = tmp_path / "so-sanh.html"
    compare.run(options(*folders, out=path))
    page = browser.new_page(viewport={"width": width, "height": 800})
    wrong, asked = [], []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert page.locator("h1").inner_text() == "So sánh hai lần chấm"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert wrong == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()


def test_a_page_that_cannot_be_written_is_said(folders, tmp_path):
    with pytest.raises(BadInput, match="Hãy chọn một tệp khác cho --out"):
        compare.run(options(*folders, out=tmp_path / "missing" / "page.html"))


def test_what_is_no_run_is_said(folders, tmp_path):
    with pytest.raises(BadInput, match="không phải thư mục của một lần chấm"):
        compare.run(options(folders[0], tmp_path))


def test_the_options(tmp_path, monkeypatch):
    parser = argparse.ArgumentParser()
    compare.arguments(parser)
    given = parser.parse_args(["a", "b", "--out", "c.html"])
    assert (given.first.name, given.second.name, given.out.name) == ("a", "b", "c.html")
