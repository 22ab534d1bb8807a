"""A comparison of two runs as one self-contained page: the tables, both sides' plots, the questions that turned."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from corpus.errors import Language
from eval.compare.runs import Comparison, Row, Turned
from eval.compare.text import WORDS, expected, remarks
from eval.measures import MEASURES
from eval.report import plots
from eval.report.say import NOTHING, Say
from eval.saved import Run, Saved
from eval.score import run_scores

SURE = 0.05  # a p below this is hardly chance
SHORT = 12  # letters of a digest that a person is shown
PAGE: dict[str, dict[Language, str]] = {
    "contents": {"vi": "Nội dung", "en": "Contents"},
    "sides": {"vi": "Hai lần chấm", "en": "The two runs"},
    "measures": {"vi": "Các thước đo", "en": "Measures"},
    "kinds": {"vi": "Theo loại câu hỏi", "en": "By kind of question"},
    "kinds_note": {
        "vi": "Tỉ lệ câu trả lời đúng của từng loại. Thanh: xanh là câu B thắng, xám là hoà, cam là câu B thua.",
        "en": "The share of right answers of each kind. Bar: blue are questions that B won, grey ties, orange those it lost.",
    },
    "plots": {"vi": "Biểu đồ", "en": "Plots"},
    "plots_note": {
        "vi": "Chỉ vẽ những câu hỏi chung, A bên trái, B bên phải.",
        "en": "Of the questions that both runs hold; A on the left, B on the right.",
    },
    "verdict": {"vi": "Kết luận", "en": "Verdict"},
    "better": {"vi": "B tốt hơn", "en": "B is better"},
    "worse": {"vi": "B kém hơn", "en": "B is worse"},
    "right": {"vi": "đúng", "en": "right"},
    "not_right": {"vi": "sai", "en": "wrong"},
    "silent": {"vi": "Từ chối trả lời", "en": "Abstained"},
    "scrolls": {"vi": "cuộn ngang được", "en": "scrolls sideways"},
    "top": {"vi": "Lên đầu trang", "en": "To the top"},
    "started": {"vi": "Lúc", "en": "When"},
    "program": {"vi": "Phiên bản", "en": "Version"},
    "gold": {"vi": "Bộ câu hỏi", "en": "Questions"},
    "documents": {"vi": "Tài liệu", "en": "Documents"},
    "threshold": {"vi": "Ngưỡng im lặng", "en": "Silent below"},
    "points": {"vi": "điểm", "en": "pts"},
    "unlike": {"vi": "khác nhau", "en": "not alike"},
    **WORDS,
}  # fmt: skip
SECTIONS = (
    ("hai", "sides"), ("do", "measures"), ("loai", "kinds"), ("hinh", "plots"), ("thang", "won"), ("thua", "lost"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, written out; `sure` is "better" or "worse" where chance hardly gives as much, else ""."""

    name: str
    questions: str
    first: str
    second: str
    difference: str
    odds: str
    p: str
    sure: str
    wins: int
    ties: int
    losses: int

    @property
    def all(self) -> int:
        return self.wins + self.ties + self.losses


def page(found: Comparison, names: tuple[str, str], language: Language = "vi") -> str:
    """The page; `names` are how the two runs are called, their folders say. What comes from questions is escaped."""
    import jinja2

    say = Say(language)
    templates = Path(__file__).parents[1] / "report" / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined
    )
    kinds = sorted(found.kinds.items(), key=lambda kind: _mean(kind[1]["overall"]))
    values: dict[str, Any] = {
        "language": language,
        "t": lambda key: PAGE[key][language],
        "css": Markup((templates / "report.css").read_text(encoding="utf-8")),
        "own": Markup((templates / "compare.css").read_text(encoding="utf-8")),
        "contents": [(anchor, PAGE[key][language]) for anchor, key in SECTIONS],
        "lead": lead(found, say),
        "notes": [note.replace("**", "") for note in remarks(found, language)],
        "sides": list(zip("AB", names, strict=True)),
        "entries": _entries(found, say),
        "measures": [line(name, MEASURES[name].name(language), row, say) for name, row in found.rows.items()],
        "kinds": [line("overall", say.kind(kind), rows["overall"], say) for kind, rows in kinds],
        "plots": _plots(found, say),
        "won": [_turned(one, say) for one in found.won],
        "lost": [_turned(one, say) for one in found.lost],
    }
    return environment.get_template("compare.html.j2").render(values)


def lead(found: Comparison, say: Say) -> str:
    """What a person must know who reads nothing else."""
    row = found.rows["overall"]
    if row.difference is None:
        raise ValueError("a comparison holds a question at least")
    won, lost, p = row.difference.wins, row.difference.losses, chance(row.difference.p, say)
    p = p if p.startswith("<") else f"= {p}"
    likely = row.difference.p >= SURE
    if say.language == "en":
        tail = f"chance alone often gives as much (p {p})" if likely else f"that is hardly chance (p {p})"
        return f"Of {row.questions} questions in both runs, B wins {won} and loses {lost}; {tail}."
    tail = f"may rủi cũng thường cho chênh lệch như vậy (p {p})" if likely else f"khó là do may rủi (p {p})"
    return f"Trong {row.questions} câu hỏi chung, B thắng {won} câu và thua {lost} câu; {tail}."


