"""Files replaced whole: written beside and renamed, so that a killed run leaves the former one."""

from pathlib import Path


def replaced(path: Path, text: str) -> None:
    """Put `text` in place of the file, in UTF-8 with plain line ends; raises `OSError` where it cannot be written."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
