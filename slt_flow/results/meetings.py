"""A meeting: its agenda and its minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, NamedTuple

from slt_flow.results.answers import NOTHING
from slt_flow.results.archive import Filed
from slt_flow.results.attachments import Attachments
from slt_flow.results.columns import OMITTED, Column, Json, Kind, Ref, State, Title, shown
from slt_flow.results.decisions import GoesOn, Recorded, RemarkRow, WorkRow
from slt_flow.results.exemptions import Exempted, ItsExemption
from slt_flow.results.follow_up import NextMeeting
from slt_flow.results.history import Erasures
from slt_flow.terms import N_, Named

Day = Annotated[date, Column(N_("day"), whole=True)]
Begins = Annotated[str | None, Column(N_("begins"))]
Ends = Annotated[str | None, Column(N_("ends"))]
Venue = Annotated[str | None, Column(N_("place"))]
Sent = Annotated[date | None, Column(N_("agenda sent"))]
Group = Annotated[str | None, Column(N_("group")), OMITTED]


@shown("ref", "day", "kind", "group", "state", "items", "agenda_sent")
class MeetingRow(NamedTuple):
    """A meeting in a list, with the number of points on its agenda."""

    ref: Ref
    title: Title
    day: Day
    kind: Kind
    state: State
    agenda_sent: Sent
    group: Group
    items: Annotated[int, Column(N_("items"))]
    begins: Begins = None
    ends: Ends = None
    venue: Venue = None


class ApprovedMinutes(NamedTuple):
    """A meeting whose minutes are final."""

    ref: str
    title: str
    day: date


class AttendanceRow(NamedTuple):
    """The presence of a seat or a guest; `title` names a guest."""

    post: str | None
    title: Annotated[str, Column(N_("who"))]
    presence: Annotated[str, Column(N_("presence"), terms=True)]
    deputy: Annotated[str | None, Column(N_("deputy"))]
    mandate: Annotated[str | None, Column(N_("mandate"))]


class TabledItem(NamedTuple):
    """A decision on a meeting's agenda."""

    ref: Ref
    title: Title
    state: State


class MeetingSheet(NamedTuple):
    """A meeting in full: when, who was there, and its items."""

    ref: Ref
    title: Title
    day: Day
    kind: Kind
    state: State
    agenda_sent: Sent
    group: Group
    attendance: Annotated[tuple[AttendanceRow, ...], Column(N_("Present"))]
    items: Annotated[tuple[TabledItem, ...], Column(N_("Items"))]
    goes_on: GoesOn
    remarks: Annotated[tuple[RemarkRow, ...], Column(N_("Remarks and links"))]
    recorded: Recorded
    erased: Erasures = ()
    begins: Begins = None
    ends: Ends = None
    venue: Venue = None
    attachments: Attachments = ()
    exempt: Exempted = None
    filed: Filed = ()


LISTED: Final = Json(part=tuple(field for field in WorkRow._fields if field != "late"))
"""A case beneath a point of an agenda."""


class AgendaItem(NamedTuple):
    """Point of an agenda: its stable key, its kind, the post that presents it, and the facts it rests on.

    `title` is what somebody wrote, "" where the point is one of the agreement's own and the view has the words;
    `number` is how it is shown, counted on through the dropped ones; `cases` are what stands beneath it. `text` is what
    somebody wrote beneath the title, `case` its number in the archive, `attachments` the names of what goes with it.
    """

    key: str
    kind: str
    ref: str | None = None
    title: str = ""
    post: str | None = None
    post_title: str = ""
    facts: Mapping[str, Any] = NOTHING
    cases: Annotated[tuple[WorkRow, ...], LISTED] = ()
    number: int = 0
    text: Annotated[str, Json(omit=("",))] = ""
    case: Annotated[str | None, OMITTED] = None
    attachments: Annotated[tuple[str, ...], Json(omit=((),))] = ()
    exempt: ItsExemption = None


class PassageRow(NamedTuple):
    """Coming or going of somebody at a point of a meeting, named by the ref of its case or its number."""

    presence: str
    point: str | None
    reason: str


