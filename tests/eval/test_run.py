import pytest

from eval.run import ranked_sources, run_gold, run_squad
from eval.squad import SquadQuestion

QUESTION = SquadQuestion("s1", "Mấy quận?", "a/hue.txt", ("9 quận",))


def test_gold_asks_with_the_history_and_without_forcing(make):
    seen = []

    def ask(question, history, always):
        seen.append((question, history, always))
        return make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện."))

    [record] = run_gold([make.question(history=("Huế?",))], make.Asker(ask))
    assert seen == [("Huế có mấy quận?", ("Huế?",), False)]
    assert record.verdict.right
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
    assert (first.verdict.right, first.verdict.stage, first.answer) == (False, "crashed", None)
    assert first.error.startswith(type(error).__name__)
    assert second.verdict.right


def test_ctrl_c_stops_the_run(make):
    def ask(question, history, always):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_gold([make.question()], make.Asker(ask))


def test_articles_are_ranked_by_their_best_passage(make):
    hits = [make.hit(make.VINH, 3, 1), make.hit(make.HUE, 2, 2), make.hit(make.VINH, 1, 3)]
    assert ranked_sources(hits) == ("vinh.txt", "a/hue.txt")


def test_squad_ranks_with_and_without_vectors_and_keeps_silent_below_the_threshold(make):
    for confidence, silent in ((0.2, True), (0.4, False), (0.9, False)):

        def ask(question, history, always, confidence=confidence):
            assert always
            return make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện."), confidence=confidence)

        def retrieve(query, vectors):
            return [make.hit(make.HUE if vectors else make.VINH)]

        [record] = run_squad([QUESTION], make.Asker(ask, retrieve))
        assert (record.hybrid, record.words) == (("a/hue.txt",), ("vinh.txt",))
        assert (record.abstained, record.shipped, record.forced) == (silent, not silent, True)
        assert record.confidence == confidence


def test_a_crash_costs_only_the_part_that_crashed(make):
    def ask(question, history, always):
        raise ValueError("hỏng")

    [record] = run_squad([QUESTION], make.Asker(ask, lambda query, vectors: [make.hit(make.HUE)]))
    assert (record.hybrid, record.words) == (("a/hue.txt",), ("a/hue.txt",))
    assert (record.abstained, record.shipped, record.forced) == (False, False, False)
    assert record.error == "ValueError: hỏng"


def test_a_silent_answer_where_nothing_answers_stays_right_when_shipped(make):
    [record] = run_squad([SquadQuestion("s2", "?", "a/hue.txt", ())], make.Asker())
    assert record.shipped
