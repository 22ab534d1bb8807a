from dataclasses import replace
from pathlib import Path

import pytest

from corpus.types import Span
from eval.authoring import Candidate, cited, disliked, guess_kind, holding, next_id, objections, of_passages, same
from eval.question import Entry, Place


def entry(question, line=1):
    return Entry(question, Place(Path("gold.jsonl"), line))


def test_the_citations_come_with_the_answer_that_the_reader_sees(make):
    citation = replace(make.cite(make.HUE, "Huế có 9 quận, huyện."), answer_span=(7, 13), also_in=("c.txt",))
    [candidate] = cited(make.answer(citation))
    assert (candidate.text, candidate.answer, candidate.also_in) == ("Huế có 9 quận, huyện.", "9 quận", ("c.txt",))
    assert cited(make.answer(make.cite(make.VINH, "Vinh có 16 phường.")))[0].answer == ""


def test_passages_give_their_sentences_each_once(make):
    first = Candidate(make.HUE, Span(0, 24))
    assert first.text == "Sông Hương chảy qua Huế."
    found = of_passages([make.hit(make.HUE), make.hit(make.HUE), make.hit(make.VINH)], [first])
    assert [candidate.text for candidate in found] == [
        "Huế có 9 quận, huyện.", "Dân số là 1,2 triệu người.", "Vinh có 16 phường.", "Sông Lam chảy qua Vinh.",
    ]  # fmt: skip


def test_sentences_are_found_by_a_part_of_them(make):
    articles = [make.HUE, make.VINH]
    assert [c.text for c in holding(articles, " SÔNG  ", 9)] == ["Sông Hương chảy qua Huế.", "Sông Lam chảy qua Vinh."]
    assert len(holding(articles, "sông", 1)) == 1
    assert holding(articles, "Huế. Huế", 9) == []


@pytest.mark.parametrize(
    ("ids", "free"),
    [
        ([], "g001"),
        (["một", "hai"], "g001"),
        (["b001", "b195", "x900"], "b196"),
        (["b999"], "b1000"),
        (["7", "9"], "10"),
        (["nhóm-1/câu 09", "nhóm-1/câu 10"], "nhóm-1/câu 11"),
    ],
)
def test_the_next_id_is_free_and_like_the_others(ids, free):
    assert next_id(ids) == free
    assert free not in ids


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "factoid"),
        ({"docs": (), "history": ("?",)}, "unanswerable"),
        ({"history": ("Ở đâu?",), "lang": "en"}, "followup"),
        ({"all_of": ("9", "quận")}, "list"),
        ({"question": "How many districts?", "lang": "en"}, "english"),
        ({"question": "Hue co may quan?"}, "no_diacritics"),
        ({"question": "Sông Hương là gì?"}, "definition"),
    ],
)
def test_the_kind_is_guessed(make, fields, kind):
    assert guess_kind(make.question(**fields)) == kind


def test_a_question_that_the_file_holds_is_found_with_its_history(make):
    entries = [entry(make.question()), entry(make.question(id="q2", history=("Ở đâu?",)), 2)]
    assert same(entries, "HUẾ có  mấy quận?") == entries[0]
    assert same(entries, "Huế có mấy quận?", ("ở đâu?",)) == entries[1]
    assert same(entries, "Huế có mấy quận?", ("Khi nào?",)) is None


def test_what_keeps_a_question_out_of_the_file(make):
    entries = [entry(make.question())]

    def found(**fields):
        return [fault.what for fault in objections(make.question(**fields), entries, Path("gold.jsonl"))]

    assert found(id="q2", question="Ai?") == []
    assert found(question="Ai?") == ["repeated_id"]
    assert found(id="q2", answers=("8 quận",)) == ["conflict"]
    assert found(id="q2", question="Ai?", wrong=("9",)) == ["contradiction"]
    assert found(id="q2", question="Ai?", kind=" ") == ["blank"]
    assert found(id="q2", question="\ud800") == ["broken_character"]


def feedback(question, verdict, reason=None, standalone=None, id=None):
    answer = {"answer": "Chín. [1]", "standalone_question": standalone or question, "id": id}
    return {"at": "", "question": question, "answer": answer, "verdict": verdict, "reason": reason}


def test_disliked_answers_are_offered_once_with_their_reasons(make):
    rows = [
        feedback("Mưa không?", "up"),
        feedback("Còn Huế?", "down", None, "Huế có mấy phường?", "a1"),
        feedback("Còn Huế?", "down", "thiếu", "Huế có mấy phường?", "a1"),
        feedback("huế có  mấy phường?", "down", "sai", id="a2"),
        feedback("Đổi ý?", "down", id="a3"),
        feedback("Đổi ý?", "up", id="a3"),
        feedback("Huế có MẤY quận?", "down"),
        feedback("Còn quận?", "down", standalone="Huế có mấy quận?"),
        feedback(" ", "down"),
        {"question": "Hỏng?", "answer": None, "verdict": "down", "reason": None},
    ]
    first, second = disliked(rows, [entry(make.question())])
    assert (first.question, first.standalone, first.answer, first.reasons) == (
        "Còn Huế?", "Huế có mấy phường?", "Chín. [1]", ("thiếu",),
    )  # fmt: skip
    assert (second.question, second.answer) == ("Hỏng?", "")
