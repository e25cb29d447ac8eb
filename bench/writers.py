"""Several writers at once: the share of each, and the longest that one of them waited.

python -m bench.writers [--seconds S] [--rounds N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.asked import MEASURE
from bench.councils import council, done, opened
from bench.tables import Table, milliseconds, times
from bench.turns import Contestant, serve
from slt_flow.services.request.actions import perform

SIZE = 20
LEAD = 0.2
"""Seconds until all of them begin."""

GOALS = ("≥ 0.8", "≤ 50 ms")


def write(path: Path, who: str, begin: float, seconds: float) -> tuple[float, float, float]:
    """Record remarks for some seconds; return how many, and the median and the longest time of one."""
    context = opened(path)
    took: list[float] = []
    time.sleep(max(0.0, begin - time.monotonic()))
    while not took or time.monotonic() < begin + seconds:
        before = time.perf_counter()
        done(perform(context, MEASURE, "remark", {"text": f"{who} {len(took)} {begin}"}))
        took.append(time.perf_counter() - before)
    return len(took), median(took), max(took)


def together(path: Path, writers: int, seconds: float, rounds: int) -> list[list[list[float]]]:
    """Let several processes write at once, again and again; return the figures of each, round by round."""
    with ExitStack() as stack:
        several = [
            stack.enter_context(Contestant("bench.writers", "--write", str(path), f"nr{who}")) for who in range(writers)
        ]
        for writer in several:
            writer.send("0 0")  # one request, for which it starts and builds statements
            writer.answer()
        figures = []
        for _ in range(rounds):
            begin = time.monotonic() + LEAD
            for writer in several:
                writer.send(f"{begin} {seconds}")
            figures.append([writer.answer() for writer in several])
    return figures


def measure(seconds: float = 5.0, rounds: int = 3) -> Table:
    """Measure one, two and four writers."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "writers.sqlite"
        council(path, SIZE)
        alone = 0.0
        for writers in (1, 2, 4):
            figures = together(path, writers, seconds, rounds)
            alone = alone or median(figure[1] for turn in figures for figure in turn)
            share = median(min(turn)[0] / max(turn)[0] for turn in figures)
            worst = median(max(figure[2] for figure in turn) for turn in figures)
            beyond = max(0.0, worst - writers * alone)
            pace = median(sum(figure[0] for figure in turn) for turn in figures) / seconds
            cells = (f"{pace:,.0f}", times(share), milliseconds(worst), milliseconds(beyond))
            rows.append((str(writers), *cells, ", ".join(GOALS) if writers > 1 else ""))
    note = (
        f"Remarks for {seconds:g} seconds, {rounds} times; medians. The share is the least that one writer recorded "
        "over the most; the work itself is one request alone for each writer."
    )
    headings = ("writers", "requests a second", "share", "worst ms", "ms beyond the work itself", "goals")
    return Table("Several writers at once", headings, rows, note)


def main() -> None:
    """Measure and print, or be one of the writers."""
    parser = argparse.ArgumentParser(prog="python -m bench.writers")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(measure(options.seconds, options.rounds))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        serve(lambda line: write(Path(sys.argv[2]), sys.argv[3], *map(float, line.split())))
    else:
        main()
