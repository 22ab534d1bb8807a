import json

import pytest

from corpus.errors import BadGold
from eval.beir import BeirQuery, read_beir

CORPUS = [
    {"_id": "d1", "title": "Huế", "text": "Huế có  9 quận."},
    {"_id": "d 2#", "title": "", "text": "Vinh có 16 phường.", "metadata": {}},
    {"_id": "d3", "title": "Chỉ có tiêu đề", "text": " "},
    {"_id": "d4", "text": "Không có tiêu đề."},
]
QUERIES = [{"_id": "q2", "text": "Vinh?"}, {"_id": "q1", "text": " Huế  có gì? "}, {"_id": "q3", "text": "Không chấm"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td3\t1\nq2\td 2#\t1\nq1\td4\t0\n"


@pytest.fixture
def write(tmp_path):
    """Writes the set with some of its files changed; the folder."""

    def write(corpus=None, queries=None, qrels=QRELS, split="test"):
        def lines(rows):
            return rows if isinstance(rows, str) else "".join(json.dumps(row) + "\n" for row in rows)

        (tmp_path / "corpus.jsonl").write_text(lines(CORPUS if corpus is None else corpus), encoding="utf-8")
        (tmp_path / "queries.jsonl").write_text(lines(QUERIES if queries is None else queries), encoding="utf-8")
        (tmp_path / "qrels").mkdir(exist_ok=True)
        (tmp_path / "qrels" / f"{split}.tsv").write_text(qrels, encoding="utf-8")
        return tmp_path

    return write


def test_documents_are_articles_and_only_judged_queries_are_asked(write):
    data = read_beir(write())
    assert [(a.source, a.title, a.text) for a in data.articles] == [
        ("d1", "Huế", "Huế có 9 quận."),
        ("d 2#", None, "Vinh có 16 phường."),
        ("d3", None, "Chỉ có tiêu đề"),
        ("d4", None, "Không có tiêu đề."),
    ]
    assert data.queries == (
        BeirQuery("q2", "Vinh?", {"d 2#": 1}),
        BeirQuery("q1", "Huế có gì?", {"d1": 2, "d3": 1, "d4": 0}),
    )


def test_another_split_a_file_without_header_windows_ends_and_blank_lines(write):
    folder = write(qrels="q2\td1\t1\r\n\r\n", split="dev")
    assert [(query.id, query.grades) for query in read_beir(folder, "dev").queries] == [("q2", {"d1": 1})]


@pytest.mark.parametrize(
    ("files", "vi", "en"),
    [
        ({"corpus": "{\n"}, "corpus.jsonl, dòng 1: không phải JSON", "corpus.jsonl, line 1: not JSON"),
        (
            {"corpus": "\n[]\n"},
            "corpus.jsonl, dòng 2: cần một đối tượng JSON",
            "corpus.jsonl, line 2: needs a JSON object",
        ),
        ({"corpus": [{"text": "x"}]}, "dòng 1, trường '_id': thiếu", "line 1, field '_id': missing"),
        ({"corpus": [{"_id": 1, "text": "x"}]}, "dòng 1, trường '_id': thiếu, hoặc không phải chuỗi", "not a string"),
        ({"corpus": [{"_id": " ", "text": "x"}]}, "dòng 1, trường '_id': không được để trống", "must not be blank"),
        ({"corpus": [{"_id": "a", "title": "x"}]}, "dòng 1, trường 'text': thiếu", "field 'text': missing"),
        ({"corpus": [{"_id": "a", "text": "x", "title": None}]}, "dòng 1, trường 'title'", "line 1, field 'title'"),
        ({"corpus": [{"_id": "a", "text": "", "title": ""}]}, "đều trống", "are blank"),
        ({"corpus": [CORPUS[0], CORPUS[0]]}, "dòng 2, trường '_id': 'd1' đã có", "line 2, field '_id': 'd1' stands"),
        ({"corpus": ""}, "corpus.jsonl trống", "corpus.jsonl is empty"),
        ({"queries": ""}, "queries.jsonl trống", "queries.jsonl is empty"),
        ({"queries": [{"_id": "q1"}]}, "queries.jsonl, dòng 1, trường 'text': thiếu", "line 1, field 'text': missing"),
        (
            {"queries": [{"_id": "q1", "text": " "}]},
            "trường 'text': không được để trống",
            "field 'text': must not be blank",
        ),
        ({"queries": [QUERIES[0], QUERIES[0]]}, "dòng 2, trường '_id': 'q2' đã có", "line 2, field '_id': 'q2' stands"),
        ({"qrels": "q1 d1 1\n"}, "test.tsv, dòng 1: cần 3 cột", "test.tsv, line 1: needs 3 columns"),
        ({"qrels": "q9\td1\t1\n"}, "dòng 1, trường 'query-id': queries.jsonl không có câu 'q9'", "has no 'q9'"),
        (
            {"qrels": "q1\td9\t1\n"},
            "trường 'corpus-id': corpus.jsonl không có 'd9'",
            "field 'corpus-id': corpus.jsonl has no",
        ),
        ({"qrels": "q1\td1\tcao\n"}, "trường 'score': cần một số nguyên, không phải 'cao'", "needs a whole number"),
        ({"qrels": QRELS + "q1\td1\t1\n"}, "dòng 6, trường 'corpus-id': 'd1' đã có", "line 6, field 'corpus-id': 'd1'"),
        ({"qrels": "query-id\tcorpus-id\tscore\n"}, "không chấm câu nào", "judges no query"),
    ],
)
def test_every_fault_is_named(write, files, vi, en):
    with pytest.raises(BadGold) as error:
        read_beir(write(**files))
    assert vi in error.value.vi
    assert en in error.value.en


def test_a_file_that_is_not_there_or_not_utf_8(write, tmp_path):
    with pytest.raises(BadGold, match=r"corpus\.jsonl"):
        read_beir(tmp_path / "none")
    folder = write()
    with pytest.raises(BadGold, match=r"dev\.tsv"):
        read_beir(folder, "dev")
    (folder / "queries.jsonl").write_bytes("Huế".encode("utf-16"))
    with pytest.raises(BadGold, match=r"queries\.jsonl không phải UTF-8"):
        read_beir(folder)
