"""The status tree: level by level, rolled up; what each post is waited on for; today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from slt_flow.desk import intake
from slt_flow.desk.calling import AGENDAS, agenda_due
from slt_flow.desk.front import Desk
from slt_flow.desk.neighbours import council_titles, neighbours
from slt_flow.desk.obligations import at_risk, judged
from slt_flow.desk.reader import Reader, reading
from slt_flow.desk.upcoming import agendas_late, waiting
from slt_flow.errors import RequestError
from slt_flow.model import Decision, Item, Meeting, Ratification
from slt_flow.records import projection, queries
from slt_flow.results import AreaBranch, Branch, Duty, Today, Tree
from slt_flow.terms import MEETING_SERIES, Level, MeetingKind, Ref, Role, Tag

MEETINGS = "meetings_are_held"
"""The clause that says how many meetings are agreed."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which branches of the tree to show; a branch is kept with all that stands above it."""

    areas: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()
    years: tuple[int, ...] = ()
    late: bool = False
    open: bool = False
    depth: int = 3

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return self != EVERYTHING


EVERYTHING = Filter()


def status(desk: Desk, chosen: Filter = EVERYTHING, as_of: date | None = None, as_known: date | None = None) -> Tree:
    """The status tree of a council: all that is open, and all of the running year.

    Args:
        desk: where the request comes in.
        chosen: what to show of it; years and refs reach back beyond the running year.
        as_of: as it held that day.
        as_known: as it was known that day.

    Raises:
        RequestError: a filter names something that does not exist.
    """
    with reading(desk, as_of, as_known) as reader:
        whole = bool(chosen.years or chosen.refs or chosen.states or chosen.owners)
        running = None if whole else reader.day.year
        branches = grow(reader, running)
        chosen = _resolved(reader, chosen, branches)
        kept = [found for branch in branches if (found := _kept(branch, chosen)) is not None]
        areas = tuple(_by_area(reader, kept))
        return Tree(
            reader.council, reader.row.title, reader.row.language, reader.day, _totals(kept), areas, chosen.narrows
        )


def duties(
    desk: Desk, post: str | None = None, as_of: date | None = None, as_known: date | None = None
) -> tuple[Duty, ...]:
    """What every post, or one of them, is waited on for; a vacant post with open work is always listed."""
    with reading(desk, as_of, as_known) as reader:
        if post is not None:
            post = intake.chosen("unknown_post", post, reader.posts)
        branches = [*grow(reader, reader.day.year), *waiting(reader)]
        return tuple(d for d in duties_of(reader, branches) if post in (None, d.post))


def today(desk: Desk, as_of: date | None = None, as_known: date | None = None) -> Today:
    """What is late, who is waited on, the next meeting and the day its agenda is due, obligations at risk."""
    with reading(desk, as_of, as_known) as reader:
        branches = grow(reader, reader.day.year)
        late = sorted((b for b in walk(branches) if b.late), key=lambda b: (b.due or reader.day, b.ref))
        obliged = judged(reader, reader.day.year)
        meetings = next((r.forecast.facts for r in obliged.rows if r.clause == MEETINGS and r.forecast), None)
        return Today(
            council=reader.council,
            title=reader.row.title,
            day=reader.day,
            totals=_totals(branches),
            late=tuple(late),
            waiting=tuple(duties_of(reader, [*branches, *waiting(reader)])),
            meeting=next_meeting(reader),
            meetings_held=meetings["done"] if meetings else _meetings_held(reader),
            meetings_agreed=meetings["needed"] if meetings else None,
            agendas_late=tuple(agendas_late(reader)),
            at_risk=at_risk(obliged),
        )


def grow(reader: Reader, running: int | None) -> list[Branch]:
    """The decisions with all beneath them: every one, or what is open and what is of a year."""
    cases = queries.cases(reader.connection, reader.council, running)
    decisions = queries.decisions(reader.connection, reader.council, running)
    beneath: dict[Ref, list[Item]] = {}
    tops = []
    for item in cases:
        parent = item.ref.parent
        if parent is None:
            tops.append(item)
        else:
            beneath.setdefault(parent, []).append(item)
    grown = _Grower(reader, decisions, beneath)
    return [grown.grow(item, None) for item in tops]


