import numpy as np
import pytest

from corpus.types import Article
from embeddings.reader import Reads
from eval.spans import mark, span_scores
from eval.squad import SquadQuestion
from qa.examples import holding
from qa.question import read_question

TOWN = Article("hue.txt", "Huế có 9 quận. Chợ có 9 cổng. Sông Hương chảy\xa0qua Huế.", "Cố đô")


class Marker:
    """Marks every figure; scores a sentence by its length. `asked` keeps what it was asked."""

    def __init__(self):
        self.asked = []

    def read(self, question, items):
        self.asked.append((question, tuple(items)))
        places = [text.find("9") for text, _ in items]
        spans = [(place, place + 1) if place >= 0 else None for place in places]
        return Reads(np.array([float(len(text)) for text, _ in items]), spans.__getitem__)


def read(text):
    return read_question(text, {})


def asked(id, question, *answers, context="hue.txt"):
    return SquadQuestion(id, question, context, answers)


def test_a_sentence_that_holds_the_answer_comes_with_its_context():
    assert list(holding(TOWN, ["9 quận"])) == [("Huế có 9 quận.", "Cố đô")]
    assert list(holding(TOWN, ["mười", "9 cổng"])) == [("Chợ có 9 cổng.", "Cố đô Huế có 9 quận.")]
    assert [text for text, _ in holding(TOWN, ["9"])] == ["Huế có 9 quận.", "Chợ có 9 cổng."]
    assert [text for text, _ in holding(TOWN, ["chảy qua"])] == ["Sông Hương chảy\xa0qua Huế."]  # any white space
    assert list(holding(TOWN, ["9 QUẬN", "quận. Chợ"])) == []


def test_contexts_do_not_reach_over_a_passage():
    long = Article("dài.txt", " ".join(f"Thôn số {n} nằm ở ngay bên bờ sông." for n in range(60)))
    [(_, context)] = holding(long, ["Thôn số 59 "])
    assert "Thôn số 58 " in context
    starts = [text for n in range(60) for text, context in holding(long, [f"Thôn số {n} "]) if not context]
    assert starts[0].startswith("Thôn số 0 ")
    assert len(starts) > 1  # each passage has a first sentence


def test_the_reader_is_asked_as_the_program_asks_it():
    reader = Marker()
    [one] = mark([asked("1", "Hue co may quan?", "9 quận")], {"hue.txt": TOWN}, reader, read)
    question, items = reader.asked[0]
    assert question == read("Hue co may quan?").reading
    assert question != "Hue co may quan?"  # marks restored
    assert items == (("Huế có 9 quận.", "Cố đô"),)
    assert (one.given, one.f1, one.exact) == ("9", pytest.approx(2 / 3), 0.0)


def test_of_several_sentences_the_one_that_the_reader_scores_best_counts():
    class Second(Marker):
        def read(self, question, items):
            return Reads(np.array([0.0, 2.0]), lambda place: (0, 3))

    [one] = mark([asked("1", "Mấy?", "9")], {"hue.txt": TOWN}, Second(), read)
    assert one.given == "Chợ"


def test_questions_without_a_sentence_are_left_out_and_counted():
    questions = [
        asked("1", "Mấy quận?", "9"),
        asked("2", "Mấy quận?", "9 quận"),
        asked("3", "Sông nào?", "Sông Hương"),  # nothing is marked there
        asked("4", "Gì?", "quận. Chợ"),  # over two sentences
        asked("5", "Không hỏi được?"),  # nothing answers it
    ]
    scores = span_scores(mark(questions, {"hue.txt": TOWN}, Marker(), read))
    assert (scores["questions"], scores["left_out"], scores["unmarked"]) == (3, 1, 1)
    assert scores["f1"] == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert scores["exact"] == pytest.approx(1 / 3)
    assert [row["id"] for row in scores["per_question"]] == ["1", "2", "3"]


def test_without_any_question_there_is_no_mean():
    scores = span_scores([])
    assert (scores["questions"], scores["f1"], scores["exact"]) == (0, None, None)
