"""Launcher of commands, which tells what each cost: the standard library only, so that it is small itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bench.turns import Contestant, serve


class Cost(NamedTuple):
    """Cost of one process: processor seconds, and its largest memory in MiB."""

    cpu: float
    memory: float


class Launcher(Contestant):
    """Small process that starts commands: the memory of what one starts is at least that of whoever starts it."""

    def __init__(self) -> None:
        super().__init__("bench.launch")
        self.place = 0

    def cost(self, words: Sequence[str], environ: Mapping[str, str]) -> Cost:
        """Run a command, and return what it cost; the word `@` is a number that never came before."""
        self.place += 1
        own = [str(self.place) if word == "@" else word for word in words]
        self.send(json.dumps([own, dict(environ)]))
        return Cost(*self.answer())


def launched(line: str) -> Cost:
    """Run a command.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    words, environ = json.loads(line)
    process = subprocess.Popen(words, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


if __name__ == "__main__":
    serve(launched)
