from collections.abc import Sequence

import pytest

from embeddings.restore import Spellings, bundled_restorer, spellings
from qa.library import Library
from qa.slips import abbreviations_mended, mended

DOCUMENT = "Tỉnh Ninh Bình phủ sóng di động tới mọi thôn, bản; ông Roosevelt đến thăm trường."


def held(words: Sequence[str]) -> set[str]:
    return {"nvl"} & set(words)


def told(text: str) -> Spellings:
    return spellings([DOCUMENT])


def mend(text: str) -> str:
    return mended(text, bundled_restorer(), held, told)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Chuyểnn đổi số là gì?", "Chuyển đổi số là gì?"),
        ("Chueyn doi so la gi?", "Chuyen doi so la gi?"),
        ("Tỉnh có bao nhêu trạm phát sóng?", "Tỉnh có bao nhiêu trạm phát sóng?"),
        ("Tỉnh có bao nhieu trạm duoc phủ sóng?", "Tỉnh có bao nhiêu trạm được phủ sóng?"),
        ("CHUYỂNN ĐỔI SỐ LÀ GÌ?", "CHUYỂN ĐỔI SỐ LÀ GÌ?"),
    ],
)
def test_a_slip_becomes_the_word_that_fits(typed: str, meant: str) -> None:
    assert mend(typed) == meant


def test_a_known_word_is_mended_only_where_the_documents_or_the_language_have_the_other_there() -> None:
    assert mend("Nơi nào được phủ sống di động?") == "Nơi nào được phủ sóng di động?"
    for text, meant in (("Con số chín tăm tỷ là gì?", "trăm"), ("Con số chín tăm vịt là gì?", "tăm")):
        assert meant in mended(text, bundled_restorer(), held, lambda text: Spellings()).split()


def test_a_name_becomes_the_documents_own_or_stays() -> None:
    assert mend("Tỉnh Nnih Bình ở đâu?") == "Tỉnh Ninh Bình ở đâu?"
    assert mend("Ông Rooosevelt thăm trường nào?") == "Ông Roosevelt thăm trường nào?"
    assert mend("Ông Mitterrant thăm trường nào?") == "Ông Mitterrant thăm trường nào?"
    assert mend("Sóng ở Ninh Bnh ra sao?") == "Sóng ở Ninh Bình ra sao?"


def test_a_name_that_is_a_word_too_is_mended_in_a_place_and_never_in_a_person() -> None:
    assert mend("Sóng ở Ninh Bìn ra sao?") == "Sóng ở Ninh Bình ra sao?"
    for name in ("Ninh Bính", "Ninh Thuận", "Nguyễn Ninh Bìn", "Hải"):
        assert mend(f"Ông ở {name} ra sao?") == f"Ông ở {name} ra sao?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("UND tỉnh họp ở đâu?", "UBND tỉnh họp ở đâu?"),
        ("UBDN tỉnh họp ở đâu?", "UBND tỉnh họp ở đâu?"),
        ("UBNN tỉnh họp ở đâu?", "UBNN tỉnh họp ở đâu?"),
        ("UND TỈNH HỌP Ở ĐÂU?", "UND TỈNH HỌP Ở ĐÂU?"),
        ("Nghị quyết 57-NQ/TWW nói gì?", "Nghị quyết 57-NQ/TWW nói gì?"),
    ],
)
def test_an_abbreviation_that_nobody_knows(typed: str, meant: str) -> None:
    assert abbreviations_mended(typed, {"UBND", "TW", "CĐS"}, lambda words: set()) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh Ninh Bình có bao nhiêu trạm phát sóng di động năm 2025?",
        "Uỷ ban nhân dân tỉnh Hoà Bình họp ngày nào?",
        "chuyen doi so la gi",
        "UBNDD tỉnh nvl 5G IPv6 57-NQ/TW?",
        "",
        "?!… 12",
    ],
)
def test_what_is_known_stays(text: str) -> None:
    assert mend(text) == text


def test_the_understood_question_is_shown(bundled: Library) -> None:
    answer = bundled.ask("Tỉnh Ninh Bình có bao nhêu trạm phát sóng?")
    assert answer.question == "Tỉnh Ninh Bình có bao nhêu trạm phát sóng?"
    assert answer.standalone_question == "Tỉnh Ninh Bình có bao nhiêu trạm phát sóng?"


def test_english_is_left_alone(bundled: Library) -> None:
    assert bundled.typed("What is teh rank of Viet Nam?") == "What is teh rank of Viet Nam?"
