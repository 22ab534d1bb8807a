import argparse
import json
from dataclasses import replace

import pytest

from corpus.errors import BadInput
from eval.saved import Cited, Digests, Run, RunInfo, Saved, write_run
from ui import stability

INFO = RunInfo(
    program="0.1.0",
    started="2026-11-20T08:30:00+00:00",
    language="vi",
    set="gold",
    gold="gold.jsonl",
    questions=1,
    digests=Digests("g", "c1", {"encoder": "e1"}),
    threshold=0.4,
    articles=1,
    passages=1,
    finished=True,
    sources={"hue.txt": "1"},
)


@pytest.fixture
def folders(tmp_path):
    before = Saved("q1", "vi", "Mấy quận?", "factoid", right=True, citations=(Cited("hue.txt", "9 quận.", 0, 7, 0.9),))
    after = Saved("q1", "vi", "Mấy quận?", "factoid", abstained=True)
    write_run(tmp_path / "a", Run(INFO, (before,)))
    info = replace(INFO, digests=replace(INFO.digests, corpus="c2"), sources={"hue.txt": "2"})
    write_run(tmp_path / "b", Run(info, (after,)))
    return tmp_path / "a", tmp_path / "b"


def options(folders, json=False):
    return argparse.Namespace(before=folders[0], after=folders[1], json=json)


def test_as_text_in_both_languages(folders, capsys, monkeypatch):
    assert stability.run(options(folders)) == 0
    vi = capsys.readouterr().out
    assert "hue.txt (đã sửa)" in vi
    assert "Mất câu trả lời (1)" in vi
    monkeypatch.setenv("HOIDAP_LANG", "en")
    stability.run(options(folders))
    assert "hue.txt (changed)" in capsys.readouterr().out


def test_as_json(folders, capsys):
    assert stability.run(options(folders, json=True)) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"]["lost"] == 1
    assert found["documents"] == [{"source": "hue.txt", "edit": "changed"}]


def test_what_is_no_run_is_said(folders, tmp_path):
    with pytest.raises(BadInput, match="không phải thư mục của một lần chấm"):
        stability.run(options((folders[0], tmp_path)))


def test_the_options():
    parser = argparse.ArgumentParser()
    stability.arguments(parser)
    given = parser.parse_args(["a", "b"])
    assert (given.before.name, given.after.name) == ("a", "b")
