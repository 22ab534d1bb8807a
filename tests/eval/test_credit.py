from dataclasses import replace

import pytest

from eval import credit

ITEMS = ("Sông Hương", "9 quận")


@pytest.fixture
def cited(make):
    """Three citations: the right sentence, another of the same article, one of an article that is not named."""
    return [
        make.cite(make.HUE, "Huế có 9 quận, huyện."),
        make.cite(make.HUE, "Sông Hương chảy qua Huế."),
        make.cite(make.VINH, "Vinh có 16 phường."),
    ]


def test_precision_is_the_share_of_cited_sentences_that_hold_something(make, cited):
    question = make.question()
    assert credit.precision(question, cited) == pytest.approx(1 / 3)
    assert credit.precision(question, cited[:1]) == 1.0
    assert credit.precision(make.question(evidence=("chảy qua",)), cited) == pytest.approx(2 / 3)
    assert credit.precision(make.question(answers=("16 phường",)), cited) == 0.0  # it stands where it does not count
    assert credit.precision(question, []) is None
    assert credit.precision(make.question(docs=()), cited) is None


def test_what_is_cited_as_context_is_not_counted(make, cited):
    context = replace(cited[1], role="context")
    assert credit.precision(make.question(), [cited[0], context]) == 1.0
    assert credit.precision(make.question(), [context]) is None


def test_recall_counts_one_of_the_answers_and_each_of_all_of(make, cited):
    assert credit.recall(make.question(answers=("9 quận", "chín quận")), cited) == 1.0
    assert credit.recall(make.question(answers=(), all_of=(*ITEMS, "dân số")), cited) == pytest.approx(2 / 3)
    assert credit.recall(make.question(all_of=("dân số",)), cited) == 0.5
    assert credit.recall(make.question(answers=("16 phường",)), cited) == 0.0
    assert credit.recall(make.question(), []) == 0.0
    assert credit.recall(make.question(docs=()), cited) is None


def test_one_wording_of_each_part_will_do(make, cited):
    either = tuple(f"{item} || in other words" for item in ITEMS)
    assert credit.recall(make.question(answers=(), all_of=either), cited) == 1
    assert credit.complete(make.question(answers=(), all_of=either), cited) is True
    assert credit.complete(make.question(answers=(), all_of=("mười || ten",)), cited) is False
    assert credit.expected(make.question(answers=(), all_of=("mười || ten",))) == ("mười", "ten")


def test_an_enumeration_is_complete_when_all_of_it_is_cited(make, cited):
    assert credit.complete(make.question(answers=(), all_of=ITEMS), cited) is True
    assert credit.complete(make.question(answers=(), all_of=ITEMS), cited[:1]) is False
    assert credit.complete(make.question(answers=(), all_of=ITEMS), []) is False
    assert credit.complete(make.question(), cited) is None
    listed = make.question(kind="list", evidence=("có 9 quận", "chảy qua"))
    assert credit.complete(listed, cited) is True
    assert credit.complete(listed, cited[:1]) is False
    assert credit.complete(make.question(kind="list"), cited[:1]) is True
    assert credit.complete(make.question(kind="list", docs=()), cited) is None


def test_a_hit_needs_the_string_and_the_document(make):
    question = make.question(answers=("9 quận", "Sông Lam"))
    right, other, elsewhere = (make.HUE, "Huế có 9 QUẬN"), (make.HUE, "Sông Hương"), (make.VINH, "Sông Lam chảy")
    assert credit.hit(question, [other, elsewhere, right]) is True
    assert credit.hit(question, [other, elsewhere]) is False
    assert credit.hit(question, []) is False
    assert credit.hit(make.question(docs=()), [right]) is None
    assert credit.hit(make.question(answers=(), all_of=ITEMS), [right]) is True


def test_the_best_sentences_are_those_cited_as_the_answer(make, cited):
    answer = make.answer(cited[0], replace(cited[1], role="context"), cited[2])
    assert credit.best_sentences(answer) == [(make.HUE, cited[0].quote), (make.VINH, cited[2].quote)]
    assert credit.best_sentences(answer, 1) == [(make.HUE, cited[0].quote)]
    assert credit.best_sentences(make.answer()) == []
    assert credit.best_sentences(None) == []


def test_the_span_marked_in_the_best_sentence(make, cited):
    marked = replace(cited[0], answer_span=(7, 20))  # "9 quận, huyện"
    question = make.question(answers=("9 quận",))
    assert credit.span(question, make.answer(marked)) == (0.0, pytest.approx(0.8))  # 2 of 2 and 2 of 3 words
    assert credit.span(make.question(answers=("9 quận huyện",)), make.answer(marked, cited[1])) == (1.0, 1.0)
    assert credit.span(question, make.answer(cited[0], marked)) == (0.0, 0.0)  # nothing is marked in the best one
    assert credit.span(question, make.answer()) == (0.0, 0.0)
    assert credit.span(question, None) == (0.0, 0.0)
    assert credit.span(make.question(answers=(), all_of=ITEMS), make.answer(marked)) == (None, None)
