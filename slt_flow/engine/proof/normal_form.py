"""Normal form of situations: two with the same key are one (state abstraction and symmetry reduction).

Days, texts and numbers that no rule reads become one value. Cases beneath the same parent, and seats that differ only
by their party, are interchangeable, so they are sorted. The key keeps who takes part, the stances on the present text,
and the state of every case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from slt_flow.engine.fold.register import work_key
from slt_flow.engine.proof.model_council import DAY, DUE, EVERY, TOP
from slt_flow.model import (
    Attendance,
    Counter,
    Decision,
    Excuse,
    Item,
    Meeting,
    Objection,
    OwnerSpell,
    Post,
    Ratification,
    SeatStance,
)
from slt_flow.model.row import replaced
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import MEETING_SERIES, Level, Presence, Ref, Stance

Shape = tuple[str, str, bool, tuple[str, ...], str]
"""Shape of one case: its state, owner, whether it has a deadline, who accepted it, and what it pins.

The pin is needed after a move: an ended case still pins the older version, where the same state may mean another thing.
"""

Place = tuple[Any, ...]
"""Key of a case's row."""

_InRound = TypeVar("_InRound", SeatStance, Excuse, Ratification)


class Branch(NamedTuple):
    """An assignment with the measures beneath it, in the order of their shapes."""

    assignment: tuple[Shape, Place]
    measures: tuple[tuple[Shape, Place], ...]

    @property
    def shape(self) -> tuple[Any, ...]:
        """Shapes of all its cases, without their refs."""
        return (self.assignment[0], tuple(shape for shape, _ in self.measures))


class Key(NamedTuple):
    """Key of a situation: the decision's shape, the shapes of the branches beneath it, and the rest.

    The rest is the meeting it is tabled at, whether it is still to be adopted, stances, objections, excuses,
    ratifications, the states of meetings and learning points, who is present, and whether it is for information.
    """

    top: Shape
    rest: tuple[Any, ...]
    shapes: tuple[Any, ...]


class Form(NamedTuple):
    """A situation in its normal form: its key, its cases in order, and the former names of seats that are renamed."""

    key: Key
    branches: tuple[Branch, ...]
    seats: Mapping[str, str]

    @property
    def refs(self) -> Mapping[Ref, Ref]:
        """Former ref of each case beneath the decision."""
        refs: dict[Ref, Ref] = {}
        for number, branch in enumerate(self.branches, start=1):
            refs[TOP.child(number)] = Ref(*branch.assignment[1])
            for place, (_, key) in enumerate(branch.measures, start=1):
                refs[TOP.child(number).child(place)] = Ref(*key)
        return refs


def normal(snapshot: Snapshot) -> Form:
    """Return the normal form of a situation.

    Stances and excuses count in their round only, and only while the item is tabled and still to be adopted; of a
    stance, its text version counts only as present or not. Of a seat's objections at a meeting the last one counts, and
    whether the seat has spoken on the present text since.
    """
    decision = snapshot.one(Decision, TOP.year, TOP.no)
    branches, top, others = _cases(snapshot)
    open_ = decision.adopted_on is None
    votes = open_ and decision.meeting is not None and not top.ended
    taken = _of_round(snapshot, SeatStance, decision) if votes else ()
    stances = tuple(sorted((s.post, s.stance, _is_fresh(snapshot, decision, s)) for s in taken))
    objections = _objections(snapshot, decision) if open_ and not top.ended else ()
    excused = tuple(sorted(row.post for row in _of_round(snapshot, Excuse, decision))) if votes else ()
    ratifications = _of_round(snapshot, Ratification, decision) if open_ else ()
    granted = tuple(sorted((row.body, row.granted) for row in ratifications))
    tabled = decision.meeting if open_ or decision.meeting is None else str(Ref(MEETING_SERIES, DAY.year, 1))
    attendance = (row for row in snapshot.all(Attendance) if row.presence != Presence.GUEST)
    present = tuple(sorted((row.no, row.who, row.presence) for row in attendance))
    shapes = tuple(branch.shape for branch in branches)
    new = _renamed(snapshot, stances, objections, excused, present)
    if new:
        stances = tuple(sorted((new.get(post, post), stance, fresh) for post, stance, fresh in stances))
        objections = tuple(sorted((meeting, new.get(post, post), fresh) for meeting, post, fresh in objections))
        excused = tuple(sorted(new.get(post, post) for post in excused))
        present = tuple(sorted((no, new.get(who, who), presence) for no, who, presence in present))
    key = Key(
        shape_of(top),
        (tabled, open_, stances, objections, excused, granted, others, present, decision.information),
        shapes,
    )
    return Form(key, branches, {after: before for before, after in new.items()})


