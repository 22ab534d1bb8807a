"""The written questions as pairs: each with its passage and with its sentence, beside the rest of their article as mistakes."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from corpus.passages import passages
from corpus.split import sentences
from corpus.types import Article
from embeddings.train.pairs import WHOLE, Kind, Pair, cut
from embeddings.train.written import Written, articles, key, read_written

SHARE = 0.45  # of each of the two kinds beside those of `embeddings.train.pairs`, which share 1
NEAR = 40  # sentences of an article, at most, that stand against the right one


def written_kinds(data: Path, questions: Sequence[Written] | None = None) -> list[Kind]:
    """Those of part `train` that have an answer and whose article the folder holds; titles stand before passages, as in the index."""
    asked = [
        question
        for question in (read_written() if questions is None else questions)
        if question.part == "train" and question.answer and (data / question.file).is_file()
    ]
    whole: list[Pair] = []
    parts: list[Pair] = []
    for name in sorted({question.file for question in asked}):
        of: dict[str, list[Written]] = defaultdict(list)
        for question in asked:
            if question.file == name:
                of[question.article].append(question)
        for title, text in articles(data / name):
            own = of.get(key(title, text), ())
            if own:
                article = Article(source=name, text=text, title=title)
                whole += _paired(own, [(p.span.start, p.span.end, f"{title}\n{p.text}") for p in passages(article)])
                spans = [sentence.span for sentence in sentences(text)]
                parts += _paired(own, [(span.start, span.end, text[span.start : span.end]) for span in spans])
    made = [
        Kind("written question and passage", whole, SHARE, typed=True, size=0.75),
        Kind("written question and sentence", parts, SHARE, typed=True, size=2.0),
    ]
    return [kind for kind in made if kind.pairs]


def _paired(questions: Sequence[Written], pieces: Sequence[tuple[int, int, str]]) -> list[Pair]:
    """Each question with the piece (start, end, text) that its answer begins in; the other pieces near it are its mistakes."""
    found = []
    for question in questions:
        start = question.answer[0] if question.answer else -1
        place = next((n for n, piece in enumerate(pieces) if piece[0] <= start < piece[1]), None)
        if place is not None:
            right = cut(pieces[place][2], WHOLE)
            low = max(0, min(place - NEAR // 2, len(pieces) - NEAR))
            wrong = dict.fromkeys(cut(text, WHOLE) for _, _, text in pieces[low : low + NEAR])
            found.append(Pair(question.question, right, right, tuple(text for text in wrong if text != right)))
    return found
