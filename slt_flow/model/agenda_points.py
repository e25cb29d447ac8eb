"""Agenda points that a council's rows call for at a meeting, before the coordinator changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any, Final

from slt_flow.model import (
    AgendaPoint,
    Area,
    Challenge,
    Council,
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
from slt_flow.model.point_kinds import AGAIN, MINUTES, OWN, PUT_OFF, TABLED, case_named, kind_of, point_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.meetings import AgendaItem
from slt_flow.terms import COUNCIL_MEETINGS, Level, MeetingKind, PointOutcome, Ref, Role, Tag

POLICE_CONTACT: Final = "politikontakt"
"""The post that presents the crime picture, unless the agreement names another for its presence."""


Points = tuple[tuple[AgendaItem, ...], tuple[AgendaItem, ...]]
"""The points of an agenda, and those taken off it."""


def agenda_of(snapshot: Snapshot, ref: Ref, day: date, later: Snapshot | None = None) -> Points:
    """Return the points of a meeting's agenda in their order, and those taken off it; they are numbered in one row.

    Args:
        snapshot: all rows of the council.
        ref: the meeting.
        day: the day from which lateness is counted.
        later: the rows that hold what was tabled and changed by hand, where they are newer than the rest.
    """
    later = later or snapshot
    meeting = later.one(Meeting, *ref[:3])
    rows = {row.point: row for row in later.points_at(ref)}
    case = later.item(ref)
    if later is snapshot and case is not None and case.has(Tag.HELD):
        points = _recorded(later, meeting, rows)
    else:
        points = [_described(point, rows) for point in Draft(snapshot, meeting, day, later).points()]
        points += [_bare(later, meeting, row) for row in rows.values() if row.title is not None]
        points = _settled(points, rows) if meeting.settled else points
    there = [point for point in points if point.key not in rows or not rows[point.key].dropped]
    kept = _ordered(later.on(meeting.day), there, rows, settled=meeting.settled)
    gone = [point for point in points if point.key in rows and rows[point.key].dropped]
    # Dropped points are numbered on after the others, so that they too can be named by what an agenda shows.
    numbered = [point._replace(number=number) for number, point in enumerate((*kept, *gone), start=1)]
    return tuple(numbered[: len(kept)]), tuple(numbered[len(kept) :])


def _recorded(snapshot: Snapshot, meeting: Meeting, rows: Mapping[str, AgendaPoint]) -> list[AgendaItem]:
    """Return the points of a held meeting as they are recorded, and the decisions that were tabled at it since."""
    every = {(key := point_of(d.ref)): _tabled(meeting, key) for d in snapshot.ever_tabled_at(meeting.ref)}
    shown = (row for row in {**every, **rows}.values() if row.kind or row.title is not None or row.point in every)
    return [_bare(snapshot, meeting, row) for row in shown]


def _tabled(meeting: Meeting, point: str) -> AgendaPoint:
    return AgendaPoint(series=meeting.series, year=meeting.year, no=meeting.no, point=point, kind=TABLED)


def _settled(points: list[AgendaItem], rows: Mapping[str, AgendaPoint]) -> list[AgendaItem]:
    """Return the points that were settled or recorded, and the decisions that were tabled since.

    A decision that was settled and has left the agenda is no point of it any longer.
    """
    return [point for point in points if point.key in rows or point.kind == TABLED]


def _described(point: AgendaItem, rows: Mapping[str, AgendaPoint]) -> AgendaItem:
    row = rows.get(point.key)
    if row is None:
        return point
    return point._replace(text=row.text or point.text, case=row.case or point.case, attachments=row.attachments)


def _bare(snapshot: Snapshot, meeting: Meeting, row: AgendaPoint) -> AgendaItem:
    """Return a point as its row alone tells it, by the title of its case where it is about one."""
    then, named = snapshot.on(meeting.day), case_named(row.point)
    case = snapshot.item(named) if named is not None else None
    facts: dict[str, Any] = {}
    if case is not None and case.ref.is_meeting:
        facts["day"] = snapshot.one(Meeting, *case.ref[:3]).day
    elif case is not None and kind_of(row) not in (TABLED, PUT_OFF):
        facts["state"] = state_of(snapshot, case)
    agreed = then.one(Council).standing.get(row.point.partition(":")[2], {}) if row.point.startswith("agreed:") else {}
    title = row.title if row.title is not None else case.title if case is not None else agreed.get("title", "")
    if kind_of(row) == "evaluation" or row.point == "standing:decisions":
        facts["year"] = meeting.day.year
    return AgendaItem(
        row.point,
        kind_of(row),
        ref=str(named) if case is not None else None,
        title=title,
        post=row.post,
        post_title=title_of(then, row.post),
        facts=facts,
        text=row.text,
        case=row.case,
        attachments=row.attachments,
    )


def _ordered(
    then: Snapshot, points: list[AgendaItem], rows: Mapping[str, AgendaPoint], *, settled: bool
) -> list[AgendaItem]:
    """Order the points: those that were placed stand there, the others fill the gaps in their own order.

    What was added later to a settled agenda comes before the points that the agreement lets stand last.
    """
    fixed = {p.key: place for p in points if p.key in rows and (place := rows[p.key].place)}
    last = {f"agreed:{id_}" for id_, point in then.one(Council).standing.items() if point["last"]}
    free = [point for point in points if point.key not in fixed]
    # Lower places first: a later insertion moves only points that stand behind it.
    placed = sorted((p for p in points if p.key in fixed), key=lambda p: (fixed[p.key], p.key))
    if settled:
        closing = len(list(takewhile(lambda point: point.key in last, reversed(placed))))
        return [*placed[: len(placed) - closing], *free, *placed[len(placed) - closing :]]
    ordered = [*(p for p in free if p.key not in last), *(p for p in free if p.key in last)]
    for point in placed:
        ordered.insert(fixed[point.key] - 1, point)
    return ordered


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
            self._opening, self._crime_picture, self._youth_council, self._tabled, self._put_off, self._ratifications,
            self._stuck, self._reports, self._follow_up, self._late_work, self._learning_points, self._evaluation,
            self._come_back, self._closing,
        )  # fmt: skip
        seen: set[str] = set()
        for section in suited.get(self.meeting.kind, council):
            for point in section():
                if point.key not in seen:
                    seen.add(point.key)
                    yield point

    def _open(self, level: Level) -> list[Item]:
        day = self.meeting.day
        every = (i for i in self.snapshot.cases() if i.level == level and i.is_open)
        return [i for i in every if max(i.born or date.min, i.since or date.min) <= day]

    def _decision(self, item: Item) -> Decision:
        return self.snapshot.one(Decision, item.year, item.no)

    def _opening(self) -> Iterator[AgendaItem]:
        """Yield the points that the agreement lets stand first; without the minutes among them, these come first."""
        agreed = self._agreed(last=False)
        if not any(point["kind"] == MINUTES for _, point in (*agreed, *self._agreed(last=True))):
            yield from self._minutes()
        yield from self._standing_ones(agreed)

    def _closing(self) -> Iterator[AgendaItem]:
        yield from self._standing_ones(self._agreed(last=True))

    def _agreed(self, *, last: bool) -> list[tuple[str, Mapping[str, Any]]]:
        """Return the points that the agreement lets stand before the cases or after them, with their ids."""
        standing = self.then.one(Council).standing.items()
        return sorted((row for row in standing if row[1]["last"] == last), key=lambda row: row[1]["place"])

    def _standing_ones(self, agreed: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[AgendaItem]:
        for id_, point in agreed:
            if point["kind"] == MINUTES:
                yield from self._minutes(last_too=True)
            else:
                yield AgendaItem(f"agreed:{id_}", point["kind"], title=point["title"])

    def _earlier(self) -> list[Meeting]:
        """Return the earlier meetings of the council, one of the same day among them, in their order."""
        own, every = self.meeting, self.snapshot.all(Meeting)
        earlier = [m for m in every if m.kind in COUNCIL_MEETINGS and m.day <= own.day and m.ref != own.ref]
        return sorted(earlier, key=lambda m: (m.day, m.no))

    def _minutes(self, *, last_too: bool = False) -> Iterator[AgendaItem]:
        """Yield the minutes of earlier meetings that are neither approved nor archived, and of the last in any case."""
        held = [m for m in self._earlier() if self.snapshot.case_of(m).has(Tag.HELD)]
        for meeting in held:
            item = self.snapshot.case_of(meeting)
            waits = not item.ended or (last_too and meeting is held[-1])
            if waits and not item.has(Tag.APPROVED):
                yield AgendaItem(f"minutes:{item.ref}", MINUTES, str(item.ref), facts={"day": meeting.day})

    @property
    def _is_next(self) -> bool:
        """True for the first meeting of the council that is still to be held: what was put off comes to that one."""
        return not any(self.snapshot.case_of(m).is_to_be_held for m in self._earlier())

    def _put_off(self) -> Iterator[AgendaItem]:
        """Yield the decisions that an earlier meeting put off, until they are tabled again."""
        for item in self._open(Level.STRATEGIC) if self._is_next else ():
            decision = self._decision(item)
            meeting = Ref.parse(decision.put_off or "")
            if meeting is not None and decision.meeting is None and meeting != self.meeting.ref:
                point = self._to_decide(item)
                yield point._replace(kind=PUT_OFF, facts={**point.facts, "put_off": str(meeting)})

    def _come_back(self) -> Iterator[AgendaItem]:
        """Yield the other points that came to nothing at the meetings before: put off there, or called off with it."""
        if not self._is_next:
            return
        for meeting in reversed(self._earlier()):
            case = self.snapshot.case_of(meeting)
            for row in self.snapshot.points_at(meeting.ref):
                if row.title is not None and not row.dropped and self._waits(row, case):
                    key = row.point if row.point.startswith(AGAIN) else f"{AGAIN}:{meeting.ref}:{row.point}"
                    facts = {"put_off": str(meeting.ref)}
                    title = title_of(self.then, row.post)
                    yield AgendaItem(key, OWN, None, row.title, row.post, title, facts, text=row.text, case=row.case)
            if case.has(Tag.HELD):
                return

    def _waits(self, row: AgendaPoint, meeting: Item) -> bool:
        untouched = row.point.startswith(AGAIN) and not row.outcome and not row.discussion
        return meeting.is_called_off or row.outcome == PointOutcome.POSTPONED or untouched

    def _standing(self, name: str, post: str | None = None, cases: Iterable[Item] = (), **facts: Any) -> AgendaItem:
        title, rows = title_of(self.then, post), tuple(work_row(self.then, item, self.day) for item in cases)
        return AgendaItem(f"standing:{name}", "standing", post=post, post_title=title, facts=facts, cases=rows)

    def _of_case(self, item: Item, kind: str, owner: str | None = None, **facts: Any) -> AgendaItem:
        title = title_of(self.then, owner)
        return AgendaItem(point_of(item.ref), kind, str(item.ref), item.title, owner, title, facts)

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
            TABLED,
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
        for item in (*self._open(Level.STRATEGIC), *self._open(Level.COORDINATING)):
            if item.has(Tag.STUCK):
                yield self._raised(item, "stuck")

    def _reports(self) -> Iterator[AgendaItem]:
        """Yield the assignments whose owner has reported and waits for approval."""
        for item in self._open(Level.COORDINATING):
            if item.has(Tag.DELIVERED):
                yield self._raised(item, "report")

    def _raised(self, item: Item, kind: str) -> AgendaItem:
        facts: dict[str, object] = {"state": state_of(self.snapshot, item), "note": item.note, "since": item.since}
        late = delivered_late(item)
        facts |= {"delivered_late": late} if late else {}
        return self._of_case(item, kind, item.owner, **facts)

    def _follow_up(self) -> Iterator[AgendaItem]:
        """Yield the figures of the follow-up."""
        secretary = next(iter(self.then.posts_with(Role.SECRETARY)), None)
        measures = [i for i in self.snapshot.cases() if i.measure_no and not i.is_dropped]
        open_tops = {i.ref for i in self._open(Level.STRATEGIC)}
        # work that was settled before it was brought in was no part of the follow-up here
        followed = (i for i in measures if not i.settled_before)
        counted = [i for i in followed if i.ref.top in open_tops or i.year == self.day.year]
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
            if self.meeting.day >= first:
                yield AgendaItem(f"evaluation:{year}", "evaluation", facts=facts)
            elif self._is_last_agreed():
                yield AgendaItem(f"evaluation:{year}", "evaluation", facts=facts | {"first": first})

    def _is_last(self) -> bool:
        """Return True for the last ordinary meeting of a year."""
        if self.meeting.kind != MeetingKind.ORDINARY:
            return False
        day, no = self.meeting.day, self.meeting.no
        ordinary = (m for m in self.snapshot.all(Meeting) if m.kind == MeetingKind.ORDINARY and m.day.year == day.year)
        after = (self.snapshot.case_of(meeting) for meeting in ordinary if (meeting.day, meeting.no) > (day, no))
        return all(case.is_called_off for case in after)

    def _is_last_agreed(self) -> bool:
        """Return True where as many ordinary meetings stand in the calendar of the year as the agreement asks for."""
        clause, year = self.then.clause("meetings_are_held"), self.meeting.day.year
        every = (m for m in self.snapshot.all(Meeting) if m.kind == MeetingKind.ORDINARY and m.day.year == year)
        count = sum(not self.snapshot.case_of(m).is_called_off for m in every if self.snapshot.item(m.ref) is not None)
        return clause is None or count >= clause.per_year

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
