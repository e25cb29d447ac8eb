"""Sheet of an agreement: of a council on a day, or of a file that no council has entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from slt_flow.definitions.load import load_agreement
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.fold import apply
from slt_flow.engine.new_entries import council_opened
from slt_flow.model import Area, Clause, Council, Group, Organisation, Post
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import projection
from slt_flow.results.answers import Listing, Sheet
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading

STANDARDS: Final = ("consensus_is_reached", "owner_is_bound", "within_delegated_authority")
"""Rules that hold in every council, also where its agreement is silent."""


def agreement(context: Context) -> Sheet:
    """Return the council's agreement, with the posts and areas that there are."""
    with reading(context) as reader:
        _ = reader.row  # refuses a day on which there was no council
        return _sheet(projection.everything(reader.connection, reader.council), reader.day)


def show_file(agreement: str) -> Sheet:
    """Show an agreement file, before any council works under it."""
    loaded = load_agreement(agreement, vocabulary())
    heading = loaded.agreement.agreement
    snapshot = Snapshot(heading.name)
    for seq, entry in enumerate(council_opened(loaded, heading.in_force), start=1):
        apply(snapshot, replace(entry, seq=seq))
    return _sheet(snapshot, heading.in_force)


def _sheet(snapshot: Snapshot, day: date) -> Sheet:
    council = snapshot.one(Council)
    heading = {
        "name": council.agreement,
        "title": council.title,
        "council": snapshot.council,
        "language": council.language,
        "in_force": date.fromisoformat(council.agreement.partition("/")[2]),
    }
    parties = [{"id": o.id, "name": o.name} for o in snapshot.all(Organisation) if o.party == o.id]
    groups = [{"id": g.id, "title": g.title, "members": list(g.members)} for g in snapshot.all(Group) if g.members]
    lists = (
        Listing("parties", tuple(parties)),
        _posts(snapshot, day),
        _areas(snapshot, day),
        Listing("groups", tuple(groups)),
        _clauses(snapshot),
    )
    return Sheet("agreement", heading, lists)


def _posts(snapshot: Snapshot, day: date) -> Listing:
    rows = [
        {
            "id": post.id,
            "title": post.title,
            "party": snapshot.party_of(post.id),
            "organisation": post.organisation,
            "levels": list(post.levels),
            "seat": post.seat,
            "binds": post.binds,
            "roles": list(post.roles),
            "holder": post.holder,
        }
        for post in snapshot.all(Post)
        if _is_there(post, day)
    ]
    return Listing("posts", tuple(rows))


def _areas(snapshot: Snapshot, day: date) -> Listing:
    rows = [
        {
            "id": area.id,
            "title": area.title,
            "goals": list(area.goals),
            "contacts": list(area.contacts),
            **({"shared_with": list(area.shared_with)} if area.shared_with else {}),
        }
        for area in snapshot.all(Area)
        if _is_there(area, day)
    ]
    return Listing("focus_areas", tuple(rows))


def _is_there(row: Post | Area, day: date) -> bool:
    """Return True when a post or focus area existed on a day; later entries may already mention it."""
    return (row.since is None or row.since <= day) and (row.until is None or day < row.until)


def _clauses(snapshot: Snapshot) -> Listing:
    """List the clauses of the present agreement, and the standards that hold where it is silent."""
    stated = sorted((c for c in snapshot.all(Clause) if c.until is None), key=lambda clause: clause.place)
    rows: list[dict[str, Any]] = [
        {"key": c.clause, "ref": c.ref, "text": c.text, "numbers": dict(c.numbers), "kept_by": c.kept_by}
        for c in stated
    ]
    silent = [key for key in STANDARDS if key not in {clause.clause for clause in stated}]
    rows += [{"key": key, "ref": None, "text": "", "numbers": {}, "kept_by": "rule"} for key in silent]
    return Listing("clauses", tuple(rows))
