"""What is measured of a question and a sentence: a row of numbers for the ranker. Says nothing of which sentence is right."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.letters import UPPER
from corpus.vietnamese import bigrams, fold, tokens
from qa.question import Question

NAMES: tuple[str, ...] = (
    "coverage", "marked_coverage", "neighbour_coverage", "passage_coverage", "title_coverage", "pair_coverage", "window",
    "bm25", "run", "length", "novelty", "cosine", "cosine_gap", "passage_cosine", "score", "score_gap", "rank",
    "first", "heading", "row", "asks", "lead_in",
    "number_wanted", "number_found", "unit_found", "date_wanted", "date_found", "person_wanted", "name_found",
    "place_wanted", "place_found", "reason_wanted", "reason_found", "definition_wanted", "definition_found",
    "list_wanted", "list_found", "manner_wanted",
    "years_missing", "years_missing_here", "numbers_missing", "names_missing", "names_missing_here", "rarest_missing",
    "rarest_missing_here", "numbers_missing_here", "pairs_missing", "pairs_missing_here", "other_year",
    "english", "unmarked",
)  # fmt: skip

_NUMBER = re.compile(r"^\d")
_YEARLIKE = re.compile(r"^(1[5-9]\d\d|20\d\d)$")
_REASONS = re.compile(r"\b(vi|do|boi|nham|de|nho|nen|because|due to|in order to|so that)\b")
_PLACES = re.compile(r"\b(tai|o|tinh|thanh pho|huyen|xa|nuoc|quan|in|at)\b")
_DATES = re.compile(
    r"\b(ngay|thang|nam|quy|giai doan|the ky|sang|chieu|january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_DEFINES = re.compile(r"\b(la|duoc goi la|nghia la|tuc la|is|are|means)\b|\(")
_NAMED = re.compile(rf"(?<=[\w,;:\"“(] )[{UPPER}]\w*(?:\s+[{UPPER}]\w*)+")
_NUMERALS = {
    "một": "1",
    "hai": "2",
    "ba": "3",
    "bốn": "4",
    "năm": "5",
    "sáu": "6",
    "bảy": "7",
    "tám": "8",
    "chín": "9",
    "mười": "10",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
}
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class View:
    """A text read once: its canonical tokens, folded tokens, pairs and outward signs."""

    marked: frozenset[str]
    folded: tuple[str, ...]
    counts: Mapping[str, int]
    pairs: frozenset[str]
    digits: frozenset[str]
    years: frozenset[str]
    numbers: tuple[int, ...]
    named: frozenset[str]
    reason: bool
    place: bool
    date: bool
    defines: int
    commas: int
    asks: bool
    lead_in: bool
    percent: bool


@lru_cache(maxsize=20_000)
def view(text: str) -> View:
    """The signs of one sentence or passage; cached, since passages come back."""
    marked = tokens(text)
    folded = tuple(fold(token) for token in marked)
    counts: dict[str, int] = {}
    for token in folded:
        counts[token] = counts.get(token, 0) + 1
    low = " ".join(folded)
    definition = _DEFINES.search(fold(text).lower())
    return View(
        frozenset(marked),
        folded,
        counts,
        frozenset(bigrams(folded)),
        frozenset(_DIGITS.findall(text)) | frozenset(_NUMERALS[token] for token in marked if token in _NUMERALS),
        frozenset(token for token in folded if _YEARLIKE.match(token)),
        tuple(i for i, token in enumerate(folded) if _NUMBER.match(token)),
        frozenset(fold(token) for name in _NAMED.findall(text) for token in tokens(name)),
        bool(_REASONS.search(low)),
        bool(_PLACES.search(low)),
        bool(_DATES.search(low)),
        definition.start() if definition else -1,
        text.count(",") + text.count(";"),
        text.rstrip("\"”’»') ").endswith("?"),
        text.rstrip().endswith(":"),
        "%" in text or "phần trăm" in text,
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as the ranker meets it, with its surroundings.

    Attributes:
        article: the whole article's text, or of a very long one the passage's.
        around: the sentence before and the one after, "" at an end.
        dates: what the article says of its own time (title apart), as ISO days.
        cosine: of question and sentence; `passage_cosine`: of question and passage.
        score, rank: the passage's, from retrieval; `top`: the best passage's score.
    """

    text: str
    around: tuple[str, str]
    passage: str
    article: str
    title: str
    dates: str
    kind: str
    first: bool
    cosine: float
    passage_cosine: float
    score: float
    top: float
    rank: int


def weigh(terms: Sequence[str], frequency: Mapping[str, int], size: int) -> dict[str, float]:
    """The inverse document frequency of each term, as BM25 has it, in (0, ln(2 size + 2)]."""
    return {t: math.log(1 + (size - frequency.get(t, 0) + 0.5) / (frequency.get(t, 0) + 0.5)) for t in terms}


def rows(question: Question, weights: Mapping[str, float], candidates: Sequence[Candidate]) -> NDArray[np.float32]:
    """(len(candidates), len(NAMES)) numbers, most of them in 0..1."""
    if not candidates:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    best_cosine = max(candidate.cosine for candidate in candidates)
    return np.array([_row(question, weights, c, best_cosine) for c in candidates], dtype=np.float32)


