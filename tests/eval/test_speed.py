import json
import sys
from itertools import islice

import pytest

from corpus.errors import BadInput
from corpus.passages import PASSAGE_TOKENS, passages, token_count
from corpus.split import sentences
from corpus.types import Article
from eval import speed


@pytest.fixture(scope="module")
def articles():
    return [
        Article(f"{n}.txt", "\n".join(f"Điều {n}.{m} nói về việc thứ {m} của năm {2000 + n}." for m in range(60)))
        for n in range(3)
    ]


def test_synthetic_articles_are_one_passage_of_the_articles_own_sentences(articles):
    own = {article[s.span] for article in articles for s in sentences(article.text)}
    made = list(islice(speed.shuffled(articles, seed=1), 50))
    assert len({article.source for article in made}) == len({article.text for article in made}) == 50
    for article in made:
        assert len(passages(article)) == 1
        assert PASSAGE_TOKENS // 2 < token_count(article.text) <= PASSAGE_TOKENS
        assert {article[s.span] for s in sentences(article.text)} <= own


def test_the_seed_decides_the_shuffling(articles):
    def texts(seed):
        return [article.text for article in islice(speed.shuffled(articles, seed), 5)]

    assert texts(1) == texts(1)
    assert texts(1) != texts(2)
    with pytest.raises(ValueError, match="no sentence"):
        next(speed.shuffled([]))


def test_the_first_question_is_asked_once_more_to_warm_up(make):
    asked = []

    def ask(question, history, always):
        asked.append(question)
        return make.answer()

    questions = [make.question(id=str(n), question=str(n)) for n in range(3)]
    assert len(speed.warm_ms(make.Asker(ask), questions)) == 3
    assert asked == ["0", "0", "1", "2"]


def test_cold_starts_run_the_command_and_say_why_it_cannot():
    assert len(speed.cold_ms([sys.executable, "-c", "pass"], 2)) == 2
    assert speed.cold_ms(["/no/such/command"], 0) == []
    with pytest.raises(BadInput, match="/no/such/command"):
        speed.cold_ms(["/no/such/command"], 1)
    with pytest.raises(BadInput, match="hỏng"):
        speed.cold_ms([sys.executable, "-c", "import sys; sys.exit('hỏng')"], 1)


def test_the_bundled_articles_are_read():
    articles = speed.bundled()
    assert len(articles) >= 2
    assert all(article.source.endswith(".md") and article.title for article in articles)


def test_gold_questions_are_read_from_every_file_of_the_folder(tmp_path):
    with pytest.raises(BadInput):
        speed.gold_questions(tmp_path)
    row = {"lang": "vi", "question": "?", "kind": "factoid", "docs": ["a"], "answers": ["b"]}
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({**row, "id": name}))
    assert [question.id for question in speed.gold_questions(tmp_path)] == ["a", "b"]


def test_the_table_shows_each_part():
    part = {
        "passages": 12,
        "index_s": 1.5,
        "passages_per_s": 8.0,
        "ask_ms": {"p50": 10.0, "p95": 20.25},
        "cold_ms": {"p50": None},
        "peak_memory_mb": 512.4,
    }
    text = speed.speed_text({"machine": speed.machine(), "parts": {"bundled": part}})
    cells = [cell.strip() for cell in text.splitlines()[-1].strip("|").split("|")]
    assert cells == ["bundled", "12", "1.5", "8", "10.0", "20.2", "–", "512"]