class _Grower:
    """Makes branches of cases, from the leaves up."""

    def __init__(
        self, reader: Reader, decisions: dict[tuple[int, int], Decision], beneath: dict[Ref, list[Item]]
    ) -> None:
        self.reader, self.decisions, self.beneath = reader, decisions, beneath
        self.secretaries = reader.with_role(Role.SECRETARY)
        self.chairs = reader.with_role(Role.CHAIR)
        self.neighbours = neighbours(reader)
        asked = any(decision.bodies for decision in decisions.values())
        said = projection.rows(reader.connection, reader.council, Ratification) if asked else ()
        self.answered = {(r.year, r.no, r.round, r.body) for r in said}

    def grow(self, item: Item, parent: Item | None) -> Branch:
        """A case with all beneath it."""
        children = tuple(self.grow(child, item) for child in self.beneath.get(item.ref, ()))
        decision = self.decisions.get((item.year, item.no)) if parent is None else None
        measures = [b for b in walk(children) if b.level == Level.EXECUTING]
        counted = [b for b in measures if Tag.SETTLED not in b.tags or Tag.ACHIEVED in b.tags]
        late_days = self._late_days(item)
        carried_out = decision is not None and decision.about and item.means(Tag.ADOPTED)  # by being adopted
        waits = () if carried_out and not children else self._waits(item, parent, children)
        return Branch(
            ref=str(item.ref),
            level=item.level,
            title=item.title,
            state=item.state,
            label=self.reader.state_label(item.pin, item.state),
            tags=item.tags,
            ended=item.ended,
            area=decision.area if decision else None,
            meeting=decision.meeting if decision else None,
            owner=self.reader.owner(item.owner) if item.owner else None,
            due=item.due if parent is not None else max((c.due for c in children if c.due), default=None),
            late=late_days > 0,
            late_days=late_days,
            late_below=sum(branch.late for branch in walk(children)),
            done=sum(Tag.ACHIEVED in branch.tags for branch in counted),
            total=len(counted),
            waits=waits,
            waiting_on=tuple(dict.fromkeys([*waits, *(post for child in children for post in child.waiting_on)])),
            progress=item.progress,
            reschedules=item.reschedules,
            note=item.note,
            bodies=self._bodies(item, decision) if decision else (),
            children=children,
            year=item.year,
            neighbours=self.neighbours.get(item.ref, ()),
        )

    def _bodies(self, item: Item, decision: Decision) -> tuple[str, ...]:
        """The competent bodies whose answer a decision still waits for: the council has decided, they have not."""
        undecided = decision.meeting is None or item.means(Tag.ON_AGENDA) or item.means(Tag.STUCK)
        if undecided or item.ended or item.means(Tag.ADOPTED):
            return ()
        return tuple(body for body in decision.bodies if (*item.ref[1:3], decision.round, body) not in self.answered)

    def _late_days(self, item: Item) -> int:
        done = item.ended or item.means(Tag.SETTLED) or item.means(Tag.DELIVERED)
        return max(0, (self.reader.day - item.due).days) if item.due is not None and not done else 0

    def _waits(self, item: Item, parent: Item | None, children: tuple[Branch, ...]) -> tuple[str, ...]:
        """Whose move it is: the state says, or the owner's when all beneath is settled."""
        if item.ended:
            return ()
        role = item.waits_on
        if role is None and children and all(Tag.SETTLED in child.tags for child in children):
            role = Role.OWNER
        if role == Role.OWNER and item.owner:
            return (item.owner,)
        if role == Role.PARENT_OWNER and parent is not None:
            return (parent.owner,) if parent.owner else self.secretaries
        if role in (Role.SECRETARY, Role.APPROVER):
            return self.secretaries
        return self.chairs if role == Role.CHAIR else ()


def duties_of(reader: Reader, branches: list[Branch]) -> Iterator[Duty]:
    """What every post is waited on for; the deputy of one that is away is waited on too."""
    waited: dict[str, list[Branch]] = {}
    for branch in walk(branches):
        vacant = branch.owner is not None and branch.owner.vacant and not branch.ended
        owner = (branch.owner.post,) if branch.owner is not None and vacant else ()
        named = dict.fromkeys((*branch.waits, *owner))
        acting = (reader.away[post].deputy for post in named if post in reader.away)
        for post in dict.fromkeys((*named, *(deputy for deputy in acting if deputy is not None))):
            waited.setdefault(post, []).append(branch._replace(children=()))
    for post in reader.posts.values():
        if post.id in waited:
            order = sorted(waited[post.id], key=lambda b: (b.due or date.max, _ref(b)))
            yield Duty(post.id, post.title, post.holder, post.vacant, tuple(order))


def _refs(branches: Iterable[Branch]) -> set[str]:
    return {branch.ref for branch in branches}


def _ref(branch: Branch) -> Ref:
    return Ref.parse(branch.ref) or Ref("", 0, 0)


def next_meeting(reader: Reader) -> dict[str, object] | None:
    """The next meeting that is planned, and the day its agenda is due; None while there is none."""
    items = {item.ref: item for item in queries.meeting_items(reader.connection, reader.council)}
    rows = projection.rows(reader.connection, reader.council, Meeting)
    cases = {m: items[Ref(MEETING_SERIES, m.year, m.no)] for m in rows if m.day >= reader.day}
    planned = [m for m, item in cases.items() if not item.ended and not item.means(Tag.HELD)]
    if not planned:
        return None
    first = min(planned, key=lambda m: (m.day, m.no))
    due = agenda_due(first, reader.clauses.get(AGENDAS))
    ref = str(Ref(MEETING_SERIES, first.year, first.no))
    return {"ref": ref, "day": first.day, "kind": first.kind, "agenda_due": due, "sent": first.sent}


