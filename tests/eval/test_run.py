from dataclasses import replace

import pytest

from eval.beir import BeirQuery
from eval.run import run_beir, run_gold, run_squad
from eval.saved import Found, open_run
from eval.squad import SquadQuestion

QUESTION = SquadQuestion("s1", "Mấy quận?", "a/hue.txt", ("9 quận",))


def test_gold_asks_with_the_history_and_without_forcing(make):
    seen = []

    def ask(question, history, always):
        seen.append((question, history, always))
        return make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện."))

    [record] = run_gold([make.question(history=("Huế?",))], make.Asker(ask))
    assert seen == [("Huế có mấy quận?", ("Huế?",), False)]
    assert record.right
    assert record.ms >= 0
    assert record.error is None


@pytest.mark.parametrize("error", [RuntimeError("hỏng"), AssertionError("a citation must stand"), KeyError("x")])
def test_a_crash_is_a_miss_and_the_run_goes_on(make, error):
    def ask(question, history, always):
        if question == "crash":
            raise error
        return make.answer()

    questions = [make.question(id="1", question="crash", docs=()), make.question(id="2", docs=())]
    first, second = run_gold(questions, make.Asker(ask))
    assert (first.right, first.stage, first.forced_right, first.citations) == (False, "crashed", False, ())
    assert first.error.startswith(type(error).__name__)
    assert second.right


def test_ctrl_c_stops_the_run(make):
    def ask(question, history, always):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_gold([make.question()], make.Asker(ask))


def test_squad_ranks_with_and_without_vectors_and_keeps_silent_below_the_threshold(make):
    for confidence, silent in ((0.2, True), (0.4, False), (0.9, False)):

        def ask(question, history, always, confidence=confidence):
            assert always
            return make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện."), confidence=confidence)

        def retrieve(query, vectors):
            return [make.hit(make.HUE if vectors else make.VINH)]

        [record] = run_squad([QUESTION], make.Asker(ask, retrieve))
        assert ([one.source for one in record.passages], [one.source for one in record.words]) == (
            ["a/hue.txt"],
            ["vinh.txt"],
        )
        assert (record.abstained, record.right, record.forced_right) == (silent, not silent, True)
        assert record.confidence == confidence


def test_a_crash_costs_only_the_part_that_crashed(make):
    def ask(question, history, always):
        raise ValueError("hỏng")

    [record] = run_squad([QUESTION], make.Asker(ask, lambda query, vectors: [make.hit(make.HUE)]))
    assert ([one.source for one in record.passages], [one.source for one in record.words]) == (
        ["a/hue.txt"],
        ["a/hue.txt"],
    )
    assert (record.abstained, record.right, record.forced_right, record.stage) == (False, False, False, "crashed")
    assert record.error == "ValueError: hỏng"


def test_a_silent_answer_where_nothing_answers_stays_right_when_shipped(make):
    [record] = run_squad([SquadQuestion("s2", "?", "a/hue.txt", ())], make.Asker())
    assert record.right


RIGHT, OTHER = "Huế có 9 quận, huyện.", "Sông Hương chảy qua Huế."


def sure_and_unsure(make, confidence=0.2):
    """Knows the answer to "sure"; to "unsure" only when it is forced."""

    def ask(question, history, always):
        if question == "sure" or always:
            marked = replace(make.cite(make.HUE, RIGHT), answer_span=(7, 13))
            return make.answer(marked, hits=[make.HUE], confidence=0.9 if question == "sure" else confidence)
        return make.answer(hits=[make.HUE], confidence=confidence)

    return ask


def test_silence_is_asked_again_without_the_threshold_and_an_answer_is_not(make):
    seen = []

    def ask(question, history, always):
        seen.append((question, history, always))
        return sure_and_unsure(make)(question, history, always)

    questions = [make.question(id="1", question="sure"), make.question(id="2", question="unsure", history=("Huế?",))]
    sure, unsure = run_gold(questions, make.Asker(ask))
    assert seen == [("sure", (), False), ("unsure", ("Huế?",), False), ("unsure", ("Huế?",), True)]
    assert (sure.right, sure.forced_right, sure.hit1, sure.hit3, sure.confidence) == (True, True, True, True, 0.9)
    assert (unsure.right, unsure.forced_right, unsure.hit1, unsure.confidence) == (False, True, True, 0.2)
    assert (unsure.abstained, unsure.stage, unsure.abstention_reason) == (True, "abstained", "not_answered")
    assert (sure.citation_precision, sure.citation_recall) == (1.0, 1.0)
    assert (unsure.citation_precision, unsure.citation_recall) == (None, 0.0)
    assert [(record.span_em, record.span_f1) for record in (sure, unsure)] == [(1.0, 1.0)] * 2
    assert sure.citations[0].answer_span == (7, 13)
    assert sure.citations[0].verbatim


