"""How far the confidence can be trusted where a quarter of what is asked for is missing: `python -m eval.trust SQUAD`.

A random quarter of a SQuAD set's contexts is left out of the collection, and every question is asked of the rest, silence left aside:
what is answered from a context that was left out is wrong. On the first half of the questions the confidence is calibrated
(Platt 1999: a logistic curve over its log-odds); the second half says how well it puts right before wrong, and how far it
lies from the share that is right, as it comes and calibrated.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from eval.calibration import aurc, auroc, calibration_error, reliability
from eval.collection import collection
from eval.report.text import number, table
from eval.squad import SquadSet, first_sentence_right, read_squad
from qa.library import Library

SEED = 1
MISSING = 0.25
EDGE = 1e-6  # confidences are kept so far from 0 and 1: log-odds are finite


def left(data: SquadSet, missing: float = MISSING, seed: int = SEED) -> list[str]:
    """The sources of the contexts that stay, in file order."""
    sources = [article.source for article in data.contexts]
    gone = set(random.Random(seed).sample(sources, round(missing * len(sources))))
    return [source for source in sources if source not in gone]


def asked(data: SquadSet, library: Library, *, progress: bool = False) -> tuple[list[float], list[bool]]:
    """Each question's confidence and whether its first sentence is right, silence left aside."""
    confidences, right = [], []
    for question in tqdm(data.questions, desc="questions", disable=not progress):
        answer = library.ask(question.question, always=True)
        confidences.append(0.0 if answer.abstained else answer.confidence)
        right.append(first_sentence_right(question, answer))
    return confidences, right


def calibrated(known: Sequence[float], right: Sequence[bool], new: Sequence[float]) -> list[float]:
    """The `new` confidences as the logistic curve through the known ones has them; unchanged where all or none are right."""
    if len(set(right)) < 2:
        return list(new)
    curve = LogisticRegression(C=1e6).fit(_odds(known), np.asarray(right))
    return [float(one) for one in curve.predict_proba(_odds(new))[:, 1]]


def _odds(confidences: Sequence[float]) -> Any:
    """(n, 1) log-odds."""
    kept = np.clip(np.asarray(confidences, dtype=float), EDGE, 1 - EDGE)
    return np.log(kept / (1 - kept))[:, None]


def trust(confidences: Sequence[float], right: Sequence[bool]) -> dict[str, Any]:
    """The numbers of the second half, with the confidence as it comes and calibrated on the first."""
    half = len(right) // 2
    known, new, truth = confidences[:half], confidences[half:], list(right[half:])
    found: dict[str, Any] = {
        "questions": len(truth),
        "right": sum(truth) / max(1, len(truth)),
        "auroc": auroc(new, truth),
        "aurc": aurc(new, truth),
    }
    for name, values in (("as_it_comes", new), ("calibrated", calibrated(known, right[:half], new))):
        found[name] = {
            "calibration_error": calibration_error(values, truth),
            "bins": [one.to_json() for one in reliability(values, truth)],
        }
    return found


def text(found: dict[str, Any]) -> str:
    """The numbers as Markdown."""
    lines = [
        f"{found['questions']} questions, {number(found['right'], 'en', 3)} right; "
        f"AUROC {number(found['auroc'], 'en', 3)}, AURC {number(found['aurc'], 'en', 3)}, calibration error "
        f"{number(found['as_it_comes']['calibration_error'], 'en', 3)} as it comes, "
        f"{number(found['calibrated']['calibration_error'], 'en', 3)} calibrated on the first half.",
        "",
    ]
    rows = [
        [
            f"{one['low']:.1f}–{one['high']:.1f}",
            *(
                cell
                for way in (one, other)
                for cell in (str(way["questions"]), number(way["confidence"], "en", 3), number(way["right"], "en", 3))
            ),
        ]
        for one, other in zip(found["as_it_comes"]["bins"], found["calibrated"]["bins"], strict=True)
    ]
    headers = ["confidence", "questions", "mean", "right", "questions, calibrated", "mean", "right"]
    return "\n".join([*lines, *table(headers, rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("squad", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    data = read_squad(options.squad)
    kept = set(left(data))
    progress = sys.stderr.isatty()
    with collection([one for one in data.contexts if one.source in kept], progress=progress) as library:
        found = trust(*asked(data, library, progress=progress))
    print(json.dumps(found) if options.json else text(found))


if __name__ == "__main__":
    main()
