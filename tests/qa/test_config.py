from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import BadConfig
from qa.config import Config, read_config


def config(tmp_path: Path, text: str | bytes) -> Config:
    (tmp_path / "config.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_config(tmp_path)


def test_a_home_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert read_config(tmp_path) == Config()
    assert config(tmp_path, "") == Config()
    assert read_config(tmp_path / "không có") == Config()


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    text = """
        encoder = "intfloat/multilingual-e5-small"
        query_prompt = "hỏi: "
        passage_prompt = ""
        title = "Hỏi đáp nội bộ"
        language = "en"
        examples = ["Một?", "Hai?"]
        allowed_origins = ["https://noibo.example", "http://10.0.0.1:8080"]
        prefix = "/hoidap"
        threshold = 0.25
        today = 2025-02-07
    """
    found = config(tmp_path, text)
    assert found == Config(
        "intfloat/multilingual-e5-small", "hỏi: ", "", "Hỏi đáp nội bộ", "en", ("Một?", "Hai?"),
        ("https://noibo.example", "http://10.0.0.1:8080"), "/hoidap", 0.25,
            date(2025, 2, 7),
    )  # fmt: skip
    assert all(getattr(found, field.name) != getattr(Config(), field.name) for field in fields(Config))


def test_a_file_of_windows_is_read(tmp_path: Path) -> None:
    assert config(tmp_path, b"\xef\xbb\xbftitle = 'A'\r\nthreshold = 1\r\n") == Config(title="A", threshold=1.0)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('tittle = "A"', ["tittle", "threshold"]),
        ("[server]\nport = 1", ["server"]),
        ("title = 5", ["title", "5", "int"]),
        ("encoder = true", ["encoder", "bool"]),
        ('language = "fr"', ["language", "fr"]),
        ("threshold = 2", ["threshold", "2", "int"]),
        ("threshold = nan", ["threshold", "float"]),
        ("threshold = true", ["threshold", "bool"]),
        ('threshold = "0.5"', ["threshold", "str"]),
        ('today = "2025-02-07"', ["today", "str"]),
        ("today = 2025-02-07T10:00:00", ["today", "datetime"]),
        ('examples = "Một?"', ["examples", "str"]),
        ("examples = [1]", ["examples", "list"]),
        ('allowed_origins = ["noibo.example"]', ["allowed_origins", "noibo.example"]),
        ('allowed_origins = ["https://a.example/x"]', ["allowed_origins"]),
        ('allowed_origins = ["https://a.example; script-src *"]', ["allowed_origins"]),
        ('allowed_origins = ["https://"]', ["allowed_origins"]),
        ('allowed_origins = ["javascript://a"]', ["allowed_origins"]),
        ('prefix = "hoidap"', ["prefix", "hoidap"]),
        ('prefix = "/"', ["prefix"]),
        ("title = ", ["TOML"]),
        (b'title = "\xff"', ["TOML"]),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(tmp_path: Path, text: str | bytes, named: list[str]) -> None:
    with pytest.raises(BadConfig) as caught:
        config(tmp_path, text)
    for part in ["config.toml", *named]:
        assert part in caught.value.vi
        assert part in caught.value.en
