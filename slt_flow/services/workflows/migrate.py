"""Migration of running cases to another version of the workflows, in bulk or one by one, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from slt_flow.definitions.checks import kind_problems
from slt_flow.definitions.load import Pinned, load_version, refuse_together
from slt_flow.definitions.moves import MachineMove, machine_move
from slt_flow.definitions.spelling import closest
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Kind
from slt_flow.engine.migrate import crossed, open_items, pins_after, staying
from slt_flow.errors import RequestError
from slt_flow.model import Decision, Item
from slt_flow.results.answers import broken
from slt_flow.results.columns import row_of
from slt_flow.results.workflows import Migration, MovedCase
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.services.workflows.proof_inputs import Progress
from slt_flow.services.workflows.soundness import refuse_unsound
from slt_flow.terms import Named, Ref, Role


def migrate(
    context: Context, to: str, machines: Sequence[str] = (), refs: Sequence[str] = (), report: Progress | None = None
) -> Migration:
    """Move running cases to a version of their machines, by the files in `moves/`, and begin new ones with it.

    A case moves with all that is open beneath it, or not at all. What has ended stays as it is (I7).

    Args:
        context: the context of the request.
        to: the version.
        machines: the machines whose cases move; every machine that has this version when none is named.
        refs: only these cases; what is new begins as before then.
        report: receives the progress of the proof of a move.

    Raises:
        DefinitionError: a version or a move is missing or wrong, or a moved case would break what must hold.
        RequestError: a case or a machine is unknown, or has ended.
    """
    rows: list[MovedCase] = []
    _prove(context, to, machines, refs, report)

    def act(request: Request) -> None:
        rows.clear()
        moving = _Moving(request, _targets(request, machines, to))
        around = moving.around()
        for top in moving.tops(refs):
            for way in moving.ways(top).values():  # proved already, but for what came meanwhile
                refuse_unsound(way, around)
            rows.extend(moving.case(top, alone=bool(refs)))
        if not refs:
            moving.choose()

    asked = {"migrate": to, "machines": tuple(machines), "refs": tuple(refs)}
    outcome = transact(context, asked, None, act, only=(Role.SECRETARY,))
    moved, stayed = (tuple(row for row in rows if bool(row.stays) == stays) for stays in (False, True))
    return Migration(outcome, to, moved, stayed)


def _prove(context: Context, to: str, machines: Sequence[str], refs: Sequence[str], report: Progress | None) -> None:
    """Prove the versions and moves before anything is written; the database is closed meanwhile, so nobody waits."""
    with reading(context) as reader:
        request = Request(context, reader.connection, reader.council)
        request.only_for(Role.SECRETARY)
        moving = _Moving(request, _targets(request, machines, to))
        ways = {pin: way for top in moving.tops(refs) for pin, way in moving.ways(top).items()}
        around = moving.around()
    crossed_to = {way.newer.digest for way in ways.values()}
    begun = () if refs else (target for target in moving.targets.values() if target.digest not in crossed_to)
    for version in (*ways.values(), *begun):
        refuse_unsound(version, around, report)


def _targets(request: Request, machines: Sequence[str], to: str) -> dict[str, Pinned]:
    """Return the machines that cases shall come to, by name.

    Raises:
        RequestError: a machine is unknown, or none has such a version.
    """
    shelf = request.context.shelf
    names = shelf.machines()
    for name in machines:
        if name not in names:
            raise RequestError("unknown_machine", given=parsing.shown(name), near=closest(name, names), known=names)
    named = machines or [name for name in names if to in shelf.versions(name)]
    if not named:
        raise RequestError("no_such_version", version=parsing.shown(to))
    return {name: load_version(name, to, vocabulary(), shelf) for name in named}


class _Moving:
    """Migration of cases, one after the other."""

    def __init__(self, request: Request, targets: Mapping[str, Pinned]) -> None:
        self.request, self.targets = request, targets
        self._ways: dict[str, MachineMove] = {}
        request.load_everything()
        request.pinned(*targets.values())

    def tops(self, refs: Sequence[str]) -> list[Ref]:
        """Return the cases that some refs belong to; where none is named, all that have not ended, in their order.

        Raises:
            RequestError: a case named has ended, or there is none.
        """
        tops = [parsing.ref(ref).top for ref in refs]
        for top in tops:
            if self.request.item(top).ended:
                raise RequestError("ended_stays", ref=str(top))
        items = self.request.snapshot.all(Item)
        return tops or sorted(item.ref for item in items if item.ref.depth == 0 and not item.ended)

    def ways(self, top: Ref) -> dict[str, MachineMove]:
        """Return the moves by the digest that a case pins."""
        decision = self._decision(top)
        pins = {*(item.pin for item in open_items(self.request.snapshot, top)), *(decision.pins if decision else ())}
        older = {pin: self.request.machines.built(pin).pinned for pin in sorted(pins)}
        newer = {pin: self.targets.get(pinned.machine.name) for pin, pinned in older.items()}
        return {pin: self._way(older[pin], to) for pin, to in newer.items() if to is not None and to.digest != pin}

    def around(self) -> dict[str, Pinned]:
        """Return the machines that the council begins with once it has moved, by name."""
        begun = {built.name: built.pinned for built in self.request.council_machines()}
        return {name: self.targets.get(name, pinned) for name, pinned in begun.items()}

    def case(self, top: Ref, *, alone: bool) -> Iterator[MovedCase]:
        """Move one case; yield a row for each part that moves, or that holds the case back.

        Raises:
            RefusedByRule: it stays, and was asked for by name.
        """
        ways = self.ways(top)
        if not ways:
            return
        staying_ = tuple(self._staying(top, ways))
        if staying_ and alone:
            facts = [
                {"ref": r.ref, "state": r.state.label, "newer": r.newer, "why": r.why, r.stays: True} for r in staying_
            ]
            findings = (broken("case_goes_on", saw) for saw in facts)
            self.request.refuse(str(top), "", *findings)
        if staying_:
            yield from staying_
            return
        before = {item.ref: item for item in open_items(self.request.snapshot, top) if item.pin in ways}
        request = self.request
        execution = crossed(request.snapshot, request.machines, top, ways, request.actor, request.context.day)
        request.take(execution)
        request.refs.append(top)
        for ref, item in before.items():
            yield self._row(item, ways[item.pin], execution.snapshot.one(Item, *ref))

    def choose(self) -> None:
        """Let new cases begin with these versions from now on."""
        request = self.request
        for name, target in self.targets.items():
            if request.row.machines.get(name) != target.version:
                data = {"machine": name, "version": target.version}
                request.record(request.entry(Kind.MACHINE_CHOSEN, f"definition:{name}", data))

    def _decision(self, top: Ref) -> Decision | None:
        return self.request.snapshot.find(Decision, top.year, top.no) if not top.series else None

    def _way(self, older: Pinned, newer: Pinned) -> MachineMove:
        name, shelf = older.machine.name, self.request.context.shelf

        def load(version: str) -> Pinned:
            return load_version(name, version, vocabulary(), shelf) if version in shelf.versions(name) else older

        if older.digest not in self._ways:  # the files of a move are read once, however many cases cross
            self._ways[older.digest] = machine_move(older, newer, shelf, load)
        return self._ways[older.digest]

    def _staying(self, top: Ref, ways: Mapping[str, MachineMove]) -> Iterator[MovedCase]:
        """Return the obstacles of a case: states without a successor, a kind whose actions the newer version lacks."""
        snapshot = self.request.snapshot
        for item in staying(snapshot, top, ways):
            why = ways[item.pin].refused.get(item.state, {})
            yield self._row(item, ways[item.pin], None, "told" if why else "no_such_state", why)
        decision = self._decision(top)
        if decision is None:
            return
        pinned = {pin: self.request.machines.built(pin).pinned for pin in pins_after(decision.pins, ways)}
        refuse_together({pinned_.machine.name: pinned_ for pinned_ in pinned.values()})
        kind = self.request.machines.kind(decision.kind_pin)
        machine = next(pinned_.machine for pinned_ in pinned.values() if pinned_.machine.machine.under is None)
        item = snapshot.one(Item, *top)
        if kind is not None and item.pin in ways and kind_problems(kind, kind.name, machine, vocabulary()):
            yield self._row(item, ways[item.pin], None, "no_such_action")

    def _row(
        self, item: Item, way: MachineMove, after: Item | None, stays: str = "", why: Mapping[str, str] | None = None
    ) -> MovedCase:
        """Return the row of one part of a case: its old and new state or its obstacle, with the file's words."""
        state = Named(item.state, way.older.machine.states[item.state].label._asdict())
        becomes = self.request.state(after) if after is not None else None
        return row_of(
            MovedCase,
            item,
            ref=str(item.ref),
            older=way.older.version,
            newer=way.newer.version,
            state=state,
            becomes=becomes,
            stays=stays,
            why=why or {},
        )
