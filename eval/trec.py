"""The rankings of a run and what should have been found, as TREC files that any tool for retrieval reads.

    run.trec      question Q0 passage rank score hoidap
    qrels.trec    question 0 passage relevance

Only questions that have something to be found stand in either. Ids are written in ASCII without white space: `plain` undoes `escaped`.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from eval.saved import Saved

RUN, QRELS = "run.trec", "qrels.trec"
TAG = "hoidap"
_SAFE = "!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~"  # all of ASCII that may stand as it is


def escaped(id: str) -> str:
    """An id that every tool reads as one word: the UTF-8 of what is not plain ASCII, of white space and of "%" in hexadecimal.

    >>> escaped("thông báo.md#0-9")
    'th%C3%B4ng%20b%C3%A1o.md#0-9'
    """
    return quote(id, safe=_SAFE)


def plain(id: str) -> str:
    """The id that was escaped.

    >>> plain(escaped("50 %\\t"))
    '50 %\\t'
    """
    return unquote(id)


def write_trec(folder: Path, records: Sequence[Saved]) -> None:
    """Write run.trec and qrels.trec into `folder`."""
    judged = [record for record in records if record.relevant]
    (folder / RUN).write_text("".join(_ranking(record) for record in judged), encoding="ascii", newline="\n")
    (folder / QRELS).write_text("".join(_judgements(record) for record in judged), encoding="ascii", newline="\n")


def _ranking(record: Saved) -> str:
    # The score is the place from the end: tools order by it, and equal scores they order their own way.
    return "".join(
        f"{escaped(record.id)} Q0 {escaped(found.id)} {place} {len(record.passages) - place + 1} {TAG}\n"
        for place, found in enumerate(record.passages, start=1)
    )


def _judgements(record: Saved) -> str:
    grades = record.grades or (1,) * len(record.relevant)
    return "".join(
        f"{escaped(record.id)} 0 {escaped(id)} {grade}\n" for id, grade in zip(record.relevant, grades, strict=True)
    )
