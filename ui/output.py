"""What the command line prints: answers, passages, reports, as plain text or as the JSON shapes that others build on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.errors import Language
from corpus.types import Article
from qa.types import Answer, Hit
from ui.figures import figure_lines
from ui.why import why_rows

if TYPE_CHECKING:
    from corpus.folder import Report

_LEVELS: dict[str, dict[Language, str]] = {
    "high": {"vi": "độ tin cậy cao", "en": "high confidence"},
    "medium": {"vi": "độ tin cậy vừa", "en": "medium confidence"},
    "low": {"vi": "độ tin cậy thấp", "en": "low confidence"},
    "none": {"vi": "không trả lời", "en": "no answer"},
}


def day(value: date, language: Language) -> str:
    """A day as its readers write it.

    >>> day(date(2024, 10, 12), "vi"), day(date(2024, 10, 12), "en")
    ('12/10/2024', '12 October 2024')
    """
    return f"{value.day}/{value.month}/{value.year}" if language == "vi" else f"{value.day} {value:%B} {value.year}"


def article_line(article: Article, language: Language) -> str:
    """Title, publisher, day and source, as far as the article has them."""
    parts = [article.name, article.publisher or "", day(article.published, language) if article.published else ""]
    shown = " — ".join(part for part in parts if part)
    return shown if article.title is None else f"{shown} ({article.source})"


def answer_text(answer: Answer, language: Language, *, why: bool = False) -> str:
    """The answer, then its sources, with `why` the account of each; or why there is none, then the nearest titles."""
    lines = []
    if answer.understood or (answer.standalone_question and answer.standalone_question != answer.question):
        understood = answer.understood or answer.standalone_question
        lines.append(f"Đã hiểu là: {understood}" if language == "vi" else f"Understood as: {understood}")
        lines.append("")
    lines.append(answer.answer)
    if answer.citations:
        lines.append("")
        for n, citation in enumerate(answer.citations, 1):
            also = (
                f"; {'cũng có trong' if language == 'vi' else 'also in'} {', '.join(citation.also_in)}"
                if citation.also_in
                else ""
            )
            lines.append(f"[{n}] {article_line(citation.article, language)}{also}")
            if why and citation.why is not None:
                lines += [f"    {name}: {value}" for name, value in why_rows(citation.why, language)]
        lines.append(f"({_LEVELS[answer.level][language]}: {answer.confidence:.0%}{_measured(answer, language)})")
        if answer.figures:
            lines += ["", *figure_lines(answer.figures, language)]
    elif answer.related:
        lines.append("")
        lines.append("Gần nhất:" if language == "vi" else "Nearest:")
        lines += [f"- {article_line(related.article, language)}: {related.quote}" for related in answer.related]
    return "\n".join(lines)


def _measured(answer: Answer, language: Language) -> str:
    if answer.level_precision is None:
        return ""
    share = f"{answer.level_precision:.0%}"
    return (
        f"; khi đo thử, {share} câu trả lời ở mức này đúng"
        if language == "vi"
        else f"; when measured, {share} of the answers of this level were right"
    )


def search_text(hits: Sequence[Hit], language: Language) -> str:
    """The passages, best first."""
    if not hits:
        return "Không tìm thấy đoạn nào." if language == "vi" else "No passage was found."
    blocks = [
        f"{n}. {article_line(hit.passage.article, language)}  [{hit.score:.2f}]\n{hit.passage.text}"
        for n, hit in enumerate(hits, 1)
    ]
    return "\n\n".join(blocks)


def search_json(query: str, hits: Sequence[Hit], id: Any) -> dict[str, Any]:
    """The search line of the outside surfaces."""
    return {
        "id": id,
        "query": query,
        "hits": [
            {
                "source": hit.passage.article.source,
                "title": hit.passage.article.title,
                "start": hit.passage.span.start,
                "end": hit.passage.span.end,
                "text": hit.passage.text,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ],
    }


def index_text(report: "Report", counts: Mapping[str, Any], language: Language) -> str:
    """One line on what a run did and one on what the home holds."""
    numbers = [len(part) for part in (report.added, report.updated, report.unchanged, report.removed, report.failed)]
    if language == "en":
        done = "Added {}, updated {}, unchanged {}, removed {}, failed {}.".format(*numbers)
        return f"{done}\nThe home holds {counts['articles']} documents in {counts['passages']} passages."
    done = "Thêm {}, cập nhật {}, giữ nguyên {}, bỏ {}, lỗi {}.".format(*numbers)
    return f"{done}\nKho có {counts['articles']} tài liệu, {counts['passages']} đoạn."


def status_text(status: Mapping[str, Any], language: Language) -> str:
    """The status as aligned lines."""
    names = {
        "home": ("Kho", "Home"),
        "articles": ("Tài liệu", "Documents"),
        "passages": ("Đoạn", "Passages"),
        "feedback": ("Góp ý", "Feedback"),
        "indexed_words": ("Đoạn trong chỉ mục từ", "Passages in the word index"),
        "vector_indexes": ("Chỉ mục vectơ", "Vector indexes"),
        "encoder": ("Mô hình", "Encoder"),
        "abbreviations": ("Chữ viết tắt trong tài liệu", "Abbreviations defined"),
    }
    rows = []
    for key, value in status.items():
        label = names.get(key, (key, key))[language == "en"]
        rows.append((label, ", ".join(value) if isinstance(value, list) else str(value)))
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label:<{width}}  {value}" for label, value in rows)