def _renamed(
    snapshot: Snapshot,
    stances: tuple[Any, ...],
    objections: tuple[Any, ...],
    excused: tuple[str, ...],
    present: tuple[Any, ...],
) -> Mapping[str, str]:
    """Return the new names of seats that differ only by their party, in the order of what they did (symmetry)."""
    memo = snapshot.at_meetings
    if "alike seats" not in memo:
        binding = [post for post in snapshot.all(Post) if post.binds]
        parties = [snapshot.party_of(post.id) for post in binding]
        both = zip(binding, parties, strict=True)
        memo["alike seats"] = [post.id for post, party in both if not post.roles and parties.count(party) == 1]
    alike: list[str] = memo["alike seats"]
    if len(alike) < 2:
        return {}

    def of(seat: str) -> tuple[Any, ...]:
        own = [(stance, fresh) for post, stance, fresh in stances if post == seat]
        objected = [(meeting, fresh) for meeting, post, fresh in objections if post == seat]
        return (own, objected, seat in excused, [(no, presence) for no, who, presence in present if who == seat])

    order = sorted(alike, key=lambda seat: (of(seat), seat))
    return {before: after for before, after in zip(order, alike, strict=True) if before != after}


def _cases(snapshot: Snapshot) -> tuple[tuple[Branch, ...], Item, tuple[Any, ...]]:
    """Return the branches in order, the decision, and the states of meetings and learning points."""
    assignments: dict[int, tuple[Shape, Place]] = {}
    measures: dict[int, list[tuple[Shape, Place]]] = {}
    others = []
    frozen = {meeting.key for meeting in snapshot.all(Meeting) if meeting.frozen is not None}
    for key, item in snapshot.keyed(Item):
        if item.series:
            others.append((item.series, item.no, item.state, key[:3] in frozen, item.pin))
        elif item.no == TOP.no and item.assignment_no:
            if item.measure_no:
                measures.setdefault(item.assignment_no, []).append((shape_of(item), key))
            else:
                assignments[item.assignment_no] = (shape_of(item), key)
    beneath = (Branch(own, tuple(sorted(measures.get(number, ())))) for number, own in assignments.items())
    branches = sorted(beneath, key=lambda branch: (branch.shape, branch.assignment[1]))
    return tuple(branches), snapshot.one(Item, *TOP), tuple(sorted(others))


def normalised(snapshot: Snapshot, form: Form, static: Snapshot) -> Snapshot:
    """Return the rows of a situation in its normal form; `static` holds those that never change."""
    tabled, open_, stances, objections, excused, granted, _, present, _ = form.key.rest
    rows = static.copy()
    for item in snapshot.all(Item):
        if item.series or item.ref == TOP:
            rows.put(_plain(item, item.ref))
    for meeting in snapshot.all(Meeting):
        if meeting.frozen is not None:
            rows.put(replaced(rows.one(Meeting, *meeting.key), frozen=0))
    for number, who, _ in present:
        rows.put(
            replaced(snapshot.one(Attendance, MEETING_SERIES, DAY.year, number, form.seats.get(who, who)), who=who)
        )
    for ref, former in form.refs.items():
        item = _plain(snapshot.one(Item, *former), ref)
        rows.put(item)
        if item.owner is not None:
            rows.put(_spell(ref, item.owner))
    for number, last in enumerate((len(form.branches), *(len(branch.measures) for branch in form.branches))):
        rows.put(_count(number, last))
    version = 1 + any(not fresh for _, _, fresh in stances)
    own: dict[str, Any] = {"year": TOP.year, "no": TOP.no, "round": 1}
    # All consent to an adopted decision, since I1 is checked on the step that adopts it.
    consent = ((post.id, Stance.CONSENT.value, True) for post in snapshot.all(Post) if post.seat)
    for post, stance, fresh in stances if open_ else consent:
        there = rows.find(Attendance, MEETING_SERIES, DAY.year, _number(tabled), post) if fresh else None
        deputy = there.deputy if there is not None else None
        spoken = SeatStance(**own, post=post, text_version=version if fresh else 1, stance=stance, reason="r")
        rows.put(replaced(spoken, deputy=deputy))
    for seq, (meeting, post, fresh) in enumerate(objections, start=-len(objections)):  # before every entry to come
        spoken_on = version if fresh else None
        row = Objection(
            year=TOP.year, no=TOP.no, seq=seq, meeting=meeting, on=DAY, post=post, text_version=1, reason="r",
            spoken_on=spoken_on,
        )  # fmt: skip
        rows.put(row)
    for post in excused:
        rows.put(Excuse(**own, post=post, reason="r"))
    for body, yes in granted:
        rows.put(Ratification(**own, body=body, case="1", date=DAY, granted=yes))
    decision, adopted = snapshot.one(Decision, TOP.year, TOP.no), None if open_ else DAY
    plain: dict[str, Any] = {"text": "t", "text_version": version, "round": 1, "measures": 0}
    rows.put(replaced(decision, **plain, adopted_on=adopted, meeting=tabled))
    return rows


