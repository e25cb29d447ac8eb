"""How long `slt status` takes beside the imports it cannot do without: a ratio, run by run, never a time.

    python bench/start.py [RUNS]

Whole processes in turn, so that a machine that slows down slows both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from slt_flow.services.stories.demo import play


def seconds(words: list[str], environ: dict[str, str]) -> float:
    """The processor time of one run."""
    before = os.times()
    subprocess.run(words, env=environ, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.sqlite"
        play(database, "kvaefjord", date(2026, 11, 20))
        environ = {**os.environ, "SLT_DB": str(database), "SLT_ON": "2026-11-20"}
        status = [sys.executable, "-c", "from slt_flow.commands import main; main()", "status"]
        floor = [sys.executable, "-c", "import sqlalchemy, rich"]
        for words in (status, floor):
            seconds(words, environ)
        ratios = [seconds(status, environ) / seconds(floor, environ) for _ in range(runs)]
    median, best = statistics.median(ratios), min(ratios)
    print(f"slt status / import sqlalchemy, rich: median {median:.2f}, best {best:.2f} of {runs} pairs")
    print(f"({time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]})")


if __name__ == "__main__":
    main()
