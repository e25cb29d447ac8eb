"""The form in which two situations are the same.

Days, words and numbers that no rule reads are one value for all. What is left is who takes part, what was said of the
present text, and where every case stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from slt_flow.engine.proof.model_council import DAY, DUE, TOP
from slt_flow.model import (
    Attendance,
    Counter,
    Decision,
    Excuse,
    Item,
    Meeting,
    OwnerSpell,
    Post,
    Ratification,
    SeatStance,
)
from slt_flow.model.snapshot import Snapshot
from slt_flow.terms import MEETING_SERIES, Ref, Stance

Shape = tuple[str, str, bool, tuple[str, ...], str]
"""Where one case stands: its state, its owner, whether it has a deadline, who accepted it, and what it pins.

After a move what has ended pins the older version still, in which a state of the same name may mean something else.
"""


class Branch(NamedTuple):
    """An assignment with the measures beneath it, in the order of where they stand."""

    assignment: tuple[Shape, tuple[Any, ...]]
    measures: tuple[tuple[Shape, tuple[Any, ...]], ...]

    @property
    def shape(self) -> tuple[Any, ...]:
        """The same without what they are called."""
        return (self.assignment[0], tuple(shape for shape, _ in self.measures))


SHAPES: Final = 6
"""Where in a form's key the shapes of what stands beneath the decision are."""


class Form(NamedTuple):
    """A situation in its normal form: what makes it this one, its cases in order, and how its seats are called."""

    key: tuple[Any, ...]
    branches: tuple[Branch, ...]
    seats: Mapping[str, str]
    """What each seat of the normal form was called before, where that is not the same."""

    @property
    def called(self) -> Mapping[Ref, Ref]:
        """What each case of the normal form was called before."""
        found = {TOP: TOP}
        for number, branch in enumerate(self.branches, start=1):
            found[TOP.child(number)] = Ref(*branch.assignment[1])
            for place, (_, key) in enumerate(branch.measures, start=1):
                found[TOP.child(number).child(place)] = Ref(*key)
        return found


def normal(snapshot: Snapshot) -> Form:
    """What makes a situation this one and no other.

    Cases beneath the same parent are alike, so they stand in the order of where they are; so do the seats of parties
    without a role. Of stances only those of this
    round count, and whether they are on the present text; without a meeting nobody takes part, and once the decision is
    adopted or over nothing asks for them again.
    """
    decision = snapshot.one(Decision, TOP.year, TOP.no)
    branches, top, others = _standing(snapshot)
    open_ = decision.adopted_on is None
    spoken = open_ and decision.meeting is not None and not top.ended
    said = _said(snapshot, decision) if spoken else ()
    excused = _excused(snapshot, decision) if spoken else ()
    granted = _granted(snapshot, decision) if open_ else ()
    tabled = decision.meeting if open_ or decision.meeting is None else str(Ref(MEETING_SERIES, DAY.year, 1))
    there = snapshot.all(Attendance)
    present = tuple(sorted((row.no, row.who, row.presence) for row in there if row.deputy is None))
    shapes = tuple(branch.shape for branch in branches)
    new = _renamed(snapshot, said, excused, present)
    if new:
        said = tuple(sorted((new.get(post, post), stance, fresh) for post, stance, fresh in said))
        excused = tuple(sorted(new.get(post, post) for post in excused))
        present = tuple(sorted((no, new.get(who, who), presence) for no, who, presence in present))
    key = (shape_of(top), tabled, open_, said, excused, granted, shapes, others, present)
    return Form(key, branches, {now: was for was, now in new.items()})


def _renamed(
    snapshot: Snapshot, said: tuple[Any, ...], excused: tuple[str, ...], present: tuple[Any, ...]
) -> Mapping[str, str]:
    """Seats that differ by nothing but their party, each with the name it gets in the order of how they stand."""
    alike = [post.id for post in snapshot.all(Post) if post.binds and not post.roles]
    if len(alike) < 2:
        return {}

    def of(seat: str) -> tuple[Any, ...]:
        stances = [(stance, fresh) for post, stance, fresh in said if post == seat]
        return (stances, seat in excused, [(no, presence) for no, who, presence in present if who == seat])

    order = sorted(alike, key=lambda seat: (of(seat), seat))
    return {was: now for was, now in zip(order, alike, strict=True) if was != now}


def _standing(snapshot: Snapshot) -> tuple[tuple[Branch, ...], Item, tuple[Any, ...]]:
    """Every assignment with its measures in their order, the decision itself, and the meetings and learning points."""
    assignments: dict[int, tuple[Shape, tuple[Any, ...]]] = {}
    measures: dict[int, list[tuple[Shape, tuple[Any, ...]]]] = {}
    others = []
    for key, item in snapshot.keyed(Item):
        if item.series:
            others.append((item.series, item.no, item.state, _is_frozen(snapshot, item), item.pin))
        elif item.no == TOP.no and item.assignment_no:
            if item.measure_no:
                measures.setdefault(item.assignment_no, []).append((shape_of(item), key))
            else:
                assignments[item.assignment_no] = (shape_of(item), key)
    beneath = (Branch(found, tuple(sorted(measures.get(a, ())))) for a, found in assignments.items())
    branches = sorted(beneath, key=lambda branch: (branch.shape, branch.assignment[1]))
    return tuple(branches), snapshot.one(Item, *TOP), tuple(sorted(others))


