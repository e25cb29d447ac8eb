"""Application of a meeting's form, step by step in one request; a refused step leaves a mistake at its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import zip_longest
from typing import Any, Final, TypeVar

from slt_flow.definitions.toml_positions import Path
from slt_flow.engine.new_entries import NewDecision
from slt_flow.errors import NotYourAction, RequestError
from slt_flow.model import AgendaPoint, Decision, Meeting
from slt_flow.model.facts import Facts
from slt_flow.model.mandates import Mandate, written_deputy
from slt_flow.model.point_kinds import PUT_OFF, TABLED, number_of_own, point_of
from slt_flow.model.spelling import folded
from slt_flow.results.answers import Finding, broken
from slt_flow.rules import ask
from slt_flow.services.decisions.adopt import TAKE_STANCE, decide
from slt_flow.services.decisions.authority import record_authority
from slt_flow.services.decisions.hand_down import ADD_MEASURE, ASSIGN, hand_down
from slt_flow.services.decisions.register import AMEND, FOR_DECISION, FOR_INFORMATION, TABLE, enter
from slt_flow.services.meetings.agenda import ADD_ITEM, DESCRIBE_ITEM
from slt_flow.services.meetings.form.check import ItemReader
from slt_flow.services.meetings.form.parse import (
    EVERYONE,
    MEETING_KEYS,
    NEW,
    OUTCOMES,
    PLANNED,
    Form,
    blank,
    unique_ids,
)
from slt_flow.services.meetings.form.shapes import Heading, Matter, Work
from slt_flow.services.meetings.plan import HOLD, Plan, arrange, meeting_on, put_in_calendar
from slt_flow.services.people.organisations import deciding
from slt_flow.services.people.posts import let_own_work
from slt_flow.services.request import parsing
from slt_flow.services.request.agenda_notes import NOTE_ITEM, note_point
from slt_flow.services.request.remedies import Attempt, Blanks, with_remedies
from slt_flow.services.request.request import RefusedByRule, Request
from slt_flow.services.request.savepoint import Savepoint
from slt_flow.terms import Presence, Ref, Stance, Tag
from slt_flow.wording.rules import RULES

ADD_GUEST: Final = "add_guest"
ATTEND: Final = "attend"
BASE_ON: Final = "base_on"
EXCUSE: Final = "excuse"
LEAVE: Final = "leave"
REMARK: Final = "remark"
"""Actions that only a form of a whole meeting performs beside those of the other use cases."""

DECIDED: Final = (TABLED, PUT_OFF)
"""Kinds of points that are decisions, which the form names by their refs."""

T = TypeVar("T")


class Recording:
    """Recording of one form in one request.

    Args:
        request: takes the steps.
        form: the form as filled in; takes the mistakes.
        meeting: the meeting; None when it is not planned yet.
        day: its day.
    """

    def __init__(self, request: Request, form: Form, meeting: Ref | None, day: date) -> None:
        self.request, self.form, self.meeting, self.day = request, form, meeting, day
        form.request, form.day = request, day
        self.heading = Heading(**form.table((), form.tables, MEETING_KEYS))
        self._place: Path = ()
        self._about = ""

    def whole(self) -> Ref | None:
        """Apply the whole form and return its meeting, or None; mistakes are collected in the form."""
        self._check_meeting()
        present = self._present()
        held = self.meeting is not None and self.request.item(self.meeting).has(Tag.HELD)
        # Before the meeting is held: titles and stances of items are checked against the decisions on its agenda.
        if self.meeting is not None:
            self.request.load_items(self.meeting)
        if held and self.meeting is not None:
            self._late_attendance(self.meeting, present)
        else:
            self._hold(present)
        matters = self._matters(present, held)
        if self.meeting is not None and self.request.item(self.meeting).has(Tag.HELD):
            for path, text in self.heading.remarks:
                self._attempt(path, self.request.perform, self.meeting, REMARK, {"text": text})
            for matter in matters:
                self._item(self.meeting, matter)
            if self.heading.next_meeting is not None:
                self._attempt(("next_meeting",), self._plan_next, self.heading.next_meeting)
        return self.meeting

    def _plan_next(self, day: date) -> None:
        """Put the next meeting into the calendar, unless one stands there that day."""
        if day <= self.day:
            raise RequestError("next_meeting_is_earlier", next=day, day=self.day)
        if meeting_on(self.request, day) is None:
            put_in_calendar(self.request, day, Plan(), None)

    def _attempt(self, path: Path, act: Callable[..., T], *arguments: Any) -> T | None:
        """Run an act, or roll back to the state before it and note the mistake at its line.

        Raises:
            NotYourAction: the whole form is not for the actor to record.
        """
        request, self._place = self.request, path
        before = Savepoint(request)
        try:
            return act(*arguments)
        except RefusedByRule as refused:
            findings = tuple(_in_the_form(self._by_title(finding)) for finding in refused.refusal.findings)
            subject = Ref.parse(refused.refusal.ref)
            there = subject is not None and request.before.item(subject) is not None
            self.form.refused(self._place, refused.refusal.ref if there else None, findings)
        except NotYourAction:
            raise
        except RequestError as error:
            self.form.wrong(self._place, error.code, **error.facts)
        before.restore()
        return None

    def _by_title(self, finding: Finding) -> Finding:
        """Name the case above by its title in a finding, while this form is what registers it."""
        above = Ref.parse(str(finding.saw.get("parent") or ""))
        item = self.request.snapshot.item(above) if above is not None else None
        if item is None or self.request.before.item(item.ref) is not None:
            return finding
        return finding._replace(saw={**finding.saw, "parent": item.title})

    # the meeting

    def _check_meeting(self) -> None:
        heading, form = self.heading, self.form
        ref = heading.meeting
        if ref is not None and ref != self.meeting:
            form.wrong(("meeting",), "form_other_meeting", given=str(ref), ref=str(self.meeting or self.day))
        if heading.day not in (None, self.day):
            is_held = self.meeting is None or self.request.item(self.meeting).has(Tag.HELD)
            move = {} if is_held else {"ref": str(self.meeting), "date": str(heading.day)}
            code = "form_day_of_another" if is_held else "form_other_day"
            form.wrong(("day",), code, given=heading.day, day=self.day, **move)
        if self.day > self.request.context.day:
            form.wrong(("day",), "form_meeting_to_come", day=self.day)
        if self.meeting is not None:
            planned = self.request.snapshot.one(Meeting, *self.meeting[:3])
            for key in PLANNED:
                if getattr(heading, key) and getattr(heading, key) != getattr(planned, key):
                    form.wrong((key,), "form_planned_otherwise", key=key, ref=str(self.meeting))
        if heading.agenda_sent is not None and heading.agenda_sent > self.day:
            form.wrong(("agenda_sent",), "form_sent_after_meeting", sent=heading.agenda_sent, day=self.day)

    def _at_the_beginning(self, present: dict[str, str | None]) -> tuple[tuple[str, str | None], ...]:
        """Return those present when the meeting began: without those who arrived at a point of it."""
        items = self.form.tables.get("items")
        tables = [table for table in (items if isinstance(items, list) else ()) if isinstance(table, dict)]
        arrived = {post for table in tables for post in unique_ids(table.get("arrived"))}
        return tuple((post, deputy) for post, deputy in present.items() if post not in arrived)

    def _present(self) -> dict[str, str | None] | None:
        """Return the posts present, each with its deputy; None when the form has none or wrong ones."""
        if self.heading.present is None:
            return None
        before = len(self.form.mistakes)
        deputies: dict[str, str | None] = {}
        for path, part in self.heading.present:
            pairs = self.form.attempt(path, parsing.attendance, part, self.request.snapshot, self.day)
            for post, deputy in pairs or ():
                if post in deputies:
                    self.form.wrong(path, "form_present_twice", post=post)
                deputies[post] = deputy
        for path, mandate in self.heading.mandate:
            if not deputies.get(mandate.post):
                self.form.wrong(path, "form_mandate_unused", post=mandate.post)
        return deputies if len(self.form.mistakes) == before else None

    def _hold(self, present: dict[str, str | None] | None) -> None:
        """Record that the meeting was held, unless something is wrong with what the form says of it."""
        if blank(self.form.tables.get("present", "")):
            self.form.wrong(("present",), "form_nobody_present")
        if self.form.mistakes or present is None:
            return
        self.meeting = self._attempt(("present",), self._held, self._at_the_beginning(present)) or self.meeting

    def _held(self, present: tuple[tuple[str, str | None], ...]) -> Ref:
        """Record the meeting as held, in the calendar too where it was not planned, and return it."""
        heading = self.heading
        plan = Plan(heading.kind, heading.requested_by, heading.short_notice, heading.group)
        ref = self.meeting or put_in_calendar(self.request, self.day, plan, None)
        meeting = self.request.snapshot.one(Meeting, *ref[:3])
        answers = {
            "present": present,
            "guests": tuple(guest for _, guest in heading.guests),
            "sent": heading.agenda_sent if heading.agenda_sent != meeting.sent else None,
            "mandate": tuple(mandate for _, mandate in heading.mandate),
            "led_by": heading.led_by,
        }
        self.request.perform(ref, HOLD, answers)
        self._arranged(ref)
        return ref

    def _arranged(self, meeting: Ref) -> None:
        """Record when and where the meeting was and who wrote, as far as the form says something new of it."""
        heading = self.heading
        answers = {"at": heading.at, "until": heading.until, "venue": heading.place, "written_by": heading.written_by}
        arrange(self.request, meeting, answers)

    def _late_attendance(self, meeting: Ref, present: dict[str, str | None] | None) -> None:
        """Add attendance to a meeting that was held already; removals are mistakes."""
        rows = self.request.snapshot.attendance_at(meeting)
        recorded = {row.who: row for row in rows if row.presence != Presence.GUEST}
        for post in recorded.keys() - (present if present is not None else recorded).keys():
            self.form.wrong(("present",), "form_present_left_out", post=post, ref=str(meeting))
        mandates = {mandate.post: mandate for _, mandate in self.heading.mandate}
        for post, deputy in (present or {}).items():
            row, mandate = recorded.get(post), mandates.get(post)
            own = Mandate(post, row.mandate, row.mandated_by, row.mandated_on) if row and row.mandate else None
            if row is None or (written_deputy(row), own) != (deputy, mandate or own):
                answers = {"post": post, "deputy": deputy, "mandate": (mandate,) if mandate else ()}
                self._attempt(("present",), self.request.perform, meeting, ATTEND, answers)
        guests = {folded(str(row.deputy)) for row in rows if row.presence == Presence.GUEST}
        for path, guest in self.heading.guests:
            if folded(guest.partition("=")[0]) not in guests:
                self._attempt(path, self.request.perform, meeting, ADD_GUEST, {"guests": (guest,)})
        self._attempt(("at",), self._arranged, meeting)
        sent = self.request.snapshot.one(Meeting, *meeting[:3]).sent
        if self.heading.agenda_sent not in (None, sent):
            self.form.wrong(("agenda_sent",), "form_sent_after_held", ref=str(meeting))

    # its items

    def _matters(self, present: dict[str, str | None] | None, held: bool) -> list[Matter]:
        snapshot, here = self.request.snapshot, frozenset(present) if present is not None else None
        if held and self.heading.present is None and self.meeting is not None:
            here = frozenset(row.who for row in snapshot.attendance_at(self.meeting))
        tabled = snapshot.tabled_at(self.meeting) if self.meeting is not None else ()
        cases = (snapshot.case_of(decision) for decision in tabled)
        there = {folded(case.title): case.ref for case in cases if not case.is_dropped}
        points = self.request.points(self.meeting)[0] if self.meeting is not None else ()
        reader = ItemReader(self.form, here, there, {point.key: point for point in points if point.kind not in DECIDED})
        tables = self.form.tables_at(("items",), self.heading.items)
        return [matter for path, table in tables if (matter := reader.read(path, table)) is not None]

    def _item(self, meeting: Ref, matter: Matter) -> None:
        self._about = matter.title or str(matter.ref)
        if matter.point is not None:
            self._attempt(matter.path, self._dealt_with, meeting, matter)
            return
        ref = self._attempt(matter.path, self._concluded, meeting, matter)
        if ref is not None and matter.assignments:
            item, bodies = self.request.item(ref), self.request.snapshot.one(Decision, ref.year, ref.no).bodies
            if bodies and not (item.has(Tag.ADOPTED) or item.has(Tag.ON_AGENDA) or item.ended):
                self.form.wrong((*matter.path, "assignments"), "form_work_before_ratification", bodies=bodies)
                return
        for work in matter.assignments:
            self._hand_down(ref, work, ASSIGN)

    def _dealt_with(self, meeting: Ref, matter: Matter) -> None:
        """Record a point that is no decision: who came and went, what was said and became of it, what follows."""
        request, point = self.request, str(matter.point)
        attachments = tuple(name for _, name in matter.attachments)
        more = {"text": matter.text, "case": matter.case, "attachments": attachments}
        if point == NEW:
            request.perform(meeting, ADD_ITEM, {"title": matter.title, **more})
            point = max((row.point for row in request.snapshot.points_at(meeting)), key=lambda p: number_of_own(p) or 0)
        elif any(more.values()):
            request.perform(meeting, DESCRIBE_ITEM, {"point": point, **more})
        self._passages(meeting, matter, point)
        self._noted(meeting, matter, point)
        for path, title, area, text, case in ((m.path, m.title, m.area, m.text, m.case) for m in matter.follow_up):
            self._place = path
            ref = enter(request, NewDecision(title=title, area=area, text=text or "", case=case), None)
            request.perform(meeting, NOTE_ITEM, {"point": point, "follow_up": str(ref)})

    def _noted(self, meeting: Ref, matter: Matter, point: str) -> None:
        """Record what was said at a point, and what became of one that is no decision."""
        row = self.request.snapshot.find(AgendaPoint, *meeting[:3], point)
        outcome = matter.outcome if matter.point is not None else None
        answers = {"discussion": matter.discussion, "outcome": outcome}
        new = {name: answer for name, answer in answers.items() if answer not in (None, getattr(row, name, None))}
        if new:
            note_point(self.request, meeting, {"point": point, **new})

    def _passages(self, meeting: Ref, matter: Matter, point: str) -> None:
        """Record who came and went at a point, and which guests took part in it."""
        arrived, there = dict(self._present() or {}), self.request.snapshot.attendance_at(meeting)
        for post in matter.arrived:
            answers = {"post": post, "deputy": arrived.get(post), "point": point}
            self._perform((*matter.path, "arrived"), meeting, ATTEND, answers)
        for path, post, why, _ in matter.left:
            self._perform(path, meeting, LEAVE, {"post": post, "reason": why or "–", "point": point})
        guests = {(folded(str(row.deputy)), key) for row in there for key in row.during}
        for path, guest in matter.guests:
            if (folded(guest.partition("=")[0]), point) not in guests:
                self._perform(path, meeting, ADD_GUEST, {"guests": (guest,), "during": (point,)})

    def _concluded(self, meeting: Ref, matter: Matter) -> Ref:
        """Register or find the decision, table it, record the stances on it, and conclude it."""
        request = self.request
        ref = matter.ref or enter(request, _new(matter), str(meeting), matter.kind)
        item, decision = request.item(ref), request.snapshot.one(Decision, ref.year, ref.no)
        if matter.ref is not None:
            for challenge, source in zip_longest(matter.challenge, matter.knowledge):
                self._perform(matter.path, ref, BASE_ON, {"challenge": challenge, "knowledge": source})
        if not item.has(Tag.ADOPTED) and (decision.meeting, item.has(Tag.ON_AGENDA)) != (str(meeting), True):
            request.perform(ref, TABLE, {"meeting": str(meeting)})
        if matter.ref is not None and (matter.needs_ratification or matter.within_authority):
            bodies = [body for _, body in matter.needs_ratification]
            record_authority(request, ref, bodies, within_authority=matter.within_authority)
        if matter.ref is not None and (matter.for_decision if decision.information else matter.for_information):
            nature = FOR_DECISION if decision.information else FOR_INFORMATION
            self._perform((*matter.path, nature), ref, nature, {})
        self._passages(meeting, matter, point_of(ref))
        for path, post, why, decided_by in matter.excused:
            self._perform(path, ref, EXCUSE, {"post": post, "reason": why, "decided_by": decided_by})
        if matter.ref is not None and matter.text not in (None, decision.text):
            self._perform((*matter.path, "text"), ref, AMEND, {"text": matter.text})
        for stance, stances in matter.others.items():
            for path, post, why, _ in stances:
                self._perform(path, ref, TAKE_STANCE, {"post": post, "stance": stance.value, "reason": why})
        self._place = matter.path
        self._conclude(ref, matter)
        for post in matter.designates:
            let_own_work(request, post, deciding(request, str(ref)), self.day)
        self._noted(meeting, matter, point_of(ref))
        if matter.attachments:
            names = tuple(name for _, name in matter.attachments)
            request.perform(meeting, DESCRIBE_ITEM, {"point": point_of(ref), "attachments": names})
        return ref

    def _conclude(self, ref: Ref, matter: Matter) -> None:
        request, action = self.request, OUTCOMES.get(matter.outcome or "")
        consenting = self._consenting(ref, matter)
        if matter.outcome == "adopt":
            decide(request, ref, ",".join(consenting))
            return
        for post in consenting:
            self._perform((*matter.path, "consent"), ref, TAKE_STANCE, {"post": post, "stance": Stance.CONSENT.value})
        if action is not None:
            self._perform((*matter.path, "outcome"), ref, action, {"reason": matter.reason})

    def _consenting(self, ref: Ref, matter: Matter) -> tuple[str, ...]:
        named = tuple(stated.post for stated in matter.consent)
        if named != (EVERYONE,):
            return named
        others = {stated.post for stated in (*matter.stand_aside, *matter.object)}
        return tuple(post.id for post in Facts(self.request.snapshot, ref).taking_part if post.id not in others)

    def _perform(self, path: Path, ref: Ref, action: str, answers: Mapping[str, Any]) -> None:
        self._place = path
        self.request.perform(ref, action, answers)

    # and the work that follows

    def _hand_down(self, above: Ref | None, work: Work, action: str, under: Work | None = None) -> None:
        if above is None:
            self._foresee(work, action, under)
            children = None
        else:
            answers = {"owner": work.owner, "due": work.due, "title": work.title, "resources": work.resources}
            answers |= {"every": work.every} if work.every else {"group": work.group} if work.group else {}
            on = self.day if self.request.context.on is None else None
            asked = (self.request, above, action, answers, work.challenge, work.knowledge, on)
            children = self._attempt(work.path, hand_down, *asked)
        for below in work.measures:
            self._hand_down(children[0] if children else None, below, ADD_MEASURE, work)

    def _foresee(self, work: Work, action: str, under: Work | None) -> None:
        """Check work under a refused item already, so that one answer names all mistakes."""
        if self.meeting is None:
            return
        facts = Facts(self.request.snapshot, self.meeting, {"owner": work.owner, "due": work.due})
        asked = ("deadline_is_after_the_meeting", *(("owner_is_eligible",) if action == ASSIGN else ()))
        findings = [finding for name in asked for finding in ask(name, facts) if finding.blocks]
        if under is not None and work.due > under.due:
            saw = {"due": work.due, "parent": under.title or self._about, "parent_due": under.due}
            findings.append(broken("deadline_is_within_parent", saw))
        if findings:
            mended = with_remedies(tuple(findings), Attempt("", action, str(self.meeting)))
            self.form.refused(work.path, None, tuple(_in_the_form(finding) for finding in mended))


def _new(matter: Matter) -> NewDecision:
    bodies = {body.casefold(): body for _, body in matter.needs_ratification}
    proposer = matter.proposed_by
    return NewDecision(
        title=matter.title,
        text=matter.text or "",
        area=matter.area,
        bodies=tuple(bodies.values()),
        within_authority=matter.within_authority,
        information=matter.for_information,
        case=matter.case,
        challenges=matter.challenge,
        knowledge=matter.knowledge,
        follows=matter.follows,
        proposed_by=proposer.id if proposer is not None and not proposer.is_group else None,
        group=proposer.id if proposer is not None and proposer.is_group else None,
    )


def _in_the_form(finding: Finding) -> Finding:
    """Replace a finding's remedy by the line of the form that mends it, where there is one."""
    line = RULES[finding.rule].explanation(finding.verdict, finding.wants, finding.saw).form
    if not line:
        return finding
    facts = {name: str(fact) for name, fact in finding.saw.items() if isinstance(fact, (str, date))}
    return finding._replace(remedy=line.format_map(Blanks(facts)))
