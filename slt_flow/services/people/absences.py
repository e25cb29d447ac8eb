"""Absences and deputies: the deputy acts as itself, the absent post stays accountable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Final

from slt_flow.engine.effects import written_mandate
from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError
from slt_flow.model import Absence, Holding
from slt_flow.model.absence_periods import in_effect, meets
from slt_flow.model.deadlines import is_pending
from slt_flow.model.snapshot import Snapshot
from slt_flow.results.people import Away
from slt_flow.services.request import parsing
from slt_flow.services.request.answer_checks import refuse_mandate_to_come
from slt_flow.services.request.clock import today
from slt_flow.services.request.context import Context
from slt_flow.services.request.reading import reading
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.terms import BEGINS, ENDS, PAST, Role

LONGEST: Final = timedelta(days=731)
"""Nobody is away from a post for longer than two years; one who is has left it."""


@use_case(name="record_absence")
def record(
    request: Request,
    post: str,
    since: str,
    until: str,
    deputy: str | None = None,
    mandate: str | None = None,
    *,
    comes: bool = False,
) -> None:
    """Record that the holder of a post is away from one day to another, both included, and who acts meanwhile.

    With a mandate the deputy may commit the party at meetings meanwhile. What is said last of a day counts: the same
    days with another deputy replace the earlier one. The post itself says so too, and the secretary of anybody.

    Args:
        request: the request.
        post: the post that is away.
        since: its first day.
        until: its last day.
        deputy: the post that acts meanwhile.
        mandate: the words by which the deputy may commit the party.
        comes: the holder is there in these days after all, which takes back what was recorded of them.
    """
    chosen = parsing.post(post, request.snapshot)
    if chosen != request.actor:
        request.only_for(Role.SECRETARY)
    period = _period(request, since, until)
    if comes:
        if deputy is not None or mandate is not None:
            raise RequestError("comes_with_deputy", post=chosen)
        _take_back(request, chosen, *period)
    else:
        _record(request, chosen, *period, deputy, mandate)


def away_on(context: Context, post: str, day: date) -> Away | None:
    """Return what is recorded of the absence of a post's holder on a day; None where it is there."""
    with reading(context) as reader:
        row = reader.away_on(day).get(post)
        return Away(row.since, row.until, row.deputy, row.mandate) if row is not None else None


@use_case(Role.SECRETARY)
def let_act(
    request: Request,
    post: str,
    deputy: str,
    since: str | None = None,
    until: str | None = None,
    mandate: str | None = None,
) -> None:
    """Let a post act for one that is away: in the days named, or in all of its recorded absence, present or next."""
    chosen = parsing.post(post, request.snapshot)
    if since is None and until is None:
        period = _recorded(request, chosen, deputy)
    elif since is None or until is None:
        raise RequestError("both_days_of_absence")
    else:
        period = _period(request, since, until)
    _record(request, chosen, *period, deputy, mandate)


def _record(
    request: Request, post: str, since: date, until: date, deputy: str | None, mandate_typed: str | None
) -> None:
    """Record one entry about an absence.

    Raises:
        RequestError: nobody holds the post, or the deputy cannot act in all those days.
    """
    snapshot, opened = request.snapshot, request.row.opened
    if until < opened:
        raise RequestError("absence_before_the_council", until=until, first=opened)
    if not snapshot.is_held_on(post, since):
        raise RequestError("absent_post_vacant", post=post, since=since)
    acting = parsing.post(deputy, snapshot) if deputy is not None else None
    if mandate_typed is not None and "=" not in mandate_typed:  # it can be no other's
        mandate_typed = f"{post}={mandate_typed}"
    if acting is not None:
        _refuse_deputy(snapshot, post, acting, since, until)
    read_day = partial(request.days.read, sense=PAST)
    mandate = parsing.mandate(mandate_typed, snapshot, read_day) if mandate_typed is not None else None
    if mandate is not None and (acting is None or mandate.post != post):
        raise RequestError("mandate_without_deputy", post=mandate.post)
    if mandate is not None:
        refuse_mandate_to_come(mandate, today(request.context.clock))
    mandate_data, texts = written_mandate(mandate)
    data = {"post": post, "since": since.isoformat(), "until": until.isoformat(), "deputy": acting, **mandate_data}
    _tell_replaced(request, post, since, until, acting)
    _told(request, post, since, data, texts)
    if acting is None:
        request.notice("absence_without_deputy", post=post)
    others = _acts_for(snapshot, post, since, until)
    if others:
        request.notice("deputy_is_away", post=post, others=others, first=others[0])
    _warn_deadlines(request, post)


