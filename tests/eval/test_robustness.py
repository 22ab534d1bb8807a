from eval.gold import Question
from eval.robustness import robustness, text
from eval.variants import VARIANTS


def test_each_way_is_held_against_the_questions_as_written(make) -> None:  # type: ignore[no-untyped-def]
    right = make.answer(make.cite(make.HUE, "Huế có 9 quận, huyện."))

    def ask(question, history, always):  # type: ignore[no-untyped-def]
        return make.answer() if question.isupper() else right

    gold = [
        Question("q1", "vi", "Huế có mấy quận, và thủy điện nào?", "factoid", ("hue.txt",), ("9 quận",)),
        Question("q2", "vi", "12?", "factoid", ("hue.txt",), ("9 quận",)),
        Question("q3", "en", "How many?", "factoid", ("hue.txt",), ("9 quận",)),
    ]
    rows = {row["variant"]: row for row in robustness(gold, make.Asker(ask))}
    assert list(rows) == ["", *VARIANTS]
    assert rows[""] == {"variant": "", "questions": 2, "changed": 0, "right": 1.0}
    assert rows["upper"]["right"] == 0.5
    assert rows["upper"]["lost"] == ["q1"]
    assert rows["upper"]["difference"]["mean"] == -0.5
    assert rows["telex"]["right"] == 1.0
    assert rows["telex"]["changed"] == 1
    assert ["upper", "1", "0.500", "-0.500", "1.000"] in [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in text(list(rows.values())).splitlines()
    ]
