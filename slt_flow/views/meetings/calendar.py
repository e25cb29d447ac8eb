"""Calendars (RFC 5545): the invitation to a meeting (RFC 5546), and the calendar of a post."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from slt_flow.errors import RequestError
from slt_flow.results.calendars import Addressee, Deadline, Feed, Invitation, MeetingEvent, Revision
from slt_flow.terms import N_
from slt_flow.views.meetings.facts import MEETINGS
from slt_flow.views.text.words import Words
from slt_flow.views.writers.plain import line

if TYPE_CHECKING:
    from icalendar import Calendar, Event, vCalAddress

_PROGRAM: Final = "-//slt-flow//slt-flow//NO"
"""Name of the program, without its version: the same invitation is the same bytes under the next one."""

_PLACE: Final = "Europe/Oslo"


def invitation(result: Invitation, words: Words) -> bytes:
    """Write the invitation to a meeting, or its cancellation: one event with public words only.

    Raises:
        RequestError: the extra is not installed.
    """
    meeting = result.meeting
    calendar = _calendar("CANCEL" if meeting.cancelled else "REQUEST")
    event = _meeting(meeting, words)
    message = N_("The meeting is cancelled.") if meeting.cancelled else N_("The agenda is attached.")
    event.add("description", words.say(message))
    event.add("organizer", _address(result.organiser))
    for addressee in result.reached:
        attendee = _address(addressee)
        if not meeting.cancelled:
            attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
        event.add("attendee", attendee)
    calendar.add_component(event)
    return _written(calendar)


def feed(result: Feed, words: Words) -> bytes:
    """Write the calendar of a post: its meetings, and its deadlines as whole days that keep nobody busy.

    Raises:
        RequestError: the extra is not installed.
    """
    calendar = _calendar("PUBLISH")
    name = words.say("{title} – {council}", title=line(result.title), council=line(result.council))
    calendar.add("x-wr-calname", name)
    for meeting in result.meetings:
        calendar.add_component(_meeting(meeting, words))
    for deadline in result.deadlines:
        calendar.add_component(_deadline(deadline, words))
    return _written(calendar)


def title(meeting: MeetingEvent, words: Words) -> str:
    """Return the title of a meeting in calendars and mail: its kind, number and council, never its own words."""
    kind = words.say(MEETINGS[meeting.kind])
    if meeting.group:
        kind = words.say("{kind} ({group})", kind=kind, group=line(meeting.group))
    return words.say("{kind} {ref} – {council}", kind=kind, ref=meeting.ref, council=line(meeting.council))


def ascii_address(address: str) -> str:
    """Return a mail address with its domain in the letters that mail is sent by (IDNA)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _calendar(method: str) -> Calendar:
    try:
        from icalendar import Calendar
    except ImportError:
        raise RequestError("missing_extra", extra="calendar") from None
    calendar = Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _written(calendar: Calendar) -> bytes:
    content: bytes = calendar.to_ical()
    return content


def _event(revision: Revision, summary: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", revision.uid)
    event.add("sequence", revision.sequence)
    event.add("dtstamp", revision.stamp)
    event.add("summary", summary)
    return event


def _meeting(meeting: MeetingEvent, words: Words) -> Event:
    event = _event(meeting.revision, title(meeting, words))
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    if meeting.begins is None:
        event.add("dtstart", meeting.day)
    else:
        event.add("dtstart", _moment(meeting.day, meeting.begins))
        if meeting.ends is not None:
            event.add("dtend", _moment(meeting.day, meeting.ends))
    if meeting.venue:
        event.add("location", line(meeting.venue))
    return event


def _deadline(deadline: Deadline, words: Words) -> Event:
    message = N_("Send the agenda for {ref}") if deadline.agenda else N_("Deadline: {ref} {title}")
    event = _event(deadline.revision, words.say(message, ref=deadline.ref, title=line(deadline.title)))
    event.add("dtstart", deadline.day)
    event.add("transp", "TRANSPARENT")
    return event


def _moment(day: date, clock: str) -> datetime:
    """Return a moment in UTC, which every calendar reads alike, also across summer time."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(_PLACE)).astimezone(UTC)


def _address(addressee: Addressee) -> vCalAddress:
    from icalendar import vCalAddress, vText

    local, _, domain = ascii_address(addressee.address or "").rpartition("@")
    address = vCalAddress(f"mailto:{quote(local, safe=_PLAIN)}@{domain}")
    address.params["CN"] = vText(line(addressee.title))
    return address


_PLAIN: Final = "!$'*+-._~"
"""Signs beside letters and digits that stand for themselves in the address of a link (RFC 6068)."""
