"""Where the strings that a gold question names stand in a quote, compared exactly as the judge compares them."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from eval.text import comparable

Mark = Literal["", "good", "bad"]


class Piece(NamedTuple):
    """A run of a text and what is said of it; the pieces of a text, joined, are the text."""

    text: str
    mark: Mark = ""


def marked(text: str, good: Iterable[str] = (), bad: Iterable[str] = ()) -> list[Piece]:
    """`text` (as NFC) in pieces: the strings of `good` and of `bad` marked; where both stand, `bad` is.

    >>> [tuple(piece) for piece in marked("Huế có  9 QUẬN.", ["9 quận"])]
    [('Huế có  ', ''), ('9 QUẬN', 'good'), ('.', '')]
    >>> [tuple(piece) for piece in marked("18,5% năm 2024", ["18,5%"], ["5% năm"])]
    [('18,', 'good'), ('5% năm', 'bad'), (' 2024', '')]
    """
    text = unicodedata.normalize("NFC", text)
    marks: list[Mark] = [""] * len(text)
    for name, values in (("good", good), ("bad", bad)):
        for value in values:
            for start, end in _places(text, comparable(value)):
                marks[start:end] = ["good" if name == "good" else "bad"] * (end - start)
    return list(_runs(text, marks))


def _runs(text: str, marks: list[Mark]) -> Iterator[Piece]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marks[at] != marks[start]:
            yield Piece(text[start:at], marks[start])
            start = at


def _places(text: str, sought: str) -> Iterator[tuple[int, int]]:
    """Where `sought`, which is `comparable`, stands in `text`, which is NFC: [start, end) of `text`."""
    letters: list[str] = []
    origin: list[int] = []  # of each letter compared, the place in `text`: ß is two letters, a run of spaces one
    for place, character in enumerate(text):
        for letter in " " if character.isspace() else character.casefold():
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                origin.append(place)
    compared = "".join(letters)
    at = compared.find(sought) if sought else -1
    while at >= 0:
        yield origin[at], origin[at + len(sought) - 1] + 1
        at = compared.find(sought, at + len(sought))
