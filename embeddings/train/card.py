"""The model cards of a trained encoder and a trained reader, written from the run's own numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from embeddings.train.loop import Done, Recipe
from embeddings.train.measure import Found
from embeddings.train.pairs import Kind

# What a data file's name begins with, its source and its terms.
SOURCES: Mapping[str, tuple[str, str]] = {
    "qa-vi-viquad": ("UIT-ViQuAD 1.0", "research agreement of UIT-NLP; passages CC BY-SA"),
    "qa-en-squadshifts": ("SQuADShifts", "CC BY 4.0"),
    "pairs-en": ("NQG test part of SQuAD (CC BY-SA 4.0), MedQuAD (CC BY 4.0), digital.gov, 18F", "as named"),
    "parallel-en-vi": ("EVBCorpus, Tatoeba, Microsoft Docs, React docs", "none stated, CC BY 2.0, MIT, CC BY 4.0"),
    "news-vi-headlines": ("newspapers' feeds 2025 and 2026", "the newspapers' text"),
    "news-vi-vietnews": ("vietnews", "the newspapers' text"),
    "news-vi-baomoi": ("Báo Mới", "the newspapers' text"),
    "law-vi": ("Pháp điển", "official texts"),
    "wiki-vi": ("vi.wikipedia", "CC BY-SA"),
    "written": ("questions written for this project over vietnews, Báo Mới and Pháp điển", "the articles' own"),
}
UNKNOWN = ("", "see its source")


def card(
    name: str,
    base: str,
    files: Sequence[Path],
    kinds: Sequence[Kind],
    recipe: Recipe,
    done: Done,
    scores: Mapping[str, tuple[Found, Found]],
) -> str:
    """Markdown: data with their terms, the recipe, what the run saw, and scores before and after it."""
    total = sum(kind.share for kind in kinds)
    lines = [
        *_head(name, "sentence-similarity"),
        f"A bilingual (Vietnamese, English) sentence encoder, trained from {base} in {done.hours:.2f} hours: {done.steps} steps, "
        f"{done.pieces / 1e6:.2f} million pieces. Mean pooling, normalised, no prompts.",
        "",
        f"**Recipe.** Contrastive within the batch, scale {recipe.scale:g}, with hard negatives; learning rates {recipe.vectors:g} "
        f"(word vectors) and {recipe.body:g} (body), linear decay, mean of the weights over the last {recipe.mean_of:.0%} of the steps.",
        "",
        "| kind of pair | share of the steps | pairs | loss at first | at last |",
        "|---|---|---|---|---|",
    ]
    for kind in kinds:
        first, last = done.losses.get(kind.name, (float("nan"), float("nan")))
        lines.append(f"| {kind.name} | {kind.share / total:.0%} | {len(kind.pairs):,} | {first:.3f} | {last:.3f} |")
    lines += ["", "| data | source | terms |", "|---|---|---|"]
    lines += [f"| {path.name} | {source} | {terms} |" for path, (source, terms) in _sources(files)]
    if scores:
        lines += [
            "",
            "Encoder alone (`python -m embeddings.train.measure`), nDCG@10 and R@1 (of translations: accuracy@1):",
            "",
            "| set | before | after |",
            "|---|---|---|",
        ]
        for set_name, (before, after) in scores.items():
            lines.append(f"| {set_name} | {_shown(before)} | {_shown(after)} |")
    return "\n".join(lines) + "\n"


def reader_card(
    name: str,
    base: str,
    groups: Mapping[Path, int],
    *,
    steps: int,
    size: int,
    rate: float,
    hours: float,
    losses: Mapping[str, tuple[float, float]],
) -> str:
    """Markdown: what the reader is, the recipe, its data with their terms; `groups` are how many each file gave."""
    lines = [
        *_head(name, "cross-encoder"),
        f"A bilingual (Vietnamese, English) sentence reader, trained from {base} in {hours:.2f} hours: {steps} steps of {size} groups. "
        "It takes a question beside a sentence with its context; a score above 0 says that the sentence answers, one below that nothing "
        "here does. A second head marks where in the sentence the answer stands.",
        "",
        "**Recipe.** Softmax over the sentences of one question and a null choice fixed at 0; the span's loss beside it; word vectors as "
        f"they were; learning rate {rate:g}, linear decay.",
        "",
        "| loss | at first | at last |",
        "|---|---|---|",
        *(f"| {part} | {first:.3f} | {last:.3f} |" for part, (first, last) in losses.items()),
        "",
        "| data | groups | source | terms |",
        "|---|---|---|---|",
        *(f"| {path.name} | {groups[path]:,} | {source} | {terms} |" for path, (source, terms) in _sources(groups)),
    ]
    return "\n".join(lines) + "\n"


def words_card(
    name: str, base: str, files: Sequence[Path], *, steps: int, size: int, rate: float, width: int, hours: float
) -> str:
    """Markdown: the word vectors put beside an encoder, how they were learned, and the data with their terms."""
    lines = [
        *_head(name, "sentence-similarity"),
        f"The encoder {base} with {width} places more in its vector: the sum of the vectors of a text's pieces over the root of their "
        f"number, learned in {hours:.2f} hours; the mean of its last states is evened out before. No prompts.",
        "",
        f"**Recipe.** Contrastive within the batch, {steps} steps of {size} pairs, learning rate {rate:g}, linear decay; the body as it was.",
        "",
        "| data | source | terms |",
        "|---|---|---|",
        *(f"| {path.name} | {source} | {terms} |" for path, (source, terms) in _sources(files)),
    ]
    return "\n".join(lines) + "\n"


def spans_card(
    name: str,
    base: str,
    groups: Mapping[Path, int],
    *,
    passes: int,
    size: int,
    rate: float,
    hours: float,
    losses: Sequence[float],
) -> str:
    """Markdown: the second top of a reader, how it was learned, and its data; `groups` are the sentences each file gave."""
    lines = [
        *_head(name, "cross-encoder"),
        f"The reader {base} with a second top of two layers that marks where in a sentence the answer stands, learned in {hours:.2f} "
        "hours; its scores are those of the base.",
        "",
        f"**Recipe.** The first and the last token of the answer among those of its sentence; {passes} passes in steps of {size} "
        f"sentences, learning rate {rate:g}, linear decay; all else as it was. Mean loss of each pass: "
        + ", ".join(f"{loss:.3f}" for loss in losses)
        + ".",
        "",
        "| data | sentences | source | terms |",
        "|---|---|---|---|",
        *(f"| {path.name} | {groups[path]:,} | {source} | {terms} |" for path, (source, terms) in _sources(groups)),
    ]
    return "\n".join(lines) + "\n"


def _head(name: str, tag: str) -> list[str]:
    front = ["---", "library_name: sentence-transformers", "language: [vi, en]", f"tags: [{tag}]", "---"]
    return [*front, "", f"# {name}", ""]


def _sources(files: Iterable[Path]) -> Iterator[tuple[Path, tuple[str, str]]]:
    """Each file with its source and its terms, as its name tells them."""
    for path in files:
        yield path, next((known for start, known in SOURCES.items() if path.name.startswith(start)), UNKNOWN)


def _shown(found: Found) -> str:
    return f"{found.ndcg:.3f} ({found.first:.3f})"
