"""Questions with answers in, groups of sentences to learn reading from out: `python -m qa.mine TRAIN.json.gz… -o groups.jsonl.gz`.

Each question is asked of a collection as the program would ask it, and the sentences that the ranker puts first become its group:
the ones that hold the answer are right, the others are the mistakes that a reader has to see through. A right sentence that the
search missed takes the last place: reading has most to learn there. Part of the groups are left without a right sentence: the
answer's sentences are taken out, or the question is turned into a near-miss.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from corpus.errors import Language
from corpus.types import Article
from corpus.vietnamese import tokens
from embeddings.encoder import SentenceEncoder
from qa.cloze import SIZE, cloze_groups, clozes, holds
from qa.examples import (
    FORMS,
    SEED,
    altered,
    collection,
    deal,
    holding,
    measured,
    names_of,
    near_miss,
    read_squad,
    source,
)
from qa.ranker import load_ranker
from qa.select import Field, reading_context

NEAR_MISSES = 0.15
_DIRECTIONS: tuple[tuple[Language, Language], tuple[Language, Language]] = (("en", "vi"), ("vi", "en"))
EMPTIED = 0.2


def groups(path: Path, encoder: SentenceEncoder, limit: int | None, plain: bool) -> Iterator[dict[str, Any]]:
    """One group a question; `plain` asks every question as written and leaves every right sentence in.

    A file that has unanswerable questions of its own is given no made ones.
    """
    contexts, questions = read_squad(path)
    made = not plain and all(answers for _, _, answers in questions)
    draw = random.Random(SEED)
    names = names_of(questions)
    everything = [frozenset(range(len(contexts)))] if plain else deal(contexts, draw)
    draw.shuffle(questions)
    questions = questions[:limit]
    with tqdm(total=len(questions), desc=path.name) as bar:
        for number, group in enumerate(everything):
            own = [question for question in questions if question[1] in group]
            titled = draw.random() < 0.5 and not plain
            with collection(contexts, sorted(group), titled=titled, encoder=encoder, ranker=load_ranker()) as library:
                for text, context, answers in own:
                    asked, where = text, context
                    if made and draw.random() < NEAR_MISSES:
                        other = near_miss(text, names, draw)
                        asked, where = (other, -1) if other else (text, context)
                    form = "written" if plain else draw.choices(list(FORMS), list(FORMS.values()))[0]
                    typed = altered(asked, form, draw)
                    field, right = measured(library, library.read(typed), where, answers)
                    scores = library.ranker.scores(field.rows).tolist()
                    emptied = made and draw.random() < EMPTIED
                    found = _group(typed, field, right.tolist(), scores, answers, emptied)
                    if answers and where >= 0 and not (emptied or plain):
                        body, title = contexts[where]
                        found = _completed(found, Article(source(where), body, title if titled else None), answers)
                    yield {"collection": number, **found}
                    bar.update()


def _group(
    text: str, field: Field, right: Sequence[bool], scores: Sequence[float], answers: Sequence[str], emptied: bool
) -> dict[str, Any]:
    """The best-scored sentences; without the right ones when `emptied`."""
    items = []
    for i in sorted(range(len(scores)), key=lambda i: -scores[i])[: SIZE * 2]:
        if right[i] and emptied:
            continue
        hit, sentence = field.hits[field.sentences[i][0]], field.sentences[i][1]
        items.append(
            {
                "text": hit.passage.article[sentence.span],
                "context": reading_context(hit, sentence),
                "right": bool(right[i]),
                "answers": list(answers) if right[i] else [],
            }
        )
    return {"question": text, "sentences": items[:SIZE]}


def _completed(group: dict[str, Any], article: Article, answers: Sequence[str]) -> dict[str, Any]:
    """The group with a right sentence of the article in its last place where it has none."""
    if any(sentence["right"] for sentence in group["sentences"]):
        return group
    right = _nearest(group["question"], article, answers)
    return {**group, "sentences": [*group["sentences"][: SIZE - 1], right]} if right else group


def _nearest(text: str, article: Article, answers: Sequence[str]) -> dict[str, Any] | None:
    """Of the article's sentences that hold an answer the one that shares most words with the question."""
    words = frozenset(tokens(text))
    found = list(holding(article, answers))
    if not found:
        return None
    sentence, around = max(found, key=lambda item: len(words & frozenset(tokens(item[0]))))
    return {"text": sentence, "context": around, "right": True, "answers": list(answers)}


