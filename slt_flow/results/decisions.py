"""Decisions and their work: as lists, and one case in full."""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

from slt_flow.results.archive import Filed
from slt_flow.results.attachments import Attachments
from slt_flow.results.columns import OMITTED, READABLE, Column, Id, Json, Kind, Ref, State, Title, shown
from slt_flow.results.exemptions import Exempted
from slt_flow.results.follow_up import Continued, NeighbourCase, Period
from slt_flow.results.history import Erasures
from slt_flow.results.sources import Source
from slt_flow.terms import N_, Named

Area = Annotated[str | None, Column(N_("focus area"), whole=True)]
Meeting = Annotated[str | None, Column(N_("meeting"), whole=True)]
Note = Annotated[str, Column(N_("result or reason"))]
Owner = Annotated[str | None, Column(N_("owner"), whole=True)]
Due = Annotated[date | None, Column(N_("deadline"), whole=True)]
On = Annotated[date, Column(N_("on"), whole=True)]
Post = Annotated[str, Column(N_("post"), whole=True)]
Reason = Annotated[str, Column(N_("reason"))]
Round = Annotated[int, Column(N_("round"))]
TextVersion = Annotated[int, Column(N_("text version"))]
Counts = Annotated[bool, Column(N_("counts"))]
GoesOn = Annotated[tuple[Continued, ...], Column(N_("Goes on in")), Json(omit=((),))]
Bodies = Annotated[tuple[str, ...], Column(N_("needs ratification by"))]


@shown("ref", "title", "kind", "state", "area", "meeting", "exempt")
class DecisionRow(NamedTuple):
    """A decision in a list."""

    ref: Ref
    title: Title
    state: State
    area: Area
    meeting: Meeting
    on: date
    kind: Annotated[Named | None, Column(N_("kind"))]
    exempt: Exempted = None


class KindRow(NamedTuple):
    """A kind of decision: its ratifying bodies, its measures, and the command that begins one."""

    id: Id
    kind: Kind
    needs_ratification: Bodies
    measures: Annotated[tuple[str, ...], Column(N_("measures"))]
    command: str


@shown("id", "title", "source", "on", "challenges", "used_by", "address")
class SourceRow(NamedTuple):
    """A source of knowledge, with the challenges it shows and the cases that rest on it."""

    id: Id
    title: Title
    source: Annotated[str, Column(N_("source"))]
    on: On
    address: Annotated[str | None, Column(N_("link"))]
    challenges: Annotated[tuple[str, ...], Column(N_("challenges"), roomy=True)]
    used_by: Annotated[tuple[str, ...], Column(N_("used by"))]


class ChallengeRow(NamedTuple):
    """A challenge with its sources and the cases that answer it; without any it is a gap."""

    id: Id
    title: Title
    area: Area
    knowledge: Annotated[tuple[str, ...], Column(N_("knowledge"))]
    since: date
    answered_by: Annotated[tuple[str, ...], Column(N_("answered by"), empty=N_("nobody yet"))]
    gap: bool


class AnsweredChallenge(NamedTuple):
    """A challenge that a case answers; without a title where it is not known on the day."""

    id: Id
    title: Title


class NamedSource(NamedTuple):
    """A source that a case rests on; its id alone where it is not known on the day."""

    id: Id
    title: Title
    on: Annotated[date | None, Column(N_("on"), whole=True), OMITTED] = None
    address: Annotated[str | None, Column(N_("link")), Json(omit=("",))] = ""


class RecordedRow(NamedTuple):
    """Acts of one post on a case that one post recorded, by the numbers of their entries, and how that one is known."""

    acted_by: Annotated[str | None, Column(N_("act of"), whole=True)]
    recorded_by: Annotated[str, Column(N_("recorded by"), whole=True)]
    authenticated: Annotated[str, Column(N_("confirmed"), form="confirmed")]
    entries: Annotated[tuple[int, ...], Column(N_("entries"))]


Recorded = Annotated[tuple[RecordedRow, ...], Column(N_("Recorded"))]


@shown("title", "stance", "recorded_by", "reason", "text_version", "counts")
class StanceRow(NamedTuple):
    """A stance of a seat on a version of the text, who recorded it for whom, and whether it counts now."""

    post: str
    title: Annotated[str, Column(N_("post"))]
    round: int
    text_version: TextVersion
    stance: Annotated[str, Column(N_("stance"), terms=True)]
    reason: Reason
    counts: Counts
    acted_by: str | None
    recorded_by: Annotated[str, Column(N_("recorded by"), form="hand")]
    authenticated: str


class ExcuseRow(NamedTuple):
    """A seat that takes no part in the item."""

    post: Post
    round: int
    reason: Reason
    decided_by: Annotated[tuple[str, ...], Column(N_("decided by"))]
    counts: Counts


class RatificationRow(NamedTuple):
    """The answer of a competent body; all but its name is None while it is waited for."""

    body: Annotated[str, Column(N_("body"))]
    case: Annotated[str | None, Column(N_("case"))]
    date: Annotated[date | None, Column(N_("date"))]
    granted: Annotated[bool | None, Column(N_("granted"))]


