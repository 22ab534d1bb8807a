import json
from dataclasses import replace

import numpy as np
import pytest

from corpus.types import Article
from embeddings.reader import Reads
from eval import ablation
from eval.collection import collection
from eval.squad import SquadQuestion, SquadSet
from qa.config import Config
from qa.features import NAMES
from qa.library import Library
from qa.ranker import load_ranker

CONTEXTS = (
    Article("a.txt", "Tỉnh Ninh Bình có 45 trạm phát sóng. Trạm ở thôn bản chạy bằng pin mặt trời."),
    Article("b.txt", "Chợ trung tâm mở cửa lúc sáu giờ sáng. Hàng hóa rất phong phú."),
    Article("c.txt", "Trường dạy tin học từ lớp ba. Học sinh thi giỏi nhiều năm liền."),
    Article("d.txt", "Sông Đáy chảy qua hai huyện. Bến đò cũ nay là cây cầu mới."),
)
QUESTIONS = (
    SquadQuestion("1", "Ninh Bình có bao nhiêu trạm phát sóng?", "a.txt", ("45",)),
    SquadQuestion("2", "Chợ mở cửa lúc nào?", "b.txt", ("sáu giờ sáng",)),
    SquadQuestion("3", "Trường dạy tin học từ lớp mấy?", "c.txt", ("lớp ba",)),
    SquadQuestion("4", "Ai xây cầu?", "d.txt", ()),
)
VARIANTS = ["words", "vectors", "hybrid", "hybrid, network", "hybrid, network, reader"]


class Figures:
    """Knows that an answer has a figure in it."""

    def read(self, question, items):
        places = [text.find("45") for text, _ in items]
        spans = [(p, p + 2) if p >= 0 else None for p in places]
        return Reads(np.array([float(p >= 0) for p in places]), spans.__getitem__)


class Strict:
    """An encoder that must not be asked for questions."""

    fingerprint, dimension = "strict", 4

    def encode_queries(self, texts):
        raise AssertionError("words alone need no vector of the question")

    def encode_passages(self, texts, *, progress=False):
        return np.eye(4, dtype=np.float32)[np.arange(len(texts)) % 4]


def turned(encoder):
    """The encoder, for which every question is one about goods."""

    class Turned:
        fingerprint, dimension = encoder.fingerprint, encoder.dimension

        def encode_queries(self, texts):
            return encoder.encode_queries(["Hàng hóa rất phong phú."] * len(texts))

    return Turned()


@pytest.fixture
def scores(encoder):
    return ablation.measure(SquadSet(CONTEXTS, QUESTIONS), encoder, Figures())


def asked(variant, home, text):
    """The answer of one variant, and the sources of what it retrieves."""
    with Library(home, Config(), variant.encoder, variant.ranker, variant.reader) as library:
        library.fusion = variant.fusion
        return library.ask(text, always=True), [hit.passage.article.source for hit in library.retrieve(text, 50)]


def test_every_variant_answers_the_same_questions(scores, encoder):
    assert list(scores["variants"]) == VARIANTS
    assert (scores["questions"], scores["passages"]) == (4, 4)
    for variant in scores["variants"].values():
        assert [row["id"] for row in variant["per_question"]] == ["1", "2", "3", "4"]
        assert [row["nDCG@10"] for row in variant["per_question"]] == [1.0, 1.0, 1.0, None]
        assert (variant["nDCG@10"], variant["R@1"], variant["crashed"]) == (1.0, 1.0, 0)
        assert variant["first sentence"] == 0.75  # of the fourth question nothing is right but silence
        assert variant["p50 ms"] > 0
    spans = scores["spans"]
    assert (spans["questions"], spans["left_out"], spans["unmarked"]) == (3, 0, 2)
    assert spans["f1"] == spans["exact"] == pytest.approx(1 / 3)
    passages = [text for text in encoder.encoded if any(text == article.text for article in CONTEXTS)]
    assert len(passages) == len(CONTEXTS)  # encoded once, not once a variant


def test_each_variant_has_what_its_name_says(encoder, tmp_path):
    reader = Figures()
    words, vectors, hybrid, network, whole = ablation.variants(tmp_path, encoder, reader)
    assert words.encoder is not encoder
    assert [v.encoder for v in (vectors, hybrid, network, whole)] == [encoder] * 4
    assert [isinstance(v.reader, ablation.BlankReader) for v in (words, vectors, hybrid, network, whole)] == [
        True
    ] * 4 + [False]
    assert whole.reader is reader
    assert whole.ranker == load_ranker()
    assert (network.ranker.reading, network.ranker.w1.tolist()) == (0.0, load_ranker().w1.tolist())
    names = [{path.name for path in v.files} for v in (words, vectors, hybrid, network, whole)]
    assert names[0] == {"words", "vi-marks.safetensors"}
    assert names[1] == {"fake.faiss", "vi-en-minilm", "bert-6x384.onnx", "vi-marks.safetensors"}
    assert names[2] == names[0] | names[1]
    assert names[3] - names[2] == {"ranker.json"}
    assert names[4] - names[3] == {"vi-en-reader"}
    assert all(path.exists() for path in whole.files if path.parent != tmp_path)


