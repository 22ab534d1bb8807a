"""The written questions as pairs: each with its passage and with its sentence, beside the rest of their article as mistakes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.passages import passages
from corpus.split import sentences
from corpus.types import Article
from embeddings.train.pairs import WHOLE, Kind, Pair, cut
from embeddings.train.written import Written, articles, key, read_written

SHARE = 0.45  # of each of the two kinds beside those of `embeddings.train.pairs`, which share 1
NEAR = 40  # sentences of an article, at most, that stand against the right one

Piece = tuple[int, int, str]  # [start, end) in code points of the article's text, and what stands there


@dataclass(frozen=True, slots=True)
class Kept:
    """Questions kept for measuring, the pieces of their articles, and the number of each question's own piece."""

    questions: tuple[str, ...]
    passages: tuple[str, ...]
    passage: tuple[int, ...]
    sentences: tuple[str, ...]
    sentence: tuple[int, ...]


def written_kinds(data: Path, questions: Sequence[Written] | None = None) -> list[Kind]:
    """Those of part `train` that have an answer and whose article the folder holds; titles stand before passages, as in the index."""
    whole: list[Pair] = []
    parts: list[Pair] = []
    for title, text, own in _asked(data, "train", questions):
        whole += _paired(own, _passages(title, text))
        parts += _paired(own, _sentences(text))
    made = [
        Kind("written question and passage", whole, SHARE, typed=True, size=0.75),
        Kind("written question and sentence", parts, SHARE, typed=True, size=2.0),
    ]
    return [kind for kind in made if kind.pairs]


def kept(data: Path, kind: str, questions: Sequence[Written] | None = None) -> Kept:
    """The questions of part `test` and one kind, over all articles of that part that the folder holds."""
    asked: list[str] = []
    found: tuple[list[str], list[str]] = ([], [])
    right: tuple[list[int], list[int]] = ([], [])
    for title, text, own in _asked(data, "test", questions):
        both = _passages(title, text), _sentences(text)
        for question in own:
            places = [_place(question, pieces) for pieces in both]
            if question.kind == kind and None not in places:
                asked.append(question.question)
                for numbers, known, place in zip(right, found, places, strict=True):
                    numbers.append(len(known) + (place or 0))
        for known, pieces in zip(found, both, strict=True):
            known += [piece for _, _, piece in pieces]
    return Kept(tuple(asked), tuple(found[0]), tuple(right[0]), tuple(found[1]), tuple(right[1]))


def _asked(data: Path, part: str, questions: Sequence[Written] | None) -> Iterator[tuple[str, str, Sequence[Written]]]:
    """(title, text, its questions of a part that have an answer) of every article that the folder holds."""
    asked = [
        question
        for question in (read_written() if questions is None else questions)
        if question.part == part and question.answer and (data / question.file).is_file()
    ]
    for name in sorted({question.file for question in asked}):
        of: dict[str, list[Written]] = defaultdict(list)
        for question in asked:
            if question.file == name:
                of[question.article].append(question)
        for title, text in articles(data / name):
            own = of.get(key(title, text), ())
            if own:
                yield title, text, own


def _passages(title: str, text: str) -> list[Piece]:
    found = passages(Article(source="", text=text, title=title))
    return [(passage.span.start, passage.span.end, f"{title}\n{passage.text}") for passage in found]


def _sentences(text: str) -> list[Piece]:
    spans = [sentence.span for sentence in sentences(text)]
    return [(span.start, span.end, text[span.start : span.end]) for span in spans]


def _place(question: Written, pieces: Sequence[Piece]) -> int | None:
    """The number of the piece that the answer begins in."""
    start = question.answer[0] if question.answer else -1
    return next((n for n, piece in enumerate(pieces) if piece[0] <= start < piece[1]), None)


def _paired(questions: Sequence[Written], pieces: Sequence[Piece]) -> list[Pair]:
    """Each question with its piece; the other pieces near it are its mistakes."""
    found = []
    for question in questions:
        place = _place(question, pieces)
        if place is not None:
            right = cut(pieces[place][2], WHOLE)
            low = max(0, min(place - NEAR // 2, len(pieces) - NEAR))
            wrong = dict.fromkeys(cut(text, WHOLE) for _, _, text in pieces[low : low + NEAR])
            found.append(Pair(question.question, right, right, tuple(text for text in wrong if text != right)))
    return found
