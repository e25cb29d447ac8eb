"""What the desk answers: frozen values without formatting.

Named tuples, because a reader imports them all and they are made in half the time of dataclasses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from slt_flow.terms import Standing, Verdict

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Finding(NamedTuple):
    """What one rule says of a case: its verdict, what it saw, the § it comes from and what the door wants of it.

    `ref` is None where the agreement is silent and the product's standard holds; `remedy` is the command that would
    mend it, once the desk has added it.
    """

    rule: str
    verdict: Verdict
    wants: Verdict
    ref: str | None
    saw: Mapping[str, Any]
    remedy: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it keeps the door shut."""
        return self.verdict != self.wants


class Notice(NamedTuple):
    """Something the user should know though nothing was refused: a code for the sentence and its facts."""

    code: str
    facts: Mapping[str, Any]


class Done(NamedTuple):
    """A request that was recorded (or already was): the case, its state, and the entries it made."""

    ref: str
    state: str | None
    label: Mapping[str, str]
    entries: tuple[int, ...]
    already: bool = False
    dry_run: bool = False
    notices: tuple[Notice, ...] = ()
    refs: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    taken_back: bool = False


class Step(NamedTuple):
    """One step of a request: through which door, to which state ("" when it stays; `label` is then the door's)."""

    ref: str
    door: str
    state: str
    label: Mapping[str, str]
    title: str = ""


class Refusal(NamedTuple):
    """A request that a rule refused: all findings that keep the door shut. Nothing was written."""

    ref: str
    door: str
    findings: tuple[Finding, ...]
    doors: tuple[str, ...] = ()
    context: Mapping[str, Any] = NOTHING


Outcome = Done | Refusal


class Owner(NamedTuple):
    """The accountable post of a case, who holds it, and its organisation."""

    post: str
    title: str
    holder: str | None
    organisation: str
    vacant: bool


class NeighbourCase(NamedTuple):
    """Where another council's decision on the same matter stands."""

    council: str
    council_title: str
    ref: str
    title: str
    state: str
    label: Mapping[str, str]


class Branch(NamedTuple):
    """One case in the status tree with what stands beneath it, rolled up.

    `waits` are the posts whose move it is on the case itself, `waiting_on` those of all beneath too.
    """

    ref: str
    level: str
    title: str
    state: str
    label: Mapping[str, str]
    tags: tuple[str, ...]
    ended: bool
    area: str | None
    meeting: str | None
    owner: Owner | None
    due: date | None
    late: bool
    late_days: int
    late_below: int
    done: int
    total: int
    waits: tuple[str, ...]
    waiting_on: tuple[str, ...]
    progress: int
    reschedules: int
    note: str
    bodies: tuple[str, ...]
    children: tuple[Branch, ...]
    year: int = 0
    neighbours: tuple[NeighbourCase, ...] = ()


class AreaBranch(NamedTuple):
    """A focus area with its decisions; `id` is None for decisions without one.

    `shared_with` are the ids of councils that work on the same, with what each is called where it is followed up here
    too, else its id again.
    """

    id: str | None
    title: str
    ended: bool
    decisions: tuple[Branch, ...]
    shared_with: Mapping[str, str] = NOTHING


class Tree(NamedTuple):
    """The status tree of a council on a day."""

    council: str
    title: str
    language: str
    as_of: date
    totals: Mapping[str, int]
    areas: tuple[AreaBranch, ...]
    filtered: bool = False


class DoorState(NamedTuple):
    """A door of a case: open or shut, whose deed it is, and what keeps it shut."""

    door: str
    label: Mapping[str, str]
    open: bool
    by: tuple[str, ...]
    asks: tuple[str, ...]
    findings: tuple[Finding, ...]


class DoorsOf(NamedTuple):
    """The doors of one case."""

    ref: str
    title: str
    state: str
    label: Mapping[str, str]
    doors: tuple[DoorState, ...]


class Duty(NamedTuple):
    """What one post is waited on for."""

    post: str
    title: str
    holder: str | None
    vacant: bool
    items: tuple[Branch, ...]


class HistoryLine(NamedTuple):
    """One journal entry as a reader sees it; `voided` when a later entry took it back."""

    seq: int
    kind: str
    subject: str
    door: str | None
    label: Mapping[str, str]
    from_state: str | None
    to_state: str | None
    to_label: Mapping[str, str]
    on: date
    at: str
    deed_of: str | None
    recorded_by: str
    basis: str
    data: Mapping[str, Any]
    texts: Mapping[str, str]
    voided: bool


