"""Lists of a case sheet: stances, ratifications, owners, children."""

from __future__ import annotations

from slt_flow.model import Attendance, Decision, Excuse, OwnerSpell, Ratification, SeatStance
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.answers import Listing
from slt_flow.services.request.reading import Reader
from slt_flow.terms import Ref


def stances(reader: Reader, snapshot: Snapshot, decision: Decision) -> Listing:
    """List every stance ever taken, each marked as counting now or not."""
    rows = [
        {
            "post": stance.post,
            "title": reader.posts[stance.post].title,
            "round": stance.round,
            "text_version": stance.text_version,
            "stance": stance.stance,
            "reason": stance.reason,
            "counts": _counts(snapshot, stance, decision),
        }
        for stance in sorted(snapshot.all(SeatStance), key=lambda s: (s.round, s.post))
    ]
    return Listing("stances", tuple(rows))


def _counts(snapshot: Snapshot, stance: SeatStance, decision: Decision) -> bool:
    """Return True when a stance is on the present text, in this round, by the one who acts for the seat."""
    meeting = decision.tabled_at
    there = snapshot.find(Attendance, meeting.year, meeting.no, stance.post) if meeting is not None else None
    same = (stance.round, stance.text_version) == (decision.round, decision.text_version)
    return same and there is not None and there.deputy == stance.deputy


def excuses(snapshot: Snapshot, decision: Decision) -> Listing:
    """List the posts excused from the item."""
    rows = [
        {"post": excuse.post, "round": excuse.round, "reason": excuse.reason, "counts": excuse.round == decision.round}
        for excuse in snapshot.all(Excuse)
    ]
    return Listing("excuses", tuple(rows))


def ratifications(snapshot: Snapshot, decision: Decision) -> Listing:
    """List the ratifications by competent bodies, and those still waited for."""
    answered = {(r.round, r.body): r for r in snapshot.all(Ratification)}
    rows = [{"body": r.body, "case": r.case, "date": r.date, "granted": r.granted} for r in answered.values()]
    waiting = [body for body in decision.bodies if (decision.round, body) not in answered]
    rows += [{"body": body, "case": None, "date": None, "granted": None} for body in waiting]
    return Listing("ratifications", tuple(rows))


def owners(snapshot: Snapshot, ref: Ref) -> Listing:
    """List the accountable owners with their periods."""
    own = [
        s for s in snapshot.all(OwnerSpell) if (s.assignment_no, s.measure_no) == (ref.assignment_no, ref.measure_no)
    ]
    rows = [{"post": s.post, "since": s.since, "until": s.until} for s in sorted(own, key=lambda s: s.seq)]
    return Listing("owners", tuple(rows))


def children(reader: Reader, snapshot: Snapshot, ref: Ref) -> Listing:
    """Return the cases directly beneath."""
    rows = [
        {
            "ref": str(c.ref),
            "title": c.title,
            "state": c.state,
            "label": reader.state_label(c.pin, c.state),
            "owner": None if c.is_dropped else c.owner,
            "due": None if c.is_dropped else c.due,
        }
        for c in snapshot.children(ref)
    ]
    return Listing("children", tuple(rows))
