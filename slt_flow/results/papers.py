"""Papers of a council: of one case to its meeting, of an assignment to its owner, of a year to politicians."""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

from slt_flow.results.columns import HIDDEN, OMITTED, Json
from slt_flow.results.decisions import NamedSource, RatificationRow, WorkRow
from slt_flow.results.evaluation import EvaluationSheet, PlanSheet
from slt_flow.results.follow_up import NeighbourCase, NextMeeting, Report
from slt_flow.results.levels import Levels
from slt_flow.results.meetings import PERSON, Person
from slt_flow.results.year import Obligations, Wheel
from slt_flow.terms import Named


class Ground(NamedTuple):
    """Challenge that a case answers, with the sources that show it."""

    id: str
    title: str
    knowledge: tuple[NamedSource, ...]


class Step(NamedTuple):
    """Step of a case on its way: the kind of its entry, and the meeting, post, state or text that it names."""

    on: date
    kind: str
    meeting: Annotated[str | None, OMITTED] = None
    post: Annotated[str | None, OMITTED] = None
    state: Annotated[Named | None, OMITTED] = None
    text: Annotated[str, Json(omit=("",))] = ""


class CasePaper(NamedTuple):
    """Paper of one decision for its meeting: what is proposed or was decided, on what basis, and its history.

    `masked` is True where the public edition has nothing of it but its number, its mark and the basis.
    `day` is that of the meeting until it has decided, then the one that it is seen from. `number` and `presenter` are
    those of its point on the agenda, `note` is what somebody wrote beneath it there. `decided` is True once the text
    was adopted.
    """

    council: str
    title: Annotated[str, HIDDEN]
    ref: str
    name: Annotated[str, Json("title")]
    day: Annotated[date, HIDDEN]
    as_of: date
    state: Named
    decided: bool
    text: str
    case: str | None
    kind: Named | None
    area: str | None
    information: bool
    bodies: tuple[str, ...]
    authority: str | None
    meeting: Annotated[NextMeeting | None, Json(part=("ref", "day", "kind"))]
    number: int | None
    presenter: str
    note: str
    attachments: tuple[str, ...]
    proposed_by: str
    follows: str
    challenges: tuple[Ground, ...]
    knowledge: tuple[NamedSource, ...]
    neighbours: tuple[NeighbourCase, ...]
    ratifications: tuple[RatificationRow, ...]
    follow_up: tuple[WorkRow, ...]
    history: tuple[Step, ...]
    masked: Annotated[bool, HIDDEN] = False


class AssignmentLetter(NamedTuple):
    """Letter to the owner of an assignment or a measure: what, by when, who asks, on what basis, how to answer.

    `day` is the one on which the owner became accountable, None where nobody knows it. `asked_by` leads the council, or
    owns the assignment that a measure stands beneath. `accepts` is True while the organisation of the owner has not yet
    accepted the work. `answer_to` is the secretary, or where that is the owner itself `asked_by`; `address` is its mail
    address.
    """

    council: str
    title: Annotated[str, HIDDEN]
    ref: str
    level: str
    name: Annotated[str, Json("title")]
    day: date | None
    state: Named
    owner: Annotated[Person | None, PERSON]
    organisation: str
    due: date | None
    every: str | None
    resources: str
    group: str | None
    accepts: bool
    asked_by: Annotated[Person, PERSON]
    secretary: Annotated[Person, PERSON]
    answer_to: Annotated[Person, PERSON]
    address: str | None
    decision: str
    decision_title: str
    decision_text: str
    case: str | None
    meeting: Annotated[NextMeeting | None, Json(part=("ref", "day", "kind"))]
    area: str | None
    above: Annotated[WorkRow | None, OMITTED]
    challenges: tuple[Ground, ...]
    knowledge: tuple[NamedSource, ...]
    work: tuple[WorkRow, ...]


class Discussed(NamedTuple):
    """Words of a meeting on a standing point, with who presented it."""

    meeting: str
    day: date
    point: str
    presenter: str
    text: str


class HeldMeeting(NamedTuple):
    """Meeting of a year, with whether it was held."""

    ref: str
    title: str
    day: date
    kind: str
    state: Named
    held: bool


class YearlyReport(NamedTuple):
    """Report of a year to the municipal council.

    `crime_picture` and `youth_council` are what meetings said on these standing points, `decisions` the decisions of
    the year and the older ones that were open in it, `plan` the action plan of the year that follows. `wheel` and
    `levels` are drawn.
    """

    council: str
    title: Annotated[str, HIDDEN]
    year: int
    as_of: date
    meetings: tuple[HeldMeeting, ...]
    crime_picture: tuple[Discussed, ...]
    youth_council: tuple[Discussed, ...]
    decisions: Report
    obligations: Obligations
    evaluation: EvaluationSheet
    plan: PlanSheet
    wheel: Annotated[Wheel, HIDDEN]
    levels: Annotated[Levels, HIDDEN]
