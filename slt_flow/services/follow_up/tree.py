"""Growth of the status tree: cases level by level, rolled up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from slt_flow.model import Decision, Exemption, Item, Ratification
from slt_flow.model.case_years import years_of
from slt_flow.model.deadlines import delivered_late, late_days, latest
from slt_flow.model.recurrence import missed
from slt_flow.records import projection, queries
from slt_flow.results.columns import row_of
from slt_flow.results.follow_up import Branch, Continued, flattened
from slt_flow.services.decisions.neighbours import neighbours
from slt_flow.services.request.reading import Reader
from slt_flow.terms import Level, Ref, Role, Tag


def grow(reader: Reader, running: int | None) -> list[Branch]:
    """Grow the decisions with all beneath them: all, or only the open ones and those of a year."""
    cases = queries.cases(reader.connection, reader.council, running)
    return grow_from(reader, cases, queries.decisions(reader.connection, reader.council, running))


def grow_from(reader: Reader, cases: Iterable[Item], decisions: Mapping[tuple[int, int], Decision]) -> list[Branch]:
    """Grow some decisions with all beneath them from their rows, in the order that these come in."""
    beneath: dict[Ref | None, list[Item]] = {}
    for item in cases:
        beneath.setdefault(item.ref.parent, []).append(item)
    grower = _Grower(reader, decisions, beneath)
    return [grower.grow(item, None) for item in beneath.get(None, ())]


class _Grower:
    """Grower of branches, from the leaves up."""

    def __init__(
        self, reader: Reader, decisions: Mapping[tuple[int, int], Decision], beneath: Mapping[Ref | None, list[Item]]
    ) -> None:
        self.reader, self.decisions, self.beneath = reader, decisions, beneath
        self.secretaries = reader.with_role(Role.SECRETARY)
        self.chairs = reader.with_role(Role.CHAIR)
        self.neighbours = neighbours(reader)
        self.later = _later(reader, decisions, beneath.get(None, ()))
        # most councils never exempt a case, or ask a body: then nothing is looked for at each case
        self.exempt = reader.exempt if reader.exemptions.all(Exemption) else lambda _: None
        asked = any(decision.bodies for decision in decisions.values())
        rows = projection.rows(reader.connection, reader.council, Ratification) if asked else ()
        self.answered = {(row.year, row.no, row.round, row.body) for row in rows}

    def grow(self, item: Item, parent: Item | None) -> Branch:
        """Grow a case with all beneath it."""
        ref, name = item.ref, str(item.ref)
        below = self.beneath.get(ref, ())
        children = tuple([self.grow(child, item) for child in below])
        decision = self.decisions.get((item.year, item.no)) if parent is None else None
        working = [child for child in children if not child.is_dropped]
        counted = [case for case in working if case.level == Level.EXECUTING and not case.settled_before]
        abandoned = [str(child.ended_by or "") for child in below if child.measure_no and child.is_abandoned]
        late = late_days(item, self.reader.day)
        # a decision about what is registered here (an action plan, an evaluation) is carried out by being adopted
        carried_out = decision is not None and decision.about and item.has(Tag.ADOPTED)
        waits = () if carried_out and not children else self._waits(item, parent, children)
        due = item.due_written if parent is not None else latest(child.due for child in working)
        return row_of(
            Branch,
            item,
            ref=name,
            missed=missed(item, self.reader.day),
            years=years_of(item, self.reader.day.year, due),
            state=self.reader.state(item),
            area=decision.area if decision else None,
            meeting=decision.meeting if decision else None,
            owner=self.reader.owner(item.owner) if item.owner else None,
            due=due,
            late=late > 0,
            late_days=late,
            late_below=sum(child.late + child.late_below for child in children),
            done=sum(Tag.ACHIEVED in case.tags for case in counted) + sum(child.done for child in children),
            total=len(counted) + sum(child.total for child in children),
            waits=waits,
            waiting_on=tuple(dict.fromkeys([*waits, *(post for child in working for post in child.waiting_on)])),
            bodies=self._bodies(item, decision) if decision else (),
            children=children,
            neighbours=self.neighbours.get(ref, ()),
            delivered_late=delivered_late(item),
            follows=decision.follows if decision else None,
            proposed_by=(decision.proposed_by or decision.group) if decision else None,
            imported=item.source is not None,
            goes_on=tuple(self.later.get(name, ())),
            exempt=self.exempt(ref),
            abandoned=tuple(chain(abandoned, *(child.abandoned for child in children))),
        )

    def _bodies(self, item: Item, decision: Decision) -> tuple[str, ...]:
        """Return the competent bodies that have not ratified a decision of the council yet."""
        undecided = decision.meeting is None or item.has(Tag.ON_AGENDA) or item.has(Tag.STUCK)
        if undecided or item.ended or item.has(Tag.ADOPTED):
            return ()
        return tuple(body for body in decision.bodies if (*item.ref[1:3], decision.round, body) not in self.answered)

    def _waits(self, item: Item, parent: Item | None, children: tuple[Branch, ...]) -> tuple[str, ...]:
        """Return the posts whose move it is: by the state, or the owner when all beneath is settled."""
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


def _later(
    reader: Reader, decisions: Mapping[tuple[int, int], Decision], tops: Iterable[Item]
) -> dict[str, list[Continued]]:
    """Return the decisions that go on from another case, by its ref."""
    later: dict[str, list[Continued]] = {}
    for item in tops:
        decision = decisions.get((item.year, item.no))
        if decision is not None and decision.follows is not None:
            proposed_by = decision.proposed_by or decision.group
            row = Continued(str(item.ref), item.title, reader.state(item), decision.meeting, proposed_by)
            later.setdefault(decision.follows, []).append(row)
    return later


def ref_of(branch: Branch) -> Ref:
    """Return the ref of a branch's case."""
    return Ref.parse(branch.ref) or Ref("", 0, 0)


def totals(branches: list[Branch]) -> dict[str, int]:
    """Count cases by level, with those settled and late below the strategic one; dropped ones count nowhere.

    What was settled before the council was followed up here is counted by itself, where there is any.
    """
    every = [branch for branch in flattened(branches) if not branch.is_dropped]
    below = [branch for branch in every if branch.level != Level.STRATEGIC]
    before = sum(branch.settled_before for branch in below)
    numbers = {
        "decisions": sum(branch.level == Level.STRATEGIC for branch in every),
        "assignments": sum(branch.level == Level.COORDINATING for branch in every),
        "measures": sum(branch.level == Level.EXECUTING for branch in every),
        "settled": sum(Tag.SETTLED in branch.tags for branch in below) - before,
        "late": sum(branch.late for branch in below),
    }
    return numbers | ({"settled_before": before} if before else {})
