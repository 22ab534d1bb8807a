"""Files in, articles out: one small reader per format, chosen by the file's suffix.

    .txt   a page dump or plain text: corpus.clean      .pdf   corpus.pdf
    .html  corpus.webpage (also .htm)                   .docx  corpus.wordfile
    .md    corpus.markdown

Every failure is a `BadFile` that names the file and says what to do.
"""

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from corpus import clean, encoding, markdown, metadata, pdf, webpage, wordfile
from corpus.errors import BadFile, BadInput, EmptyFile, EncryptedFile, UnknownFormat
from corpus.metadata import Facts
from corpus.types import Article

T = TypeVar("T")

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read_article(path: Path, source: str) -> Article:
    """The file at `path` as an article named `source`.

    Raises:
        UnknownFormat: no reader for the file's suffix.
        EncryptedFile: the file opens only with a password.
        EmptyFile: no text in it, or nothing but the frame of a page.
        BadFile: it cannot be opened, or is not what its suffix says.
    """
    reader = _READERS.get(path.suffix.lower())
    name = path.name
    if reader is None:
        raise UnknownFormat(
            vi=f"Không đọc được định dạng của tệp “{name}”; hãy đổi tệp sang một trong các định dạng {_listed('và')}.",
            en=f"The format of “{name}” is not known; convert the file to one of {_listed('and')}.",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(
            vi=f"Không mở được tệp “{name}”; hãy kiểm tra xem tệp còn ở đó không và bạn có quyền đọc tệp không.",
            en=f"“{name}” cannot be opened; check that the file is still there and that you may read it.",
        ) from error
    text, facts = reader(data, name)
    if not text.strip():
        raise EmptyFile(
            vi=f"Không có nội dung nào trong tệp “{name}”; hãy kiểm tra lại tệp, nếu là bản quét ảnh thì hãy nhận dạng chữ (OCR) trước.",
            en=f"There is no text in “{name}”; check the file, and if it is a scan, run text recognition (OCR) first.",
        )
    return Article(source, text, facts.title, facts.published, facts.event, facts.publisher, facts.url)


def find_files(paths: Sequence[Path]) -> list[Path]:
    """All regular files at and below `paths`, sorted, each once; hidden files and folders below them are passed over.

    Files of unknown formats are among them, so that they can be reported. Raises `BadInput` for a path that is missing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            raise BadInput(
                vi=f"Không tìm thấy “{path}”; hãy kiểm tra lại đường dẫn.",
                en=f"“{path}” is not there; check the path.",
            ) from error
        if stat.S_ISDIR(mode):
            found.update(dict.fromkeys(_below(path)))
        elif stat.S_ISREG(mode):
            found[path] = None
        else:
            raise BadInput(
                vi=f"“{path}” không phải là tệp hay thư mục; hãy chọn một tệp hoặc một thư mục.",
                en=f"“{path}” is neither a file nor a folder; name a file or a folder.",
            )
    return list(found)


def _below(folder: Path) -> list[Path]:
    """The files below `folder`. Links to files are followed, links to folders are not: they may lead in circles."""
    files: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [path for name in names if not name.startswith(".") and (path := Path(where, name)).is_file()]
    return sorted(files)


def _unreadable(error: OSError) -> None:
    raise BadInput(
        vi=f"Không mở được thư mục “{error.filename}”; hãy kiểm tra quyền đọc của bạn.",
        en=f"The folder “{error.filename}” cannot be opened; check that you may read it.",
    ) from error


def _listed(word: str) -> str:
    *others, last = sorted(SUFFIXES)
    return f"{', '.join(others)} {word} {last}"


def _decoded(data: bytes, name: str) -> str:
    text = encoding.decode(data)
    if text is None:
        raise BadFile(
            vi=f"Tệp “{name}” không phải là văn bản đọc được; hãy mở tệp bằng phần mềm đã tạo ra nó và lưu lại với bảng mã UTF-8.",
            en=f"“{name}” is not readable text; open it with the program that made it and save it again as UTF-8.",
        )
    return text


def _read_text(data: bytes, name: str) -> tuple[str, Facts]:
    page = clean.clean_page(_decoded(data, name))
    return page.text, metadata.from_page(page)


def _read_html(data: bytes, name: str) -> tuple[str, Facts]:
    text = _decoded(data, name)
    page, facts = _parsed(lambda _: webpage.read(text), data, name, "HTML")
    return page.text, facts


def _read_markdown(data: bytes, name: str) -> tuple[str, Facts]:
    lines, facts = markdown.read(_decoded(data, name))
    return "\n".join(lines), _with_event(lines, facts)


def _read_pdf(data: bytes, name: str) -> tuple[str, Facts]:
    try:
        lines, facts = _parsed(pdf.read, data, name, "PDF")
    except pdf.Locked:
        raise _locked(name) from None
    return _untitled(lines, facts)


def _read_docx(data: bytes, name: str) -> tuple[str, Facts]:
    if data.startswith(_COMPOUND) and _ENCRYPTED_PACKAGE in data:
        raise _locked(name)
    return _untitled(*_parsed(wordfile.read, data, name, "DOCX"))


def _locked(name: str) -> EncryptedFile:
    return EncryptedFile(
        vi=f"Tệp “{name}” có mật khẩu; hãy mở tệp bằng mật khẩu rồi lưu một bản không có mật khẩu.",
        en=f"“{name}” is protected by a password; open it with the password and save a copy without one.",
    )


def _parsed(parse: Callable[[bytes], T], data: bytes, name: str, format_name: str) -> T:
    try:
        return parse(data)
    except (pdf.Locked, MemoryError):
        raise
    except Exception as error:  # a damaged file makes a parser raise anything at all
        raise BadFile(
            vi=f"Tệp “{name}” bị hỏng hoặc không phải là tệp {format_name}; hãy mở tệp bằng phần mềm đã tạo ra nó và lưu lại.",
            en=f"“{name}” is damaged or no {format_name} file; open it with the program that made it and save it again.",
        ) from error


def _untitled(lines: list[str], facts: Facts) -> tuple[str, Facts]:
    """The text without its title where that stands among the first three lines, and the facts with what the text states."""
    title = facts.title.casefold() if facts.title is not None else None
    at = next((index for index, line in enumerate(lines[:3]) if line.casefold() == title), None)
    if at is not None and len(lines) > 1:
        lines = [*lines[:at], *lines[at + 1 :]]
    facts = facts.filled(Facts(published=metadata.stated(lines)))
    return "\n".join(lines), _with_event(lines, facts)


def _with_event(lines: Iterable[str], facts: Facts) -> Facts:
    return facts.filled(Facts(event=metadata.event("\n".join(lines), facts.title, facts.published)))


_READERS: dict[str, Callable[[bytes, str], tuple[str, Facts]]] = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".md": _read_markdown,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
}
SUFFIXES: frozenset[str] = frozenset(_READERS)
