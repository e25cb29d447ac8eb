"""Obligations to learn: plan, knowledge, evaluation, learning points."""

from __future__ import annotations

from datetime import date

from slt_flow.model import Decision, Item, Knowledge, LearningPoint
from slt_flow.model.cases import ACTION_PLAN, AGREEMENT, BYLAWS, EVALUATION
from slt_flow.model.snapshot import folded
from slt_flow.results.answers import Notice
from slt_flow.results.year import Shown
from slt_flow.rules.obligations.register import Outlook, Year, obligation, obligation_of
from slt_flow.terms import Judge, Standing


@obligation
def action_plan_is_adopted(year: Year) -> Outlook:
    """A binding action plan that covers some of the year has been adopted."""
    plans = [(d, i) for d, i in year.decisions(ACTION_PLAN) if d.about["from"] <= year.year <= d.about["to"]]
    if shown := tuple(Shown(str(item.ref), plan.adopted_on) for plan, item in plans):
        return Outlook(Standing.KEPT, year.last, shown)
    return year.unmet((), Notice("no_action_plan", {"year": year.year}))


@obligation
def effects_are_evaluated(year: Year, *, from_month: int = 11) -> Outlook:
    """The council evaluates the year's effects at its end, from the month that is agreed."""
    begins = date(year.year, from_month, 1)
    evaluations = _of_year(year, EVALUATION)
    if evaluations:
        decision, item = evaluations[0]
        late = decision.adopted_on is not None and decision.adopted_on > year.last
        forecast = Notice("evaluated_late", {"day": decision.adopted_on}) if late else None
        return Outlook(Standing.KEPT, year.last, (Shown(str(item.ref), decision.adopted_on),), forecast)
    if not year.is_judged_whole:
        return year.unmet((), None)
    if year.on < begins or year.last < begins:
        return Outlook(Standing.NOT_DUE, year.last, (), Notice("evaluation_ahead", {"day": begins}))
    standing = Standing.BROKEN if year.over else Standing.DUE
    code = "evaluation_is_open" if _is_open(year, EVALUATION) else "not_evaluated"
    return Outlook(standing, year.last, (), Notice(code, {"year": year.year}))


@obligation
def learning_points_are_carried_over(year: Year) -> Outlook:
    """Learning points carried to the year are answered in it, and those noted in it are carried on, by its end."""
    shown: list[Shown] = []
    left: list[Shown] = []
    for point in year.snapshot.all(LearningPoint):
        item = year.snapshot.case_of(point)
        if point.carried_to == year.year:
            (shown if item.ended else left).append(Shown(str(item.ref), item.since, point.decision or ""))
        elif point.year == year.year:
            on = item.ended or point.carried_to is not None
            (shown if on else left).append(Shown(str(item.ref), item.since))
    if left:
        refs = tuple(sorted(point.ref for point in left))
        return Outlook(year.by_the_end(), year.last, tuple(shown), Notice("learning_left", {"refs": refs}))
    if shown or _of_year(year, EVALUATION):
        return Outlook(Standing.KEPT, year.last, tuple(shown))
    return Outlook(Standing.NOT_DUE, None if year.over else year.last)


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def agreement_is_evaluated(year: Year, *, every_years: int = 1) -> Outlook:
    """The agreement itself is evaluated as often as agreed, by a decision or as people record it."""
    return _every(year, every_years, AGREEMENT, "agreement_not_evaluated")


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


def _is_open(year: Year, kind: str) -> bool:
    rows = (d for d in year.snapshot.all(Decision) if d.kind == kind and d.about.get("year") == year.year)
    return any(not year.snapshot.case_of(d).ended for d in rows)


def _of_year(year: Year, kind: str) -> list[tuple[Decision, Item]]:
    return [(d, i) for d, i in year.decisions(kind) if d.about.get("year") == year.year]
