"""Measuring in turns: each contestant in a process of its own, a short batch of one after that of another.

A machine that slows down meanwhile slows all of them, so that their ratios stand. The standard library only: the
contestants of other environments read this file too.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Final, NamedTuple, Self

CHECKOUT: Final = Path(__file__).resolve().parents[1]


class Spent(NamedTuple):
    """Seconds that some work took: on the clock, and of the processor."""

    wall: float
    cpu: float


def timed(act: Callable[[], object]) -> Spent:
    """Measure an act that begins with its garbage cleared away."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def serve(answer: Callable[[str], Iterable[float]]) -> None:
    """Answer each line of the standard input with the figures of its work, until there are no more."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)  # other things that are printed are no answers
        for line in sys.stdin:
            print(*answer(line.strip()), file=out, flush=True)


Requests = Callable[[int], Callable[[], object]]
"""Requests of a contestant: as many are made ready as a number says, and then performed."""


def contend(contestants: Mapping[str, Callable[[Path], Requests]]) -> None:
    """Perform requests of the contestant and in the database that the command line names: so many a line."""
    requests = contestants[sys.argv[1]](Path(sys.argv[2]))
    serve(lambda line: timed(requests(int(line))))


class Contestant:
    """Process that does work when it is asked, and tells what it took."""

    def __init__(self, module: str, *words: str, python: str = sys.executable) -> None:
        self.process = subprocess.Popen(
            [python, "-m", module, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
        )

    def ask(self, line: str) -> Spent:
        """Let it work, and return what it took."""
        self.send(line)
        return Spent(*self.answer())

    def send(self, line: str) -> None:
        """Let it work, without waiting."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def answer(self) -> list[float]:
        """Return the figures of what was sent.

        Raises:
            ChildProcessError: it ended instead.
        """
        assert self.process.stdout is not None
        figures = self.process.stdout.readline().split()
        if not figures:
            raise ChildProcessError(f"{self.process.args!r} ended")
        return [float(figure) for figure in figures]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()  # some engines keep threads that never end; all they did is committed
        self.process.communicate()


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios, turn by turn."""
    return median(our / their for our, their in zip(ours, theirs, strict=True))
