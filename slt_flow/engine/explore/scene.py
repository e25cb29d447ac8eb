"""The small council that workflows are explored in, and the form in which two of its situations are the same.

Days, words and numbers that no rule reads are one value for all. What is left is who takes part, what was said of the
present text, and where every case stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from typing import Any, Final, NamedTuple

from slt_flow.engine.effects import born
from slt_flow.engine.machine import Book, Room
from slt_flow.facts import Snapshot
from slt_flow.rows import (
    Assessment,
    Attendance,
    Clause,
    Council,
    Counter,
    Decision,
    Excuse,
    Item,
    LearningPoint,
    Meeting,
    Organisation,
    Post,
    Ratification,
    SeatStance,
)
from slt_flow.rules.evaluation import EVALUATION
from slt_flow.terms import LEARNING_SERIES, MEETING_SERIES, Level, MeetingKind, Presence, Ref, Role, Stance, Tag

DAY: Final = date(2030, 11, 1)
"""The day of every meeting and of every deed: late enough in a year for it to be evaluated."""

DUE: Final = date(2031, 9, 1)
"""Every deadline."""

TOP: Final = Ref("", DAY.year, 1)
"""The decision that is explored."""

OTHER: Final = Ref("", DAY.year, 2)
"""Another decision, adopted long ago, for what needs one; it is an evaluation, in which every effect is assessed."""

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
        outside: whether an outside organisation may own work too.
        meetings: the meetings there are, by what is special about them.
        meets: whether the meetings' own doors are walked too, and those of a learning point.
        decides: whether the decision's own doors are walked.
        kind: the name of the decision's kind, or None for an ordinary one.
        about: what a decision of that kind is about.
    """

    parties: int = 2
    assignments: int = 0
    measures: int = 0
    bodies: tuple[str, ...] = ()
    information: bool = False
    outside: bool = False
    meetings: tuple[str, ...] = ("all",)
    meets: bool = False
    decides: bool = True
    kind: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


MEETINGS: Final = {"all": 1, "a party missing": 2, "not held": 3}
"""The meetings there are, by what is special about them, with their numbers."""


