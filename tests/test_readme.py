import argparse
import re
from dataclasses import fields
from pathlib import Path

from qa.config import Config
from ui.arguments import MODULES, parser

README = Path(__file__).parent.parent / "README.md"


def test_every_verb_option_and_setting_is_in_the_readme() -> None:
    text = README.read_text(encoding="utf-8")
    [verbs] = [action for action in parser(MODULES)._actions if isinstance(action, argparse._SubParsersAction)]
    options = {option for verb in verbs.choices.values() for option in verb._option_string_actions} - {"-h", "--help"}
    wanted = [*(f"hoidap {verb}" for verb in verbs.choices), *(f"`{field.name}`" for field in fields(Config)), *options]
    assert [word for word in wanted if word not in text] == []


def test_every_file_that_the_readme_points_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []
