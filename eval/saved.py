"""A run of the evaluation as a folder: what was asked of what, and one record a question.

    run.json         `RunInfo`
    records.jsonl    one `Saved` a line, in the order of the questions; a line is written as soon as its question is answered

A run that was interrupted goes on where it stopped: the half line that it may have left is dropped. Nothing here knows how a
question is asked or scored.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import BadInput, Language
from eval.files import replaced
from eval.judge import Stage

FORMAT = 1
RUN, RECORDS = "run.json", "records.jsonl"
Kind = Literal["gold", "squad", "beir"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Digests:
    """What a run depends on: equal digests, equal questions, documents and models.

    Attributes:
        gold: SHA-256 of the bytes of the file, or files, that the questions come from.
        corpus: SHA-256 over the sorted (source, SHA-256 of the text) of the store.
        models: the fingerprints of "encoder", "reader", "restorer" and "ranker".
    """

    gold: str
    corpus: str
    models: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What was measured: `set` is the kind of the questions' file, `gold` its name, `started` an ISO time.

    Attributes:
        questions: how many there are in the set; a run that is not `finished` has records of the first ones only.
        threshold: the least confidence with which the program answered.
        code: SHA-256 over the program's own modules, "" where it is not known.
        sources: for each document the SHA-256 of its text, by which two runs tell which documents changed; {} where not kept.
    """

    program: str
    started: str
    language: Language
    set: Kind
    gold: str
    questions: int
    digests: Digests
    threshold: float
    articles: int
    passages: int
    finished: bool = False
    code: str = ""
    format: int = FORMAT
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: `start`, `end` in code points of the article, `answer_span` of the quote; see `qa.types.Citation`.

    `verbatim`: the quote stood in its article at that place.
    """

    source: str
    quote: str
    start: int
    end: int
    support: float
    role: Literal["answer", "context"] = "answer"
    also_in: tuple[str, ...] = ()
    answer_span: tuple[int, int] | None = None
    verbatim: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """One unit of a ranking: a passage, "source#start-end", or where whole documents are ranked a document by its id."""

    id: str
    source: str
    start: int
    end: int
    relevant: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """The passage that holds the answer."""

    source: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Saved:
    """One question and all that its answer was found to be. "Forced": with the threshold of silence lifted.

    Attributes:
        variant: "" or the name of the way in which the question was changed.
        right: as shipped.
        abstained: as shipped.
        stage: which stage lost a wrong answer; null where it is right or cannot be told.
        why: one line for a person in each language, "" where it is right.
        abstention_reason: see `qa.types.Reason`.
        confidence: of the best answer, forced, in 0..1.
        level: what a person is told of the confidence, as shipped: "high", "medium", "low"; "none" of a silence.
        forced_right: right when forced; false where nothing answers.
        hit1, hit3: one of the 1 / 3 best sentences, forced, holds an expected string and stands in `docs`.
        citation_precision: the share of the sentences cited as the answer, as shipped, that hold an expected string or
            evidence and stand in `docs`; null where nothing is cited or nothing answers.
        citation_recall: the share of what is expected (each of `all_of`; one of `answers`) that the citations hold, as
            shipped; null where nothing answers.
        complete: the whole enumeration is cited, as shipped; null unless the question has `all_of` or wants a list.
        span_em, span_f1: the short answer marked in the best sentence, forced, against `answers`.
        passages: the ranking, best first, 50 at most.
        relevant: the ids of all that should be found; `grades`, where there are any, say how relevant each one is.
        holding: for wrong answers, the best-ranked passage that holds the answer, else the first one of the store.
        ms: wall milliseconds of the answer as shipped.
        error: what crashed.
        words: the ranking of the word search alone, where it was measured.
    """

    id: str
    lang: str
    question: str
    kind: str
    subkind: str = ""
    variant: str = ""
    history: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    answerable: bool = True
    right: bool = False
    abstained: bool = False
    stage: Stage | None = None
    why: dict[Language, str] = field(default_factory=lambda: {"vi": "", "en": ""})
    abstention_reason: str | None = None
    confidence: float = 0.0
    forced_right: bool = False
    hit1: bool | None = None
    hit3: bool | None = None
    citation_precision: float | None = None
    citation_recall: float | None = None
    complete: bool | None = None
    span_em: float | None = None
    span_f1: float | None = None
    citations: tuple[Cited, ...] = ()
    passages: tuple[Found, ...] = ()
    relevant: tuple[str, ...] = ()
    holding: Held | None = None
    ms: float = 0.0
    error: str | None = None
    words: tuple[Found, ...] = ()
    grades: tuple[int, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run read back. `records` may be fewer than `info.questions` where the run was interrupted."""

    info: RunInfo
    records: tuple[Saved, ...]


