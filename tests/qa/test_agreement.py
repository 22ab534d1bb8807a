import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.agreement import agreeing
from qa.question import Question


def asked(text: str) -> Question:
    return Question(text, text, "vi")


def test_the_same_figure_told_twice_agrees_and_another_does_not() -> None:
    same = agreeing(
        asked("Tỷ trọng kinh tế số là bao nhiêu?"),
        ["Kinh tế số chiếm 16,5% GDP.", "Ước tính 16,5% GDP đến từ kinh tế số.", "Kinh tế số chiếm 12,3% GDP."],
    )
    assert same.tolist() == [[True, True, False], [True, True, False], [False, False, True]]


def test_the_same_name_told_twice_agrees() -> None:
    same = agreeing(
        asked("Ai chủ trì hội nghị?"),
        ["Hội nghị do ông Trần Văn Bình chủ trì.", "Ông Trần Văn Bình chủ trì.", "Hội nghị do bà Lê Thị Hoa chủ trì."],
    )
    assert same[0, 1]
    assert not same[0, 2]
    assert not same[1, 2]


def test_the_words_of_the_question_bring_no_news() -> None:
    same = agreeing(
        asked("Cổng dịch vụ công quốc gia do ai vận hành?"),
        ["Cổng dịch vụ công quốc gia mở năm 2019.", "Cổng dịch vụ công quốc gia có trang chủ."],
    )
    assert not same[0, 1]


@given(st.lists(st.text(max_size=40), max_size=5))
def test_agreement_is_mutual_and_holds_for_oneself(texts: list[str]) -> None:
    same = agreeing(asked("Có bao nhiêu xã?"), texts)
    assert same.shape == (len(texts), len(texts))
    assert (same == same.T).all()
    assert bool(np.diag(same).all())
