"""Each part of answering taken away and put back, and what its own gold questions say of it."""

import json

import pytest

from corpus.types import Article
from eval import parts
from eval.gold import Question, read_gold
from eval.parts import ARTICLES, GOLD, PARTS, compared, main, text, without

HUE = Article("hue.txt", "Huế có 9 quận, huyện.\n\nUBND thành phố Huế ở đường Lê Lợi.", "Huế")
FOLLOWED = Question(
    "p1", "vi", "Còn ở đâu?", "followup", ("hue.txt",), ("Lê Lợi",), history=("UBND thành phố Huế ở đâu?",)
)


@pytest.fixture
def hue(library):
    library.put([HUE])
    library.sync()
    return library


@pytest.mark.parametrize("part", PARTS)
def test_a_part_taken_away_comes_back(hue, part):
    before = hue.ask("UBND thành phố Huế ở đâu?", always=True)
    config = hue.config
    with without(part, hue):
        assert hue.ask("UBND thành phố Huế ở đâu?", always=True).citations
    assert hue.config == config
    after = hue.ask("UBND thành phố Huế ở đâu?", always=True)
    assert (after.answer, after.understood) == (before.answer, before.understood)


def test_what_is_gone_without_each_part(hue):
    with without("understanding", hue):
        assert hue.read("UBND ở đâu?").spelled == "UBND ở đâu?"
        assert hue.typed("Ubnd owr ddaau") == "Ubnd owr ddaau"
    assert hue.read("UBND ở đâu?").spelled == "ủy ban nhân dân ở đâu?"
    with without("choosing", hue):
        assert len(hue.ask("Huế có mấy quận?", always=True).citations) == 1
    with without("silence", hue):
        assert hue.threshold == 0
        assert not hue.ask("Vé máy bay giá bao nhiêu?").abstained
    with without("conversation", hue):
        assert hue.ask("Còn ở đâu?", ["UBND thành phố Huế có gì?"], always=True).standalone_question == "Còn ở đâu?"
    assert hue.ask("Còn ở đâu?", ["UBND thành phố Huế có gì?"], always=True).standalone_question != "Còn ở đâu?"


def test_the_row_of_a_part_holds_both_ways(hue):
    row = compared([FOLLOWED], "conversation", hue)
    assert row["questions"] == 1
    assert row["with"]["right"] >= row["without"]["right"]
    assert "| conversation |" in text([row])


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_gold_questions_over_the_bundled_articles(part):
    questions = read_gold(GOLD / f"{part}.jsonl")
    assert len(questions) >= 20
    held = {path.name for path in ARTICLES.iterdir()}
    assert {doc for question in questions for doc in question.docs} <= held


def test_the_command_names_an_unknown_part_and_prints_the_rows(hue, monkeypatch, capsys):
    with pytest.raises(SystemExit):
        main(["why"])
    assert "there is no part why" in capsys.readouterr().err
    monkeypatch.setattr(parts, "read_gold", lambda path: [FOLLOWED])
    assert main(["conversation", "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert row["part"] == "conversation"
