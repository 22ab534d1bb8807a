"""Five real pages, from files to answers. Skipped where the sample pages are not beside the project."""

import json
import unicodedata
from pathlib import Path

import pytest

from eval.gold import read_gold
from eval.run import run_gold
from eval.saved import Saved
from qa.library import Library


@pytest.fixture(scope="module")
def records(shared: Path, seeds: Library) -> list[Saved]:
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


def test_the_sample_questions(records: list[Saved]) -> None:
    wrong = [(record.id, record.stage) for record in records if not record.right]
    assert len(records) - len(wrong) >= 26, wrong
    assert not any(record.error for record in records)
    given = [record for record in records if not record.abstained]
    assert sum(len(record.citations) for record in given) / len(given) <= 2


def test_every_quote_stands_in_the_raw_page(shared: Path, records: list[Saved]) -> None:
    pages = {page.name: _collapsed(page.read_text(encoding="utf-8")) for page in (shared / "seeds").glob("*.txt")}
    quotes = [citation for record in records for citation in record.citations]
    assert quotes
    for citation in quotes:
        assert citation.quote in pages[citation.source]


def _collapsed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
