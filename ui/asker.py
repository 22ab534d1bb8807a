"""What the screens need from the library and from the settings; tests pass a small fake of each."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from corpus.errors import Language
from corpus.types import Article
from qa.limits import ANYWHERE, Limits
from qa.types import Answer, Hit


class Asker(Protocol):
    """The open library. `ask` and `search` may be called from several threads at once."""

    def ask(
        self, question: str, history: Sequence[str] = (), *, always: bool = False, limits: Limits = ANYWHERE
    ) -> Answer: ...

    def search(self, query: str, k: int = 10) -> list[Hit]: ...

    def article(self, source: str) -> Article | None: ...

    def add_feedback(
        self, question: str, answer: Mapping[str, Any], verdict: Literal["up", "down"], reason: str | None
    ) -> None: ...

    def status(self) -> Mapping[str, Any]: ...


class Settings(Protocol):
    """The settings that the screens read; each is an attribute of `qa.config.Config`.

    Attributes:
        title: the name at the top of the chat.
        language: the language of the chat at the root; the other one is served below its own code, as in `/en/`.
        examples: questions to start with; empty for the ones about the bundled articles.
        allowed_origins: origins whose pages may frame the chat, as in "https://intranet.example.vn".
        prefix: the public path that the whole server is mounted at, as in "/hoidap"; "" for the root.
    """

    @property
    def title(self) -> str: ...

    @property
    def language(self) -> Language: ...

    @property
    def examples(self) -> tuple[str, ...]: ...

    @property
    def allowed_origins(self) -> tuple[str, ...]: ...

    @property
    def prefix(self) -> str: ...
