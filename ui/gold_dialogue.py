"""How a person writes gold questions on a terminal: a question, the right sentences among those shown, the short answers in them.

Prompts go to stderr, each on a line of its own; answers come from stdin, one a line, so that a file of lines works as well as a
keyboard. Every question is in the file as soon as it is confirmed; one that is left half-way is not.
"""

import contextlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from corpus.errors import BadInput
from corpus.types import Article
from eval.authoring import (
    Candidate,
    Disliked,
    cited,
    guess_kind,
    holding,
    next_id,
    objections,
    of_passages,
    same,
)
from eval.question import Entry, Question
from eval.sheets.goldfile import append_question, read_entries
from eval.text import collapsed, comparable
from qa.question import language_of
from qa.types import Answer, Hit
from ui.arguments import language, say

STEP = 3  # passages shown at a time
MOST = 20  # sentences that a search shows
_ALL = {"đ", "d", "đủ", "du", "a", "all"}


class Documents(Protocol):
    """The open library."""

    def ask(self, question: str, history: Sequence[str] = (), *, always: bool = False) -> Answer: ...

    def search(self, query: str, k: int = 10) -> list[Hit]: ...

    def articles(self) -> Iterator[Article]: ...


def show(text: str = "") -> None:
    print(text, file=sys.stderr, flush=True)


def ask(prompt: str) -> str:
    """One line from the person, without the white space around it.

    Raises:
        EOFError: there is none left.
        BadInput: it is not UTF-8.
    """
    show(prompt)
    try:
        line = _keyed() if sys.stdin.isatty() else sys.stdin.readline()
        line.encode("utf-8")
    except UnicodeError as error:
        raise BadInput(
            vi="Dòng vừa nhập có ký tự hỏng, không phải UTF-8; hãy đặt thiết bị đầu cuối hoặc tệp về mã UTF-8 rồi chạy lại.",
            en="The line holds broken characters that are not UTF-8; set the terminal or the file to UTF-8 and run again.",
        ) from error
    if not line:
        raise EOFError
    return line.strip()


def _keyed() -> str:
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  # editing and recall of the line
    return f"{input()}\n"


def typed(path: Path, library: Documents) -> Iterator[Question]:
    """The questions that a person types, each written to the file at `path` before it is given."""
    while question := ask(say("\nCâu hỏi (để trống: kết thúc):", "\nQuestion (blank: finish):")):
        history: list[str] = []
        while turn := ask(
            say(
                "Câu hỏi trước nó trong cuộc trò chuyện, cũ nhất trước (để trống: hết):",
                "An earlier question of the conversation, oldest first (blank: no more):",
            )
        ):
            history.append(turn)
        yield from _one(path, library, question, tuple(history))


def from_feedback(path: Path, library: Documents, offered: Sequence[Disliked]) -> Iterator[Question]:
    """The same for questions whose answers people did not like."""
    for number, one in enumerate(offered, start=1):
        show(f"\n{number}/{len(offered)}  {one.question}")
        if comparable(one.standalone) != comparable(one.question):
            show(say(f"  đã hiểu là: {one.standalone}", f"  read as: {one.standalone}"))
        show(say("  câu trả lời bị chê: ", "  the answer not liked: ") + collapsed(one.answer))
        for reason in one.reasons:
            show(say("  lý do: ", "  reason: ") + collapsed(reason))
        question = ask(
            say(
                "Câu hỏi cần ghi (Enter: giữ như đã hiểu; -: bỏ qua):",
                "The question to record (Enter: as it was read; -: skip):",
            )
        )
        if question != "-":
            yield from _one(path, library, question or one.standalone, ())


def _one(path: Path, library: Documents, question: str, history: tuple[str, ...]) -> Iterator[Question]:
    entries = known(path)
    if (entry := same(entries, question, history)) is not None:
        show(
            say(
                f"Câu này đã có trong tệp: {entry.question.id!r}, dòng {entry.place.line}. Bỏ qua.",
                f"The file holds this question already: {entry.question.id!r}, line {entry.place.line}. Skipped.",
            )
        )
        return
    picked = _picked(library, question, history)
    if picked is None:
        return
    draft = Question(next_id(e.question.id for e in entries), language_of(question), question, "", (), history=history)
    if picked:
        draft = _answered(draft, picked)
    draft = replace(draft, kind=guess_kind(draft))
    _preview(draft)
    kind = ask(
        say(
            f"Loại (Enter: {draft.kind!r} và ghi; chữ khác: ghi với loại ấy; -: không ghi):",
            f"Kind (Enter: {draft.kind!r}, and record; another word: record with that kind; -: do not record):",
        )
    )
    if kind == "-":
        return
    draft = replace(draft, kind=kind or draft.kind)
    faults = objections(draft, entries, path)
    for fault in faults:
        show(fault.text(language()))
    if not faults:
        append_question(path, draft, language())
        show(say(f"Đã ghi {draft.id} vào {path}.", f"Recorded {draft.id} in {path}."))
        yield draft


def known(path: Path) -> list[Entry]:
    """The questions in the file; none where there is no file yet. Raises `BadGold` for one that must be mended first."""
    if not path.exists() or not path.stat().st_size:
        return []
    entries, faults = read_entries(path, may_be_empty=True)
    if faults:
        raise faults[0].error()
    return entries