def _meetings_held(reader: Reader) -> int:
    items = {item.ref: item for item in queries.meeting_items(reader.connection, reader.council)}
    rows = projection.rows(reader.connection, reader.council, Meeting)
    counted = [m for m in rows if m.day.year == reader.day.year and m.kind == MeetingKind.ORDINARY]
    return sum(items[Ref(MEETING_SERIES, m.year, m.no)].means(Tag.HELD) for m in counted)


def walk(branches: Iterable[Branch]) -> Iterator[Branch]:
    """Every case of a tree, a parent before its children."""
    for branch in branches:
        yield branch
        yield from walk(branch.children)


def _totals(branches: list[Branch]) -> dict[str, int]:
    every = list(walk(branches))
    below = [branch for branch in every if branch.level != Level.STRATEGIC]
    return {
        "decisions": sum(branch.level == Level.STRATEGIC for branch in every),
        "assignments": sum(branch.level == Level.COORDINATING for branch in every),
        "measures": sum(branch.level == Level.EXECUTING for branch in every),
        "settled": sum(Tag.SETTLED in branch.tags for branch in below),
        "late": sum(branch.late for branch in below),
    }


def _by_area(reader: Reader, branches: list[Branch]) -> Iterator[AreaBranch]:
    areas = reader.areas
    titles = council_titles(reader) if any(area.shared_with for area in areas) else {}
    for area in areas:
        inside = tuple(branch for branch in branches if branch.area == area.id)
        if inside:
            shared = {council: titles.get(council, council) for council in area.shared_with}
            yield AreaBranch(area.id, area.title, area.until is not None, inside, shared)
    outside = tuple(branch for branch in branches if branch.area not in {area.id for area in areas})
    if outside:
        yield AreaBranch(None, "", False, outside)


def _kept(branch: Branch, chosen: Filter) -> Branch | None:
    """The branch with what the filter keeps beneath it, or None."""
    if chosen.areas and branch.level == Level.STRATEGIC and (branch.area or "") not in chosen.areas:
        return None
    if chosen.years and branch.year not in chosen.years:
        return None
    tests: list[Callable[[Branch], bool]] = []
    if chosen.owners:
        tests.append(lambda b: b.owner is not None and b.owner.post in chosen.owners)
    if chosen.states:
        tests.append(lambda b: b.state in chosen.states)
    if chosen.levels:
        tests.append(lambda b: b.level in chosen.levels)
    if chosen.late:
        tests.append(lambda b: b.late)
    if chosen.open:
        tests.append(lambda b: not b.ended and Tag.SETTLED not in b.tags)
    return _pruned(branch, tests, chosen, inside=not chosen.refs, depth=1)


def _pruned(
    branch: Branch, tests: list[Callable[[Branch], bool]], chosen: Filter, *, inside: bool, depth: int
) -> Branch | None:
    ref = _ref(branch)
    inside = inside or any(ref == wanted or wanted.is_above(ref) for wanted in chosen.refs)
    found = (_pruned(child, tests, chosen, inside=inside, depth=depth + 1) for child in branch.children)
    children = tuple(child for child in found if child is not None)
    matches = inside and all(test(branch) for test in tests)
    if not matches and not children:
        return None
    return branch._replace(children=children if depth < chosen.depth else ())


def _resolved(reader: Reader, chosen: Filter, branches: list[Branch]) -> Filter:
    """The filter with ids as they are stored; a state may be named as the reader knows it, "Til oppfølging" too.

    Raises:
        RequestError: something in it does not exist.
    """
    known = _refs(walk(branches))
    for ref in chosen.refs:
        if str(ref) not in known:
            raise RequestError("unknown_ref", ref=str(ref))
    areas = [area.id for area in reader.areas]
    states = {name: words for (_, what, name), words in reader.labels.items() if what == "state"}
    return replace(
        chosen,
        areas=tuple(intake.chosen("unknown_area", area, areas) if area else "" for area in chosen.areas),
        owners=tuple(intake.chosen("unknown_post", owner, reader.posts) for owner in chosen.owners),
        states=tuple(name for given in chosen.states for name in _states_called(given, states)),
    )


def _states_called(given: str, states: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The states with this id or label: several machines may call a state the same."""
    wanted = " ".join(given.casefold().split())
    named = tuple(n for n, words in states.items() if wanted in (n, *(word.casefold() for word in words.values())))
    if not named:
        called = sorted({*states, *(word.casefold() for words in states.values() for word in words.values())})
        near = get_close_matches(wanted, called, n=1)
        known = tuple(sorted(states))
        raise RequestError(
            "unknown_state_filter", given=intake.shown(given), near=near[0] if near else None, known=known
        )
    return named
