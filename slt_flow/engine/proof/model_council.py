"""Model council: the small council in which workflows are explored, made by the engine's own entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import Any, Final

from slt_flow.definitions.machines import KindOfDecision
from slt_flow.definitions.models import PostEntry
from slt_flow.definitions.vocabulary import LEVELS
from slt_flow.engine.effects import meaning, new_case
from slt_flow.engine.entries import Entry, Kind, enumerated
from slt_flow.engine.fold import apply
from slt_flow.engine.fold.register import work_key
from slt_flow.engine.machine import BuiltMachine, Machines
from slt_flow.engine.new_entries import organisation_added, post_added
from slt_flow.model import (
    Absence,
    Assessment,
    Attendance,
    Clause,
    Council,
    Decision,
    Holding,
    Meeting,
    Post,
    Ratification,
    SeatStance,
)
from slt_flow.model.cases import EVALUATION
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Level, MeetingKind, Presence, Ref, Stance, Tag

DAY: Final = date(2030, 11, 1)
"""Day of every meeting and of every act: late enough in a year for it to be evaluated."""

DUE: Final = date(2031, 9, 1)
"""Deadline of all work."""

EVERY: Final = "1 month"
"""Rhythm of all work that recurs."""

EARLY: Final = DAY - timedelta(days=1)
"""Day before everything, on which nothing may be done and no work be due."""

LATER: Final = DUE + timedelta(days=30)
"""Day after the deadline of the work above, and of a meeting that is still to come."""

TOP: Final = Ref("", DAY.year, 1)
"""Ref of the decision that is explored."""

OTHER: Final = Ref("", DAY.year, 2)
"""Ref of another decision, adopted and higher in number, for actions that name one.

It is an evaluation that assessed every effect, and its text ends the decision that is explored. It has stances and
ratifications of its own, which no step of the explored decision may count or change.
"""

UNRELATED: Final = Ref("", DAY.year, 3)
"""Ref of an adopted decision that may not end the explored one: it says nothing of it, or no body ratified it."""

FREE: Final = "x"
"""Text of every answer in free words, and name of every person."""

ADVISER: Final = "adviser"
"""Post of a seat that does not bind its party."""

SECRETARY, INSIDER, OUTSIDER, OUTSIDE = "secretary", "coordinator", "outsider", "outside"
"""Posts beside the seats: who records, who may own work for a party, who for an outside organisation; that one."""

COLLEAGUE, SUBSTITUTE, EXECUTOR = "colleague", "substitute", "executor"
"""Posts of a second seat that binds the first party, of a deputy of the last party, and of the executing level only."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of an exploration.

    Attributes:
        parties: the number of parties; each has one seat, which binds it.
        assignments: the number of assignments that the decision may get.
        measures: the number of measures that each of them may get.
        bodies: the bodies that must ratify, for a decision that exceeds delegated authority.
        information: a decision that is only taken note of, until it is made one to decide, and back.
        adviser: True for one seat more, of the first party, that does not bind it.
        shared: True where one and the same person holds every seat.
        second: True for a second seat that binds the first party.
        outside: True where an outside organisation may own work too.
        untrue: True to try untrue requests as well: dated before the case, due too early or too late, by a post whose
            act it is not, for an owner whom the agreement does not admit. All are refused, so that no situation is new.
        absent: True where the owner for a party is absent, and the secretary its deputy.
        meetings: the meetings, by what is special about them.
        stances: the stances that are taken.
        amends: True to amend the text and to excuse seats too. What is said of a decision leaves no trace once it is
            adopted, so that work beneath it is explored without.
        meets: True to perform the meetings' own actions too, and those of a learning point.
        decides: True to perform the decision's own actions.
        kind: the name of the decision's kind, or None for an ordinary one.
        about: the subject of a decision of that kind.
    """

    parties: int = 2
    assignments: int = 0
    measures: int = 0
    bodies: tuple[str, ...] = ()
    information: bool = False
    adviser: bool = False
    shared: bool = False
    second: bool = False
    outside: bool = False
    untrue: bool = False
    absent: bool = False
    meetings: tuple[str, ...] = ("all",)
    stances: tuple[Stance, ...] = tuple(Stance)
    amends: bool = True
    meets: bool = False
    decides: bool = True
    kind: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


SPLIT: Final = Bounds(stances=(Stance.CONSENT, Stance.OBJECT), amends=False)
"""Voting by consent and objection, on one text."""

SETTLED: Final = Bounds(stances=(Stance.CONSENT,), amends=False)
"""No voting but the parties' consent, for what comes after."""

