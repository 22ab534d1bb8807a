"""Retrieved passages in, sentences with their support out, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from corpus.split import sentence_id, sentences
from corpus.types import Article, Sentence, Span
from corpus.vietnamese import fold
from corpus.words import WordIndex
from embeddings.encoder import Vectors
from embeddings.index import VectorIndex
from embeddings.reader import Reader, Reads, joined
from qa.agreement import agreeing
from qa.attributes import names_unknown_meeting
from qa.definitions import defines
from qa.doubts import Doubt, doubts, searched
from qa.enumerations import enumeration, heads_list
from qa.features import Candidate, rows, weigh
from qa.items import enumerates
from qa.question import Question, language_of
from qa.ranker import Array, Ranker
from qa.types import Evidence, Hit

PASSAGES = 10  # hits whose sentences are considered
LATE = 2  # of them at most that are there for a definition alone
READ = 12  # sentences that the reader reads
CERTAIN = 1e6  # to the score that chooses what is read, of a sentence that has to be
PENALTY = 5.0  # of the final score, for each reason to doubt
# To the score of a sentence that lists as many things as are asked for or heads their list, and of one that says what is asked about.
BONUS = 3.0
DEFINING = 6.0
FOREIGN = (
    1.0  # taken from the final score of a sentence in another language than the question's: people prefer their own
)
MARKED = 0.8  # the share of a sentence up to which the reader's answer is set off from it
DOUBTED = 0.15  # what is left of the support of a doubted sentence: below the threshold of silence
BEFORE = 160  # code points of context before a sentence


@dataclass(frozen=True, slots=True)
class Field:
    """The sentences of one question's hits and what was measured of them: `rows` is (len(evidence), features)."""

    hits: tuple[Hit, ...]
    sentences: tuple[tuple[int, Sentence], ...]
    rows: NDArray[np.float32]

    def texts(self, places: NDArray[np.intp]) -> list[str]:
        """The sentences at these places, verbatim."""
        return [self.hits[hit].passage.article[s.span] for hit, s in (self.sentences[i] for i in places.tolist())]


def term_weights(question: Question, words: WordIndex) -> dict[str, float]:
    """The rarity of each term among the passages; by folded form where the question has no marks or another language."""
    terms = list(question.terms)
    if question.language == "en" or not question.marked:
        frequency, size = words.document_frequency([fold(term) for term in terms], folded=True)
        return weigh(terms, {term: frequency[fold(term)] for term in terms}, size)
    frequency, size = words.document_frequency(terms)
    return weigh(terms, frequency, size)


