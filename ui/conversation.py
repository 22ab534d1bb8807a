"""A conversation: questions, the replies to them as shown, and verdicts on them. Pure but for the library; no widget."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from corpus.errors import HoiDapError
from qa.answer import WORDS
from qa.limits import read_limits
from qa.question import MAX_LENGTH
from ui import render
from ui.asker import Asker
from ui.texts import Texts

log = logging.getLogger(__name__)

MOST_HISTORY: Final = 20  # earlier questions read together with a new one


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and the reply to it, as shown.

    Attributes:
        answer: the answer's JSON, kept for a verdict on it; None where the reply is only a message.
        asked: the question belongs to the history that later questions are read with.
    """

    question: str
    reply: str
    panel: str
    answer: dict[str, Any] | None = None
    asked: bool = False


def understood(turns: Sequence[Turn]) -> str:
    """What the last question was read as, where that is not what was typed; else ""."""
    answer = turns[-1].answer if turns else None
    if answer is None:
        return ""
    read = str(answer["understood"] or answer["standalone_question"] or "")
    return read if " ".join(read.split()) != " ".join(turns[-1].question.split()) else ""


def reply(
    library: Asker,
    texts: Texts,
    question: str,
    turns: Sequence[Turn],
    base: str,
    query: str,
    limits: tuple[str, str, str] = ("", "", ""),
) -> Turn:
    """The turn that answers `question`; a fault becomes a sentence, never a traceback.

    Args:
        limits: first day, last day and source, as typed.
    """
    panel = render.empty_panel(texts)
    if not question.strip():
        return Turn("", WORDS["question_empty"][texts.language], panel)
    if len(question) > MAX_LENGTH:
        return Turn(render.shorten(question, 300), WORDS["question_too_long"][texts.language], panel)
    history = [turn.question for turn in turns if turn.asked][-MOST_HISTORY:]
    try:
        answer = library.ask(question, history, limits=read_limits(*limits))
        return Turn(
            question,
            render.message(answer, texts),
            render.panel(answer, texts, base, query),
            answer.to_json(uuid.uuid4().hex),
            asked=True,
        )
    except HoiDapError as error:
        return Turn(question, error.text(texts.language), panel)
    except Exception:
        log.exception("a question could not be answered")
        return Turn(question, texts.fault, panel)


def messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The conversation as the chat shows it, escaped."""
    out = []
    for turn in turns:
        if turn.question:
            out.append({"role": "user", "content": render.escape_bubble(turn.question)})
        if turn.reply:
            out.append({"role": "assistant", "content": render.escape_bubble(turn.reply)})
    return out


def judge(
    library: Asker, texts: Texts, turns: Sequence[Turn], verdict: Literal["up", "down"], reason: str | None
) -> str:
    """Keep a verdict on the last answer; what to tell the person. A reason given later repeats the answer's `id`."""
    last = turns[-1] if turns else None
    if last is None or last.answer is None:
        return ""
    try:
        library.add_feedback(last.question, last.answer, verdict, reason)
    except Exception:
        log.exception("a verdict could not be kept")
        return texts.feedback_fault
    return texts.thanks
