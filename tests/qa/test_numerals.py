import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.numerals import in_digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("hai mươi mốt xã", "21 xã"),
        ("mười lăm bậc", "15 bậc"),
        ("bảy mươi tư điểm", "74 điểm"),
        ("ba trăm linh hai thôn", "302 thôn"),
        ("một nghìn không trăm linh năm", "1.005"),
        ("hai nghìn ba trăm hai mươi ba trạm", "2.323 trạm"),
        ("ba phẩy không năm phần trăm", "3,05 phần trăm"),
        ("hai mươi tám phần trăm", "28 phần trăm"),
        ("thứ bảy mươi mốt trên một trăm chín mươi ba nước", "thứ 71/193 nước"),
        ("NĂM HAI NGHÌN KHÔNG TRĂM HAI MƯƠI TƯ", "NĂM 2024"),
        ("hai muoi lam dich vu", "25 dich vu"),
        ("bon muoi mot tren bay muoi hai", "41/72"),
    ],
)
def test_words_to_digits(words: str, digits: str) -> None:
    assert in_digits(words) == digits


@pytest.mark.parametrize(
    "text",
    [
        "năm nay có ba đột phá, bốn không, một trong hai",
        "năm năm qua",
        "tỷ lệ phần trăm là bao nhiêu",
        "hai trạm và hai ba xã",
        "mot tram phat song",
        "trên ba mặt trận",
        "mười nước",
        "hai triệu đồng",
        "What is ten?",
        "",
    ],
)
def test_single_words_and_other_words_stay(text: str) -> None:
    assert in_digits(text) == text


@given(st.integers(11, 99), st.integers(0, 9))
def test_every_number_of_two_digits_with_its_hundreds(number: int, hundreds: int) -> None:
    units = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    tens, rest = divmod(number, 10)
    words = "mười" if tens == 1 else f"{units[tens]} mươi"
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(rest, units[rest])
    said = " ".join(part for part in (f"{units[hundreds]} trăm" if hundreds else "", words, last) if part)
    assert in_digits(f"có {said} thôn") == f"có {hundreds * 100 + number} thôn"
