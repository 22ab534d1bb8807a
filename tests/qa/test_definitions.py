import pytest

from qa.definitions import defines, subject
from qa.question import Question


def asked(text: str) -> Question:
    return Question(text, text, "en" if text.startswith("What") else "vi")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("BTS là gì?", "Tỉnh có 969 vị trí đặt trạm thu phát sóng (BTS)."),
        ("Phao tín hiệu là gì?", "3. Phao tín hiệu là phao có đèn nhấp nháy."),
        ("Chương trình 12 là chương trình gì?", "Chương trình 12 của xã có tên đầy đủ là Sách cho mọi nhà."),
        (
            "Chủ đề hội chợ năm 2031 là gì?",
            "Chủ đề hội chợ năm 2031 do xã chọn hôm mồng 2 tháng giêng như sau: “Về nhà”.",
        ),
        ("Chủ đề hội chợ quê là gì?", "Chủ đề HCQ là “Về nhà”."),
        ("Phao tín hiệu nghĩa là gì?", "Phao tín hiệu được hiểu là phao có đèn."),
        ("What is a harbour buoy?", "A harbour buoy is a lamp that floats."),
    ],
)
def test_a_sentence_that_says_what_it_is_defines(question: str, sentence: str) -> None:
    assert defines(asked(question), sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Có bao nhiêu BTS?", "Tỉnh có 969 trạm thu phát sóng (BTS)."),
        ("Phao tín hiệu là gì?", "Phao tín hiệu được thắp lúc 6 giờ."),
        ("Phao tín hiệu là gì?", "Đèn biển là phao tín hiệu."),
        ("Phao tín hiệu là gì?", "Phao tín hiệu là 30 chiếc."),
        ("Chương trình 12 là gì?", "Chương trình 13 có tên là Sách cho mọi nhà."),
        ("Phao là gì?", "Phao là vật nổi."),
    ],
)
def test_another_sentence_does_not(question: str, sentence: str) -> None:
    assert not defines(asked(question), sentence)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Phao tín hiệu là gì vậy?", ("phao", "tin", "hieu")),
        ("Trong ngành biển, phao tín hiệu nghĩa là gì?", ("phao", "tin", "hieu")),
        ("Chương trình 12 là chương trình gì?", ("chuong", "trinh", "12")),
        ("Phao là gì?", ()),
        ("Ai thắp phao?", ()),
    ],
)
def test_what_is_to_be_defined(question: str, words: tuple[str, ...]) -> None:
    assert subject(asked(question)) == words
