"""Which workflows there are: on the shelf, and pinned by the cases of a database at hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slt_flow.definitions.load import Pinned, load_version, pinned
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.vocabulary import MACHINES
from slt_flow.desk.front import Desk, resolve
from slt_flow.engine.effects import vocabulary
from slt_flow.records import journal, projection, queries
from slt_flow.results import Listing
from slt_flow.rows import Definition


def workflows(desk: Desk) -> Listing:
    """Every version of every workflow, from the council down; also those that only cases still follow.

    Where there is a database, `open_cases` tells how many cases that have not ended follow each: those of the council
    named, else of all councils.
    """
    found = {each.digest: each for each in _on_the_shelf(desk.shelf)}
    followed: dict[str, int] | None = None
    if desk.store.exists:
        with desk.store.reading() as connection:
            followed = {}
            named = (resolve(connection, desk.council),) if desk.council else journal.councils(connection)
            for council in named:
                for pin, cases in queries.open_by_pin(connection, council).items():
                    followed[pin] = followed.get(pin, 0) + cases
                for row in projection.rows(connection, council, Definition):
                    if row.digest not in found and followed.get(row.digest):
                        found[row.digest] = pinned(row.content, row.name, row.version)
    order = sorted(found.values(), key=_place)
    return Listing("workflows", tuple(_row(each, followed) for each in order))


def _on_the_shelf(shelf: Shelf) -> Iterator[Pinned]:
    for name in shelf.machines():
        yield from (load_version(name, version, vocabulary(), shelf) for version in shelf.versions(name))


def _place(each: Pinned) -> tuple[int, str, int]:
    name = each.machine.name
    return MACHINES.index(name) if name in MACHINES else len(MACHINES), name, int(each.version)


def _row(each: Pinned, followed: dict[str, int] | None) -> dict[str, Any]:
    machine = each.machine
    doors = {name for state in machine.states for name in machine.doors(state)}
    told: dict[str, Any] = {
        "machine": machine.name,
        "label": machine.machine.label.model_dump(),
        "version": int(each.version),
        "level": str(machine.machine.level),
        "under": machine.machine.under,
        "states": len(machine.states),
        "doors": len(doors),
        "digest": each.digest[:12],
    }
    return told if followed is None else {**told, "open_cases": followed.get(each.digest, 0)}
