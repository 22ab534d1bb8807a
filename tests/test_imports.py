"""The direction of imports: corpus <- embeddings <- qa <- eval <- ui."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
ORDER = ["corpus", "embeddings", "qa", "eval", "ui"]
FILES = sorted(
    path.relative_to(PROJECT).as_posix() for package in [*ORDER, "tests"] for path in (PROJECT / package).rglob("*.py")
)


def imported(path: str) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(ast.parse((PROJECT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports from where it stands; name the package"
            yield node, str(node.module)


@pytest.mark.parametrize("path", FILES)
def test_a_package_imports_only_from_its_left(path: str) -> None:
    package = path.split("/")[0]
    allowed = ORDER if package == "tests" else ORDER[: ORDER.index(package) + 1]
    for _, name in imported(path):
        if (root := name.split(".")[0]) in ORDER:
            assert root in allowed, f"{path} imports {name}"


@pytest.mark.parametrize("path", FILES)
def test_nobody_imports_a_whole_package(path: str) -> None:
    for node, name in imported(path):
        if isinstance(node, ast.Import):
            assert name not in ORDER, f"{path}: write `from {name} import …`"


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 60
    assert {path.split("/")[0] for path in FILES} == {*ORDER, "tests"}


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    import subprocess
    import sys

    code = "import sys, ui.cli; print([name for name in ('torch', 'sentence_transformers', 'gradio', 'sklearn') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=PROJECT, timeout=120, check=True)
    assert found.stdout.decode().strip() == "[]"


def test_a_question_is_answered_without_the_libraries_of_training(bundled_home: Path) -> None:
    import subprocess
    import sys

    unused = ("torch", "transformers", "sentence_transformers", "gradio", "sklearn", "onnx")
    code = (
        f"import sys, ui.cli; ui.cli.main(['ask', 'Chuyển đổi số là gì?', '--home', {str(bundled_home)!r}]);"
        f"print([name for name in {unused!r} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=PROJECT, timeout=120, check=True)
    answer, *_, loaded = found.stdout.decode().strip().split("\n")
    assert answer
    assert loaded == "[]"
