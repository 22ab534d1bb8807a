"""Evidence in, the answer out: which sentences are cited, in what order, and when it keeps silent.

The best sentence comes first; what it needs to be understood follows it, then others nearly as good.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.errors import Language
from corpus.letters import UPPER
from corpus.types import Article, Span
from corpus.vietnamese import tokens
from qa.enumerations import enumeration, ordinals, place_of, sentences_of, wants_all
from qa.figures import Figure, figures
from qa.periods import periods
from qa.question import Question
from qa.ranker import Ranker
from qa.select import DOUBTED
from qa.types import Answer, Citation, Evidence, Hit, Level, Reason, Related, Role, unmarked
from qa.why import explain

NEWER = 0.6  # of the best sentence's support, from which a newer figure goes before it
BEST = 3  # sentences that an answer keeps for whoever looks closer
MOST = 3  # citations, an enumeration apart
LEVELS: tuple[Level, ...] = ("none", "low", "medium", "high")  # rising
NEAR = 0.3  # a further sentence is cited when its support is at least this share of the best one's
SURE = 0.8  # from which the best one is enough, unless another is
EQUAL = 0.9  # as good: at least this share of its support

# For the command line, the JSON and the chat alike.
WORDS: dict[Reason, dict[Language, str]] = {
    "nothing_indexed": {
        "vi": "Kho chưa có tài liệu nào. Hãy nạp tài liệu bằng lệnh hoidap index THƯ_MỤC, hoặc nhờ người quản trị, rồi hỏi lại.",
        "en": "There are no documents yet. Add some with hoidap index FOLDER, or ask your administrator to, and ask again.",
    },
    "nothing_relevant": {
        "vi": "Không tìm thấy trong tài liệu. Không có đoạn nào nói về điều bạn hỏi; hãy thử từ ngữ khác, hoặc hỏi về một chủ đề có trong kho.",
        "en": "Not found in the documents. No passage is about what you ask; try other words, or ask about a subject that they hold.",
    },
    "not_answered": {
        "vi": "Không tìm thấy trong tài liệu. Có đoạn gần với câu hỏi, nhưng không câu nào trả lời được; hãy xem các đoạn gần nhất đi kèm, hoặc hỏi lại cụ thể hơn.",
        "en": "Not found in the documents. Some passages are near the question, but no sentence answers it; look at the nearest ones given here, or ask again more precisely.",
    },
    "question_empty": {
        "vi": "Bạn chưa nhập câu hỏi. Hãy viết điều bạn muốn biết rồi gửi lại.",
        "en": "There is no question yet. Write what you would like to know and send it again.",
    },
    "question_too_long": {
        "vi": "Câu hỏi dài quá 10.000 ký tự. Hãy rút ngắn lại, mỗi lần hỏi một ý.",
        "en": "The question is longer than 10,000 characters. Shorten it, and ask one thing at a time.",
    },
    "not_understood": {
        "vi": "Chưa hiểu được câu hỏi. Hãy viết lại thành một câu hỏi đầy đủ.",
        "en": "The question was not understood. Write it as one full question.",
    },
    "filter_too_narrow": {
        "vi": "Không có câu trả lời trong phạm vi tài liệu đã chọn. Hãy nới rộng thời gian hoặc nguồn rồi hỏi lại.",
        "en": "Nothing within the chosen documents answers. Widen the dates or the sources and ask again.",
    },
}

_DEPENDENT = re.compile(
    r"^(?:trong đó|theo đó|cụ thể|qua đó|từ đó|ngoài ra|bên cạnh đó|đồng thời|đó là|đây là|việc này|điều này|điều đó|họ|nó|"
    r"among them|of these|this|these|it|he|she|they)\b",
    re.IGNORECASE,
)
_NEWEST_WANTED = re.compile(r"\b(?:moi nhat|hien (?:nay|gio|tai)|bay gio|latest|newest|currently|right now)\b")
_PERSON = re.compile(rf"^(?:Ông|Bà)\s+(?![{UPPER}])(?=\w)")  # "Ông nói …", not "Ông Nam nói …"


def abstained(
    text: str,
    reason: Reason,
    language: Language,
    *,
    confidence: float = 0.0,
    related: Sequence[Related] = (),
    **rest: object,
) -> Answer:
    """The answer that says why there is none."""
    return Answer(
        question=text,
        answer=WORDS[reason][language],
        reason=reason,
        confidence=confidence,
        related=tuple(related),
        **rest,  # type: ignore[arg-type]
    )


def compose(
    text: str, question: Question, evidence: Sequence[Evidence], hits: Sequence[Hit], ranker: Ranker, threshold: float
) -> Answer:
    """The answer to `question` (typed as `text`) from sentences ranked best first; silent below `threshold`."""
    if not evidence:
        return abstained(text, "nothing_relevant", question.language, standalone_question=question.text)
    best = evidence[0]
    confidence = best.support
    if confidence < threshold:
        # What is doubted may be near the question all the same.
        near = confidence / DOUBTED if best.doubts else confidence
        reason: Reason = "not_answered" if near >= threshold / 4 else "nothing_relevant"
        return abstained(
            text,
            reason,
            question.language,
            confidence=confidence,
            related=nearest(evidence),
            standalone_question=question.text,
            understood=_understood(question),
            hits=tuple(hits),
            evidence=_kept(evidence),
        )
    table = figures(question, evidence)
    evidence = newest_first(question, evidence, table, threshold)
    citations = cite(question, evidence)
    return Answer(
        question=text,
        answer=_numbered(citations),
        citations=citations,
        standalone_question=question.text,
        understood=_understood(question),
        confidence=evidence[0].support,
        level=level(evidence[0].support, ranker),
        level_precision=level_precision(evidence[0].support, ranker),
        figures=tuple(figure.to_json() for figure in table),
        hits=tuple(hits),
        evidence=_kept(evidence),
    )


def newest_first(
    question: Question, evidence: Sequence[Evidence], table: Sequence[Figure], threshold: float
) -> Sequence[Evidence]:
    """The evidence with the newest figure's sentence first, where the question names no time, the best sentence gives an older figure
    and the newest one's is nearly as good.

    Args:
        table: what the documents give for what is asked, newest first.
        threshold: the least support of a sentence that goes first.
    """
    if not table or question.years or periods(question.text):
        return evidence
    days = {(row.article.source, row.sentence): row.last_day for row in reversed(table)}
    places = [(item.article.source, item.sentence.span) for item in evidence]
    if days.get(places[0], table[0].last_day) >= table[0].last_day:
        return evidence
    least = max(NEWER * evidence[0].support, threshold)
    first = (table[0].article.source, table[0].sentence)
    newest = [item for item, place in zip(evidence, places, strict=True) if place == first and item.support >= least]
    return [*newest[:1], *(item for item in evidence if item not in newest[:1])]


def combined(text: str, whole: str, answers: Sequence[Answer]) -> Answer | None:
    """One answer to a question that held several, each part's best sentences in turn; None unless all parts have their own."""
    if any(answer.abstained for answer in answers):
        return None
    citations: dict[str, Citation] = {}
    each = 2 if len(answers) == 2 else 1
    for answer in answers:
        for citation in answer.citations if len(answer.citations) > MOST else answer.citations[:each]:
            known = citations.get(citation.quote.casefold())
            if known is None or (known.role, citation.role) == ("context", "answer"):
                citations[citation.quote.casefold()] = citation  # keeps its place where it was known
    confidence = min(answer.confidence for answer in answers)
    least = min(answers, key=lambda answer: LEVELS.index(answer.level))
    return Answer(
        question=text,
        answer=_numbered(tuple(citations.values())),
        citations=tuple(citations.values()),
        standalone_question=whole,
        understood=" · ".join(answer.understood or answer.standalone_question for answer in answers),
        confidence=confidence,
        level=least.level,
        level_precision=least.level_precision,
        figures=tuple(row for answer in answers for row in answer.figures),
        hits=tuple(hit for answer in answers for hit in answer.hits),
        evidence=tuple(item for turn in zip_longest(*(answer.evidence for answer in answers)) for item in turn if item),
    )