class Today(NamedTuple):
    """The first screen: what is late, who is waited on, and the next meeting with the day its agenda is due."""

    council: str
    title: str
    day: date
    totals: Mapping[str, int]
    late: tuple[Branch, ...]
    waiting: tuple[Duty, ...]
    meeting: Mapping[str, Any] | None
    meetings_held: int
    meetings_agreed: int | None
    agendas_late: tuple[Mapping[str, Any], ...] = ()
    at_risk: tuple[Obligation, ...] = ()


class Listing(NamedTuple):
    """Rows of one kind, as plain mappings; `kind` names the table's heading and columns."""

    kind: str
    rows: tuple[Mapping[str, Any], ...]


class Sheet(NamedTuple):
    """One case, meeting or agreement in full: fields in order, then lists beneath."""

    kind: str
    fields: Mapping[str, Any]
    lists: tuple[Listing, ...] = ()


class Shown(NamedTuple):
    """One piece of evidence: the case, meeting, source or clause it is recorded on, its day, and a word on it."""

    ref: str
    on: date | None
    note: str = ""


class Obligation(NamedTuple):
    """How one clause stands in a year: its verdict, its day, what shows it, and what to expect.

    `since` and `until` are the days it counts for when that is not the whole year; `advice` is guidance that goes
    further than the agreement, never a demand.
    """

    clause: str
    ref: str
    text: str
    kept_by: str
    since: date | None
    until: date | None
    verdict: Standing
    due: date | None
    broken_since: date | None
    evidence: tuple[Shown, ...]
    forecast: Notice | None
    advice: Notice | None


class Obligations(NamedTuple):
    """Every clause of a council's agreement in a year, as it stands on a day."""

    council: str
    title: str
    year: int
    as_of: date
    rows: tuple[Obligation, ...]


class Mistake(NamedTuple):
    """One thing wrong in a meeting's form: the line, the key, a code for the sentence and its facts.

    `findings` are those of the rules that refused what the line asks of the case `ref`.
    """

    line: int
    key: str
    code: str
    facts: Mapping[str, Any] = NOTHING
    ref: str = ""
    findings: tuple[Finding, ...] = ()


class FormLine(NamedTuple):
    """One case that a meeting's form moves: where it stands then, whose it is, and who said what."""

    ref: str
    depth: int
    title: str
    state: str
    label: Mapping[str, str]
    day: date | None = None
    owner: str | None = None
    due: date | None = None
    present: tuple[str, ...] = ()
    stances: Mapping[str, tuple[str, ...]] = NOTHING


