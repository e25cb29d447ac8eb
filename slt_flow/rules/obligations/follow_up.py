"""Obligations to follow up decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from slt_flow.model import Area, Decision, Item, Post
from slt_flow.model.deadlines import delivered_late, is_pending
from slt_flow.model.recurrence import missed
from slt_flow.model.row import refs_of
from slt_flow.results.answers import Notice
from slt_flow.results.year import Shown
from slt_flow.rules.obligations.outlook import BROUGHT_IN, Outlook, Task, shown_by
from slt_flow.rules.obligations.register import obligation, obligation_of, obligation_of_each
from slt_flow.rules.obligations.year import SHORTLY, Year, is_half_a_year
from slt_flow.terms import Judge, Level, Ref, Standing, Tag


@obligation_of_each
def every_decision_has_an_owner(year: Year, *, within_days: int = 0) -> Outlook:
    """Every decision that is to be followed up has an owner: in the days that are agreed, else by the year's end.

    Decisions about a year or a period (evaluations, plans, the agreement) are carried out by being adopted. One that
    the council ended in a named meeting needs no owner, and is shown; one that was closed without it still does.
    """
    tasks: list[Task] = []
    closed: list[Item] = []
    ended: list[Item] = []
    before: list[Item] = []
    for decision, item in year.decisions():
        if decision.about or decision.adopted_on is None or not year.within(decision.adopted_on):
            continue
        rows = (*year.snapshot.children(item.ref), *year.later.children(item.ref))
        owned = [c for c in rows if c.owner and not c.is_abandoned and not c.settled_before]
        if not owned and (item.settled_before or any(c.settled_before for c in rows)):
            before.append(item)
            continue
        if not owned and item.ended:
            (closed if item.ended_in is None else ended).append(item)
        if owned or item.ended_in is None:
            done = Shown(str(owned[0].ref), owned[0].born, str(owned[0].owner)) if owned else None
            tasks.append(Task(str(item.ref), decision.adopted_on, done))
    outlook = year.followed(
        tasks, within_days, late="decision_unowned", ahead="decision_to_assign", lost="owned_too_late"
    )
    outlook = outlook.with_refs(BROUGHT_IN, refs_of(before))
    for item in ended:
        outlook = outlook.with_refs("decision_ended", refs_of([item]), named=item.ended_in)
    return _without_the_council(outlook, refs_of(closed))


def _decided(year: Year) -> Outlook:
    """Show the decisions that were adopted here within the year: no consent to one from before is on record."""
    rows = [(d, i) for d, i in year.decisions() if year.within(d.adopted_on)]
    outlook = shown_by(Shown(str(i.ref), d.adopted_on) for d, i in rows if i.source is None)
    return outlook.with_refs(BROUGHT_IN, refs_of(i for _, i in rows if i.source is not None))


def _without_the_council(outlook: Outlook, closed: tuple[str, ...]) -> Outlook:
    """Name the decisions that were closed without the council: nobody can be given one while it is."""
    waiting = outlook.forecast
    if waiting is None or not closed:
        return outlook
    # The remedy is that of the first: a decision that is open can be given an owner at once.
    refs = tuple(sorted(waiting.facts["refs"], key=lambda ref: ref in closed))
    if refs[0] in closed:
        return outlook._replace(forecast=Notice("decision_closed_alone", {"refs": refs}))
    named = outlook._replace(forecast=waiting._replace(facts={**waiting.facts, "refs": refs}))
    return named.with_refs("decision_closed_alone", closed)


@obligation
def recommendations_are_followed_up(year: Year) -> Outlook:
    """Decisions are carried out by the council's deadlines, or the council has ended the work itself.

    Work that others cancelled is not followed up, and a deadline that others moved is the same as before; both are
    shown. Work delivered late is shown, though it breaks nothing any more, and so are the times that were missed.
    """
    cases = [i for i in year.snapshot.cases() if i.assignment_no and (i.born or year.last) <= year.last]
    work = [i for i in cases if _is_asked(year, i)]
    carried = [i for i in work if i.reached(Tag.ACHIEVED) and year.within(i.since)]
    shown = tuple(Shown(str(i.ref), i.since) for i in carried)
    left = ((i.deadline, i.ref, i) for i in work if (is_pending(i) or i.is_abandoned) and not _was_late_before(year, i))
    waiting = sorted((day, ref, i) for day, ref, i in left if day is not None and day <= year.last)
    beside = (*_moved(year, work), *_missed(year, work), *_abandoned(year, work), *_ended_by_the_council(year))
    beside += tuple(_from_before(year, cases))
    if late := [(day, i) for day, _, i in waiting if day < year.on]:
        pending, cancelled = [i for _, i in late if not i.is_abandoned], [i for _, i in late if i.is_abandoned]
        notice = Notice("work_is_late" if pending else "work_cancelled_is_late", {"refs": refs_of(pending + cancelled)})
        return Outlook(Standing.BROKEN, late[0][0], shown, notice, beside=beside)
    overran = [i for i in work if year.within(i.delivered_on) and delivered_late(i)]
    was_late = Notice("work_was_late", {"refs": refs_of(overran)}) if overran else None
    if not waiting:
        followed = any(not item.is_abandoned and not item.unmoved for item in work)
        return Outlook(Standing.KEPT if followed else Standing.NOT_DUE, None, shown, was_late, beside=beside)
    due, _, first = waiting[0]
    following = Notice("next_deadline", {"refs": refs_of([first]), "day": due})
    if year.on >= due - SHORTLY or any(i.is_abandoned for *_, i in waiting):
        return Outlook(Standing.DUE, due, shown, following, beside=beside)
    going_on = tuple(Shown(str(i.ref), i.born, str(i.owner)) for i in work if i.is_open and not i.unmoved)
    standing = Standing.KEPT if shown or going_on else Standing.NOT_DUE
    return Outlook(standing, due, shown or going_on, was_late or following, beside=beside)


@obligation
def focus_areas_are_worked_on(year: Year) -> Outlook:
    """In every focus area of the period something is decided or carried out in the year.

    An area is asked for in a year of which it is agreed for six months at the least.
    """
    day = min(year.last, year.on)
    then = year.snapshot.on(day)
    begun = (area for area in then.all(Area) if area.since <= day)
    areas = [area for area in begun if is_half_a_year(*area.agreed_in(year.year))]
    shown, missing = [], []
    for area in areas:
        items = [i for d, i in year.decisions(rescinded=True) if any(_active(y, d) for y in _days_in(year, d, area.id))]
        if items:
            shown.append(Shown(str(items[0].ref), items[0].born, area.title))
        else:
            missing.append(area.title)
    ends = [area.last for area in then.all(Area) if area.last is not None and area.until is None]
    if not areas and ends and max(ends) < year.on:
        return Outlook(Standing.NOT_DUE, None, (), Notice("no_areas_agreed", {"day": max(ends)}))
    if not missing:
        return Outlook(Standing.KEPT if areas else Standing.NOT_DUE, year.last, tuple(shown))
    numbers = {"areas": tuple(missing), "done": len(shown), "needed": len(areas)}
    return year.unmet(shown, Notice("areas_untouched", numbers))


@obligation_of()
def consensus_is_reached(year: Year) -> Outlook:
    """The decisions of the year were adopted by consensus: the engine adopts no others."""
    return _decided(year)


@obligation_of()
def within_delegated_authority(year: Year) -> Outlook:
    """The decisions of the year were within the council's authority, or ratified: others took no effect."""
    return _decided(year)


