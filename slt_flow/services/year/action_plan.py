"""Action plan: the council's binding plan for a period, and the changes since it was adopted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import groupby
from shlex import quote
from typing import NamedTuple

from slt_flow.engine.entries import Kind
from slt_flow.engine.fold import replayed
from slt_flow.engine.new_entries import NewDecision
from slt_flow.errors import RequestError
from slt_flow.model import Area, Council, Decision, Item
from slt_flow.model.cases import EVALUATION
from slt_flow.model.exemptions import is_masked
from slt_flow.model.labels import state_of, title_of
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import journal, projection
from slt_flow.results.columns import row_of
from slt_flow.results.evaluation import Period, PlanLine, PlannedArea, PlanSheet, Scribe
from slt_flow.services.decisions.adopt import each_its_own
from slt_flow.services.decisions.kinds import titled
from slt_flow.services.decisions.register import enter
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import Reader, internal_edition, reading
from slt_flow.services.request.remedies import Again
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.services.year.evaluation import amend, decide_text, scribe
from slt_flow.services.year.evaluation_view import decided_by, told
from slt_flow.terms import FIRST_YEAR, LAST_YEAR, Level, Ref, Role, Tag

ACTION_PLAN = "action_plan"
"""The kind of decision by which a plan is adopted."""

_PERIOD = re.compile(r"(\d{4})(?:(?:\.\.|-|–)(\d{4}))?", re.ASCII)


class StandingPlan(NamedTuple):
    """Plan that is open or adopted: the decision about it, its case, and its period."""

    item: Item
    decision: Decision
    period: Period

    @property
    def is_open(self) -> bool:
        """True while it may still be adopted."""
        return not self.item.has(Tag.ADOPTED) and not self.item.ended

    @property
    def place(self) -> tuple[date, Ref]:
        """Place among plans: the one adopted last comes last."""
        return self.decision.adopted_on or self.item.born or self.item.last_on, self.item.ref


def period_of(typed: str) -> Period:
    """Parse a period: `2026`, or `2026..2027`.

    Raises:
        RequestError: another form, or years in the wrong order.
    """
    match = _PERIOD.fullmatch(typed.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match is not None else (0, 0)
    if not FIRST_YEAR <= first <= last <= min(first + 20, LAST_YEAR):
        raise RequestError("bad_period", given=parsing.shown(typed))
    return Period(first, last)


@use_case(Role.SECRETARY, Role.CHAIR)
def open_plan(request: Request, period: str, *, meeting: str | None = None) -> None:
    """Register the decision by which a plan will be adopted; with a meeting, table it there.

    Raises:
        RequestError: another plan that covers one of the years is waiting to be adopted.
    """
    wanted = _followed_up(request, period)
    _register(request, wanted, meeting)
    for code, facts in _gaps(request.snapshot, wanted):
        request.notice(code, **facts)


@use_case(Role.SECRETARY, Role.CHAIR, name="adopt_plan")
def adopt(
    request: Request, period: str, *, meeting: str | None = None, consent: str | None = None, whole: bool = False
) -> None:
    """Adopt the plan for a period by consensus, with the plan as it stands as the text that is decided.

    A plan that was not opened before is registered in the same breath, so that an adopted one can be revised by a
    later decision; what it lacks, which opening it tells, is then told first.

    Args:
        request: within its transaction.
        period: a year, or the first and the last of several.
        meeting: the meeting that decides it; may be left out when it stands on an agenda already.
        consent: as for any decision; None when stances have been taken.
        whole: True to refuse a plan that lacks an agreed area, or overlaps another, unless opening it told so.

    Raises:
        RequestError: nobody has been told what the plan lacks.
    """
    wanted = _followed_up(request, period)
    _refuse_unchanged(request, wanted)
    waiting = next((plan.item for plan in plans(request.snapshot) if plan.period == wanted and plan.is_open), None)
    if waiting is None and meeting is None:
        raise RequestError("plan_needs_meeting", period=str(wanted), typed=wanted.typed)
    gaps = list(_gaps(request.snapshot, wanted))
    if gaps and waiting is None and whole:
        code, facts = gaps[0]
        raise RequestError(code, **facts, typed=wanted.typed)
    for code, facts in gaps:
        request.notice(code, **facts)
    if waiting is None and meeting is not None:
        request.whole = Again(f"slt plan open {wanted.typed}", {"meeting": (quote(meeting),)})
    with each_its_own(request):
        ref = waiting.ref if waiting is not None else _register(request, wanted, meeting)
    decide_text(request, ref, partial(write, scribe(request)), meeting, consent)


def write(scribe: Scribe, request: Request, ref: Ref) -> None:
    """Write the plan anew, as it stands.

    Raises:
        RequestError: the same plan was adopted before, and nothing in it has changed since.
    """
    request.load_everything()
    about = request.snapshot.one(Decision, ref.year, ref.no).about
    period = Period(int(about["from"]), int(about["to"]))
    _refuse_unchanged(request, period)
    amend(request, ref, scribe.plan(plan_sheet(request.snapshot, period, request.context.day)))


def show(context: Context, period: str | int | None = None) -> PlanSheet:
    """Show the plan for a period: the one adopted last, with the changes since; else the one being prepared.

    A plan of exactly that period goes before one that only covers it.

    Raises:
        RequestError: it is no period.
    """
    with reading(context) as reader:
        _ = reader.row  # refuses a day on which there was no council
        wanted = period_of(str(period)) if period is not None else Period(reader.day.year, reader.day.year)
        with internal_edition(reader) as whole:
            sheet = _sheet(reader, wanted)
            return sheet if whole is None else _told(reader, sheet, _sheet(whole, wanted))


def _sheet(reader: Reader, wanted: Period) -> PlanSheet:
    """Return the plan for a period without, as of an earlier day, the focus areas that were added since."""
    snapshot, day = projection.everything(reader.connection, reader.council), reader.day
    covering = [
        plan for plan in plans(snapshot) if plan.period.first <= wanted.first and wanted.last <= plan.period.last
    ]
    covering = [plan for plan in covering if plan.period == wanted] or covering
    if covering:
        shown = max(covering, key=lambda plan: (plan.item.has(Tag.ADOPTED), plan.place))
        waiting = next((str(plan.item.ref) for plan in covering if plan.is_open and plan is not shown), None)
        then = _adopted(reader, shown.item.ref) if shown.item.has(Tag.ADOPTED) else None
        sheet = plan_sheet(snapshot, shown.period, day, shown, then, waiting)
    else:
        sheet = plan_sheet(snapshot, wanted, day)
    ahead = {area.id for area in reader.areas if not reader.has_come(area.since)}
    return sheet._replace(plan_goals=tuple(goal for goal in sheet.plan_goals if goal.area not in ahead))


def _told(reader: Reader, sheet: PlanSheet, internal: PlanSheet) -> PlanSheet:
    """Return the public edition of a plan, with a bare line for each exempt decision that the plan's years made.

    One of earlier years has none: that would tell that it is still open.
    """
    snapshot = projection.everything(reader.connection, reader.council)
    planned = (snapshot.item(parsing.ref(line.ref)) for line in internal.plan if line.level == Level.STRATEGIC)
    masked = (item for item in planned if item is not None and is_masked(item) and internal.period.has(item.year))
    lines = tuple(_line(snapshot, item, None) for item in masked)
    return sheet._replace(decided=told(snapshot, sheet.decided, internal.decided), plan=(*sheet.plan, *lines))


def plans(snapshot: Snapshot) -> Iterator[StandingPlan]:
    """Yield the plans that stand, open or adopted."""
    for decision in snapshot.all(Decision):
        if decision.kind == ACTION_PLAN:
            item = snapshot.case_of(decision)
            if not item.ended or item.has(Tag.ADOPTED):
                yield StandingPlan(item, decision, Period(int(decision.about["from"]), int(decision.about["to"])))


def plan_sheet(
    snapshot: Snapshot,
    period: Period,
    day: date,
    shown: StandingPlan | None = None,
    then: Snapshot | None = None,
    waiting: str | None = None,
) -> PlanSheet:
    """Return the sheet of a plan: focus areas with goals, then decisions with their work, owners and deadlines.

    It holds what the council has adopted and nothing that is only proposed: every adopted decision that is still open,
    and those adopted or settled in the period. With the rows as they were `then`, each line tells what changed since.
    """
    now = {row.ref: row for row in _lines(snapshot, period)}
    before = {row.ref: row for row in _lines(then, period)} if then is not None else None
    lines = list(now.values()) if before is None else list(_compared(before, now, snapshot))
    replaced = _last_adopted(snapshot, period, shown) if shown is not None and shown.item.has(Tag.ADOPTED) else None
    council = snapshot.on(period.end).one(Council)
    return PlanSheet(
        period=period,
        decided=decided_by(snapshot, shown.item if shown is not None else None),
        replaces=str(replaced.item.ref) if replaced is not None else None,
        replaced_adopted_on=replaced.decision.adopted_on if replaced is not None else None,
        in_preparation=waiting,
        language=council.language,
        council=council.title,
        as_of=day,
        changed=sum(bool(row.changes) for row in lines),
        plan_goals=tuple(_goals(snapshot, period, then)),
        plan=tuple(lines),
    )


def _gaps(snapshot: Snapshot, period: Period) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what a plan for a period lacks: agreed areas in which nothing is planned, and adopted plans it overlaps."""
    planned = {line.area for line in _lines(snapshot, period)}
    lacking = tuple(area.title for area in _areas(snapshot, period) if area.id not in planned)
    if lacking:
        yield "plan_lacks_areas", {"period": str(period), "areas": lacking}
    for plan in plans(snapshot):
        overlaps = plan.period.first <= period.last and period.first <= plan.period.last
        if overlaps and plan.period != period and plan.item.has(Tag.ADOPTED):
            yield "plan_overlaps", {"period": str(period), "ref": str(plan.item.ref), "other": str(plan.period)}