class Person(NamedTuple):
    """Post or guest in the minutes, with who held the post and who met in its place.

    `reason` is why it left the meeting, was excused from an item, or took its stance there; `decided_by` names who
    decided that it is disqualified there, `lack` why a deputy commits nobody. `role` is that of a guest, `during` are
    the points that somebody took part in, where these were not all, and `passages` when it came and went.
    """

    post: str | None
    title: str = ""
    holder: str | None = None
    deputy: str | None = None
    presence: str = ""
    mandate: str | None = None
    mandated_by: Annotated[str | None, OMITTED] = None
    mandated_on: Annotated[date | None, OMITTED] = None
    lack: Annotated[str | None, OMITTED] = None
    stance: Annotated[str | None, OMITTED] = None
    reason: Annotated[str | None, OMITTED] = None
    decided_by: Annotated[tuple[str, ...], Json(omit=((),))] = ()
    role: Annotated[str | None, OMITTED] = None
    during: Annotated[tuple[str, ...], Json(omit=((),))] = ()
    passages: Annotated[tuple[PassageRow, ...], Json(omit=((),))] = ()


PERSON: Final = Json(part=("post", "title", "holder", "deputy"))
ATTENDANT: Final = Json(
    part=(
        "post",
        "title",
        "holder",
        "deputy",
        "presence",
        "mandate",
        "mandated_by",
        "mandated_on",
        "lack",
        "reason",
        "role",
        "during",
        "passages",
    )
)
PARTICIPANT: Final = Json(part=("post", "deputy", "stance", "reason", "decided_by", "title", "holder", "role"))
"""A person as JSON has it by itself, in the attendance, and at an item."""


class Agenda(NamedTuple):
    """A meeting's agenda, generated from what waits for it, as the coordinator ordered it.

    `due` is when to send it at the latest, None once the meeting was held and where the agreement does not ask;
    `submissions` is the last day on which matters are submitted to it, where the agreement names one. `cancelled` is
    why the meeting was called off, None where it was not. `invited` are those who meet, with the deputy of one who is
    away that day; `chair` leads the council's own meetings, `secretary` calls them and hears who cannot come.
    """

    council: str
    title: str
    ref: str
    name: str
    day: date
    kind: str
    requested_by: str | None
    short_notice: bool
    group: str | None
    sent: date | None
    due: date | None
    submissions: Annotated[date | None, OMITTED]
    items: tuple[AgendaItem, ...]
    dropped: tuple[AgendaItem, ...]
    begins: str | None = None
    ends: str | None = None
    venue: str | None = None
    cancelled: str | None = None
    invited: Annotated[tuple[Person, ...], PERSON] = ()
    chair: Annotated[Person | None, PERSON] = None
    secretary: Annotated[Person | None, PERSON] = None
    exempt: ItsExemption = None


class FollowUpWork(NamedTuple):
    """Assignment or measure in the minutes."""

    ref: str
    level: str
    title: str
    due: date | None
    owner: Annotated[Person | None, PERSON]


class OtherAct(NamedTuple):
    """Act of a meeting on a case outside its agenda: a report approved, work verified."""

    ref: str
    title: str
    state: Named
    note: str


class MinutedPoint(NamedTuple):
    """Point of a meeting in its minutes: the point of the agenda, what was said, its outcome, and what follows.

    `arrived` and `left` are those who came and went at it, `guests` those who took part in it only. A decision has its
    outcome in the item of its `ref`.
    """

    point: AgendaItem
    ref: str | None
    title: str
    post: str | None
    post_title: str
    discussion: str = ""
    outcome: str | None = None
    follow_up: tuple[TabledItem, ...] = ()
    arrived: Annotated[tuple[Person, ...], PARTICIPANT] = ()
    left: Annotated[tuple[Person, ...], PARTICIPANT] = ()
    guests: Annotated[tuple[Person, ...], PARTICIPANT] = ()


class DatedText(NamedTuple):
    """Remark, or an addendum with its number in the journal.

    `title` is the post whose remark it is, where that is not the secretary; `item` the point that it is about.
    """

    on: date
    text: str
    seq: Annotated[int | None, OMITTED] = None
    title: Annotated[str, Json(omit=("",))] = ""
    item: Annotated[str, Json(omit=("",))] = ""


class Frozen(NamedTuple):
    """Archiving of minutes: the day, and the journal's height, anchor and template at it.

    `breaks` is why breaks in the journal were accepted, before or after.
    """

    on: date
    entries: int
    of_meeting: int
    anchor: str
    template: int
    breaks: tuple[DatedText, ...] = ()


