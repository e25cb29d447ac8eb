"""Cases of a council: decisions, assignments and measures, and the meetings they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import date, timedelta
from typing import Any, ClassVar

from slt_flow.model.row import CaseRow, Row, WorkRow, row
from slt_flow.results.sources import Source
from slt_flow.terms import EXEMPT, MEETING_SERIES, Ref, Tag, Worded

UNMOVED = "unmoved"
"""Mark of a case that stands as it did when it was brought in."""

EVALUATION, ACTION_PLAN, BYLAWS = "evaluation", "action_plan", "bylaws"
AGREEMENT_EVALUATION = "agreement_evaluation"
"""Kinds of decision that clauses of a year ask for, as their files are named."""


@row
class Item(WorkRow):
    """A case, whatever its machine: a decision, an assignment, a measure, a meeting or a learning point.

    `since` is the day it entered the state it is in, `delivered_on` the day its work was delivered, however long it
    then waited to be confirmed; it answers `challenges` and rests on `knowledge`.

    `council_due` is the deadline that the council set, where others moved it to `due` since; `moved_by` are the posts
    that did, once for every time. `due_words` are the words that set `due`, and `due_meeting` the meeting whose day it
    is; a `standing` case has no end, and `due` is the day of its next review. What recurs is done `every` so many
    units (`2 week`), and `times` are the days on which it was. `ended_in` is the meeting or the decision
    by which the council itself ended the case or the decision above it, `ended_by` the post whose act its end was.
    `acted` are the deputies who acted in it while its owner was absent. `group` is the coordinating
    group that follows an assignment up.

    A case from before the council was followed up here has a `source` instead of the actions that led to its state: no
    consent, acceptance or verification of it is on record. `came_from` is its file, sheet and row, and `UNMOVED` while
    it stands as it did then; `brought_tags` are those of the state it was brought in with. `born` and `since` are None
    where nobody knows the day.
    """

    KEY: ClassVar = ("series", "year", "no", "assignment_no", "measure_no")
    series: str
    machine: str
    level: str
    pin: str
    state: str
    tags: tuple[str, ...]
    ended: bool
    waits_on: str | None
    title: str
    owner: str | None
    due: date | None
    born: date | None
    since: date | None
    last_on: date
    last_seq: int
    delivered_on: date | None = None
    progress: int = 0
    council_due: date | None = None
    reschedules: int = 0
    moved_by: tuple[str, ...] = ()
    ended_in: str | None = None
    ended_by: str | None = None
    accepted_by: tuple[str, ...] = ()
    acted: tuple[str, ...] = ()
    due_words: str = ""
    due_meeting: str | None = None
    standing: bool = False
    every: str | None = None
    times: tuple[str, ...] = ()
    note: str = ""
    resources: str = ""
    challenges: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    group: str | None = None
    came_from: tuple[str, ...] = ()
    brought_tags: tuple[str, ...] = ()

    @property
    def source(self) -> Source | None:
        """The list that it was brought in from, as it stood there; None for a case that began here."""
        return Source(self.came_from[0], self.came_from[1], int(self.came_from[2])) if self.came_from else None

    @property
    def unmoved(self) -> bool:
        """True for a case that stands as it did when it was brought in."""
        return UNMOVED in self.came_from[3:]

    @property
    def ref(self) -> Ref:
        """The name of this case."""
        return Ref(*self.key)  # a proof asks for it a million times

    def has(self, tag: Tag) -> bool:
        """Return True when the case's state carries the tag."""
        return tag in self.tags

    def reached(self, tag: Tag) -> bool:
        """Return True when its state carries the tag by actions on record: it was not brought in with it."""
        return self.has(tag) and tag not in self.brought_tags

    @property
    def deadline(self) -> date | None:
        """The deadline that it is judged by: the council's, whoever moved it since."""
        return self.council_due or self.due

    @property
    def due_written(self) -> date | None:
        """Its deadline, with the words beside it where it was set in words."""
        if self.due is None or not self.due_words:
            return self.due
        return Worded.of(self.due, self.due_words, self.due_meeting, standing=self.standing)

    @property
    def is_decision(self) -> bool:
        """True for a decision."""
        return not self.series and not self.assignment_no

    @property
    def is_measure(self) -> bool:
        """True for work of the executing level."""
        return self.measure_no > 0

    @property
    def is_open(self) -> bool:
        """True while something is still to be done: it has neither ended nor been settled."""
        return not self.ended and not self.has(Tag.SETTLED)

    @property
    def settled_before(self) -> bool:
        """True for a case that was settled when it was brought in: nothing here shows how, by whom, or on which day."""
        return self.unmoved and not self.is_open

    @property
    def is_to_be_held(self) -> bool:
        """True for a meeting still to come: neither held nor called off."""
        return not self.ended and not self.has(Tag.HELD)

    @property
    def is_called_off(self) -> bool:
        """True for a meeting that ended without being held."""
        return self.ended and not self.has(Tag.HELD)

    @property
    def is_dropped(self) -> bool:
        """True for a case that was withdrawn or cancelled, and no longer counts."""
        return self.has(Tag.DROPPED)

    @property
    def is_abandoned(self) -> bool:
        """True for a case that was dropped without the council: it is not followed up.

        Of one that was brought in as dropped nobody knows who ended it.
        """
        return self.is_dropped and self.ended_in is None and self.state != EXEMPT and not self.unmoved