MEETINGS: Final = {
    "all": 1,
    "a party missing": 2,
    "not held": 3,
    "a deputy": 4,
    "a deputy without mandate": 5,
    "a deputy of another party": 6,
    "still to come": 7,
    "minutes closed": 8,
    "before the work": 9,
    "only the owner": 10,
    "led by another": 11,
}
"""Numbers of the meetings, by what is special about them."""

UNTRUE: Final = ("all", "not held", "minutes closed", "before the work", "only the owner")
"""Meetings that untrue requests name as evidence; only the first can be."""

DEPUTIES: Final = {
    "a deputy": (SUBSTITUTE, FREE),
    "a deputy without mandate": (SUBSTITUTE, None),
    "a deputy of another party": (SECRETARY, FREE),
}
"""Deputy of the last seat at a meeting, with its mandate."""


@dataclass(frozen=True, slots=True)
class ProofInputs:
    """Inputs of a proof: the machines of a set, and its kinds of decision with their digests, by name."""

    built_machines: Mapping[str, BuiltMachine]
    kinds: Mapping[str, tuple[str, KindOfDecision]]

    @property
    def levels(self) -> tuple[BuiltMachine, ...]:
        """Machines of the three levels, from the council down."""
        places = {built.place: built for built in self.built_machines.values()}
        return tuple(places[place] for place in LEVELS)

    @property
    def machines(self) -> Machines:
        """Machines and kinds by digest."""
        return Machines(
            {built.pinned.digest: built for built in self.built_machines.values()}, dict(self.kinds.values())
        )


def council(inputs: ProofInputs, bounds: Bounds) -> Snapshot:
    """Return the first situation: a council with one registered decision, one adopted before, and its meetings."""
    snapshot = Snapshot("exploration")
    texts: dict[str, Any] = {"title": "", "agreement": "", "digest": "", "language": "nb"}
    snapshot.put(Council(**texts, machines={}, closed_days={}, standing={}, opened=DAY))
    numbers = {"levels": [Level.COORDINATING.value], "posts": [INSIDER], "designation": True}
    snapshot.put(
        Clause(
            clause="owner_is_eligible", since=DAY, until=None, place=0, ref="§", text="", numbers=numbers,
            kept_by="rule",
        )
    )  # fmt: skip
    for party in range(1, bounds.parties + 1):
        apply(snapshot, organisation_added(f"party-{party}", f"party-{party}", f"party-{party}", DAY))
        roles = ("chair",) if party == 1 else ()
        _post(snapshot, f"seat-{party}", f"party-{party}", Level.STRATEGIC, seat=True, binds=True, roles=roles)
        if party == 1 and bounds.second:
            _post(snapshot, COLLEAGUE, "party-1", Level.STRATEGIC, seat=True, binds=True)
    if bounds.adviser:
        _post(snapshot, ADVISER, "party-1", Level.STRATEGIC, seat=True)
    for post in snapshot.all(Post) if bounds.shared else ():
        snapshot.put(Holding(post=post.id, seq=0, holder=FREE, since=DAY, until=None))
    apply(snapshot, organisation_added(OUTSIDE, OUTSIDE, None, DAY))
    _post(snapshot, SECRETARY, "party-1", Level.COORDINATING, roles=("secretary",))
    _post(snapshot, INSIDER, "party-1", Level.COORDINATING)
    _post(snapshot, OUTSIDER, OUTSIDE, Level.COORDINATING)
    _post(snapshot, SUBSTITUTE, f"party-{bounds.parties}", Level.STRATEGIC)
    _post(snapshot, EXECUTOR, "party-1", Level.EXECUTING)
    if bounds.absent:
        snapshot.put(Absence(post=INSIDER, seq=0, since=DAY, until=DAY, deputy=SECRETARY))
    kind_pin, kind = inputs.kinds[bounds.kind] if bounds.kind is not None else (None, None)
    _decision(snapshot, inputs, TOP, bounds, kind=bounds.kind, kind_pin=kind_pin, about=dict(bounds.about))
    _decision(snapshot, inputs, OTHER, bounds, str(TOP), kind=EVALUATION, about={"year": DAY.year - 1})
    _moved(snapshot, inputs.levels[0], OTHER, Tag.ADOPTED)
    if bounds.untrue:
        plain = replace(bounds, bodies=())
        _decision(snapshot, inputs, UNRELATED, plain, str(TOP) if bounds.bodies else FREE, kind=None)
        _moved(snapshot, inputs.levels[0], UNRELATED, Tag.ADOPTED)
    _concluded(snapshot, bounds)
    most = max(bounds.measures, len(kind.measures) if kind is not None else 0)
    for assignment, measure in product(range(1, bounds.assignments + 1), range(1, most + 1)):
        key = work_key(TOP.child(assignment).child(measure))
        snapshot.put(Assessment(**key, evaluation=str(OTHER), challenge="", effect="", note=""))
    for special in bounds.meetings:
        _meeting(snapshot, inputs.built_machines["meeting"], special)
    learning = inputs.built_machines.get("learning_point")
    if learning is not None and bounds.meets and not bounds.meetings:
        apply(snapshot, new_case(learning, Ref(LEARNING_SERIES, DAY.year, 1), DAY, SECRETARY, {}, evaluation=None))
    return snapshot