@obligation_of(by_day=True)
def owner_is_eligible(
    year: Year, *, levels: tuple[str, ...] = (), posts: tuple[str, ...] = (), designation: bool = True
) -> Outlook:
    """The assignments given in the year, each to an owner whom the agreement admits."""
    work = [i for i in year.snapshot.cases() if i.level == Level.COORDINATING and _handed_down(year, i)]
    outlook = shown_by(Shown(str(i.ref), i.born, str(i.owner)) for i in work if i.source is None)
    return outlook.with_refs(BROUGHT_IN, refs_of(i for i in work if i.source is not None))


@obligation_of()
def owner_is_bound(year: Year) -> Outlook:
    """The work begun in the year, each by a party's own organisation or by one that accepted it itself."""
    return _begun(year, year.snapshot.cases())


@obligation_of()
def parent_is_planned(year: Year) -> Outlook:
    """The work begun in the year, each beneath an assignment that the coordinating level had planned."""
    measures = [i for i in year.snapshot.cases() if i.is_measure and (year.within(i.since) or i.is_open)]
    before = {i.ref: i for i in measures if _was_planned_before(year, i)}
    outlook = _begun(year, (i for i in measures if i.ref not in before))
    return outlook.with_refs(BROUGHT_IN, refs_of(before.values()))


