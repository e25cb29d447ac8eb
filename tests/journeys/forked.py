"""A command in a process that is forked from the tester's: as the installed one, without the time it takes to start.

What a shell can do to a command is done between the fork and the command: streams, limits, signals.
"""

from __future__ import annotations

import importlib
import io
import os
import pkgutil
import signal
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import slt_flow
from slt_flow.commands import main
from tests.journeys.terminal import Terminal

CLOSED: Final = "closed"
"""A stream that the shell closed: `>&-`."""

BROKEN: Final = "broken"
"""A pipe whose reader has left."""


@dataclass(frozen=True)
class Ended:
    """How a command ended (as a shell counts it, and negative when a signal killed it), and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Child:
    """A command that runs."""

    pid: int
    out: Path
    err: Path

    def ended(self, wake: bool = False) -> Ended:
        """Wait for its end; with `wake`, make it go on whenever it has stopped."""
        ended, status = os.waitpid(self.pid, os.WNOHANG if wake else 0)
        while not ended:
            os.kill(self.pid, signal.SIGCONT)
            time.sleep(0.005)
            ended, status = os.waitpid(self.pid, os.WNOHANG)
        read = (file.read_text(encoding="utf-8", errors="replace") for file in (self.out, self.err))
        return Ended(os.waitstatus_to_exitcode(status), *read)


@cache
def read() -> None:
    """Read the whole program once, so that no child has to."""
    for module in pkgutil.walk_packages(slt_flow.__path__, "slt_flow."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    for name in ("rich.table", "pydantic", "sqlalchemy.dialects.sqlite", "pwd", "gettext", "shlex"):
        importlib.import_module(name)


ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def start(
    terminal: Terminal,
    words: Sequence[str],
    *,
    streams: Mapping[int, str] = {},
    env: Mapping[str, str | None] = {},
    encoding: str = "utf-8",
    first: Callable[[], object] = lambda: None,
) -> Child:
    """Start a command.

    Args:
        terminal: where it is typed.
        words: what is typed.
        streams: `CLOSED`, `BROKEN` or a file for the number of a stream; the others are files that are read afterwards.
        env: what else stands in the environment.
        encoding: that of standard output and standard error.
        first: what happens in the process before the command begins.
    """
    read()
    child = Child(0, terminal.home / ".out", terminal.home / ".err")
    for file in (child.out, child.err):
        file.write_bytes(b"")
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # a signal waits until the child is a command
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        return Child(pid, child.out, child.err)
    code = 99
    try:
        for ending in ENDING:
            signal.signal(ending, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        os.environ.clear()
        os.environ.update(terminal.environment(env))
        os.chdir(terminal.home)
        os.closerange(3, 512)
        warnings.simplefilter("ignore")  # as outside of tests
        given = {0: os.devnull, 1: str(child.out), 2: str(child.err), **streams}
        for number, stream in given.items():
            _open(number, stream)
        sys.stdin = None if given[0] == CLOSED else os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = _stream(1, given[1], encoding)
        sys.stderr = _stream(2, given[2], encoding)
        sys.argv = ["slt", *words]
        sys.excepthook = sys.__excepthook__
        first()
        code = _code_of(main)
    finally:
        os._exit(code)


def run(terminal: Terminal, words: Sequence[str], **around: Any) -> Ended:
    """Run a command to its end (see `start`)."""
    return start(terminal, words, **around).ended()


def _code_of(command: Callable[[], None]) -> int:
    """What the interpreter would exit with, after the last flush of its streams."""
    try:
        command()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BaseException:
            os.write(2, b"Traceback at the end")
            code = 120
    return code


def _open(number: int, stream: str) -> None:
    if stream == CLOSED:
        os.close(number)
        return
    if stream == BROKEN:
        reader, opened = os.pipe()
        os.close(reader)
    else:
        opened = os.open(stream, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(opened, number)
    os.close(opened)


def _stream(number: int, stream: str, encoding: str) -> Any:
    """A standard stream as Python makes it."""
    if stream == CLOSED:
        return None
    return io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(number, "w", closefd=False)),
        encoding=encoding,
        errors="strict" if number == 1 else "backslashreplace",
    )
