"""Invitation to a meeting: who is called to it at which address, and its revision by the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from slt_flow.engine.entries import Entry, Kind
from slt_flow.errors import RequestError
from slt_flow.model import Contact, Item, Meeting, Post
from slt_flow.model.labels import group_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.calendars import Addressee, Invitation, MeetingEvent, Revision
from slt_flow.services.meetings.persons import called_to
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, reading
from slt_flow.terms import ERASED, Ref, Role, Tag


def invitation(context: Context, ref: str) -> Invitation:
    """Return the invitation to a meeting; of one that was called off, its cancellation.

    Raises:
        RequestError: there is no such meeting; nobody whom it reaches; or no address to invite from.
    """
    target = parsing.meeting_ref(ref)
    with reading(context) as reader:
        row, item = _meeting(reader, target)
        addresses, snapshot = addresses_of(reader), projection.accounts(reader.connection, reader.council)
        secretaries = reader.agreement.posts_with(Role.SECRETARY)
        sender = next((post for post in secretaries if post in addresses), None)
        if sender is None:
            raise RequestError("secretary_without_address", post=next(iter(secretaries), "POST"))
        then = snapshot.on(row.day)
        invited = tuple(_addressee(then, post, addresses) for post in posts_that_meet(snapshot, row))
        organiser = _addressee(reader.agreement, sender, addresses)
        whole = Invitation(meeting_event(reader, row, item), organiser, invited)
        if not whole.reached:
            raise RequestError("nobody_to_invite", ref=str(target))
        return whole


def _meeting(reader: Reader, ref: Ref) -> tuple[Meeting, Item]:
    for row, item in reader.meetings:
        if row.ref == ref:
            return row, item
    raise RequestError("unknown_ref", ref=str(ref))


def meeting_event(reader: Reader, row: Meeting, item: Item) -> MeetingEvent:
    """Return a meeting as calendars have it."""
    return MeetingEvent(
        revision=revision(reader, row.ref, changes_meeting),
        council=reader.row.title,
        ref=str(row.ref),
        kind=row.kind,
        day=row.day,
        cancelled=item.is_called_off,
        group=group_of(reader.agreement, row),
        begins=row.begins,
        ends=row.ends,
        venue=row.venue if row.venue != ERASED else None,
    )


def posts_that_meet(snapshot: Snapshot, meeting: Meeting) -> tuple[str, ...]:
    """Return the posts that meet: those who are called, the deputy in place of one that is away on the day."""
    posts = called_to(snapshot, meeting)
    return tuple(dict.fromkeys(snapshot.deputy_on(post, meeting.day) or post for post in posts))


def addresses_of(reader: Reader) -> Mapping[str, str]:
    """Return the mail address of each post that has one on the day read as of.

    An invitation is sent to them whatever else it tells, so that the public edition, which has none, is not asked.
    """
    rows = projection.rows(reader.stored, reader.council, Contact)
    return {row.post: row.address for row in rows if row.holds_on(reader.day) and row.address != ERASED}


def _addressee(then: Snapshot, post: str, addresses: Mapping[str, str]) -> Addressee:
    return Addressee(post, then.one(Post, post).title, addresses.get(post))


def revision(reader: Reader, ref: Ref, changes: Callable[[Entry], bool], part: str = "") -> Revision:
    """Return the revision of an event by the entries about its case: all that are stored, whatever is read of them.

    A change that is taken back is one more change, and neither a look back nor the public edition lowers the number:
    calendars would take the newer event for an older one.

    Args:
        reader: the council.
        ref: the case.
        changes: tells of an entry whether it changes what the event says.
        part: the event's name, where the case has another beside.
    """
    changing: dict[int, Entry] = {}
    for entry in journal.read(reader.stored, reader.council, str(ref)):
        voids = entry.kind == Kind.ENTRY_VOIDED and entry.data["seq"] in changing
        if voids or changes(entry):
            changing[entry.seq] = entry
    stamp = max(datetime.fromisoformat(entry.at) for entry in changing.values())
    name = f"{ref}{part}".replace("/", "-")
    uid = f"{name}.{journal.id_of(reader.stored, reader.council)[:32]}@slt-flow"
    return Revision(uid.casefold(), len(changing) - 1, stamp.replace(microsecond=0))


def changes_meeting(entry: Entry) -> bool:
    """Tell whether an entry changes when or where a meeting is, or whether it is at all."""
    if entry.kind == Kind.MEETING_ARRANGED:
        return any(entry.data.get(name) for name in ("begins", "ends")) or bool(entry.texts.get("venue"))
    if entry.kind == Kind.MOVED:
        return bool(entry.data["end"]) and Tag.HELD not in entry.data["tags"]
    return entry.kind in (Kind.REGISTERED, Kind.DAY_CHANGED)