# Rows that recur in thousands of situations are memoised: they take less memory, and are told equal by identity.


@lru_cache(maxsize=256)
def _count(assignment: int, last: int) -> Counter:
    return Counter(series="", year=TOP.year, no=TOP.no, assignment_no=assignment, last=last)


@lru_cache(maxsize=256)
def _spell(ref: Ref, owner: str) -> OwnerSpell:
    return OwnerSpell(**work_key(ref), seq=0, post=owner, since=DAY, until=None)


def _objections(snapshot: Snapshot, decision: Decision) -> tuple[tuple[str, str, bool], ...]:
    """Return the meeting and post of every objection, and whether its seat has spoken on the present text since."""
    last = {(row.meeting, row.post): row.spoken_on == decision.text_version for row in snapshot.all(Objection)}
    return tuple(sorted((meeting, post, fresh) for (meeting, post), fresh in last.items()))


def _number(tabled: str | None) -> int:
    ref = Ref.parse(tabled) if tabled is not None else None
    return ref.no if ref is not None else 0


def _is_fresh(snapshot: Snapshot, decision: Decision, stance: SeatStance) -> bool:
    """Return whether a stance is on the present text, by the person who is there for the seat now."""
    there = snapshot.find(Attendance, MEETING_SERIES, DAY.year, _number(decision.meeting), stance.post)
    own = there is None or stance.deputy == there.deputy
    return own and stance.text_version == decision.text_version


def _of_round(snapshot: Snapshot, kind: type[_InRound], decision: Decision) -> tuple[_InRound, ...]:
    """Return the rows of a kind of the round that a decision is in."""
    own = (decision.year, decision.no, decision.round)
    return tuple(row for row in snapshot.all(kind) if (row.year, row.no, row.round) == own)


def shape_of(item: Item) -> Shape:
    """Return the shape of a case."""
    return (item.state, item.owner or "", item.due is not None, item.accepted_by, item.pin)


def _plain(item: Item, ref: Ref) -> Item:
    """Return a case with one value for all that no rule reads; one that the last step left alone has it already."""
    if item.last_seq == 0 and item.key == tuple(ref):
        return item
    due = DUE if item.due else None
    built = (item.machine, item.level, item.pin, item.state, item.tags, item.ended, item.waits_on)
    return _plain_as(ref, built, item.owner, due, item.accepted_by)


@lru_cache(maxsize=4096)
def _plain_as(
    ref: Ref, built: tuple[Any, ...], owner: str | None, due: date | None, accepted_by: tuple[str, ...]
) -> Item:
    """Return the one row of all cases that are alike and have the same ref."""
    machine, level, pin, state, tags, ended, waits_on = built
    # every measure stands and recurs: this opens actions that leave a situation as it is, and shuts none
    is_measure = level == Level.EXECUTING
    return Item(
        **ref._asdict(), machine=machine, level=level, pin=pin, state=state, tags=tags, ended=ended, waits_on=waits_on,
        title="t", owner=owner, due=due, standing=is_measure, every=EVERY if is_measure else None, born=DAY, since=DAY,
        last_on=DAY, last_seq=0, accepted_by=accepted_by,
    )  # fmt: skip
