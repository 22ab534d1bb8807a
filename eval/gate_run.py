"""The run that a gate judges: asked anew and kept nowhere, or read back from a folder."""

from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import BadInput
from eval import digests
from eval.command import opened
from eval.floors import Floors, relative
from eval.gate import same_documents, same_questions
from eval.gold import Question, read_gold
from eval.run import Asker, run_gold
from eval.saved import Digests, Saved, read_run
from eval.shelf import Shelf, shelf_of


@dataclass(frozen=True, slots=True)
class Measured:
    """What was asked of what, and the records."""

    digests: Digests
    records: tuple[Saved, ...]


def measure(
    floors: Floors, path: Path, home: Path, *, own: bool, anew: bool = False, progress: bool = False
) -> Measured:
    """Ask every question of the floors file at `path`.

    Args:
        home: whose settings hold, and with `own` whose documents are asked, also where `floors` names a folder.
        anew: whether other questions and documents than the pinned ones will do.

    Raises:
        BadInput: other questions or documents than were pinned, or there are no documents.
        BadGold: the questions' file is not in the gold format.
    """
    gold = path.parent / floors.gold
    questions = read_gold(gold)
    if not anew:
        same_questions(floors, digests.gold_digest([gold]), floors.gold)
    documents = None if own or floors.docs is None else path.parent / floors.docs
    with opened(home, documents, progress) as library:
        found = digests.digests([gold], library)
        if not anew:
            same_documents(floors, found.corpus)
        return Measured(found, asked(questions, library, shelf_of(library.store), progress=progress))


def asked(questions: list[Question], asker: Asker, shelf: Shelf, *, progress: bool = False) -> tuple[Saved, ...]:
    """The records of all questions; one that crashed is a miss."""
    return tuple(run_gold(questions, asker, shelf, progress=progress))


def read(folder: Path, floors: Floors, *, anew: bool = False) -> Measured:
    """A run that was kept; `anew` as in `measure`.

    Raises `BadInput` where there is none, it was interrupted, or it is of other questions or documents.
    """
    run = read_run(folder)
    if not run.info.finished:
        count = f"{len(run.records)}/{run.info.questions}"
        raise BadInput(
            vi=f"Lần chấm trong {folder} bị ngắt sau {count} câu hỏi. Hãy chạy tiếp lệnh `hoidap eval` cho xong rồi thử lại.",
            en=f"The run in {folder} was interrupted after {count} questions. Let `hoidap eval` finish it and try again.",
        )
    if not anew:
        same_questions(floors, run.info.digests.gold, run.info.gold)
        same_documents(floors, run.info.digests.corpus)
    return Measured(run.info.digests, run.records)


def begun(path: Path, held: Floors | None, gold: Path | None, docs: Path | None) -> Floors:
    """The floors to pin: those `held`, with the questions and documents that were named instead.

    Raises `BadInput` where there are none and no questions were named.
    """
    if held is None and gold is None:
        raise BadInput(
            vi=f"{path} chưa có; để tạo tệp, hãy thêm --gold BỘ_CÂU_HỎI (và --docs THƯ_MỤC nếu hỏi một thư mục).",
            en=f"{path} does not exist; to make it, add --gold QUESTIONS (and --docs FOLDER to ask a folder).",
        )
    floors = held or Floors(gold="", digests=Digests("", ""))
    if gold is not None:
        floors = replace(floors, gold=relative(gold, path))
    return floors if docs is None else replace(floors, docs=relative(docs, path))
