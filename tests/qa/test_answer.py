import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.split import sentences
from corpus.types import Article, Passage, Span
from qa.answer import (
    MOST,
    WORDS,
    abstained,
    antecedent,
    cite,
    combined,
    compose,
    level,
    level_precision,
    nearest,
)
from qa.enumerations import enumeration
from qa.question import read_question
from qa.ranker import Ranker
from qa.types import Answer, Evidence, Hit, Reason, unmarked

Articles = Callable[..., Article]
ASKED = read_question("hỏi?", {})


def quotes(citations: Any) -> list[str]:
    return [citation.quote for citation in citations]


def spans(article: Article) -> dict[str, Span]:
    return {article[s.span]: s.span for s in sentences(article.text)}


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    assert WORDS.keys() == set(get_args(Reason))
    for reason in get_args(Reason):
        for language in ("vi", "en"):
            answer = abstained("?", reason, language, confidence=0.1)
            assert answer.abstained
            assert answer.answer == WORDS[reason][language]
            assert re.fullmatch(r".+\. .*\b(hãy|add|try|look|write|shorten|widen)\b.*\.", answer.answer, re.IGNORECASE)
            assert answer.level == "none"


def test_an_answer_is_its_quotes_with_numbers(make: Any, article: Articles, ranker: Ranker) -> None:
    one = article("Tỉnh có 5 trạm. Việc khác hẳn.")
    evidence = make.evidence(one, 0.95, 0.1)
    answer = compose("Mấy trạm?", read_question("Mấy trạm?", {}), evidence, [make.hit(one)], ranker, 0.5)
    assert answer.answer == "Tỉnh có 5 trạm. [1]"
    assert (answer.confidence, answer.level, answer.reason) == (0.95, "high", None)
    assert answer.citations[0].support == 0.95
    assert answer.hits


def test_it_is_silent_below_the_threshold_and_says_how_near_it_came(
    make: Any, article: Articles, ranker: Ranker
) -> None:
    one = article("Tỉnh có 5 trạm.")
    question = read_question("Mấy trạm?", {})
    near = compose("Mấy trạm?", question, make.evidence(one, 0.4), [], ranker, 0.5)
    far = compose("Mấy trạm?", question, make.evidence(one, 0.01), [], ranker, 0.5)
    none = compose("Mấy trạm?", question, [], [], ranker, 0.5)
    assert [a.reason for a in (near, far, none)] == ["not_answered", "nothing_relevant", "nothing_relevant"]
    [doubted] = [replace(item, doubts=("no_figure",)) for item in make.evidence(one, 0.05)]
    assert compose("Mấy trạm?", question, [doubted], [], ranker, 0.5).reason == "not_answered"
    assert (near.confidence, far.confidence, none.confidence) == (0.4, 0.01, 0.0)
    assert [related.quote for related in near.related] == ["Tỉnh có 5 trạm."]
    assert compose("Mấy trạm?", question, make.evidence(one, 0.01), [], ranker, 0.0).citations


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.floats(0, 1))
def test_an_answer_always_holds_together(supports: list[float], threshold: float) -> None:
    article = Article("a.txt", "Tỉnh có 5 trạm. Trong đó 2 trạm mới. Huyện có 1 trạm. Xã chưa có.")
    hit = Hit(Passage(0, article, Span(0, len(article.text))), 1.0)
    evidence = sorted(
        (Evidence(hit, s, p) for s, p in zip(sentences(article.text), supports, strict=True)), key=lambda e: -e.support
    )
    ranker = _levels()
    answer = compose("?", read_question("Mấy trạm?", {}), evidence, [hit], ranker, threshold)
    assert answer.abstained == (evidence[0].support < threshold)
    assert len(answer.citations) <= MOST
    assert len(set(quotes(answer.citations))) == len(answer.citations)
    assert (
        answer.answer == "\n".join(f"{q} [{n}]" for n, q in enumerate(quotes(answer.citations), 1)) or answer.abstained
    )
    if not answer.abstained:
        assert answer.citations[0].quote == evidence[0].text
        assert answer.confidence == evidence[0].support


def _levels() -> Ranker:
    import numpy as np

    none = np.zeros(0)
    return Ranker(none, none, none, none, none, 0.0, none, 0.0, 0.5, (0.7, 0.9))


def test_levels(ranker: Ranker) -> None:
    assert [level(c, ranker) for c in (0.1, 0.7, 0.89, 0.9, 1.0)] == ["low", "medium", "medium", "high", "high"]
    assert level_precision(0.8, ranker) is None
    measured = replace(ranker, precision=(0.4, 0.6, 0.9))
    assert [level_precision(c, measured) for c in (0.1, 0.8, 0.95)] == [0.4, 0.6, 0.9]


def test_a_sentence_that_points_back_brings_the_one_before(make: Any, article: Articles) -> None:
    one = article("Tỉnh có 5 trạm. Trong đó 2 trạm mới xây. Hết.")
    citations = cite(ASKED, make.evidence(one, 0.1, 0.9, 0.05))
    assert [(c.quote, c.role) for c in citations] == [
        ("Trong đó 2 trạm mới xây.", "answer"),
        ("Tỉnh có 5 trạm.", "context"),
    ]


