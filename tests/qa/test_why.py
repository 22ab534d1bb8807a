from corpus.types import Article, Passage, Sentence, Span
from qa.question import Question, read_question
from qa.types import Evidence, Hit
from qa.why import explain, matched, shared_times


def test_words_are_told_as_the_sentence_spells_them() -> None:
    asked = read_question("xep hang chinh phu dien tu", {})
    assert matched(asked, "Xếp hạng Chính phủ số") == (("Xếp", "hạng", "Chính", "phủ"), ("dien", "tu"))


def test_times_in_common() -> None:
    asked = Question("Tháng 7/2023 và năm 2022 ra sao?", "", "vi")
    assert shared_times(asked, "Ngày 12/7/2023 họp, năm 2021 cũng họp.") == ("2023", "7/2023")
    assert shared_times(asked, "Không nói gì.") == ()


def test_the_account_is_json() -> None:
    asked = Question("xã nào", "xã nào", "vi")
    article = Article("a.txt", "Xã A.")
    hit = Hit(Passage(256, article, Span(0, 5)), 1.0, words=1.23456)
    item = Evidence(hit, Sentence(Span(0, 5), "sentence", 0), 0.5, lambda: None, -1.0, 2.0, ("no_figure",))
    told = explain(asked, item).to_json()
    assert told == {
        "words": ["Xã"], "missing": [], "lexical": 1.235, "vector": 0.0, "network": -1.0, "reader": 2.0,
        "times": [], "doubts": ["no_figure"],
    }  # fmt: skip