@obligation_of(Judge.PEOPLE)
def those_concerned_are_involved(year: Year) -> Outlook:
    """Business and organisations are involved where a challenge concerns them: people see when; their work shows it."""
    handed_down = (i for i in year.snapshot.cases() if i.owner is not None and _handed_down(year, i))
    shown = (i for i in handed_down if i.source is None or i.accepted_by)
    theirs = (i for i in shown if i.born and year.snapshot.on(i.born).party_of(str(i.owner)) is None)
    work = (Shown(str(i.ref), i.born, str(i.owner)) for i in theirs)
    return shown_by((*work, *year.recorded()), Standing.BY_PEOPLE)


def _active(year: Year, decision: Decision) -> bool:
    """Return whether a decision stands that was adopted in the days that count, or work beneath it went on in them.

    One that was closed without any work is none; of one that was rescinded, the work that was carried out counts. Work
    that was given in an earlier year and never begun did not go on.
    """
    item = year.snapshot.case_of(decision)
    if year.within(decision.adopted_on) and not item.ended and not item.settled_before:
        return True
    work = (i for i in year.snapshot.case(decision.ref) if i.assignment_no and (i.born or year.last) <= year.last)
    return any(not i.is_dropped and (year.within(i.since) or (i.is_open and i.has(Tag.BEGUN))) for i in work)


def _days_in(year: Year, decision: Decision, area: str) -> Iterator[Year]:
    """Yield the year for the days of it on which a decision was in a focus area."""
    for named, first, last in decision.areas:
        if named == area:
            yield replace(year, first=max(year.first, first), last=min(year.last, last))


def _is_asked(year: Year, item: Item) -> bool:
    """Return whether work counts in the year: not what the council ended, nor what another year answers for."""
    if item.is_abandoned:
        return year.within(item.since) or year.within(item.deadline)
    settled_on = item.since if item.has(Tag.SETTLED) else year.first
    return not item.is_dropped and settled_on is not None and settled_on >= year.first


def _was_late_before(year: Year, item: Item) -> bool:
    """Return whether work was brought in with a deadline that had passed before the council was followed up here."""
    return item.source is not None and item.deadline is not None and item.deadline < year.begun


def _from_before(year: Year, work: Iterable[Item]) -> Iterator[Notice]:
    """Yield the decisions with work of the year that counts for nothing, as it was late or settled before."""
    brought_in = [i for i in work if i.came_from]
    late = (i for i in brought_in if is_pending(i) and _was_late_before(year, i))
    settled = (i for i in brought_in if i.settled_before and year.within(i.deadline))
    if tops := sorted({i.ref.top for i in (*late, *settled)}):
        yield Notice(BROUGHT_IN, {"refs": tuple(map(str, tops))})