@row
class Decision(CaseRow):
    """A decision beyond its case: text and its version, the meeting and round of voting, ratification.

    `kind` names its kind and `kind_pin` the digest of that kind's file; `about` is what a decision of its kind is about
    (an evaluation's year, a plan's period). `adopted_on` is the day it was first adopted, `measures` the number of
    measures that a plan had then: what came into its period later was not there to decide on. `bodies` ratify it, and
    `authority` is the post that judged whether it exceeds delegated authority; None where its kind says so, or nobody.
    `follows` is the case that it goes on from, `proposed_by` the post and `group` the group that proposed it to the
    council from below; `turned_in` is the meeting whose agenda it was on when its nature last changed. `areas_left` are
    the focus areas that it was in before `area`, each with the first day after. `put_off` is the meeting whose agenda
    it left, until it stands on another; `agendas` are all meetings on whose agenda it stood.
    """

    area: str | None
    text: str
    text_version: int = 1
    round: int = 0
    meeting: str | None = None
    information: bool
    bodies: tuple[str, ...]
    authority: str | None = None
    case: str | None
    pins: tuple[str, ...]
    kind: str | None
    kind_pin: str | None
    about: dict[str, Any]
    adopted_on: date | None = None
    measures: int = 0
    areas_left: dict[str, Any] = field(default_factory=dict)
    follows: str | None = None
    proposed_by: str | None = None
    group: str | None = None
    turned_in: str | None = None
    put_off: str | None = None
    agendas: tuple[str, ...] = ()

    @property
    def areas(self) -> Iterator[tuple[str | None, date, date]]:
        """The focus areas that it was in, one after the other, each with the first and the last day."""
        begins = date.min
        for until, area in sorted((date.fromisoformat(day), area) for area, day in self.areas_left.items()):
            yield area, begins, until - timedelta(days=1)
            begins = until
        yield self.area, begins, date.max

    def area_on(self, day: date) -> str | None:
        """Return the focus area that it was in on a day."""
        return next((area for area, first, last in self.areas if first <= day <= last), self.area)

    @property
    def tabled_at(self) -> Ref | None:
        """The meeting at which it was last tabled."""
        return Ref.parse(self.meeting) if self.meeting is not None else None


@row
class Meeting(CaseRow):
    """A meeting beyond its case: its kind and day, the day its agenda was sent, the entry that froze its minutes.

    `requested_by` is the party that asked for an extraordinary one, `group` the one that meets to coordinate, or the
    party whose municipal council is informed.
    `led_by` is the post that led it, where that was recorded; `moved_from` are the days that it was set for before.
    `begins` and `ends` are times of day, `venue` is where, `written_by` the post that writes
    its minutes; None where nobody said. `settled` is True once its agenda is the points recorded, and no longer what
    the council's rows call for.
    """

    SERIES: ClassVar = MEETING_SERIES
    KEY: ClassVar = ("series", "year", "no")
    series: str = MEETING_SERIES
    kind: str
    day: date
    sent: date | None = None
    frozen: int | None = None
    short_notice: bool
    requested_by: str | None
    group: str | None
    led_by: str | None = None
    moved_from: tuple[str, ...] = ()
    begins: str | None = None
    ends: str | None = None
    venue: str | None = None
    written_by: str | None = None
    settled: bool = False


