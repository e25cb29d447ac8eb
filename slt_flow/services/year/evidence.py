"""Evidence that people record for clauses which no system can observe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from slt_flow.engine.entries import Kind
from slt_flow.errors import RequestError
from slt_flow.model import Clause, Evidence
from slt_flow.records import projection
from slt_flow.services.request import parsing
from slt_flow.services.request.clock import today
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import use_case
from slt_flow.services.year.obligations import chosen_clause
from slt_flow.terms import ENDS, PAST, Role

PEOPLE: Final = "people"
"""How an agreement says that a clause is kept by people, who record that they did."""


@use_case()
def fulfil(
    request: Request, clause: str, days: Sequence[str], note: str | None = None, *, weekly_until: str | None = None
) -> None:
    """Record that a clause was fulfilled, on one or several days: the act of the post that is to keep it.

    Args:
        request: within its transaction.
        clause: the clause's key.
        days: the days it was done.
        note: the words that show it.
        weekly_until: also on the same weekday of every week after the (only) day, up to this one.

    Raises:
        RequestError: no such clause, not for people to say, not that post's to keep, a day to come, one on which
            nobody held the post, or one before the follow-up began.
    """
    every = _days(request, days, weekly_until)
    stated = _clause(request, clause, every)
    key = stated.clause
    note_text = parsing.text("note", note) if note is not None else ""
    for day in every:
        _refuse_day(request, key, day)
    stored = projection.rows(request.connection, request.council, Evidence, clause=key)
    recorded = {e.on for e in (*stored, *request.snapshot.all(Evidence)) if e.clause == key}
    new = [day for day in every if day not in recorded]
    if not new:
        raise RequestError("evidence_known", clause=key, day=every[0])
    texts = {"note": note_text} if note_text else {}
    for day in new:
        acted_by, acted_for = _acting(request, stated, day)
        entry = request.entry(Kind.EVIDENCE_RECORDED, f"clause:{key}", {"clause": key}, texts, on=day)
        request.record(replace(entry, acted_by=acted_by, acted_for=acted_for))


def _clause(request: Request, typed: str, days: Iterable[date]) -> Clause:
    """Return the clause that evidence of some days may be recorded for, by the agreements of those days.

    Raises:
        RequestError: there is none, or what is recorded here shows whether it is kept.
    """
    first = request.row.opened
    rows = sorted(request.snapshot.all(Clause), key=lambda clause: clause.since)
    stated = {clause.clause: clause for clause in rows if any(clause.is_asked_on(max(day, first)) for day in days)}
    key = chosen_clause(typed, stated)
    if stated[key].kept_by != PEOPLE:
        raise RequestError("clause_kept_by_the_system", clause=key, ref=stated[key].ref)
    return stated[key]


def _acting(request: Request, clause: Clause, day: date) -> tuple[str, str | None]:
    """Return the post whose act it is on a day, and the keeper where its deputy acts.

    Raises:
        NotYourAction: the actor records another's act and is not the secretary.
        RequestError: the clause is another post's to keep, or nobody held that post.
    """
    keeper = clause.keeper
    acting = request.acted_by or keeper or request.actor
    if acting != request.actor:
        request.only_for(Role.SECRETARY)
    stands_in = keeper is not None and acting == request.snapshot.deputy_on(keeper, day)
    if keeper not in (None, acting) and not stands_in:
        raise RequestError("clause_of_another", clause=clause.clause, keeper=keeper, given=acting)
    if not request.snapshot.is_held_on(acting, day):
        raise RequestError("keeper_vacant", clause=clause.clause, post=acting, day=day)
    return acting, keeper if stands_in else None


def _days(request: Request, typed: Sequence[str], weekly_until: str | None) -> tuple[date, ...]:
    days = [request.days.read(day, PAST) for day in typed]
    if not days:
        raise RequestError("no_day_named")
    if weekly_until is not None:
        if len(days) != 1:
            raise RequestError("weekly_from_one_day")
        last, first = request.days.read(weekly_until, ENDS), days[0]
        if last < first:
            raise RequestError("ends_before_it_begins", first=first, last=last)
        days = [first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1)]
    return tuple(sorted(set(days)))


def _refuse_day(request: Request, key: str, day: date) -> None:
    now = today(request.context.clock)
    if day > now:
        raise RequestError("evidence_to_come", clause=key, day=day, today=now)
    if day < request.row.opened:
        raise RequestError("evidence_before_the_council", clause=key, day=day, first=request.row.opened)
