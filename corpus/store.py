"""The truth: one SQLite file (WAL) of articles and passages, with the abbreviations that they define and people's feedback.

Everything else in a home is derived from it. A passage's text is a slice of its article, so a citation cannot disagree with it.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from corpus.abbreviations import harvest
from corpus.errors import BadHome
from corpus.types import Article, Passage, Span

SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, path TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
    title TEXT, published TEXT, event TEXT, publisher TEXT, url TEXT, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS passages_article ON passages(article);
CREATE TABLE IF NOT EXISTS abbreviations (
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, short TEXT NOT NULL, long TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS abbreviations_article ON abbreviations(article);
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an article came from: its absolute path and the digest of the file's bytes (or of its text)."""

    source: str
    path: str
    digest: str


class Store:
    """Articles and passages. Safe to use from many threads; each call is one transaction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        try:
            self._db = sqlite3.connect(path, check_same_thread=False, timeout=30, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA foreign_keys=ON")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            self._check_version()
        except sqlite3.DatabaseError as error:
            raise BadHome(
                vi=f"Không đọc được kho {path} ({error}); hãy chọn thư mục khác bằng --home hoặc xóa tệp đó rồi lập chỉ mục lại.",
                en=f"The store {path} cannot be read ({error}); choose another --home or delete the file and index again.",
            ) from error

    def _check_version(self) -> None:
        row = self._db.execute("SELECT value FROM meta WHERE key='schema'").fetchone()
        if row is None:
            self._db.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        elif row[0] != str(SCHEMA_VERSION):
            raise BadHome(
                vi=f"Kho {self.path} do một phiên bản khác tạo (lược đồ {row[0]}, cần {SCHEMA_VERSION}); hãy chọn --home khác và lập chỉ mục lại.",
                en=f"The store {self.path} was written by another version (schema {row[0]}, this one needs {SCHEMA_VERSION}); choose another --home and index again.",
            )

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def entries(self) -> list[Entry]:
        """Every article's origin, by source."""
        return [Entry(*row) for row in self._rows("SELECT source, path, digest FROM articles ORDER BY source")]

    def put(self, items: Iterable[tuple[Article, str, str]]) -> None:
        """Store (article, path, digest) triples, each in place of what its path held before, in one transaction."""
        from corpus.passages import passages  # brings langchain, which asking need not wait for

        with self._transaction() as db:
            for article, path, digest in items:
                db.execute("DELETE FROM articles WHERE path=? OR source=?", (path, article.source))
                row = db.execute(
                    "INSERT INTO articles (source, path, digest, title, published, event, publisher, url, text)"
                    " VALUES (?,?,?,?,?,?,?,?,?)",
                    (
                        article.source,
                        path,
                        digest,
                        article.title,
                        article.published.isoformat() if article.published else None,
                        article.event.isoformat() if article.event else None,
                        article.publisher,
                        article.url,
                        article.text,
                    ),
                )
                db.executemany(
                    'INSERT OR IGNORE INTO passages (id, article, start, "end") VALUES (?,?,?,?)',
                    [(p.id, row.lastrowid, p.span.start, p.span.end) for p in passages(article, place=path)],
                )
                db.executemany(
                    "INSERT INTO abbreviations VALUES (?,?,?)",
                    [(row.lastrowid, short, long) for short, long in harvest(article.text).items()],
                )

    def rename(self, sources: Mapping[str, str]) -> None:
        """Give the article at each path its new source; passages keep their ids. Sources may change hands."""
        with self._transaction() as db:
            db.executemany("UPDATE articles SET source=? WHERE path=?", [(f"\x1f{path}", path) for path in sources])
            db.executemany("UPDATE articles SET source=? WHERE path=?", [(new, path) for path, new in sources.items()])

    def remove(self, sources: Iterable[str]) -> int:
        """Forget articles by source; how many there were."""
        with self._transaction() as db:
            return sum(db.execute("DELETE FROM articles WHERE source=?", (source,)).rowcount for source in sources)

    def article(self, source: str) -> Article | None:
        rows = self._rows(f"SELECT {_ARTICLE} FROM articles a WHERE source=?", (source,))
        return _article(rows[0]) if rows else None

    def articles(self) -> Iterator[Article]:
        """Every article, by source."""
        for entry in self.entries():
            article = self.article(entry.source)
            if article is not None:
                yield article

    def passage_ids(self) -> set[int]:
        return {row[0] for row in self._rows("SELECT id FROM passages")}

    def passage_ids_where(self, holds: Callable[[str, date | None], bool]) -> set[int]:
        """The passages of the articles whose source and day (of publication, else of the event) `holds` takes."""
        taken = {
            id
            for id, source, published, event in self._rows("SELECT id, source, published, event FROM articles")
            if holds(source, date.fromisoformat(published or event) if published or event else None)
        }
        return {id for id, article in self._rows("SELECT id, article FROM passages") if article in taken}

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of these ids; those that are gone are left out. Passages of one article share it."""
        found: dict[int, Passage] = {}
        articles: dict[int, Article] = {}
        for chunk in (ids[i : i + 500] for i in range(0, len(ids), 500)):
            marks = ",".join("?" * len(chunk))
            rows = self._rows(f'SELECT id, article, start, "end" FROM passages WHERE id IN ({marks})', chunk)
            missing = sorted({row[1] for row in rows} - articles.keys())
            marks = ",".join("?" * len(missing))
            for row in self._rows(f"SELECT a.id, {_ARTICLE} FROM articles a WHERE a.id IN ({marks})", missing):
                articles[row[0]] = _article(row[1:])
            for id, article, start, end in rows:
                if article in articles:
                    found[id] = Passage(id, articles[article], Span(start, end))
        return found

    def abbreviations(self) -> dict[str, str]:
        """Short form -> its most frequent long form in the articles."""
        rows = self._rows(
            "SELECT short, long, COUNT(*) n FROM abbreviations GROUP BY short, long ORDER BY n, long DESC"
        )
        return {short: long for short, long, _ in rows}

    def counts(self) -> dict[str, int]:
        tables = ("articles", "passages", "feedback")
        return {table: self._rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables}

    def is_empty(self) -> bool:
        """Whether there is no passage at all."""
        return not self._rows("SELECT 1 FROM passages LIMIT 1")

    def add_feedback(self, question: str, answer: Mapping[str, Any], verdict: str, reason: str | None) -> None:
        """Keep what a person thought of an answer: verdict "up" or "down"."""
        if verdict not in {"up", "down"}:
            raise ValueError(f"a verdict is 'up' or 'down', not {verdict!r}")
        with self._transaction() as db:
            db.execute(
                "INSERT INTO feedback (at, question, answer, verdict, reason) VALUES (?,?,?,?,?)",
                (
                    datetime.now(UTC).isoformat(timespec="seconds"),
                    _storable(question),
                    _storable(json.dumps(answer, ensure_ascii=False)),
                    verdict,
                    _storable(reason) if reason is not None else None,
                ),
            )

    def feedback(self) -> list[dict[str, Any]]:
        """What people said, oldest first."""
        rows = self._rows("SELECT at, question, answer, verdict, reason FROM feedback ORDER BY id")
        return [
            {"at": at, "question": question, "answer": json.loads(answer), "verdict": verdict, "reason": reason}
            for at, question, answer, verdict, reason in rows
        ]


_ARTICLE = "a.source, a.text, a.title, a.published, a.event, a.publisher, a.url"


def _article(row: Sequence[Any]) -> Article:
    source, text, title, published, event, publisher, url = row
    return Article(source, text, title, _day(published), _day(event), publisher, url)


def _storable(text: str) -> str:
    """`text` with lone surrogates, which no file can hold, replaced: people may send anything."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