def lone_groups(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    """Each question with the one sentence that holds its answer: nothing to choose, but where the answer stands.

    Of several such sentences the one that shares most words with the question. Collections are numbered as in `groups`.
    """
    contexts, questions = read_squad(path)
    draw = random.Random(SEED)
    of = {context: number for number, group in enumerate(deal(contexts, draw)) for context in group}
    draw.shuffle(questions)
    for text, context, answers in questions[:limit]:
        right = _nearest(text, Article(source(context), contexts[context][0]), answers)
        if right:
            form = draw.choices(list(FORMS), list(FORMS.values()))[0]
            yield {"collection": of[context], "question": altered(text, form, draw), "sentences": [right]}


def parallel_groups(path: Path, encoder: SentenceEncoder, limit: int) -> Iterator[dict[str, Any]]:
    """Groups across the languages: a sentence for the question, its translation right, the nearest other sentences wrong.

    Where the sentence holds a figure, the question asks for it (see `qa.cloze`). The others teach which words of one language stand
    for which of the other, not what an answer is: keep them few.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    rows = [row for row in rows if 30 < len(row["vi"]) < 220]
    draw = random.Random(SEED)
    asking = [row for row in rows if clozes(row["en"], "en")]
    draw.shuffle(asking)
    asking = asking[: limit * 2 // 3]
    rows = [*asking, *draw.sample(rows, max(0, min(limit - len(asking), len(rows))))]
    draw.shuffle(rows)
    sides: dict[Language, Any] = {
        "en": encoder.encode_passages([row["en"] for row in rows]),
        "vi": encoder.encode_passages([row["vi"] for row in rows]),
    }
    for number, row in enumerate(rows):
        asked, told = _DIRECTIONS[number % 3 == 0]
        cosines = sides[told] @ sides[asked][number]
        options = [cloze for cloze in clozes(row[asked], asked) if holds(row[told], cloze.answer)]
        cloze = draw.choice(options) if options else None
        near = [i for i in np.argsort(-cosines)[: SIZE + 1].tolist() if rows[i][told] != row[told]][: SIZE - 1]
        answers = [cloze.answer] if cloze else []
        items = [(row[told], True), *((rows[i][told], False) for i in near)]
        if draw.random() < EMPTIED:
            items = items[1:]
        yield {
            "collection": -1,
            "question": cloze.question if cloze else row[asked],
            "sentences": [
                {"text": text, "context": "", "right": right, "answers": answers if right else []}
                for text, right in items
            ],
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path, nargs="+", help="SQuAD-format files")
    parser.add_argument("--parallel", action="store_true", help="the files hold parallel sentences instead")
    parser.add_argument("--headlines", action="store_true", help="the files hold news articles instead, see qa.cloze")
    parser.add_argument(
        "--alone", action="store_true", help="only the right sentence of each: what marks are learned from"
    )
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=None, help="so many questions of each file only")
    parser.add_argument("--plain", action="store_true", help="for a development set: nothing altered, one collection")
    options = parser.parse_args()
    with gzip.open(options.out, "wt", encoding="utf-8") as out:
        for path in options.train:
            if options.headlines:
                found = cloze_groups(path, options.limit or 10_000)
            elif options.alone:
                found = lone_groups(path, options.limit)
            elif options.parallel:
                found = parallel_groups(path, SentenceEncoder(), options.limit or 3000)
            else:
                found = groups(path, SentenceEncoder(), options.limit, options.plain)
            for group in found:
                out.write(json.dumps(group, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