_INFO = TypeAdapter(RunInfo)
_SAVED = TypeAdapter(Saved)


def to_line(record: Saved) -> str:
    """One line of records.jsonl, without its end.

    >>> to_line(Saved("q1", "vi", "Mấy quận?", "factoid"))[:57]
    '{"id":"q1","lang":"vi","question":"Mấy quận?","kind":"fac'
    """
    return _SAVED.dump_json(record).decode("utf-8")


def read_run(folder: Path) -> Run:
    """The run in `folder`; a half line at the end, left by an interruption, is dropped.

    Raises `BadInput` naming the file, and the line and field where there is one.
    """
    path = folder / RUN
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            vi=f"{folder} không phải thư mục của một lần chấm: không đọc được {RUN} ({error.strerror}). Hãy đưa thư mục đã ghi bằng `hoidap eval … --out THƯ_MỤC`.",
            en=f"{folder} is not the folder of a run: {RUN} cannot be read ({error.strerror}). Name a folder written by `hoidap eval … --out FOLDER`.",
        ) from error
    info = _parsed(_INFO, data, path, None)
    if info.format != FORMAT:
        raise BadInput(
            vi=f"{path}, trường 'format': bản này đọc dạng {FORMAT}, không đọc dạng {info.format}. Hãy chấm lại bằng bản này.",
            en=f"{path}, field 'format': this version reads format {FORMAT}, not {info.format}. Run the evaluation again.",
        )
    records = _records(folder / RECORDS)
    if info.finished and len(records) != info.questions:
        raise BadInput(
            vi=f"{folder / RECORDS} có {len(records)} bản ghi nhưng {RUN} ghi {info.questions} câu hỏi. Hãy chấm lại vào một thư mục mới.",
            en=f"{folder / RECORDS} holds {len(records)} records, but {RUN} says {info.questions} questions. Run the evaluation again into a new folder.",
        )
    return Run(info, records)


def _records(path: Path) -> tuple[Saved, ...]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise BadInput(
            vi=f"Không đọc được {path} ({error.strerror}). Hãy kiểm tra quyền đọc.",
            en=f"Cannot read {path} ({error.strerror}). Check that it may be read.",
        ) from error
    *lines, _half = data.split(b"\n")  # what follows the last end of line is "" or half a line
    records: dict[str, Saved] = {}
    for number, line in enumerate(lines, start=1):
        record = _parsed(_SAVED, line, path, number)
        if record.id in records:
            raise BadInput(
                vi=f"{path}, dòng {number}, trường 'id': mã {record.id!r} đã có ở một dòng trước. Hãy chấm lại vào một thư mục mới.",
                en=f"{path}, line {number}, field 'id': {record.id!r} stands on an earlier line already. Run the evaluation again into a new folder.",
            )
        records[record.id] = record
    return tuple(records.values())


def _parsed(form: "TypeAdapter[T]", data: bytes, path: Path, line: int | None) -> T:
    try:
        return form.validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(str(part) for part in first["loc"])
        vi = "".join([str(path), f", dòng {line}" if line else "", f", trường {at!r}" if at else ""])
        en = "".join([str(path), f", line {line}" if line else "", f", field {at!r}" if at else ""])
        raise BadInput(
            vi=f"{vi}: không đúng dạng của một lần chấm ({first['msg']}). Hãy chấm lại vào một thư mục mới.",
            en=f"{en}: not what a run writes ({first['msg']}). Run the evaluation again into a new folder.",
        ) from error


class Writer:
    """A run being written; `done` are the records that an interrupted run left. Made by `open_run`."""

    def __init__(self, folder: Path, info: RunInfo, done: tuple[Saved, ...]) -> None:
        self.folder = folder
        self.info = info
        self.done = done
        self._file: IO[bytes] = (folder / RECORDS).open("ab")

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, record: Saved) -> None:
        """Write one record, at once: whatever happens next, it is kept."""
        self._file.write(to_line(record).encode("utf-8") + b"\n")
        self._file.flush()

    def finish(self) -> Run:
        """Mark the run as whole and read it back."""
        os.fsync(self._file.fileno())
        self.info = replace(self.info, finished=True)
        write_info(self.folder, self.info)
        return read_run(self.folder)