def test_no_antecedent_across_a_heading_or_at_the_beginning(article: Articles) -> None:
    one = article("Trong đó có 2 trạm mới.\nTiêu đề mục\nTrong đó có 3 trạm cũ.")
    for text, span in spans(one).items():
        assert antecedent(one, span) is None, text
    assert antecedent(one, Span(0, 3)) is None


def test_a_repeated_sentence_is_cited_once_and_names_the_other_sources(make: Any, article: Articles) -> None:
    one, other = article("Tỉnh có 5 trạm."), article("Tỉnh có 5 trạm.", "b.txt")
    citations = cite(ASKED, [*make.evidence(one, 0.9), *make.evidence(other, 0.89)])
    assert [(c.article.source, c.also_in) for c in citations] == [("a.txt", ("b.txt",))]


@pytest.mark.parametrize(("best", "next_best", "number"), [(0.7, 0.6, 2), (0.7, 0.1, 1), (0.9, 0.7, 1), (0.9, 0.85, 2)])
def test_a_second_sentence_is_cited_when_nearly_as_good_as_one_that_is_not_sure(
    make: Any, article: Articles, best: float, next_best: float, number: int
) -> None:
    one, other = article("Tỉnh có 5 trạm."), article("Huyện nhà xây một cầu.", "b.txt")
    assert len(cite(ASKED, [*make.evidence(one, best), *make.evidence(other, next_best)])) == number


def test_a_doubted_sentence_is_never_cited_beside_one_that_is_not(make: Any, article: Articles) -> None:
    one, other = article("Tỉnh có 5 trạm."), article("Huyện nhà xây một cầu.", "b.txt")
    [doubted] = [replace(item, doubts=("no_figure",)) for item in make.evidence(other, 0.6)]
    assert len(cite(ASKED, [*make.evidence(one, 0.7), doubted])) == 1
    [best] = [replace(item, doubts=("no_figure",)) for item in make.evidence(one, 0.7)]
    assert len(cite(ASKED, [best, doubted])) == 2


def test_where_a_list_is_asked_for_a_second_sentence_is_cited_however_sure_the_first(
    make: Any, article: Articles
) -> None:
    one, other = article("Tỉnh có 5 trạm."), article("Huyện nhà xây một cầu.", "b.txt")
    asked = read_question("Ba việc gồm những gì?", {})
    assert len(cite(asked, [*make.evidence(one, 0.9), *make.evidence(other, 0.85)])) == 2


@pytest.mark.parametrize(
    "items",
    [
        ["- Mục một ở đây.", "- Mục hai ở đây.", "- Mục ba ở đây."],
        ["1. Mục một ở đây.", "2. Mục hai ở đây."],
        ["a) Mục một ở đây.", "b) Mục hai ở đây."],
        ["Thứ nhất, làm việc này.", "Thứ hai, làm việc kia."],
        ["Một là, làm việc này.", "Hai là, làm việc kia."],
    ],
)
def test_an_enumeration_is_cited_item_by_item(make: Any, article: Articles, items: list[str]) -> None:
    one = article("\n".join(["Có các việc sau:", *items, "Đoạn kết nói sang chuyện khác hẳn."]))
    lead = spans(one)["Có các việc sau:"]
    assert [one[span] for span in enumeration(one, lead)] == items
    evidence = make.evidence(one, 0.9, *[0.1] * (len(items) + 1))
    assert quotes(cite(ASKED, evidence)) == ["Có các việc sau:", *items]


def test_the_nearest_are_of_different_articles(make: Any, article: Articles) -> None:
    evidence = [
        *make.evidence(article("Một câu. Hai câu."), 0.3, 0.2),
        *(e for n in range(5) for e in make.evidence(article(f"Câu của {n}.", f"{n}.txt"), 0.1)),
    ]
    found = nearest(evidence)
    assert [related.article.source for related in found] == ["a.txt", "0.txt", "1.txt"]
    assert found[0].quote == "Một câu."
    assert nearest([]) == []


def test_the_question_as_understood_is_shown_when_it_differs(make: Any, article: Articles, ranker: Ranker) -> None:
    evidence = make.evidence(article("Tỉnh có 5 trạm."), 0.9)

    def understood(text: str) -> Answer:
        return compose(text, read_question(text, {"CĐS": "chuyển đổi số"}), evidence, [], ranker, 0.5)

    assert understood("CĐS là gì?").understood == "chuyển đổi số là gì?"
    assert understood("Tỉnh là gì?").understood is None


# --- a question that holds two ---


def part(make: Any, ranker: Ranker, question: str, *evidence: Evidence) -> Answer:
    return compose(question, read_question(question, {"CĐS": "chuyển đổi số"}), evidence, [], ranker, 0.5)