def _register(request: Request, period: Period, meeting: str | None) -> Ref:
    for plan in plans(request.snapshot):
        if plan.is_open and plan.period.first <= period.last and period.first <= plan.period.last:
            raise RequestError("plan_waits", ref=str(plan.item.ref), period=str(plan.period))
    title = titled(ACTION_PLAN, request.row.language, str(period), request.context.shelf)
    new = NewDecision(
        title=title,
        text=parsing.text("text", _text(request, period)),
        about={"from": period.first, "to": period.last},
    )
    return enter(request, new, meeting, ACTION_PLAN)


def _followed_up(request: Request, typed: str) -> Period:
    """Parse a period in which the council is followed up, and load every case, which a plan is made of."""
    period = period_of(typed)
    request.load_everything()
    if period.last < request.row.opened.year:
        raise RequestError("plan_before_the_council", period=str(period), first=request.row.opened)
    return period


def _text(request: Request, period: Period) -> str:
    return scribe(request).plan(plan_sheet(request.snapshot, period, request.context.day))


def _refuse_unchanged(request: Request, period: Period) -> None:
    """Refuse a second adoption of an unchanged plan: a revision changes something."""
    last = _last_adopted(request.snapshot, period)
    if last is not None and last.decision.text == parsing.text("text", _text(request, period)):
        facts = {"ref": str(last.item.ref), "period": str(period), "day": last.decision.adopted_on}
        raise RequestError("plan_is_adopted", **facts, year=period.first)