def test_where_nothing_answers_nothing_is_hit(make):
    [record] = run_gold([make.question(docs=(), question="unsure")], make.Asker(sure_and_unsure(make)))
    assert (record.right, record.forced_right, record.hit1, record.hit3, record.answerable) == (
        True,
        False,
        None,
        None,
        False,
    )
    assert (record.citation_precision, record.citation_recall, record.complete, record.span_f1) == (
        None,
        None,
        None,
        None,
    )
    assert (record.confidence, record.relevant, record.holding) == (0.2, (), None)


def test_passages_are_ranked_for_the_question_as_it_was_understood(make):
    asked = []

    def ask(question, history, always):
        return replace(make.answer(make.cite(make.HUE, RIGHT)), standalone_question="Huế có mấy quận?")

    def retrieve(query, vectors):
        asked.append((query, vectors))
        return [make.hit(make.VINH), make.hit(make.HUE)]

    [record] = run_gold([make.question(question="Mấy?")], make.Asker(ask, retrieve), make.shelf(make.HUE, make.VINH))
    assert asked == [("Huế có mấy quận?", True)]
    length = len(make.HUE.text)
    assert record.passages == (
        Found("vinh.txt#0-42", "vinh.txt", 0, 42, False),
        Found(f"a/hue.txt#0-{length}", "a/hue.txt", 0, length, True),
    )
    assert record.relevant == (f"a/hue.txt#0-{length}",)
    assert record.holding is None


def test_the_passage_that_held_the_answer_of_a_wrong_one(make):
    answer = make.answer(make.cite(make.HUE, OTHER), hits=[make.HUE])
    asker = make.Asker(lambda question, history, always: answer)
    [record] = run_gold([make.question()], asker, make.shelf(make.VINH, make.HUE))
    assert (record.stage, record.holding.source, record.holding.text) == ("not_selected", "a/hue.txt", make.HUE.text)
    assert record.why == {
        "vi": "tìm ra đoạn văn nhưng không trích câu chứa đáp án; thiếu: 9 quận",
        "en": "retrieved, but not cited; missing: 9 quận",
    }


@pytest.mark.parametrize("silent", [True, False])
def test_what_no_named_document_holds_is_not_indexed(make, silent):
    answer = make.answer() if silent else make.answer(make.cite(make.VINH, "Vinh có 16 phường."), hits=[make.VINH])
    asker = make.Asker(lambda question, history, always: answer)
    [known] = run_gold([make.question()], asker, make.shelf(make.VINH))
    assert (known.stage, known.holding, known.relevant) == ("not_indexed", None, ())
    [held] = run_gold([make.question()], asker, make.shelf(make.HUE))
    assert held.stage == "not_retrieved"
    [unknown] = run_gold([make.question()], asker)
    assert unknown.stage == "not_retrieved"


@pytest.mark.parametrize("part", ["forced", "ranking"])
def test_a_crash_behind_the_answer_leaves_it_as_it_was(make, part):
    def ask(question, history, always):
        if always and part == "forced":
            raise RuntimeError("hỏng")
        return make.answer(hits=[make.HUE], confidence=0.2)

    def retrieve(query, vectors):
        if part == "ranking":
            raise RuntimeError("hỏng")
        return [make.hit(make.HUE)]

    [record] = run_gold([make.question(docs=())], make.Asker(ask, retrieve), make.shelf(make.HUE))
    assert (record.right, record.error) == (True, "RuntimeError: hỏng")
    assert len(record.passages) == (1 if part == "forced" else 0)


