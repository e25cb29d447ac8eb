"""Drawings of workflows: from the shelf, or as a case has pinned them, with its state and path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from slt_flow.definitions.load import Pinned, load_newest, load_version, pinned, pinned_kind
from slt_flow.definitions.machines import KindOfDecision
from slt_flow.definitions.shelf import SHIPPED, Shelf, place_of
from slt_flow.definitions.spelling import closest
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import Decision, Item
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.diagrams import Chart, Diagram, Marks, Passed
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.workflows.charts import chart, ties

Versions = Mapping[tuple[str, str], Pinned]
"""Machines by name and version."""

_NOTHING: Final[Versions] = {}


def diagram(
    name: str | None = None, version: str | None = None, shelf: Shelf = SHIPPED, kept: Versions = _NOTHING
) -> Diagram:
    """Return a workflow as it is on the shelf: its newest version or the one named; without a name the three levels.

    Args:
        name: the workflow's name.
        version: its version.
        shelf: the folders of definition files.
        kept: the machines that a database keeps, for versions that are not on the shelf.

    Raises:
        RequestError: there is no such workflow or version, or a version is named and no workflow.
        DefinitionError: its file is wrong.
    """
    if name is None and version is not None:
        raise RequestError("version_of_which_workflow", version=parsing.shown(version))
    newest = {machine: load_newest(machine, vocabulary(), shelf) for machine in shelf.machines()}
    if name is None:
        levels = [newest[level] for level in LEVELS]
        return Diagram(tuple(map(chart, levels)), ties(levels))
    machine = named(name, shelf, kept)
    if version is not None or machine not in newest:
        newest[machine] = _version(machine, version, shelf, kept)
    return Diagram((chart(newest[machine]),), ties(tuple(newest.values())))


def _version(machine: str, version: str | None, shelf: Shelf, kept: Versions) -> Pinned:
    on_shelf = shelf.versions(machine)
    if version in on_shelf:
        return load_version(machine, version, vocabulary(), shelf)
    versions = sorted({*on_shelf, *(number for name, number in kept if name == machine)}, key=place_of)
    wanted = versions[-1] if version is None else version
    if wanted not in versions:
        shown = parsing.shown(wanted)
        raise RequestError("unknown_workflow_version", machine=machine, version=shown, known=tuple(versions))
    return kept[machine, wanted]


def named(typed: str, shelf: Shelf = SHIPPED, kept: Versions = _NOTHING) -> str:
    """Return the workflow that a person means by a name.

    Raises:
        RequestError: there is none, with the nearest, also by its label in any language.
    """
    wanted = _normal(typed)
    names = tuple(dict.fromkeys((*shelf.machines(), *sorted(name for name, _ in kept))))
    if wanted in names:
        return wanted
    called = {name: name for name in names}
    for name in shelf.machines():
        label = load_newest(name, vocabulary(), shelf).machine.machine.label
        called |= {word.casefold(): name for word in (label.nb, label.nn, label.en)}
    near = called.get(closest(wanted, called) or "")
    raise RequestError("unknown_workflow", given=parsing.shown(typed), known=names, near=near)


def _normal(name: str) -> str:
    return name.strip().casefold().replace("-", "_")


def diagram_of(context: Context, ref: str, name: str | None = None) -> Diagram:
    """Draw the workflow that a case pins, with its state and path; for a decision, all three levels.

    What is drawn is what the database keeps, so it lasts longer than the files.

    Raises:
        RequestError: there is no such case, or it does not follow the workflow named.
    """
    target = parsing.ref(ref)
    wanted = _normal(name) if name is not None else None
    with reading(context) as reader:
        snapshot = Snapshot(reader.council)
        projection.load_case(reader.connection, snapshot, target)
        item = snapshot.item(target)
        if item is None:
            raise RequestError("unknown_ref", ref=str(target))
        if wanted not in (None, item.machine):
            named(str(name), context.shelf)
            raise RequestError("case_of_another_workflow", ref=str(target), machine=item.machine, name=wanted)
        decision = snapshot.find(Decision, target.year, target.no) if not target.series else None
        levels = _pinned(reader, decision.pins if decision is not None else (item.pin,))
        own = _pinned(reader, (item.pin,))[0]
        kind = _kind(reader, decision) if decision is not None and target == target.top else None
        drawn = chart(own, kind=kind)
        drawn = drawn._replace(marks=_marks_of_one(reader, item, drawn))
        if wanted is not None or target.series or target.assignment_no:
            return Diagram((drawn,), ties(levels))
        beneath = [level for level in levels if level.machine.place != own.machine.place]
        charts = (drawn, *(chart(level, _marks_of_many(level, snapshot)) for level in beneath))
        return Diagram(charts, ties(levels))


def _pinned(reader: Reader, pins: Iterable[str]) -> Sequence[Pinned]:
    """Return pinned machines, from the council down."""
    rows = [projection.definition(reader.connection, reader.council, pin) for pin in pins]
    machines = [pinned(row.content, row.name, row.version) for row in rows]
    return sorted(machines, key=lambda own: LEVELS.index(own.machine.place) if own.machine.place in LEVELS else 0)


def _kind(reader: Reader, decision: Decision) -> KindOfDecision | None:
    if decision.kind_pin is None:
        return None
    row = projection.definition(reader.connection, reader.council, decision.kind_pin)
    return pinned_kind(row.content, row.name).kind


def _marks_of_one(reader: Reader, item: Item, drawn: Chart) -> Marks:
    entries = reader.entries()
    voided, ref = journal.voided(entries), str(item.ref)
    own = [entry for entry in entries if entry.subject == ref and entry.seq not in voided]
    return Marks({item.state: (ref,)}, ref, item.title, _way(own, drawn))


def _way(entries: Iterable[Entry], drawn: Chart) -> tuple[Passed, ...]:
    """Return the actions a case went through, in order; one that stays is told once for a day, with how often."""
    stays = {(arrow.came_from, arrow.action) for arrow in drawn.arrows if arrow.led_to is None}
    way: list[Passed] = []
    state = pin = None
    for entry in entries:
        if entry.kind is Kind.MIGRATED and entry.data["pin"] == pin:
            continue  # the case kept its own workflow; only its new work will follow another
        pin = entry.data.get("pin", pin)
        if entry.kind in (Kind.REGISTERED, Kind.MOVED, Kind.MIGRATED):
            version = entry.data["version"] if entry.kind is Kind.MIGRATED else ""
            way.append(Passed(entry.action or "", entry.from_state, entry.to_state, entry.on, version=version))
            state = entry.to_state
        elif entry.action is not None and {(state, entry.action), (None, entry.action)} & stays:
            if way and (way[-1].action, way[-1].led_to, way[-1].on) == (entry.action, None, entry.on):
                way[-1] = way[-1]._replace(times=way[-1].times + 1)
            else:
                way.append(Passed(entry.action, state, None, entry.on))
    return tuple(way)


def _marks_of_many(level: Pinned, snapshot: Snapshot) -> Marks:
    here: dict[str, tuple[str, ...]] = {}
    cases = (item for item in snapshot.all(Item) if item.machine == level.machine.name)
    for item in sorted(cases, key=lambda item: item.ref):
        here[item.state] = (*here.get(item.state, ()), str(item.ref))
    return Marks(here)
