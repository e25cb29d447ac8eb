"""The engine alone, beside the library it is built on; and the proof of the workflows, by step.

    python -m bench.engine [--rounds N] [--narrow]

`--narrow` proves with one assignment instead of the two of `slt workflow check`.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from transitions import Machine as Transitions

from bench.asked import MEASURE
from bench.councils import LAST_YEAR, council, done
from bench.tables import Table, times
from bench.turns import ratio, timed
from slt_flow.commands import SELDOM
from slt_flow.definitions.machines import Machine
from slt_flow.engine.decide import Accepted, ActionRequest, decide
from slt_flow.engine.machine import Machines
from slt_flow.model.snapshot import Snapshot
from slt_flow.services.request.actions import perform
from slt_flow.services.request.request import Request
from slt_flow.services.workflows.check import check
from slt_flow.terms import Ref

A_BATCH = 200
SIZE = 20
ON = date(LAST_YEAR, 12, 1)
ANSWERS: dict[str, dict[str, Any]] = {
    "note_progress": {"percent": 50, "text": "Halvveis"},
    "finish": {"result": "Gjennomført"},
    "remark": {"text": "Merknad"},
}
GOAL = "≤ 12 ×"


@dataclass(slots=True)
class Token:
    """Object in a state, which is all that the library moves."""

    state: str


def bare(machine: Machine) -> Transitions:
    """Build a machine of the same states and actions in the fastest way that the library has, with open guards."""
    built = Transitions(model=None, initial=None, states=list(machine.states), auto_transitions=False, send_event=True)
    for state in machine.states:
        for name, action in machine.actions(state).items():
            built.add_transition(name, state, None if action.to == state else action.to, conditions=[lambda _: True])
    return built


def situation(path: Path) -> tuple[Snapshot, Machines, Ref]:
    """Return what the engine sees of a measure that somebody works on."""
    context = council(path, SIZE)
    done(perform(context, MEASURE, "start", through=True))
    ref = Ref.parse(MEASURE)
    assert ref is not None
    with context.store.reading() as connection:
        request = Request(context, connection, str(context.council))
        request.item(ref)
        return request.snapshot, request.machines, ref


def engine(rounds: int) -> Table:
    """Compare actions with the same triggers of the library alone."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot, machines, ref = situation(Path(folder) / "engine.sqlite")
    item = snapshot.item(ref)
    assert item is not None
    events = bare(machines.built(item.pin).pinned.machine).events
    rows = []
    for name, answers in ANSWERS.items():
        request = ActionRequest(ref, name, answers, "slt-koordinator", ON)

        def ours(request: ActionRequest = request) -> None:
            for _ in range(A_BATCH):
                assert isinstance(decide(snapshot, machines, request), Accepted)

        def theirs(name: str = name, state: str = item.state) -> None:
            for _ in range(A_BATCH):
                assert events[name].trigger(Token(state))

        ours()
        theirs()
        turns = [(timed(ours).cpu, timed(theirs).cpu) for _ in range(rounds)]
        mine, library = zip(*turns, strict=True)
        cells = (f"{median(seconds) / A_BATCH * 1e6:.1f}" for seconds in (mine, library))
        rows.append((name, *cells, f"{times(ratio(mine, library))} ×", GOAL))
    note = (
        f"`decide` in memory: all rules of the action asked, entries, their fold, and the automatic actions that are "
        f"open after it; {rounds} turns of {A_BATCH}. Beside it a trigger of `transitions` alone, on a machine of the "
        "same states and actions."
    )
    return Table("The engine alone", ("CPU µs", "engine", "`transitions`", "ratio", "goal"), rows, note)


def proof(*, narrow: bool) -> Table:
    """Prove the shipped workflows."""
    gc.set_threshold(SELDOM)  # as `slt` does
    begun = time.process_time()
    explored = check(assignments=1 if narrow else 2).explored
    seconds = time.process_time() - begun
    steps, situations = sum(one.steps for one in explored), sum(one.situations for one in explored)
    row = ("one assignment" if narrow else "as it is typed", f"{situations:,}", f"{steps:,}")
    cells = (f"{seconds:.0f} s", f"{seconds / steps * 1e6:.0f}", "within a minute, a quarter less than 207 µs a step")
    headings = ("`slt workflow check`", "situations", "steps", "CPU", "µs a step", "goal")
    return Table("The proof of the workflows", headings, [(*row, *cells)], "On one core.")


def measure(rounds: int = 25, *, narrow: bool = False) -> list[Table]:
    """Measure both."""
    return [engine(rounds), proof(narrow=narrow)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.engine")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--narrow", action="store_true")
    options = parser.parse_args()
    for table in measure(options.rounds, narrow=options.narrow):
        print(table)


if __name__ == "__main__":
    main()