def test_a_run_that_was_stopped_goes_on_where_it_was_and_equals_another(make, tmp_path):
    questions = [make.question(id=str(n), question="sure" if n % 2 else "unsure") for n in range(6)]
    ids = [question.id for question in questions]
    asked = []

    def ask(question, history, always):
        asked.append(question)
        if len(asked) == 5:
            raise KeyboardInterrupt
        return sure_and_unsure(make)(question, history, always)

    info = make.info(questions=6)
    with pytest.raises(KeyboardInterrupt), open_run(tmp_path / "a", info, ids) as writer:
        run_gold(questions, make.Asker(ask), make.shelf(make.HUE), writer=writer)
    with open_run(tmp_path / "a", info, ids) as writer:
        assert [record.id for record in writer.done] == ["0", "1"]
        whole = run_gold(questions, make.Asker(ask), make.shelf(make.HUE), writer=writer)
        again = writer.finish().records
    assert asked[5:] == ["unsure", "unsure", "sure"] * 2
    other = run_gold(questions, make.Asker(sure_and_unsure(make)), make.shelf(make.HUE))
    assert [replace(record, ms=0.0) for record in whole] == [replace(record, ms=0.0) for record in other]
    assert list(again) == whole


def test_squad_keeps_what_gold_keeps(make):
    def ask(question, history, always):
        return make.answer(make.cite(make.HUE, OTHER), hits=[make.HUE], confidence=0.9 if question == "sure" else 0.1)

    asker = make.Asker(ask, lambda query, vectors: [make.hit(make.VINH)] if vectors else [make.hit(make.HUE)])
    questions = [
        replace(QUESTION, id="1", question="sure"),
        replace(QUESTION, id="2", question="unsure"),
        replace(QUESTION, id="3", question="sure", answers=()),
        replace(QUESTION, id="4", question="sure", answers=("10 quận",)),
        replace(QUESTION, id="5", question="unsure", answers=()),
    ]
    records = run_squad(questions, asker, make.shelf(make.HUE, make.VINH), variant="strip")
    assert [record.stage for record in records] == ["not_selected", "abstained", "not_silent", "not_indexed", None]
    assert [record.right for record in records] == [False, False, False, False, True]
    assert [record.answerable for record in records] == [True, True, False, True, False]
    first = records[0]
    assert (first.docs, first.answers, first.variant, first.kind) == (
        ("a/hue.txt",),
        ("9 quận",),
        "strip",
        "answerable",
    )
    assert [one.relevant for one in first.passages] == [False]
    assert [one.relevant for one in first.words] == [True]
    assert first.relevant == (first.words[0].id,)
    assert first.holding.source == "a/hue.txt"
    assert (first.hit1, len(first.citations), len(records[1].citations)) == (False, 1, 0)
    assert "9 quận" in first.why["vi"]


def test_case_matters_in_squad_alone(make):
    asker = make.Asker(lambda question, history, always: make.answer(make.cite(make.HUE, RIGHT), confidence=0.9))
    [squad] = run_squad([replace(QUESTION, answers=("9 QUẬN",))], asker, make.shelf(make.HUE))
    [gold] = run_gold([make.question(answers=("9 QUẬN",))], asker, make.shelf(make.HUE))
    assert (squad.right, squad.hit1, squad.relevant) == (False, False, ())
    assert (gold.right, gold.hit1, len(gold.relevant)) == (True, True, 1)


def test_beir_ranks_documents_by_their_best_passage(make):
    hits = [make.hit(make.VINH, 3, 1), make.hit(make.HUE, 2, 2), make.hit(make.VINH, 1, 3)]
    asker = make.Asker(retrieve=lambda query, vectors: hits)
    queries = [
        BeirQuery("1", "Vinh?", {"vinh.txt": 2, "a/hue.txt": 0, "x": 1}),
        BeirQuery("2", "Huế?", {"a/hue.txt": 1}),
    ]
    first, second = run_beir(queries, asker)
    assert [(one.id, one.relevant) for one in first.passages] == [("vinh.txt", True), ("a/hue.txt", False)]
    assert (first.relevant, first.grades) == (("vinh.txt", "x"), (2, 1))
    assert (first.right, first.stage, second.right, second.stage) == (True, None, False, "not_retrieved")


def test_a_query_that_crashes_is_a_miss(make):
    def retrieve(query, vectors):
        raise RuntimeError("hỏng")

    [record] = run_beir([BeirQuery("1", "Vinh?", {"vinh.txt": 1})], make.Asker(retrieve=retrieve))
    assert (record.right, record.stage, record.error, record.passages) == (False, "crashed", "RuntimeError: hỏng", ())
