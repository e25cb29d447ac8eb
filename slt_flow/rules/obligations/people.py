"""Obligations that no system sees kept: people record that they were, and it counts."""

from __future__ import annotations

from datetime import date, timedelta

from slt_flow.results.answers import Notice
from slt_flow.rules.obligations.outlook import Line, Outlook, shown_by
from slt_flow.rules.obligations.register import obligation_of
from slt_flow.rules.obligations.year import SHORTLY, Year
from slt_flow.terms import Judge, MeetingKind, Standing


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def contact_is_present(year: Year, *, days_per_week: int = 1, post: str = "") -> Outlook:
    """The contact is there so many days in every whole week that has passed; the weeks without are named.

    A week may be entered up to a fortnight late. While nothing at all is recorded, it is for people to see until the
    year is over; then nothing shows that it was kept.
    """
    shown = year.recorded()
    days: dict[date, set[date]] = {}
    for evidence in shown:
        if evidence.on is not None:
            days.setdefault(_monday(evidence.on), set()).add(evidence.on)
    weeks = [monday for monday in _whole_weeks(year) if monday + timedelta(days=6) < year.on]
    missing = [monday for monday in weeks if len(days.get(monday, ())) < days_per_week]
    numbers: dict[str, object] = {"done": len(weeks) - len(missing), "needed": len(weeks)}
    numbers |= {"weeks": tuple(monday.isocalendar().week for monday in missing)}
    overdue = [monday for monday in missing if monday + timedelta(days=6) + SHORTLY < year.on]
    if not shown:
        standing = Standing.BROKEN if year.over and overdue else Standing.BY_PEOPLE
        return Outlook(standing, year.last, (), Notice("no_presence", numbers))
    if overdue:
        return Outlook(Standing.BROKEN, overdue[0] + timedelta(days=6), shown, Notice("weeks_missing", numbers))
    if missing:
        due = missing[0] + timedelta(days=6) + SHORTLY
        return Outlook(Standing.DUE, due, shown, Notice("weeks_to_record", numbers))
    return Outlook(Standing.KEPT, None, shown, Notice("weeks_present", numbers))


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def youth_council_is_heard(year: Year, *, through: str = "", per_year: int | tuple[int, ...] = 0) -> Outlook:
    """The youth council is heard regularly: as often as agreed, else once a year at the least."""
    line = Line(year.recorded())
    return year.counted(per_year, line) if per_year else year.once(line)


@obligation_of(Judge.PEOPLE)
def activities_are_coordinated(year: Year) -> Outlook:
    """Measures and activities are coordinated: people see to it; meetings of the coordinating level show it."""
    return shown_by((*year.held(MeetingKind.COORDINATION), *year.recorded()), Standing.BY_PEOPLE)


@obligation_of(Judge.PEOPLE)
def digital_presence_is_kept(year: Year) -> Outlook:
    """Municipality and police are present where young people meet on line: people see to it."""
    return shown_by(year.recorded(), Standing.BY_PEOPLE)


@obligation_of(Judge.PEOPLE)
def target_group_is_served(year: Year) -> Outlook:
    """The work is for those whom the agreement names: people see to it."""
    return shown_by(year.recorded(), Standing.BY_PEOPLE)


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def prevention_unit_is_met(year: Year, *, post: str = "", per_year: int | tuple[int, ...] = 0) -> Outlook:
    """The coordinator meets the police's prevention unit regularly; meetings of the coordinating level do not count."""
    line = Line(year.recorded())
    return year.counted(per_year, line) if per_year else year.once(line)


@obligation_of(Judge.PEOPLE)
def people_see_to_it(year: Year, *, post: str = "") -> Outlook:
    """A clause of the agreement's own is kept: people see to it, and record when it was."""
    return shown_by(year.recorded(), Standing.BY_PEOPLE)


@obligation_of(Judge.YEAR, Judge.PEOPLE)
def people_do_it_every_year(year: Year, *, post: str = "", per_year: int | tuple[int, ...]) -> Outlook:
    """People keep a clause of the agreement's own as many times a year as agreed."""
    return year.counted(per_year, Line(year.recorded()))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _whole_weeks(year: Year) -> tuple[date, ...]:
    """Return the Mondays of the weeks that lie within the days that count."""
    first = _monday(year.first + timedelta(days=6))
    count = max(0, ((year.last - first).days + 1) // 7)
    return tuple(first + timedelta(weeks=week) for week in range(count))
