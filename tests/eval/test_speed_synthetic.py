import random
import re
from itertools import islice

import pytest

from corpus.passages import passages
from corpus.types import Article
from eval.speed import synthetic


@pytest.fixture(scope="module")
def articles():
    return [
        Article(
            f"{n}.txt",
            "\n".join(f"Điều {n}.{m} nói về việc thứ {m} của Ninh Bình năm {2000 + n}." for m in range(60)),
            f"Bài số {n}",
        )
        for n in range(3)
    ]


def shape(text):
    """A text without what is drawn anew."""
    places = "|".join(synthetic._PLACES)
    return re.sub(places, "P", re.sub(r"\d+", lambda found: "0" * len(found[0]), text))


def test_made_articles_hold_the_originals_sentences_but_for_names_and_figures(articles):
    own = {shape(line) for article in articles for line in article.text.split("\n")}
    made = list(islice(synthetic.made(articles, 1), 40))
    assert len({article.source for article in made}) == len({article.text for article in made}) == 40
    assert {len(passages(article)) for article in made} <= set(range(1, synthetic.LONGEST + 1))
    assert len({len(passages(article)) for article in made}) > 3
    for article in made:
        assert shape(article.title) == "Bài số 0"
        for sentence in re.findall(r"[^.]+\.\d+[^.]+\.", article.text.replace("\n", " ")):
            assert shape(sentence.strip()) in own
    assert not any(line in article.text for article in made for line in articles[0].text.split("\n")[:3])


def test_the_seed_decides_everything(articles):
    def texts(seed):
        return [(a.title, a.text) for a in islice(synthetic.made(articles, seed), 5)]

    assert texts(1) == texts(1)
    assert texts(1) != texts(2)
    with pytest.raises(ValueError, match="no sentence"):
        next(synthetic.made([]))


def test_what_is_drawn_keeps_its_kind():
    chance = random.Random(0)
    for _ in range(50):
        drawn = synthetic.redrawn(
            "Ngày 12/7/2023 và tháng 4/2024, 1.234,5 tỷ; năm 2024; ông Nguyễn Văn An, tỉnh Hà Nam", chance
        )
        found = re.fullmatch(
            r"Ngày (\d+)/(\d+)/(\d{4}) và tháng (\d+)/(\d{4}), [1-9]\.[1-9]\d\d,[1-9] tỷ; năm (\d{4}); ông (\w+ \w+ \w+), tỉnh (.+)",
            drawn,
        )
        assert found, drawn
        day, month, *years, name, place = found.groups()
        assert 1 <= int(day) <= 28
        assert 1 <= int(month) <= 12
        assert all(1995 <= int(years[n]) <= 2035 for n in (0, 2, 3))
        assert name.split()[0] in synthetic._FAMILIES
        assert place in synthetic._PLACES


@pytest.mark.parametrize("count", [1, 2, 17, 100, 131])
def test_a_collection_has_exactly_so_many_passages_the_originals_first(count):
    originals = synthetic.bundled()
    found = list(synthetic.collection(originals, count))
    assert sum(len(passages(article)) for article in found) == count
    assert found[0].source == originals[0].source
    assert any(article.source.startswith("made/") for article in found) == (count > 100)


def test_the_bundled_articles_are_read():
    articles = synthetic.bundled()
    assert len(articles) >= 2
    assert all(article.source.endswith(".md") and article.title for article in articles)