def _post(snapshot: Snapshot, id_: str, organisation: str, level: Level, **fields: Any) -> None:
    apply(snapshot, post_added(PostEntry(id=id_, title=id_, organisation=organisation, levels=(level,), **fields), DAY))


def _decision(snapshot: Snapshot, inputs: ProofInputs, ref: Ref, bounds: Bounds, text: str = "t", **kind: Any) -> None:
    bodies, texts = enumerated("body", bounds.bodies)
    pins = [built.pinned.digest for built in inputs.levels]
    data = {"area": None, "information": bounds.information, "pins": pins, **bodies, **kind}
    apply(snapshot, new_case(inputs.levels[0], ref, DAY, SECRETARY, {"title": "t", "text": text, **texts}, **data))


def _concluded(snapshot: Snapshot, bounds: Bounds) -> None:
    """Let every seat have consented to the decision that was adopted before, and every body have ratified it."""
    own: dict[str, Any] = {"year": OTHER.year, "no": OTHER.no, "round": 1}
    snapshot.put(replace(snapshot.one(Decision, OTHER.year, OTHER.no), round=1))
    for post in snapshot.all(Post):
        if post.seat:
            snapshot.put(SeatStance(**own, post=post.id, text_version=1, stance=Stance.CONSENT.value, reason=""))
    for body in bounds.bodies:
        snapshot.put(Ratification(**own, body=body, case="1", date=DAY, granted=True))


def _moved(snapshot: Snapshot, built: BuiltMachine, ref: Ref, tag: Tag, *, ended: bool = False) -> None:
    """Move a new case to the first state with a tag, or to the first such end."""
    states = built.pinned.machine.states
    target = next(name for name, state in states.items() if tag in state.tags and state.end >= ended)
    entry = Entry(kind=Kind.MOVED, subject=str(ref), on=DAY, data=meaning(built, target))
    apply(snapshot, replace(entry, machine=built.version_name, from_state=built.heading.initial, to_state=target))


def _meeting(snapshot: Snapshot, built: BuiltMachine, special: str) -> None:
    ref = Ref(MEETING_SERIES, DAY.year, MEETINGS[special])
    day = {"still to come": LATER, "before the work": EARLY}.get(special, DAY)
    apply(
        snapshot,
        new_case(built, ref, DAY, SECRETARY, {"title": "t"}, kind=MeetingKind.ORDINARY.value, day=day.isoformat()),
    )
    if special == "not held":
        return
    # What is minuted can be named as evidence only: nothing is decided there any more.
    tag = Tag.MINUTED if special in ("before the work", "only the owner") else Tag.HELD
    _moved(snapshot, built, ref, tag, ended=special == "minutes closed")
    seats = [post.id for post in snapshot.all(Post) if post.seat]
    there = {
        **dict.fromkeys(DEPUTIES, seats[:-1]),
        "a party missing": seats[:-1],
        "led by another": seats[1:],
        "only the owner": [],
    }.get(special, seats)
    for post in there:
        _attends(snapshot, ref, post)
    if special in DEPUTIES:
        _attends(snapshot, ref, seats[-1], *DEPUTIES[special])
    elif special == "only the owner":
        _attends(snapshot, ref, seats[0], INSIDER, FREE)
    meeting = snapshot.one(Meeting, *ref[:3])
    if special == "minutes closed":
        snapshot.put(replace(meeting, frozen=0))
    elif special == "led by another":
        snapshot.put(replace(meeting, led_by=seats[1]))


def _attends(snapshot: Snapshot, ref: Ref, seat: str, deputy: str | None = None, mandate: str | None = None) -> None:
    own: dict[str, Any] = {"year": ref.year, "no": ref.no, "who": seat}
    presence = Presence.SEAT if deputy is None else Presence.DEPUTY
    snapshot.put(Attendance(**own, presence=presence.value, deputy=deputy, mandate=mandate))
