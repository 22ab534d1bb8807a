"""The types that the documents go through: Article, Sentence, Passage. All offsets count code points."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

SentenceKind = Literal["sentence", "heading", "row"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open [start, end) in code points of one article's text.

    >>> Span(2, 5) in Span(0, 9), len(Span(2, 5))
    (True, 3)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One document, cleaned. Metadata is what the page itself says, else None: never guessed.

    Attributes:
        source: the path below the indexed folder, with forward slashes.
        text: NFC, white space collapsed, paragraphs separated by "\\n", tables one row a line; no page chrome.
        title: the page's own title; it is context for retrieval and is never quoted unless it also stands in `text`.
        published: the day of publication.
        event: the day of the event that the article reports.
        publisher: the site or body that published the page.
        url: the page's address.
    """

    source: str
    text: str
    title: str | None = None
    published: date | None = None
    event: date | None = None
    publisher: str | None = None
    url: str | None = None

    def __getitem__(self, span: Span) -> str:
        if span.end > len(self.text):
            raise ValueError(f"{span} ends after the {len(self.text)} code points of {self.source!r}")
        return self.text[span.start : span.end]

    @property
    def name(self) -> str:
        """What a person is shown: the title, else the file's name."""
        return self.title or self.source.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading or table row, the unit of citation. `paragraph` counts from 0 within the text split."""

    span: Span
    kind: SentenceKind = "sentence"
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article, the unit of retrieval. 0 <= id < 2**63."""

    id: int
    article: Article
    span: Span

    def __post_init__(self) -> None:
        if not 0 <= self.id < 2**63:
            raise ValueError(f"a passage id is a 63-bit number, not {self.id}")
        if self.span.end > len(self.article.text):
            raise ValueError(f"{self.span} ends after the text of {self.article.source!r}")

    @property
    def text(self) -> str:
        """The slice of the article: it cannot disagree with its source."""
        return self.article[self.span]