def test_words_alone_need_no_vector_and_vectors_alone_no_word(encoder, tmp_path):
    strict = Strict()
    with collection(CONTEXTS, home=tmp_path, encoder=strict):
        pass
    by_words = ablation.variants(tmp_path, strict, Figures())[0]
    answer, found = asked(by_words, tmp_path, "Ninh Bình có bao nhiêu trạm phát sóng?")
    assert answer.citations[0].quote == "Tỉnh Ninh Bình có 45 trạm phát sóng."
    assert found[0] == "a.txt"
    assert "b.txt" not in found  # it shares no word with the question
    with collection(CONTEXTS, home=tmp_path, encoder=encoder):
        pass
    by_vectors = ablation.variants(tmp_path, turned(encoder), Figures())[1]
    answer, found = asked(by_vectors, tmp_path, "Tỉnh có trạm phát sóng")
    assert answer.citations[0].quote == "Hàng hóa rất phong phú."
    assert (found[0], len(found)) == ("b.txt", 4)


def test_a_crash_is_counted_and_shown(make, scores):
    records = [
        make.saved("1", ("b.txt", "a.txt"), docs=("a.txt",), forced_right=True, ms=30.0),
        make.saved("4", answerable=False, ms=10.0, error="ValueError: hỏng"),
    ]
    found = ablation._scores(records, ())
    assert found["nDCG@10"] == pytest.approx(1 / np.log2(3))
    assert (found["R@1"], found["first sentence"], found["p50 ms"], found["crashed"]) == (0.0, 0.5, 20.0, 1)
    assert "Crashed" not in ablation.ablation_text(scores)
    assert ablation.ablation_text({**scores, "variants": {"words": found}}).endswith("Crashed: 1.")


def test_the_variants_take_turns(make, monkeypatch):
    seen = []

    def run(questions, asker):
        seen.append((questions[0].id, asker))
        return [make.saved(questions[0].id)]

    monkeypatch.setattr(ablation, "run_squad", run)
    found = ablation._alternating(QUESTIONS[:3], ["x", "y"], progress=False)
    assert seen == [("1", "x"), ("1", "y"), ("2", "y"), ("2", "x"), ("3", "x"), ("3", "y")]
    assert [[record.id for record in records] for records in found] == [["1", "2", "3"]] * 2


def test_the_nearest_sentence_is_one_of_the_first_passage():
    rows = np.zeros((3, len(NAMES)))
    rows[:, NAMES.index("bm25")] = 0.1, 0.4, 2.0
    rows[:, NAMES.index("cosine")] = -0.2, -0.6, 0.9
    rows[:, NAMES.index("rank")] = 1.0, 1.0, 0.5
    for features, best in ((("bm25",), 1), (("cosine",), 0), (("bm25", "cosine"), 0)):
        assert int(np.argmax(ablation.nearest(*features).scores(rows))) == best


def test_files_and_folders_are_weighed(tmp_path):
    (tmp_path / "words" / "deep").mkdir(parents=True)
    (tmp_path / "words" / "deep" / "a").write_bytes(b"x" * 1_500_000)
    (tmp_path / "words" / "b").write_bytes(b"x" * 250_000)
    (tmp_path / "c").write_bytes(b"x" * 250_000)
    assert ablation.megabytes([tmp_path / "words", tmp_path / "c"]) == 2.0


def test_a_limit_spreads_the_questions():
    questions = [replace(QUESTIONS[0], id=str(n)) for n in range(10)]
    assert [q.id for q in ablation.thinned(questions, 4)] == ["0", "2", "5", "7"]
    assert [q.id for q in ablation.thinned(questions, 99)] == [q.id for q in questions]
    assert len(ablation.thinned(questions, None)) == 10


def test_the_table_has_a_line_for_each_variant_and_one_for_the_spans(scores):
    lines = ablation.ablation_text(scores).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert cells[0] == ["", "nDCG@10", "R@1", "first sentence", "p50 ms", "MB"]
    assert [row[0] for row in cells[2:]] == VARIANTS
    assert {tuple(row[1:4]) for row in cells[2:]} == {("1.000", "1.000", "0.750")}
    assert "token F1 0.333, exact match 0.333 of 3 questions (2 with nothing marked; 0 left out" in lines[-1]


def test_the_command_prints_text_or_json_and_says_what_it_cannot_read(tmp_path, encoder, monkeypatch, capsys):
    monkeypatch.setattr(ablation, "SentenceEncoder", lambda: encoder)
    monkeypatch.setattr(ablation, "SentenceReader", Figures)
    rows = [
        {"context": a.text, "qas": [{"id": q.id, "question": q.question, "answers": [{"text": t} for t in q.answers]}]}
        for a, q in zip(CONTEXTS[:3], QUESTIONS[:3], strict=True)
    ]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [{"paragraphs": rows}]}), encoding="utf-8")
    assert ablation.main(["--squad", str(path), "--strip", "--limit", "2", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["questions"], printed["passages"]) == (2, 3)
    assert ablation.main(["--squad", str(path), "--limit", "1"]) == 0
    assert "| hybrid, network, reader |" in capsys.readouterr().out
    assert ablation.main(["--squad", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        ablation.main(["--squad", str(path), "--limit", "0"])
