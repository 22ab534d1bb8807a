import pytest

from qa.constraints import names_another_country
from qa.countries import countries
from qa.question import Question


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Singapore đứng thứ 2, Malaysia thứ 29 và Thái Lan thứ 31", {"SG", "MY", "TH"}),
        ("So với Mỹ, Nhật Bản và Hàn Quốc", {"US", "JP", "KR"}),
        ("Việt Nam đứng thứ 71", set()),
        ("Anh Nam hỏi ý kiến của pháp luật", set()),
        ("Hội nghị có sự tham dự của Lào", {"LA"}),
        ("Đức và nước Pháp", {"FR"}),
        ("Tài liệu tiếng Anh và tiếng Pháp", set()),
        ("the United States and Laos", {"US", "LA"}),
        ("", set()),
    ],
)
def test_the_countries_of_a_text(text: str, codes: set[str]) -> None:
    assert countries(text) == codes


def test_an_article_about_another_country_is_no_answer_in_either_language() -> None:
    english = Question("How does Laos rank?", "How does Laos rank?", "en")
    assert names_another_country(english, "Việt Nam xếp thứ 71.")
    assert not names_another_country(english, "Việt Nam xếp thứ 71, Lào xếp thứ 152.")
    shouted = Question("LÀO XẾP THỨ MẤY?", "LÀO XẾP THỨ MẤY?", "vi")
    assert names_another_country(shouted, "Việt Nam xếp thứ 71.")
    assert not names_another_country(shouted, "Việt Nam xếp thứ 71, Lào xếp thứ 152.")
    word = Question("ANH CÓ BIẾT THỨ MẤY?", "ANH CÓ BIẾT THỨ MẤY?", "vi")
    assert not names_another_country(word, "Việt Nam xếp thứ 71.")
