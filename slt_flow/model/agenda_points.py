"""Agenda points that a council's rows call for at a meeting, before the coordinator changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from slt_flow.model import (
    AgendaPoint,
    Area,
    Challenge,
    Decision,
    Group,
    Item,
    Knowledge,
    LearningPoint,
    Meeting,
    Post,
    Ratification,
)
from slt_flow.model.cases import EVALUATION
from slt_flow.model.deadlines import delivered_late, late_days
from slt_flow.model.labels import proposer_of, state_of, title_of, work_row
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.meetings import AgendaItem
from slt_flow.terms import COUNCIL_MEETINGS, Level, MeetingKind, Ref, Role, Tag

POLICE_CONTACT: Final = "politikontakt"
"""The post that presents the crime picture, unless the agreement names another for its presence."""


def all_points(snapshot: Snapshot, ref: Ref, day: date, later: Snapshot | None = None) -> tuple[AgendaItem, ...]:
    """Return every point of a meeting's agenda, also dropped ones: the generated ones, then the coordinator's own.

    Args:
        snapshot: all rows of the council.
        ref: the meeting.
        day: the day from which lateness is counted.
        later: the rows that hold what was tabled and changed by hand, where they are newer than the rest.
    """
    later = later or snapshot
    meeting = later.one(Meeting, *ref[:3])
    then = later.on(meeting.day)
    own = [
        AgendaItem(row.point, "own", title=row.title, post=row.post, post_title=title_of(then, row.post))
        for row in later.all(AgendaPoint)
        if row.ref == ref and row.title is not None
    ]
    return (*Draft(snapshot, meeting, day, later).points(), *own)


@dataclass(frozen=True)
class Draft:
    """The points that a council's rows call for at one meeting, before the coordinator changed anything."""

    snapshot: Snapshot
    meeting: Meeting
    day: date
    later: Snapshot

    @property
    def then(self) -> Snapshot:
        """The rows under the agreement of the meeting's day."""
        return self.snapshot.on(self.meeting.day)

    def points(self) -> Iterator[AgendaItem]:
        """Yield the points that suit the kind of meeting, in its usual order, and each case once."""
        suited: Mapping[str, tuple[Callable[[], Iterable[AgendaItem]], ...]] = {
            MeetingKind.INFORMATION: (self._crime_picture, self._follow_up, self._decisions_of_the_year),
            MeetingKind.COORDINATION: (self._assignments, self._late_work),
        }
        council = (
            self._minutes, self._crime_picture, self._youth_council, self._tabled, self._ratifications, self._stuck,
            self._reports, self._follow_up, self._late_work, self._learning_points, self._evaluation,
        )  # fmt: skip
        seen: set[str] = set()
        for section in suited.get(self.meeting.kind, council):
            for point in section():
                if point.key not in seen:
                    seen.add(point.key)
                    yield point

    def _open(self, level: Level) -> list[Item]:
        return [i for i in self.snapshot.cases() if i.level == level and i.is_open]

    def _decision(self, item: Item) -> Decision:
        return self.snapshot.one(Decision, item.year, item.no)

    def _minutes(self) -> Iterator[AgendaItem]:
        """Yield the minutes of earlier council meetings that are neither approved nor archived."""
        earlier = [m for m in self.snapshot.all(Meeting) if m.kind in COUNCIL_MEETINGS and m.day <= self.meeting.day]
        for meeting in sorted(earlier, key=lambda m: (m.day, m.no)):
            item = self.snapshot.case_of(meeting)
            waits = item.has(Tag.HELD) and not item.has(Tag.APPROVED) and not item.ended
            if waits and item.ref != self.meeting.ref:
                yield AgendaItem(f"minutes:{item.ref}", "minutes", str(item.ref), facts={"day": meeting.day})

    def _standing(self, name: str, post: str | None = None, cases: Iterable[Item] = (), **facts: Any) -> AgendaItem:
        title, rows = title_of(self.then, post), tuple(work_row(self.then, item, self.day) for item in cases)
        return AgendaItem(f"standing:{name}", "standing", post=post, post_title=title, facts=facts, cases=rows)

    def _of_case(self, item: Item, kind: str, owner: str | None = None, **facts: Any) -> AgendaItem:
        title = title_of(self.then, owner)
        return AgendaItem(f"case:{item.ref}", kind, str(item.ref), item.title, owner, title, facts)

    def _crime_picture(self) -> Iterator[AgendaItem]:
        clause = self.then.clause("contact_is_present")
        named = (clause.numbers.get("post") if clause else None) or POLICE_CONTACT
        yield self._standing("crime_picture", named if self.then.find(Post, named) else None)

    def _youth_council(self) -> Iterator[AgendaItem]:
        clause = self.then.clause("youth_council_is_heard")
        if clause is not None:
            yield self._standing("youth_council", clause.numbers.get("through"), section=clause.ref)

    def _tabled(self) -> Iterator[AgendaItem]:
        """Yield the decisions tabled here, with their texts, challenges and knowledge."""
        here = self.meeting.ref
        cases = {d.ref: rows.case_of(d) for rows in (self.snapshot, self.later) for d in rows.tabled_at(here)}
        for _, item in sorted(cases.items()):
            if item.has(Tag.ON_AGENDA) or self.later is not self.snapshot:
                yield self._to_decide(item)

    def _to_decide(self, item: Item) -> AgendaItem:
        decision = self.later.one(Decision, item.year, item.no)
        area = self.later.on(self.meeting.day).find(Area, decision.area_on(self.meeting.day))
        challenges = (self.later.find(Challenge, id_) for id_ in item.challenges)
        knowledge = (self.later.find(Knowledge, id_) for id_ in item.knowledge)
        origin = {"proposed_by": proposer_of(self.then, decision), "follows": self._source(decision)}
        return self._of_case(
            item,
            "tabled",
            text=decision.text,
            area=area.title if area else None,
            challenges=tuple(row.title for row in challenges if row),
            knowledge=tuple(row.title for row in knowledge if row),
            information=decision.information,
            bodies=decision.bodies,
            **{name: words for name, words in origin.items() if words},
        )

    def _source(self, decision: Decision) -> str:
        """Return the ref and title of the case that a decision goes on from, "" where there is none."""
        ref = Ref.parse(decision.follows or "")
        item = self.snapshot.item(ref) if ref is not None else None
        return f"{ref} {item.title}".strip() if item is not None else str(ref or "")

    def _ratifications(self) -> Iterator[AgendaItem]:
        """Yield the decisions adopted conditionally, with the bodies still waited for."""
        answered = {row.key for row in self.snapshot.all(Ratification)}
        for item in self._open(Level.STRATEGIC):
            decision = self._decision(item)
            asked = bool(decision.bodies) and decision.meeting is not None and decision.adopted_on is None
            if not asked or item.has(Tag.ON_AGENDA) or item.has(Tag.STUCK):
                continue
            waiting = tuple(b for b in decision.bodies if (item.year, item.no, decision.round, b) not in answered)
            if waiting:
                yield self._of_case(item, "ratification", waiting=waiting, since=item.since)

    def _stuck(self) -> Iterator[AgendaItem]:
        """Yield the assignments lifted to the council or sent back, and decisions that came to nothing."""
        for item in (i for i in self.snapshot.cases() if i.has(Tag.STUCK) and not i.ended and not i.measure_no):
            yield self._raised(item, "stuck")

    def _reports(self) -> Iterator[AgendaItem]:
        """Yield the assignments whose owner has reported and waits for approval."""
        for item in self._open(Level.COORDINATING):
            if item.has(Tag.DELIVERED):
                yield self._raised(item, "report")

    def _raised(self, item: Item, kind: str) -> AgendaItem:
        facts = {"state": state_of(self.snapshot, item), "note": item.note, "since": item.since}
        late = delivered_late(item)
        facts |= {"delivered_late": late} if late else {}
        return self._of_case(item, kind, item.owner, **facts)

    def _follow_up(self) -> Iterator[AgendaItem]:
        """Yield the figures of the follow-up."""
        secretary = next(iter(self.then.posts_with(Role.SECRETARY)), None)
        measures = [i for i in self.snapshot.cases() if i.measure_no and not i.is_dropped]
        open_tops = {i.ref for i in self._open(Level.STRATEGIC)}
        counted = [i for i in measures if i.ref.top in open_tops or i.year == self.day.year]
        done = sum(i.has(Tag.ACHIEVED) for i in counted)
        late, assignments = len(self._late()), len(self._open(Level.COORDINATING))
        yield self._standing("follow_up", secretary, assignments=assignments, done=done, total=len(counted), late=late)

    def _late(self) -> list[Item]:
        """Return the open work past its deadline; at a group's meeting only that group's."""
        late = [i for i in self.snapshot.cases() if late_days(i, self.day) and self._concerns(i)]
        return sorted(late, key=lambda i: (i.due or self.day, i.ref))

    def _late_work(self) -> Iterator[AgendaItem]:
        if late := self._late():
            yield self._standing("late_work", cases=late)

    def _learning_points(self) -> Iterator[AgendaItem]:
        """Yield the learning points without an answer that are carried to this year, to an earlier one or to none.

        Those of an open evaluation are left out: they are carried when it is adopted.
        """
        for point in self.snapshot.all(LearningPoint):
            item = self.snapshot.case_of(point)
            carried = point.carried_to is not None and point.carried_to <= self.meeting.day.year
            due = carried or (point.carried_to is None and not self._is_being_evaluated(point))
            if due and not item.ended:
                facts = {"carried_to": point.carried_to, "evaluation": point.evaluation}
                yield AgendaItem(f"learning:{item.ref}", "learning", str(item.ref), item.title, facts=facts)

    def _is_being_evaluated(self, point: LearningPoint) -> bool:
        named = Ref.parse(point.evaluation or "")
        evaluation = self.snapshot.item(named) if named is not None else None
        return evaluation is not None and not evaluation.ended

    def _evaluation(self) -> Iterator[AgendaItem]:
        """Yield the evaluation of the year at its last ordinary meeting, unless it is tabled here or adopted."""
        clause, year = self.then.clause("effects_are_evaluated"), self.meeting.day.year
        if clause is None or not self._is_last():
            return
        first = date(year, clause.numbers.get("from_month", 1), 1)
        evaluations = [d for d in self.later.all(Decision) if d.kind == EVALUATION and d.about.get("year") == year]
        here = any(d.meeting == str(self.meeting.ref) for d in evaluations)
        adopted = [d.adopted_on for d in evaluations if self.later.case_of(d).has(Tag.ADOPTED)]
        if not here and not any(day is not None and day >= self.meeting.day for day in adopted):
            facts = {"year": year, "section": clause.ref}
            early = {"first": first} if self.meeting.day < first else {}
            yield AgendaItem(f"evaluation:{year}", "evaluation", facts=facts | early)

    def _is_last(self) -> bool:
        """Return True for the last ordinary meeting of a year."""
        if self.meeting.kind != MeetingKind.ORDINARY:
            return False
        day, no = self.meeting.day, self.meeting.no
        ordinary = (m for m in self.snapshot.all(Meeting) if m.kind == MeetingKind.ORDINARY and m.day.year == day.year)
        after = (self.snapshot.case_of(meeting) for meeting in ordinary if (meeting.day, meeting.no) > (day, no))
        return all(case.is_called_off for case in after)

    def _decisions_of_the_year(self) -> Iterator[AgendaItem]:
        """Yield the decisions that the council has adopted in the meeting's year."""
        year = self.meeting.day.year
        days = ((item, self._decision(item).adopted_on) for item in self.snapshot.cases() if not item.assignment_no)
        adopted = (item for item, day in days if day is not None and day.year == year)
        yield self._standing("decisions", cases=adopted, year=year)

    def _assignments(self) -> Iterator[AgendaItem]:
        """Yield the open work of the coordinating level with the measures beneath it."""
        tops = [item for item in self._open(Level.COORDINATING) if self._concerns(item)]
        work = (item for top in tops for item in (top, *self.snapshot.children(top.ref)) if not item.ended)
        yield self._standing("assignments", cases=work)

    def _concerns(self, item: Item) -> bool:
        """Return True for work that the meeting's group follows up, and for all work where no group is named."""
        group = self.then.find(Group, self.meeting.group) if self.meeting.group else None
        return group is None or is_followed_by(self.snapshot, group, item)


def is_followed_by(snapshot: Snapshot, group: Group, item: Item) -> bool:
    """Return True for an assignment that a group follows up, and for all beneath it.

    It is the group that is named; where none is named, the one of its owner.
    """
    top = snapshot.item(item.ref.parent) if item.measure_no and item.ref.parent else item
    if top is None:
        return False
    return top.group == group.id if top.group is not None else top.owner in group.members