def _last_adopted(snapshot: Snapshot, period: Period, before: StandingPlan | None = None) -> StandingPlan | None:
    """Return the plan adopted last for exactly this period, or the one adopted last `before` another."""
    adopted = (plan for plan in plans(snapshot) if plan.period == period and plan.item.has(Tag.ADOPTED))
    earlier = (plan for plan in adopted if before is None or plan.place < before.place)
    return max(earlier, key=lambda plan: plan.place, default=None)


def _adopted(reader: Reader, ref: Ref) -> Snapshot | None:
    """Return the rows as the journal had them when a decision was adopted."""
    entries = reader.entries()
    gone = journal.voided(entries)
    for place, entry in enumerate(entries, start=1):
        moved = entry.kind == Kind.MOVED and entry.subject == str(ref) and entry.seq not in gone
        if moved and Tag.ADOPTED in entry.data["tags"]:
            until_adopted = entries[:place]
            return replayed(reader.council, until_adopted, journal.voided(until_adopted))
    return None


def _goals(snapshot: Snapshot, period: Period, then: Snapshot | None) -> Iterator[PlannedArea]:
    earlier_ids = {area.id for area in _areas(then, period)} if then is not None else None
    for area in _areas(snapshot, period):
        changes = ("added",) if earlier_ids is not None and area.id not in earlier_ids else ()
        earlier = then.find(Area, area.id) if then is not None else None
        if earlier is not None and earlier.until is None and area.until is not None:
            changes = ("removed",)
        yield PlannedArea(area.id, area.title, area.goals, changes)