class OwnerRow(NamedTuple):
    """A spell of accountability of a post."""

    post: Post
    since: Annotated[date | None, Column(N_("since"))]
    until: Annotated[date | None, Column(N_("until"))]


@shown("evaluation", "challenge_title", "effect", "note")
class EffectRow(NamedTuple):
    """The effect of a measure on a challenge, as an evaluation found it."""

    evaluation: Annotated[str, Column(N_("evaluation"))]
    challenge: str | None
    challenge_title: Annotated[str | None, Column(N_("challenge"))]
    effect: Annotated[str, Column(N_("effect"), terms=True)]
    note: Note


class ChildRow(NamedTuple):
    """A case directly beneath another."""

    ref: Ref
    title: Title
    state: State
    owner: Owner
    due: Due


class RemarkRow(NamedTuple):
    """A remark on a case, or a link where `address` is true; `item` is the point of a meeting's agenda it is about."""

    on: On
    text: Annotated[str, Column(N_("text"), least=READABLE)]
    address: bool
    by: str | None = None
    title: Annotated[str, Column(N_("whose"))] = ""
    item: Annotated[str, Column(N_("item")), Json(omit=("",))] = ""


class WorkRow(NamedTuple):
    """Work as agendas and evaluations list it: its owner, its deadline, and the days it is late or was."""

    ref: str
    level: str
    title: str
    state: Named
    owner: str | None
    owner_title: str | None
    due: date | None
    late: bool
    late_days: int
    delivered_late: int


class DecidedFields(NamedTuple):
    """Fields of a case that only a decision has."""

    text: Annotated[str, Column(N_("text"))]
    text_version: TextVersion
    area: str | None
    area_title: Annotated[str | None, Column(N_("focus area"))]
    meeting: Meeting
    round: Round
    for_information: Annotated[bool, Column(N_("for information"))]
    needs_ratification: Bodies
    case: Annotated[str | None, Column(N_("case"))]
    kind: Annotated[Named | None, Column(N_("kind"))]
    adopted_on: Annotated[date | None, Column(N_("adopted"))]
    follows: Annotated[str | None, Column(N_("goes on from")), OMITTED]
    proposed_by: Annotated[str | None, Column(N_("proposed by")), OMITTED]


class CaseSheet(NamedTuple):
    """A decision, an assignment or a measure in full; `decided` and some lists are None where it has none such.

    One that stands as it was brought in has the day on which that was `recorded_on`, where no other day is known.
    `imported` and `settled_before` are those of the tree.
    """

    ref: Ref
    level: Annotated[str, Column(N_("level"), terms=True)]
    title: Title
    state: State
    owner: Owner
    holder: Annotated[str | None, Column(N_("holder"))]
    due: Due
    reschedules: Annotated[int, Column(N_("deadline moved"), form="times")]
    every: Annotated[str | None, Column(N_("every"), form="rhythm"), OMITTED]
    times: Annotated[tuple[str, ...], Column(N_("done"), form="days"), Json(omit=((),))]
    missed: Annotated[tuple[Period, ...], Column(N_("not done"), form="periods"), Json(omit=((),))]
    progress: Annotated[int, Column(N_("progress"), form="percent")]
    note: Note
    resources: Annotated[str, Column(N_("resources"))]
    group: Annotated[str | None, Column(N_("followed up by")), OMITTED]
    source: Annotated[Source | None, Column(N_("imported from"), form="source"), OMITTED]
    on: Annotated[date | None, Column(N_("latest entry"), whole=True)]
    recorded_on: Annotated[date | None, Column(N_("recorded on"), whole=True), OMITTED]
    imported: Annotated[bool, Json(omit=(False,))]
    settled_before: Annotated[bool, Json(omit=(False,))]
    seq: int
    decided: Annotated[DecidedFields | None, Json(inline=True)]
    challenges: Annotated[tuple[AnsweredChallenge, ...], Column(N_("Answers the challenges"))]
    knowledge: Annotated[tuple[NamedSource, ...], Column(N_("Rests on"))]
    stances: Annotated[tuple[StanceRow, ...] | None, Column(N_("Stances")), OMITTED]
    excuses: Annotated[tuple[ExcuseRow, ...] | None, Column(N_("No part in the item")), OMITTED]
    ratifications: Annotated[tuple[RatificationRow, ...] | None, Column(N_("Ratification")), OMITTED]
    owners: Annotated[tuple[OwnerRow, ...] | None, Column(N_("Accountable")), OMITTED]
    effects: Annotated[tuple[EffectRow, ...] | None, Column(N_("Effect")), OMITTED]
    children: Annotated[tuple[ChildRow, ...], Column(N_("Follow-up"))]
    neighbours: Annotated[tuple[NeighbourCase, ...] | None, Column(N_("Neighbours")), OMITTED]
    goes_on: GoesOn
    remarks: Annotated[tuple[RemarkRow, ...], Column(N_("Remarks and links"))]
    recorded: Recorded
    erased: Erasures = ()
    attachments: Attachments = ()
    exempt: Exempted = None
    filed: Filed = ()
