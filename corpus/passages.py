"""Sentences packed into passages by langchain's splitter. A module of its own, since only indexing needs that library."""

import itertools
import logging
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

from langchain_text_splitters import TextSplitter

from corpus.split import sentences
from corpus.types import Article, Passage, Span
from corpus.vietnamese import tokens

PASSAGE_TOKENS = 180

# A sentence longer than a passage stands alone; the splitter's warning about it says nothing a person could act on.
logging.getLogger("langchain_text_splitters").setLevel(logging.ERROR)


class SentencePacker(TextSplitter):
    """langchain's splitter over pieces that are already sentences, so that a chunk never cuts one."""

    def __init__(self, size: int, length: Callable[[str], int]) -> None:
        def weight(piece: str) -> int:
            """At least 1 for any piece: one that weighs nothing would be taken into two chunks."""
            return max(int(bool(piece)), length(piece))

        super().__init__(
            chunk_size=size, chunk_overlap=0, length_function=weight, keep_separator=True, strip_whitespace=False
        )

    def split_text(self, text: str) -> list[str]:
        """`text` cut at sentence ends into chunks of at most `size`; a longer sentence stands alone; "".join restores it."""
        starts = [0, *(sentence.span.start for sentence in sentences(text)[1:]), len(text)]
        pieces = [text[a:b] for a, b in itertools.pairwise(starts) if a < b]
        return self._merge_splits(pieces, "")


def token_count(text: str) -> int:
    """Syllables, words and numbers in `text`."""
    return len(tokens(text))


def passages(article: Article, size: int = PASSAGE_TOKENS, *, place: str | None = None) -> list[Passage]:
    """The article's passages in order: whole sentences, at most `size` syllables unless one sentence is longer.

    `place` says where the article stands, for the ids; by default its source.

    Short tails join the passage before them when both fit in one and a half times `size`.
    """
    chunks = [chunk for chunk in SentencePacker(size, token_count).split_text(article.text) if chunk]
    if (
        len(chunks) > 1
        and token_count(chunks[-1]) < size // 3
        and token_count(chunks[-2]) + token_count(chunks[-1]) <= size * 3 // 2
    ):
        chunks[-2:] = [chunks[-2] + chunks[-1]]
    return list(_spanned(article, chunks, place or article.source))


def _spanned(article: Article, chunks: Sequence[str], place: str) -> Iterator[Passage]:
    start = 0
    seen: dict[str, int] = {}
    for chunk in chunks:
        stripped = chunk.strip()
        if stripped:
            begin = start + chunk.index(stripped)
            copy = seen[stripped] = seen.get(stripped, -1) + 1
            span = Span(begin, begin + len(stripped))
            yield Passage(passage_id(place, article.title, stripped, copy), article, span)
        start += len(chunk)


def passage_id(place: str, title: str | None, text: str, copy: int) -> int:
    """A hash of where a passage stands and what it says, below 2**63; `copy` counts equal texts in one article from 0.

    Its last eight bits are zero: they number the passage's sentences, see `sentence_id`.
    """
    parts = "\x1f".join((place, title or "", text, str(copy)))
    return int.from_bytes(blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 9 << 8
