"""A run folder in, report.html and report.md beside it: one page that needs nothing but itself."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from corpus.errors import BadInput, Language
from eval.files import replaced
from eval.report import cases, numbers, plots
from eval.report.say import Say
from eval.report.text import run_text
from eval.report.words import PAGE, SETUP
from eval.saved import Run, RunInfo, read_run
from eval.score import Scores, run_scores

SCORES, HTML, MARKDOWN = "scores.json", "report.html", "report.md"
SECTIONS = (
    ("so", "headline"), ("mat", "lost"), ("hinh", "plots"), ("nhom", "tables"), ("do", "measures"), ("sai", "wrongs"),
    ("het", "all"), ("cai", "setup"),
)  # fmt: skip
SHORT = 12  # letters of a digest that a person is shown


def write_report(folder: Path, language: Language = "vi") -> None:
    """Write report.html and report.md into the run folder, of a run that was interrupted too.

    Raises `BadInput` when the folder holds no run, or a file of it cannot be read.
    """
    run = read_run(folder)
    scores = read_scores(folder, run)
    for name, text in (
        (HTML, html(run, scores, language)),
        (MARKDOWN, run_text(run, scores, summary(run.info, Say(language)), language)),
    ):
        replaced(folder / name, text)


def read_scores(folder: Path, run: Run) -> Scores:
    """The numbers of a run: scores.json, or where the run is not finished those of the records so far.

    Raises `BadInput` when scores.json cannot be read.
    """
    path = folder / SCORES
    if not run.info.finished:
        return run_scores(run.records, run.info.set)
    try:
        scores: Scores = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(
            vi=f"Không đọc được {path} ({error}). Hãy chấm lại vào một thư mục mới bằng `hoidap eval … --out THƯ_MỤC`.",
            en=f"Cannot read {path} ({error}). Run the evaluation again with `hoidap eval … --out FOLDER`, into a new folder.",
        ) from error
    return scores


def html(run: Run, scores: Scores, language: Language = "vi") -> str:
    """The page. Whatever comes from questions and documents is escaped; only our own drawings are not."""
    import jinja2

    say = Say(language)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=False,
    )
    stages = cases.stages(run.records, say)
    values: dict[str, Any] = {
        "language": language,
        "say": say,
        "t": say.page,
        "words": PAGE,
        "css": Markup(_template("report.css")),
        "js": Markup(_template("report.js")),
        "info": run.info,
        "count": len(run.records),
        "right": sum(record.right for record in run.records),
        "contents": [(anchor, say.page(key)) for anchor, key in SECTIONS],
        "lead": numbers.lead(run.records, stages, say),
        "summary": summary(run.info, say),
        "cards": numbers.cards(scores, say),
        "stages": stages,
        "kinds": cases.kinds(run.records, say),
        "plots": plots.draw(run, scores, say),
        "tables": numbers.tables(scores, say),
        "measures": numbers.measures(scores, say),
        "wrongs": cases.cases(run.records, run.info.threshold, say),
        "rows": cases.rows(run.records, say),
        "setup": setup(run.info, say),
    }
    return environment.get_template("report.html.j2").render(values)


def summary(info: RunInfo, say: Say) -> str:
    """What was measured, in a line."""
    word = partial(_setup, say)
    return " · ".join(
        [
            word("asked", count=say.whole(info.questions)),
            word("articles", articles=say.whole(info.articles), passages=say.whole(info.passages)),
            f"{word('threshold').lower()} {say.decimal(info.threshold, 2)}",
            say.date(info.started),
        ]
    )


def setup(info: RunInfo, say: Say) -> list[dict[str, str]]:
    """What was measured: name, value and detail of each entry; digests are cut short, `full` is all of one."""
    word = partial(_setup, say)
    articles = word("articles", articles=say.whole(info.articles), passages=say.whole(info.passages))
    asked = f"{info.gold} · {word('asked', count=say.whole(info.questions))}"
    threshold = say.decimal(info.threshold, 2)
    return [
        _entry(word("gold"), asked, word("digest"), info.digests.gold),
        _entry(word("documents"), articles, word("digest"), info.digests.corpus),
        _entry(word("threshold"), threshold, word("silent_below", threshold=threshold)),
        _entry(word("date"), say.date(info.started)),
        *(
            _entry(word(name) if name in SETUP else name, digest[:SHORT], full=digest)
            for name, digest in info.digests.models.items()
        ),
        _entry(word("program"), info.program, word("code") if info.code else "", info.code),
    ]


def _entry(name: str, value: str, detail: str = "", full: str = "") -> dict[str, str]:
    shown = f"{detail} {full[:SHORT]}" if full and detail else detail
    return {"name": name, "value": value, "detail": shown, "full": full}


def _setup(say: Say, key: str, **values: object) -> str:
    return say.words(SETUP[key], **values)


def _template(name: str) -> str:
    return (Path(__file__).with_name("templates") / name).read_text(encoding="utf-8")
