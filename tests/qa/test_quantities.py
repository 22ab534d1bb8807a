from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quantities import quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("đạt 1.234,5 tỷ đồng", [("1234500000000", "đồng")]),
        ("worth USD 1,234.5 million", [("1234500000", "")]),
        ("12,5 % và 12.5% và mười", [("12.5", "%"), ("12.5", "%")]),
        ("18,3 phần trăm GDP", [("18.3", "%")]),
        ("18.3 percent, 5 per cent", [("18.3", "%"), ("5", "%")]),
        ("12.900 tỷ", [("12900000000000", "")]),
        ("0,788 điểm", [("0.788", "diem")]),
        ("thứ 71 trong số 193", [("71", "hạng")]),
        ("xếp 71/193 nước", [("71", "hạng")]),
        ("ngày 12/7/2023, tháng 10/2024, năm 2024, quý 3", []),
        ("Nghị quyết 57-NQ/TW và Quyết định 749/QĐ-TTg", []),
        ("6 tháng đầu năm, 30 ngày", []),
        ("1 234 567 hồ sơ", [("1234567", "ho")]),
        ("5 nghìn tỷ đồng", [("5000000000000", "đồng")]),
        ("3,5 triệu đồng; 2 tỷ USD", [("3500000", "đồng"), ("2000000000", "USD")]),
        ("v2.0 và B2B", []),
        ("", []),
    ],
)
def test_by_hand(text: str, found: list[tuple[str, str]]) -> None:
    assert [(q.value, q.unit) for q in quantities(text)] == [(Decimal(value), unit) for value, unit in found]


def test_the_span_holds_the_number_with_its_scale_and_sign() -> None:
    text = "Có 14,6 triệu tài khoản, chiếm 43 % và 7.225 xã."
    assert [text[q.span.start : q.span.end] for q in quantities(text)] == ["14,6 triệu", "43 %", "7.225"]


@given(st.text(alphabet="0123456789.,/ %tỷriệuđồngăm", max_size=30))
def test_any_text_is_read_and_spans_are_inside_it(text: str) -> None:
    for quantity in quantities(text):
        assert 0 <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.value >= 0


@given(st.integers(0, 10**9), st.integers(1, 99))
def test_both_spellings_have_one_value(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02}"
    vietnamese = english.replace(",", "_").replace(".", ",").replace("_", ".")
    values = {quantities(f"giá {text} đồng")[0].value for text in (english, vietnamese)}
    assert values == {Decimal(f"{whole}.{cents:02}")}