def _was_planned_before(year: Year, measure: Item) -> bool:
    """Return whether the assignment above a measure was planned when it was brought in."""
    above = year.snapshot.item(measure.ref.parent) if measure.ref.parent is not None else None
    return above is not None and Tag.PLANNED in above.brought_tags


def _moved(year: Year, work: Iterable[Item]) -> Iterator[Notice]:
    """Yield the deadlines that others than the council moved, of work that the year is asked for."""
    for item in work:
        asked = is_pending(item) or item.is_abandoned or year.within(item.delivered_on)
        if item.council_due is not None and asked:
            facts = {"refs": refs_of([item]), "day": item.council_due, "number": len(item.moved_by)}
            yield Notice("deadline_moved", facts | {"posts": _titles(year, item.moved_by)})


def _missed(year: Year, work: Iterable[Item]) -> Iterator[Notice]:
    """Yield the recurring work that was not done in some of its periods of the year, each with their number."""
    for item in work:
        if number := sum(year.within(period.last) for period in missed(item, year.on)):
            yield Notice("times_missed", {"refs": refs_of([item]), "number": number})


def _abandoned(year: Year, work: Iterable[Item]) -> Iterator[Notice]:
    """Yield the decisions with work that others than the council cancelled, each with what was carried out of it."""
    for top in dict.fromkeys(item.ref.top for item in work if item.is_abandoned):
        below = _lowest(year, top)
        dropped = [item for item in below if item.is_abandoned]
        posts = _titles(year, (str(item.ended_by or "") for item in dropped))
        yield Notice("work_dropped", {"refs": (str(top),), **_tally(below, dropped), "posts": posts})


def _ended_by_the_council(year: Year) -> Iterator[Notice]:
    """Yield the decisions with work that the council ended in the year, each with what was carried out of it."""
    ended = [i for i in year.snapshot.cases() if i.assignment_no and _was_ended(i) and year.within(i.since)]
    for top in dict.fromkeys(item.ref.top for item in ended):
        below = _lowest(year, top)
        dropped = [item for item in below if _was_ended(item)]
        named = tuple(dict.fromkeys(str(item.ended_in) for item in dropped))
        yield Notice("work_ended", {"refs": (str(top),), **_tally(below, dropped), "named": named})


def _begun(year: Year, cases: Iterable[Item]) -> Outlook:
    """Show the measures that were begun in the days that count, or carried out in them."""
    rows = [i for i in cases if i.is_measure and i.has(Tag.BEGUN)]
    here = (i for i in rows if year.within(i.since) and i.reached(Tag.BEGUN))
    outlook = shown_by(Shown(str(i.ref), i.since, str(i.owner)) for i in here)
    before = (i for i in rows if i.brought_tags and not i.reached(Tag.BEGUN) and (i.is_open or year.within(i.since)))
    return outlook.with_refs(BROUGHT_IN, refs_of(before))


def _was_ended(item: Item) -> bool:
    return item.is_dropped and not item.is_abandoned and not item.unmoved


def _lowest(year: Year, top: Ref) -> list[Item]:
    """Return the work beneath a decision that has none beneath itself."""
    work = (i for i in year.snapshot.case(top) if i.assignment_no and not i.settled_before)
    return [i for i in work if not year.snapshot.children(i.ref)]


def _tally(below: list[Item], dropped: list[Item]) -> dict[str, int]:
    done = sum(item.has(Tag.ACHIEVED) for item in below)
    return {"done": done, "total": len(below), "dropped": len(dropped)}


def _titles(year: Year, posts: Iterable[str]) -> tuple[str, ...]:
    titles = {post.id: post.title for post in year.snapshot.on(min(year.last, year.on)).all(Post)}
    return tuple(dict.fromkeys(titles.get(post, post) for post in posts))


def _handed_down(year: Year, item: Item) -> bool:
    """Return whether work was given in the days that count and was not cancelled since."""
    return year.within(item.born) and not item.is_dropped
