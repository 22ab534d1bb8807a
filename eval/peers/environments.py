"""A virtual environment for each peer, made when it is first needed. One that cannot be made says why."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

REQUIREMENTS = Path(__file__).parent
WHY = "failed.txt"
Run = Callable[[Sequence[str]], None]


class NoEnvironment(Exception):
    """The environment cannot be made; the message says why."""


def environment(name: str, folder: Path, run: Run | None = None) -> Path:
    """The Python of the environment in `folder` that holds the requirements of the peer `name`.

    `run` runs a command and raises `subprocess.CalledProcessError` when it fails.

    Raises:
        NoEnvironment: it could not be made, now or before with the same requirements; remove `folder` to have it tried again.
    """
    run = run or _run
    wanted = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    python, held, why = folder / "bin" / "python", folder / "requirements.txt", folder / WHY
    if held.is_file() and held.read_text(encoding="utf-8") == wanted:
        if why.is_file():
            raise NoEnvironment(why.read_text(encoding="utf-8").strip())
        return python
    folder.mkdir(parents=True, exist_ok=True)
    try:
        run([sys.executable, "-m", "venv", "--clear", str(folder)])
        requirements = str(REQUIREMENTS / f"{name}.txt")
        run([str(python), "-m", "pip", "install", "--disable-pip-version-check", "--requirement", requirements])
    except (OSError, subprocess.CalledProcessError) as error:
        message = last_line(getattr(error, "stderr", None) or str(error))
        folder.mkdir(parents=True, exist_ok=True)
        why.write_text(f"does not install: {message}\n", encoding="utf-8")
        held.write_text(wanted, encoding="utf-8")
        raise NoEnvironment(f"does not install: {message}") from error
    held.write_text(wanted, encoding="utf-8")
    return python


def last_line(text: str) -> str:
    """The last line that says anything, cut to what a table holds.

    >>> last_line("Traceback\\nValueError: no\\n\\n")
    'ValueError: no'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "no reason given"


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
