"""Questions with answers in, groups of sentences to learn reading from out: `python -m qa.mine TRAIN.json.gz… -o groups.jsonl.gz`.

Each question is asked of a collection as the program would ask it, and the sentences that the ranker puts first become its group:
the ones that hold the answer are right, the others are the mistakes that a reader has to see through. Part of the groups are
left without a right sentence: the answer's sentences are taken out, or the question is turned into a near-miss.
"""

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from corpus.types import Article
from corpus.vietnamese import fold
from embeddings.encoder import SentenceEncoder
from qa.config import Config
from qa.fit import SEED, deal, name_of, near_miss, read_squad, source
from qa.library import Library
from qa.ranker import load_ranker
from qa.retrieve import Fusion, retrieve
from qa.select import measure, rank, term_weights
from qa.types import Evidence

SIZE = 12  # sentences in a group
FORMS = {"written": 0.62, "unmarked": 0.25, "upper": 0.03, "typo": 0.1}
NEAR_MISSES = 0.15
EMPTIED = 0.2


def groups(path: Path, encoder: SentenceEncoder, limit: int | None, plain: bool) -> Iterator[dict[str, Any]]:
    """One group a question; `plain` asks every question as written and leaves every right sentence in."""
    contexts, questions = read_squad(path)
    draw = random.Random(SEED)
    names = sorted({name for text, _, _ in questions if (name := name_of(text))})
    everything = [frozenset(range(len(contexts)))] if plain else deal(contexts, draw)
    draw.shuffle(questions)
    questions = questions[:limit]
    with tqdm(total=len(questions), desc=path.name) as bar:
        for number, group in enumerate(everything):
            own = [question for question in questions if question[1] in group]
            config, ranker = Config(), load_ranker()
            with tempfile.TemporaryDirectory() as folder, Library(Path(folder), config, encoder, ranker) as library:
                titled = draw.random() < 0.5 and not plain
                library.put(
                    Article(source(i), contexts[i][0], contexts[i][1] if titled else None) for i in sorted(group)
                )
                library.sync()
                for text, context, answers in own:
                    asked, where = text, context
                    if not plain and draw.random() < NEAR_MISSES:
                        other = near_miss(text, names, draw)
                        asked, where = (other, -1) if other else (text, context)
                    form = "written" if plain else draw.choices(list(FORMS), list(FORMS.values()))[0]
                    typed = altered(asked, form, draw)
                    evidence = _evidence(library, typed)
                    emptied = not plain and draw.random() < EMPTIED
                    yield {"collection": number, **_group(typed, evidence, where, answers, emptied)}
                    bar.update()


def _evidence(library: Library, text: str) -> list[Evidence]:
    question = library.read(text)
    vector = library.encoder.encode_queries([question.spelled])[0]
    hits = retrieve(question, vector, library.store, library.words, library.vectors, k=10, fusion=Fusion())
    field = measure(question, hits, vector, library.vectors, term_weights(question, library.words))
    return rank(field, library.ranker)


def _group(
    text: str, evidence: Sequence[Evidence], context: int, answers: Sequence[str], emptied: bool
) -> dict[str, Any]:
    items = []
    for item in evidence[: SIZE * 2]:
        right = item.article.source == source(context) and any(answer in item.text for answer in answers)
        if right and emptied:
            continue
        items.append(
            {
                "text": item.text,
                "context": reading_context(item),
                "right": right,
                "answers": list(answers) if right else [],
            }
        )
    return {"question": text, "sentences": items[:SIZE]}


def reading_context(item: Evidence) -> str:
    """What a reader needs beside the sentence: the article's title and the sentence before."""
    article, start = item.article, item.sentence.span.start
    passage = item.hit.passage.span
    before = article.text[max(passage.start, start - 160) : start].strip()
    return " ".join(part for part in (article.title or "", before) if part)


def parallel_groups(path: Path, encoder: SentenceEncoder, limit: int) -> Iterator[dict[str, Any]]:
    """Groups across the languages: a sentence for the question, its translation right, the nearest other sentences wrong.

    They teach which words of one language stand for which of the other, not what an answer is: keep them few.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    rows = [row for row in rows if 30 < len(row["vi"]) < 220]
    draw = random.Random(SEED)
    rows = draw.sample(rows, min(limit, len(rows)))
    sides = {side: encoder.encode_passages([row[side] for row in rows]) for side in ("en", "vi")}
    for number, row in enumerate(rows):
        asked, told = ("vi", "en") if number % 3 == 0 else ("en", "vi")
        cosines = sides[told] @ sides[asked][number]
        near = [i for i in np.argsort(-cosines)[: SIZE + 1].tolist() if i != number][: SIZE - 1]
        items = [(row[told], True), *((rows[i][told], False) for i in near)]
        if draw.random() < EMPTIED:
            items = items[1:]
        yield {
            "collection": -1,
            "question": row[asked],
            "sentences": [{"text": text, "context": "", "right": right, "answers": []} for text, right in items],
        }


def altered(text: str, form: str, draw: random.Random) -> str:
    """The question typed another way: without diacritics, in capitals, or with one letter wrong."""
    if form == "unmarked":
        return fold(text)
    if form == "upper":
        return text.upper()
    if form == "typo" and len(text) > 8:
        place = draw.randrange(1, len(text) - 2)
        kind = draw.random()
        if kind < 0.4:
            return text[:place] + text[place + 1 :]
        if kind < 0.7:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        return text[:place] + fold(text[place]) + text[place + 1 :]
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path, nargs="+", help="SQuAD-format files")
    parser.add_argument("--parallel", action="store_true", help="the files hold parallel sentences instead")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=None, help="so many questions of each file only")
    parser.add_argument("--plain", action="store_true", help="for a development set: nothing altered, one collection")
    options = parser.parse_args()
    encoder = SentenceEncoder()
    with gzip.open(options.out, "wt", encoding="utf-8") as out:
        for path in options.train:
            if options.parallel:
                found = parallel_groups(path, encoder, options.limit or 3000)
            else:
                found = groups(path, encoder, options.limit, options.plain)
            for group in found:
                out.write(json.dumps(group, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
