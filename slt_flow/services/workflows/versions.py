"""Versions of workflows: on the shelf, and pinned by the cases of a database at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from slt_flow.definitions.load import Pinned, load_version, pinned
from slt_flow.definitions.shelf import place_of
from slt_flow.definitions.vocabulary import MACHINES
from slt_flow.engine.effects import vocabulary
from slt_flow.model import Definition
from slt_flow.records import journal, projection, queries
from slt_flow.records.store import Connection
from slt_flow.results.workflows import WorkflowRow
from slt_flow.services.request.context import Context, resolve
from slt_flow.services.request.pinned_machines import PinnedData, PinnedMachines, pinned_contents
from slt_flow.terms import Named


def workflows(context: Context) -> tuple[WorkflowRow, ...]:
    """Return every version of every workflow, from the council down; also those that only cases still follow.

    Where there is a database, `open_cases` tells how many cases that have not ended follow each: those of the council
    named, else of all councils.
    """
    shelf, names = context.shelf, context.shelf.machines()
    every = (load_version(name, version, vocabulary(), shelf) for name in names for version in shelf.versions(name))
    versions = {_key(version): version for version in every}
    followed: Counter[_Key] | None = None
    if context.store.exists:
        followed = Counter()
        with context.store.reading() as connection:
            for council in _councils(context, connection):
                pins = {row.digest: row for row in projection.rows(connection, council, Definition)}
                for pin, cases in queries.open_by_pin(connection, council).items():
                    if pin not in pins:
                        continue  # a damaged database, which `journal verify` tells of
                    version = pinned(pins[pin].content, pins[pin].name, pins[pin].version)
                    versions.setdefault(_key(version), version)
                    followed[_key(version)] += cases
    return tuple(_row(version, followed) for version in sorted(versions.values(), key=_place))


def kept(context: Context) -> PinnedMachines:
    """Return the machines that the councils of a database have pinned; none without a database."""

    def read() -> dict[tuple[str, str], PinnedData]:
        if not context.store.exists:
            return {}
        with context.store.reading() as connection:
            every = [pinned_contents(connection, council) for council in _councils(context, connection)]
        return {key: data for contents in every for key, data in contents.items()}

    return PinnedMachines(read)


def _councils(context: Context, connection: Connection) -> tuple[str, ...]:
    """Return the council named, else all of them."""
    return (resolve(connection, context.council),) if context.council else tuple(journal.councils(connection))


_Key = tuple[str, str, str]


def _key(version: Pinned) -> _Key:
    """Return the identity of a version: name, number and digest, since equal content may have two numbers."""
    return version.machine.name, version.version, version.digest


def _place(version: Pinned) -> tuple[int, str, tuple[str, int]]:
    name = version.machine.name
    return MACHINES.index(name) if name in MACHINES else len(MACHINES), name, place_of(version.version)


def _row(version: Pinned, followed: Mapping[_Key, int] | None) -> WorkflowRow:
    machine = version.machine
    return WorkflowRow(
        machine=machine.name,
        label=Named(machine.name, machine.machine.label._asdict()),
        version=version.version,
        level=str(machine.machine.level),
        under=machine.machine.under,
        states=len(machine.states),
        actions=len({name for state in machine.states for name in machine.actions(state)}),
        digest=version.digest[:12],
        open_cases=followed.get(_key(version), 0) if followed is not None else None,
    )
