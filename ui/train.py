"""`hoidap train --adapt`: the shipped encoder drawn to the documents of a home, measured on gold questions, and taken up or refused.

The home's own settings change only when the adapted encoder answers no fewer questions rightly than the one in use.
"""

import json
import re
import shutil
import sqlite3
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import BadHome, BadInput, Language
from embeddings.encoder import BUNDLED, SentenceEncoder, bundled_path
from embeddings.restore import bundled_restorer
from eval.gold import Question, read_gold
from eval.run import run_gold
from eval.score import gold_scores
from qa.config import FILE, Config, read_config
from qa.library import STORE, open_library

MODELS = "models"
ADAPTED, REFUSED, MAKING = "adapted", "adapted-refused", "adapted.part"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one adaptation gave; `before` and `after` are shares of gold questions answered rightly."""

    articles: int
    pairs: int
    steps: int
    questions: int
    before: float
    after: float
    switched: bool
    encoder: str
    folder: str
    seconds: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def adapt_home(home: Path, gold: Path | None, *, progress: bool = False, seconds: float | None = None) -> Outcome:
    """Train on the articles of `home`, measure on `gold`, and set the encoder of `home` when it scores no lower.

    Args:
        seconds: of training; None takes the usual budget.

    Raises:
        BadInput: no gold file was given, or the home holds too little.
        BadGold: the gold file is not in its format.
        BadHome: the folder for the model cannot be written.
    """
    if gold is None:
        raise BadInput(
            vi="Thiếu bộ câu hỏi chuẩn để biết mô hình mới có tốt hơn không; hãy thêm --gold GOLD.jsonl.",
            en="Gold questions are needed to know whether the new model is better; add --gold GOLD.jsonl.",
        )
    questions = read_gold(gold)
    started = time.monotonic()
    config = read_config(home)
    with open_library(home, config=config) as library:
        articles = list(library.articles())
    if not articles:
        raise BadInput(
            vi=f"Kho {home} còn trống; hãy chạy `hoidap index THƯ_MỤC` trước.",
            en=f"The home {home} is empty; run `hoidap index FOLDER` first.",
        )
    from embeddings.train import adapt

    making = _fresh(home / MODELS / MAKING)
    budget = adapt.SECONDS if seconds is None else seconds
    made = adapt.adapt(articles, bundled_path(BUNDLED), making, bundled_restorer().restore, seconds=budget)
    new = replace(config, encoder=str(making.resolve()), query_prompt=None, passage_prompt=None)
    with tempfile.TemporaryDirectory() as folder:
        copied = _copied(home, Path(folder))
        before = _share(copied, config, questions, progress)
        after = _share(copied, new, questions, progress)
        switched = after >= before
        final = home / MODELS / (ADAPTED if switched else REFUSED)
        shutil.rmtree(final, ignore_errors=True)
        making.replace(final)
        if switched:
            vectors = f"{SentenceEncoder(str(final)).fingerprint}.faiss"
            shutil.copy(copied / vectors, home / f"{vectors}.part")
            (home / f"{vectors}.part").replace(home / vectors)
            _set_encoder(home, final)
    return Outcome(
        articles=len(articles),
        pairs=made.pairs,
        steps=made.done.steps,
        questions=len(questions),
        before=before,
        after=after,
        switched=switched,
        encoder=str(final.resolve()) if switched else config.encoder,
        folder=str(final.resolve()),
        seconds=round(time.monotonic() - started, 1),
    )


def _fresh(folder: Path) -> Path:
    """The folder, empty: what an earlier run was killed over is thrown away."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise BadHome(
            vi=f"Không ghi được vào {folder} ({error.strerror}); hãy chọn một kho ghi được bằng --home.",
            en=f"{folder} cannot be written ({error.strerror}); choose a writable home with --home.",
        ) from error
    return folder


def _copied(home: Path, folder: Path) -> Path:
    """The store and the vectors of `home` in another folder, so that measuring changes nothing."""
    with sqlite3.connect(home / STORE) as own, sqlite3.connect(folder / STORE) as other:
        own.backup(other)
    own.close()
    other.close()
    for path in home.glob("*.faiss"):
        shutil.copy(path, folder)
    return folder


def _share(home: Path, config: Config, questions: list[Question], progress: bool) -> float:
    """The share of gold questions that a home with this encoder answers rightly."""
    with open_library(home, config=config) as library:
        library.sync(progress=progress)
        return float(gold_scores(run_gold(questions, library, progress=progress))["overall"]["share"])


def _set_encoder(home: Path, folder: Path) -> None:
    path = home / FILE
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    beside = path.with_suffix(".part")
    beside.write_text(with_encoder(text, folder.resolve()), encoding="utf-8")
    beside.replace(path)


def with_encoder(text: str, folder: Path) -> str:
    """Settings with another encoder, which has no prompts; all other lines as they were.

    >>> with_encoder('title = "Hỏi"\\nencoder = "cũ"\\n', Path("/kho/models/adapted"))
    'encoder = "/kho/models/adapted"\\ntitle = "Hỏi"\\n'
    """
    kept = re.sub(r"(?m)^[ \t]*(encoder|query_prompt|passage_prompt)[ \t]*=.*\n?", "", text)
    return f"encoder = {json.dumps(str(folder), ensure_ascii=False)}\n{kept}"


def outcome_text(outcome: Outcome, language: Language) -> str:
    """What a person is told."""
    minutes = outcome.seconds / 60
    if language == "en":
        head = (
            f"Trained on {outcome.articles} articles ({outcome.pairs} pairs, {outcome.steps} steps) in {minutes:.1f} minutes.\n"
            f"Of {outcome.questions} gold questions right: before {outcome.before:.1%}, after {outcome.after:.1%}.\n"
        )
        if outcome.switched:
            return (
                f"{head}The home now uses {outcome.folder}; its vectors are made. Start a running `hoidap serve` again."
            )
        return f"{head}The adapted encoder scores lower, so the home keeps {outcome.encoder}; the other one is in {outcome.folder}."
    head = (
        f"Đã học từ {outcome.articles} bài ({outcome.pairs} cặp, {outcome.steps} bước) trong {minutes:.1f} phút.\n"
        f"Trong {outcome.questions} câu hỏi chuẩn, đúng: trước {outcome.before:.1%}, sau {outcome.after:.1%}.\n"
    )
    if outcome.switched:
        return f"{head}Kho nay dùng {outcome.folder}; vectơ đã lập xong. Nếu `hoidap serve` đang chạy, hãy mở lại."
    return (
        f"{head}Mô hình mới cho điểm thấp hơn nên kho vẫn dùng {outcome.encoder}; mô hình mới nằm ở {outcome.folder}."
    )
