from pathlib import Path

from embeddings.train.card import SOURCES, card, reader_card, spans_card, words_card
from embeddings.train.loop import Done, Recipe
from embeddings.train.measure import Found
from embeddings.train.pairs import Kind, Pair


def test_a_card_tells_the_run_the_data_and_the_scores() -> None:
    kinds = [Kind("a", [Pair("x", "y", "z")] * 1200, 3.0), Kind("b", [Pair("x", "y", "z")], 1.0)]
    text = card(
        "mẫu",
        "vi-en-minilm",
        [Path("wiki-vi-sections.jsonl.gz"), Path("own.jsonl.gz")],
        kinds,
        Recipe(300),
        Done(300, 2_500_000, 1.25, {"a": (2.0, 0.5)}),
        {"UIT-ViQuAD dev": (Found(0.728, 0.568), Found(0.8, 0.65))},
    )
    assert "1.25 hours: 300 steps, 2.50 million pieces" in text
    assert "| a | 75% | 1,200 | 2.000 | 0.500 |" in text
    assert "| wiki-vi-sections.jsonl.gz | vi.wikipedia | CC BY-SA |" in text
    assert "| own.jsonl.gz |  | see its source |" in text
    assert "| UIT-ViQuAD dev | 0.728 (0.568) | 0.800 (0.650) |" in text


def test_a_reader_s_card_tells_the_same_of_a_reader() -> None:
    text = reader_card(
        "mẫu",
        "vi-en-minilm",
        {Path("qa-vi-viquad-groups.jsonl.gz"): 15_000, Path("own.jsonl.gz"): 2},
        steps=760,
        size=16,
        rate=1.5e-4,
        hours=0.58,
        losses={"sentence": (1.7, 0.6), "span": (2.5, 1.25)},
    )
    assert text.startswith(
        "---\nlibrary_name: sentence-transformers\nlanguage: [vi, en]\ntags: [cross-encoder]\n---\n\n# mẫu\n"
    )
    assert "trained from vi-en-minilm in 0.58 hours: 760 steps of 16 groups" in text
    assert "learning rate 0.00015" in text
    assert "| span | 2.500 | 1.250 |" in text
    assert "| qa-vi-viquad-groups.jsonl.gz | 15,000 | UIT-ViQuAD 1.0 | research agreement" in text
    assert "| own.jsonl.gz | 2 |  | see its source |" in text


def test_the_cards_of_what_is_put_beside_tell_it_too() -> None:
    text = words_card("mẫu", "gốc", [Path("wiki-vi-x.jsonl.gz")], steps=80, size=9, rate=3e-3, width=208, hours=0.1)
    assert "The encoder gốc with 208 places more" in text
    assert "80 steps of 9 pairs, learning rate 0.003" in text
    assert "| wiki-vi-x.jsonl.gz | vi.wikipedia | CC BY-SA |" in text
    groups = {Path("own.jsonl.gz"): 1200}
    text = spans_card("mẫu", "gốc", groups, passes=2, size=48, rate=1e-4, hours=0.3, losses=[1.75, 1.5])
    assert "2 passes in steps of 48 sentences" in text
    assert "Mean loss of each pass: 1.750, 1.500." in text
    assert "| own.jsonl.gz | 1,200 |  | see its source |" in text


def test_every_file_of_the_data_has_a_source(shared: Path) -> None:
    names = [path.name for path in (shared / "data").glob("*.gz") if "dev" not in path.name]
    assert names
    assert all(any(name.startswith(start) for start in SOURCES) for name in names)
