"""Questions written over training articles: looked up, made into SQuAD, kept apart by part."""

import gzip
import json
from pathlib import Path

import pytest

from embeddings.train import written
from embeddings.train.written import FILE, PARTS, Written, articles, key, read_written, save_written, squad
from qa.examples import read_squad

DATA = Path(__file__).parents[4] / "shared" / "data"
NEWS = {"title": " Họp  báo", "lead": "Huế họp báo.", "body": ["Có 9 quận tham gia.", "", "Trời\tmưa."]}
LAW = {"document": "Luật A", "article": "1", "title": "Điều 1", "body": "Phạm vi.\n\nAi cũng theo."}


def zipped(path, rows):
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def asked(article, question="Mấy quận dự?", answer=(16, 22), **changes):
    return Written(
        **{
            "file": "news.jsonl.gz",
            "article": article,
            "part": "train",
            "kind": "fact",
            "lang": "vi",
            "question": question,
            "answer": answer,
            **changes,
        }
    )


def test_articles_of_news_and_law(tmp_path):
    assert list(articles(zipped(tmp_path / "a.jsonl.gz", [NEWS]))) == [
        ("Họp báo", "Huế họp báo.\nCó 9 quận tham gia.\nTrời mưa.")
    ]
    assert list(articles(zipped(tmp_path / "b.jsonl.gz", [LAW]))) == [("Luật A - Điều 1", "Phạm vi.\nAi cũng theo.")]


def test_questions_come_out_as_squad_with_those_that_nothing_answers(tmp_path):
    path = zipped(tmp_path / "news.jsonl.gz", [NEWS])
    [article] = articles(path)
    found = squad([asked(key(*article)), asked(key(*article), "Mấy phường dự?", None)], tmp_path)
    whole = tmp_path / "squad.json"
    whole.write_text(json.dumps(found), encoding="utf-8")
    contexts, questions = read_squad(whole)
    assert contexts == [(article[1], article[0])]
    assert questions == [("Mấy quận dự?", 0, ["9 quận"]), ("Mấy phường dự?", 0, [])]
    with pytest.raises(KeyError):
        squad([asked("0" * 16)], tmp_path)


def test_the_file_is_the_same_for_the_same_questions(tmp_path):
    one, other = tmp_path / "a.gz", tmp_path / "b.gz"
    rows = [asked("a"), asked("b", answer=None)]
    save_written(rows, one)
    save_written(rows, other)
    assert one.read_bytes() == other.read_bytes()
    assert read_written(one) == rows


def test_the_shipped_questions_are_sound():
    rows = read_written()
    assert {row.part for row in rows} == set(PARTS)
    assert len({(row.article, row.question) for row in rows}) == len(rows)
    part_of = {row.article: row.part for row in rows}
    assert all(part_of[row.article] == row.part for row in rows)
    assert all((row.answer is None) == (row.kind == "unanswerable") for row in rows)


@pytest.mark.skipif(not DATA.is_dir(), reason="the training data is not here")
@pytest.mark.parametrize("part", ["fit", "test"])
def test_the_shipped_questions_find_their_articles(part):
    rows = [row for row in read_written() if row.part == part]
    found = squad(rows, DATA)
    answered = [qa for article in found["data"] for qa in article["paragraphs"][0]["qas"] if qa["answers"]]
    assert len(answered) == sum(row.answer is not None for row in rows) > 100
    assert all(1 <= len(qa["answers"][0]["text"].split()) <= 40 for qa in answered)


def test_every_part_has_a_name_in_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["written", str(tmp_path), "none", "-o", str(tmp_path / "x")])
    with pytest.raises(SystemExit):
        written.main()
    assert FILE.name == "written.jsonl.gz"
