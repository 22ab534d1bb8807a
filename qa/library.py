"""A home opened: store, word index, vector index and encoder together. Each step of the work is a function elsewhere."""

import contextlib
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from filelock import FileLock, Timeout
from tqdm import tqdm

from corpus.abbreviations import COMMON
from corpus.errors import BadHome
from corpus.split import passage_of, sentence_id, sentences
from corpus.store import Store
from corpus.types import Article, Passage
from corpus.words import WITHOUT_MARKS, WordIndex
from embeddings.encoder import Encoder, SentenceEncoder, check_prompts
from embeddings.index import VectorIndex
from embeddings.reader import Reader, SentenceReader
from embeddings.restore import Spellings, bundled_restorer, spellings
from qa.answer import abstained, combined, compose
from qa.config import Config, read_config
from qa.conversation import standalone
from qa.limits import ANYWHERE, Limits
from qa.numerals import in_digits
from qa.parts import parts
from qa.question import MAX_LENGTH, Question, clean_question, keyed, language_of, read_question, understood
from qa.ranker import Ranker, load_ranker
from qa.retrieve import Fusion, retrieve
from qa.select import PASSAGES, best_of, by_sentences, measure, rank, read, term_weights, within_reach
from qa.slips import abbreviations_mended, mended
from qa.today import resolved
from qa.types import Answer, Hit

STORE = "store.sqlite"
WORDS = "words"
SPELLING = 20  # passages that show how their documents spell
BATCH = 512  # passages encoded between two saves of the vector index


