"""A text cut into sentences. Every piece is a span: nothing is copied or respelled.

Sentences follow Vietnamese usage: "TP. Huế", "Q. 1", "GS.TS. …", "1.234,5" and "T.Ư" do not end one; a line break does; a short
line without a full stop is a heading; a line of cells joined by " | " is a table row.
"""

import re

from corpus.types import Sentence, SentenceKind, Span
from corpus.vietnamese import tokens

HEADING_TOKENS = 24

# A stop after one of these does not end a sentence (compared without the stop, case kept for one-letter ones).
_ABBREVIATIONS = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "q",
        "p",
        "x",
        "h",
        "ấp",
        "gs",
        "ts",
        "pgs",
        "ths",
        "bs",
        "ks",
        "cn",
        "cử",
        "lm",
        "đ/c",
        "đc",
        "tr",
        "st",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "no",
        "nos",
        "vol",
        "fig",
        "art",
        "etc",
        "vs",
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
        "dept",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "rev",
        "hon",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "nxb",
        "tcvn",
        "qcvn",
    ]
)
MAX_SENTENCE = 2000  # code points; a longer run without a stop is no sentence of prose and is cut at white space

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»')\]]*+(?=\s+[\"“‘«'(\[]*[^\W_]|\s+[-–—•*+]\s)")
_ENUMERATOR = re.compile(r"^(?:[-–—•*+]\s*)?(?:\d{1,3}|[a-zđ]|[IVXLC]{1,6})(?:\.\d{1,3})*$", re.IGNORECASE)
_TERMINAL = re.compile(r"[.!?…:;][\"”’»')\]]*$")


def sentences(text: str) -> list[Sentence]:
    """The sentences of `text` in order, without the white space around them; together they hold every other character.

    >>> [text[s.span.start:s.span.end] for text in ["GS.TS. Lê Văn A ở TP. Huế. Ông có 1.234,5 m."] for s in sentences(text)]
    ['GS.TS. Lê Văn A ở TP. Huế.', 'Ông có 1.234,5 m.']
    """
    found: list[Sentence] = []
    paragraph = 0
    for line in re.finditer(r"[^\n]+", text):
        content = line[0].strip()
        if not content:
            continue
        start = line.start() + line[0].index(content)
        kind = _line_kind(content)
        pieces = [(0, len(content))] if kind != "sentence" else _pieces(content)
        found += [Sentence(Span(start + a, start + b), kind, paragraph) for a, b in pieces]
        paragraph += 1
    return found


def _line_kind(line: str) -> SentenceKind:
    if " | " in line:
        return "row"
    if not _TERMINAL.search(line) and len(line) < 200 and len(tokens(line)) <= HEADING_TOKENS and not _END.search(line):
        return "heading"
    return "sentence"


def _pieces(line: str) -> list[tuple[int, int]]:
    """The [start, end) of each sentence of one stripped line."""
    cuts = [0]
    for stop in _END.finditer(line):
        if _ends_sentence(line, cuts[-1], stop):
            cuts.append(_skip_space(line, stop.end()))
    pieces = []
    for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True):
        end = start + len(line[start:end].rstrip())
        while end - start > MAX_SENTENCE:
            space = line.rfind(" ", start + 1, start + MAX_SENTENCE)
            cut = space if space > 0 else start + MAX_SENTENCE
            pieces.append((start, start + len(line[start:cut].rstrip())))
            start = _skip_space(line, cut)
        pieces.append((start, end))
    return pieces


def _skip_space(line: str, start: int) -> int:
    while start < len(line) and line[start].isspace():
        start += 1
    return start


def _ends_sentence(line: str, start: int, stop: re.Match[str]) -> bool:
    following = line[stop.end() : stop.end() + 8].lstrip().lstrip("\"“‘«'([")
    if following and following[0].islower():
        return False
    mark = stop[0].rstrip("\"”’»')]")
    if mark != ".":
        return True
    if stop.start() - start <= 12 and _ENUMERATOR.match(line[start : stop.start()]):
        return False
    words = re.split(r"[\s\"“‘«'(\[]", line[max(start, stop.start() - 40) : stop.start()])
    last = words[-1]
    if not last:
        return False
    if last.lower() in _ABBREVIATIONS and (last[0].isupper() or len(last) > 1):
        return False
    if "." in last and not any(char.isdigit() for char in last):
        return last.lower() == "v.v" or len(last.rsplit(".", 1)[-1]) > 3
    # "Đ. Trump" goes on; "Đông Nam Á." ends: a marked capital is a word, not an initial
    return not (len(last) == 1 and last.isalpha() and last.isupper() and (last == "Đ" or last.isascii()))


def sentence_id(passage: int, number: int) -> int | None:
    """The id of a passage's sentence, counted from 0; None after the 255th.

    >>> sentence_id(0x500, 2) == 0x503, passage_of(0x503) == 0x500
    (True, True)
    """
    return passage + number + 1 if number < 255 else None


def passage_of(id: int) -> int:
    """The passage that an id of a passage or of a sentence belongs to."""
    return id & ~0xFF
