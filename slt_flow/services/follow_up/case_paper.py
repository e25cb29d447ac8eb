"""Paper of one decision for its meeting: proposal or decision, basis, history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, cast

from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError
from slt_flow.model import Area, Challenge, Decision, Item, Knowledge, Meeting, Ratification
from slt_flow.model.agenda_points import agenda_of
from slt_flow.model.labels import proposer_of, title_of, work_row
from slt_flow.model.point_kinds import PUT_OFF, TABLED
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.columns import row_of
from slt_flow.results.decisions import NamedSource, RatificationRow
from slt_flow.results.follow_up import NextMeeting
from slt_flow.results.history import HistoryLine
from slt_flow.results.meetings import AgendaItem
from slt_flow.results.papers import CasePaper, Ground, Step
from slt_flow.services.decisions.neighbours import neighbours_of
from slt_flow.services.history.timeline import lines_of
from slt_flow.services.meetings.attachments import names_of
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import Ref, Stance, Tag

_WITH_MEETING: Final = (Kind.MEETING_LINKED, Kind.AGENDA_LEFT)
_ALONE: Final = (Kind.REGISTERED, Kind.TEXT_AMENDED, Kind.TITLE_CHANGED)
"""Kinds of entries that are steps of a case: those that name a meeting, and those that say it all."""


def case_paper(context: Context, ref: str) -> CasePaper:
    """Return the paper of a decision, as it stands.

    Raises:
        RequestError: there is no such case, or it is no decision.
    """
    return case_papers(context, (ref,))[0]


def case_papers(context: Context, refs: Iterable[str]) -> tuple[CasePaper, ...]:
    """Return the papers of several decisions, as they stand.

    Raises:
        RequestError: there is no such case, or it is no decision.
    """
    targets = dict.fromkeys(parsing.ref(ref).top for ref in refs)
    with reading(context) as reader:
        lines = {target: lines_of(reader, str(target)) for target in targets}
        decisions = {target: _decision(reader, target) for target in targets}
        by_meeting: dict[Ref | None, list[Ref]] = {}
        for target, decision in decisions.items():
            by_meeting.setdefault(_meeting(decision), []).append(target)
        papers: dict[Ref, CasePaper] = {}
        for meeting, own in by_meeting.items():
            snapshot = projection.for_papers(reader.connection, reader.council, meeting, reader.day, own)
            papers |= {target: _paper(reader, snapshot, decisions[target], lines[target]) for target in own}
        return tuple(_masked(papers[ref]) if reader.is_masked(ref) else papers[ref] for ref in targets)


def _decision(reader: Reader, ref: Ref) -> Decision:
    rows = projection.rows(reader.connection, reader.council, Decision, year=ref.year, no=ref.no)
    if not (ref.is_decision and rows):
        raise RequestError("paper_of_no_decision", ref=str(ref))
    return rows[0]


def _masked(paper: CasePaper) -> CasePaper:
    """Leave a paper its number, its mark and the basis."""
    bare = paper._replace(masked=True, day=paper.as_of, meeting=None, number=None, presenter="", area=None, kind=None)
    bare = bare._replace(text="", note="", case=None, authority=None, proposed_by="", follows="", decided=False)
    bare = bare._replace(bodies=(), attachments=(), challenges=(), knowledge=(), neighbours=(), ratifications=())
    return bare._replace(follow_up=(), history=())


def _paper(reader: Reader, snapshot: Snapshot, decision: Decision, lines: Iterable[HistoryLine]) -> CasePaper:
    item, at = snapshot.case_of(decision), _meeting(decision)
    meeting = snapshot.find(Meeting, *at[:3]) if at is not None else None
    then = snapshot.on(meeting.day if meeting is not None else reader.day)
    point = _point(snapshot, decision.ref, meeting, reader.day) if meeting is not None else None
    area = then.find(Area, decision.area_on(meeting.day if meeting is not None else reader.day))
    source = Ref.parse(decision.follows or "")
    followed = snapshot.item(source) if source is not None else None
    return CasePaper(
        council=reader.council,
        title=reader.row.title,
        ref=str(item.ref),
        name=item.title,
        day=meeting.day if meeting is not None and item.has(Tag.ON_AGENDA) else reader.day,
        as_of=reader.day,
        state=reader.state(item),
        decided=item.has(Tag.CONCLUDED) and not (item.has(Tag.STUCK) or item.has(Tag.DROPPED)),
        text=decision.text,
        case=decision.case or (point.case if point is not None else None),
        kind=reader.kind_of(decision),
        area=area.title if area is not None else None,
        information=decision.information,
        bodies=decision.bodies,
        authority=title_of(then, decision.authority) or None,
        meeting=NextMeeting(str(meeting.ref), meeting.day, meeting.kind) if meeting is not None else None,
        number=point.number if point is not None else None,
        presenter=point.post_title if point is not None else "",
        note=point.text if point is not None else "",
        attachments=(*(point.attachments if point is not None else ()), *names_of(reader, item.ref)),
        proposed_by=proposer_of(then, decision),
        follows=f"{source} {followed.title}" if followed is not None else str(source or ""),
        challenges=grounds_of(snapshot, item),
        knowledge=sources_of(snapshot, item.knowledge),
        neighbours=neighbours_of(reader, item.ref),
        ratifications=tuple(_ratifications(snapshot, decision)),
        follow_up=tuple(
            work_row(snapshot, case, reader.day) for case in snapshot.beneath(item.ref) if not case.is_dropped
        ),
        history=tuple(_steps(lines, then, item.ref, objections=not (item.has(Tag.ON_AGENDA) and reader.moment.public))),
    )


def grounds_of(snapshot: Snapshot, item: Item) -> tuple[Ground, ...]:
    """Return the challenges that a case answers, its own or those of the nearest case above, with their sources."""
    above = snapshot.item(item.ref.parent) if item.ref.parent is not None else None
    if not item.challenges and above is not None:
        return grounds_of(snapshot, above)
    rows = (snapshot.find(Challenge, name) for name in item.challenges)
    return tuple(Ground(row.id, row.title, sources_of(snapshot, row.knowledge)) for row in rows if row is not None)


def sources_of(snapshot: Snapshot, names: tuple[str, ...]) -> tuple[NamedSource, ...]:
    """Return the sources of knowledge of those names that are known."""
    rows = (snapshot.find(Knowledge, name) for name in names)
    return tuple(row_of(NamedSource, row) for row in rows if row is not None)


def _meeting(decision: Decision) -> Ref | None:
    """Return the meeting that a decision stands on the agenda of, or last stood on."""
    last = next(iter(decision.agendas[::-1]), None)
    return decision.tabled_at or (Ref.parse(last) if last is not None else None)


def _point(snapshot: Snapshot, ref: Ref, meeting: Meeting, day: date) -> AgendaItem | None:
    """Return the point of an agenda at which a decision is dealt with; an agenda is made once for all its papers."""
    key = "paper points", meeting.ref, day
    if key not in snapshot.found:
        points, _ = agenda_of(snapshot, meeting.ref, day)
        dealt_with = (point for point in reversed(points) if point.kind in (TABLED, PUT_OFF))
        snapshot.found[key] = {point.ref: point for point in dealt_with}
    return cast("dict[str | None, AgendaItem]", snapshot.found[key]).get(str(ref))


def _ratifications(snapshot: Snapshot, decision: Decision) -> Iterator[RatificationRow]:
    """Yield the answers of the bodies that ratify a decision, and those waited for."""
    rows = {
        row.body: row for row in snapshot.all(Ratification) if row.ref == decision.ref and row.round == decision.round
    }
    for body in decision.bodies:
        row = rows.get(body)
        yield RatificationRow(body, row.case, row.date, row.granted) if row else RatificationRow(body, None, None, None)


def _steps(lines: Iterable[HistoryLine], then: Snapshot, ref: Ref, *, objections: bool) -> Iterator[Step]:
    """Yield what happened to a decision, as readers of its paper need it; the public learns in the end who objected."""
    for line in lines:
        if line.subject != str(ref) or line.voided:
            continue
        if line.kind in _WITH_MEETING:
            yield Step(line.on, line.kind, meeting=line.data.get("meeting"))
        elif line.kind in _ALONE:
            yield Step(line.on, line.kind)
        elif line.kind == Kind.STANCE_TAKEN and line.data["stance"] == Stance.OBJECT:
            if not objections:
                continue
            post = title_of(then, line.data["post"])
            yield Step(line.on, line.kind, post=post, text=line.texts.get("reason", ""))
        elif line.to_state is not None and Tag.ON_AGENDA not in line.data.get("tags", ()):
            yield Step(line.on, line.kind, state=line.to_state, text=line.texts.get("reason", ""))
