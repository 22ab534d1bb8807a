import pytest

from eval.report.text import WORDS, gold_text, squad_text
from eval.run import run_gold
from eval.score import gold_scores, squad_scores


@pytest.fixture
def scores(make):
    answers = {
        "good": make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện."), hits=[make.HUE]),
        "other": make.answer(make.cite(make.VINH, "Vinh có 16 phường."), hits=[make.HUE]),
        "silent": make.answer(hits=[make.HUE]),
    }
    questions = [
        make.question(id="g1", question="good"),
        make.question(id="g2", question="other", history=("Huế?",)),
        make.question(id="g3", question="silent", answers=(), all_of=("9 quận", "huyện")),
        make.question(id="g4", question="silent", docs=(), kind="unanswerable"),
        make.question(id="g5", question="crash"),
    ]
    return gold_scores(run_gold(questions, make.Asker(lambda question, history, always: answers[question])))


def rows(text):
    """First cell -> the other cells, over all tables."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return {first: others for first, *others in cells}


def test_the_gold_report_in_vietnamese(scores):
    text = gold_text(scores)
    table = rows(text)
    assert table["Có đáp án: trả lời đúng"][:3] == ["1", "4", "25,0%"]
    assert table["Không có đáp án: đã từ chối"][:3] == ["1", "1", "100,0%"]
    assert table["Tất cả"][:3] == ["2", "5", "40,0%"]
    assert table["factoid"][:3] == ["1", "4", "25,0%"]
    assert table["Trích dẫn đúng nguyên văn"] == ["2/2"]
    assert table["Số trích dẫn mỗi câu trả lời"] == ["1,00"]
    assert "## Các câu sai (3)" in text
    assert "- **g2** [factoid] Huế? → other\n  - Cần: 9 quận\n  - Nhận được: “Vinh có 16 phường.” (vinh.txt)" in text
    assert "- Cần: 9 quận + huyện\n  - Nhận được: từ chối trả lời (not_answered)" in text
    assert "Nhận được: KeyError: 'crash'\n  - Vì sao: lỗi khi chạy" in text


def test_the_gold_report_in_english(scores):
    text = gold_text(scores, "en")
    assert rows(text)["Answerable: answered right"][:3] == ["1", "4", "25.0%"]
    assert "Why: retrieved, but not cited; missing: 9 quận" in text
    assert "Why: retrieved, but abstained; missing: 9 quận | huyện" in text


def test_columns_line_up(scores):
    lines = [line for line in gold_text(scores).splitlines() if line.startswith("| ")]
    widths = [{len(line) for line in lines if line.count("|") == bars} for bars in (3, 6)]
    assert widths[0]
    assert len(widths[0]) == 1


def test_nothing_wrong_is_not_headed(make):
    text = gold_text(gold_scores(run_gold([make.question(docs=())], make.Asker())))
    assert "Các câu sai" not in text
    assert rows(text)["Có đáp án: trả lời đúng"] == ["0", "0", "–", "–"]


def test_the_squad_report(make):
    records = [
        make.saved("1", ("a", "b"), docs=("a",), words=make.saved(found=("b", "a")).passages, right=True, forced_right=True, ms=2.0),
        make.saved("2", docs=("a",), error="ValueError: hỏng", ms=4.0),
    ]  # fmt: skip
    text = squad_text(squad_scores(records))
    table = rows(text)
    assert table["nDCG@10"] == ["0,500 [0,000; 1,000]", "0,315 [0,000; 0,631]"]
    assert table["Chênh lệch nDCG@10"] == ["0,1845 (p = 1,0000; thắng/hoà/thua 1/1/0)"]
    assert table["Câu đầu đúng, như khi dùng"] == ["0,500 [0,000; 1,000]"]
    assert table["Thời gian một câu, p50 / p95"] == ["3,0 / 3,9 ms"]
    assert text.endswith("- 2: ValueError: hỏng\n")
    assert rows(squad_text(squad_scores(records), "en"))["Abstained"] == ["0.0%"]


def test_every_word_has_both_languages():
    assert all(set(pair) == {"vi", "en"} and all(pair.values()) for pair in WORDS.values())