def within_reach(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, with passages from behind the first `PASSAGES` that say what is to be defined among them, as the last ones."""
    if question.kind != "definition":
        return list(hits)
    late = [hit for hit in hits[PASSAGES:] if any(defines(question, text) for text in _texts(hit))][:LATE]
    rest = [hit for hit in hits if hit not in late]
    place = PASSAGES - len(late)
    return [*rest[:place], *late, *rest[place:]]


def _texts(hit: Hit) -> list[str]:
    text = hit.passage.text
    return [text[part.span.start : part.span.end] for part in sentences(text)]


def measure(
    question: Question, hits: Sequence[Hit], vector: Vectors, vectors: VectorIndex, weights: Mapping[str, float]
) -> Field:
    """Every sentence of the first `PASSAGES` hits, measured."""
    found: list[tuple[int, Sentence]] = []
    candidates: list[Candidate] = []
    held = _cosines(hits, vector, vectors)
    for rank, hit in enumerate(hits[:PASSAGES]):
        passage = hit.passage
        article = passage.article
        base = passage.span.start
        parts = sentences(passage.text)
        texts = [passage.text[s.span.start : s.span.end] for s in parts]
        own = held.get(passage.id, 0.0)
        dates = " ".join(day.isoformat() for day in (article.published, article.event) if day)
        for number, sentence in enumerate(parts):
            id = sentence_id(passage.id, number)
            span = Span(base + sentence.span.start, base + sentence.span.end)
            found.append((rank, Sentence(span, sentence.kind, sentence.paragraph)))
            candidates.append(
                Candidate(
                    text=texts[number],
                    around=(texts[number - 1] if number else "", texts[number + 1] if number + 1 < len(texts) else ""),
                    passage=passage.text,
                    article=searched(hit),
                    title=article.title or "",
                    dates=dates,
                    kind=sentence.kind,
                    first=span.start == 0,
                    cosine=held.get(id, own) if id is not None else own,
                    passage_cosine=own,
                    score=hit.score,
                    top=hits[0].score,
                    rank=rank,
                )
            )
    return Field(tuple(hits), tuple(found), rows(question, weights, candidates))


def _cosines(hits: Sequence[Hit], vector: Vectors, vectors: VectorIndex) -> dict[int, float]:
    """The cosine of every passage and sentence of the hits that has a vector."""
    families = vectors.between([hit.passage.id for hit in hits[:PASSAGES]], 256)
    flat = [id for family in families for id in family]
    if not flat:
        return {}
    return dict(zip(flat, (vectors.vectors(flat) @ vector).tolist(), strict=True))


def best_of(field: Field, places: Sequence[int], scores: Array) -> Array:
    """(passages measured,) the best score of a sentence of each hit; where none of its sentences is scored, the lowest of all.

    Args:
        places, scores: (n,) sentences of the field and what each scored.
    """
    best = np.full(min(len(field.hits), PASSAGES), np.nan)
    for place, score in zip(places, scores.tolist(), strict=True):
        hit = field.sentences[place][0]
        best[hit] = np.fmax(best[hit], score)
    lowest = float(np.nanmin(best)) if not np.isnan(best).all() else 0.0
    return np.asarray(np.nan_to_num(best, nan=lowest), dtype=np.float64)


def by_sentences(field: Field, worth: Array) -> list[Hit]:
    """The hits, best first, each of the first `PASSAGES` with its `worth` (passages measured,) added; the others stay behind."""
    measured = [
        replace(hit, score=hit.score + more) for hit, more in zip(field.hits[:PASSAGES], worth.tolist(), strict=True)
    ]
    measured.sort(key=lambda hit: -hit.score)
    floor = min((hit.score for hit in measured), default=0.0)
    top = field.hits[PASSAGES].score if len(field.hits) > PASSAGES else 0.0
    return [*measured, *(replace(hit, score=floor - (top - hit.score)) for hit in field.hits[PASSAGES:])]


def rank(question: Question, field: Field, ranker: Ranker, reader: Reader) -> list[Evidence]:
    """The sentences that are read, best first, each with its support."""
    if not field.sentences:
        return []
    scores = ranker.scores(field.rows)
    first, found = read(question, field, scores, reader)
    reads, texts = found.scores, field.texts(first)
    chosen = [field.sentences[i] for i in first.tolist()]
    bonus = [
        DEFINING
        if defines(question, text)
        else BONUS
        if enumerates(question, text) or _tells(question, field, place)
        else 0.0
        for text, place in zip(texts, first.tolist(), strict=True)
    ]
    scores = scores[first] + np.array(bonus)
    unknown: tuple[Doubt, ...] = ("another_name",) if names_unknown_meeting(question, map(searched, field.hits)) else ()
    against = [(*doubts(question, field.hits[place], sentence), *unknown) for place, sentence in chosen]
    number = np.array([len(reasons) for reasons in against])
    own = np.array([language_of(text) == question.language for text in texts])
    support = ranker.support(field.rows[first], scores, reads, agreeing(question, texts))
    support = support * np.where(number > 0, DOUBTED, 1.0)
    penalty = number * PENALTY + np.where(own, 0.0, FOREIGN)
    evidence = []
    for i in np.argsort(penalty - ranker.final(scores, reads), kind="stable").tolist():
        hit, sentence = field.hits[chosen[i][0]], chosen[i][1]
        mark = cache(partial(_marked, texts[i], found, i))
        evidence.append(Evidence(hit, sentence, float(support[i]), mark, float(scores[i]), float(reads[i]), against[i]))
    return _sounder_first(evidence)


def _sounder_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence; where the first is doubted, before it the likeliest of the sentences without doubts that are likelier."""
    if not evidence:
        return []
    likelier = [item for item in evidence if not item.doubts and item.support > evidence[0].support]
    if not (evidence[0].doubts and likelier):
        return list(evidence)
    first = max(likelier, key=lambda item: item.support)
    return [first, *(item for item in evidence if item is not first)]


def _marked(text: str, found: Reads, place: int) -> tuple[int, int] | None:
    """The span that the reader marks, unless it is nearly the whole sentence and so marks nothing, or stands in its items."""
    span = found.span(place)
    return span if span and span[1] <= len(text) and span[1] - span[0] < MARKED * len(text) else None


def read(question: Question, field: Field, scores: Array, reader: Reader) -> tuple[NDArray[np.intp], Reads]:
    """The places of the `READ` best-scored sentences, best first, and what the reader finds in each; where none of them answers, as many
    again. Headings of a list that is asked for, and sentences that define what is to be defined, are always among them."""
    sure = [place for place in range(len(scores)) if _tells(question, field, place)]
    lifted = scores.copy()
    lifted[sure] += CERTAIN
    order = np.argsort(-lifted, kind="stable")
    first = order[:READ][np.argsort(-scores[order[:READ]], kind="stable")]
    found = _read(question, field, first, reader)
    more = order[READ : 2 * READ]
    if not len(more) or found.scores.max() > 0:
        return first, found
    return np.concatenate([first, more]), joined(found, _read(question, field, more, reader))


def _read(question: Question, field: Field, places: NDArray[np.intp], reader: Reader) -> Reads:
    items = []
    for place, sentence in (field.sentences[i] for i in places.tolist()):
        hit = field.hits[place]
        items.append((with_items(hit.passage.article, sentence.span), reading_context(hit, sentence)))
    return reader.read(question.reading, items)


def _tells(question: Question, field: Field, place: int) -> bool:
    """Whether the sentence at the place is the heading of the list that is asked for, or says what the thing asked about is."""
    hit, sentence = field.sentences[place]
    article = field.hits[hit].passage.article
    if sentence.kind == "heading":
        return heads_list(question, article, sentence.span)
    return defines(question, article[sentence.span])


def with_items(article: Article, span: Span) -> str:
    """The sentence, and after it the items that it announces: what a reader needs to see whether it answers."""
    return " ".join(article[part] for part in (span, *enumeration(article, span)))


def reading_context(hit: Hit, sentence: Sentence) -> str:
    """What a reader needs beside the sentence: the article's title and what stands before it in the passage."""
    article, start = hit.passage.article, sentence.span.start
    before = article.text[max(hit.passage.span.start, start - BEFORE) : start].strip()
    return " ".join(part for part in (article.title or "", before) if part)
