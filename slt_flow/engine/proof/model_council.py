"""The small council that workflows are explored in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, Final

from slt_flow.engine.effects import born
from slt_flow.engine.machine import BuiltMachine, Machines
from slt_flow.model import (
    Assessment,
    Attendance,
    Clause,
    Council,
    Decision,
    Holding,
    Item,
    LearningPoint,
    Meeting,
    Organisation,
    Post,
)
from slt_flow.model.snapshot import Snapshot
from slt_flow.rules.evaluation import EVALUATION
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Level, MeetingKind, Presence, Ref, Role, Tag

DAY: Final = date(2030, 11, 1)
"""The day of every meeting and of every act: late enough in a year for it to be evaluated."""

DUE: Final = date(2031, 9, 1)
"""Every deadline."""

TOP: Final = Ref("", DAY.year, 1)
"""The decision that is explored."""

OTHER: Final = Ref("", DAY.year, 2)
"""Another decision, adopted long ago, for what needs one; it is an evaluation, in which every effect is assessed."""

FREE: Final = "x"
"""Whatever somebody writes, or is called."""

ADVISER: Final = "adviser"
"""The seat that does not bind its party."""

SECRETARY, INSIDER, OUTSIDER, OUTSIDE = "secretary", "coordinator", "outsider", "outside"
"""The posts beside the seats: who records, who may own work for a party, who for an outside organisation."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a situation may get.

    Attributes:
        parties: how many parties signed; each has one seat, which binds it.
        assignments: how many assignments the decision may get.
        measures: how many measures each of them may get.
        bodies: who must ratify, for a decision that exceeds delegated authority.
        information: a decision that is only taken note of.
        adviser: whether there is a seat more, of the first party, that does not bind it.
        shared: whether one and the same person holds every seat.
        outside: whether an outside organisation may own work too.
        meetings: the meetings there are, by what is special about them.
        meets: whether the meetings' own actions are performed too, and those of a learning point.
        decides: whether the decision's own actions are performed.
        kind: the name of the decision's kind, or None for an ordinary one.
        about: what a decision of that kind is about.
    """

    parties: int = 2
    assignments: int = 0
    measures: int = 0
    bodies: tuple[str, ...] = ()
    information: bool = False
    adviser: bool = False
    shared: bool = False
    outside: bool = False
    meetings: tuple[str, ...] = ("all",)
    meets: bool = False
    decides: bool = True
    kind: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


MEETINGS: Final = {"all": 1, "a party missing": 2, "not held": 3}
"""The meetings there are, by what is special about them, with their numbers."""


def council(
    machines: Machines,
    bounds: Bounds,
    pins: tuple[str, ...],
    meeting: BuiltMachine,
    learning: BuiltMachine | None = None,
    kind_pin: str | None = None,
) -> Snapshot:
    """A council with one registered decision, one adopted long ago, and its meetings."""
    snapshot = Snapshot("exploration")
    told = {"title": "", "agreement": "", "digest": "", "language": "nb", "machines": {}, "closed_days": {}}
    snapshot.put(Council(**told, opened=DAY))  # type: ignore[arg-type] # each of its own type
    numbers = {"levels": [Level.COORDINATING.value], "posts": [INSIDER], "designation": True}
    snapshot.put(
        Clause(
            clause="owner_is_eligible", since=DAY, until=None, place=0, ref="§", text="", numbers=numbers,
            kept_by="rule",
        )
    )  # fmt: skip
    for party in range(bounds.parties):
        name = f"party-{party + 1}"
        snapshot.put(Organisation(id=name, place=party, name=name, party=name))
        roles = (Role.CHAIR.value,) if party == 0 else ()
        _post(snapshot, f"seat-{party + 1}", name, Level.STRATEGIC, seat=True, roles=roles)
    if bounds.adviser:
        _post(snapshot, ADVISER, "party-1", Level.STRATEGIC, seat=True, binds=False)
    for post in snapshot.all(Post) if bounds.shared else ():
        snapshot.put(Holding(post=post.id, seq=0, holder=FREE, since=DAY, until=None))
    _post(snapshot, SECRETARY, "party-1", Level.COORDINATING, roles=(Role.SECRETARY.value,))
    _post(snapshot, INSIDER, "party-1", Level.COORDINATING)
    snapshot.put(Organisation(id=OUTSIDE, place=bounds.parties, name=OUTSIDE, party=None))
    _post(snapshot, OUTSIDER, OUTSIDE, Level.COORDINATING)
    built = next(machines.built(pin) for pin in pins if machines.built(pin).under is None)
    adopted = next(name for name, state in built.pinned.machine.states.items() if Tag.ADOPTED in state.tags)
    for ref, state in ((TOP, built.initial), (OTHER, adopted)):
        snapshot.put(_item(ref, built, state))
        own = ref == TOP
        snapshot.put(
            Decision(
                year=ref.year, no=ref.no, area=None, text="t", text_version=1, round=0, meeting=None,
                information=bounds.information, bodies=bounds.bodies, case=None, pins=pins,
                kind=bounds.kind if own else EVALUATION, kind_pin=kind_pin if own else None,
                about=dict(bounds.about) if own else {"year": DAY.year - 1}, adopted_on=None if own else DAY,
            )
        )  # fmt: skip
    presets = machines.kinds[kind_pin].measures if kind_pin is not None else ()
    most = max(bounds.measures, len(presets))
    for assignment, measure in product(range(1, bounds.assignments + 1), range(1, most + 1)):
        snapshot.put(
            Assessment(
                year=TOP.year, no=TOP.no, assignment_no=assignment, measure_no=measure,
                evaluation=str(OTHER), challenge="", effect="",
                note="",
            )
        )  # fmt: skip
    for special in bounds.meetings:
        _meeting(snapshot, meeting, special)
    if learning is not None and bounds.meets and not bounds.meetings:
        ref = Ref(LEARNING_SERIES, DAY.year, 1)
        snapshot.put(_item(ref, learning, learning.initial))
        snapshot.put(LearningPoint(year=ref.year, no=ref.no, evaluation=None, carried_to=None, decision=None))
    return snapshot


def _post(snapshot: Snapshot, id_: str, organisation: str, level: Level, **told: Any) -> None:
    plain = {"seat": False, "roles": (), "designated": False, "vacant": False}
    nobody = {"holder": None, "since": None, "until": None}
    given: dict[str, Any] = {**plain, **nobody, "binds": told.get("seat", False), **told}
    place = len(snapshot.all(Post))
    snapshot.put(Post(id=id_, place=place, title=id_, organisation=organisation, levels=(level.value,), **given))


def _item(ref: Ref, built: BuiltMachine, state: str) -> Item:
    told, defined = born(built), built.state(state)
    return Item(
        **ref._asdict(), machine=built.name, level=told["level"], pin=told["pin"], state=state,
        tags=tuple(str(tag) for tag in defined.tags), ended=defined.end,
        waits_on=str(defined.waits_on) if defined.waits_on else None, title="t", owner=None, due=None, born=DAY,
        since=DAY, last_on=DAY, last_seq=0,
    )  # fmt: skip


def _meeting(snapshot: Snapshot, built: BuiltMachine, special: str) -> None:
    held = next(name for name, state in built.pinned.machine.states.items() if Tag.HELD in state.tags)
    waits = special == "not held"
    ref = Ref(MEETING_SERIES, DAY.year, MEETINGS[special])
    snapshot.put(_item(ref, built, built.initial if waits else held))
    snapshot.put(
        Meeting(
            year=ref.year, no=ref.no, kind=MeetingKind.ORDINARY.value, day=DAY, sent=None, frozen=None,
            short_notice=False, requested_by=None, group=None,
        )
    )  # fmt: skip
    seats = [post for post in snapshot.all(Post) if post.seat] if not waits else []
    for post in seats[:-1] if special == "a party missing" else seats:
        presence = Presence.SEAT.value
        snapshot.put(Attendance(year=ref.year, no=ref.no, who=post.id, presence=presence, deputy=None, mandate=None))
