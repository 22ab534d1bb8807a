from pathlib import Path

from embeddings.train.card import SOURCES, card
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


def test_every_file_of_the_data_has_a_source(shared: Path) -> None:
    names = [path.name for path in (shared / "data").glob("*.gz") if "dev" not in path.name]
    assert names
    assert all(any(name.startswith(start) for start in SOURCES) for name in names)
