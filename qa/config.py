"""Settings: `config.toml` in the home. Unknown keys and bad values are refused at start, naming key, value and type."""

import tomllib
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from corpus.errors import BadConfig, Language
from embeddings.encoder import BUNDLED

FILE = "config.toml"

EXAMPLES = (
    "Năm 2024 Việt Nam xếp thứ mấy thế giới về Chính phủ điện tử?",
    "Ba đột phá chiến lược số gồm những gì?",
    "Tỷ trọng kinh tế số trong GDP năm 2023 là bao nhiêu?",
    "ninh binh co bao nhieu tram phat song di dong",
    "How many digital technology enterprises does Viet Nam have?",
)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set; the README explains each key.

    Attributes:
        encoder: a bundled model's name, a model folder or a hub name.
        query_prompt, passage_prompt: what the encoder wants before a question and before a passage.
        title: what the chat calls itself.
        language: of the screens, "vi" or "en".
        examples: questions offered in the chat.
        allowed_origins: web origins that may put the chat in an iframe, as "https://intranet.example".
        prefix: the path below which the chat is served, as "/hoidap".
        threshold: the least confidence with which it answers; None takes the calibrated one.
        today: the day that "năm ngoái" is read against; None takes the clock's.
    """

    encoder: str = BUNDLED
    query_prompt: str | None = None
    passage_prompt: str | None = None
    title: str = "Hỏi Đáp"
    language: Language = "vi"
    examples: tuple[str, ...] = EXAMPLES
    allowed_origins: tuple[str, ...] = ()
    prefix: str = ""
    threshold: float | None = None
    today: date | None = None


def read_config(home: Path) -> Config:
    """The settings of a home; the defaults where it has no file.

    Raises:
        BadConfig: not TOML, an unknown key, a value of the wrong type or out of range.
    """
    path = home / FILE
    if not path.is_file():
        return Config()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig(
            vi=f"{path} không phải TOML hợp lệ ({error}); hãy sửa dòng đó.",
            en=f"{path} is not valid TOML ({error}); mend that line.",
        ) from error
    return Config(**{key: _value(path, key, value) for key, value in values.items()})


def _value(path: Path, key: str, value: Any) -> Any:
    known = [field.name for field in fields(Config)]
    if key not in known:
        raise BadConfig(
            vi=f"{path}: không có thiết lập {key!r}; các thiết lập là {', '.join(known)}.",
            en=f"{path}: there is no setting {key!r}; the settings are {', '.join(known)}.",
        )
    if key in {"examples", "allowed_origins"}:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            if key == "allowed_origins":
                for item in value:
                    _check_origin(path, item)
            return tuple(value)
        raise _wrong(path, key, value, "một danh sách chuỗi", "a list of strings")
    if key == "threshold":
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        raise _wrong(path, key, value, "một số từ 0 đến 1", "a number from 0 to 1")
    if key == "today":
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise _wrong(
            path, key, value, "một ngày như 2025-02-07, không có ngoặc kép", "a day such as 2025-02-07, unquoted"
        )
    if not isinstance(value, str):
        raise _wrong(path, key, value, "một chuỗi", "a string")
    if key == "language" and value not in get_args(Language):
        raise _wrong(path, key, value, '"vi" hoặc "en"', '"vi" or "en"')
    if key == "prefix" and value and (not value.startswith("/") or value.endswith("/")):
        raise _wrong(path, key, value, 'một đường dẫn như "/hoidap"', 'a path such as "/hoidap"')
    return value


def _check_origin(path: Path, origin: str) -> None:
    scheme, _, host = origin.partition("://")
    if scheme not in {"http", "https"} or not host or any(char in host for char in "/ ;,'\"?#"):
        raise _wrong(
            path,
            "allowed_origins",
            origin,
            'nguồn như "https://noibo.example"',
            'origins such as "https://intranet.example"',
        )


def _wrong(path: Path, key: str, value: Any, vi: str, en: str) -> BadConfig:
    return BadConfig(
        vi=f"{path}: {key} phải là {vi}, không phải {value!r} ({type(value).__name__}).",
        en=f"{path}: {key} must be {en}, not {value!r} ({type(value).__name__}).",
    )
