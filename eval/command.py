"""`hoidap eval`: one gold file or one SQuAD file in, its scores as numbers and as text out."""

from pathlib import Path

from corpus import folder
from corpus.errors import BadInput, Language
from eval.collection import collection
from eval.gold import Question, read_gold
from eval.report import gold_text, squad_text
from eval.run import run_gold, run_squad
from eval.score import Scores, gold_scores, squad_scores
from eval.squad import read_squad
from qa.config import read_config
from qa.library import Library, open_library


def gold(path: Path, home: Path, documents: Path | None, language: Language, progress: bool) -> tuple[Scores, str]:
    """Ask every gold question of the documents in `home`, or of the folder `documents` in a temporary home.

    Raises:
        BadGold: the file is not in the gold format.
        BadInput: there are no documents to ask.
    """
    questions = read_gold(path)
    if documents is not None:
        with collection([], config=read_config(home), progress=progress) as library:
            folder.update(library.store, [documents], progress=progress)
            library.sync(progress=progress)
            return _gold(library, questions, language, progress)
    with open_library(home) as library:
        if not library.store.counts()["articles"]:
            raise BadInput(
                vi=f"Kho {home} còn trống; hãy chạy `hoidap index THƯ_MỤC` trước, hoặc thêm --docs THƯ_MỤC.",
                en=f"The home {home} is empty; run `hoidap index FOLDER` first, or add --docs FOLDER.",
            )
        return _gold(library, questions, language, progress)


def _gold(library: Library, questions: list[Question], language: Language, progress: bool) -> tuple[Scores, str]:
    scores = gold_scores(run_gold(questions, library, progress=progress))
    return scores, gold_text(scores, language)


def squad(
    path: Path, questions: Path | None, strip: bool, home: Path | None, language: Language, progress: bool
) -> tuple[Scores, str]:
    """Every context as an article, every question asked of all of them; in `home` when given, else in a temporary one.

    Raises:
        BadGold: a file is not in the SQuAD format.
        BadInput: `home` holds other documents.
    """
    data = read_squad(path, questions=questions, strip=strip)
    config = read_config(home) if home is not None else None
    with collection(data.contexts, home=home, config=config, progress=progress) as library:
        scores = squad_scores(run_squad(data.questions, library, progress=progress))
    return scores, squad_text(scores, language)
