"""Many decisions in one transaction, beside raw inserts of the rows that they became.

python -m bench.bulk [--rounds N] [DECISIONS]
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from bench.asked import DUE
from bench.councils import LAST_YEAR, MEASURES, council, done, opened
from bench.raw import connected
from bench.tables import Table, times
from bench.turns import ratio, timed
from slt_flow.engine.new_entries import NewDecision
from slt_flow.services.decisions.adopt import decide
from slt_flow.services.decisions.hand_down import ADD_MEASURE, ASSIGN, hand_down
from slt_flow.services.decisions.register import enter
from slt_flow.services.meetings.plan import hold
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact

DECISIONS = 1_000
A_MEETING = 25
"""Decisions at one meeting."""

FIRST_DAY = date(LAST_YEAR, 6, 1)
GOAL = "≥ 0.3"

Rows = dict[str, list[tuple[object, ...]]]


def founded(path: Path, decisions: int) -> list[str]:
    """Make a council that has held the meetings, and return their refs."""
    context = council(path, 2, years=1)
    days = [FIRST_DAY + timedelta(days=place) for place in range(-(-decisions // A_MEETING))]
    return [done(hold(context, day.isoformat())).ref for day in days]


def record(path: Path, meetings: list[str], decisions: int) -> None:
    """Record the decisions, each with consensus, an assignment and its measures, in one transaction."""
    context = replace(opened(path), on=FIRST_DAY + timedelta(days=len(meetings)))
    owed = {"owner": "slt-koordinator", "due": DUE}

    def act(request: Request) -> None:
        for place in range(decisions):
            meeting = meetings[place // A_MEETING]
            ref = enter(request, NewDecision(title=f"Vedtak {place}"), meeting)
            decide(request, ref, "all")
            (work,) = hand_down(request, ref, ASSIGN, owed)
            for number in range(1, MEASURES + 1):
                hand_down(request, work, ADD_MEASURE, {"title": f"Tiltak {number}", **owed})

    done(transact(context, {"bulk": decisions}, None, act))


def added(before: Path, after: Path) -> Rows:
    """Return the rows of each table that the decisions added or changed."""
    with closing(sqlite3.connect(after)) as raw:
        raw.execute("ATTACH ? AS was", (str(before),))
        names = [name for (name,) in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        rows = {
            name: raw.execute(f"SELECT * FROM main.{name} EXCEPT SELECT * FROM was.{name}").fetchall() for name in names
        }
    return {name: sorted(there, key=str) if name != "entries" else there for name, there in rows.items() if there}


def insert(path: Path, rows: Rows) -> None:
    """Write these rows, in one transaction as durable as the product's."""
    with closing(connected(path)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        for name, there in rows.items():
            raw.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({', '.join('?' * len(there[0]))})", there)
        raw.execute("COMMIT")


def measure(decisions: int = DECISIONS, rounds: int = 3) -> Table:
    """Measure both, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before.sqlite"
        meetings = founded(before, decisions)
        ours, raw = [], []
        for turn in range(rounds + 1):
            after, again = (Path(shutil.copy(before, Path(folder) / f"{turn}-{name}")) for name in ("after", "again"))
            ours.append(timed(partial(record, after, meetings, decisions)))
            rows = added(before, after)
            raw.append(timed(partial(insert, again, rows)))
            after.unlink()
            again.unlink()
    del ours[0], raw[0]  # the first one builds statements
    rate = ratio([one.wall for one in raw], [one.wall for one in ours])
    work = ratio([one.cpu for one in ours], [one.cpu for one in raw])
    row = (
        f"{decisions:,} decisions with consensus and {MEASURES} measures",
        f"{median(one.wall for one in ours):.2f} s",
        f"{median(one.wall for one in raw):.2f} s",
        f"{sum(map(len, rows.values())):,}",
        times(rate),
        times(work),
        GOAL,
    )
    headings = ("in one transaction", "ours", "raw inserts", "rows", "rate / raw", "CPU / raw", "goal (rate)")
    return Table("Many at once", headings, [row], "Raw inserts of the same rows into the same tables.")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.bulk")
    parser.add_argument("decisions", nargs="?", type=int, default=DECISIONS)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(measure(options.decisions, options.rounds))


if __name__ == "__main__":
    main()
