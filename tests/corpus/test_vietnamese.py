import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import bigrams, canonical, fold, has_marks, nfc, spans, tokens

VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
vietnamese = st.text(alphabet=VOWELS + VOWELS.upper() + "bcdđghklmnpqrstvxĐ .,-0123456789\n", max_size=60)


@given(st.text())
def test_folding_keeps_the_length_of_composed_text(text: str) -> None:
    composed = nfc(text)
    assert len(fold(composed)) == len(composed)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(nfc(text))) == fold(nfc(text))


@given(vietnamese)
def test_folded_vietnamese_is_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert not has_marks(fold(text))


def test_every_vowel_folds_to_its_letter() -> None:
    for vowel in VOWELS:
        assert fold(vowel) in "aeiouy"
        assert fold(vowel.upper()) == fold(vowel).upper()
    assert fold("đĐ") == "dD"


@given(vietnamese)
def test_decomposed_text_has_the_same_tokens(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(text)


@given(vietnamese)
def test_upper_case_text_has_the_same_tokens(text: str) -> None:
    assert tokens(text.upper()) == tokens(text)


@given(st.text())
def test_token_spans_are_ordered_disjoint_and_cut_the_text(text: str) -> None:
    composed = nfc(text)
    found = list(spans(composed))
    assert [token for token, _ in found] == tokens(composed)
    ends = [0, *(span.end for _, span in found)]
    assert all(span.start >= end and len(span) for (_, span), end in zip(found, ends, strict=False))
    assert all(canonical(composed[span.start : span.end]) == token for token, span in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"), ("hoá", "hóa"), ("toả", "tỏa"), ("ngoã", "ngõa"), ("hoạ", "họa"), ("khoẻ", "khỏe"), ("xoè", "xòe"),
        ("uỷ", "ủy"), ("thuý", "thúy"), ("thuỳ", "thùy"), ("luỹ", "lũy"), ("luỵ", "lụy"), ("HOÀ", "hòa"), ("Uỷ", "ỦY"),
        ("tỉ", "tỷ"), ("kĩ", "kỹ"), ("lí", "lý"), ("mĩ", "mỹ"), ("sĩ", "sỹ"), ("quí", "quý"), ("hi", "hy"),
    ],
)  # fmt: skip
def test_old_and_new_spellings_are_one(old: str, new: str) -> None:
    assert canonical(old) == canonical(new) == canonical(unicodedata.normalize("NFD", old))


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoàn", "hòan"), ("quý", "quỷ"), ("hoa", "hòa"), ("ngi", "ngy"), ("quả", "qủa"), ("mai", "may"), ("bi", "by")],
)
def test_different_syllables_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@given(vietnamese)
def test_canonical_is_a_fixed_point(text: str) -> None:
    for token in tokens(text):
        assert canonical(token) == token


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\t ", []),
        ("🙂 — … “”", []),
        ("tăng 1.234,5% so với 2023", ["tăng", "1.234,5", "so", "với", "2023"]),
        ("Nghị quyết 57-NQ/TW", ["nghị", "quyết", "57", "nq", "tw"]),
        ("số 1.", ["số", "1"]),
        ("a\x00b", ["a", "b"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_marks_are_seen_in_both_forms() -> None:
    assert has_marks("số")
    assert has_marks(unicodedata.normalize("NFD", "số"))
    assert not has_marks("so 123 ?!")


@given(st.lists(st.sampled_from(["a", "b", "c"])))
def test_there_is_one_bigram_less_than_syllables(syllables: list[str]) -> None:
    assert len(bigrams(syllables)) == max(0, len(syllables) - 1)