class MinutedObjection(NamedTuple):
    """Objection of a seat at a meeting, and what became of it.

    `raised_in` is the decision it was raised in, where that is another of the same matter. `standing` is False once the
    seat spoke on the text as the meeting left it; `stance_since` is its last stance then, in the decision `spoken_in`
    where that is another, and `basis` what that was recorded on. `undone` is why the entry was taken back, None where
    it was not.
    """

    raised_in: str | None
    post: str
    title: str
    holder: str | None
    deputy: str | None
    reason: str
    text_version: int
    standing: bool
    stance_since: str | None
    spoken_in: str | None
    basis: str
    undone: str | None


class OffAgenda(NamedTuple):
    """Decision that was spoken on at a meeting and taken back, with the reason and the objections raised to it."""

    ref: str
    title: str
    reason: str
    objections: tuple[MinutedObjection, ...]


class AssessedWork(NamedTuple):
    """Measure as an evaluation assessed it: its effect on a challenge."""

    ref: str
    title: str
    challenge: str
    effect: str
    note: str


class MinutesItem(NamedTuple):
    """Decision as a meeting left it: the text as it was decided, the stances on it, and the work that follows.

    `state` is where the meeting left it, and `decided` tells whether its text was adopted; `open` when it had not been
    concluded there, `postponed` when the meeting put it off; `concluded_by` is the post whose act that was. `again`
    names the decisions of the same title or text that stances were taken on, and that were withdrawn, put off or
    undone. `authority` judged whether it exceeds delegated authority, where its kind does not say so.
    """

    ref: str
    title: str
    text: str
    text_version: int
    state: Named
    open: bool
    reason: str
    information: bool
    bodies: tuple[str, ...]
    authority: str | None
    present: Annotated[tuple[Person, ...], PARTICIPANT]
    excused: Annotated[tuple[Person, ...], PARTICIPANT]
    stances: Annotated[tuple[Person, ...], PARTICIPANT]
    objections: tuple[MinutedObjection, ...] = ()
    again: tuple[str, ...] = ()
    follow_up: tuple[FollowUpWork, ...] = ()
    postponed: bool = False
    concluded_by: str = ""
    assessed: tuple[AssessedWork, ...] = ()
    learnt: tuple[TabledItem, ...] = ()
    planned: tuple[FollowUpWork, ...] = ()
    proposed_by: Annotated[str, Json(omit=("",))] = ""
    follows: Annotated[str | None, OMITTED] = None
    turned_in: Annotated[str | None, OMITTED] = None
    decided: bool = False
    exempt: ItsExemption = None


class Recorder(NamedTuple):
    """Post that recorded what minutes tell, how it is known, and the cases in which it did, main recorder first."""

    post: str
    title: str
    holder: str | None
    authenticated: str
    refs: tuple[str, ...]


class Minutes(NamedTuple):
    """The minutes of a meeting, made from what was recorded.

    `others` is what the meeting did beside its items, `off_agenda` the decisions spoken on that are no item of it.
    `final` is True once they are approved or archived, and `remarks_due` the last day for remarks until then, where
    the agreement names one. `extract` is the ref of the only case that they tell of, None where they are whole.
    Once the minutes are archived, `frozen` tells the journal's head they were made at, and `addenda` what was added
    afterwards; `erased` are the texts in them that were erased since. `progress` is the work that a group follows up,
    as it stood on the day of its meeting.
    """

    council: str
    title: str
    ref: str
    name: str
    day: date
    kind: str
    requested_by: str | None
    group: str | None
    state: Named
    written_by: Annotated[Person, PERSON]
    attendance: Annotated[tuple[Person, ...], ATTENDANT]
    items: tuple[MinutesItem, ...]
    points: tuple[MinutedPoint, ...]
    others: tuple[OtherAct, ...]
    off_agenda: tuple[OffAgenda, ...]
    remarks: tuple[DatedText, ...]
    approved_in: str | None
    next_meeting: Annotated[NextMeeting | None, Json(part=("ref", "day", "kind"))]
    led_by: Annotated[tuple[Person, ...], PERSON] = ()
    recorded_by: tuple[Recorder, ...] = ()
    frozen: Frozen | None = None
    addenda: tuple[DatedText, ...] = ()
    erased: Erasures = ()
    progress: Annotated[tuple[WorkRow, ...], Json(omit=((),))] = ()
    begins: str | None = None
    ends: str | None = None
    venue: str | None = None
    final: bool = False
    remarks_due: Annotated[date | None, OMITTED] = None
    extract: Annotated[str | None, OMITTED] = None
    exempt: ItsExemption = None
