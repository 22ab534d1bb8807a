"""The account of a sentence in words for people: for `hoidap ask --why` and for the fold below each source."""

from collections.abc import Mapping

from corpus.errors import Language
from qa.doubts import Doubt
from qa.why import Why

HEADING: Mapping[Language, str] = {"vi": "Vì sao chọn câu này?", "en": "Why this sentence?"}
NAMES: Mapping[Language, tuple[str, str, str, str, str, str, str, str]] = {
    "vi": (
        "Từ trùng với câu hỏi",
        "Từ không có trong câu",
        "Tìm theo từ",
        "Tìm theo nghĩa",
        "So với các câu khác",
        "Mô hình đọc",
        "Thời gian trùng",
        "Điểm trừ",
    ),
    "en": (
        "Words shared with the question",
        "Words the sentence lacks",
        "Word search",
        "Vector search",
        "Against the other sentences",
        "Reader",
        "Times shared",
        "Doubts",
    ),
}
NONE: Mapping[Language, str] = {"vi": "không có", "en": "none"}
DOUBTS: Mapping[Doubt, Mapping[Language, str]] = {
    "heading": {"vi": "là đề mục hoặc câu hỏi", "en": "is a heading or a question"},
    "another_time_or_number": {"vi": "nói về thời gian hoặc con số khác", "en": "speaks of another time or number"},
    "no_figure": {"vi": "không nêu con số", "en": "gives no figure"},
    "no_name": {"vi": "không nêu tên", "en": "gives no name"},
    "no_place": {"vi": "không nêu địa phương", "en": "names no place"},
    "no_rank": {"vi": "không nêu thứ hạng", "en": "gives no rank"},
    "no_items": {"vi": "không liệt kê các mục", "en": "lists nothing"},
    "no_unit": {"vi": "đoạn không nói đến thứ cần đếm", "en": "the passage lacks what is counted"},
    "only_one_of": {"vi": "chỉ nêu một trong số các mục", "en": "gives only one of several"},
    "another_office": {"vi": "nói về chức vụ khác", "en": "speaks of another office"},
    "another_name": {"vi": "bài không nhắc tên trong câu hỏi", "en": "the article lacks a name of the question"},
    "another_country": {"vi": "bài không nhắc nước trong câu hỏi", "en": "the article lacks a country of the question"},
    "undone": {"vi": "nói về phần chưa làm được", "en": "tells of what is not done yet"},
    "only_restates": {"vi": "chỉ nhắc lại sự việc, không nêu lý do", "en": "says what happened and gives no reason"},
    "only_aims": {"vi": "chỉ nói mục tiêu, chưa phải kết quả", "en": "tells what is aimed at, not what was reached"},
    "no_attribute": {"vi": "không nói đến điều được hỏi", "en": "does not speak of what is asked for"},
    "another_document": {"vi": "nói về văn bản hoặc điều khác", "en": "speaks of another document or clause"},
}


def why_rows(why: Why, language: Language) -> list[tuple[str, str]]:
    """Name and value of each part. Scores are the parts' own, comparable within one question only.

    >>> why_rows(Why(("xã",), (), 1.25, -0.5, 3.0, 2.0), "vi")[:3]
    [('Từ trùng với câu hỏi', 'xã'), ('Từ không có trong câu', 'không có'), ('Tìm theo từ', '+1,25')]
    """
    reasons = ", ".join(DOUBTS[doubt][language] for doubt in why.doubts)
    values = (
        ", ".join(dict.fromkeys(why.words)),
        ", ".join(why.missing),
        *(_signed(score, language) for score in (why.lexical, why.vector, why.network, why.reader)),
        ", ".join(why.times),
        reasons,
    )
    return [(name, value or NONE[language]) for name, value in zip(NAMES[language], values, strict=True)]


def _signed(score: float, language: Language) -> str:
    shown = f"{score:+.2f}".replace("-", "−")
    return shown.replace(".", ",") if language == "vi" else shown
