"""How long commands take from a cold start, beside the imports that they cannot do without: ratios, never a time.

    python -m bench.start [--runs N] [SIZES]

Whole processes in turn, so that a machine that slows down slows both. The sizes are open items: `1000 10000` unless
others are named. Bytecode is compiled before. Taskwarrior is measured beside where its command `task` is there.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from bench.councils import LAST_YEAR, MEASURES, council
from bench.launch import Launcher
from bench.tables import Table, times
from bench.turns import CHECKOUT, ratio
from slt_flow.services.stories.demo import play

DEMO_DAY = date(2026, 11, 20)
SIZES = (1_000, 10_000)
A_DECISION = MEASURES + 2
"""Open items that one decision is: itself, its assignment, its measures."""

SLT = (sys.executable, "-c", "from slt_flow.commands import main; main()")
LIBRARIES = (sys.executable, "-c", "import sqlalchemy, rich")
CLICK = (sys.executable, "-c", "import click")


def beside(
    launcher: Launcher,
    ours: Sequence[str],
    theirs: Sequence[str],
    environ: Mapping[str, str],
    runs: int,
    peer: Mapping[str, str] | None = None,
) -> tuple[float, float]:
    """Return the median of the ratios of two commands in turn, and our median memory."""
    turns = [(launcher.cost(ours, environ), launcher.cost(theirs, peer or environ)) for _ in range(runs + 1)][1:]
    return ratio([mine.cpu for mine, _ in turns], [their.cpu for _, their in turns]), median(m.memory for m, _ in turns)


def taskwarrior(folder: Path, items: int) -> tuple[tuple[str, ...], dict[str, str]] | None:
    """Return the command that lists as many tasks in Taskwarrior, and its environment; None where it is not there."""
    task = shutil.which("task")
    if task is None:
        return None
    home = folder / f"task-{items}"
    home.mkdir()
    (home / "rc").write_text(f"data.location={home}\nconfirmation=off\nverbose=nothing\n", encoding="utf-8")
    environ = {**os.environ, "TASKRC": str(home / "rc"), "TASKDATA": str(home)}
    tasks = [{"description": f"Tiltak {place}", "due": f"{LAST_YEAR + 1}0101T000000Z"} for place in range(items)]
    text = "\n".join(map(json.dumps, tasks))
    subprocess.run([task, "import", "-"], input=text, env=environ, text=True, check=True, capture_output=True)
    return (task, "rc.detection=off", "list"), environ


def small(launcher: Launcher, folder: Path, runs: int) -> Table:
    """Measure commands on the demo's council."""
    play(folder / "demo.sqlite", "kvaefjord", DEMO_DAY)
    environ = _environ(folder / "demo.sqlite", DEMO_DAY)
    completing = {**environ, "_SLT_COMPLETE": "bash_complete", "COMP_WORDS": "slt sta", "COMP_CWORD": "1"}
    lines: tuple[tuple[str, tuple[str, ...], tuple[str, ...], dict[str, str], str, str], ...] = (
        ("slt status", ("status",), LIBRARIES, environ, "import sqlalchemy, rich", "≤ 0.75 ×, ≤ 30 MiB"),
        (
            "slt remark",
            ("remark", "1/26", "@"),
            LIBRARIES,
            environ,
            "import sqlalchemy, rich",
            "≤ 1.5 ×",
        ),
        ("slt next", ("next", "1/26"), LIBRARIES, environ, "import sqlalchemy, rich", "≤ 1.5 ×"),
        ("slt --help", ("--help",), CLICK, environ, "import click", "≤ 3 ×"),
        ("completion", (), CLICK, completing, "import click", "≤ 1.5 ×"),
    )
    rows = []
    for name, words, floor, own, called, goal in lines:
        times_as_long, memory = beside(launcher, (*SLT, *words), floor, own, runs)
        rows.append((f"`{name}`", f"`{called}`", f"{times(times_as_long)} ×", f"{memory:.0f} MiB", goal))
    note = f"The council of `slt demo`; {runs} pairs of processes, medians of the ratios of their processor time."
    return Table("From a cold start", ("command", "beside", "ratio", "memory", "goal"), rows, note)


def large(launcher: Launcher, folder: Path, sizes: Sequence[int], runs: int) -> Table:
    """Measure the status of many open items."""
    rows = []
    for items, goal in zip(sizes, ("≤ 1.0 ×", "≤ 1.2 ×, + ≤ 40 MiB"), strict=False):
        path = folder / f"{items}.sqlite"
        council(path, max(2, items // A_DECISION), years=1)
        environ, peer = _environ(path, date(LAST_YEAR, 12, 1)), taskwarrior(folder, items)
        words = (*SLT, "status")
        if peer is not None:
            as_long, memory = beside(launcher, words, peer[0], environ, runs, peer[1])
            rows.append((f"{items:,}", "`task list`", f"{times(as_long)} ×", f"{memory:.0f} MiB", goal))
        as_long, memory = beside(launcher, words, LIBRARIES, environ, runs)
        rows.append((f"{items:,}", "`import sqlalchemy, rich`", f"{times(as_long)} ×", f"{memory:.0f} MiB", ""))
    note = "A decision with its assignment and five measures is seven items."
    if shutil.which("task") is None:
        note += " Taskwarrior was left out: its command `task` is not here."
    return Table("`slt status` of many open items", ("items", "beside", "ratio", "memory", "goal"), rows, note)


def _environ(database: Path, day: date) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SLT_")}
    return {**clean, "SLT_DB": str(database), "SLT_ON": day.isoformat(), "SLT_STATE": ""}


def measure(sizes: Sequence[int] = SIZES, runs: int = 25) -> list[Table]:
    """Measure all of it, from compiled files as users have them."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(str(CHECKOUT / "slt_flow"), quiet=2)
    with tempfile.TemporaryDirectory() as folder, Launcher() as launcher:
        return [small(launcher, Path(folder), runs), large(launcher, Path(folder), sizes, runs)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.start")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--runs", type=int, default=25)
    options = parser.parse_args()
    for table in measure(options.sizes, options.runs):
        print(table)
    print(f"({time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]})")


if __name__ == "__main__":
    main()
