"""What an encoder alone finds on the development sets: `python -m embeddings.train.measure FOLDER DATA`.

Whole passages against questions as written, without their diacritics, restored, and asked in English; then sentences against their
translations, and the written paraphrases that nothing learned from. Each question has one right passage.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold
from embeddings.encoder import Encoder, SentenceEncoder, Vectors
from embeddings.restore import PIECES, Restorer, bundled_restorer, entry
from embeddings.train.data import Squad, measured_rows, measured_squad
from embeddings.train.written_pairs import kept

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Found:
    """Means over questions with one right passage each."""

    ndcg: float
    first: float

    def __str__(self) -> str:
        return f"{self.ndcg:.4f}\t{self.first:.4f}"


def ranks(questions: Vectors, passages: Vectors, right: Sequence[int]) -> NDArray[np.int64]:
    """(questions,) how many passages stand before the right one; equal ones count half against it.

    >>> ranks(np.array([[1, 0], [0, 1]], np.float32), np.array([[0, 1], [1, 0]], np.float32), [1, 0]).tolist()
    [0, 0]
    """
    cosines = questions @ passages.T
    own = cosines[np.arange(len(right)), list(right)][:, None]
    before = (cosines > own).sum(axis=1)
    return np.asarray(before + ((cosines == own).sum(axis=1) - 1) // 2, dtype=np.int64)


def found(before: NDArray[np.int64]) -> Found:
    """nDCG@10 and the share found first; with one right passage the gain is 1 / log2(1 + rank).

    >>> found(np.array([0, 1, 10]))
    Found(ndcg=0.5436432511904858, first=0.3333333333333333)
    """
    gains = np.where(before < DEPTH, 1 / np.log2(2 + before), 0)
    return Found(float(gains.mean()), float((before == 0).mean()))


def asked(encoder: Encoder, held: Squad, passages: Vectors, questions: Sequence[str] | None = None) -> Found:
    """The questions of one file, or others in their order, over its passages."""
    texts = [item.question for item in held.questions] if questions is None else questions
    return found(ranks(encoder.encode_queries(texts), passages, [item.passage for item in held.questions]))


def syllables(restorer: Restorer, texts: Sequence[str]) -> tuple[float, float]:
    """The share of Vietnamese words restored as written, of those that bear marks and of all; tone placement aside."""
    right = total = right_marked = marked = 0
    for text in texts:
        for old, new in zip(PIECES.findall(text), PIECES.findall(restorer.restore(fold(text))), strict=True):
            if not old[0].isalpha():
                continue
            same = entry(old) == entry(new)
            total, right = total + 1, right + same
            if fold(old) != old:
                marked, right_marked = marked + 1, right_marked + same
    return right_marked / max(1, marked), right / max(1, total)


def measured(encoder: Encoder, data: Path, restorer: Restorer | None = None) -> Mapping[str, Found]:
    """Every figure that the folder's development files allow, by name."""
    results = {}
    viquad = data / "qa-vi-viquad-dev.json.gz"
    if viquad.is_file():
        held = measured_squad(viquad)
        passages = encoder.encode_passages(held.passages)
        results["UIT-ViQuAD dev"] = asked(encoder, held, passages)
        stripped = [fold(item.question) for item in held.questions]
        results["UIT-ViQuAD dev, stripped"] = asked(encoder, held, passages, stripped)
        if restorer is not None:
            restored = [restorer.restore(text) for text in stripped]
            results["UIT-ViQuAD dev, stripped and restored"] = asked(encoder, held, passages, restored)
    mlqa = data / "qa-vi-mlqa-dev.json.gz"
    if mlqa.is_file():
        held = measured_squad(mlqa)
        passages = encoder.encode_passages(held.passages)
        results["MLQA dev"] = asked(encoder, held, passages)
    english = data / "qa-en-questions-for-mlqa-dev.json.gz"
    if english.is_file():
        held = measured_squad(english)
        passages = encoder.encode_passages(held.passages)
        results["MLQA dev, English questions"] = asked(encoder, held, passages)
    ntrex = data / "parallel-en-vi-ntrex-dev.jsonl.gz"
    if ntrex.is_file():
        pairs = list(measured_rows(ntrex))
        one = encoder.encode_passages([row["en"] for row in pairs])
        other = encoder.encode_passages([row["vi"] for row in pairs])
        own = range(len(pairs))
        results["NTREX dev, English to Vietnamese"] = found(ranks(one, other, own))
        results["NTREX dev, Vietnamese to English"] = found(ranks(other, one, own))
    paraphrases = kept(data, "paraphrase")
    if paraphrases.questions:
        asked_for = encoder.encode_queries(paraphrases.questions)
        for name, texts, right in (
            ("passages", paraphrases.passages, paraphrases.passage),
            ("sentences", paraphrases.sentences, paraphrases.sentence),
        ):
            results[f"written paraphrases, {name}"] = found(ranks(asked_for, encoder.encode_passages(texts), right))
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="a model folder")
    parser.add_argument("data", type=Path, help="the folder of the development files")
    parser.add_argument("--restorer", type=Path, help="a model of marks; the bundled one when left out")
    options = parser.parse_args()
    restorer = Restorer(options.restorer) if options.restorer else bundled_restorer()
    print("set\tnDCG@10\tR@1")
    for name, result in measured(SentenceEncoder(options.folder), options.data, restorer).items():
        print(f"{name}\t{result}", flush=True)
    viquad = options.data / "qa-vi-viquad-dev.json.gz"
    if viquad.is_file():
        bearing, every = syllables(restorer, [item.question for item in measured_squad(viquad).questions])
        print(f"restored syllables of UIT-ViQuAD dev: {bearing:.4f} of the marked, {every:.4f} of all", file=sys.stderr)


if __name__ == "__main__":
    main()
