"""Durable requests in one process, ours beside the floor and beside other engines, in turns.

    python -m bench.durable [--peers FOLDER] [--rounds N] [--batch N]

`--peers` names the folder of an environment for the other engines, made with pip from `bench/peers.txt` where there is
none. Without it ours and the raw ones are measured alone.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench import ours, peers, raw
from bench.tables import Table, times
from bench.turns import CHECKOUT, Contestant, Spent, ratio

FLOOR: Final = "floor"
SPIFF: Final = "SpiffWorkflow + its serializer + sqlite3"
DBOS: Final = "DBOS, a workflow per request"

LABELS: Final = {
    FLOOR: "raw `sqlite3`: UPDATE, INSERT, hash, commit",
    "guarded": "raw `sqlite3` with SELECT and guards",
    "core": "SQLAlchemy Core, prebuilt",
    **{f"rows of {name}": f"raw `sqlite3`: the statements by which {name} writes" for name in ours.ROWS_OF},
}
GOALS: Final = {
    "note_progress": "≥ 0.45",
    "remark": "≥ 0.45",
    "finish": "≥ 0.45",
    "assign": "≥ 0.38",
    "register + adopt": "≥ 0.25",
}
OVER_PEERS: Final = {SPIFF: "≥ 1.4 ×", DBOS: "≥ 3 ×"}


def environment(folder: Path) -> str:
    """Return the interpreter of the other engines' environment, made where there is none."""
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        listed = CHECKOUT / "bench" / "peers.txt"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", listed], check=True)
    return str(python)


def spent(rounds: int, batch: int, peers_in: Path | None) -> dict[str, list[Spent]]:
    """Let all contestants work in turns, each in a database of its own in the same folder."""
    modules = {**dict.fromkeys(raw.CONTESTANTS, "bench.raw"), **dict.fromkeys(ours.CONTESTANTS, "bench.ours")}
    pythons = dict.fromkeys(modules, sys.executable)
    if peers_in is not None:
        modules |= dict.fromkeys(peers.CONTESTANTS, "bench.peers")
        pythons |= dict.fromkeys(peers.CONTESTANTS, environment(peers_in))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        contestants = {
            name: stack.enter_context(
                Contestant(module, name, str(Path(folder) / f"{place}.sqlite"), python=pythons[name])
            )
            for place, (name, module) in enumerate(modules.items())
        }
        for contestant in contestants.values():
            contestant.ask(str(batch))  # the first ones read files and build statements
        turns: dict[str, list[Spent]] = {name: [] for name in contestants}
        for _ in range(rounds):
            for name, contestant in contestants.items():
                turns[name].append(contestant.ask(str(batch)))
    return turns


def measure(rounds: int = 25, batch: int = 20, peers_in: Path | None = None) -> list[Table]:
    """Measure requests, and compare them with the floor and with the other engines."""
    turns = spent(rounds, batch, peers_in)
    wall = {name: [one.wall for one in every] for name, every in turns.items()}
    cpu = {name: [one.cpu for one in every] for name, every in turns.items()}
    rows = []
    for name in sorted(turns, key=lambda name: name in GOALS):
        label = f"**{name}**" if name in GOALS else LABELS.get(name, name)
        rate, work = ratio(wall[FLOOR], wall[name]), ratio(cpu[name], cpu[FLOOR])
        pace = batch * rounds / sum(wall[name])
        rows.append((label, times(rate), times(work), f"{pace:,.0f}", GOALS.get(name, "")))
    note = (
        f"{rounds} turns of {batch} requests each; medians of the ratios, turn by turn. Journal mode DELETE, "
        "synchronous EXTRA, all databases in one folder. Ours in bold."
    )
    if peers_in is None:
        note += " The other engines were left out: no environment was named for them."
    headings = ("durable request, one process", "rate / floor", "CPU / floor", "a second", "goal (rate)")
    tables = [Table("Durable requests", headings, rows, note)]
    if peers_in is not None:
        beside = [
            (name, *(times(ratio(wall[peer], wall[name])) for peer in OVER_PEERS), ", ".join(OVER_PEERS.values()))
            for name in GOALS
        ]
        tables.append(
            Table("Times as fast as another engine", ("ours", *OVER_PEERS, "goals"), beside, "The same turns.")
        )
    return tables


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.durable")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--batch", type=int, default=20)
    options = parser.parse_args()
    for table in measure(options.rounds, options.batch, options.peers):
        print(table)


if __name__ == "__main__":
    main()