def _picked(library: Documents, question: str, history: tuple[str, ...]) -> list[Candidate] | None:
    """The sentences that answer: none where the documents do not; None where the person leaves the question."""
    answer = library.ask(question, history, always=True)
    hits = list(answer.hits) or library.search(question, 10)
    shown = cited(answer)
    if shown:
        show(say("\nChương trình trả lời bằng:", "\nThe program would answer with:"))
        _list(shown, 1)
    passages = 0
    for _ in range(STEP if hits else 0):
        passages = _more(hits, passages, shown)
    while True:
        line = ask(
            say(
                "\nSố của các câu trả lời đúng (như: 1 3); 0: tài liệu không trả lời; +: xem thêm; chữ bất kỳ: tìm câu chứa chữ ấy (số thì viết ?2024); để trống: bỏ câu hỏi này",
                "\nNumbers of the right sentences (as in: 1 3); 0: the documents do not answer; +: show more; any words: find sentences that hold them (for a number: ?2024); blank: leave this question",
            )
        )
        if line.startswith("?"):
            _found(library, line[1:].strip(), shown)
            continue
        numbers = [int(part) for part in line.replace(",", " ").split() if part.isdecimal() and len(part) < 6]
        if not line:
            return None
        if line == "+":
            if passages >= len(hits):
                show(
                    say("Không còn đoạn nào nữa; hãy gõ chữ để tìm.", "There are no more passages; type words to find.")
                )
            for _ in range(STEP):
                passages = _more(hits, passages, shown)
        elif len(numbers) != len(line.replace(",", " ").split()):
            _found(library, line, shown)
        elif numbers == [0]:
            return []
        elif all(1 <= number <= len(shown) for number in numbers):
            return [shown[number - 1] for number in dict.fromkeys(numbers)]
        else:
            show(say(f"Hãy chọn số từ 1 đến {len(shown)}.", f"Choose numbers from 1 to {len(shown)}."))


def _more(hits: Sequence[Hit], number: int, shown: list[Candidate]) -> int:
    """Show the sentences of one more passage that has any new ones; how many passages are shown then."""
    while number < len(hits):
        new = of_passages([hits[number]], shown)
        number += 1
        if new:
            show(f"\n{new[0].article.name}:")
            _list(new, len(shown) + 1)
            shown += new
            break
    return number


def _found(library: Documents, text: str, shown: list[Candidate]) -> None:
    """Show the sentences that hold `text`; where none does, those of the passages nearest to it."""
    if not text:
        return
    seen = {(candidate.article.source, candidate.span) for candidate in shown}
    new = [c for c in holding(library.articles(), text, MOST) if (c.article.source, c.span) not in seen]
    new = new or of_passages(library.search(text, STEP), shown)[:MOST]
    if not new:
        show(say("Không tìm thấy câu nào khác; hãy thử chữ khác.", "No other sentence was found; try other words."))
    _list(new, len(shown) + 1)
    shown += new


def _list(candidates: Iterable[Candidate], first: int) -> None:
    for number, candidate in enumerate(candidates, start=first):
        show(f"{number:>4}. {collapsed(candidate.text)}  [{candidate.article.source}]")


def _answered(draft: Question, picked: Sequence[Candidate]) -> Question:
    """The draft with documents, evidence and the short answers that the person names."""
    answers = tuple(dict.fromkeys(_short_answer(candidate) for candidate in picked))
    sources = [source for candidate in picked for source in (candidate.article.source, *candidate.also_in)]
    draft = replace(
        draft,
        docs=tuple(dict.fromkeys(sources)),
        evidence=tuple(dict.fromkeys(collapsed(candidate.text) for candidate in picked)),
    )
    if len(answers) > 1:
        line = ask(
            say(
                "Cần đủ mọi phần trả lời trên (đ), hay chỉ cần một trong số đó (Enter)?",
                "Are all of these answers needed (a), or is one of them enough (Enter)?",
            )
        )
        if line.casefold() in _ALL:
            return replace(draft, all_of=answers)
    return replace(draft, answers=answers)


def _short_answer(candidate: Candidate) -> str:
    sentence = collapsed(candidate.text)
    guess = collapsed(candidate.answer)
    while True:
        show(f"\n  {sentence}")
        line = ask(
            say(
                f"Phần trả lời ngắn trong câu này (Enter: {f'“{guess}”' if guess else 'cả câu'}):",
                f"The short answer in this sentence (Enter: {f'“{guess}”' if guess else 'all of it'}):",
            )
        )
        value = collapsed(line) or guess or sentence
        if comparable(value) in comparable(sentence):
            return value
        show(
            say(
                f"“{value}” không đứng trong câu này; hãy chép đúng như trong câu.",
                f"“{value}” does not stand in this sentence; copy it as it stands there.",
            )
        )


def _preview(draft: Question) -> None:
    show(f"\n{draft.id} ({draft.lang})  {draft.question}")
    rows = [
        (say("tài liệu", "documents"), draft.docs),
        (say("đáp án, một là đủ", "answers, one is enough"), draft.answers),
        (say("phải có đủ", "all of"), draft.all_of),
    ]
    for name, values in rows:
        if values:
            show(f"  {name}: {' | '.join(values)}")
    if not draft.docs:
        show(say("  tài liệu không trả lời: im lặng mới đúng", "  the documents do not answer: silence is right"))