class Library:
    """Ask, search and keep documents. Asking is safe from many threads; only one process indexes at a time."""

    def __init__(
        self, home: Path, config: Config, encoder: Encoder | None, ranker: Ranker, reader: Reader | None = None
    ) -> None:
        self.home = home
        self.config = config
        self.store = Store(home / STORE)
        self.words = WordIndex(home / WORDS)
        self.ranker = ranker
        self.fusion = Fusion()
        self._encoder = encoder
        self._reader = reader
        self._vectors: VectorIndex | None = None
        self._stamp = 0  # when the vectors' file was written, in nanoseconds
        self._opening = threading.RLock()
        self._known: dict[str, str] | None = None

    @property
    def encoder(self) -> Encoder:
        """Loaded when first needed: a search by words alone never waits for it."""
        with self._opening:
            if self._encoder is None:
                prompts = check_prompts(self.config.query_prompt, self.config.passage_prompt)
                self._encoder = SentenceEncoder(self.config.encoder, prompts)
            return self._encoder

    @property
    def reader(self) -> Reader:
        """Loaded when first needed."""
        with self._opening:
            if self._reader is None:
                self._reader = SentenceReader()
            return self._reader

    @property
    def vectors(self) -> VectorIndex:
        """The vectors of this encoder, read again when another process has written them, made when they are missing.

        Raises:
            BadHome: the home was indexed with another encoder only.
        """
        with self._opening:
            path = self._vector_path()
            stamp = path.stat().st_mtime_ns if path.is_file() else 0
            if not stamp and any(self.home.glob("*.faiss")):
                raise BadHome(
                    vi=f"Kho {self.home} được lập chỉ mục bằng một mô hình khác; hãy chạy `hoidap index` để lập lại vectơ bằng mô hình {self.config.encoder}, hoặc đặt lại encoder trong config.toml.",
                    en=f"The home {self.home} was indexed with another encoder; run `hoidap index` to encode it with {self.config.encoder}, or set encoder in config.toml back.",
                )
            if not stamp:
                self.sync()
            elif self._vectors is None or stamp != self._stamp:
                self._vectors = VectorIndex.load(path, self.encoder.dimension)
                self._stamp = stamp
                self._known = None
                self.words.reload()
            assert self._vectors is not None
            return self._vectors

    def _vector_path(self) -> Path:
        return self.home / f"{self.encoder.fingerprint}.faiss"

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    # --- what a person asks ---

    def ask(
        self, question: str, history: Sequence[str] = (), *, always: bool = False, limits: Limits = ANYWHERE
    ) -> Answer:
        """The answer to `question`, read together with the person's earlier questions, oldest first.

        Args:
            always: gives the best evidence without the threshold of silence.
            limits: the documents that it may come from. Where only others answer, the silence says so.
        """
        started = time.perf_counter()
        answer = self._refused(question) or self._within(question, history, always, limits)
        return replace(answer, took_ms=(time.perf_counter() - started) * 1000)

    def _refused(self, text: str) -> Answer | None:
        cleaned = clean_question(text[: MAX_LENGTH + 1])
        language = language_of(cleaned[:1000]) if cleaned else self.config.language
        if len(text) > MAX_LENGTH:
            return abstained(text, "question_too_long", language)
        if not cleaned:
            return abstained(text, "question_empty", language)
        if not understood(cleaned):
            return abstained(text, "not_understood", language)
        if self.store.is_empty():
            return abstained(text, "nothing_indexed", language)
        return None

    def _within(self, text: str, history: Sequence[str], always: bool, limits: Limits) -> Answer:
        """The answer from the documents within the limits."""
        if not limits:
            return self._answered(text, history, always)
        only = self.store.passage_ids_where(limits.hold)
        answer = self._answered(text, history, always, only) if only else None
        if answer is not None and not answer.abstained:
            return answer
        beyond = self._answered(text, history, always)
        if answer is not None and beyond.abstained:
            return answer
        return abstained(
            text,
            "filter_too_narrow",
            language_of(keyed(text)),
            standalone_question=beyond.standalone_question,
            understood=beyond.understood,
        )

    def _answered(self, text: str, history: Sequence[str], always: bool, only: Collection[int] | None = None) -> Answer:
        today = self.config.today or date.today()
        *before, now = (resolved(in_digits(self.typed(turn)), today) for turn in (*history, text))
        whole = standalone(now, before)
        asked = parts(whole)
        found = (
            combined(text, whole, [self._one(part, part, False, only) for part in asked]) if len(asked) > 1 else None
        )
        return found or self._one(text, whole, always, only)

    def _one(self, text: str, whole: str, always: bool, only: Collection[int] | None = None) -> Answer:
        """The answer to one question, typed as `text` and read as `whole`."""
        question = self.read(whole)
        vector = self.encoder.encode_queries([question.reading])[0]
        hits = within_reach(
            question,
            retrieve(question, vector, self.store, self.words, self.vectors, k=20, fusion=self.fusion, only=only),
        )
        field = measure(question, hits, vector, self.vectors, term_weights(question, self.words))
        evidence = rank(question, field, self.ranker, self.reader)
        return compose(text, question, evidence, hits, self.ranker, 0.0 if always else self.threshold)

    @property
    def threshold(self) -> float:
        """The least confidence with which it answers."""
        return self.ranker.threshold if self.config.threshold is None else self.config.threshold

    def typed(self, text: str) -> str:
        """What a person meant to type: raw Telex and VNI written, slips mended."""
        written = keyed(text)
        if language_of(written) != "vi":
            return written
        written = mended(written, bundled_restorer(), self._held, self._spellings)
        return abbreviations_mended(written, self.abbreviations(), self._held)

    def _held(self, words: Sequence[str]) -> set[str]:
        """Those of some canonical words that the documents hold, or their folded forms, or that are known abbreviations."""
        short = {abbreviation.lower() for abbreviation in self.abbreviations()}
        marked, _ = self.words.document_frequency(words)
        folded, _ = self.words.document_frequency(words, folded=True)
        return {word for word in words if marked[word] or folded[word] or word in short}

    def read(self, text: str) -> Question:
        """A standalone question, with the abbreviations that these documents define."""
        return read_question(text, self.abbreviations(), self._spellings)

    def _spellings(self, text: str) -> Spellings:
        """How the passages that a text without marks may be about spell."""
        near = [id for id, _ in self.words.search(text, SPELLING, WITHOUT_MARKS)]
        return spellings(passage.text for passage in self.store.passages(near).values())

    def retrieve(self, query: str, k: int = 10, *, vectors: bool = True) -> list[Hit]:
        """The `k` best passages; `vectors=False` searches by words alone."""
        question = self.read(self.typed(query))
        if not vectors:
            return retrieve(question, None, self.store, self.words, VectorIndex(1), k=k, fusion=self.fusion)
        vector = self.encoder.encode_queries([question.reading])[0]
        hits = retrieve(question, vector, self.store, self.words, self.vectors, k=max(k, PASSAGES), fusion=self.fusion)
        fusion = self.fusion
        if not (fusion.sentences or fusion.reader) or not hits:
            return hits[:k]
        field = measure(question, hits, vector, self.vectors, term_weights(question, self.words))
        scores = self.ranker.scores(field.rows)
        worth = fusion.sentences * best_of(field, range(len(scores)), scores)
        if fusion.reader:
            first, found = read(question, field, scores, self.reader)
            worth = worth + fusion.reader * best_of(field, first.tolist(), found.scores)
        return by_sentences(field, worth)[:k]

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """The `k` best passages."""
        return self.retrieve(query, k)

    def abbreviations(self) -> Mapping[str, str]:
        """The common ones, overruled by those that the documents define."""
        if self._known is None:
            self._known = {**COMMON, **self.store.abbreviations()}
        return self._known

    # --- what it holds ---

    def articles(self) -> Iterator[Article]:
        return self.store.articles()

    def article(self, source: str) -> Article | None:
        return self.store.article(source)

    def add_feedback(
        self, question: str, answer: Mapping[str, Any], verdict: Literal["up", "down"], reason: str | None = None
    ) -> None:
        self.store.add_feedback(question, answer, verdict, reason)

    def status(self) -> dict[str, Any]:
        """Counts and settings, for people and for `--json`."""
        return {
            "home": str(self.home),
            **self.store.counts(),
            "indexed_words": len(self.words),
            "vector_indexes": sorted(path.stem for path in self.home.glob("*.faiss")),
            "encoder": self.config.encoder,
            "abbreviations": len(self.store.abbreviations()),
        }

    # --- what is put in ---

    def put(self, articles: Iterable[Article]) -> None:
        """Store articles that come from no file; `sync` makes them findable."""
        self.store.put(
            (article, f"memory:{article.source}", blake2b(article.text.encode(), digest_size=16).hexdigest())
            for article in articles
        )
        self._known = None

    def remove(self, sources: Iterable[str]) -> int:
        """Forget articles; how many there were. They are gone from answers at once."""
        count = self.store.remove(sources)
        self.sync()
        return count

    def sync(self, *, progress: bool = False) -> None:
        """Bring both indexes up to the store: new = store - index, gone = index - store. Mends what a killed run left."""
        self._known = None
        with self._alone():
            wanted = self.store.passage_ids()
            self._sync_words(wanted, progress)
            self._sync_vectors(wanted, progress)

    def _sync_words(self, wanted: set[int], progress: bool) -> None:
        held = self.words.ids()
        new, gone = sorted(wanted - held), held - wanted
        if gone or new:
            self.words.update(self._texts(tqdm(new, desc="Chỉ mục từ", unit="đoạn", disable=not progress)), gone)

    def _texts(self, ids: Iterable[int]) -> Iterator[tuple[int, str]]:
        for chunk in _chunks(ids, BATCH):
            for id, passage in self.store.passages(chunk).items():
                yield id, titled(passage)

    def _sync_vectors(self, wanted: set[int], progress: bool) -> None:
        path = self._vector_path()
        vectors = VectorIndex.load(path, self.encoder.dimension)  # a copy of its own: others may be searching
        gone = [id for id in vectors.ids() if passage_of(id) not in wanted]
        new = sorted(wanted - vectors.ids())
        vectors.remove(gone)
        saved, cost = time.monotonic(), 0.0
        with tqdm(total=len(new), desc="Mã hóa đoạn", unit="đoạn", disable=not (progress and new)) as bar:
            for chunk in _chunks(new, BATCH):
                vectors.add(*self._encoded(list(self.store.passages(chunk).values())))
                bar.update(len(chunk))
                if time.monotonic() - saved >= 10 * cost:  # saving takes a tenth of the time at most
                    started = time.monotonic()
                    vectors.save(path)
                    saved = time.monotonic()
                    cost = saved - started
        if gone or new or not path.is_file():
            vectors.save(path)
        with self._opening:
            self._vectors, self._stamp = vectors, path.stat().st_mtime_ns

    def _encoded(self, passages: Sequence[Passage]) -> tuple[list[int], Any]:
        """The vectors of passages, titles before them, and of their sentences where a passage has more than one."""
        items: list[tuple[int, str]] = []
        for passage in passages:
            items.append((passage.id, titled(passage)))
            parts = sentences(passage.text)
            for number, sentence in enumerate(parts if len(parts) > 1 or passage.article.title else ()):
                id = sentence_id(passage.id, number)
                if id is not None:
                    items.append((id, passage.text[sentence.span.start : sentence.span.end]))
        return [id for id, _ in items], self.encoder.encode_passages([text for _, text in items])

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self.home / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BadHome(
                vi=f"Một tiến trình khác đang lập chỉ mục kho {self.home}; hãy đợi nó xong rồi chạy lại.",
                en=f"Another process is indexing the home {self.home}; wait until it is done and run again.",
            ) from error
        try:
            yield
        finally:
            lock.release()


def titled(passage: Passage) -> str:
    """A passage's text with its article's title before it: context for retrieval, never quoted."""
    title = passage.article.title
    return f"{title}\n{passage.text}" if title else passage.text


def _chunks(items: Iterable[int], size: int) -> Iterator[list[int]]:
    chunk: list[int] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def open_library(
    home: Path | str,
    *,
    encoder: Encoder | None = None,
    reader: Reader | None = None,
    config: Config | None = None,
) -> Library:
    """The library in `home`, made when there is none.

    Raises:
        BadHome: not a folder, or written by another version.
        BadConfig: its config.toml holds a bad setting.
    """
    path = Path(home).expanduser()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadHome(
            vi=f"Không dùng được {path} làm kho ({error.strerror}); hãy chọn một thư mục ghi được bằng --home.",
            en=f"{path} cannot be used as a home ({error.strerror}); choose a writable folder with --home.",
        ) from error
    return Library(path, config or read_config(path), encoder, load_ranker(), reader)
