"""Posts: added, designated, held and vacated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from slt_flow.engine.entries import Entry, Kind
from slt_flow.engine.new_entries import post_added
from slt_flow.errors import RequestError
from slt_flow.model import Holding, Post
from slt_flow.model.facts import Facts
from slt_flow.model.snapshot import Snapshot
from slt_flow.records import queries
from slt_flow.results.answers import Outcome
from slt_flow.rules import ask
from slt_flow.services.people.by_decision import SECRETARY, deciding, first_day
from slt_flow.services.request import parsing
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.terms import Level, Ref


def add_post(
    context: Context,
    id_: str,
    title: str,
    organisation: str,
    levels: Sequence[str],
    *,
    seat: bool = False,
    by: str | None = None,
) -> Outcome:
    """Add a post. A seat needs a decision and an agreement under which the council may be extended."""
    asked = {"post": id_, "title": title, "organisation": organisation, "levels": tuple(levels), "seat": seat, "by": by}

    def act(request: Request) -> None:
        new = parsing.new_id(id_, "post", [p.id for p in request.snapshot.all(Post)])
        decision = deciding(request, by) if by is not None else None
        if seat:
            _refuse_seat(request, new, decision)
        request.record(
            post_added(
                new,
                parsing.line("title", title),
                parsing.organisation(organisation, request.snapshot),
                [str(parsing.member(Level, level)) for level in levels],
                first_day(request, decision),
                seat=seat,
                by=decision,
            )
        )

    return transact(context, asked, None, act, only=SECRETARY)


def designate(context: Context, post: str, by: str) -> Outcome:
    """Let a decision of the council make a post eligible to own assignments."""

    def act(request: Request) -> None:
        chosen, decision = parsing.post(post, request.snapshot), deciding(request, by)
        request.record(_about(request, Kind.POST_DESIGNATED, chosen, data={"post": chosen, "by": str(decision)}))

    return transact(context, {"designate": post, "by": by}, None, act, only=SECRETARY)


def appoint(context: Context, post: str, name: str) -> Outcome:
    """Record who holds a post: from the council's first day when it is the first name, else from today."""

    def act(request: Request) -> None:
        chosen = parsing.post(post, request.snapshot)
        spells = [holding for holding in request.snapshot.all(Holding) if holding.post == chosen]
        first = not spells and not request.snapshot.one(Post, chosen).vacant
        on = request.context.on or (request.row.opened if first else request.context.day)
        _refuse_backwards(spells, on)
        texts = {"name": parsing.line("name", name)}
        _refuse_two_holders(request.snapshot, chosen, texts["name"], on)
        request.record(_about(request, Kind.HOLDER_APPOINTED, chosen, data={"post": chosen}, texts=texts, on=on))

    return transact(context, {"appoint": post, "name": name}, None, act, only=SECRETARY)


def vacate(context: Context, post: str, reason: str | None = None) -> Outcome:
    """Record that nobody holds a post."""

    def act(request: Request) -> None:
        chosen = parsing.post(post, request.snapshot)
        if request.snapshot.one(Post, chosen).vacant:
            raise RequestError("already_vacant", post=chosen)
        on = request.context.day
        _refuse_backwards([h for h in request.snapshot.all(Holding) if h.post == chosen], on)
        texts = {"reason": parsing.text("reason", reason)} if reason is not None else {}
        request.record(_about(request, Kind.POST_VACATED, chosen, data={"post": chosen}, texts=texts, on=on))
        _warn_open_work(request, chosen)

    return transact(context, {"vacate": post, "reason": reason}, None, act, only=SECRETARY)


def _about(request: Request, kind: Kind, post: str, *, on: date | None = None, **fields: Any) -> Entry:
    return Entry(kind=kind, subject=f"post:{post}", on=on or request.context.day, acted_by=request.actor, **fields)


def _refuse_seat(request: Request, post: str, decision: Ref | None) -> None:
    if decision is None:
        raise RequestError("seat_needs_decision", post=post)
    findings = ask("council_may_be_extended", Facts(request.snapshot, decision))
    if any(finding.blocks for finding in findings):
        request.refuse(f"post:{post}", "add_post", *findings)


def _refuse_backwards(spells: Sequence[Holding], on: date) -> None:
    last = max((spell.until or spell.since for spell in spells), default=on)
    if on < last:
        raise RequestError("holder_before_the_last", on=on, last=last)


def _refuse_two_holders(snapshot: Snapshot, post: str, name: str, on: date) -> None:
    """Refuse a second holder: the present one leaves before another comes.

    Raises:
        RequestError: somebody named holds it that day, the same person or another.
    """
    held = snapshot.holding_on(post, on)
    if held is None or held.holder is None:
        return
    code = "holds_it_already" if _as_read(held.holder) == _as_read(name) else "two_holders"
    raise RequestError(code, post=post, holder=held.holder, since=held.since, on=on.isoformat())


def _as_read(name: str) -> str:
    return " ".join(name.split()).casefold()


def _warn_open_work(request: Request, post: str) -> None:
    cases = queries.cases(request.connection, request.council, None)
    refs = tuple(str(item.ref) for item in cases if item.owner == post and not item.ended)
    if refs:
        request.notice("vacant_with_open_work", post=post, refs=refs)
