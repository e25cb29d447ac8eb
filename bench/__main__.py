"""All measurements, written to `docs/performance.md`: the only place from which figures come.

    python -m bench [--peers FOLDER] [--quick] [--sizes N,N] [--beside N,N] [--to FILE]

`--peers` is that of `bench.durable`; `--sizes` and `--beside` are those of `bench.growth`. `--quick` tries the scripts
with tiny councils and few turns; its figures mean nothing, and it writes no page unless it is told where.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench import bulk, durable, engine, growth, pages, start, writers
from bench.tables import Table
from bench.turns import CHECKOUT

PAGE = CHECKOUT / "docs" / "performance.md"

HEAD = """# Performance

Made by `python -m bench`; no figure is written by hand. All of them are ratios, or stand beside the ratio that counts,
since a machine is faster or slower than another and from one minute to the next. Contestants work in turns, each in a
process of its own, and a ratio is the median of the ratios turn by turn. A goal is kept or missed by the figure beside
it; [decision 60](decisions/0060-where-the-time-goes.md) says what keeps one out of reach.

"""


def measured(peers: Path | None, sizes: tuple[int, ...], others: tuple[int, ...], *, quick: bool) -> Iterator[Table]:
    """Measure everything."""
    if quick:
        yield from durable.measure(2, 5, peers)
        yield bulk.measure(10, 1)
        yield from engine.measure(2, narrow=True)
        yield from growth.measure((20, 60), (1, 2), 1)
        yield writers.measure(0.5, 1)
        yield from start.measure((70, 140), 1)
        yield pages.measure(0.1, 4, 2, 0.5)
    else:
        yield from durable.measure(peers_in=peers)
        yield bulk.measure()
        yield from engine.measure()
        yield from growth.measure(sizes, others)
        yield writers.measure()
        yield from start.measure()
        yield pages.measure()


def machine() -> Table:
    """Return what it was measured on."""
    commit = ["git", "-C", str(CHECKOUT), "describe", "--always", "--dirty"]
    rows = [
        ("processor", processor()),
        ("cores", str(os.cpu_count())),
        ("system", f"{platform.system()} {platform.release()}"),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("date", time.strftime("%Y-%m-%d")),
        ("commit", subprocess.run(commit, check=True, capture_output=True, text=True).stdout.strip()),
    ]
    return Table("Measured on", ("", ""), rows, "Everything in one run, with nothing else to do.")


def processor() -> str:
    """Return the model of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


def numbers(text: str) -> tuple[int, ...]:
    """Return numbers that are told with commas."""
    return tuple(map(int, text.split(",")))


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sizes", type=numbers, default=growth.SIZES)
    parser.add_argument("--beside", type=numbers, default=growth.BESIDE)
    parser.add_argument("--to", type=Path)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    tables = [machine()]
    print(tables[0], flush=True)
    for table in measured(options.peers, options.sizes, options.beside, quick=options.quick):
        print(table, flush=True)
        tables.append(table)
    page = options.to or (None if options.quick else PAGE)
    if page is not None:
        page.write_text(HEAD + "\n".join(map(str, tables)), encoding="utf-8")
        print(f"written: {page}", file=sys.stderr)


if __name__ == "__main__":
    main()
