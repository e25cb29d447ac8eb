"""Lists of a case sheet: stances, ratifications, owners, children."""

from __future__ import annotations

from slt_flow.model import Attendance, Decision, Excuse, OwnerSpell, Ratification, SeatStance
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.columns import row_of
from slt_flow.results.decisions import ChildRow, ExcuseRow, OwnerRow, RatificationRow, StanceRow
from slt_flow.services.request.reading import Reader
from slt_flow.terms import Ref


def stances(reader: Reader, snapshot: Snapshot, decision: Decision) -> tuple[StanceRow, ...]:
    """List every stance ever taken, each marked as counting now or not."""
    return tuple(
        row_of(StanceRow, stance, title=reader.posts[stance.post].title, counts=_counts(snapshot, stance, decision))
        for stance in sorted(snapshot.all(SeatStance), key=lambda s: (s.round, s.post))
    )


def _counts(snapshot: Snapshot, stance: SeatStance, decision: Decision) -> bool:
    """Return True when a stance is on the present text, in this round, by the one who acts for the seat."""
    meeting = decision.tabled_at
    there = snapshot.find(Attendance, meeting.year, meeting.no, stance.post) if meeting is not None else None
    same = (stance.round, stance.text_version) == (decision.round, decision.text_version)
    return same and there is not None and there.deputy == stance.deputy


def excuses(snapshot: Snapshot, decision: Decision) -> tuple[ExcuseRow, ...]:
    """List the posts excused from the item."""
    return tuple(ExcuseRow(e.post, e.round, e.reason, e.round == decision.round) for e in snapshot.all(Excuse))


def ratifications(snapshot: Snapshot, decision: Decision) -> tuple[RatificationRow, ...]:
    """List the ratifications by competent bodies, and those still waited for."""
    answers = {
        (r.round, r.body): RatificationRow(r.body, r.case, r.date, r.granted) for r in snapshot.all(Ratification)
    }
    waiting = (body for body in decision.bodies if (decision.round, body) not in answers)
    return (*answers.values(), *(RatificationRow(body, None, None, None) for body in waiting))


def owners(snapshot: Snapshot, ref: Ref) -> tuple[OwnerRow, ...]:
    """List the accountable owners with their periods."""
    own = [
        s for s in snapshot.all(OwnerSpell) if (s.assignment_no, s.measure_no) == (ref.assignment_no, ref.measure_no)
    ]
    return tuple(OwnerRow(s.post, s.since, s.until) for s in sorted(own, key=lambda s: s.seq))


def children(reader: Reader, snapshot: Snapshot, ref: Ref) -> tuple[ChildRow, ...]:
    """Return the cases directly beneath."""
    return tuple(
        ChildRow(str(c.ref), c.title, reader.state(c), *((None, None) if c.is_dropped else (c.owner, c.due)))
        for c in snapshot.children(ref)
    )
