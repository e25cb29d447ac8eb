"""Objects of the event log: each row's attributes, and its links to other objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from slt_flow.engine.entries import Entry
from slt_flow.model import (
    Area,
    Challenge,
    Council,
    Decision,
    Group,
    Item,
    Knowledge,
    LearningPoint,
    Meeting,
    Organisation,
    OwnerSpell,
    Post,
    Row,
)
from slt_flow.model.moment import end_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.history import LogValue
from slt_flow.services.request.display_names import SUBJECTS
from slt_flow.terms import LEARNING_SERIES, Ref

COUNCIL: Final = "council"
"""The subject, and the type, of the council itself."""

Values = Mapping[str, LogValue | None]

ref_in = lru_cache(maxsize=256)(Ref.parse)
"""The case that a subject names; entries about one stand together, so that few need reading anew."""


def subject_of(entry: Entry) -> str:
    """Return the object that an entry is about, as the journal names it; a clause or workflow is the council's."""
    return COUNCIL if entry.subject.startswith(("clause:", "definition:")) else entry.subject


def type_of(snapshot: Snapshot, subject: str) -> str | None:
    """Return the type of an object: a case's machine, else the prefix of its id; None without such an object."""
    ref = ref_in(subject)
    if ref is not None:
        item = snapshot.item(ref)
        return item.machine.replace("_", " ") if item is not None else None
    kind, _, id_ = subject.partition(":")
    row = _ROWS.get(kind)
    there = row is not None and snapshot.find(row, *((id_,) if id_ else ())) is not None
    return kind if there else None


_ROWS: Final[Mapping[str, type[Row]]] = {COUNCIL: Council, **SUBJECTS}


def values_of(snapshot: Snapshot, subject: str) -> Values:
    """Return an object's present attributes: no person's name, and of free text only titles."""
    ref = ref_in(subject)
    if ref is not None:
        return _of_case(snapshot, ref)
    kind, _, id_ = subject.partition(":")
    row = snapshot.one(_ROWS[kind], *((id_,) if id_ else ()))
    match row:
        case Council():
            return {"title": row.title, "agreement": row.agreement, "language": row.language}
        case Organisation():
            return {"title": row.name, "party": row.party}
        case Post():
            values = {"title": row.title, "organisation": row.organisation, "levels": " ".join(row.levels)}
            standing = {"seat": row.seat, "binds": row.binds, "designated": row.designated}
            return {**values, **standing, "vacant": row.vacant, "ended": row.until is not None}
        case Area():
            return {"title": row.title, "ended": row.until is not None}
        case Group():
            return {"title": row.title, "series": row.series, "ended": not row.members}
        case Challenge():
            return {"title": row.title, "area": row.area}
        case Knowledge():
            return {"title": row.title}
    raise TypeError(f"{subject} is no object of a log")


@lru_cache(maxsize=1024)
def end_of_day(day: date | None) -> datetime | None:
    """Return the moment of a deadline: the last of its day in Norway."""
    return datetime.fromisoformat(end_of(day)) if day is not None else None


def _of_case(snapshot: Snapshot, ref: Ref) -> Values:
    item = snapshot.one(Item, *ref)
    values: dict[str, LogValue | None] = {"title": item.title, "level": item.level, "state": item.state}
    values |= {"ended": item.ended, "owner": item.owner, "due": end_of_day(item.due), "progress": item.progress or None}
    if ref.is_meeting:
        meeting = snapshot.one(Meeting, *ref[:3])
        short = meeting.short_notice or None
        return values | {"kind": meeting.kind, "day": meeting.day, "agenda_sent": meeting.sent, "short_notice": short}
    if ref.series == LEARNING_SERIES:
        return values | {"carried_to": snapshot.one(LearningPoint, ref.year, ref.no).carried_to}
    if ref.assignment_no:
        return values
    decision = snapshot.one(Decision, ref.year, ref.no)
    values |= {"area": decision.area, "kind": decision.kind, "text_version": decision.text_version}
    return values | {"for_information": decision.information}


def links_of(snapshot: Snapshot) -> Iterator[tuple[str, str, str]]:
    """Yield the links between objects as (object, qualifier, other object), by the final state."""
    for item in snapshot.all(Item):
        ref = str(item.ref)
        if item.ref.parent is not None:
            yield ref, "under", str(item.ref.parent)
        if item.owner is not None:
            yield ref, "owner", f"post:{item.owner}"
        yield from ((ref, "answers", f"challenge:{id_}") for id_ in item.challenges)
        yield from ((ref, "rests on", f"knowledge:{id_}") for id_ in item.knowledge)
    for decision in snapshot.all(Decision):
        if decision.area is not None:
            yield str(decision.ref), "in area", f"area:{decision.area}"
    for point in snapshot.all(LearningPoint):
        links = {"learnt in": point.evaluation, "answered by": point.decision}
        yield from ((str(point.ref), qualifier, other) for qualifier, other in links.items() if other is not None)
    for spell in snapshot.all(OwnerSpell):
        if snapshot.case_of(spell).owner != spell.post:
            yield str(spell.ref), "earlier owner", f"post:{spell.post}"
    for organisation in snapshot.all(Organisation):
        if organisation.party not in (None, organisation.id):
            yield f"organisation:{organisation.id}", "part of", f"organisation:{organisation.party}"
    for post in snapshot.all(Post):
        yield f"post:{post.id}", "in", f"organisation:{post.organisation}"
    for area in snapshot.all(Area):
        yield from ((f"area:{area.id}", "contact", f"post:{contact}") for contact in area.contacts)
    for challenge in snapshot.all(Challenge):
        if challenge.area is not None:
            yield f"challenge:{challenge.id}", "in area", f"area:{challenge.area}"
        yield from ((f"challenge:{challenge.id}", "shown by", f"knowledge:{source}") for source in challenge.knowledge)