def test_two_parts_are_cited_in_turn_and_as_sure_as_the_weaker(make: Any, article: Articles, ranker: Ranker) -> None:
    one, other = article("Tỉnh có 5 trạm."), article("Huyện nhà có 2 cầu.", "b.txt")
    parts = [
        part(make, ranker, "CĐS có mấy trạm?", *make.evidence(one, 0.95)),
        part(make, ranker, "Mấy cầu?", *make.evidence(other, 0.6)),
    ]
    for answers in (parts, parts[::-1]):
        found = combined("cả hai", "Cả hai?", answers)
        assert found is not None
        assert (found.question, found.standalone_question) == ("cả hai", "Cả hai?")
        assert (found.confidence, found.level, found.reason) == (0.6, "low", None)
        assert quotes(found.citations) == [answer.citations[0].quote for answer in answers]
        assert [citation.support for citation in found.citations] == [answer.confidence for answer in answers]
        assert found.answer == "\n".join(f"{q} [{n}]" for n, q in enumerate(quotes(found.citations), 1))
    both = combined("cả hai", "Cả hai?", parts)
    assert both is not None
    assert both.understood == "chuyển đổi số có mấy trạm? · Mấy cầu?"


def test_what_both_parts_cite_stands_once(make: Any, article: Articles, ranker: Ranker) -> None:
    one, copy = article("Tỉnh có 5 trạm, 2 cầu."), article("Tỉnh có 5 trạm, 2 cầu.", "b.txt")
    first = part(make, ranker, "Mấy trạm?", *make.evidence(one, 0.9))
    for same in (one, copy):
        found = combined("?", "?", [first, part(make, ranker, "Mấy cầu?", *make.evidence(same, 0.8))])
        assert found is not None
        assert [(c.article.source, c.support) for c in found.citations] == [("a.txt", 0.9)]


def test_a_neighbour_of_one_part_that_answers_the_other_is_an_answer(
    make: Any, article: Articles, ranker: Ranker
) -> None:
    one = article("Tỉnh có 5 trạm. Trong đó 2 trạm mới xây. Hết.")
    second = part(make, ranker, "Mấy trạm?", *make.evidence(one, 0.8, 0.1, 0.0))
    first = part(make, ranker, "Mấy trạm mới?", *make.evidence(one, 0.1, 0.9, 0.0))
    assert [c.role for c in first.citations] == ["answer", "context"]
    for answers in ([first, second], [second, first]):
        found = combined("?", "?", answers)
        assert found is not None
        assert {(c.quote, c.role) for c in found.citations} == {
            ("Tỉnh có 5 trạm.", "answer"),
            ("Trong đó 2 trạm mới xây.", "answer"),
        }


def test_an_enumeration_is_kept_whole_and_other_parts_are_short(make: Any, article: Articles, ranker: Ranker) -> None:
    items = [f"- Mục thứ {n} ở đây." for n in range(6)]
    listed = article("\n".join(["Có các việc sau:", *items]))
    long = part(make, ranker, "Việc gì?", *make.evidence(listed, 0.9, *[0.1] * len(items)))
    three = article("Trong đó 2 trạm mới xây. Tỉnh có 5 trạm. Trong đó 3 trạm cũ nát.", "b.txt")
    short = part(make, ranker, "Mấy trạm?", *make.evidence(three, 0.7, 0.1, 0.75))
    assert len(short.citations) == 3
    found = combined("?", "?", [long, short])
    assert found is not None
    assert quotes(found.citations) == ["Có các việc sau:", *items, *quotes(short.citations)[:2]]


def test_a_part_without_an_answer_leaves_no_combined_one(make: Any, article: Articles, ranker: Ranker) -> None:
    sure = part(make, ranker, "Mấy trạm?", *make.evidence(article("Tỉnh có 5 trạm."), 0.9))
    silent = part(make, ranker, "Mấy cầu?", *make.evidence(article("Tỉnh có 5 trạm."), 0.4))
    assert combined("?", "?", [sure, silent]) is None
    assert combined("?", "?", [silent, sure]) is None


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("Bà đã dự họp.", True),
        ("Ông nói rằng việc này quan trọng.", True),
        ("Trong đó, có ba xã.", True),
        ("Ba đột phá là thể chế, hạ tầng và nhân lực.", False),
        ("Ông Trần Văn Bình dự họp.", False),
        ("Bà Đỗ Thị Hoa dự họp.", False),
    ],
)
def test_only_a_sentence_that_points_back_brings_the_one_before(text: str, leans: bool) -> None:
    article = Article("a.txt", f"Hội nghị diễn ra ở Huế. {text}")
    assert (antecedent(article, sentences(article.text)[1].span) is not None) is leans


def test_an_answer_does_not_hold_on_to_what_marking_needs(make: Any, article: Articles, ranker: Ranker) -> None:
    evidence = [replace(item, mark=lambda: (0, 4)) for item in make.evidence(article("Tỉnh có 5 trạm."), 0.9)]
    found = compose("Mấy trạm?", ASKED, evidence, [], ranker, 0.5)
    assert found.citations[0].answer_span == (0, 4)
    assert all(item.mark is unmarked for item in found.evidence)
