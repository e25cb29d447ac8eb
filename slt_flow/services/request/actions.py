"""Through the doors: any of them on any case, and what stands open or shut and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from slt_flow.definitions.models import Door
from slt_flow.engine.decide import (
    Walk,
    deed_of,
    hands_down,
    judged,
    known_door,
    not_here,
    possible_posts,
)
from slt_flow.errors import NotYourDoor
from slt_flow.model import Item
from slt_flow.model.facts import Facts
from slt_flow.records import queries
from slt_flow.results import DoorsOf, DoorState, Finding, Outcome
from slt_flow.rules import ask
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Desk
from slt_flow.services.request.display_names import with_names
from slt_flow.services.request.reading import Reader, reading
from slt_flow.services.request.remedies import with_remedies
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import perform
from slt_flow.terms import Ref, Tag, Verdict


def walk(
    desk: Desk, refs: Sequence[str | Ref], door: str, answers: Mapping[str, Any] | None = None, *, through: bool = False
) -> Outcome:
    """Walk one door of one or several cases, in one transaction.

    Args:
        desk: where the request comes in.
        refs: the cases.
        door: the door's name, with `_` or `-`.
        answers: what the door asks, as typed.
        through: walk first the shortest way of doors that ask nothing.
    """
    targets = [parsing.ref(ref) for ref in refs]
    asked = {
        "refs": [str(ref) for ref in targets],
        "door": door.replace("-", "_"),
        "answers": _told(answers),
        "through": through,
    }

    def act(request: Request) -> None:
        for ref in targets:
            request.walk(ref, door, answers, through=through)

    return perform(desk, asked, targets[0], act)


def first_open(
    desk: Desk, ref: str | Ref, doors: Sequence[str], answers: Mapping[str, Any], asked: Mapping[str, Any]
) -> Outcome:
    """Walk whichever of several doors is open; when none is, the refusal is that of the one which comes nearest.

    At most one of them can be open: they exclude each other by their rules.
    """
    target = parsing.ref(ref)

    def act(request: Request) -> None:
        request.walk(target, nearest(request, target, doors, answers), answers)

    return perform(desk, asked, target, act)


def nearest(request: Request, ref: Ref, doors: Sequence[str], raw: Mapping[str, Any]) -> str:
    """Which of several doors is open, or has the fewest rules against it."""
    item = request.item(ref)
    here = [name for name in doors if name in request.book.room(item.pin).doors(item.state)]
    typed = request.typed(ref, raw)

    def against(name: str) -> int:
        facts = Facts(request.snapshot, ref, typed)
        door = request.book.door(facts, name) or request.book.room(item.pin).doors(item.state)[name]
        facts = replace(facts, hands_down=hands_down(door))
        return sum(finding.blocks for finding in judged(facts, door))

    return min(here, key=against, default=doors[0])


def next_doors(
    desk: Desk, ref: str | None = None, as_of: date | None = None, as_known: date | None = None
) -> tuple[DoorsOf, ...]:
    """The doors of a case, or of every open case, each open or shut and whose deed it is."""
    with reading(desk, as_of, as_known) as reader:
        request = _asked(desk, reader)
        if ref is not None:
            refs = [parsing.ref(ref)]
        else:
            connection, council = reader.connection, reader.council
            every = (*queries.cases(connection, council, reader.day.year), *queries.meeting_items(connection, council))
            refs = [i.ref for i in every if not i.ended and not i.means(Tag.SETTLED)]
        return tuple(_doors_of(request, ref) for ref in refs)


def why(
    desk: Desk,
    ref: str,
    door: str,
    answers: Mapping[str, Any] | None = None,
    as_of: date | None = None,
    as_known: date | None = None,
) -> DoorsOf:
    """What one door's rules find, all of them.

    Answers not given are not judged: a rule that needs one is left out.
    """
    with reading(desk, as_of, as_known) as reader:
        request = _asked(desk, reader)
        target = parsing.ref(ref)
        item = request.item(target)
        name = door.replace("-", "_")
        room = request.book.room(item.pin)
        if known_door(room, item, name) is None:
            finding = not_here(room, item)
            label = room.pinned.machine.every_door[name].label.model_dump()
            state = DoorState(name, label, False, (), (), with_remedies((finding,), ref=str(target), door=name))
            return DoorsOf(str(target), item.title, item.state, request.label(item.pin, item.state), (state,))
        typed = request.typed(target, answers or {})
        return _doors_of(request, target, only=name, typed=typed)


def _asked(desk: Desk, reader: Reader) -> Request:
    """A request that only looks, at the tables and on the day of a reading."""
    _ = reader.row  # refuses a day on which there was no council
    return Request(replace(desk, on=reader.day), reader.connection, reader.council)


def _doors_of(request: Request, ref: Ref, only: str | None = None, typed: Mapping[str, Any] | None = None) -> DoorsOf:
    item = request.item(ref)
    room = request.book.room(item.pin)
    named = [n for n, d in room.doors(item.state).items() if not d.auto and only in (None, n)]
    doors = {n: d for n in named if (d := request.book.door(Facts(request.snapshot, ref), n)) is not None}
    states = tuple(_state(request, item, name, door, typed or {}) for name, door in doors.items())
    return DoorsOf(str(ref), item.title, item.state, request.label(item.pin, item.state), states)


def _state(request: Request, item: Item, name: str, door: Door, typed: Mapping[str, Any]) -> DoorState:
    facts = Facts(request.snapshot, item.ref, typed, hands_down=hands_down(door))
    by = possible_posts(facts, door, request.desk.day)
    try:
        deed = deed_of(facts, door, Walk(item.ref, name, typed, request.actor, request.desk.day, request.deed_of))
    except NotYourDoor:
        deed = next(iter(by), request.actor)
    facts = Facts(request.snapshot, item.ref, typed, deed, request.desk.day, hands_down(door))
    meeting = facts.decision.meeting if not item.series else str(item.ref) if facts.meeting is not None else None
    again = request.again(str(item.ref), name, typed)
    found = with_names(judged_as_far_as_known(facts, door), request.snapshot)
    findings = with_remedies(found, ref=str(item.ref), door=name, meeting=meeting, again=again)
    passable = not any(finding.blocks for finding in findings)
    return DoorState(name, door.label.model_dump(), passable, by, door.asks, findings)


def judged_as_far_as_known(facts: Facts, door: Door, *may_come: str) -> tuple[Finding, ...]:
    """What the rules find that can be asked already; one that looks at an answer nobody has given says nothing.

    `may_come` are answers to come beside those that the door insists on.
    """
    pending = frozenset(name for name in (*door.asks, *may_come) if name not in facts.answers)
    seen = replace(facts, answers=_Answers(facts.answers, pending))
    asked = [(name, Verdict.KEPT) for name in door.needs] + [(name, Verdict.BROKEN) for name in door.unless]
    found: dict[tuple[str, Verdict], Finding] = {}
    for name, wants in asked:
        with suppress(_NotAnsweredYet):
            findings = ask(name, seen, wants)
            for finding in findings if wants == Verdict.KEPT else findings[:1]:
                found.setdefault((finding.rule, finding.wants), finding)
    return tuple(found.values())


class _NotAnsweredYet(Exception):
    """A rule looked at an answer that the door asks and nobody has given."""


class _Answers(dict[str, Any]):
    """Answers of which some are still to come."""

    def __init__(self, given: Mapping[str, Any], pending: frozenset[str]) -> None:
        super().__init__(given)
        self._pending = pending

    def __getitem__(self, name: str) -> Any:
        if name in self._pending:
            raise _NotAnsweredYet(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """The answer, or the default where the door does not insist on one."""
        return self[name] if name in self or name in self._pending else default


def _told(answers: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    return sorted((name, str(given)) for name, given in (answers or {}).items() if given not in (None, ()))