def open_run(folder: Path, info: RunInfo, ids: Sequence[str]) -> Writer:
    """Begin the run in `folder`, or go on with the one that was interrupted there; `ids` are all questions in order.

    Raises `BadInput` when the folder holds a finished run, another one, or other files.
    """
    started = (folder / RUN).is_file()
    if not started:
        _empty(folder)
        write_info(folder, info)
        return Writer(folder, info, ())
    run = read_run(folder)
    if run.info.finished:
        raise BadInput(
            vi=f"{folder} đã có một lần chấm hoàn tất. Hãy chọn thư mục khác cho --out, hoặc xóa thư mục đó trước.",
            en=f"{folder} holds a finished run. Choose another folder for --out, or delete that one first.",
        )
    _same(folder, run.info, info)
    if [record.id for record in run.records] != list(ids[: len(run.records)]):
        raise BadInput(
            vi=f"Các bản ghi trong {folder} không phải những câu hỏi đầu của {info.gold}. Hãy chọn thư mục khác cho --out.",
            en=f"The records in {folder} are not those of the first questions of {info.gold}. Choose another folder for --out.",
        )
    _drop_half_line(folder / RECORDS)
    return Writer(folder, run.info, run.records)


def write_info(folder: Path, info: RunInfo) -> None:
    """Write run.json, beside and renamed."""
    replaced(folder / RUN, _INFO.dump_json(info, indent=2).decode("utf-8") + "\n")


def write_run(folder: Path, run: Run) -> None:
    """A whole run at once: `info` as it is, the records as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECORDS).write_bytes(b"".join(to_line(record).encode("utf-8") + b"\n" for record in run.records))
    write_info(folder, run.info)


def _empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise BadInput(
            vi=f"Không ghi được vào {folder} ({error.strerror}). Hãy chọn một thư mục khác cho --out.",
            en=f"{folder} cannot be written to ({error.strerror}). Choose another folder for --out.",
        ) from error
    if held and held != [f"{RUN}.new"]:
        raise BadInput(
            vi=f"{folder} đã có tệp khác, chẳng hạn {held[0]!r}, và không có {RUN}. Hãy chọn một thư mục trống cho --out.",
            en=f"{folder} holds other files, such as {held[0]!r}, and no {RUN}. Choose an empty folder for --out.",
        )


COMPARED: dict[str, dict[Language, str]] = {
    "set": {"vi": "loại bộ câu hỏi", "en": "kind of set"},
    "gold": {"vi": "bộ câu hỏi", "en": "questions"},
    "corpus": {"vi": "tài liệu", "en": "documents"},
    "models": {"vi": "mô hình", "en": "models"},
    "program": {"vi": "phiên bản chương trình", "en": "version of the program"},
    "code": {"vi": "mã chương trình", "en": "program's code"},
    "threshold": {"vi": "ngưỡng im lặng", "en": "threshold of silence"},
    "questions": {"vi": "số câu hỏi", "en": "number of questions"},
}


def differences(one: RunInfo, other: RunInfo) -> list[str]:
    """In what two runs were not alike: keys of `COMPARED`, [] where their answers must be the same."""
    found = [
        name for name in ("set", "program", "code", "threshold", "questions") if _of(one, name) != _of(other, name)
    ]
    found += [part.name for part in fields(Digests) if _of(one.digests, part.name) != _of(other.digests, part.name)]
    return [name for name in COMPARED if name in found]


def _of(value: RunInfo | Digests, name: str) -> object:
    return getattr(value, name)


def _same(folder: Path, held: RunInfo, asked: RunInfo) -> None:
    changed = differences(held, asked)
    if changed:
        vi, en = (", ".join(COMPARED[name][language] for name in changed) for language in ("vi", "en"))
        raise BadInput(
            vi=f"Không thể chấm tiếp lần chấm trong {folder}: đã đổi {vi}. Hãy chọn thư mục khác cho --out, hoặc xóa thư mục đó.",
            en=f"The run in {folder} cannot go on, as these have changed: {en}. Choose another folder for --out, or delete that one.",
        )


def _drop_half_line(path: Path) -> None:
    if not path.is_file():
        return
    with path.open("r+b") as file:
        data = file.read()
        file.truncate(data.rfind(b"\n") + 1)
