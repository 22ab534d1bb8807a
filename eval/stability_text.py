"""What became of the answers when the documents changed, as Markdown, in Vietnamese or English."""

from collections.abc import Sequence

from corpus.errors import Language
from eval.compare.runs import said
from eval.report.text import table
from eval.saved import COMPARED
from eval.stability import Answered, Change, Edit, Edited, Stability

CHANGES: dict[Change, dict[Language, str]] = {
    "lost": {"vi": "mất câu trả lời", "en": "lost"},
    "changed": {"vi": "đổi câu trích", "en": "changed"},
    "gained": {"vi": "có thêm câu trả lời", "en": "gained"},
    "moved": {"vi": "cùng câu trích, ở chỗ khác", "en": "moved (same quotes, another place)"},
    "same": {"vi": "giữ nguyên", "en": "same"},
}
EDITS: dict[Edit, dict[Language, str]] = {
    "added": {"vi": "mới thêm", "en": "added"},
    "removed": {"vi": "đã bỏ", "en": "removed"},
    "changed": {"vi": "đã sửa", "en": "changed"},
}
LISTED = 50  # documents named before the rest is counted


def stability_text(found: Stability, names: tuple[str, str], language: Language = "vi") -> str:
    """The changes, worst first; `names` are how the two runs are called, their folders say."""
    say = _Sayer(language)
    right = [sum(run.right for run in side) for side in zip(*((a.before, a.after) for a in found.answers), strict=True)]
    lines = [
        f"# {say('Câu trả lời trước và sau khi đổi tài liệu', 'Answers before and after the documents changed')}",
        "",
        f"- {say('Trước', 'Before')}: {names[0]}",
        f"- {say('Sau', 'After')}: {names[1]}",
        f"- {say('Số câu hỏi chung', 'Questions in both')}: {len(found.answers)}",
        f"- {say('Trả lời đúng', 'Answered right')}: {right[0]} → {right[1]}",
        *_others(found, say),
        "",
        *_documents(found, say),
        "",
    ]
    counts = [[CHANGES[change][language], str(count)] for change, count in found.counts().items()]
    lines += table([say("Câu trả lời", "Answer"), say("Số câu", "Questions")], counts)
    for change in CHANGES:
        answers = [answer for answer in found.answers if answer.change == change]
        if change == "same" or not answers:
            continue
        lines += ["", f"## {CHANGES[change][language].capitalize()} ({len(answers)})", ""]
        for answer in answers:
            lines += _answer(answer, found, say)
    return "\n".join(lines) + "\n"


class _Sayer:
    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, vi: str, en: str) -> str:
        return en if self.language == "en" else vi


def _others(found: Stability, say: _Sayer) -> list[str]:
    lines = []
    if found.unlike:
        named = ", ".join(COMPARED[name][say.language] for name in found.unlike)
        lines.append(
            say(
                f"- **Chú ý: ngoài tài liệu, cũng đã đổi {named}**; thay đổi dưới đây có thể do điều đó.",
                f"- **Attention: besides the documents these changed: {named}**; a change below may come from that.",
            )
        )
    for ids, vi, en in (
        (found.only_before, "Câu hỏi chỉ có trước đó", "Questions that stand before only"),
        (found.only_after, "Câu hỏi chỉ có sau đó", "Questions that stand after only"),
    ):
        if ids:
            lines.append(f"- {say(vi, en)} ({len(ids)}): {', '.join(ids)}")
    return lines


def _documents(found: Stability, say: _Sayer) -> list[str]:
    if found.edited is None:
        return [
            say(
                "Tài liệu đã đổi, nhưng một trong hai lần chấm không ghi lại từng tài liệu nên không nói được tài liệu nào.",
                "The documents changed, but one of the runs kept no digest of each, so that which ones cannot be told.",
            )
        ]
    if not found.edited:
        return [say("Không tài liệu nào thay đổi.", "No document changed.")]
    head = say(f"Tài liệu đã đổi ({len(found.edited)}):", f"Documents that changed ({len(found.edited)}):")
    lines = [head, "", *(f"- {_edited(one, say)}" for one in found.edited[:LISTED])]
    rest = len(found.edited) - LISTED
    return [*lines, say(f"- … và {rest} tài liệu khác", f"- … and {rest} more")] if rest > 0 else lines


def _answer(answer: Answered, found: Stability, say: _Sayer) -> list[str]:
    record = answer.before
    asked = " → ".join([*record.history, record.question])
    verdict = ""
    if record.right != answer.after.right:
        verdict = (
            say(" (từ đúng thành sai)", " (right, now wrong)")
            if record.right
            else say(" (từ sai thành đúng)", " (wrong, now right)")
        )
    return [
        f"- **{record.id}** [{record.kind}] {asked}{verdict}",
        f"  - {say('Trước', 'Before')}: {said(record, say.language)}",
        f"  - {say('Sau', 'After')}: {said(answer.after, say.language)}",
        f"  - {say('Vì', 'Because of')}: {_why(answer, found, say)}",
    ]


def _why(answer: Answered, found: Stability, say: _Sayer) -> str:
    if answer.cited:
        return _named(answer.cited, say)
    if answer.seen:
        named = _named(answer.seen, say)
        return say(f"{named} (trong các đoạn được xét)", f"{named} (among the passages considered)")
    if found.edited is None:
        return say("không rõ tài liệu nào", "documents that cannot be told")
    if found.edited:
        return say(
            "không tài liệu nào trong số này; trọng số của từ trong kho đã đổi theo các tài liệu khác, hoặc do chương trình",
            "none of these documents; the others changed how rare words are, or the program did",
        )
    return say("không phải do tài liệu", "not the documents")


def _named(documents: Sequence[Edited], say: _Sayer) -> str:
    return ", ".join(_edited(one, say) for one in documents)


def _edited(document: Edited, say: _Sayer) -> str:
    return f"{document.source} ({EDITS[document.edit][say.language]})"
