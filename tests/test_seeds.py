"""Five real pages, from files to answers. Skipped where the sample pages are not beside the project."""

import json
import unicodedata
from pathlib import Path

import pytest

from eval.gold import read_gold
from eval.run import Record, run_gold
from qa.library import Library


@pytest.fixture(scope="module")
def records(shared: Path, seeds: Library) -> list[Record]:
    return run_gold(read_gold(shared / "gold" / "sample.jsonl"), seeds)


def test_titles_and_dates_are_those_of_a_careful_reader(shared: Path, seeds: Library) -> None:
    for expected in json.loads((shared / "gold" / "seeds-metadata.json").read_text(encoding="utf-8")):
        article = seeds.article(expected["page"])
        assert article is not None
        assert article.title == expected["title"]
        assert (article.published and article.published.isoformat()) == expected["published"]
        assert (article.event and article.event.isoformat()) == expected["event"]
        assert (article.publisher is None) == (expected["publisher"] is None)
        assert (
            article.publisher is None
            or article.publisher in expected["publisher"]
            or expected["publisher"] in article.publisher
        )


def test_the_sample_questions(records: list[Record]) -> None:
    wrong = [(record.question.id, record.verdict.stage) for record in records if not record.verdict.right]
    assert len(records) - len(wrong) >= 26, wrong
    answers = [record.answer for record in records if record.answer is not None]
    assert len(answers) == len(records)
    given = [answer for answer in answers if not answer.abstained]
    assert sum(len(answer.citations) for answer in given) / len(given) <= 2


def test_every_quote_stands_in_the_raw_page(shared: Path, records: list[Record]) -> None:
    pages = {page.name: _collapsed(page.read_text(encoding="utf-8")) for page in (shared / "seeds").glob("*.txt")}
    quotes = [c for record in records if record.answer for c in record.answer.citations]
    assert quotes
    for citation in quotes:
        assert citation.quote in pages[citation.article.source]


def _collapsed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