def _areas(snapshot: Snapshot, period: Period) -> Iterator[Area]:
    for area in snapshot.on(period.end).all(Area):
        if any(first <= last for first, last in map(area.agreed_in, range(period.first, period.last + 1))):
            yield area


def _lines(snapshot: Snapshot, period: Period) -> Iterator[PlanLine]:
    """Yield the lines of a plan by focus area: decisions, and beneath each its work that was not dropped."""
    order = {area.id: place for place, area in enumerate(snapshot.on(period.end).all(Area))}
    beneath = {top: tuple(items) for top, items in groupby(snapshot.cases(), key=lambda item: item.ref.top)}
    planned = [d for d in snapshot.all(Decision) if _is_planned(snapshot, d, period)]
    placed = ((d, d.area_on(period.end)) for d in planned)
    for decision, area in sorted(placed, key=lambda both: (order.get(both[1] or "", len(order)), both[0].ref)):
        for item in beneath[decision.ref]:
            if not item.assignment_no or not item.is_dropped:
                yield _line(snapshot.on(period.end), item, area)


def _is_planned(snapshot: Snapshot, decision: Decision, period: Period) -> bool:
    item = snapshot.case_of(decision)
    if decision.kind in (ACTION_PLAN, EVALUATION) or not item.has(Tag.ADOPTED):
        return False
    within = decision.adopted_on is not None and period.has(decision.adopted_on.year)
    return not item.has(Tag.SETTLED) or within or (item.since is not None and period.has(item.since.year))


def _line(then: Snapshot, item: Item, area: str | None) -> PlanLine:
    named = then.find(Area, area)
    return row_of(
        PlanLine,
        item,
        area=area,
        area_title=named.title if named is not None else None,
        ref=str(item.ref),
        owner_title=title_of(then, item.owner) or None,
        due=item.due_written,
        state=state_of(then, item),
        achieved=item.reached(Tag.ACHIEVED),
    )


def _compared(before: dict[str, PlanLine], now: dict[str, PlanLine], snapshot: Snapshot) -> Iterator[PlanLine]:
    """Compare two versions line by line; removed lines keep their place and show their present state."""
    for ref in _in_order(list(before), list(now)):
        old, new = before.get(ref), now.get(ref)
        if old is None:
            yield now[ref]._replace(changes=("added",))
        elif new is None:
            item = snapshot.item(parsing.ref(ref))
            yield old._replace(state=state_of(snapshot, item) if item is not None else old.state, changes=("removed",))
        else:
            values = {name: (getattr(old, name), getattr(new, name)) for name in ("title", "owner", "due")}
            was = {name: earlier for name, (earlier, present) in values.items() if earlier != present}
            achieved = ("achieved",) if new.achieved and not old.achieved else ()
            yield new._replace(changes=(*was, *achieved), was=was)


def _in_order(before: list[str], now: list[str]) -> list[str]:
    """Merge the refs of both versions: in present order, each removed one after its former predecessor."""
    merged = list(now)
    for place, ref in enumerate(before):
        if ref not in now:
            merged.insert(merged.index(before[place - 1]) + 1 if place else 0, ref)
    return merged
