import json
from dataclasses import replace

import ir_measures
import pytest

from corpus.errors import BadInput
from corpus.types import Article
from eval import collection as collections
from eval import command
from eval.digests import code_digest, corpus_digest, gold_digest, model_digests, version
from eval.saved import RECORDS, read_run, write_info
from qa.library import open_library

QUESTIONS = [
    {"id": "1", "lang": "vi", "question": "Tỉnh Ninh Bình có bao nhiêu trạm phát sóng?", "kind": "factoid", "docs": ["tram.txt"], "answers": ["45 trạm"]},
    {"id": "2", "lang": "vi", "question": "Chợ trung tâm huyện mở cửa lúc mấy giờ?", "kind": "factoid", "docs": ["cho.txt"], "answers": ["sáu giờ"]},
    {"id": "3", "lang": "vi", "question": "Giá vàng ở Luân Đôn hôm nay?", "kind": "unanswerable", "docs": [], "answers": []},
    {"id": "4", "lang": "vi", "question": "Cầu treo dài bao nhiêu mét?", "kind": "factoid", "docs": ["cau.txt"], "answers": ["120 mét"]},
]  # fmt: skip
TEXTS = {
    "tram.txt": "Tỉnh Ninh Bình có 45 trạm phát sóng. Trạm phủ kín mọi thôn bản.",
    "cho.txt": "Chợ trung tâm huyện mở cửa lúc sáu giờ sáng hằng ngày.",
}
FILES = {RECORDS, "run.json", "scores.json", "run.trec", "qrels.trec", "report.html", "report.md"}


@pytest.fixture(autouse=True)
def small(monkeypatch, encoder, reader):
    """Every library that the command opens has an encoder and a reader of known numbers."""
    whole = collections.open_library
    for module in (collections, command):
        monkeypatch.setattr(
            module, "open_library", lambda home, **more: whole(home, **{**more, "encoder": encoder, "reader": reader})
        )