@row
class AgendaPoint(CaseRow):
    """Point of an agenda that somebody added, changed or dealt with; once the agenda is settled, every point of it.

    Before that, a point that the rows call for has no row until something of it is said. `kind` is that of the point on
    the agenda, None while it is not settled; `title` is what somebody wrote, None where the program or the agreement
    has the words. `case` is its number in the archive. `discussion` and `outcome` are what was said at the meeting and
    what became of it, `follow_up` the cases registered because of it.
    """

    SERIES: ClassVar = MEETING_SERIES
    KEY: ClassVar = ("series", "year", "no", "point")
    series: str = MEETING_SERIES
    point: str
    kind: str | None = None
    title: str | None = None
    text: str = ""
    case: str | None = None
    post: str | None = None
    place: int | None = None
    dropped: bool = False
    discussion: str = ""
    outcome: str | None = None
    follow_up: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@row
class Attendance(CaseRow):
    """Presence of a post or guest at a meeting; a deputy who is no post says the organisation it comes from.

    A deputy commits its own party only, with a mandate of its own (see `mandates`). `role` is that of a guest who is an
    expert or observes; `during` are the points that somebody took part in, empty where it was there for all.
    """

    SERIES: ClassVar = MEETING_SERIES
    KEY: ClassVar = ("series", "year", "no", "who")
    series: str = MEETING_SERIES
    who: str
    presence: str
    deputy: str | None
    mandate: str | None
    organisation: str | None = None
    mandated_by: str | None = None
    mandated_on: date | None = None
    role: str | None = None
    during: tuple[str, ...] = ()


@row
class Passage(CaseRow):
    """Coming or going of a post at a point of a meeting: `presence` is what it was from then on."""

    KEY: ClassVar = ("series", "year", "no", "seq")
    series: str = MEETING_SERIES
    seq: int
    who: str
    presence: str
    point: str | None
    reason: str = ""


@row
class SeatStance(CaseRow):
    """The latest stance of one seat in one round, on one version of the text, and the deputy who took it, if any."""

    KEY: ClassVar = ("year", "no", "round", "post")
    round: int
    post: str
    text_version: int
    stance: str
    reason: str
    deputy: str | None = None


@row
class Objection(CaseRow):
    """An objection of one seat at one meeting, and what became of it.

    Amendments, excuses and rounds leave it as it is. `on` is the day it was raised; `undone` is why its entry was taken
    back, None where it was not; `spoken_on` is the version of the text on which the seat spoke afterwards, `spoken_in`
    the decision where that was another of the same matter, `stance_since` its stance then, and `basis` what that was
    recorded on.
    """

    KEY: ClassVar = ("year", "no", "seq")
    seq: int
    meeting: str
    on: date
    post: str
    text_version: int
    reason: str
    deputy: str | None = None
    undone: str | None = None
    spoken_on: int | None = None
    spoken_in: str | None = None
    stance_since: str | None = None
    basis: str = ""

    def stands_against(self, decision: Decision) -> bool:
        """Return True until its seat has spoken on the present text of a decision."""
        spoken_in = self.spoken_in or str(self.ref)
        return (spoken_in, self.spoken_on) != (str(decision.ref), decision.text_version)


@row
class Matter(CaseRow):
    """Words of a decision that was objected to or undone, so that the same matter is known when it is registered anew.

    They are its titles and texts in the form in which two of them are compared (`wording`).
    """

    words: tuple[str, ...]


@row
class Excuse(CaseRow):
    """A seat that takes no part in one item: left early, came late, or is disqualified, as `decided_by` others."""

    KEY: ClassVar = ("year", "no", "round", "post")
    round: int
    post: str
    reason: str
    decided_by: tuple[str, ...] = ()


@row
class Ratification(CaseRow):
    """Answer of a competent body to a decision, with its case number and day."""

    KEY: ClassVar = ("year", "no", "round", "body")
    round: int
    body: str
    case: str
    date: date
    granted: bool


@row
class OwnerSpell(WorkRow):
    """Period in which a post was accountable for an assignment or measure; nobody knows since when, where None."""

    KEY: ClassVar = ("year", "no", "assignment_no", "measure_no", "seq")
    seq: int
    post: str
    since: date | None
    until: date | None


@row
class Continuation(WorkRow):
    """A decision that goes on from a case: one proposed from it to the council, or one that follows it."""

    KEY: ClassVar = ("series", "year", "no", "assignment_no", "measure_no", "decision")
    series: str
    decision: str


@row
class Neighbour(Row):
    """A decision of another council on the same matter; each has its own consensus, follow-up and chain.

    Attributes:
        neighbour: the other council's name on the day of the link.
        journal: the id of its journal, by which it is found.
    """

    KEY: ClassVar = ("year", "no", "neighbour", "ref")
    year: int
    no: int
    neighbour: str
    ref: str
    journal: str | None
