"""Obligations to follow up decisions."""

from __future__ import annotations

from datetime import timedelta

from slt_flow.model import Area, Decision, Item, Post
from slt_flow.model.deadlines import delivered_late, is_pending, late_days
from slt_flow.model.row import refs_of
from slt_flow.results.answers import Notice
from slt_flow.results.year import Shown
from slt_flow.rules.obligations.register import SHORTLY, Outlook, Task, Year, obligation, shown_by
from slt_flow.terms import Level, Standing, Tag


@obligation
def every_decision_has_an_owner(year: Year, *, within_days: int = 0) -> Outlook:
    """Every decision that is to be followed up has an owner: in the days that are agreed, else by the year's end.

    Decisions about a year or a period (evaluations, plans, the agreement) are carried out by being adopted.
    """
    tasks = []
    for decision, item in year.decisions():
        if decision.about or not year.within(decision.adopted_on) or not item.has(Tag.ADOPTED):
            continue
        rows = (*year.snapshot.children(item.ref), *year.later.children(item.ref))
        owned = [c for c in rows if c.owner and not c.is_dropped]
        if decision.adopted_on is not None and (owned or item.is_open):
            done = Shown(str(owned[0].ref), owned[0].born, str(owned[0].owner)) if owned else None
            tasks.append(Task(str(item.ref), decision.adopted_on, done))
    return year.followed(tasks, within_days, late="decision_unowned", ahead="decision_to_assign", lost="owned_too_late")


@obligation
def recommendations_are_followed_up(year: Year) -> Outlook:
    """Decisions are carried out by their deadlines: no open work is past its own.

    Work delivered late is shown, though it breaks nothing any more.
    """
    work = [i for i in year.snapshot.cases() if i.assignment_no and not i.is_dropped and i.born <= year.last]
    carried = [i for i in work if i.has(Tag.ACHIEVED) and year.within(i.since)]
    shown = tuple(Shown(str(i.ref), i.since) for i in carried)
    waiting = sorted((i.due, i.ref, i) for i in work if i.due is not None and i.due <= year.last and is_pending(i))
    judged_on = min(year.on, year.last + timedelta(days=1))
    if late := [i for *_, i in waiting if late_days(i, judged_on)]:
        return Outlook(Standing.BROKEN, late[0].due, shown, Notice("work_is_late", {"refs": refs_of(late)}))
    overran = [i for i in work if year.within(i.delivered_on) and delivered_late(i)]
    was_late = Notice("work_was_late", {"refs": refs_of(overran)}) if overran else None
    if not waiting:
        return Outlook(Standing.KEPT if work else Standing.NOT_DUE, None, shown, was_late)
    due, _, first = waiting[0]
    following = Notice("next_deadline", {"refs": refs_of([first]), "day": due})
    if year.on >= due - SHORTLY:
        return Outlook(Standing.DUE, due, shown, following)
    return Outlook(Standing.KEPT, due, shown, was_late or following)


@obligation
def focus_areas_are_worked_on(year: Year) -> Outlook:
    """In every focus area of the period something is decided or carried out in the year."""
    areas = [a for a in year.snapshot.all(Area) if a.since <= year.last and (a.until is None or a.until > year.first)]
    shown, missing = [], []
    for area in areas:
        items = [item for decision, item in year.decisions() if decision.area == area.id and _active(year, decision)]
        if items:
            shown.append(Shown(str(items[0].ref), items[0].born, area.title))
        else:
            missing.append(area.title)
    if not missing:
        return Outlook(Standing.KEPT if areas else Standing.NOT_DUE, year.last, tuple(shown))
    numbers = {"areas": tuple(missing), "done": len(shown), "needed": len(areas)}
    return Outlook(year.by_the_end(), year.last, tuple(shown), Notice("areas_untouched", numbers))


@obligation
def consensus_is_reached(year: Year) -> Outlook:
    """The decisions of the year were adopted by consensus: the engine adopts no others."""
    return shown_by(Shown(str(i.ref), d.adopted_on) for d, i in year.decisions() if year.within(d.adopted_on))


@obligation
def within_delegated_authority(year: Year) -> Outlook:
    """The decisions of the year were within the council's authority, or ratified: others took no effect."""
    return shown_by(Shown(str(i.ref), d.adopted_on) for d, i in year.decisions() if year.within(d.adopted_on))


@obligation
def owner_is_eligible(
    year: Year, *, levels: tuple[str, ...] = (), posts: tuple[str, ...] = (), designation: bool = True
) -> Outlook:
    """The assignments given in the year, each to an owner whom the agreement admits."""
    work = (i for i in year.snapshot.cases() if i.level == Level.COORDINATING and _handed_down(year, i))
    return shown_by(Shown(str(i.ref), i.born, str(i.owner)) for i in work)


@obligation
def owner_is_bound(year: Year) -> Outlook:
    """The work begun in the year, each by a party's own organisation or by one that accepted it itself."""
    begun = (i for i in year.snapshot.cases() if i.level == Level.EXECUTING and i.has(Tag.BEGUN))
    return shown_by(Shown(str(i.ref), i.since, str(i.owner)) for i in begun if year.within(i.since))


@obligation
def those_concerned_are_involved(year: Year) -> Outlook:
    """Business and organisations are involved where a challenge concerns them: people see when; their work shows it."""
    outside = {post.id for post in year.snapshot.all(Post) if year.snapshot.party_of(post.id) is None}
    theirs = (i for i in year.snapshot.cases() if i.owner in outside and _handed_down(year, i))
    work = (Shown(str(i.ref), i.born, str(i.owner)) for i in theirs)
    return shown_by((*work, *year.recorded()), Standing.BY_PEOPLE)


def _active(year: Year, decision: Decision) -> bool:
    """Return whether a decision was adopted in the days that count, or work beneath it was open or settled in them."""
    if year.within(decision.adopted_on):
        return True
    work = (i for i in year.snapshot.case(decision.ref) if i.assignment_no and i.born <= year.last)
    return any(not i.is_dropped and (not i.ended or i.since >= year.first) for i in work)


def _handed_down(year: Year, item: Item) -> bool:
    """Return whether work was given in the days that count and was not cancelled since."""
    return year.within(item.born) and not item.is_dropped