class FormOutcome(NamedTuple):
    """What a meeting's form did or would do, or all that is wrong with it; then `done` is None and nothing is written."""

    ref: str
    done: Done | None
    lines: tuple[FormLine, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    exit_code: int = 0


class BlankForm(NamedTuple):
    """What is known of a meeting before its form is filled in; each named thing as its id and what it is called.

    `present` are seats with their deputies once they are recorded; `items` those tabled and not concluded.
    """

    ref: str | None
    day: date
    title: str
    held: bool
    sent: date | None
    present: tuple[tuple[str, str, str | None], ...]
    items: tuple[Mapping[str, Any], ...]
    posts: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    challenges: tuple[tuple[str, str], ...]
    knowledge: tuple[tuple[str, str], ...]


class WheelEntry(NamedTuple):
    """One thing in the year wheel: what it is, its day, whose, and how it stands.

    `closed` tells why nobody is there that day, where a meeting or a deadline still to come is set on it.
    """

    what: str
    day: date
    ref: str
    title: str
    standing: Standing
    state: str | None = None
    label: Mapping[str, str] = NOTHING
    kind: str | None = None
    owner: str | None = None
    sent: date | None = None
    clause: str | None = None
    closed: str | None = None
    working_day: date | None = None


class WheelMonth(NamedTuple):
    """One month of the year wheel, in the order of its days."""

    month: int
    entries: tuple[WheelEntry, ...]


class Wheel(NamedTuple):
    """A council's year, month by month, and the obligations that something is missing for."""

    council: str
    title: str
    year: int
    as_of: date
    months: tuple[WheelMonth, ...]
    missing: tuple[Obligation, ...]


class ReportLine(NamedTuple):
    """One decision in the form municipalities publish; `responsible` are posts with their titles."""

    ref: str
    day: date
    meeting: str | None
    case: str | None
    title: str
    text: str
    area: str | None
    responsible: tuple[tuple[str, str], ...]
    state: str
    label: Mapping[str, str]
    due: date | None
    done: int
    total: int
    late: int
    bodies: tuple[str, ...]
    remarks: tuple[str, ...]


class Report(NamedTuple):
    """The decisions of a body in a period, and the older ones that were open in it, as they stand on a day."""

    council: str
    body: str
    since: date
    until: date
    as_of: date
    lines: tuple[ReportLine, ...]


class Handover(NamedTuple):
    """What a new coordinator needs to go on: each part as the lists and the first screen have it."""

    council: str
    title: str
    day: date
    secretary: Owner
    work: tuple[tuple[Owner, tuple[Branch, ...]], ...]
    unassigned: tuple[Branch, ...]
    deadlines: tuple[Branch, ...]
    meeting: Mapping[str, Any] | None
    unarchived: tuple[tuple[str, date], ...]
    at_risk: tuple[Obligation, ...]
    learning: tuple[Mapping[str, Any], ...]
    vacant: tuple[Owner, ...]
    away: tuple[tuple[Owner, date, date, Owner | None], ...]
    history: tuple[HistoryLine, ...]


class Renewed(NamedTuple):
    """A council moved to a newer agreement, or why not: which one, from which day, and all that changes."""

    outcome: Outcome
    council: str
    agreement: str
    on: date
    changes: Listing


class Flaw(NamedTuple):
    """One thing `journal verify` found wrong: a code for the sentence, where it is, and what it saw."""

    code: str
    where: str
    facts: Mapping[str, Any] = NOTHING


class Verification(NamedTuple):
    """What `journal verify` found: how many entries the chain has, its head, and every flaw."""

    council: str
    entries: int
    head: str
    flaws: tuple[Flaw, ...]


class AgendaItem(NamedTuple):
    """One point of an agenda: its stable key, what kind of point it is, who presents it, and what it rests on.

    `title` is what somebody wrote, "" where the point is one of the agreement's own and the view has the words;
    `number` is how it is shown, counted on through the dropped ones; `cases` are what stands beneath it.
    """

    key: str
    kind: str
    ref: str | None = None
    title: str = ""
    post: str | None = None
    post_title: str = ""
    facts: Mapping[str, Any] = NOTHING
    cases: tuple[Mapping[str, Any], ...] = ()
    number: int = 0


class Agenda(NamedTuple):
    """A meeting's agenda, generated from what waits for it, as the coordinator ordered it.

    `due` is when to send it at the latest, None once the meeting was held and where the agreement does not ask.
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
    label: Mapping[str, str]
    sent: date | None
    due: date | None
    items: tuple[AgendaItem, ...]
    dropped: tuple[AgendaItem, ...]


class MinutesItem(NamedTuple):
    """One decision as a meeting left it: the text as it was decided, who said what, and what follows from it.

    `state` is where the meeting left it; `open` when it had not been concluded there. `present` and `excused` are
    posts, the excused with why; `follow_up` are the assignments and measures beneath it, with owner and deadline.
    """

    ref: str
    title: str
    text: str
    text_version: int
    state: str
    label: Mapping[str, str]
    open: bool
    reason: str
    information: bool
    bodies: tuple[str, ...]
    present: tuple[Mapping[str, Any], ...]
    excused: tuple[Mapping[str, Any], ...]
    stances: tuple[Mapping[str, Any], ...]
    follow_up: tuple[Mapping[str, Any], ...] = ()


class Minutes(NamedTuple):
    """The minutes of a meeting, made from what was recorded.

    `others` is what the meeting did beside its items, `points` the coordinator's own points of the agenda. Once they
    are archived, `frozen` tells the journal's head they were made at, and `addenda` what was added afterwards.
    """

    council: str
    title: str
    ref: str
    name: str
    day: date
    kind: str
    requested_by: str | None
    group: str | None
    state: str
    label: Mapping[str, str]
    written_by: Mapping[str, Any]
    attendance: tuple[Mapping[str, Any], ...]
    items: tuple[MinutesItem, ...]
    points: tuple[Mapping[str, Any], ...]
    others: tuple[Mapping[str, Any], ...]
    remarks: tuple[Mapping[str, Any], ...]
    approved_in: str | None
    next_meeting: Mapping[str, Any] | None
    frozen: Mapping[str, Any] | None = None
    addenda: tuple[Mapping[str, Any], ...] = ()


class Heading(NamedTuple):
    """A heading within a document; level 2 stands beneath the title."""

    level: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph; a blank line in it begins a new one, a single break stays a break."""

    text: str


class Bullets(NamedTuple):
    """A list, with dashes or with numbers."""

    items: tuple[str, ...]
    numbered: bool = False


class Grid(NamedTuple):
    """A table: what its columns are called, and its cells row by row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Grid


class Document(NamedTuple):
    """Something to print or to file: a title and blocks of plain text, in the reader's language.

    No text in it is markup; whoever writes it down escapes what its format would read as such.
    """

    title: str
    blocks: tuple[Block, ...]
