"""Obligations to learn: plan, knowledge, evaluation, learning points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from slt_flow.model import Decision, Item, Knowledge, LearningPoint, Meeting
from slt_flow.model.cases import ACTION_PLAN, AGREEMENT_EVALUATION, BYLAWS, EVALUATION
from slt_flow.model.deadlines import is_pending
from slt_flow.model.plans import in_period
from slt_flow.model.spelling import folded
from slt_flow.results.answers import Notice
from slt_flow.results.year import Shown
from slt_flow.rules.evaluation import Years, following
from slt_flow.rules.obligations.outlook import Outlook
from slt_flow.rules.obligations.register import obligation, obligation_of
from slt_flow.rules.obligations.year import Year
from slt_flow.terms import Judge, MeetingKind, Standing, Tag


@obligation
def action_plan_is_adopted(year: Year) -> Outlook:
    """A binding action plan that covers some of the year has been adopted and stands.

    A plan has a measure with an owner and a deadline in its period when it is adopted, and one for this year on or
    still to be met. What is added to an empty one, or moved into its period, makes no plan of it, until the council
    adopts it.
    """
    plans = [(d, i) for d, i in year.decisions(ACTION_PLAN) if d.about["from"] <= year.year <= d.about["to"]]
    filled = [(d, i) for d, i in plans if _has_measures(year, d)]
    if shown := tuple(Shown(str(item.ref), plan.adopted_on) for plan, item in filled if plan.measures):
        return Outlook(Standing.KEPT, year.last, shown)
    code = "plan_adopted_empty" if filled else "plan_is_empty" if plans else "no_action_plan"
    return year.unmet((), Notice(code, {"year": year.year, "plans": tuple(str(item.ref) for _, item in plans)}))


@obligation
def effects_are_evaluated(year: Year, *, from_month: int = 11) -> Outlook:
    """The council evaluates the year's effects at its end: what was settled in it, from the month that is agreed.

    An evaluation counts where no ordinary meeting follows it in the year. No agreement says by which day: one that is
    adopted by the first ordinary meeting of the next year counts too, and is shown as late.
    """
    begins, last = date(year.year, from_month, 1), date(year.year, 12, 31)
    in_time = [(d, i) for d, i in _of_year(year, EVALUATION) if d.adopted_on is not None and d.adopted_on <= last]
    counting = [(d, i) for d, i in in_time if _covers_the_year(year, d, begins)]
    early = tuple(str(item.ref) for _, item in in_time) if not counting else ()
    beside = (Notice("evaluated_early", {"refs": early}),) if early else ()
    if not (counting or year.is_judged_whole):
        outlook = year.unmet((), None)
        return outlook._replace(beside=(*outlook.beside, *beside))
    if year.on < begins or year.last < begins:
        return Outlook(Standing.NOT_DUE, year.last, (), Notice("evaluation_ahead", {"day": begins}), beside=beside)
    if counting:
        return Outlook(Standing.KEPT, year.last, tuple(Shown(str(i.ref), d.adopted_on) for d, i in counting))
    now = replace(year, snapshot=year.later)
    limit, meeting = _last_chance(now, last)
    after = [(d, i) for d, i in _of_year(now, EVALUATION) if d.adopted_on is not None and last < d.adopted_on <= limit]
    if after:
        decision, item = after[0]
        late, shown = Notice("evaluated_late", {"day": decision.adopted_on}), Shown(str(item.ref), decision.adopted_on)
        return Outlook(Standing.KEPT, year.last, (shown,), late, beside=beside)
    code = "evaluation_is_open" if _is_open(now, EVALUATION) else "not_evaluated"
    due = (meeting or limit) if year.over else year.last
    standing = Standing.BROKEN if year.on > limit else Standing.DUE
    return Outlook(standing, due, (), Notice(code, {"year": year.year}), beside=beside)


@obligation
def learning_points_are_carried_over(year: Year) -> Outlook:
    """Learning points carried to the year are answered in it, and those noted in it are carried on, by its end."""
    shown: list[Shown] = []
    left: list[Shown] = []
    for point in year.snapshot.all(LearningPoint):
        item = year.snapshot.case_of(point)
        if str(year.year) in point.years:
            (shown if item.ended else left).append(Shown(str(item.ref), item.since, point.decision or ""))
        elif point.year == year.year:
            on = item.ended or any(int(other) <= year.year + 1 for other in point.years)
            (shown if on else left).append(Shown(str(item.ref), item.since))
    if left:
        refs = tuple(sorted(point.ref for point in left))
        return Outlook(year.by_the_end(), year.last, tuple(shown), Notice("learning_left", {"refs": refs}))
    taught = shown or [Shown(str(item.ref), d.adopted_on) for d, item in _of_year(year, EVALUATION)]
    if taught:
        return Outlook(Standing.KEPT, year.last, tuple(taught))
    return Outlook(Standing.NOT_DUE, None if year.over else year.last)


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def agreement_is_evaluated(year: Year, *, every_years: int = 1) -> Outlook:
    """The agreement itself is evaluated as often as agreed, by a decision or as people record it."""
    return _every(year, every_years, AGREEMENT_EVALUATION, "agreement_not_evaluated")


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def bylaws_are_revised(year: Year, *, every_years: int = 0) -> Outlook:
    """The police by-laws are revised as often as agreed, by a decision or as people record it.

    Where no number is agreed, the last time is shown and nothing is judged.
    """
    if every_years:
        return _every(year, every_years, BYLAWS, "bylaws_not_revised")
    last = _dated(year, BYLAWS)[-1:]
    code = "bylaws_last_revised" if last else "bylaws_never_revised"
    return Outlook(Standing.BY_PEOPLE, None, last, Notice(code, {"day": last[0].on if last else None}))


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def knowledge_is_gathered(year: Year, *, sources: tuple[str, ...] = ()) -> Outlook:
    """The knowledge that the agreement names is registered in the year by those names; any, where it names none."""
    rows = [k for k in year.snapshot.all(Knowledge) if year.within(k.on) and k.on <= year.on]
    every = (*(Shown(f"knowledge:{k.id}", k.on, k.source or k.title) for k in rows), *year.recorded())
    have = {folded(k.source) for k in rows}
    missing = tuple(source for source in sources if folded(source) not in have)
    if every and not missing:
        return Outlook(Standing.KEPT, year.last, every)
    numbers = {"sources": missing, "done": len(sources) - len(missing), "needed": len(sources)}
    code = "knowledge_missing" if sources else "no_knowledge"
    return year.unmet(every, Notice(code, numbers))


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def people_do_it_every_few_years(year: Year, *, post: str = "", every_years: int) -> Outlook:
    """People keep a clause of the agreement's own once in so many years."""
    return _every(year, every_years, None, "not_done_again")


