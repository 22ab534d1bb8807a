"""`hoidap eval`: one gold file, one SQuAD file or one BEIR folder in, its scores as numbers and as text out.

With a folder to write to, every record is kept as it comes, and a run that was interrupted goes on (see `eval/saved.py`).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpus import folder
from corpus.errors import BadInput, Language
from eval import digests, trec
from eval.beir import beir_files, read_beir
from eval.collection import collection
from eval.files import replaced
from eval.gold import read_gold
from eval.report.page import write_report
from eval.report.text import gold_text, number, squad_text, table
from eval.run import run_beir, run_gold, run_squad
from eval.saved import Kind, RunInfo, Saved, Writer, open_run
from eval.score import Scores, beir_scores, gold_scores, run_scores, squad_scores
from eval.shelf import shelf_of
from eval.squad import read_squad
from qa.config import read_config
from qa.library import Library, open_library

SCORES = "scores.json"


def gold(
    path: Path, home: Path, documents: Path | None, language: Language, progress: bool, out: Path | None = None
) -> tuple[Scores, str]:
    """Ask every gold question of the documents in `home`, or of the folder `documents` in a temporary home.

    Args:
        out: the folder that keeps the run; None: it is not kept.

    Raises:
        BadGold: the file is not in the gold format.
        BadInput: there are no documents to ask, or `out` holds something else.
    """
    questions = read_gold(path)
    with opened(home, documents, progress) as library:

        def run(writer: Writer | None) -> list[Saved]:
            return run_gold(questions, library, shelf_of(library.store), progress=progress, writer=writer)

        records = _kept(out, run, "gold", [path], "", library, [question.id for question in questions], language)
    scores = gold_scores(records)
    return scores, gold_text(scores, language)


def squad(
    path: Path,
    questions: Path | None,
    strip: bool,
    home: Path | None,
    language: Language,
    progress: bool,
    out: Path | None = None,
) -> tuple[Scores, str]:
    """Every context as an article, every question asked of all of them; in `home` when given, else in a temporary one.

    `out`: see `gold`.

    Raises:
        BadGold: a file is not in the SQuAD format.
        BadInput: `home` holds other documents, or `out` something else.
    """
    data = read_squad(path, questions=questions, strip=strip)
    config = read_config(home) if home is not None else None
    changed = "+".join([*(["questions"] if questions else []), *(["strip"] if strip else [])])
    with collection(data.contexts, home=home, config=config, progress=progress) as library:

        def run(writer: Writer | None) -> list[Saved]:
            shelf = shelf_of(library.store)
            return run_squad(data.questions, library, shelf, variant=changed, progress=progress, writer=writer)

        files = [path, questions] if questions is not None else [path]
        records = _kept(out, run, "squad", files, changed, library, [one.id for one in data.questions], language)
    scores = squad_scores(records)
    return scores, squad_text(scores, language)


def beir(
    path: Path, split: str, home: Path | None, language: Language, progress: bool, out: Path | None = None
) -> tuple[Scores, str]:
    """Every document an article, ranked for every query that the split judges; `home` and `out` as in `squad`.

    Raises:
        BadGold: the folder is not in the BEIR format.
        BadInput: `home` holds other documents, or `out` something else.
    """
    data = read_beir(path, split)
    config = read_config(home) if home is not None else None
    with collection(data.articles, home=home, config=config, progress=progress) as library:

        def run(writer: Writer | None) -> list[Saved]:
            return run_beir(data.queries, library, progress=progress, writer=writer)

        files = list(beir_files(path, split))
        records = _kept(out, run, "beir", files, split, library, [query.id for query in data.queries], language, path)
    scores = beir_scores(records)
    return scores, beir_text(scores, language)


def beir_text(scores: Scores, language: Language = "vi") -> str:
    """`beir_scores` as Markdown."""
    vi = language == "vi"
    rows = []
    for name, value in scores["ranking"].items():
        bounds = value["interval"]
        interval = "–".join(number(bound, language, 3) for bound in bounds) if bounds else "–"
        rows.append([name, number(value["mean"], language, 3), interval])
    latency = scores["latency_ms"]
    title = "Kết quả trên tập BEIR" if vi else "Results on the BEIR set"
    facts = [
        f"{title} ({scores['questions']} {'câu hỏi' if vi else 'queries'})",
        f"{'Không có gì để tìm' if vi else 'Nothing to be found'}: {scores['left_out']}",
        f"{'Thời gian một câu, p50 / p95' if vi else 'Time per query, p50 / p95'}: "
        f"{number(latency['p50'], language, 1)} / {number(latency['p95'], language, 1)} ms",
        f"{'Câu hỏi bị lỗi khi chạy' if vi else 'Queries that crashed'}: {scores['crashed']}",
    ]
    headers = ["Thước đo", "Giá trị", "Khoảng tin cậy 95%"] if vi else ["Measure", "Value", "95% interval"]
    crashes = [f"- {crash['id']}: {crash['error']}" for crash in scores["crashes"]]
    return "\n".join([f"# {facts[0]}", "", *table(headers, rows), "", *(f"{fact}  " for fact in facts[1:]), *crashes])


@contextmanager
def opened(home: Path, documents: Path | None, progress: bool) -> Iterator[Library]:
    """The library of `home`, or of the folder `documents` in a temporary home; raises `BadInput` where it is empty."""
    if documents is not None:
        with collection([], config=read_config(home), progress=progress) as library:
            folder.update(library.store, [documents], progress=progress)
            library.sync(progress=progress)
            yield library
        return
    with open_library(home) as library:
        if not library.store.counts()["articles"]:
            raise BadInput(
                vi=f"Kho {home} còn trống; hãy chạy `hoidap index THƯ_MỤC` trước, hoặc thêm --docs THƯ_MỤC.",
                en=f"The home {home} is empty; run `hoidap index FOLDER` first, or add --docs FOLDER.",
            )
        yield library


def _kept(
    out: Path | None,
    run: Callable[[Writer | None], list[Saved]],
    kind: Kind,
    files: Sequence[Path],
    changed: str,
    library: Library,
    ids: Sequence[str],
    language: Language,
    name: Path | None = None,
) -> list[Saved]:
    """The records of `run`; with `out` kept there, with their scores, the TREC files and the report."""
    if out is None:
        return run(None)
    counts = library.store.counts()
    info = RunInfo(
        program=digests.version(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        language=language,
        set=kind,
        gold=(name or files[0]).name,
        questions=len(ids),
        digests=digests.digests(files, library, changed),
        threshold=library.threshold,
        articles=counts["articles"],
        passages=counts["passages"],
        code=digests.code_digest(),
        sources=digests.source_digests(library.store),
    )
    with open_run(out, info, ids) as writer:
        records = run(writer)
        _write_scores(out, run_scores(records, kind))
        trec.write_trec(out, records)
        writer.finish()
    write_report(out, language)
    return records


def _write_scores(out: Path, scores: Scores) -> None:
    replaced(out / SCORES, json.dumps(scores, ensure_ascii=False, indent=1) + "\n")