def _numbered(citations: Sequence[Citation]) -> str:
    return "\n".join(f"{citation.quote} [{n}]" for n, citation in enumerate(citations, 1))


def level(confidence: float, ranker: Ranker) -> Level:
    """The confidence in buckets, for people."""
    medium, high = ranker.levels
    return "high" if confidence >= high else "medium" if confidence >= medium else "low"


def level_precision(confidence: float, ranker: Ranker) -> float | None:
    """The share of answers of this confidence's level that were right when measured."""
    return ranker.precision[LEVELS.index(level(confidence, ranker)) - 1] if ranker.precision else None


def _understood(question: Question) -> str | None:
    return question.reading if question.reading != question.text else None


def nearest(evidence: Sequence[Evidence], most: int = 3) -> list[Related]:
    """The best sentence of each of the nearest articles."""
    found: dict[str, Related] = {}
    for item in evidence:
        if len(found) == most:
            break
        found.setdefault(item.article.source, Related(item.article, item.sentence.span))
    return list(found.values())


def cite(question: Question, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """The best sentence with what it needs: its enumeration, the sentence that it points to, others nearly as good."""
    best = evidence[0]
    announces = wants_all(question) or best.text.endswith(":") or best.sentence.kind == "heading"
    items = enumeration(best.article, best.sentence.span) if announces else []
    row = ordinals(best.article, best.sentence.span) if wants_all(question) else []
    if items or row:
        spans = row or (items if best.sentence.kind == "heading" else [best.sentence.span, *items])
        return tuple(_citation(question, best, span, "answer", evidence) for span in spans)
    chosen: list[Evidence] = []
    enough = best.support >= SURE and not wants_all(question)
    near = EQUAL if enough or _NEWEST_WANTED.search(question.folded) else NEAR
    for item in evidence:
        if len(chosen) == MOST - 1 or item.support < near * best.support:
            break
        if item.doubts and not best.doubts:
            continue
        if not any(_alike(item.text, other.text) for other in chosen):
            chosen.append(item)
    citations: list[Citation] = []
    for item in chosen:
        before = antecedent(item.article, item.sentence.span)
        cited = {(c.article.source, c.span) for c in citations}
        if (item.article.source, item.sentence.span) in cited:
            continue
        citations.append(_citation(question, item, item.sentence.span, "answer", evidence))
        if before is not None and len(citations) < MOST and (item.article.source, before) not in cited:
            citations.append(_citation(question, item, before, "context", evidence))
    return tuple(citations)


def _kept(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best of the evidence, without what marking needs: megabytes that an answer should not hold on to."""
    return tuple(replace(item, mark=unmarked) for item in evidence[:BEST])


def _citation(question: Question, item: Evidence, span: Span, role: Role, evidence: Sequence[Evidence]) -> Citation:
    article = item.article
    quote = article[span]
    same = {
        other.article.source
        for other in evidence
        if other.article.source != article.source and other.text.casefold() == quote.casefold()
    }
    own = span == item.sentence.span and role == "answer"
    answer, why = (item.answer, explain(question, item)) if own else (None, None)
    return Citation(article, span, quote, item.support, role, tuple(sorted(same)), answer, why)


def _alike(one: str, other: str) -> bool:
    """Whether two sentences say the same in nearly the same words (re-posted articles)."""
    a, b = set(tokens(one)), set(tokens(other))
    return len(a & b) >= 0.9 * len(a | b) if a and b else one == other


def antecedent(article: Article, span: Span) -> Span | None:
    """The sentence before, when this one opens with a word that points back; never a heading or a row."""
    place = place_of(article, span)
    if not place or not (_DEPENDENT.match(article[span]) or _PERSON.match(article[span])):
        return None
    before = sentences_of(article.text)[place - 1]
    return before.span if before.kind == "sentence" else None
