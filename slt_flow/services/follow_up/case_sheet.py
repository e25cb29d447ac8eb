"""The sheet of one case: its fields and lists."""

from __future__ import annotations

from slt_flow.engine.entries import Entry, Kind
from slt_flow.model import Decision, Excuse, Item, Meeting, OwnerSpell, Post, Ratification, SeatStance
from slt_flow.model.exemptions import is_masked
from slt_flow.model.facts import Facts
from slt_flow.model.labels import title_of
from slt_flow.model.recurrence import missed
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal
from slt_flow.results.columns import row_of
from slt_flow.results.decisions import (
    CaseSheet,
    ChildRow,
    DecidedFields,
    ExcuseRow,
    OwnerRow,
    RatificationRow,
    StanceRow,
)
from slt_flow.results.evaluation import LearningSheet
from slt_flow.results.meetings import MeetingSheet
from slt_flow.services.decisions.continued import goes_on
from slt_flow.services.decisions.neighbours import neighbours_of
from slt_flow.services.decisions.rationale import grounds
from slt_flow.services.meetings.attachments import files_of
from slt_flow.services.meetings.filing import filed
from slt_flow.services.meetings.lists import show_meeting
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, case_snapshot, reading, remarks
from slt_flow.services.year.evaluation_view import found_by
from slt_flow.services.year.learning_view import point
from slt_flow.terms import LEARNING_SERIES, Ref, Stance


def show(context: Context, ref: str) -> CaseSheet | LearningSheet | MeetingSheet:
    """Show a case of any kind in full."""
    series = parsing.ref(ref).series
    return point(context, ref) if series == LEARNING_SERIES else (show_meeting if series else show_case)(context, ref)


def last_entry(context: Context, ref: str | None) -> int:
    """Return the number of the last entry of a case of any kind, or of the council, by which a form tells of changes.

    Raises:
        RequestError: it is no ref.
    """
    with reading(context) as reader:
        if ref is None:
            return journal.head(reader.connection, reader.council).height
        return journal.last_of_subject(reader.connection, reader.council, str(parsing.ref(ref)))


def show_case(context: Context, ref: str) -> CaseSheet:
    """Show one decision, assignment or measure in full: its fields, stances, owners, remarks and links."""
    target = parsing.ref(ref)
    with reading(context) as reader:
        snapshot = case_snapshot(reader, target)
        item = snapshot.one(Item, *target)
        decision = snapshot.one(Decision, target.year, target.no) if not target.assignment_no else None
        challenges, knowledge = grounds(reader, item)
        is_of_import = item.unmoved and item.since is None
        return row_of(
            CaseSheet,
            item,
            ref=str(item.ref),
            state=reader.state(item),
            due=item.due_written,
            missed=missed(item, reader.day),
            holder=reader.posts[item.owner].holder if item.owner else None,
            on=None if is_of_import else item.last_on,
            recorded_on=item.last_on if is_of_import else None,
            imported=item.source is not None,
            seq=journal.last_of_subject(reader.connection, reader.council, str(target)) or item.last_seq,
            decided=_decided(reader, decision) if decision and not is_masked(item) else None,
            challenges=challenges,
            knowledge=knowledge,
            stances=_stances(reader, snapshot, decision) if decision else None,
            excuses=_excuses(snapshot, decision) if decision else None,
            ratifications=_ratifications(snapshot, decision) if decision else None,
            owners=_owners(snapshot, target) if not decision else None,
            effects=found_by(reader, target) if not decision else None,
            children=_children(reader, snapshot, target),
            neighbours=neighbours_of(reader, target) if decision else None,
            goes_on=tuple(goes_on(reader, snapshot, target)),
            remarks=remarks(snapshot, target, reader.agreement),
            recorded=reader.recorded(target),
            erased=reader.erasures(target),
            attachments=files_of(reader, target),
            exempt=reader.exempt(target),
            filed=filed(reader, target),
        )


def _decided(reader: Reader, decision: Decision) -> DecidedFields:
    return row_of(
        DecidedFields,
        decision,
        area_title=next((area.title for area in reader.areas if area.id == decision.area), None),
        for_information=decision.information,
        needs_ratification=decision.bodies,
        kind=reader.kind_of(decision),
        proposed_by=decision.proposed_by or decision.group,
    )


def _stances(reader: Reader, snapshot: Snapshot, decision: Decision) -> tuple[StanceRow, ...]:
    """List every stance ever taken, each marked as counting now or not."""
    meeting = decision.tabled_at
    row = snapshot.find(Meeting, *meeting[:3]) if meeting is not None else None
    then, facts = reader.on(row.day if row is not None else reader.day), Facts(snapshot, decision.ref)
    taken = _taken(reader.about(decision.ref))
    for post in then.all(Post):  # a stance counts for the seat that takes part
        snapshot.put(post)
    return tuple(
        row_of(
            StanceRow,
            stance,
            title=title_of(then, stance.post),
            counts=_counts(facts, stance),
            acted_by=taken[stance.round, stance.post].acted_by,
            recorded_by=taken[stance.round, stance.post].recorded_by,
            authenticated=taken[stance.round, stance.post].authenticated,
        )
        for stance in sorted(snapshot.all(SeatStance), key=lambda s: (s.round, s.post))
    )


def _taken(entries: tuple[Entry, ...]) -> dict[tuple[int, str], Entry]:
    """Return the entry of the last stance of each seat in each round; every agenda begins a round."""
    taken: dict[tuple[int, str], Entry] = {}
    rounds = 0
    for entry in entries:
        rounds += entry.kind == Kind.MEETING_LINKED
        if entry.kind == Kind.STANCE_TAKEN:
            taken[rounds, entry.data["post"]] = entry
    return taken


def _counts(facts: Facts, stance: SeatStance) -> bool:
    """Return True for a stance of a seat that takes part, on the present text, and for an objection that stands."""
    objection = facts.objections.get(stance.post) if stance.stance == Stance.OBJECT else None
    stands = objection is not None and objection.text_version == stance.text_version
    return stands or stance in facts.valid_stances.values()


def _excuses(snapshot: Snapshot, decision: Decision) -> tuple[ExcuseRow, ...]:
    """List the posts excused from the item."""
    excuses = snapshot.all(Excuse)
    return tuple(ExcuseRow(e.post, e.round, e.reason, e.decided_by, e.round == decision.round) for e in excuses)


def _ratifications(snapshot: Snapshot, decision: Decision) -> tuple[RatificationRow, ...]:
    """List the ratifications by competent bodies, and those still waited for."""
    answers = {
        (r.round, r.body): RatificationRow(r.body, r.case, r.date, r.granted) for r in snapshot.all(Ratification)
    }
    waiting = (body for body in decision.bodies if (decision.round, body) not in answers)
    return (*answers.values(), *(RatificationRow(body, None, None, None) for body in waiting))


def _owners(snapshot: Snapshot, ref: Ref) -> tuple[OwnerRow, ...]:
    """List the accountable owners with their periods."""
    own = [
        s for s in snapshot.all(OwnerSpell) if (s.assignment_no, s.measure_no) == (ref.assignment_no, ref.measure_no)
    ]
    return tuple(OwnerRow(s.post, s.since, s.until) for s in sorted(own, key=lambda s: s.seq))


def _children(reader: Reader, snapshot: Snapshot, ref: Ref) -> tuple[ChildRow, ...]:
    """Return the cases directly beneath."""
    return tuple(
        ChildRow(str(c.ref), c.title, reader.state(c), *((None, None) if c.is_dropped else (c.owner, c.due_written)))
        for c in snapshot.children(ref)
    )
