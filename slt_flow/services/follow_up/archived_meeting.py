"""Meeting for the archive: as its minutes were archived, with the papers as they stood before it was held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Final, NamedTuple

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import Meeting, Organisation, Post
from slt_flow.model.archive_keys import export_key
from slt_flow.model.moment import Moment, norway
from slt_flow.model.point_kinds import MINUTES, NOTICE, OTHER, OWN, PUT_OFF, TABLED
from slt_flow.records import journal, projection
from slt_flow.results.archive_messages import CaseKind, DocumentKind, Function
from slt_flow.results.archived_meeting import ArchivedFile, ArchivedMeeting, ArchivedPoint
from slt_flow.results.meetings import MinutedPoint, Minutes, MinutesItem
from slt_flow.results.papers import CasePaper
from slt_flow.services.follow_up.case_paper import case_papers
from slt_flow.services.meetings.agenda import agenda
from slt_flow.services.meetings.archive_exports import source_of
from slt_flow.services.meetings.attachments import files_of
from slt_flow.services.meetings.extract import extracted
from slt_flow.services.meetings.filing import filing_of_meeting, filing_of_point
from slt_flow.services.meetings.minutes import minutes
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import ERASED, Ref, Role, Tag

FOLDER: Final = "folder"
POINT: Final = "item"
"""Kinds in the keys of what is no document: the folder of the meeting, and a point of it."""

_OTHER: Final = (NOTICE, MINUTES, OWN, OTHER)
"""Kinds of points at which the council neither decides a case nor is informed of one."""

_MOST_POINTS: Final = 1000
"""Points of a meeting are numbered within the thousand of its number, so that no two of a year have the same."""


class _Frozen(NamedTuple):
    """Meeting whose minutes are archived: the entries at which it was held, and before which its minutes end."""

    ref: Ref
    row: Meeting
    held: int
    until: int


def archived_meeting(context: Context, ref: str) -> ArchivedMeeting:
    """Return a meeting for the archive, in the edition of the context.

    Raises:
        RequestError: there is no such meeting, or its minutes are not archived.
    """
    target = parsing.meeting_ref(ref)
    with reading(context) as reader:
        frozen = _frozen(reader, target)
    whole = minutes(context, ref)
    decided = tuple(row.ref for row in whole.points if row.ref and _is_decided(row))
    then = _before_it_was_held(context, frozen)
    papers = _papers(then, decided)
    with reading(context) as reader:
        return ArchivedMeeting(
            system=source_of(reader),
            at=_begun(frozen.row),
            agenda=agenda(then, ref) if then.moment.as_of or frozen.row.sent else None,
            minutes=whole,
            points=tuple(_points(reader, frozen, whole, papers)),
            files=tuple(_files(reader, frozen, whole)),
            place=filing_of_meeting(reader, target),
            keys={
                FOLDER: export_key(target),
                **{kind: export_key(target, kind) for kind in (DocumentKind.NOTICE, DocumentKind.MINUTES)},
            },
            functions=_functions(reader, frozen, whole),
            organisations=_organisations(reader, frozen),
        )


def _frozen(reader: Reader, ref: Ref) -> _Frozen:
    """Find a meeting by what is stored, which the public edition of an exempt one does not tell.

    Raises:
        RequestError: there is no such meeting, or its minutes are not archived.
    """
    entries = journal.read(reader.stored, reader.council, str(ref))
    rows = projection.rows(reader.stored, reader.council, Meeting, series=ref.series, year=ref.year, no=ref.no)
    row = next(iter(rows), None)
    if row is None:
        raise RequestError("unknown_ref", ref=str(ref))
    if row.frozen is None:
        raise RequestError("export_needs_archived", ref=str(ref))
    until: int = next(entry for entry in entries if entry.seq == row.frozen).data["head"]
    gone = journal.voided(tuple(entry for entry in entries if entry.seq <= until))
    held = next(entry.seq for entry in entries if _is_holding(entry) and entry.seq not in gone)
    return _Frozen(ref, row, held, until)


def _is_holding(entry: Entry) -> bool:
    return entry.kind == Kind.MOVED and Tag.HELD in entry.data["tags"]


def _before_it_was_held(context: Context, frozen: _Frozen) -> Context:
    """Return the context as a meeting had it: what was sent for it, whatever was attached or found out since."""
    day, moment = frozen.row.day, Moment(public=context.moment.public, before=frozen.held)
    then = replace(context, moment=moment._replace(as_of=day))
    with reading(then) as reader:
        if projection.case_of(reader.connection, reader.council, frozen.ref) is not None:
            return then
    return replace(context, on=day, moment=moment)  # it was planned afterwards, when it was recorded as held


def _is_decided(row: MinutedPoint) -> bool:
    return row.point.kind in (TABLED, PUT_OFF)


def _begun(meeting: Meeting) -> datetime:
    """Return when a meeting began in Norway; at midnight where nobody recorded it, as the archive asks for a time."""
    begins = time.fromisoformat(meeting.begins) if meeting.begins else time()
    return datetime.combine(meeting.day, begins, norway())


def _papers(then: Context, decisions: tuple[str, ...]) -> Mapping[str, CasePaper]:
    """Return the case papers of decisions before their meeting was held; one registered at it has none."""
    with reading(then) as reader:
        tabled = [ref for ref in decisions if projection.case_of(reader.connection, reader.council, parsing.ref(ref))]
    return {paper.ref: paper for paper in case_papers(then, tabled)} if tabled else {}


def _points(
    reader: Reader, frozen: _Frozen, whole: Minutes, papers: Mapping[str, CasePaper]
) -> Iterator[ArchivedPoint]:
    items = {item.ref: item for item in whole.items}
    for row in whole.points:
        item = items.get(row.ref or "") if _is_decided(row) else None
        decision = parsing.ref(row.ref) if row.ref and _is_decided(row) else None
        key, point = row.point.key, row.point
        kinds = (POINT, DocumentKind.CASE_PAPER, DocumentKind.ITEM_PROTOCOL)
        yield ArchivedPoint(
            row,
            item,
            _kind(row, item),
            decision.year if decision is not None else frozen.ref.year,
            decision.no if decision is not None else frozen.ref.no * _MOST_POINTS + point.number,
            filing_of_point(reader, frozen.ref, key, point.case),
            {kind: export_key(frozen.ref, kind, key) for kind in kinds},
            papers.get(str(decision)),
            extracted(whole, str(decision)) if item is not None else None,
        )


def _kind(row: MinutedPoint, item: MinutesItem | None) -> CaseKind:
    if _is_decided(row):
        return CaseKind.REPORTED if item is not None and item.information else CaseKind.DECIDED
    return CaseKind.OTHER if row.point.kind in _OTHER else CaseKind.REPORTED


def _files(reader: Reader, frozen: _Frozen, whole: Minutes) -> Iterator[ArchivedFile]:
    """Yield the files that were there when the minutes were archived, those of a decision with its point."""
    points = {row.point.key for row in whole.points}
    of_decisions = {row.ref: row.point.key for row in whole.points if row.ref and _is_decided(row)}
    for ref in (str(frozen.ref), *of_decisions):
        for row in files_of(reader, parsing.ref(ref), frozen.until):
            point = of_decisions.get(ref, row.point if row.point in points else "")
            key = export_key(frozen.ref, DocumentKind.ATTACHMENT, f"{ref}:{row.number}")
            if row.digest != ERASED:
                yield ArchivedFile(row, key, point)


def _functions(reader: Reader, frozen: _Frozen, whole: Minutes) -> Mapping[str, Function]:
    """Return the functions of posts: who led in the chair's place was second; others are members."""
    chairs = reader.on(frozen.row.day).posts_with(Role.CHAIR)
    posts = dict.fromkeys((row.post for row in whole.led_by if row.post), Function.SECOND)
    posts[str(whole.written_by.post)] = Function.SECRETARY
    return {**posts, **dict.fromkeys(chairs, Function.LEADER)}


def _organisations(reader: Reader, frozen: _Frozen) -> Mapping[str, str]:
    then = reader.on(frozen.row.day)
    titles = {row.id: row.name for row in then.all(Organisation)}
    return {post.id: titles.get(post.organisation, "") for post in then.all(Post)}
