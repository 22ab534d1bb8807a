import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG

from eval.metrics import RANKING
from eval.score import ranking_scores
from eval.trec import QRELS, RUN, escaped, plain, write_trec


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_an_id_is_one_word_and_comes_back(id):
    assert escaped(id).split() == [escaped(id)]
    assert escaped(id).isascii()
    assert plain(escaped(id)) == id


@pytest.fixture
def records(make):
    return [
        make.saved("câu 1", ("a b.txt#0-5", "x#0-9", "thư%20.md#1-2"), ("x#0-9", "thư%20.md#1-2", "gone#0-1")),
        make.saved("2", tuple(f"d#{n}-9" for n in range(50)), ("d#7-9", "d#30-9")),
        make.saved("3", (), ("a b.txt#0-5",), error="ValueError: hỏng"),
        make.saved("4", ("a b.txt#0-5",), (), answerable=False),
        make.saved("5", ("p", "q", "r"), ("r", "q"), grades=(3, 1)),
    ]


def test_what_a_tool_reads_from_the_files_gives_our_own_numbers(records, tmp_path):
    write_trec(tmp_path, records)
    run = list(ir_measures.read_trec_run(str(tmp_path / RUN)))
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / QRELS)))
    ours = ranking_scores(records)
    theirs = {(str(m.measure), plain(m.query_id)): m.value for m in ir_measures.iter_calc(list(RANKING), qrels, run)}
    assert {question for _, question in theirs} >= {"câu 1", "2", "5"}
    for (name, question), value in theirs.items():
        assert ours[name][question] == pytest.approx(value, abs=1e-9)
    means = ir_measures.calc_aggregate(list(RANKING), qrels, run)
    for measure in (nDCG @ 10, R @ 1, R @ 5, R @ 10, R @ 50, RR):
        values = ours[str(measure)]
        assert set(values) == {"câu 1", "2", "3", "5"}
        assert means[measure] == pytest.approx(sum(values.values()) / 4, abs=1e-9)


def test_the_lines_are_those_of_trec(records, tmp_path):
    write_trec(tmp_path, records)
    lines = (tmp_path / RUN).read_text(encoding="ascii").splitlines()
    assert lines[:2] == ["c%C3%A2u%201 Q0 a%20b.txt#0-5 1 3 hoidap", "c%C3%A2u%201 Q0 x#0-9 2 2 hoidap"]
    assert (tmp_path / QRELS).read_text(encoding="ascii").splitlines()[-2:] == ["5 0 r 3", "5 0 q 1"]
