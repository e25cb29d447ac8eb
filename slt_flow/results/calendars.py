"""Calendar: the invitation to a meeting, and what a post has to keep in mind."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, NamedTuple

from slt_flow.results.columns import OMITTED


class Revision(NamedTuple):
    """Version of an event of a calendar, by which a program knows the newest of several.

    Attributes:
        uid: the event's name in every calendar; it never changes.
        sequence: the number of changes to the event so far; no undo lowers it.
        stamp: the moment at which the last change was recorded.
    """

    uid: str
    sequence: int
    stamp: datetime


class MeetingEvent(NamedTuple):
    """Meeting in a calendar, without a word of its cases.

    `group` is what its group is called; the meeting is all day where `begins` is None, and in Norway's time.
    """

    revision: Revision
    council: str
    ref: str
    kind: str
    day: date
    cancelled: bool
    group: Annotated[str | None, OMITTED] = None
    begins: str | None = None
    ends: str | None = None
    venue: str | None = None


class Addressee(NamedTuple):
    """Post that a meeting is for; `address` is None where no mail address is recorded."""

    post: str
    title: str
    address: str | None


class Invitation(NamedTuple):
    """Invitation to a meeting: who invites, and who is invited."""

    meeting: MeetingEvent
    organiser: Addressee
    invited: tuple[Addressee, ...]

    @property
    def reached(self) -> tuple[Addressee, ...]:
        """The posts that it can be sent to."""
        return tuple(addressee for addressee in self.invited if addressee.address is not None)

    @property
    def unreached(self) -> tuple[Addressee, ...]:
        """The posts whose address nobody recorded."""
        return tuple(addressee for addressee in self.invited if addressee.address is None)


class Deadline(NamedTuple):
    """Deadline in a calendar: of a case, or of a meeting's agenda where `agenda` is True."""

    revision: Revision
    ref: str
    title: str
    day: date
    agenda: bool = False


class Feed(NamedTuple):
    """Calendar of a post: the council's meetings that it belongs to, and its own deadlines."""

    council: str
    post: str
    title: str
    meetings: tuple[MeetingEvent, ...]
    deadlines: tuple[Deadline, ...]