def line(measure: str, name: str, row: Row, say: Say) -> Line:
    """One row, written out."""
    found, about = row.difference, MEASURES[measure]
    places = {"ms": 1}.get(measure, 2)
    first, second = (say.percent(v) if about.share else say.decimal(v, places) for v in (row.first, row.second))
    if found is None:
        return Line(name, str(row.questions), first, second, "–", "–", "–", "", 0, 0, 0)
    points = f"{_signed(found.mean * 100, 1, say)} {PAGE['points'][say.language]}"
    return Line(
        name=name,
        questions=say.whole(row.questions),
        first=first,
        second=second,
        difference=points if about.share else _signed(found.mean, places, say),
        odds=f"{found.wins}/{found.ties}/{found.losses}",
        p=chance(found.p, say),
        sure="" if found.p >= SURE else "better" if (found.mean < 0) == about.lower else "worse",
        wins=found.wins,
        ties=found.ties,
        losses=found.losses,
    )


def chance(p: float, say: Say) -> str:
    """
    >>> chance(0.0213, Say("vi")), chance(0.0001, Say("en"))
    ('0,021', '< 0.001')
    """
    return f"< {say.decimal(0.001, 3)}" if p < 0.001 else say.decimal(p, 3)


def _signed(value: float, places: int, say: Say) -> str:
    shown = say.decimal(abs(value), places)
    if not any(digit in shown for digit in "123456789"):
        return shown
    return f"{'+' if value > 0 else '−'}{shown}"


def _mean(row: Row) -> float:
    return row.difference.mean if row.difference else 0.0


def _plots(found: Comparison, say: Say) -> list[dict[str, Any]]:
    """The plots that both sides have, of the questions that both hold."""
    left_out = {*found.only_first, *found.only_second, *found.changed}
    drawn = []
    for run in (found.first, found.second):
        records = tuple(record for record in run.records if record.id not in left_out)
        info = replace(run.info, questions=len(records))
        drawn.append(plots.draw(Run(info, records), run_scores(records, info.set), say))
    by_title = {plot.title: plot for plot in drawn[1]}
    return [
        {
            "title": plot.title,
            "sides": [
                (letter, _own(one.svg, letter), one.reading)
                for letter, one in zip("AB", (plot, by_title[plot.title]), strict=True)
            ],
        }
        for plot in drawn[0]
        if plot.title in by_title
    ]


def _own(svg: str, letter: str) -> str:
    """A drawing whose ids are those of no other one on the page.

    >>> _own('<use href="#bars-m1"/><g id="bars-m1" clip-path="url(#bars-p)"/>', "B")
    '<use href="#B-bars-m1"/><g id="B-bars-m1" clip-path="url(#B-bars-p)"/>'
    """
    for before in ('id="', 'href="#', "url(#"):
        svg = svg.replace(before, f"{before}{letter}-")
    return svg


def _entries(found: Comparison, say: Say) -> list[dict[str, Any]]:
    """What was measured on either side, each value with its whole digest where it is cut short."""
    sides = [_about(run, say) for run in (found.first, found.second)]
    entries = []
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        values = [side.get(name, (NOTHING, "")) for side in sides]
        unlike = values[0] != values[1] and name != PAGE["started"][say.language]
        entries.append({"name": name, "sides": values, "unlike": unlike})
    return entries


def _about(run: Run, say: Say) -> dict[str, tuple[str, str]]:
    info, language = run.info, say.language
    gold = f"{info.gold} · {say.whole(info.questions)} · {info.digests.gold[:SHORT]}"
    documents = f"{say.whole(info.articles)} · {info.digests.corpus[:SHORT]}"
    return {
        PAGE["started"][language]: (say.date(info.started), ""),
        PAGE["program"][language]: (" · ".join(filter(None, (info.program, info.code[:SHORT]))), info.code),
        PAGE["gold"][language]: (gold, info.digests.gold),
        PAGE["documents"][language]: (documents, info.digests.corpus),
        PAGE["threshold"][language]: (say.decimal(info.threshold, 2), ""),
        **{name: (digest[:SHORT], digest) for name, digest in info.digests.models.items()},
    }


def _turned(turned: Turned, say: Say) -> dict[str, Any]:
    record = turned.first
    return {
        "id": record.id,
        "kind": say.kind(record.kind),
        "question": record.question,
        "history": record.history,
        "expected": expected(turned, say.language),
        "first": _side(turned.first, say),
        "second": _side(turned.second, say),
    }


def _side(record: Saved, say: Say) -> dict[str, Any]:
    return {
        "right": record.right,
        "sure": say.percent(record.confidence) if record.error is None else "",
        "error": record.error,
        "reason": say.reason(record.abstention_reason),
        "citations": record.citations,
    }
