"""Checks of answers against the council: posts that are gone, points of an agenda, other councils' cases."""

from __future__ import annotations

from datetime import date

from slt_flow.errors import RequestError
from slt_flow.model import Item, Meeting, Post
from slt_flow.model.agenda_points import all_points
from slt_flow.model.mandates import Mandate
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.records.store import Connection
from slt_flow.services.request import parsing
from slt_flow.terms import Ref, Tag


def refuse_to_come(snapshot: Snapshot, meeting: Item, day: date) -> None:
    """Refuse to make a meeting held before its day.

    Raises:
        RequestError: its day is still to come.
    """
    held_on = snapshot.one(Meeting, *meeting.ref[:3]).day
    if not meeting.has(Tag.HELD) and held_on > day:
        raise RequestError("meeting_to_come", day=held_on)


def refuse_mandate_to_come(mandate: Mandate, now: date) -> None:
    """Refuse a mandate that nobody has given yet.

    Raises:
        RequestError: the day it was given on is still to come.
    """
    if mandate.on is not None and mandate.on > now:
        raise RequestError("mandate_to_come", post=mandate.post, on=mandate.on, today=now)


def refuse_unknown_point(snapshot: Snapshot, meeting: Ref, key: str, day: date) -> None:
    """Refuse a point that is not on a meeting's agenda; the snapshot holds every row of the council.

    Raises:
        RequestError: there is no such point.
    """
    if key not in {point.key for point in all_points(snapshot, meeting, day)}:
        raise RequestError("unknown_agenda_point", given=parsing.shown(key), ref=str(meeting))


def refuse_gone(snapshot: Snapshot, post: str, day: date) -> None:
    """Refuse an owner that a newer agreement no longer has.

    Raises:
        RequestError: the post is gone by that day.
    """
    until = snapshot.on(day).one(Post, post).until
    if until is not None and until <= day:
        raise RequestError("post_gone", post=post, until=until)


def journal_of_neighbour(connection: Connection, own: str, named: str) -> dict[str, str]:
    """Return the journal of another council whose case is named, by the council's id.

    Args:
        connection: to the database.
        own: the council that names it.
        named: council and ref, as in `verdal:5/26`.

    Raises:
        RequestError: there is no such council or case here.
    """
    council, _, ref = named.partition(":")
    if council == own or not journal.is_there(connection, council):
        raise RequestError("unknown_neighbour", council=council)
    if projection.case_of(connection, council, parsing.ref(ref)) is None:
        raise RequestError("unknown_ref_of_neighbour", council=council, ref=ref)
    return {council: journal.id_of(connection, council)}