def _row(question: Question, weights: Mapping[str, float], c: Candidate, best_cosine: float) -> list[float]:
    here, passage, title = view(c.text), view(c.passage), view(c.title)
    near = [view(text) for text in c.around]
    total = sum(weights.values()) or 1.0
    folded = {term: fold(term) for term in weights}
    in_title = {term for term in weights if folded[term] in title.counts}
    found = {term for term in weights if folded[term] in here.counts}
    exact = {term for term in found if term in here.marked}
    beside = {term for term in weights if any(folded[term] in v.counts for v in near)}
    around = found | beside
    anywhere = {term for term in weights if folded[term] in passage.counts} | in_title

    def share(terms: set[str]) -> float:
        return sum(weights[term] for term in terms) / total

    length = max(len(here.folded), 1)
    bm25 = sum(
        weights[t] * here.counts[folded[t]] * 2.2 / (here.counts[folded[t]] + 1.2 * (0.25 + 0.75 * length / 30))
        for t in found
    )
    asked = set(folded.values())
    new_numbers = [i for i in here.numbers if here.folded[i] not in asked]
    new_years = [i for i in new_numbers if _YEARLIKE.match(here.folded[i])]
    context_digits = passage.digits | title.digits | frozenset(_DIGITS.findall(c.dates))
    years_here = here.digits | title.digits | frozenset(_DIGITS.findall(c.dates))
    missing = {t for t in weights if t not in anywhere}
    heaviest = max(max(weights.values(), default=1.0), 1e-9)
    digits_asked = frozenset(d for n in question.numbers for d in _DIGITS.findall(n))
    kind = question.kind
    return [
        share(found),
        share(exact) if question.marked else share(found),
        share(around),
        share(anywhere),
        share(in_title),
        len(question.pairs & here.pairs) / max(len(question.pairs), 1),
        _window(here, folded, weights) / total,
        bm25 / total,
        _longest_run(question, here) / max(len(question.terms), 1),
        math.log(length) / 4,
        1 - sum(token in asked for token in here.folded) / length,
        c.cosine,
        c.cosine - best_cosine,
        c.passage_cosine,
        c.score / 4,
        (c.score - c.top) / 4,
        1 / (1 + c.rank),
        float(c.first),
        float(c.kind == "heading"),
        float(c.kind == "row"),
        float(here.asks),
        float(here.lead_in),
        float(kind == "number"),
        float(kind == "number" and bool(new_numbers)),
        float(_unit_follows(question, here)),
        float(kind == "date"),
        float(kind == "date" and bool(new_years or (here.date and new_numbers))),
        float(kind == "person"),
        float(kind == "person" and bool(here.named - asked)),
        float(kind == "place"),
        float(kind == "place" and here.place and bool(here.named - asked)),
        float(kind == "reason"),
        float(kind == "reason" and here.reason),
        float(kind == "definition"),
        float(kind == "definition" and here.defines >= 0),
        float(kind == "list"),
        float(kind == "list") * min(here.commas, 6) / 6,
        float(kind == "manner"),
        _missing(question.years, context_digits),
        _missing(question.years, years_here),
        _missing(digits_asked, context_digits),
        _missing(question.names, _folded(c.article) | title.counts.keys()) if question.names else 0.0,
        _missing(question.names, here.counts.keys() | title.counts.keys()),
        max((weights[t] for t in missing), default=0.0) / heaviest,
        max((weights[t] for t in weights if t not in around and t not in in_title), default=0.0) / heaviest,
        _missing(digits_asked, years_here),
        _missing(question.number_pairs, passage.pairs | title.pairs),
        _missing(question.number_pairs, here.pairs | title.pairs),
        float(bool(question.years and here.years and not question.years & here.years)),
        float(question.language == "en"),
        float(not question.marked),
    ]


@lru_cache(maxsize=512)
def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(token) for token in tokens(text))


def _missing(wanted: frozenset[str], present: "frozenset[str] | set[str]") -> float:
    return sum(item not in present for item in wanted) / len(wanted) if wanted else 0.0


def _window(here: View, folded: Mapping[str, str], weights: Mapping[str, float], size: int = 14) -> float:
    """The heaviest set of question terms within `size` neighbouring tokens: long sentences answer in one place."""
    by_token = {token: weights[term] for term, token in folded.items()}
    hits = [(i, token) for i, token in enumerate(here.folded) if token in by_token]
    best = 0.0
    for start, (first, _) in enumerate(hits):
        seen: set[str] = set()
        for i, token in hits[start:]:
            if i - first >= size:
                break
            seen.add(token)
        best = max(best, sum(by_token[token] for token in seen))
    return best


def _longest_run(question: Question, here: View) -> int:
    """Question pairs that follow one another in the sentence: the length of the longest chain, in pairs."""
    best = run = 0
    for pair in zip(here.folded, here.folded[1:], strict=False):
        run = run + 1 if "_".join(pair) in question.pairs else 0
        best = max(best, run)
    return best


def _unit_follows(question: Question, here: View) -> float:
    """How much of what is counted ("thôn", "điểm bưu điện") stands right after a number of the sentence, 0..1."""
    unit = question.unit
    if not unit or not here.numbers:
        return 0.0
    if unit == ("%",):
        return float(here.percent)
    best = 0.0
    for i in here.numbers:
        after = here.folded[i + 1 : i + 7]
        best = max(best, sum(word in after for word in unit) / len(unit))
    return best