def made(snapshot: Snapshot, form: Form, static: Snapshot) -> Snapshot:
    """The rows of a situation in its normal form; `static` holds those that never change."""
    _, tabled, open_, said, excused, granted, _, _, present = form.key
    found = static.copy()
    for item in snapshot.all(Item):
        if item.series or item.ref == TOP:
            found.put(_plain(item, item.ref))
    for meeting in snapshot.all(Meeting):
        if meeting.frozen is not None:
            found.put(replace(found.one(Meeting, meeting.year, meeting.no), frozen=0))
    for number, who, presence in present:
        found.put(Attendance(year=DAY.year, no=number, who=who, presence=presence, deputy=None, mandate=None))
    _put_branches(snapshot, found, form)
    year, no, version = TOP.year, TOP.no, 1 + any(not fresh for _, _, fresh in said)
    for post, stance, fresh in said if open_ else _consent(snapshot):
        on = version if fresh else 1
        found.put(SeatStance(year=year, no=no, round=1, post=post, text_version=on, stance=stance, reason="r"))
    for post in excused:
        found.put(Excuse(year=year, no=no, round=1, post=post, reason="r"))
    for body, yes in granted:
        found.put(Ratification(year=year, no=no, round=1, body=body, case="1", date=DAY, granted=yes))
    decision, adopted = snapshot.one(Decision, year, no), None if open_ else DAY
    found.put(replace(decision, text="t", text_version=version, round=1, adopted_on=adopted, meeting=tabled))
    return found


def _put_branches(snapshot: Snapshot, found: Snapshot, form: Form) -> None:
    for number, branch in enumerate(form.branches, start=1):
        new = TOP.child(number)
        found.put(_plain(snapshot.one(Item, *branch.assignment[1]), new))
        for place, (_, key) in enumerate(branch.measures, start=1):
            found.put(_plain(snapshot.one(Item, *key), new.child(place)))
        found.put(_count(number, len(branch.measures)))
    for item in found.all(Item) if form.branches else ():
        if item.assignment_no and item.owner is not None:
            found.put(_spell(item.ref, item.owner))
    found.put(_count(0, len(form.branches)))


@lru_cache(maxsize=256)
def _count(assignment: int, last: int) -> Counter:
    return Counter(series="", year=TOP.year, no=TOP.no, assignment_no=assignment, last=last)


@lru_cache(maxsize=256)
def _spell(ref: Ref, owner: str) -> OwnerSpell:
    return OwnerSpell(
        year=ref.year,
        no=ref.no,
        assignment_no=ref.assignment_no,
        measure_no=ref.measure_no,
        seq=0,
        post=owner,
        since=DAY,
        until=None,
    )


def _said(snapshot: Snapshot, decision: Decision) -> tuple[tuple[str, str, bool], ...]:
    """What each seat said in this round, and whether it was of the present text."""
    rows = (s for s in snapshot.all(SeatStance) if _of_round(s, decision))
    return tuple(sorted((s.post, s.stance, s.text_version == decision.text_version) for s in rows))


def _consent(snapshot: Snapshot) -> tuple[tuple[str, str, bool], ...]:
    """What was said of an adopted decision, as its adoption showed (I1 is looked at when it happens)."""
    return tuple((post.id, Stance.CONSENT.value, True) for post in snapshot.all(Post) if post.seat)


def _excused(snapshot: Snapshot, decision: Decision) -> tuple[str, ...]:
    return tuple(sorted(e.post for e in snapshot.all(Excuse) if _of_round(e, decision)))


def _granted(snapshot: Snapshot, decision: Decision) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted((r.body, r.granted) for r in snapshot.all(Ratification) if _of_round(r, decision)))


def _of_round(row: SeatStance | Excuse | Ratification, decision: Decision) -> bool:
    return (row.year, row.no, row.round) == (decision.year, decision.no, decision.round)


def _is_frozen(snapshot: Snapshot, item: Item) -> bool:
    """Whether a meeting's minutes are frozen."""
    meeting = snapshot.find(Meeting, item.year, item.no) if item.series == MEETING_SERIES else None
    return meeting is not None and meeting.frozen is not None


def shape_of(item: Item) -> Shape:
    """Where a case stands."""
    return (item.state, item.owner or "", item.due is not None, item.accepted_by, item.pin)


def _plain(item: Item, ref: Ref) -> Item:
    """A case without what no rule reads; one that the last step left alone is so already."""
    if item.last_seq == 0 and item.key == tuple(ref):
        return item
    due = DUE if item.due else None
    built = (item.machine, item.level, item.pin, item.state, item.tags, item.ended, item.waits_on)
    return _plain_as(ref, built, item.owner, due, item.accepted_by)


@lru_cache(maxsize=4096)
def _plain_as(
    ref: Ref, built: tuple[Any, ...], owner: str | None, due: date | None, accepted_by: tuple[str, ...]
) -> Item:
    """Cases that stand alike at the same place are one and the same row."""
    machine, level, pin, state, tags, ended, waits_on = built
    return Item(
        **ref._asdict(), machine=machine, level=level, pin=pin, state=state, tags=tags, ended=ended, waits_on=waits_on,
        title="t", owner=owner, due=due, born=DAY, since=DAY, last_on=DAY, last_seq=0, accepted_by=accepted_by,
    )  # fmt: skip
