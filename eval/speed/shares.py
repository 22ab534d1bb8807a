"""Which part of a question takes how long: the program's own functions, each with a watch around it while it is measured.

A part's time is its own: what a part called by it takes counts for that one. What no part accounts for is "other".
"""

import contextlib
import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any

from corpus.store import Store
from corpus.words import WordIndex
from embeddings.encoder import SentenceEncoder
from embeddings.index import VectorIndex
from embeddings.reader import SentenceReader
from qa import library as asking
from qa.ranker import Ranker

OTHER = "other"
# Part of a question -> where its work is done: an owner and the names of its functions.
PARTS: dict[str, tuple[tuple[Any, tuple[str, ...]], ...]] = {
    "question": (
        (asking.Library, ("read",)),
        (asking, ("clean_question", "language_of", "understood", "standalone", "parts")),
    ),
    "encoder": ((SentenceEncoder, ("encode_queries",)),),
    "words": ((WordIndex, ("search", "document_frequency")),),
    "vectors": ((VectorIndex, ("search", "vectors", "between")),),
    "passages": ((Store, ("passages", "is_empty")),),
    "sentences": ((asking, ("measure",)),),
    "network": ((Ranker, ("scores", "final", "support")),),
    "reader": ((SentenceReader, ("read",)),),
    "checks": ((asking, ("rank",)),),
    "compose": ((asking, ("compose", "combined")),),
}


class Watch:
    """Seconds by part. Not for several threads at once."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._clock = clock
        self._running: list[str] = []
        self._since = 0.0

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What happens within counts for `name`, except what a part within it takes."""
        self._lap()
        self._running.append(name)
        try:
            yield
        finally:
            self._lap()
            self._running.pop()

    def _lap(self) -> None:
        now = self._clock()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, its time counted for `name`."""

        @functools.wraps(function)
        def timed(*args: Any, **options: Any) -> Any:
            with self.part(name):
                return function(*args, **options)

        return timed


@contextlib.contextmanager
def watched(watch: Watch, parts: Mapping[str, Sequence[tuple[Any, Sequence[str]]]] = PARTS) -> Iterator[None]:
    """Within, every function of `parts` is timed; afterwards they are what they were.

    Raises:
        AttributeError: a function is no longer where `parts` says: the table must follow the program.
    """
    with contextlib.ExitStack() as stack:
        for part, places in parts.items():
            for owner, names in places:
                for name in names:
                    function = getattr(owner, name)
                    stack.callback(setattr, owner, name, function)
                    setattr(owner, name, watch.timed(part, function))
        yield


def shares(watch: Watch, parts: Sequence[str] = (*PARTS, OTHER)) -> dict[str, float]:
    """The share of each part in all the time that was watched; they sum to 1.

    >>> watch = Watch(iter([0.0, 1.0, 4.0, 4.0]).__next__)
    >>> with watch.part("other"):
    ...     with watch.part("reader"):
    ...         pass
    >>> shares(watch, ["reader", "other"])
    {'reader': 0.75, 'other': 0.25}
    """
    total = sum(watch.seconds.values())
    return {part: watch.seconds.get(part, 0.0) / total if total else 0.0 for part in parts}
