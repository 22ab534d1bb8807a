"""The scores of a run as Markdown tables that a person reads in the terminal, and a whole run as report.md; in both languages."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from corpus.errors import Language
from eval.report import cases, numbers
from eval.report.marks import Piece
from eval.report.say import NOTHING, Say
from eval.saved import Run
from eval.score import Scores

WORDS: dict[str, dict[Language, str]] = {
    "gold": {"vi": "Kết quả trên bộ câu hỏi mẫu", "en": "Results on the gold questions"},
    "squad": {"vi": "Kết quả trên tập SQuAD", "en": "Results on the SQuAD set"},
    "right": {"vi": "Đúng", "en": "Right"},
    "questions": {"vi": "Số câu", "en": "Questions"},
    "asked": {"vi": "câu hỏi", "en": "questions"},
    "share": {"vi": "Tỉ lệ", "en": "Share"},
    "interval": {"vi": "Khoảng tin cậy 95%", "en": "95% interval"},
    "answerable": {"vi": "Có đáp án: trả lời đúng", "en": "Answerable: answered right"},
    "unanswerable": {"vi": "Không có đáp án: đã từ chối", "en": "Unanswerable: abstained"},
    "overall": {"vi": "Tất cả", "en": "All"},
    "kind": {"vi": "Loại câu hỏi", "en": "Kind"},
    "citations": {"vi": "Số trích dẫn mỗi câu trả lời", "en": "Citations per answer"},
    "verbatim": {"vi": "Trích dẫn đúng nguyên văn", "en": "Verbatim quotes"},
    "silence": {"vi": "Từ chối: độ chính xác / độ phủ", "en": "Abstention: precision / recall"},
    "latency": {"vi": "Thời gian một câu, p50 / p95", "en": "Time per question, p50 / p95"},
    "crashed": {"vi": "Câu hỏi bị lỗi khi chạy", "en": "Questions that crashed"},
    "wrong": {"vi": "Các câu sai", "en": "Wrong answers"},
    "expected": {"vi": "Cần", "en": "Expected"},
    "given": {"vi": "Nhận được", "en": "Given"},
    "why": {"vi": "Vì sao", "en": "Why"},
    "silent": {"vi": "từ chối trả lời", "en": "abstained"},
    "measure": {"vi": "Thước đo", "en": "Measure"},
    "hybrid": {"vi": "Từ và vectơ", "en": "Words and vectors"},
    "words": {"vi": "Chỉ từ", "en": "Words alone"},
    "difference": {"vi": "Chênh lệch nDCG@10", "en": "Difference in nDCG@10"},
    "won": {"vi": "thắng/hoà/thua", "en": "win/tie/loss"},
    "forced": {"vi": "Câu đầu đúng, không ngưỡng từ chối", "en": "First sentence right, forced"},
    "shipped": {"vi": "Câu đầu đúng, như khi dùng", "en": "First sentence right, as shipped"},
    "abstained": {"vi": "Từ chối trả lời", "en": "Abstained"},
    "unknown": {"vi": "không rõ", "en": "unknown"},
    "value": {"vi": "Giá trị", "en": "Value"},
}


def gold_text(scores: Scores, language: Language = "vi") -> str:
    """`gold_scores` as Markdown."""
    say = _sayer(language)
    headers = [say("right"), say("questions"), say("share"), say("interval")]
    lines = [f"# {say('gold')}", ""]
    lines += table(
        ["", *headers],
        [[say(part), *_cells(scores[part], language)] for part in ("answerable", "unanswerable", "overall")],
    )
    lines += ["", *table([say("kind"), *headers], [[k, *_cells(v, language)] for k, v in scores["kinds"].items()])]
    verbatim, silence = scores["verbatim"], scores["abstention"]
    facts = [
        [say("citations"), number(scores["citations_per_answer"], language, 2)],
        [say("verbatim"), f"{verbatim['true']}/{verbatim['quotes']}"],
        [say("silence"), f"{_percent(silence['precision'], language)} / {_percent(silence['recall'], language)}"],
        [say("latency"), _ms(scores["latency_ms"], language)],
        [say("crashed"), str(scores["crashed"])],
    ]
    lines += ["", *table([say("measure"), say("value")], facts)]
    if scores["wrong"]:
        lines += ["", f"## {say('wrong')} ({len(scores['wrong'])})", ""]
    for wrong in scores["wrong"]:
        lines += [*_wrong_lines(wrong, language), ""]
    return "\n".join(lines).rstrip() + "\n"


def squad_text(scores: Scores, language: Language = "vi") -> str:
    """`squad_scores` as Markdown."""
    say = _sayer(language)
    lines = [f"# {say('squad')} ({scores['questions']} {say('asked')})", ""]
    lines += table(
        [say("measure"), say("hybrid"), say("words")],
        [[m, *(_scored(scores[side][m], language) for side in ("hybrid", "words"))] for m in scores["hybrid"]],
    )
    facts = [[say(part), _scored(scores["first_sentence"][part], language)] for part in ("forced", "shipped")]
    difference = scores["hybrid_minus_words"]["nDCG@10"]
    if difference:
        odds = f"{say('won')} {difference['wins']}/{difference['ties']}/{difference['losses']}"
        value = f"{number(difference['mean'], language, 4)} (p = {number(difference['p'], language, 4)}; {odds})"
        facts.insert(0, [say("difference"), value])
    facts += [
        [say("abstained"), _percent(scores["abstained"], language)],
        [say("latency"), _ms(scores["latency_ms"], language)],
        [say("crashed"), str(scores["crashed"])],
    ]
    lines += ["", *table([say("measure"), say("value")], facts)]
    lines += [f"- {crash['id']}: {crash['error']}" for crash in scores["crashes"]]
    return "\n".join(lines) + "\n"


def run_text(run: Run, scores: Scores, summary: str, language: Language = "vi") -> str:
    """A whole run as Markdown: what report.html shows, without the pictures; `summary` says in a line what was measured."""
    say = Say(language)
    stages = cases.stages(run.records, say)
    lines = [f"# {say.page('title')} {_plain(run.info.gold)}", "", _plain(summary), ""]
    lines += [f"{line}  " for line in numbers.lead(run.records, stages, say)]
    if not run.info.finished:
        lines += ["", f"> {say.page('unfinished', done=len(run.records), all=run.info.questions)}"]
    lines += ["", f"## {say.page('headline')}", ""]
    cards = [
        [card.name, f"{card.big} {card.unit}".strip(), card.range or NOTHING] for card in numbers.cards(scores, say)
    ]
    lines += table([say.page("measure"), say.page("value"), say.page("range")], cards)
    if stages:
        lost = [[stage.label, str(stage.count)] for stage in stages]
        lines += ["", f"## {say.page('lost')}", "", *table([say.page("filter_stage"), say.page("questions")], lost)]
    for each in numbers.tables(scores, say):
        rows = [
            [
                _plain(row.label),
                str(row.right),
                str(row.questions),
                say.percent(row.share),
                say.range(row.low, row.high),
            ]
            for row in each.rows
        ]
        headers = [each.head, *(say.page(key) for key in ("right", "questions", "share", "range"))]
        lines += ["", f"## {each.title}", "", *([each.note, ""] if each.note else []), *table(headers, rows)]
    measured = [[line.name, line.value, line.range or NOTHING] for line in numbers.measures(scores, say)]
    lines += ["", f"## {say.page('measures')}", ""]
    lines += table([say.page("measure"), say.page("value"), say.page("range")], measured)
    wrongs = cases.cases(run.records, run.info.threshold, say)
    lines += ["", f"## {say.page('wrongs')} ({len(wrongs)})", ""]
    lines += [line for wrong in wrongs for line in (*_case_lines(wrong, say), "")] or [say.page("wrongs_none")]
    return "\n".join(lines).rstrip() + "\n"


def _case_lines(case: cases.Case, say: Say) -> list[str]:
    asked = " → ".join(_plain(text) for text in (*case.history, case.question))
    expected = [f"{name}: {' | '.join(_plain(chip.text) for chip in chips)}" for name, chips in case.expected]
    given = [_plain(case.error), case.silent, _plain(case.found)]
    given += [f"“{_marked(citation.pieces)}” ({_plain(citation.source)})" for citation in case.citations]
    lines = [
        f"### {_plain(case.id)}: {asked}",
        "",
        f"- **{case.stage_label}** · {_plain(case.kind_label)}{f' · {_plain(case.variant)}' if case.variant else ''}",
        f"- {say.page('expected')}: {'; '.join(expected) if case.answerable else say.page('silence')}",
    ]
    if case.docs:
        lines.append(f"  - {say.page('in_docs')} {_plain(', '.join(case.docs))}")
    lines.append(f"- {say.page('given')}{f' ({case.sure})' if case.sure else ''}: {' '.join(filter(None, given))}")
    if case.holding:
        held = case.holding
        where = " · ".join(filter(None, [_plain(held.source), held.rank]))
        lines.append(f"- {say.page('holding')} ({where}): “{_marked(held.pieces)}”")
    return lines


def _plain(text: str) -> str:
    """`text` on one line with what Markdown or HTML would read as its own made harmless.

    >>> _plain("a|b <i>*c*</i>\\n# [d](e)")
    'a\\\\|b \\\\<i>\\\\*c\\\\*\\\\</i> # \\\\[d](e)'
    """
    return re.sub(r"([\\`*_\[<|&~$])", r"\\\1", " ".join(text.split()))


def _marked(pieces: Sequence[Piece]) -> str:
    shown = []
    for piece in pieces:
        text = _plain(piece.text)
        text = f"**{text}**" if piece.mark == "good" else f"~~{text}~~" if piece.mark == "bad" else text
        # the space at the ends is not `_plain`'s to take: the next piece stands after it
        before, after = piece.text[:1].isspace(), piece.text[-1:].isspace() and bool(piece.text.strip())
        shown.append(f"{' ' * before}{text}{' ' * after}")
    return "".join(shown)


def _sayer(language: Language) -> Callable[[str], str]:
    return lambda word: WORDS[word][language]


def _wrong_lines(wrong: dict[str, Any], language: Language) -> list[str]:
    say = _sayer(language)
    expected = [" | ".join(wrong["expected"]["answers"]), " + ".join(wrong["expected"]["all_of"])]
    needed = "; ".join(filter(None, expected)) or say("silent")
    if wrong["error"]:
        given = wrong["error"]
    elif wrong["abstained"]:
        given = f"{say('silent')} ({wrong['abstention_reason']})"
    else:
        given = " ".join(f"“{citation['quote']}” ({citation['source']})" for citation in wrong["given"])
    asked = " → ".join([*wrong["history"], wrong["question"]])
    return [
        f"- **{wrong['id']}** [{wrong['kind']}] {asked}",
        f"  - {say('expected')}: {needed}",
        f"  - {say('given')}: {given}",
        f"  - {say('why')}: {wrong['reason'][language] or say('unknown')}",
    ]


def _cells(share: dict[str, Any], language: Language) -> list[str]:
    interval = "–".join(_percent(bound, language) for bound in share["interval"]) if share["interval"] else "–"
    return [str(share["right"]), str(share["questions"]), _percent(share["share"], language), interval]


def _scored(value: dict[str, Any], language: Language) -> str:
    if value["mean"] is None:
        return "–"
    low, high = (number(bound, language, 3) for bound in value["interval"])
    return f"{number(value['mean'], language, 3)} [{low}; {high}]"


def _ms(latency: dict[str, float | None], language: Language) -> str:
    return f"{number(latency['p50'], language, 1)} / {number(latency['p95'], language, 1)} ms"


def _percent(share: float | None, language: Language) -> str:
    return "–" if share is None else f"{number(share * 100, language, 1)}%"


def number(value: float | None, language: Language, places: int) -> str:
    if value is None:
        return "–"
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if language == "vi" else text


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table whose columns line up in the terminal too; the first column is text, the others numbers."""
    widths = [max(3, *(len(row[i]) for row in [headers, *rows])) for i in range(len(headers))]

    def line(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return f"| {' | '.join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])} |"

    rule = " | ".join(["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    return [line(headers), f"| {rule} |", *(line(row) for row in rows)]
