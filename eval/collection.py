"""A library over a set of articles, to be measured: in a temporary home, or in one that is kept for the next run."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import BadInput
from corpus.types import Article
from embeddings.encoder import Encoder
from qa.config import Config
from qa.library import Library, open_library


@contextmanager
def collection(
    articles: Sequence[Article],
    *,
    home: Path | None = None,
    config: Config | None = None,
    encoder: Encoder | None = None,
    progress: bool = False,
) -> Iterator[Library]:
    """The library of exactly `articles`, both indexes up to date; without `home` it is gone afterwards.

    A temporary home has no settings of its own: pass the person's as `config`. In `home` its own hold.

    Raises `BadInput` when `home` holds other documents: they would be searched too, and these would stay among them.
    """
    if home is not None:
        with open_library(home, encoder=encoder) as library:
            fill(library, articles, home, progress)
            yield library
        return
    with (
        tempfile.TemporaryDirectory(prefix="hoidap-eval-", ignore_cleanup_errors=True) as folder,
        open_library(Path(folder), encoder=encoder, config=config) as library,
    ):
        fill(library, articles, Path(folder), progress)
        yield library


def fill(library: Library, articles: Sequence[Article], home: Path, progress: bool = False) -> None:
    """Put `articles` in the library and bring its indexes up to date; raises `BadInput` when it holds others."""
    wanted = {article.source for article in articles}
    others = [article.source for article in library.articles() if article.source not in wanted]
    if others:
        raise BadInput(
            vi=f"Kho {home} đã có {len(others)} tài liệu khác, chẳng hạn {others[0]!r}. Hãy chọn một thư mục trống cho --home.",
            en=f"The home {home} holds {len(others)} other documents, such as {others[0]!r}. Give an empty folder as --home.",
        )
    library.put(articles)
    library.sync(progress=progress)