def _every(year: Year, years: int, kind: str | None, code: str) -> Outlook:
    """Judge what is asked once in so many years, counted from the last time it is recorded."""
    every = _dated(year, kind)
    recent = tuple(s for s in every if s.on is not None and s.on.year > year.year - years)
    last = every[-1].on.year if every and every[-1].on is not None else year.first_whole - 1
    due = date(last + years, 12, 31)
    if recent:
        return Outlook(Standing.KEPT, due, recent)
    if year.last < min(due, date(year.year, 12, 31)):  # the clause ended before its day
        return Outlook(Standing.NOT_DUE)
    return Outlook(year.open_until(due), due, (), Notice(code, {"day": due, "years": years}))


def _dated(year: Year, kind: str | None) -> tuple[Shown, ...]:
    """Return the decisions of a kind and the evidence of the clause up to the year's end, by their days."""
    decided = (Shown(str(item.ref), d.adopted_on) for d, item in (year.decisions(kind) if kind else ()))
    dated = (s for s in (*year.recorded(date.min), *decided) if s.on is not None and s.on <= year.last)
    return tuple(sorted(dated, key=lambda s: str(s.on)))


def _has_measures(year: Year, plan: Decision) -> bool:
    """Return whether a plan has a measure in its period that is not over by the year."""
    measures = (item for item in in_period(year.snapshot, plan) if not item.is_dropped)
    return any(is_pending(item) or (item.deadline or year.first).year >= year.year for item in measures)


def _covers_the_year(year: Year, decision: Decision, begins: date) -> bool:
    """Return whether an evaluation adopted in its year counts: no ordinary meeting follows it there.

    One that was adopted before the agreed month has all that was settled after it assessed, too.
    """
    day = decision.adopted_on or year.last
    if following(year.snapshot, day, year.on) is not None:
        return False
    years = Years(year.snapshot)
    measures = (i for i in year.snapshot.cases() if i.is_measure and i.has(Tag.SETTLED))
    last = date(year.year, 12, 31)
    settled = (i for i in measures if i.since is not None and day < i.since <= last)
    return day >= begins or all(years.assessment(item) is not None for item in settled)


def _last_chance(year: Year, last: date) -> tuple[date, date | None]:
    """Return the day until which an evaluation counts after its year, and the meeting's day that is known for it.

    That is the first ordinary meeting of the next year; where none is held, the next year's end.
    """
    end = date(last.year + 1, 12, 31)
    rows = [m for m in year.snapshot.all(Meeting) if m.kind == MeetingKind.ORDINARY and last < m.day <= end]
    held = min((m.day for m in rows if year.snapshot.case_of(m).has(Tag.HELD) and m.day <= year.on), default=None)
    ahead = (m.day for m in rows if year.snapshot.case_of(m).is_to_be_held and m.day >= year.on)
    return held or end, held or min(ahead, default=None)


def _is_open(year: Year, kind: str) -> bool:
    rows = (d for d in year.snapshot.all(Decision) if d.kind == kind and d.about.get("year") == year.year)
    return any(not year.snapshot.case_of(d).ended for d in rows)


def _of_year(year: Year, kind: str) -> list[tuple[Decision, Item]]:
    return [(d, i) for d, i in year.decisions(kind) if d.about.get("year") == year.year]
