"""Cost by age, by business and by councils beside: processor time of each use case, as ratios.

    python -m bench.growth [--rounds N] [--beside N,N] [SIZES]

The sizes are decisions over ten years: `20 1000 10000` unless others are named. Each council is asked in a process of
its own, in turns.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.asked import OF_A_CASE, OF_A_YEAR, OF_THE_WHOLE, Asked
from bench.councils import NAME, YEARS, beside, council, opened
from bench.tables import Table, milliseconds, times
from bench.turns import Contestant, ratio
from slt_flow.records import journal
from slt_flow.records.store import Store
from slt_flow.results.follow_up import flattened
from slt_flow.services.follow_up.status import status

SIZES = (20, 1_000, 10_000)
BESIDE = (49, 356)
"""Other councils in the database: 50 and 357 in all, as many as Norway has municipalities."""

OFTEN = 10
LONG_ENOUGH = 0.2
"""Seconds of a turn, where what is asked is short."""

WHOLE_GOALS = {
    "find": "≤ 0.5 s",
    "status --as-of": "≥ 45,000",
    "status --as-known": "≥ 45,000",
    "journal verify": "≥ 32,000",
    "rebuild of the tables": "≥ 36,000",
}
GOAL = "≤ 1.3 ×"
GOAL_BESIDE = "≤ 1.1 ×"


def measured(databases: Mapping[str, Path], names: Iterable[str], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Return the processor seconds of each use case in each council, turn by turn."""
    seconds: dict[str, dict[str, list[float]]] = {}
    with ExitStack() as stack:
        asked = {
            label: stack.enter_context(Contestant("bench.asked", str(path), NAME)) for label, path in databases.items()
        }
        for name in names:
            # statements are built and files are read; a turn of what is short is the mean of several, for all as many
            slowest = max(contestant.ask(f"1 {name}").wall for contestant in asked.values())
            often = min(max(int(LONG_ENOUGH / slowest), 1), OFTEN)
            seconds[name] = {label: [] for label in databases}
            for _ in range(rounds):
                for label, contestant in asked.items():
                    seconds[name][label].append(contestant.ask(f"{often} {name}").cpu)
    return seconds


def compared(
    title: str, note: str, databases: Mapping[str, Path], names: Mapping[str, Asked], rounds: int, goal: str
) -> Table:
    """Measure use cases in councils, the last of which is compared with the first."""
    first, *_, last = databases
    rows = []
    for name, seconds in measured(databases, names, rounds).items():
        cells = [milliseconds(median(seconds[label])) for label in databases]
        rows.append((name, *cells, f"{times(ratio(seconds[last], seconds[first]))} ×", goal))
    return Table(title, ("CPU ms", *databases, "ratio", "goal"), rows, note)


def by_age(folder: Path, sizes: Sequence[int], rounds: int) -> Iterable[Table]:
    """Compare councils of ten years, and each of them with a new one that is equally busy."""
    old = {f"{size:,} decisions": folder / f"{size}.sqlite" for size in sizes}
    for size, path in zip(sizes, old.values(), strict=True):
        council(path, size)
    note = f"Decisions over {YEARS} years, one assignment and five measures each; one process each, in turns."
    yield compared("What is asked of one case or meeting", note, old, OF_A_CASE, rounds, GOAL)
    for size, path in zip(sizes[1:], [*old.values()][1:], strict=True):
        a_year = max(2, size // YEARS)
        council(new := folder / f"{a_year}-new.sqlite", a_year, years=1)
        pair = {"a new council": new, "its tenth year": path}
        title = f"What is asked of a year, with {a_year:,} decisions in it"
        yield per_case(compared(title, "", pair, OF_A_YEAR, rounds, GOAL), cases_of(new), cases_of(path))
    yield whole(old, rounds)


def cases_of(path: Path) -> int:
    """Count the cases of the year: its own, and those of earlier years that are still open in it."""
    areas = status(opened(path)).areas
    return sum(1 for area in areas for _ in flattened(area.decisions))


def per_case(table: Table, few: int, many: int) -> Table:
    """Add to the ratios of two councils the ratio for each case of their year."""
    note = (
        f"The same year of a new council, with {few:,} cases in its tree, and of one with nine years before, with "
        f"{many:,}: work of those years is still open. The goal is kept or missed per case."
    )
    rows = [
        (*cells, ratio_, f"{times(float(ratio_.split()[0]) * few / many)} ×", goal)
        for *cells, ratio_, goal in table.rows
    ]
    return table._replace(note=note, headings=(*table.headings[:-1], "per case", table.headings[-1]), rows=rows)


def whole(databases: Mapping[str, Path], rounds: int) -> Table:
    """Measure what reads all that a council ever did, in entries a second of processor time."""
    heights, last = {}, [*databases][-1]
    for label, path in databases.items():
        with Store(str(path)).reading() as connection:
            heights[label] = journal.head(connection, NAME).height
    rows = []
    for name, seconds in measured(databases, OF_THE_WHOLE, rounds).items():
        pace = [f"{heights[label] / median(seconds[label]):,.0f}" for label in databases]
        rows.append((name, *pace, f"{median(seconds[last]):.2f} s", WHOLE_GOALS.get(name, "")))
    headings = ("entries a CPU second", *databases, f"of {heights[last]:,} entries", "goal")
    return Table("What is asked of the whole journal", headings, rows, "The same councils.")


def by_councils_beside(folder: Path, counts: Sequence[int], rounds: int) -> Table:
    """Compare a council that has a database of its own with one that has others beside it."""
    databases = {}
    for others in (0, *counts):
        label = f"{others + 1} councils" if others else "one council"
        databases[label] = path = folder / f"beside-{others}.sqlite"
        council(path, SIZES[0])
        beside(path, others)
    note = f"Each has {SIZES[0]} decisions over {YEARS} years, and a journal of its own."
    return compared(
        "With other councils in the database", note, databases, {**OF_A_YEAR, **OF_A_CASE}, rounds, GOAL_BESIDE
    )


def measure(sizes: Sequence[int] = SIZES, counts: Sequence[int] = BESIDE, rounds: int = 5) -> Iterable[Table]:
    """Measure all of it."""
    with tempfile.TemporaryDirectory() as folder:
        yield from by_age(Path(folder), sizes, rounds)
    with tempfile.TemporaryDirectory() as folder:
        yield by_councils_beside(Path(folder), counts, rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--beside", type=lambda words: [int(word) for word in words.split(",")], default=BESIDE)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    for table in measure(options.sizes, options.beside, options.rounds):
        print(table, flush=True)


if __name__ == "__main__":
    main()