def _take_back(request: Request, post: str, since: date, until: date) -> None:
    """Record that the holder of a post is there after all in some days.

    Raises:
        RequestError: nothing else is recorded of these days.
    """
    away = in_effect(a for a in request.snapshot.all(Absence) if a.post == post)
    if not any(meets(absence, since, until) for absence in away):
        raise RequestError("not_recorded_as_away", post=post, since=since, until=until)
    data = {"post": post, "since": since.isoformat(), "until": until.isoformat(), "deputy": None, "comes": True}
    _told(request, post, since, data)


def _told(
    request: Request, post: str, since: date, data: Mapping[str, object], texts: Mapping[str, str] | None = None
) -> None:
    """Record what is told of some days; told afterwards, it was so on these days too."""
    on = max(min(since, request.context.day), request.row.opened)
    request.record(request.entry(Kind.ABSENCE_RECORDED, f"post:{post}", data, texts, on=on))


def _tell_replaced(request: Request, post: str, since: date, until: date, deputy: str | None) -> None:
    """Tell which absence the new one replaces on its days; to name a deputy where there was none replaces nothing."""
    for absence in in_effect(a for a in request.snapshot.all(Absence) if a.post == post):
        named_only = deputy is not None and absence.deputy is None and absence.since <= since and until <= absence.until
        if meets(absence, since, until) and not named_only:
            period = {"since": absence.since, "until": absence.until, "deputy": absence.deputy}
            request.notice("absence_replaced", post=post, **period)


def _refuse_deputy(snapshot: Snapshot, post: str, deputy: str, since: date, until: date) -> None:
    if deputy == post:
        raise RequestError("own_deputy", post=post)
    changes = (h.since for h in snapshot.all(Holding) if h.post == deputy and since <= h.since <= until)
    if not all(snapshot.is_held_on(deputy, day) for day in (since, *changes, until)):
        raise RequestError("deputy_vacant", post=post, deputy=deputy, since=since, until=until)
    spells = in_effect(a for a in snapshot.all(Absence) if a.post == deputy)
    away = next((a for a in spells if meets(a, since, until)), None)
    if away is not None:
        raise RequestError("deputy_absent", post=post, deputy=deputy, since=away.since, until=away.until)


def _acts_for(snapshot: Snapshot, post: str, since: date, until: date) -> tuple[str, ...]:
    """Return the posts that this one acts for on some of these days; the last entry about a day counts."""
    posts = (a.post for a in in_effect(snapshot.all(Absence)) if a.deputy == post and meets(a, since, until))
    return tuple(dict.fromkeys(posts))


def _period(request: Request, since: str, until: str) -> tuple[date, date]:
    first, last = request.days.read(since, BEGINS), request.days.read(until, ENDS)
    if last < first:
        raise RequestError("absence_ends_before_it_begins", since=first, until=last)
    if last - first > LONGEST:
        raise RequestError("absence_too_long", since=first, until=last)
    return first, last


def _recorded(request: Request, post: str, deputy: str) -> tuple[date, date]:
    """Return a post's present or next absence; of several that begin on one day the last recorded."""
    day = request.context.day
    absences = [a for a in request.snapshot.all(Absence) if a.post == post]
    left = {a.seq for a in in_effect(absences) if a.until >= day}
    waiting = [a for a in absences if a.seq in left]
    if not waiting:
        raise RequestError("no_absence_recorded", post=post, deputy=parsing.shown(deputy), day=day)
    nearest = min(waiting, key=lambda absence: (absence.since, -absence.seq))
    return nearest.since, nearest.until


def _warn_deadlines(request: Request, post: str) -> None:
    """Tell which open work of the post falls due in the absence that was just recorded."""
    away = max((a for a in request.snapshot.all(Absence) if a.post == post), key=lambda absence: absence.seq)
    pending = (item for item in request.open_work(post) if is_pending(item))
    refs = tuple(str(item.ref) for item in pending if item.due is not None and away.covers(item.due))
    if refs:
        request.notice("deadlines_in_absence", post=post, refs=refs)