@pytest.fixture
def gold(tmp_path):
    """The arguments of `command.gold`: a gold file and the folder that it asks."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in TEXTS.items():
        (docs / name).write_text(text, encoding="utf-8")
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in QUESTIONS), encoding="utf-8")
    return path, tmp_path / "home", docs, "vi", False


def timeless(records):
    return [replace(record, ms=0.0) for record in records]


def test_a_gold_run_is_kept_whole(gold, tmp_path):
    out = tmp_path / "out"
    scores, text = command.gold(*gold, out)
    assert {path.name for path in out.iterdir()} == FILES
    run = read_run(out)
    assert (run.info.finished, run.info.set, run.info.gold, run.info.questions) == (True, "gold", "gold.jsonl", 4)
    assert (run.info.articles, run.info.passages, run.info.language) == (2, 2, "vi")
    assert run.info.digests.gold == gold_digest([gold[0]])
    assert set(run.info.digests.models) == {"encoder", "reader", "restorer", "ranker"}
    assert [record.stage for record in run.records][-1] == "not_indexed"
    assert run.records[0].relevant == (f"tram.txt#0-{len(TEXTS['tram.txt'])}",)
    kept = json.loads((out / "scores.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(scores))
    assert kept["ranking"]["left_out"] == 1
    assert "# Kết quả" in text
    qrels = list(ir_measures.read_trec_qrels(str(out / "qrels.trec")))
    assert [row.query_id for row in qrels] == ["1", "2"]


def test_a_run_that_is_not_kept_gives_the_same_numbers(gold, tmp_path):
    kept, _ = command.gold(*gold, tmp_path / "out")
    other, _ = command.gold(*gold)
    clock = ("latency_ms", "per_question", "by")
    assert {k: v for k, v in kept.items() if k not in clock} == {k: v for k, v in other.items() if k not in clock}


def test_an_interrupted_run_goes_on(gold, tmp_path):
    out, other = tmp_path / "out", tmp_path / "other"
    command.gold(*gold, out)
    command.gold(*gold, other)
    with pytest.raises(BadInput, match="hoàn tất"):
        command.gold(*gold, out)
    lines = (out / RECORDS).read_bytes().splitlines(keepends=True)
    (out / RECORDS).write_bytes(b"".join(lines[:2]) + lines[2][:30])
    write_info(out, replace(read_run(other).info, finished=False))
    command.gold(*gold, out)
    assert (out / RECORDS).read_bytes().splitlines(keepends=True)[:2] == lines[:2]
    assert timeless(read_run(out).records) == timeless(read_run(other).records)
    (gold[2] / "cho.txt").write_text("Chợ đóng cửa.", encoding="utf-8")
    write_info(out, replace(read_run(out).info, finished=False))
    with pytest.raises(BadInput, match="đã đổi tài liệu"):
        command.gold(*gold, out)


def test_a_squad_run_is_kept(tmp_path):
    rows = [
        {
            "context": text,
            "qas": [{"id": row["id"], "question": row["question"], "answers": [{"text": row["answers"][0]}]}],
        }
        for row, text in zip(QUESTIONS, TEXTS.values(), strict=False)
    ]
    path, out = tmp_path / "set.json", tmp_path / "out"
    path.write_text(json.dumps({"data": [{"paragraphs": rows}]}), encoding="utf-8")
    scores, _ = command.squad(path, None, True, None, "en", False, out)
    run = read_run(out)
    assert {path.name for path in out.iterdir()} == FILES
    assert (run.info.set, [record.variant for record in run.records]) == ("squad", ["strip", "strip"])
    assert run.info.digests.gold == gold_digest([path], "strip") != gold_digest([path])
    assert all(record.words and record.relevant for record in run.records)
    kept = json.loads((out / "scores.json").read_text(encoding="utf-8"))
    assert kept["squad"] == json.loads(json.dumps(scores))
    assert kept["answerable"]["questions"] == 2


def test_a_beir_run_ranks_documents(tmp_path):
    folder, out = tmp_path / "set", tmp_path / "out"
    (folder / "qrels").mkdir(parents=True)
    documents = [{"_id": f"d {n}", "title": "Tin", "text": text} for n, text in enumerate(TEXTS.values())]
    queries = [{"_id": row["id"], "text": row["question"]} for row in QUESTIONS[:2]]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in documents), encoding="utf-8")
    (folder / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in queries), encoding="utf-8")
    (folder / "qrels" / "dev.tsv").write_text("1\td 0\t2\n2\td 1\t1\n", encoding="utf-8")
    scores, text = command.beir(folder, "dev", None, "vi", False, out)
    assert {path.name for path in out.iterdir()} == FILES
    assert {name: value["mean"] for name, value in scores["ranking"].items()} == {
        "nDCG@10": 1.0, "R@1": 1.0, "R@5": 1.0, "R@10": 1.0, "R@50": 1.0, "RR": 1.0,
    }  # fmt: skip
    assert "nDCG@10" in text
    assert "1,000" in text
    assert "nDCG@10" in command.beir_text(scores, "en")
    assert (read_run(out).info.gold, read_run(out).info.set) == ("set", "beir")
    assert (out / "qrels.trec").read_text(encoding="ascii").splitlines() == ["1 0 d%200 2", "2 0 d%201 1"]


def test_the_digests_follow_what_they_are_of(encoder, tmp_path):
    def digest(*articles):
        with collections.collection(articles, encoder=encoder) as library:
            return corpus_digest(library.store)

    one, two = Article("a.txt", "Huế có 9 quận."), Article("b.txt", "Vinh có 16 phường.")
    assert digest(one, two) == digest(two, one) != digest(one)
    assert digest(one) != digest(replace(one, text="Huế có 8 quận.")) != digest(replace(one, source="c.txt"))
    for name, text in (("x", "1"), ("y", "1"), ("z", "2")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    x, y, z = (tmp_path / name for name in "xyz")
    assert gold_digest([x]) == gold_digest([y]) != gold_digest([z])
    assert len({gold_digest([x]), gold_digest([x], "strip"), gold_digest([x, y]), gold_digest([x, z])}) == 4


def test_the_models_of_the_program_are_told_apart(encoder, reader, tmp_path):
    with open_library(tmp_path, encoder=encoder, reader=reader) as library:
        found = model_digests(library)
        assert (found["encoder"], found["reader"]) == ("fake", "FakeReader")
        library.ranker = replace(library.ranker, threshold=0.123)
        other = model_digests(library)
    assert {name for name in found if found[name] != other[name]} == {"ranker"}
    assert len(code_digest()) == 16
    assert version().split(".")[0].isdigit()
