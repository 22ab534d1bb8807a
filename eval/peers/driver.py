"""A peer as a process of its own: started, asked, stopped."""

import contextlib
import json
import os
import queue
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import IO, Any, cast

from eval.peers.environments import last_line

PROJECT = Path(__file__).resolve().parent.parent.parent


class PeerFailed(Exception):
    """The peer stopped, or did not answer in time; the message says why."""


class Running:
    """The process of one peer; a context manager that stops it.

    Args:
        command: the Python of its environment, and what to run with it.
        log: where its stderr goes.
        patience: seconds to wait for a reply.

    Attributes:
        start_s: seconds from the start of the process until it was ready.
        versions: of its libraries.
    """

    def __init__(self, command: Sequence[str], log: Path, patience: float) -> None:
        self._patience = patience
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        started = perf_counter()
        with log.open("w", encoding="utf-8") as errors:
            # -P and PYTHONPATH: a peer's module has the name of the library that it drives, and must not stand before it
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                cwd=log.parent,
                env={**os.environ, "PYTHONPATH": str(PROJECT)},
            )
        self._replies: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            ready = self._reply()
        except BaseException:
            self.stop()
            raise
        self.start_s = perf_counter() - started
        self.versions: dict[str, str] = ready["versions"]

    def __enter__(self) -> "Running":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _listen(self) -> None:
        for line in cast(IO[str], self._process.stdout):
            self._replies.put(line)
        self._replies.put("")  # it has stopped

    def _reply(self) -> dict[str, Any]:
        try:
            line = self._replies.get(timeout=self._patience)
        except queue.Empty:
            raise PeerFailed(f"did not answer within {self._patience:.0f} seconds") from None
        if not line:
            self._process.wait()
            raise PeerFailed(f"stopped: {last_line(self._log.read_text(encoding='utf-8', errors='replace'))}")
        return cast(dict[str, Any], json.loads(line))

    def order(self, do: str, **more: Any) -> dict[str, Any]:
        """Its reply to one order (`protocol`). Raises `PeerFailed`."""
        with contextlib.suppress(OSError):  # it has stopped: the reply that does not come says why
            self._send({"do": do, **more})
        return self._reply()

    def _send(self, order: dict[str, Any]) -> None:
        to = cast(IO[str], self._process.stdin)
        to.write(f"{json.dumps(order, ensure_ascii=False)}\n")
        to.flush()

    def stop(self) -> None:
        """Ask it to stop; kill it if it does not within ten seconds."""
        try:
            self._send({"do": "stop"})
            self._process.wait(10)
        except (OSError, ValueError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
