import gzip
import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import BadGold
from eval.squad import SquadQuestion, first_sentence_right, read_squad

DATA = Path(__file__).parents[3] / "shared" / "data"


def paragraph(context, *questions):
    return {"context": context, "qas": list(questions)}


def asked(id, question, *answers, **more):
    return {"id": id, "question": question, "answers": [{"text": a, "answer_start": 0} for a in answers], **more}


def squad(*paragraphs):
    return {"version": "1.1", "data": [{"title": "t", "paragraphs": [p]} for p in paragraphs]}


def written(folder, value, name="set.json"):
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def test_each_distinct_context_is_one_article_without_a_title(tmp_path):
    decomposed = unicodedata.normalize("NFD", "Huế  có 9 quận. ")
    path = written(
        tmp_path,
        squad(
            paragraph("Huế có 9 quận.", asked("1", "Mấy quận?", "9 quận", "9")),
            paragraph("Vinh.\r\n\r\nLam.", asked("2", "Sông nào?", "Lam")),
            paragraph(decomposed, asked("3", "Ở đâu?", unicodedata.normalize("NFD", "Huế"), "Huế")),
        ),
    )
    read = read_squad(path)
    assert [(a.source, a.text, a.title) for a in read.contexts] == [
        ("squad/000000.txt", "Huế có 9 quận.", None),
        ("squad/000001.txt", "Vinh.\nLam.", None),
    ]
    assert read.questions == (
        SquadQuestion("1", "Mấy quận?", "squad/000000.txt", ("9 quận", "9")),
        SquadQuestion("2", "Sông nào?", "squad/000001.txt", ("Lam",)),
        SquadQuestion("3", "Ở đâu?", "squad/000000.txt", ("Huế",)),
    )


def test_reads_gzip_by_content_and_version_2(tmp_path):
    rows = squad(paragraph("Huế.", asked("1", "Đâu?", "Huế"), asked("2", "Ai?", is_impossible=True)))
    path = tmp_path / "set.bin"
    path.write_bytes(gzip.compress(json.dumps(rows).encode()))
    assert [question.answers for question in read_squad(path).questions] == [("Huế",), ()]


def test_a_repeated_id_keeps_all_its_questions(tmp_path):
    rows = squad(
        paragraph("Huế.", asked("1", "a?", "Huế"), asked("1", "b?", "Huế")), paragraph("H", asked("1", "c?", "H"))
    )
    assert [(q.id, q.question) for q in read_squad(written(tmp_path, rows)).questions] == [
        ("1", "a?"),
        ("1#2", "b?"),
        ("1#3", "c?"),
    ]


def test_a_parallel_file_gives_the_words_by_id_and_strip_takes_the_marks(tmp_path):
    path = written(tmp_path, squad(paragraph("Huế.", asked("1", "Đâu?", "Huế"), asked("2", "Ở đâu vậy?", "Huế"))))
    other = written(tmp_path, squad(paragraph("Huế.", asked("2", "Where?"), asked("1", "Đường nào?"))), "other.json")
    read = read_squad(path, questions=other, strip=True)
    assert [(q.question, q.answers) for q in read.questions] == [("Duong nao?", ("Huế",)), ("Where?", ("Huế",))]
    assert read.contexts[0].text == "Huế."
    assert read_squad(path, strip=True).questions[1].question == "O dau vay?"


def test_a_parallel_file_must_hold_every_question(tmp_path):
    path = written(tmp_path, squad(paragraph("Huế.", asked("1", "a?", "Huế"), asked("2", "b?", "Huế"))))
    other = written(tmp_path, squad(paragraph("Huế.", asked("1", "a?", "Huế"))), "other.json")
    with pytest.raises(BadGold) as caught:
        read_squad(path, questions=other)
    assert "lacks 1 questions" in caught.value.en
    assert "'2'" in caught.value.vi


FAULTS = [
    ("{", "is not JSON"),
    ("[]", "field 'data'"),
    ({"data": {}}, "field 'data'"),
    ({"data": [{}]}, "data[0] field 'paragraphs'"),
    ({"data": [{"paragraphs": [{"qas": []}]}]}, "data[0].paragraphs[0] field 'context'"),
    ({"data": [{"paragraphs": [{"context": "Huế."}]}]}, "data[0].paragraphs[0] field 'qas'"),
    (squad(paragraph(" ", asked("1", "a?", "b"))), "field 'context': the context is blank"),
    (squad(paragraph("Huế.", {"id": 1, "question": "a?", "answers": [{"text": "b"}]})), "qas[0] field 'id'"),
    (squad(paragraph("Huế.", {"id": "1", "answers": [{"text": "b"}]})), "qas[0] field 'question'"),
    (squad(paragraph("Huế.", {"id": "1", "question": "a?", "answers": {}})), "field 'answers': needs a list"),
    (squad(paragraph("Huế.", {"id": "1", "question": "a?", "answers": ["b"]})), "qas[0].answers[0] field 'text'"),
    (squad(paragraph("Huế.", asked("1", "a?", " "))), "blank answer"),
    (squad(paragraph("Huế.", asked("1", "a?"))), "no answer"),
    (squad(), "holds no question"),
]


@pytest.mark.parametrize(("value", "message"), FAULTS)
def test_every_fault_names_its_place(tmp_path, value, message):
    path = written(tmp_path, value)
    with pytest.raises(BadGold) as caught:
        read_squad(path)
    assert message in caught.value.en
    assert str(path) in caught.value.vi


@pytest.mark.parametrize("content", [None, b"\x1f\x8bbroken", gzip.compress(b"{}" * 1000)[:-9]])
def test_a_file_that_cannot_be_read_says_so(tmp_path, content):
    path = tmp_path / "set.json.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadGold, match="Không đọc được"):
        read_squad(path)


def test_the_first_sentence_is_right_by_context_and_answer_with_case(make):
    question = SquadQuestion("1", "?", "a/hue.txt", ("9 quận",))
    good, other = make.cite(make.HUE, "Huế có 9 quận, huyện."), make.cite(make.HUE, "Sông Hương chảy qua Huế.")
    assert first_sentence_right(question, make.answer(good, other))
    assert not first_sentence_right(question, make.answer(other, good))
    assert not first_sentence_right(question, make.answer())
    assert not first_sentence_right(replace(question, answers=("9 Quận",)), make.answer(good))
    assert not first_sentence_right(replace(question, context="vinh.txt"), make.answer(good))


def test_silence_is_right_where_the_set_says_that_nothing_answers(make):
    question = SquadQuestion("1", "?", "a/hue.txt", ())
    assert first_sentence_right(question, make.answer())
    assert not first_sentence_right(question, make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện.")))


def test_the_development_sets_read_whole():
    if not DATA.exists():
        pytest.skip("the shared development sets are not beside this checkout")
    read = read_squad(DATA / "qa-vi-viquad-dev.json.gz")
    assert (len(read.contexts), len(read.questions)) == (515, 2285)
    texts = {article.source: article.text for article in read.contexts}
    assert all(answer in texts[question.context] for question in read.questions for answer in question.answers)
    english = read_squad(DATA / "qa-vi-mlqa-dev.json.gz", questions=DATA / "qa-en-questions-for-mlqa-dev.json.gz")
    assert (len(english.contexts), len(english.questions)) == (451, 511)
