"""What each part gives and costs: `python -m eval.ablation --squad FILE`.

Five variants answer the same questions over the same collection, which is encoded once: words alone, vectors alone, both, both with
the network that chooses among sentences, and all of that with the reader. Without the network the sentence is taken from the first
passage: the one nearest to the question by the same words or vectors. Every variant holds sentences against the same rules of doubt,
and measures all that the network would look at, so the milliseconds of the first three are an upper bound.

Apart from that, how well the reader marks the answer inside the right sentence. Run it on a machine that does nothing else.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.errors import HoiDapError
from embeddings import reader as reading
from embeddings import restore
from embeddings.encoder import Encoder, SentenceEncoder, Vectors, bundled_path
from embeddings.reader import Item, Reader, Reads, SentenceReader
from embeddings.shape import GRAPH
from eval import metrics
from eval.collection import collection
from eval.report.text import number, table
from eval.run import run_squad
from eval.saved import Saved
from eval.score import Scores, ranked_sources
from eval.spans import mark, span_scores
from eval.speed.bench import machine
from eval.squad import SquadQuestion, SquadSet, read_squad
from qa.features import NAMES
from qa.library import WORDS, Library
from qa.ranker import EXTRA, Ranker, load_ranker
from qa.retrieve import Fusion

FIRST = 100.0  # so much the first passage is worth to `nearest`: more than anything that its sentences can differ by
COLUMNS = {"nDCG@10": 3, "R@1": 3, "first sentence": 3, "p50 ms": 1, "MB": 1}  # and their decimal places


@dataclass(frozen=True, slots=True)
class BlankEncoder:
    """Encodes nothing, and so costs nothing; fits the vectors of the encoder that it stands for."""

    fingerprint: str
    dimension: int

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), self.dimension), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        return self.encode_queries(texts)


class BlankReader:
    """Reads nothing: no sentence is better than another, and none has an answer marked."""

    def read(self, question: str, items: Sequence[Item]) -> Reads:
        return Reads(np.zeros(len(items)))


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to answer; `files` are the models and indexes (files or folders) that it cannot do without."""

    name: str
    encoder: Encoder
    fusion: Fusion
    ranker: Ranker
    reader: Reader
    files: tuple[Path, ...]


def nearest(*features: str) -> Ranker:
    """Chooses, in the first passage, the sentence with the largest sum of these features; fitted to nothing."""
    weights = np.zeros((len(NAMES), 1))
    weights[[NAMES.index(name) for name in features]] = 1.0
    weights[NAMES.index("rank")] = FIRST
    return Ranker(
        mean=np.zeros(len(NAMES)),
        scale=np.ones(len(NAMES)),
        w1=weights,
        b1=np.ones(1),  # a cosine may be negative
        w2=np.ones(1),
        reading=0.0,
        coefficients=np.zeros(len(NAMES) + len(EXTRA)),
        intercept=0.0,
        threshold=1.0,  # it is never sure, so that a question is never answered in parts
        levels=(1.0, 1.0),
    )


def variants(home: Path, encoder: Encoder, reader: Reader) -> tuple[Variant, ...]:
    """All that are compared, each with one part more than the one before it, vectors alone apart."""
    blank, unread, network = BlankEncoder(encoder.fingerprint, encoder.dimension), BlankReader(), load_ranker()
    marks = (bundled_path(restore.MODEL),)  # restored before any search
    words = (home / WORDS,)
    vectors = (home / f"{encoder.fingerprint}.faiss", bundled_path(), bundled_path(GRAPH))
    chosen = (*marks, *words, *vectors, Path(str(resources.files("qa"))) / "ranker.json")
    read = (*chosen, bundled_path(reading.BUNDLED))
    return (
        Variant("words", blank, Fusion(0, 0, 0, sentences=0, reader=0), nearest("bm25"), unread, (*marks, *words)),
        Variant(
            "vectors", encoder, Fusion(words=0, sentences=0, reader=0), nearest("cosine"), unread, (*marks, *vectors)
        ),
        Variant(
            "hybrid",
            encoder,
            Fusion(sentences=0, reader=0),
            nearest("bm25", "cosine"),
            unread,
            (*marks, *words, *vectors),
        ),
        Variant("hybrid, network", encoder, Fusion(reader=0), replace(network, reading=0.0), unread, chosen),
        Variant("hybrid, network, reader", encoder, Fusion(), network, reader, read),
    )


