import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.abbreviations import COMMON
from qa.features import NAMES, Candidate, rows, view, weigh
from qa.question import read_question


def measured(question: str, *candidates: Candidate) -> list[dict[str, float]]:
    read = read_question(question, COMMON)
    found = rows(read, dict.fromkeys(read.terms, 1.0), candidates)
    assert found.shape == (len(candidates), len(NAMES))
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    return [dict(zip(NAMES, row.tolist(), strict=True)) for row in found]


def test_names_are_distinct() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_no_candidates_no_rows() -> None:
    assert measured("Có gì?") == []


def test_coverage_counts_the_words_of_the_question(make: Any) -> None:
    whole, half, none, bare = measured(
        "Ninh Bình có trạm?",
        make.candidate("Ninh Bình lập trạm mới."),
        make.candidate("Trạm bình thường thôi."),
        make.candidate("Việc khác hẳn."),
        make.candidate("ninh binh lap tram moi"),
    )
    assert whole["coverage"] == whole["marked_coverage"] == pytest.approx(1)
    assert half["coverage"] == pytest.approx(2 / 3)
    assert none["coverage"] == none["bm25"] == none["window"] == 0
    assert bare["coverage"] == pytest.approx(1)
    assert bare["marked_coverage"] == pytest.approx(1 / 3)  # "ninh" bears no mark


def test_neighbours_passage_and_title_are_told_apart(make: Any) -> None:
    [row] = measured(
        "Ninh Bình có trạm?",
        make.candidate("Có nhiều.", around=("Trạm mới.", ""), passage="Trạm mới. Có nhiều. Ninh.", title="Bình yên"),
    )
    assert row["coverage"] == 0
    assert row["neighbour_coverage"] == pytest.approx(1 / 3)
    assert row["passage_coverage"] == pytest.approx(1)
    assert row["title_coverage"] == pytest.approx(1 / 3)


def test_what_the_kind_of_question_wants(make: Any) -> None:
    number, no_number = measured("Có bao nhiêu trạm?", make.candidate("Có 2.323 trạm."), make.candidate("Có các trạm."))
    assert (number["number_wanted"], number["number_found"], number["unit_found"]) == (1, 1, 1)
    assert (no_number["number_wanted"], no_number["number_found"], no_number["unit_found"]) == (1, 0, 0)
    [asked] = measured("Năm 2024 có bao nhiêu trạm?", make.candidate("Năm 2024 lập trạm."))
    assert asked["number_found"] == 0
    [dated] = measured("Trạm mở khi nào?", make.candidate("Trạm mở ngày 12/10."))
    assert dated["date_found"] == 1
    [person] = measured("Ai chủ trì?", make.candidate("Hội nghị do ông Trần Văn Bình chủ trì."))
    assert person["name_found"] == 1


def test_a_missing_year_is_seen_and_the_articles_own_date_counts(make: Any) -> None:
    here, dated, absent = measured(
        "Năm 2023 có gì?",
        make.candidate("Năm 2023 tốt."),
        make.candidate("Năm tốt.", dates="2023-05-06"),
        make.candidate("Năm 2024 tốt."),
    )
    assert (here["years_missing"], dated["years_missing"], absent["years_missing"]) == (0, 0, 1)


def test_rare_words_weigh_more() -> None:
    weights = weigh(["hiếm", "thường", "lạ"], {"hiếm": 1, "thường": 90}, 100)
    assert weights["lạ"] > weights["hiếm"] > weights["thường"] > 0
    assert weights["lạ"] <= math.log(2 * 100 + 2)
    assert weigh([], {}, 0) == {}


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_measured(question: str, text: str) -> None:
    candidate = Candidate(text, ("", text), text, text, text, "", "sentence", True, -1.0, 1.0, -3.0, 2.0, 9)
    [row] = measured(question, candidate)
    for name in ("coverage", "marked_coverage", "neighbour_coverage", "passage_coverage", "title_coverage", "pair_coverage", "window",
                 "novelty", "unit_found", "years_missing", "numbers_missing", "names_missing", "rarest_missing"):  # fmt: skip
        assert -1e-6 <= row[name] <= 1 + 1e-6, name


def test_a_view_is_made_once(make: Callable[..., Any]) -> None:
    assert view("Một câu.") is view("Một câu.")