def council(
    book: Book,
    bounds: Bounds,
    pins: tuple[str, ...],
    meeting: Room,
    learning: Room | None = None,
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
    _post(snapshot, SECRETARY, "party-1", Level.COORDINATING, roles=(Role.SECRETARY.value,))
    _post(snapshot, INSIDER, "party-1", Level.COORDINATING)
    snapshot.put(Organisation(id=OUTSIDE, place=bounds.parties, name=OUTSIDE, party=None))
    _post(snapshot, OUTSIDER, OUTSIDE, Level.COORDINATING)
    room = next(book.room(pin) for pin in pins if book.room(pin).under is None)
    adopted = next(name for name, state in room.pinned.machine.states.items() if Tag.ADOPTED in state.means)
    for ref, state in ((TOP, room.initial), (OTHER, adopted)):
        snapshot.put(_item(ref, room, state))
        own = ref == TOP
        snapshot.put(
            Decision(
                year=ref.year, no=ref.no, area=None, text="t", text_version=1, round=0, meeting=None,
                information=bounds.information, bodies=bounds.bodies, case=None, pins=pins,
                kind=bounds.kind if own else EVALUATION, kind_pin=kind_pin if own else None,
                about=dict(bounds.about) if own else {"year": DAY.year - 1}, adopted_on=None if own else DAY,
            )
        )  # fmt: skip
    for assignment, measure in product(range(1, bounds.assignments + 1), range(1, bounds.measures + 1)):
        snapshot.put(
            Assessment(
                year=TOP.year, no=TOP.no, a=assignment, m=measure, evaluation=str(OTHER), challenge="", effect="",
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


def _post(
    snapshot: Snapshot, id_: str, organisation: str, level: Level, *, seat: bool = False, roles: tuple[str, ...] = ()
) -> None:
    snapshot.put(
        Post(
            id=id_, place=len(snapshot.all(Post)), title=id_, organisation=organisation, levels=(level.value,),
            seat=seat, binds=seat, roles=roles, designated=False, vacant=False, holder=None, since=None, until=None,
        )
    )  # fmt: skip


def _item(ref: Ref, room: Room, state: str) -> Item:
    told, defined = born(room), room.state(state)
    return Item(
        **ref._asdict(), machine=room.name, level=told["level"], pin=told["pin"], state=state,
        tags=tuple(str(tag) for tag in defined.means), ended=defined.end,
        waits_on=str(defined.waits_on) if defined.waits_on else None, title="t", owner=None, due=None, born=DAY,
        since=DAY, last_on=DAY, last_seq=0,
    )  # fmt: skip


def _meeting(snapshot: Snapshot, room: Room, special: str) -> None:
    held = next(name for name, state in room.pinned.machine.states.items() if Tag.HELD in state.means)
    waits = special == "not held"
    ref = Ref(MEETING_SERIES, DAY.year, MEETINGS[special])
    snapshot.put(_item(ref, room, room.initial if waits else held))
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


class Form(NamedTuple):
    """A situation in its normal form: what makes it this one, its rows, and what its cases were called before."""

    key: tuple[Any, ...]
    snapshot: Snapshot
    called: Mapping[Ref, Ref]


def normal(snapshot: Snapshot, static: Snapshot) -> Form:
    """The normal form of a situation.

    Cases beneath the same parent are alike, so they stand in the order of where they are. Of stances only those of this
    round count, and whether they are on the present text; once the decision is adopted nothing asks for them again.
    """
    decision, top = snapshot.one(Decision, TOP.year, TOP.no), snapshot.one(Item, *TOP)
    made, called = static.copy(), {TOP: TOP}
    meetings = []
    for item in snapshot.all(Item):
        if item.series:
            made.put(_plain(item, item.ref))
            meetings.append((item.series, item.no, item.state))
    there = [row for row in snapshot.all(Attendance) if row.deputy is None]
    for row in there:
        made.put(replace(row, mandate=None))
    made.put(_plain(top, TOP))
    branches = _beneath(snapshot, made, called)
    open_ = decision.adopted_on is None
    said = _said(snapshot, decision) if open_ else ()
    version = 1 + any(not fresh for _, _, fresh in said)
    for post, stance, fresh in said or _consent(snapshot, open_=open_):
        on = version if fresh else 1
        made.put(SeatStance(year=TOP.year, no=TOP.no, round=1, post=post, text_version=on, stance=stance, reason="r"))
    excused = _excused(snapshot, decision) if open_ else ()
    for post in excused:
        made.put(Excuse(year=TOP.year, no=TOP.no, round=1, post=post, reason="r"))
    granted = _granted(snapshot, decision) if open_ else ()
    for body, yes in granted:
        made.put(Ratification(year=TOP.year, no=TOP.no, round=1, body=body, case="1", date=DAY, granted=yes))
    adopted = None if open_ else DAY
    tabled = decision.meeting if open_ or decision.meeting is None else "M1/30"
    made.put(replace(decision, text="t", text_version=version, round=1, adopted_on=adopted, meeting=tabled))
    present = tuple(sorted((row.no, row.who, row.presence) for row in there))
    key = (_shape(top), tabled, open_, said, excused, granted, branches, tuple(sorted(meetings)), present)
    return Form(key, made, called)


def _beneath(snapshot: Snapshot, made: Snapshot, called: dict[Ref, Ref]) -> tuple[Any, ...]:
    """Put what stands beneath the decision in its order; the result tells where everything is."""
    shapes = []
    for child in snapshot.children(TOP):
        below = sorted((_shape(measure), measure.ref) for measure in snapshot.children(child.ref))
        shapes.append(((_shape(child), tuple(shape for shape, _ in below)), child.ref, below))
    shapes.sort(key=lambda each: each[:2])
    for number, (_, ref, below) in enumerate(shapes, start=1):
        new = TOP.child(number)
        called[new] = ref
        made.put(_plain(snapshot.one(Item, *ref), new))
        for place, (_, measure) in enumerate(below, start=1):
            called[new.child(place)] = measure
            made.put(_plain(snapshot.one(Item, *measure), new.child(place)))
        made.put(Counter(series="", year=TOP.year, no=TOP.no, a=number, last=len(below)))
    made.put(Counter(series="", year=TOP.year, no=TOP.no, a=0, last=len(shapes)))
    return tuple(shape for shape, _, _ in shapes)


def _said(snapshot: Snapshot, decision: Decision) -> tuple[tuple[str, str, bool], ...]:
    """What each seat said in this round, and whether it was of the present text."""
    rows = (s for s in snapshot.all(SeatStance) if _of_round(s, decision))
    return tuple(sorted((s.post, s.stance, s.text_version == decision.text_version) for s in rows))


def _consent(snapshot: Snapshot, *, open_: bool) -> tuple[tuple[str, str, bool], ...]:
    """What was said of an adopted decision, as its adoption showed (I1 is looked at when it happens)."""
    if open_:
        return ()
    return tuple((post.id, Stance.CONSENT.value, True) for post in snapshot.all(Post) if post.seat)


def _excused(snapshot: Snapshot, decision: Decision) -> tuple[str, ...]:
    return tuple(sorted(e.post for e in snapshot.all(Excuse) if _of_round(e, decision)))


def _granted(snapshot: Snapshot, decision: Decision) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted((r.body, r.granted) for r in snapshot.all(Ratification) if _of_round(r, decision)))


def _of_round(row: SeatStance | Excuse | Ratification, decision: Decision) -> bool:
    return (row.year, row.no, row.round) == (decision.year, decision.no, decision.round)


def _shape(item: Item) -> tuple[str, str, tuple[str, ...]]:
    return (item.state, item.owner or "", item.accepted_by)


def _plain(item: Item, ref: Ref) -> Item:
    """A case without what no rule reads; one that the last step left alone is so already."""
    if item.last_seq == 0 and item.key == tuple(ref):
        return item
    return replace(
        item, **ref._asdict(), title="t", born=DAY, since=DAY, last_on=DAY, last_seq=0, progress=0, reschedules=0,
        note="", resources="", challenges=(), knowledge=(), due=DUE if item.due else None,
    )  # fmt: skip