def measure(data: SquadSet, encoder: Encoder, reader: Reader, *, progress: bool = False) -> Scores:
    """Every question asked of every variant, over all contexts; then the reader's spans."""
    with collection(data.contexts, encoder=encoder, progress=progress) as library, ExitStack() as stack:
        compared = variants(library.home, encoder, reader)
        askers = []
        for variant in compared:
            asker = Library(library.home, library.config, variant.encoder, variant.ranker, variant.reader)
            asker.fusion = variant.fusion
            askers.append(stack.enter_context(asker))
        found = _alternating(data.questions, askers, progress)
        contexts = {article.source: article for article in data.contexts}
        marked = mark(data.questions, contexts, reader, library.read, progress=progress)
        return {
            "machine": machine(),
            "questions": len(data.questions),
            "passages": int(library.status()["passages"]),
            "variants": {v.name: _scores(r, v.files) for v, r in zip(compared, found, strict=True)},
            "spans": span_scores(marked),
        }


def _alternating(questions: Sequence[SquadQuestion], askers: Sequence[Library], progress: bool) -> list[list[Saved]]:
    """Each asker's records. They take turns to be asked first: what the first one has read is cached for the others."""
    found: list[list[Saved]] = [[] for _ in askers]
    for turn, question in enumerate(tqdm(questions, desc="questions", disable=None if progress else True)):
        for place in range(len(askers)):
            place = (place + turn) % len(askers)
            found[place] += run_squad([question], askers[place])
    return found


def _scores(records: Sequence[Saved], files: Iterable[Path]) -> Scores:
    ranked = {record.id: record for record in records if record.answerable}
    ranking = metrics.rank_scores(
        {id: ranked_sources(record.passages) for id, record in ranked.items()},
        {id: set(record.docs) for id, record in ranked.items()},
    )
    return {
        "nDCG@10": metrics.mean(ranking["nDCG@10"].values()),
        "R@1": metrics.mean(ranking["R@1"].values()),
        "first sentence": metrics.mean([float(record.forced_right) for record in records]),
        "p50 ms": metrics.percentile([record.ms for record in records], 50),
        "MB": megabytes(files),
        "crashed": sum(record.error is not None for record in records),
        "per_question": [
            {
                "id": record.id,
                "nDCG@10": ranking["nDCG@10"].get(record.id),
                "first sentence": record.forced_right,
                "ms": round(record.ms, 1),
            }
            for record in records
        ],
    }


def megabytes(paths: Iterable[Path]) -> float:
    """What files, and folders with all that is in them, take on disk, in 10**6 bytes."""
    held = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    return sum(file.stat().st_size for file in held if file.is_file()) / 1e6


def thinned(questions: Sequence[SquadQuestion], limit: int | None) -> tuple[SquadQuestion, ...]:
    """At most `limit` of them, spread evenly."""
    size = len(questions) if limit is None else min(limit, len(questions))
    return tuple(questions[n * len(questions) // size] for n in range(size))


def ablation_text(scores: Scores) -> str:
    """The scores as a Markdown table and a line about the spans."""
    rows = [
        [name, *(number(variant[column], "en", places) for column, places in COLUMNS.items())]
        for name, variant in scores["variants"].items()
    ]
    spans, where = scores["spans"], scores["machine"]
    lines = [
        f"{scores['questions']} questions, {scores['passages']} passages; {where['cores']} cores, Python {where['python']}, {where['system']}",
        "",
        *table(["", *COLUMNS], rows),
        "",
        f"Answer's span inside the right sentence: token F1 {number(spans['f1'], 'en', 3)}, exact match "
        f"{number(spans['exact'], 'en', 3)} of {spans['questions']} questions ({spans['unmarked']} with nothing marked; "
        f"{spans['left_out']} left out, whose answer stands in no single sentence).",
    ]
    crashed = sum(variant["crashed"] for variant in scores["variants"].values())
    return "\n".join([*lines, *([f"Crashed: {crashed}."] if crashed else [])])


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 done, 2 bad input."""
    parser = argparse.ArgumentParser(prog="python -m eval.ablation", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--squad", type=Path, required=True, metavar="FILE", help="a set in SQuAD JSON, gzipped or not")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="take the questions' words from here, by id")
    parser.add_argument("--strip", action="store_true", help="take the diacritics off the questions")
    parser.add_argument("--limit", type=_count, metavar="N", help="so many questions only, spread evenly")
    parser.add_argument(
        "--json", action="store_true", help="print JSON, with each question's scores, instead of a table"
    )
    args = parser.parse_args(argv)
    try:
        data = read_squad(args.squad, questions=args.questions, strip=args.strip)
        data = replace(data, questions=thinned(data.questions, args.limit))
        scores = measure(data, SentenceEncoder(), SentenceReader(), progress=True)
    except HoiDapError as error:
        print(error.en, file=sys.stderr)
        return 2
    print(json.dumps(scores, ensure_ascii=False, indent=2) if args.json else ablation_text(scores))
    return 0


def _count(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
