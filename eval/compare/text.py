"""A comparison of two runs as Markdown, in Vietnamese or English."""

from collections.abc import Sequence

from corpus.errors import Language
from eval.compare.runs import DIFFERENT, Comparison, Row, Turned, said
from eval.measures import MEASURES
from eval.report.text import number, table
from eval.saved import COMPARED

WORDS: dict[str, dict[Language, str]] = {
    "title": {"vi": "So sánh hai lần chấm", "en": "Two runs compared"},
    "measure": {"vi": "Thước đo", "en": "Measure"},
    "questions": {"vi": "Số câu", "en": "Questions"},
    "difference": {"vi": "B − A", "en": "B − A"},
    "odds": {"vi": "Thắng/hoà/thua", "en": "Win/tie/loss"},
    "kind": {"vi": "Loại câu hỏi", "en": "Kind"},
    "won": {"vi": "Câu chỉ B trả lời đúng", "en": "Right in B alone"},
    "lost": {"vi": "Câu chỉ A trả lời đúng", "en": "Right in A alone"},
    "none": {"vi": "không có", "en": "none"},
    "expected": {"vi": "Cần", "en": "Expected"},
    "silence": {"vi": "từ chối trả lời", "en": "silence"},
    "only_first": {"vi": "Câu hỏi chỉ có ở A", "en": "Questions that A alone holds"},
    "only_second": {"vi": "Câu hỏi chỉ có ở B", "en": "Questions that B alone holds"},
    "changed": {
        "vi": "Câu hỏi khác nhau ở A và B (lời hỏi hoặc đáp án), không so sánh",
        "en": "Questions that A and B hold in different words or with different answers, left out",
    },
    "legend": {
        "vi": "Mỗi dòng chỉ tính những câu mà cả hai lần chấm đều có giá trị. Thắng: B tốt hơn A. p: kiểm định hoán vị "
        "theo cặp, hai phía; nhỏ hơn 0,05 thì khó là do may rủi. Nhiều dòng cùng lúc: cứ 20 dòng thì một dòng có p nhỏ như vậy do ngẫu nhiên.",
        "en": "Each line counts the questions that both runs have a value for. Win: B is better than A. p: paired permutation "
        "test, two-sided; below .05 it is hardly chance. Of many lines, one in 20 has such a p by chance.",
    },
}
LISTED = 20  # ids named before the rest is counted


def compare_text(found: Comparison, names: tuple[str, str], language: Language = "vi") -> str:
    """The comparison as Markdown; `names` are how the two runs are called, their folders say."""
    lines = [f"# {WORDS['title'][language]}", "", *_sides(found, names, language), ""]
    notes = [f"- {note}" for note in remarks(found, language)]
    if notes:
        lines += [*notes, ""]
    headers = [WORDS[word][language] for word in ("questions", "difference", "odds")]
    headers = [headers[0], "A", "B", *headers[1:], "p"]
    rows = [[MEASURES[name].name(language), *cells(name, row, language)] for name, row in found.rows.items()]
    lines += table([WORDS["measure"][language], *headers], rows)
    kinds = [[kind, *cells("overall", rows["overall"], language)] for kind, rows in found.kinds.items()]
    lines += ["", *table([WORDS["kind"][language], *headers], kinds), "", WORDS["legend"][language]]
    for word, turned in (("won", found.won), ("lost", found.lost)):
        lines += ["", f"## {WORDS[word][language]} ({len(turned)})", ""]
        lines += [line for one in turned for line in _turned(one, language)] or [WORDS["none"][language]]
    return "\n".join(lines) + "\n"


def remarks(found: Comparison, language: Language = "vi") -> list[str]:
    """Sentences about what a reader must know before the numbers: what the runs do not share."""
    notes = []
    changed = [name for name in found.unlike if name in DIFFERENT]
    if changed:
        named = ", ".join(_named(name, found, language) for name in changed)
        if language == "en":
            notes.append(
                f"**Attention: the two runs differ in: {named}.** A difference below may come from that alone."
            )
        else:
            notes.append(f"**Chú ý: hai lần chấm khác nhau về: {named}.** Chênh lệch dưới đây có thể chỉ do điều đó.")
    others = ", ".join(COMPARED[name][language] for name in found.unlike if name not in DIFFERENT)
    if others:
        notes.append(f"Also different: {others}." if language == "en" else f"Cũng khác nhau: {others}.")
    for letter, run in (("A", found.first), ("B", found.second)):
        if not run.info.finished:
            count = f"{len(run.records)}/{run.info.questions}"
            notes.append(
                f"Run {letter} was interrupted after {count} questions."
                if language == "en"
                else f"Lần chấm {letter} bị ngắt sau {count} câu hỏi."
            )
    for name in ("only_first", "only_second", "changed"):
        ids = getattr(found, name)
        if ids:
            notes.append(f"{WORDS[name][language]} ({len(ids)}): {listed(ids)}.")
    return notes


def listed(ids: Sequence[str]) -> str:
    """
    >>> listed(["a", "b"]), listed([str(n) for n in range(22)])[-11:]
    ('a, b', '18, 19 … +2')
    """
    return ", ".join(ids[:LISTED]) + (f" … +{len(ids) - LISTED}" if len(ids) > LISTED else "")


def cells(name: str, row: Row, language: Language) -> list[str]:
    """Questions, both means, difference, win/tie/loss and p of one measure, as they are shown."""
    shown = [_value(name, value, language) for value in (row.first, row.second)]
    found = row.difference
    if found is None:
        return [str(row.questions), *shown, "–", "–", "–"]
    sign = "+" if found.mean > 0 else ""
    odds = f"{found.wins}/{found.ties}/{found.losses}"
    return [str(row.questions), *shown, sign + _value(name, found.mean, language), odds, number(found.p, language, 4)]


def expected(turned: Turned, language: Language) -> str:
    """What the question wants, on one line."""
    record = turned.first
    wanted = "; ".join(filter(None, (" | ".join(record.answers), " + ".join(record.all_of))))
    return wanted or WORDS["silence"][language]


def _value(name: str, value: float | None, language: Language) -> str:
    return number(value, language, {"ms": 1, "citations_per_answer": 2}.get(name, 3))


def _named(name: str, found: Comparison, language: Language) -> str:
    word = COMPARED[name][language]
    return f"{word} ({', '.join(found.models)})" if name == "models" and found.models else word


def _sides(found: Comparison, names: tuple[str, str], language: Language) -> list[str]:
    lines = []
    for letter, name, run in zip("AB", names, (found.first, found.second), strict=True):
        info = run.info
        day = info.started.replace("T", " ")[:16]
        counted = (
            f"{len(run.records)} questions over {info.articles} documents"
            if language == "en"
            else f"{len(run.records)} câu hỏi trên {info.articles} tài liệu"
        )
        lines.append(f"- {letter}: {name} ({day}, hoidap {info.program}, {info.gold}, {counted})")
    shared = f"{found.questions} questions in both." if language == "en" else f"{found.questions} câu hỏi chung."
    return [*lines, f"- {shared}"]


def _turned(turned: Turned, language: Language) -> list[str]:
    record = turned.first
    asked = " → ".join([*record.history, record.question])
    return [
        f"- **{record.id}** [{record.kind}] {asked}",
        f"  - {WORDS['expected'][language]}: {expected(turned, language)}",
        f"  - A: {said(turned.first, language)}",
        f"  - B: {said(turned.second, language)}",
    ]
