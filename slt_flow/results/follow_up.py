"""Follow-up: the status tree, the duties of each post, the first screen of the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple

from slt_flow.results.columns import HIDDEN, OMITTED, Column, Json, Ref, State, Title
from slt_flow.results.exemptions import ItsExemption
from slt_flow.results.year import Obligation
from slt_flow.terms import N_, Named, Tag

ITEM: Final = Json(part=("ref", "level", "title", "state", "due", "late", "owner"))
"""A case by itself, without what stands beneath it."""

AT_RISK: Final = ("clause", "ref", "verdict", "due")
"""The fields of an obligation that the first screen and the pack have in JSON."""


class Owner(NamedTuple):
    """The accountable post of a case, who holds it, and its organisation."""

    post: str
    title: Annotated[str, HIDDEN]
    holder: str | None
    organisation: str
    vacant: Annotated[bool, HIDDEN]


class NextMeeting(NamedTuple):
    """A meeting, such as the next that is planned, with the last days for submitting matters and sending the agenda."""

    ref: str
    day: date
    kind: str
    agenda_due: date | None = None
    sent: date | None = None
    submissions: Annotated[date | None, OMITTED] = None
    group: Annotated[str | None, OMITTED] = None


class LateAgenda(NamedTuple):
    """A meeting to come whose agenda should have been sent."""

    ref: str
    day: date
    due: date


class NeighbourCase(NamedTuple):
    """Decision of another council on the same matter, with its state."""

    council: Annotated[str, Column(N_("council"))]
    council_title: Annotated[str, HIDDEN]
    ref: Ref
    title: Title
    state: State


class Continued(NamedTuple):
    """A decision that goes on from a case, with where it stands."""

    ref: Annotated[str, Column(N_("ref"))]
    title: Annotated[str, Column(N_("title"))]
    state: Annotated[Named, Column(N_("state"))]
    meeting: Annotated[str | None, Column(N_("meeting"))]
    proposed_by: Annotated[str | None, Column(N_("proposed by"))] = None


class Period(NamedTuple):
    """Period from its first to its last day."""

    first: date
    last: date


class Branch(NamedTuple):
    """One case in the status tree with what stands beneath it, rolled up.

    `waits` are the posts whose move it is on the case itself, `waiting_on` those of all beneath too; `late_days` are
    the days past its deadline while it is to be met, `delivered_late` those after which it was delivered. `years` are
    those in which it was open, made or settled. What recurs is done `every` so often; `missed` are the periods in which
    it was not.
    `council_due` is the council's deadline where the posts of `moved_by` moved it; `abandoned` are the posts that
    cancelled measures beneath without the council, once for each. `goes_on` are the decisions that go on from it,
    `follows` the case that it goes on from itself, `proposed_by` the post or group that proposed it from below. One
    that began before the council was followed up here is `imported`; if it was settled then too, it is
    `settled_before`, and among neither the `done` nor the `total`.
    """

    ref: str
    level: str
    title: str
    state: Named
    tags: tuple[str, ...]
    ended: bool
    waits: tuple[str, ...]
    waiting_on: tuple[str, ...]
    years: range = range(0)
    area: str | None = None
    meeting: str | None = None
    owner: Owner | None = None
    due: date | None = None
    late: bool = False
    late_days: int = 0
    late_below: int = 0
    done: int = 0
    total: int = 0
    progress: int = 0
    reschedules: int = 0
    note: str = ""
    bodies: tuple[str, ...] = ()
    children: tuple[Branch, ...] = ()
    neighbours: tuple[NeighbourCase, ...] = ()
    delivered_late: int = 0
    council_due: date | None = None
    moved_by: tuple[str, ...] = ()
    abandoned: tuple[str, ...] = ()
    follows: str | None = None
    proposed_by: str | None = None
    goes_on: tuple[Continued, ...] = ()
    every: str | None = None
    times: tuple[str, ...] = ()
    missed: tuple[Period, ...] = ()
    imported: Annotated[bool, Json(omit=(False,))] = False
    settled_before: Annotated[bool, Json(omit=(False,))] = False
    exempt: ItsExemption = None

    @property
    def is_open(self) -> bool:
        """True while something is still to be done about the case."""
        return not self.ended and Tag.SETTLED not in self.tags

    @property
    def is_dropped(self) -> bool:
        """True when the case was withdrawn or cancelled, and counts nowhere."""
        return Tag.DROPPED in self.tags


def flattened(branches: Iterable[Branch]) -> Iterator[Branch]:
    """Yield every case of a tree, a parent before its children."""
    for branch in branches:
        yield branch
        yield from flattened(branch.children)


class AreaBranch(NamedTuple):
    """A focus area with its decisions; `id` is None for decisions without one.

    `shared_with` are the ids of councils that work on the same, with what each is called where it is followed up here
    too, else its id again.
    """

    id: str | None
    title: str
    ended: Annotated[bool, HIDDEN]
    shared_with: Annotated[Mapping[str, str], Json(omit=({},), form="keys")]
    decisions: tuple[Branch, ...]


class Tree(NamedTuple):
    """The status tree of a council on a day.

    `years` are those that were asked for; `last_year` is the last one with decisions, where the tree has none. `posts`
    are the titles of all posts by their ids.
    """

    council: str
    title: Annotated[str, HIDDEN]
    language: Annotated[str, HIDDEN]
    as_of: date
    totals: Mapping[str, int]
    areas: tuple[AreaBranch, ...]
    filtered: Annotated[bool, HIDDEN] = False
    years: Annotated[tuple[int, ...], HIDDEN] = ()
    last_year: Annotated[int | None, HIDDEN] = None
    posts: Annotated[Mapping[str, str], HIDDEN] = MappingProxyType({})


class FilterChoices(NamedTuple):
    """Names that the filters of the status tree may have: titles and labels by their ids, and the years, newest first.

    A state has its label in each language.
    """

    areas: Mapping[str, str]
    owners: Mapping[str, str]
    states: Mapping[str, Mapping[str, str]]
    years: tuple[int, ...]


class Duty(NamedTuple):
    """Duty of one post: the cases that wait for it, and where the decisions stand that it proposed."""

    post: str
    title: Annotated[str, HIDDEN]
    holder: str | None
    vacant: bool
    items: Annotated[tuple[Branch, ...], ITEM]
    proposed: Annotated[tuple[Continued, ...], Json(omit=((),))] = ()


class LateWork(NamedTuple):
    """Work delivered after its deadline, with the days between."""

    ref: str
    days: int


class WorkResult(NamedTuple):
    """Recorded result of work."""

    ref: str
    result: str


class MovedWork(NamedTuple):
    """Work whose deadline others than the council moved, with their titles and how often it was moved."""

    ref: str
    by: tuple[str, ...]
    times: int


class PlannedWork(NamedTuple):
    """Work that is still to be done: by whom, and by when."""

    ref: str
    title: str
    owner: Annotated[Owner | None, Json(part=("post", "title"))]
    due: date | None


class ReportLine(NamedTuple):
    """One decision in the form municipalities publish, with what its branch of the status tree has too.

    `late` counts the deadlines past and to be met, `missed` the periods without recurring work; `done` of `total`
    measures are carried out, and `abandoned` are the titles of the posts that cancelled more without the council, once
    for each; `results` are what became of assignments that were delivered, or of the measures of one that is not yet;
    `moved` is work whose deadline others than the council moved, `unfinished` what is still to be done.
    `imported_work` counts the work from before the council was followed up here, `settled_before` those of it that were
    settled then, and are no part of the total. The day is None where nobody knows it.
    """

    ref: str
    day: Annotated[date | None, Json("date")]
    meeting: str | None
    case: str | None
    title: str
    text: str
    area: str | None
    responsible: Annotated[tuple[Owner, ...], Json(part=("post", "title"))]
    state: Named
    due: date | None
    done: Annotated[int, Json("measures_carried_out")]
    total: Annotated[int, Json("measures")]
    late: int
    missed: Annotated[int, Json(omit=(0,))]
    delivered_late: tuple[LateWork, ...]
    abandoned: tuple[str, ...]
    moved: tuple[MovedWork, ...]
    bodies: Annotated[tuple[str, ...], Json("needs_ratification")]
    imported: Annotated[bool, Json(omit=(False,))]
    imported_work: Annotated[int, Json(omit=(0,))]
    settled_before: Annotated[int, Json(omit=(0,))]
    results: tuple[WorkResult, ...]
    remarks: tuple[str, ...]
    unfinished: tuple[PlannedWork, ...] = ()
    exempt: ItsExemption = None


class Report(NamedTuple):
    """The decisions of a body in a period, and the older ones that were open in it, as they stand on a day."""

    council: str
    body: str
    since: Annotated[date, Json("from")]
    until: Annotated[date, Json("to")]
    as_of: date
    lines: Annotated[tuple[ReportLine, ...], Json("decisions")]


class Today(NamedTuple):
    """The first screen: what is late, who is waited on, the council's next meeting, and the next one of each group."""

    council: str
    title: Annotated[str, HIDDEN]
    day: Annotated[date, Json("as_of")]
    totals: Mapping[str, int]
    late: Annotated[tuple[Branch, ...], ITEM]
    waiting: Annotated[tuple[Duty, ...], Json("waiting_on")]
    meeting: Annotated[NextMeeting | None, Json("next_meeting")]
    groups_meet: Annotated[tuple[NextMeeting, ...], Json(omit=((),))]
    agendas_late: tuple[LateAgenda, ...]
    meetings_held: int
    meetings_agreed: int | None
    at_risk: Annotated[tuple[Obligation, ...], Json(part=AT_RISK)]
