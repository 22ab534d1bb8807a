"""A folder held against the store: what is new is read, what is unchanged is passed over, what is gone is forgotten.

A bad file never stops the run, and what was indexed of it before stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from tqdm import tqdm

from corpus.errors import BadFile, BadInput
from corpus.read import SUFFIXES, find_files, read_article
from corpus.store import Entry, Store
from corpus.types import Article

BATCH = 200  # articles stored in one transaction


@dataclass(slots=True)
class Report:
    """What one run did, by source; `failed` pairs a path with what is wrong and how to mend it."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, BadFile]] = field(default_factory=list)


def update(store: Store, paths: Sequence[Path], *, progress: bool = False) -> Report:
    """Bring the store up to the files at and below `paths`; articles outside `paths` are left alone.

    Raises:
        BadInput: a path is missing.
    """
    roots = [path.resolve() for path in paths]
    files = [path for path in find_files(roots) if not _side(path, store.path.resolve().parent)]
    known = {entry.path: entry for entry in store.entries()}
    named = sources(roots, files, known.values())
    report = Report()
    store.rename({path: source for path, source in named.items() if path in known and known[path].source != source})
    batch: list[tuple[Article, str, str]] = []
    for item in _read(tqdm(files, desc="Đọc tệp", unit="tệp", disable=not progress), named, known, report):
        batch.append(item)
        if len(batch) == BATCH:
            store.put(batch)
            batch.clear()
    if batch:
        store.put(batch)
    present = {str(path) for path in files}
    gone = [e for e in known.values() if e.path not in present and any(_below(e.path, root) for root in roots)]
    store.remove(named.get(entry.path, entry.source) for entry in gone)
    report.removed += [entry.source for entry in gone]
    return report


def _side(path: Path, home: Path) -> bool:
    """Files that are never meant as documents, those of a home inside the folder above all; passed over without a word."""
    if path.name.lower() in {"thumbs.db", "desktop.ini"}:
        return True
    own = path.parent == home or path.is_relative_to(home / "words")
    return own and path.suffix.lower() not in SUFFIXES


def _read(
    files: Iterable[Path], named: dict[str, str], known: dict[str, Entry], report: Report
) -> Iterator[tuple[Article, str, str]]:
    for path in files:
        key = str(path)
        source = named[key]
        try:
            digest = file_digest(path)
            if key in known and known[key].digest == digest:
                report.unchanged.append(source)
                continue
            article = read_article(path, source)
        except BadFile as error:
            report.failed.append((key, error))
            continue
        (report.updated if key in known else report.added).append(source)
        yield article, key, digest


def file_digest(path: Path) -> str:
    """32 hexadecimal digits of the file's bytes.

    Raises:
        BadFile: it cannot be opened.
    """
    digest = blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise BadFile(
            vi=f"Không mở được tệp “{path.name}” ({error.strerror}); hãy kiểm tra quyền đọc.",
            en=f"“{path.name}” cannot be opened ({error.strerror}); check that you may read it.",
        ) from error
    return digest.hexdigest()


def _below(path: str, root: Path) -> bool:
    return path == str(root) or path.startswith((f"{root}/", f"{root}\\"))


def sources(roots: Sequence[Path], files: Iterable[Path], known: Iterable[Entry]) -> dict[str, str]:
    """Path -> source for `files` and for the known articles that must be renamed beside them.

    A source is the path below the indexed folder. A file that is known already keeps the depth of its name; where two files
    would get the same one, as much of the folders above stands before both as tells them apart.
    """
    wanted = {entry.path: entry.source for entry in known}
    above = {Path(key[: -len(source) - 1]) for key, source in wanted.items() if key.endswith("/" + source)}
    for path in files:
        if str(path) not in wanted:
            wanted[str(path)] = path.relative_to(_root_of(path, [*above, *roots])).as_posix()
    while True:
        by_source: dict[str, list[str]] = {}
        for key, source in wanted.items():
            by_source.setdefault(source, []).append(key)
        clashes = [key for keys in by_source.values() if len(keys) > 1 for key in keys]
        longer = {key: _longer(key, wanted[key]) for key in clashes}
        if all(longer[key] == wanted[key] for key in clashes):
            return wanted
        wanted |= longer


def _root_of(path: Path, roots: Sequence[Path]) -> Path:
    """The folder below which the path is named: the highest of the indexed folders that hold it, else its own folder."""
    own = [root for root in roots if path.is_relative_to(root) and root != path]
    return min(own, key=lambda root: len(root.parts)) if own else path.parent


def _longer(key: str, source: str) -> str:
    """The source with one more folder before it, while there is one."""
    parts = Path(key).parts
    depth = source.count("/") + 2
    return "/".join(parts[-depth:]) if depth <= len(parts) - 1 else source


def named(store: Store, name: str) -> list[str]:
    """The sources that a person means by `name`: a source, the end of just one, or a path of a file or folder indexed.

    Raises:
        BadInput: nothing, or more than one source, is called so.
    """
    entries = store.entries()
    given = [entry.source for entry in entries if entry.source == name]
    given = given or [entry.source for entry in entries if entry.source.endswith("/" + name)]
    if len(given) > 1:
        listed = ", ".join(given)
        raise BadInput(
            vi=f"Có nhiều tài liệu tên {name!r}: {listed}. Hãy viết đủ tên nguồn.",
            en=f"Several documents are called {name!r}: {listed}. Write the whole source.",
        )
    root = _resolved(name)
    below = [entry.source for entry in entries if root is not None and _below(entry.path, root)]
    if not given and not below:
        raise BadInput(
            vi=f"Trong kho không có tài liệu {name!r}; hãy xem tên nguồn trong trích dẫn hoặc trong `hoidap search`.",
            en=f"The home holds no document {name!r}; see the sources in citations or in `hoidap search`.",
        )
    return given or below


def _resolved(name: str) -> Path | None:
    """The path that a person wrote; None for what can be none, the empty name above all, which is no name for "here"."""
    try:
        return Path(name).expanduser().resolve() if name.strip() else None
    except (ValueError, RuntimeError, OSError):
        return None
