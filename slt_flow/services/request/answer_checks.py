"""Checks of answers against the council: posts that are gone, points of an agenda, other councils' cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from slt_flow.errors import RequestError
from slt_flow.model import Decision, Item, Meeting, Post
from slt_flow.model.mandates import Mandate
from slt_flow.model.point_kinds import point_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.records.store import Connection
from slt_flow.results.meetings import AgendaItem
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


SETTLES: Final = "settle_agenda"
"""The effect that records an agenda, which a request draws up for it."""


def meeting_of(snapshot: Snapshot, item: Item, answers: Mapping[str, Any]) -> Meeting | None:
    """Return the meeting that an answer names, else the case itself or the one whose agenda it is on."""
    ref = answers.get("meeting")
    if not isinstance(ref, Ref) and item.series:
        ref = item.ref if item.ref.is_meeting else None
    elif not isinstance(ref, Ref):
        decision = snapshot.find(Decision, item.year, item.no)
        on_agenda = item.has(Tag.ON_AGENDA) and not item.assignment_no
        ref = decision.tabled_at if decision is not None and on_agenda else None
    return snapshot.find(Meeting, *ref[:3]) if ref is not None else None


def keys_of(answers: Mapping[str, Any], points: Sequence[AgendaItem], meeting: Ref) -> dict[str, Any]:
    """Return the answers that name points of an agenda, with the keys of these."""
    keys: dict[str, Any] = {}
    if "point" in answers:
        keys["point"] = key_of(points, answers["point"], meeting)
    if "during" in answers:
        keys["during"] = tuple(key_of(points, point, meeting) for point in answers["during"])
    return keys


def key_of(points: Iterable[AgendaItem], typed: str, meeting: Ref) -> str:
    """Return the key of a point of an agenda, typed as its number, the ref of its case, or the key itself.

    Raises:
        RequestError: there is no such point.
    """
    ref = Ref.parse(typed)
    wanted = {typed, *((point_of(ref), f"minutes:{ref}", f"learning:{ref}") if ref is not None else ())}
    key = next((p.key for p in points if p.key in wanted or str(p.number) == typed.rstrip(".")), None)
    if key is None:
        raise RequestError("unknown_agenda_point", given=parsing.shown(typed), ref=str(meeting))
    return key


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
